//! Shortcuts that give the same values: whole columns of values at once, and sums over days out of sums by day.

use std::rc::Rc;

use super::batch::Batch;
use super::column::{Numbers, order_of};
use super::context::{Context, Set, Way};
use super::evaluate::Evaluator;
use super::logic::divided;
use super::node::{Kind, Node};
use super::operators::arithmetic;
use super::totals::{Aggregate, Buckets, Groups};
use crate::dax::tree::Operator;
use crate::proof::bits::Bits;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

/// What the sums by day hang on: what is added up, the other filters, the ways.
pub type DaysKey = (Aggregate, ColumnId, ColumnId, Vec<u32>, u32);

/// Fewer rows are gone through one by one.
pub const FEW: usize = 20_000;
/// Sets of days that are kept at most.
const MOST: usize = 100;

impl Evaluator<'_> {
    /// The values of an expression for all groups, where it is put together of aggregations alone. `is_within`: the
    /// groups are filters already, and not rows that a measure has yet to make filters of.
    pub fn vectorized(&mut self, node: &Node, batch: &Rc<Batch>, is_within: bool) -> Option<Vec<Value>> {
        if let Some((aggregate, column)) = aggregation(node).filter(|_| is_within) {
            self.known(&node.span, column.0).ok()?;
            let of = self.engine.column(column);
            let adds = matches!(aggregate, Aggregate::Sum | Aggregate::Average);
            if adds && of.is_none_or(|of| matches!(of.numbers(), Numbers::None)) {
                return None;
            }
            return batch.vector(self, aggregate, column).map(|values| values.to_vec());
        }
        let span = &node.span;
        match &node.kind {
            Kind::Constant(value) => Some(vec![value.clone(); batch.count]),
            Kind::Measure(at) => {
                let measure = self.engine.measures.get(*at)?.node.as_ref().ok()?;
                self.vectorized(measure, batch, true)
            }
            Kind::Arithmetic(operator, a, b) => {
                let (a, b) = (self.vectorized(a, batch, is_within)?, self.vectorized(b, batch, is_within)?);
                a.iter().zip(&b).map(|(a, b)| arithmetic(span, *operator, a, b).ok()).collect()
            }
            Kind::Call { name: "DIVIDE", arguments, .. } => {
                let [a, b] = arguments.as_slice() else { return None };
                let (a, b) = (self.vectorized(a, batch, is_within)?, self.vectorized(b, batch, is_within)?);
                a.iter().zip(&b).map(|(a, b)| Some(divided(span, a, b).ok()?.unwrap_or(Value::Blank))).collect()
            }
            _ => None,
        }
    }

    /// Under a set of days: every visual over time asks for many such sets, and each row belongs to one day.
    pub fn over_days(&mut self, aggregate: Aggregate, column: ColumnId) -> Option<Value> {
        let context = self.context.clone();
        let is_days =
            |set: &Set| matches!(set, Set::Codes(id, codes) if self.engine.is_date(*id) && codes.list.len() > 1);
        let at = context.filters.iter().position(|filter| is_days(&filter.set))?;
        let Set::Codes(days, codes) = &context.filters.get(at)?.set else { return None };
        let parts = match aggregate {
            Aggregate::Distinct | Aggregate::DistinctNoBlank => &[],
            Aggregate::Average => [Aggregate::Sum, Aggregate::Count].as_slice(),
            Aggregate::Sum => &[Aggregate::Sum],
            Aggregate::Min => &[Aggregate::Min],
            Aggregate::Max => &[Aggregate::Max],
            Aggregate::Count => &[Aggregate::Count],
            Aggregate::CountRows => &[Aggregate::CountRows],
        };
        let mut others = context.filters.clone();
        others.remove(at);
        let base = Rc::new(context.with(others));
        if self.visible(column.0, &base).len() < self.few {
            return None;
        }
        if parts.is_empty() {
            let by_day = self.codes_by_day(column, *days, &base)?;
            let of = self.engine.column(column)?;
            let mut met = Bits::none(of.values.len());
            let chosen = codes.list.iter().flat_map(|day| by_day.of(*day as usize));
            chosen.for_each(|code| met.set(*code as usize));
            if aggregate == Aggregate::DistinctNoBlank {
                met.clear(of.blank as usize);
            }
            return Some(super::totals::count(met.iter().count()));
        }
        let mut values = Vec::new();
        for part in parts {
            let ids = base.filters.iter().map(|filter| filter.id).collect();
            let key = (*part, column, *days, ids, base.ways.id);
            let by_day = match self.days.get(&key) {
                Some(known) => known.clone()?,
                None => {
                    let all: Vec<u32> = (0..self.engine.column(*days)?.values.len() as u32).collect();
                    let batch = Rc::new(Batch::of_columns(self, base.clone(), vec![*days], &all)?);
                    let by_day = batch.vector(self, *part, column);
                    if self.days.len() > MOST {
                        self.days.clear();
                    }
                    self.days.insert(key, by_day.clone());
                    by_day?
                }
            };
            let chosen = codes.list.iter().filter_map(|code| by_day.get(*code as usize));
            values.push(self.joined(*part, column, chosen)?);
        }
        match values.as_slice() {
            [one] => Some(one.clone()),
            [sum, count] => divided(&(0..0), sum, count).ok().map(|value| value.unwrap_or(Value::Blank)),
            _ => None,
        }
    }

    /// For each day the values of a column that its rows have.
    fn codes_by_day(&mut self, column: ColumnId, days: ColumnId, base: &Rc<Context>) -> Option<Rc<Buckets>> {
        let ids = base.filters.iter().map(|filter| filter.id).collect();
        let key = (Aggregate::Distinct, column, days, ids, base.ways.id);
        if let Some(known) = self.day_codes.get(&key) {
            return Some(known.clone());
        }
        let engine = self.engine;
        let reach = self.reach(column.0, &base.ways);
        let is_wound = engine.edges.iter().zip(&base.ways.of).any(|(edge, way)| *way == Way::Both && reach[edge.one.0]);
        let path = engine.path(column.0, days.0, &base.ways).filter(|_| !is_wound)?;
        let (of, day) = (engine.column(column)?, engine.column(days)?);
        let rows = self.visible(column.0, base);
        let follow = |row: usize| path.iter().fold(row, |row, edge| engine.edges[*edge].partner(row));
        let groups = Groups { count: day.values.len(), of: |row| day.codes[follow(row)] };
        let buckets = Rc::new(Buckets::new(of, &rows, &groups));
        if self.day_codes.len() > MOST {
            self.day_codes.clear();
        }
        self.day_codes.insert(key, buckets.clone());
        Some(buckets)
    }

    /// The values of parts as the value of the whole.
    fn joined<'v>(&self, part: Aggregate, column: ColumnId, values: impl Iterator<Item = &'v Value>) -> Option<Value> {
        let mut values = values.filter(|value| **value != Value::Blank);
        let Some(first) = values.next() else { return Some(Value::Blank) };
        let numbers = if part == Aggregate::Sum { Some(self.engine.column(column)?.numbers()) } else { None };
        if let Some(Numbers::Exact { parts, .. }) = numbers {
            let scaled = |value: &Value| value.number().map(|number| (number * *parts as f64).round() as i128);
            let sum = values.try_fold(scaled(first)?, |sum, value| Some(sum + scaled(value)?))?;
            return Some(super::totals::exact(sum, *parts));
        }
        let mut all = first.clone();
        for value in values {
            all = match part {
                Aggregate::Min => {
                    if order_of(value, &all).is_lt() {
                        value.clone()
                    } else {
                        all
                    }
                }
                Aggregate::Max => {
                    if order_of(value, &all).is_gt() {
                        value.clone()
                    } else {
                        all
                    }
                }
                _ => arithmetic(&(0..0), Operator::Add, &all, value).ok()?,
            };
        }
        Some(all)
    }
}

/// `SUM(T[c])` and the like, `COUNTROWS(T)`.
fn aggregation(node: &Node) -> Option<(Aggregate, ColumnId)> {
    let Kind::Call { name, arguments, .. } = &node.kind else { return None };
    let [argument] = arguments.as_slice() else { return None };
    match (*name, &argument.kind) {
        ("COUNTROWS", Kind::Base(table)) => Some((Aggregate::CountRows, (*table, 0))),
        (name, Kind::Column(id)) => {
            let aggregate = match name {
                "SUM" => Aggregate::Sum,
                "AVERAGE" => Aggregate::Average,
                "MIN" => Aggregate::Min,
                "MAX" => Aggregate::Max,
                "COUNT" | "COUNTA" => Aggregate::Count,
                "DISTINCTCOUNT" => Aggregate::Distinct,
                "DISTINCTCOUNTNOBLANK" => Aggregate::DistinctNoBlank,
                _ => return None,
            };
            Some((aggregate, *id))
        }
        _ => None,
    }
}
