//! One reader with the slicers as they stand: what is asked of it is worked out once.

use std::rc::Rc;

use super::context::Context;
use super::evaluate::Evaluator;
use super::{Engine, Quantity, Query, Reader, Refused, Restriction, Shown};
use crate::proof::value::Value;

pub struct Session<'e> {
    engine: &'e Engine<'e>,
    pub(super) evaluator: Evaluator<'e>,
    start: Rc<Context>,
}

impl<'a> Engine<'a> {
    /// A reader behind slicers.
    pub fn session<'e>(&'e self, reader: &Reader, slicers: &[Restriction]) -> Result<Session<'e>, Refused> {
        let mut evaluator = Evaluator::new(self, reader);
        let start = evaluator.context.clone();
        let start = evaluator.restricted(&start, slicers).map_err(|fault| self.refused(fault))?;
        (evaluator.context, evaluator.outer) = (start.clone(), start.clone());
        Ok(Session { engine: self, evaluator, start })
    }
}

impl Session<'_> {
    /// A measure, without a group.
    pub fn measure(&mut self, name: &str) -> Result<Value, Refused> {
        let query = Query { values: vec![Quantity::Measure(name.to_owned())], ..Query::default() };
        let shown = self.query(&query)?;
        Ok(shown.rows.into_iter().flatten().next().unwrap_or(Value::Blank))
    }

    pub fn query(&mut self, query: &Query) -> Result<Shown, Refused> {
        let start = self.start.clone();
        self.evaluator.query(&start, query).map_err(|fault| self.engine.refused(fault))
    }

    /// Any expression, as if it stood in a measure: of columns that were asked for when loading.
    pub fn evaluate(&mut self, dax: &str) -> Result<Value, Refused> {
        let node = self.engine.compile(dax).map_err(|fault| self.engine.refused(fault))?;
        let start = self.start.clone();
        let value = self.evaluator.within(start, |this| this.scalar(&node));
        value.map_err(|fault| self.engine.refused(fault))
    }
}
