//! Filters of slicers, visuals, pages and reports.

use std::rc::Rc;

use super::context::{Context, Filter};
use super::evaluate::{Evaluated, Evaluator, refused};
use super::operators::compare;
use super::query::Quantity;
use crate::dax::tree::Operator;
use crate::proof::schema::ColumnId;
use crate::proof::value::{Value, fold};

#[derive(Clone, Debug, PartialEq)]
pub enum Restriction {
    In {
        column: ColumnId,
        values: Vec<Value>,
    },
    NotIn {
        column: ColumnId,
        values: Vec<Value>,
    },
    /// Values that pass every test, or any.
    Tests {
        column: ColumnId,
        any: bool,
        tests: Vec<Test>,
    },
    /// The values of a column that have the greatest of a measure, or the least; ties with the last count.
    Top {
        column: ColumnId,
        count: usize,
        least: bool,
        by: Quantity,
    },
    /// Groups of the visual of which a measure is so.
    Measure {
        of: Quantity,
        operator: Operator,
        value: Value,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// BLANK is compared as itself.
    Is(Operator, Value),
    Contains(String),
    StartsWith(String),
    Not(Box<Test>),
}

impl Test {
    fn holds(&self, value: &Value) -> Evaluated<bool> {
        let text = || if let Value::Text(text) = value { fold(text) } else { String::new() };
        Ok(match self {
            // A filter of a report does not take BLANK for nought.
            Test::Is(Operator::Equal, other) => value.key() == other.key(),
            Test::Is(Operator::NotEqual, other) => value.key() != other.key(),
            Test::Is(_, _) if *value == Value::Blank => false,
            Test::Is(operator, other) => compare(&(0..0), *operator, value, other)?,
            Test::Contains(part) => text().contains(&fold(part)),
            Test::StartsWith(part) => text().starts_with(&fold(part)),
            Test::Not(test) => !test.holds(value)?,
        })
    }
}

type Keeps<'k> = Box<dyn Fn(&Value) -> Evaluated<bool> + 'k>;

impl Evaluator<'_> {
    /// The context under these filters as well. What ranks by a measure is ranked under the others.
    pub fn restricted(&mut self, start: &Rc<Context>, restrictions: &[Restriction]) -> Evaluated<Rc<Context>> {
        let mut filters = start.filters.clone();
        for restriction in restrictions {
            if let Some(filter) = self.restriction(restriction)? {
                self.interner.add(&mut filters, filter);
            }
        }
        let plain = Rc::new(start.with(filters.clone()));
        let mut is_ranked = false;
        for restriction in restrictions {
            let Restriction::Top { column, count, least, by } = restriction else { continue };
            let filter = self.top(&plain, *column, *count, *least, by)?;
            self.interner.add(&mut filters, filter);
            is_ranked = true;
        }
        Ok(if is_ranked { Rc::new(start.with(filters)) } else { plain })
    }

    fn restriction(&mut self, restriction: &Restriction) -> Evaluated<Option<Rc<Filter>>> {
        let (id, keeps): (ColumnId, Keeps) = match restriction {
            Restriction::In { column, values } => {
                let of = self.column(&(0..0), *column)?;
                let codes = values.iter().filter_map(|value| of.code(value)).collect();
                return Ok(Some(self.interner.codes(*column, codes)));
            }
            Restriction::NotIn { column, values } => {
                let keys: Vec<_> = values.iter().map(Value::key).collect();
                (*column, Box::new(move |value| Ok(!keys.contains(&value.key()))))
            }
            Restriction::Tests { column, any, tests } => (
                *column,
                Box::new(move |value| {
                    for test in tests {
                        if test.holds(value)? == *any {
                            return Ok(*any);
                        }
                    }
                    Ok(!any)
                }),
            ),
            Restriction::Top { .. } | Restriction::Measure { .. } => return Ok(None),
        };
        let of = self.column(&(0..0), id)?;
        let mut codes = Vec::new();
        for (code, value) in of.values.iter().enumerate() {
            if keeps(value)? {
                codes.push(code as u32);
            }
        }
        Ok(Some(self.interner.codes(id, codes)))
    }

    fn top(
        &mut self,
        context: &Rc<Context>,
        column: ColumnId,
        count: usize,
        least: bool,
        by: &Quantity,
    ) -> Evaluated<Rc<Filter>> {
        let node = self.quantity(by)?;
        let codes = self.values_in(&(0..0), column, true, context)?;
        let values = self.per_group(context, &[column], &codes, &[node])?;
        let mut ranked: Vec<(u32, Value)> = codes
            .iter()
            .zip(values)
            .filter_map(|(code, mut values)| Some((*code, values.pop()?)))
            .filter(|(_, value)| *value != Value::Blank)
            .collect();
        if ranked.iter().any(|(_, value)| value.number().is_none()) {
            return Err(refused(&(0..0), "the first by a measure that is no number"));
        }
        let number = |value: &Value| value.number().unwrap_or_default();
        ranked.sort_by(|(_, a), (_, b)| {
            let order = number(a).total_cmp(&number(b));
            if least { order } else { order.reverse() }
        });
        let last = count.checked_sub(1).and_then(|at| ranked.get(at)).map(|(_, value)| number(value));
        let ties = |value: &Value| last.is_some_and(|last| number(value) == last);
        let kept = ranked.iter().enumerate().filter(|(at, (_, value))| *at < count || ties(value));
        let kept: Vec<u32> = kept.map(|(_, (code, _))| *code).collect();
        Ok(self.interner.codes(column, kept))
    }
}
