//! Tables that expressions give, and the rows that they are gone through by.

use std::rc::Rc;
use std::sync::Arc;

use super::Engine;
use super::batch::Batch;
use super::context::{Context, Filter};
use super::evaluate::{Evaluated, Evaluator, refused};
use super::node::{Node, Shape};
use super::row_set::RowSet;
use crate::dax::Span;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

#[derive(Clone, Debug)]
pub enum Rel {
    /// Rows of a table of the model.
    Base(usize, Rc<RowSet>),
    /// Values of columns of the model.
    Coded(Rc<Coded>),
    Made(Vec<Rc<[Value]>>),
}

#[derive(Clone, Debug, Default)]
pub struct Coded {
    pub columns: Vec<ColumnId>,
    /// A code a column, row by row.
    pub codes: Vec<u32>,
}

#[derive(Clone, Debug)]
pub enum Row {
    Base(usize, u32),
    Coded(Rc<Coded>, usize),
    Made(Rc<[Value]>, Arc<Shape>),
}

impl Coded {
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    pub fn len(&self) -> usize {
        self.codes.len() / self.columns.len().max(1)
    }

    pub fn row(&self, at: usize) -> &[u32] {
        let width = self.columns.len();
        self.codes.get(at * width..(at + 1) * width).unwrap_or_default()
    }
}

impl Rel {
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn coded(columns: Vec<ColumnId>, codes: Vec<u32>) -> Self {
        Rel::Coded(Rc::new(Coded { columns, codes }))
    }

    pub fn len(&self) -> usize {
        match self {
            Rel::Base(_, rows) => rows.len(),
            Rel::Coded(coded) => coded.len(),
            Rel::Made(rows) => rows.len(),
        }
    }

    /// Some of the rows, by their numbers.
    pub fn pick(&self, places: &[usize]) -> Rel {
        match self {
            Rel::Base(table, rows) => {
                let all = rows.to_vec();
                let mut list: Vec<u32> = places.iter().filter_map(|at| all.get(*at).copied()).collect();
                list.sort_unstable();
                Rel::Base(*table, Rc::new(RowSet::of(list, rows.table_rows())))
            }
            Rel::Coded(coded) => {
                let codes = places.iter().flat_map(|at| coded.row(*at).iter().copied()).collect();
                Rel::coded(coded.columns.clone(), codes)
            }
            Rel::Made(rows) => Rel::Made(places.iter().filter_map(|at| rows.get(*at).cloned()).collect()),
        }
    }
}

impl Engine<'_> {
    /// The values of the rows; of a table of the model those of all its columns, as far as they were read.
    pub fn made(&self, rel: &Rel) -> Vec<Rc<[Value]>> {
        match rel {
            Rel::Made(rows) => rows.clone(),
            Rel::Coded(coded) => {
                let columns: Vec<_> = coded.columns.iter().map(|id| self.column(*id)).collect();
                let value = |(column, code): (&Option<&super::column::Column>, &u32)| {
                    column.map_or(Value::Blank, |column| column.value_of(*code).clone())
                };
                (0..coded.len()).map(|at| columns.iter().zip(coded.row(at)).map(value).collect()).collect()
            }
            Rel::Base(table, rows) => {
                let count = self.tables.get(*table).map_or(0, |table| table.columns.len());
                let cell = |row: u32, at: usize| {
                    self.column((*table, at)).map_or(Value::Blank, |column| column.value(row as usize).clone())
                };
                rows.iter().map(|row| (0..count).map(|at| cell(row, at)).collect()).collect()
            }
        }
    }
}

impl Evaluator<'_> {
    /// Goes through the rows of a table; what needs the value of a measure for each is worked out together.
    pub fn iterate(
        &mut self,
        of: &Node,
        rel: &Rc<Rel>,
        mut visit: impl FnMut(&mut Self, usize) -> Evaluated<()>,
    ) -> Evaluated<()> {
        let batch = if rel.len() > 1 { self.batch(rel) } else { None };
        let shape = of.shape.clone().unwrap_or_default();
        let mut go = |this: &mut Self, row: Row, at: usize| {
            this.rows.push(row);
            this.batches.push(batch.clone().map(|batch| (batch, at)));
            let result = visit(this, at);
            this.batches.pop();
            this.rows.pop();
            result
        };
        match &**rel {
            Rel::Base(table, rows) => {
                for (at, row) in rows.iter().enumerate() {
                    go(self, Row::Base(*table, row), at)?;
                }
            }
            Rel::Coded(coded) => {
                for at in 0..coded.len() {
                    go(self, Row::Coded(coded.clone(), at), at)?;
                }
            }
            Rel::Made(rows) => {
                for (at, row) in rows.iter().enumerate() {
                    go(self, Row::Made(row.clone(), shape.clone()), at)?;
                }
            }
        }
        Ok(())
    }

    /// The groups of an iteration.
    pub fn batch(&mut self, rel: &Rel) -> Option<Rc<Batch>> {
        // Rows further out become filters as well: then it is not the same context for every row.
        if self.rows.len() > self.turned {
            return None;
        }
        Batch::of_rows(self, rel).map(Rc::new)
    }

    /// The context in which every row around has become a filter.
    pub fn transition(&mut self, span: &Span) -> Evaluated<Rc<Context>> {
        let first = self.turned.max(self.frame);
        if first >= self.rows.len() {
            return Ok(self.context.clone());
        }
        let mut context = self.context.clone();
        let alone = self.rows.len() - first == 1;
        for at in first..self.rows.len() {
            let batch = self.batches.get(at).cloned().flatten().filter(|(batch, _)| {
                alone && batch.outer.as_ref().is_some_and(|outer| Rc::ptr_eq(outer, &self.context))
            });
            let filters = self.row_filters(span, at)?;
            let mut next = match &batch {
                Some((batch, _)) => batch.base.filters.clone(),
                None => self.overwritten(span, &context.filters, &filters)?,
            };
            for filter in filters {
                self.interner.add(&mut next, filter);
            }
            let mut made = context.with(next);
            made.is_iterated = true;
            made.cell = batch;
            context = Rc::new(made);
        }
        Ok(context)
    }

    fn row_filters(&mut self, span: &Span, at: usize) -> Evaluated<Vec<Rc<Filter>>> {
        Ok(match self.rows.get(at).cloned() {
            Some(Row::Base(table, row)) => {
                let engine = self.engine;
                let rows = match engine.alike(table, row) {
                    Ok(rows) => rows,
                    Err(why) => return Err(refused(span, why)),
                };
                vec![self.interner.rows(table, Rc::new(RowSet::of(rows, engine.rows(table))), Vec::new())]
            }
            Some(Row::Coded(coded, at)) => {
                let pairs = coded.columns.iter().zip(coded.row(at));
                pairs.map(|(column, code)| self.interner.code(*column, *code)).collect()
            }
            Some(Row::Made(cells, shape)) => {
                let mut filters = Vec::new();
                for (column, value) in shape.columns.iter().zip(cells.iter()) {
                    if let Some(origin) = column.origin {
                        let code = self.column(span, origin)?.code(value);
                        filters.push(self.interner.codes(origin, code.into_iter().collect()));
                    }
                }
                filters
            }
            None => Vec::new(),
        })
    }
}

/// A value as a key, for sets of rows.
pub fn key(value: &Value) -> crate::proof::value::Key {
    value.key()
}
