//! Sums, counts, means, extremes and the like: of a column, of a table, over an iteration.

use std::rc::Rc;

use super::column::{Column, Numbers};
use super::compile::{Entry, entry};
use super::evaluate::{Evaluated, Evaluator, Out, fails, refused, scalar};
use super::node::{Kind, Node};
use super::operators::{compare, reckoned};
use super::relation::Rel;
use super::rows::RowSet;
use crate::dax::Span;
use crate::dax::tree::Operator;
use crate::proof::bits::Bits;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

/// What can be worked out for many groups in one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    Sum,
    Average,
    Min,
    Max,
    /// Values that are not blank.
    Count,
    CountRows,
    Distinct,
    DistinctNoBlank,
}

/// The group of each row; rows of `u32::MAX` are in none.
pub struct Groups<F: Fn(usize) -> u32> {
    pub count: usize,
    pub of: F,
}

pub const FUNCTIONS: &[Entry] = &[
    entry("SUM", "c", |e, n, a| of_column(e, n, a, Aggregate::Sum)),
    entry("AVERAGE", "c", |e, n, a| of_column(e, n, a, Aggregate::Average)),
    entry("COUNT", "c", |e, n, a| of_column(e, n, a, Aggregate::Count)),
    entry("COUNTA", "c", |e, n, a| of_column(e, n, a, Aggregate::Count)),
    entry("COUNTBLANK", "c", count_blank),
    entry("DISTINCTCOUNT", "c", |e, n, a| of_column(e, n, a, Aggregate::Distinct)),
    entry("DISTINCTCOUNTNOBLANK", "c", |e, n, a| of_column(e, n, a, Aggregate::DistinctNoBlank)),
    entry("MIN", "C?s", |e, n, a| extreme(e, n, a, Aggregate::Min)),
    entry("MAX", "C?s", |e, n, a| extreme(e, n, a, Aggregate::Max)),
    entry("COUNTROWS", "?t", count_rows),
    entry("MEDIAN", "c", |e, n, a| spread(e, n, a, |v| percentile(v, 0.5, true))),
    entry("STDEV.S", "c", |e, n, a| spread(e, n, a, |v| deviation(v, true))),
    entry("STDEV.P", "c", |e, n, a| spread(e, n, a, |v| deviation(v, false))),
    entry("VAR.S", "c", |e, n, a| spread(e, n, a, |v| variance(v, true))),
    entry("VAR.P", "c", |e, n, a| spread(e, n, a, |v| variance(v, false))),
    entry("PERCENTILE.INC", "cs", |e, n, a| share_of(e, n, a, true)),
    entry("PERCENTILE.EXC", "cs", |e, n, a| share_of(e, n, a, false)),
    entry("SUMX", "te", |e, n, a| over(e, n, a, sum)),
    entry("AVERAGEX", "te", |e, n, a| over(e, n, a, average)),
    entry("MINX", "te", |e, n, a| over(e, n, a, |s, v| best(s, v, false))),
    entry("MAXX", "te", |e, n, a| over(e, n, a, |s, v| best(s, v, true))),
    entry("COUNTX", "te", |e, n, a| over(e, n, a, |_, v| Ok(count(v.len())))),
    entry("COUNTAX", "te", |e, n, a| over(e, n, a, |_, v| Ok(count(v.len())))),
    entry("PRODUCTX", "te", |e, n, a| over(e, n, a, product)),
    entry("MEDIANX", "te", |e, n, a| over(e, n, a, |s, v| numbers(s, v, |v| percentile(v, 0.5, true)))),
    entry("STDEVX.S", "te", |e, n, a| over(e, n, a, |s, v| numbers(s, v, |v| deviation(v, true)))),
    entry("STDEVX.P", "te", |e, n, a| over(e, n, a, |s, v| numbers(s, v, |v| deviation(v, false)))),
    entry("VARX.S", "te", |e, n, a| over(e, n, a, |s, v| numbers(s, v, |v| variance(v, true)))),
    entry("VARX.P", "te", |e, n, a| over(e, n, a, |s, v| numbers(s, v, |v| variance(v, false)))),
];

pub fn count(rows: usize) -> Value {
    if rows == 0 { Value::Blank } else { Value::Integer(rows as i64) }
}

fn column_of(node: &Node) -> Evaluated<ColumnId> {
    match &node.kind {
        Kind::Column(id) => Ok(*id),
        _ => Err(refused(&node.span, "what is no column where one is needed")),
    }
}

fn of_column(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], aggregate: Aggregate) -> Evaluated<Out> {
    scalar(evaluator.aggregate(&node.span, aggregate, column_of(&arguments[0])?)?)
}

impl Evaluator<'_> {
    /// Of the rows that the context leaves; for one of many groups, out of what was worked out for all of them.
    pub fn aggregate(&mut self, span: &Span, aggregate: Aggregate, column: ColumnId) -> Evaluated<Value> {
        self.known(span, column.0)?;
        if aggregate != Aggregate::CountRows {
            let of = self.column(span, column)?;
            let needs_numbers = matches!(aggregate, Aggregate::Sum | Aggregate::Average);
            if needs_numbers && matches!(of.numbers(), Numbers::None) {
                return Err(fails(
                    span,
                    format!("a sum of `{}`, which are no numbers", self.engine.schema.shown(column)),
                ));
            }
        }
        if let Some((batch, at)) = self.context.cell.clone()
            && let Some(vector) = batch.vector(self, aggregate, column)
        {
            return Ok(vector.get(at).cloned().unwrap_or(Value::Blank));
        }
        if let Some(value) = self.over_days(aggregate, column) {
            return Ok(value);
        }
        let context = self.context.clone();
        let rows = self.visible(column.0, &context);
        let values = self.add_up(aggregate, column, &rows, &Groups { count: 1, of: |_| 0 });
        Ok(values.and_then(|values| values.into_iter().next()).unwrap_or(Value::Blank))
    }

    /// One pass over the rows. The blank row has no values to count, but is one of the least and greatest.
    pub fn add_up<F: Fn(usize) -> u32>(
        &self,
        aggregate: Aggregate,
        id: ColumnId,
        rows: &RowSet,
        groups: &Groups<F>,
    ) -> Option<Vec<Value>> {
        let count = groups.count;
        if aggregate == Aggregate::CountRows {
            let counts = counted(rows, groups, |_| true);
            return Some(counts.into_iter().map(|rows| self::count(rows as usize)).collect());
        }
        let column = self.engine.column(id)?;
        let blank = column.blank;
        let present = |row: usize| column.codes[row] != blank;
        Some(match aggregate {
            Aggregate::Count => counted(rows, groups, present).into_iter().map(|n| self::count(n as usize)).collect(),
            Aggregate::Sum | Aggregate::Average => {
                let counts = counted(rows, groups, present);
                let sums: Vec<Value> = match column.numbers() {
                    Numbers::Exact { parts, of } => {
                        let mut sums = vec![0i128; count];
                        each(rows, groups, |row, group| sums[group] += i128::from(of[row]));
                        sums.into_iter().map(|sum| exact(sum, *parts)).collect()
                    }
                    Numbers::Floats(of) => {
                        let mut sums = vec![0f64; count];
                        each(rows, groups, |row, group| sums[group] += of[row]);
                        sums.into_iter().map(Value::Number).collect()
                    }
                    Numbers::None => return None,
                };
                let is_date = column.values.iter().any(|value| matches!(value, Value::Date(_)));
                let value = |(sum, count): (Value, u64)| match (count, aggregate) {
                    (0, _) => Value::Blank,
                    (_, Aggregate::Sum) => sum,
                    (count, _) => {
                        let mean = sum.number().unwrap_or_default() / count as f64;
                        if is_date { Value::Date(mean) } else { Value::Number(mean) }
                    }
                };
                sums.into_iter().zip(counts).map(value).collect()
            }
            Aggregate::Min | Aggregate::Max => {
                let ranks = column.ranks();
                let mut best = vec![u32::MAX; count];
                each(rows, groups, |row, group| {
                    let code = column.codes[row];
                    if code == blank {
                        return;
                    }
                    let (rank, known) = (ranks[code as usize], best[group]);
                    let is_better =
                        known == u32::MAX || (aggregate == Aggregate::Min) == (rank < known) && rank != known;
                    if is_better {
                        best[group] = rank;
                    }
                });
                let order = column.order();
                let value =
                    |rank: u32| order.get(rank as usize).map_or(Value::Blank, |code| column.value_of(*code).clone());
                best.into_iter().map(value).collect()
            }
            Aggregate::Distinct | Aggregate::DistinctNoBlank => {
                let counts = distinct(column, rows, groups, aggregate == Aggregate::DistinctNoBlank);
                counts.into_iter().map(|n| self::count(n as usize)).collect()
            }
            Aggregate::CountRows => return None,
        })
    }
}

fn each<F: Fn(usize) -> u32>(rows: &RowSet, groups: &Groups<F>, mut visit: impl FnMut(usize, usize)) {
    rows.each_real(|row| {
        let group = (groups.of)(row) as usize;
        if group < groups.count {
            visit(row, group);
        }
    });
}

fn counted<F: Fn(usize) -> u32>(rows: &RowSet, groups: &Groups<F>, counts: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut counted = vec![0u64; groups.count];
    each(rows, groups, |row, group| counted[group] += u64::from(counts(row)));
    counted
}

/// The codes that the rows of each group have, each once.
pub struct Buckets {
    starts: Vec<u32>,
    codes: Vec<u32>,
}

impl Buckets {
    pub fn new<F: Fn(usize) -> u32>(column: &Column, rows: &RowSet, groups: &Groups<F>) -> Self {
        let mut next = vec![0u32; groups.count + 1];
        each(rows, groups, |_, group| next[group + 1] += 1);
        for at in 1..next.len() {
            next[at] += next[at - 1];
        }
        let starts = next.clone();
        let mut all = vec![0u32; starts.last().map_or(0, |last| *last as usize)];
        each(rows, groups, |row, group| {
            all[next[group] as usize] = column.codes[row];
            next[group] += 1;
        });
        // The last group that had a code: what stands once need not be looked for.
        let mut last = vec![u32::MAX; column.values.len()];
        let mut buckets = Self { starts: vec![0], codes: Vec::new() };
        for (group, bounds) in starts.windows(2).enumerate() {
            for code in &all[bounds[0] as usize..bounds[1] as usize] {
                let met = std::mem::replace(&mut last[*code as usize], group as u32);
                if met != group as u32 {
                    buckets.codes.push(*code);
                }
            }
            buckets.starts.push(buckets.codes.len() as u32);
        }
        buckets
    }

    pub fn of(&self, group: usize) -> &[u32] {
        match (self.starts.get(group), self.starts.get(group + 1)) {
            (Some(from), Some(to)) => self.codes.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Bits for every pair of a group and a value, as long as they are this few.
const MOST_BITS: usize = 1 << 22;

fn distinct<F: Fn(usize) -> u32>(column: &Column, rows: &RowSet, groups: &Groups<F>, no_blank: bool) -> Vec<u64> {
    let values = column.values.len();
    let skips = |code: u32| no_blank && code == column.blank;
    if groups.count.saturating_mul(values) > MOST_BITS {
        let buckets = Buckets::new(column, rows, groups);
        let count = |group: usize| buckets.of(group).iter().filter(|code| !skips(**code)).count() as u64;
        return (0..groups.count).map(count).collect();
    }
    let mut counts = vec![0u64; groups.count];
    let mut met = Bits::none(groups.count * values);
    each(rows, groups, |row, group| {
        let code = column.codes[row];
        let at = group * values + code as usize;
        if !met.has(at) && !skips(code) {
            met.set(at);
            counts[group] += 1;
        }
    });
    counts
}

pub fn exact(sum: i128, parts: i64) -> Value {
    match (parts, i64::try_from(sum)) {
        (1, Ok(sum)) => Value::Integer(sum),
        _ => Value::Number(sum as f64 / parts as f64),
    }
}

fn count_blank(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let id = column_of(&arguments[0])?;
    let of = |value: Value| match value {
        Value::Integer(count) => count,
        _ => 0,
    };
    let all = of(evaluator.aggregate(&node.span, Aggregate::CountRows, id)?);
    let present = of(evaluator.aggregate(&node.span, Aggregate::Count, id)?);
    scalar(count((all - present).max(0) as usize))
}

fn count_rows(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let Some(table) = arguments.first().filter(|argument| !argument.is_omitted()) else {
        return Err(refused(&node.span, "`COUNTROWS` without a table"));
    };
    if let Kind::Base(table) = table.kind {
        return scalar(evaluator.aggregate(&node.span, Aggregate::CountRows, (table, 0))?);
    }
    let rel = evaluator.table(table)?;
    scalar(count(rel.len()))
}

/// `MIN` and `MAX` of a column, or of two values.
fn extreme(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], aggregate: Aggregate) -> Evaluated<Out> {
    if let (Kind::Column(id), 1) = (&arguments[0].kind, arguments.len()) {
        return scalar(evaluator.aggregate(&node.span, aggregate, *id)?);
    }
    let [a, b] = arguments else { return Err(refused(&node.span, "one value where a column is needed")) };
    let (a, b) = (evaluator.scalar(a)?, evaluator.scalar(b)?);
    let operator = if aggregate == Aggregate::Min { Operator::LessOrEqual } else { Operator::GreaterOrEqual };
    scalar(if compare(&node.span, operator, &a, &b)? { a } else { b })
}

/// The numbers of a column that are not blank, row by row.
fn spread(
    evaluator: &mut Evaluator,
    node: &Node,
    arguments: &[Node],
    of: impl Fn(Vec<f64>) -> Option<f64>,
) -> Evaluated<Out> {
    let id = column_of(&arguments[0])?;
    evaluator.known(&node.span, id.0)?;
    let column = evaluator.column(&node.span, id)?;
    let context = evaluator.context.clone();
    let rows = evaluator.visible(id.0, &context);
    let mut numbers = Vec::with_capacity(rows.real());
    rows.each_real(|row| {
        numbers.extend(Some(column.value(row)).filter(|value| **value != Value::Blank).and_then(Value::number))
    });
    scalar(of(numbers).map_or(Value::Blank, Value::Number))
}

fn share_of(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], inclusive: bool) -> Evaluated<Out> {
    let share = evaluator.number(&arguments[1])?;
    spread(evaluator, node, arguments, |values| percentile(values, share, inclusive))
}

type Together = fn(&Span, Vec<Value>) -> Evaluated<Value>;

/// The value of an expression for each row that is not blank, put together.
fn over(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], together: Together) -> Evaluated<Out> {
    let [table, value] = arguments else { return Err(refused(&node.span, "other arguments")) };
    let values = evaluator.values_over(table, value)?;
    scalar(together(&node.span, values.into_iter().filter(|value| *value != Value::Blank).collect())?)
}

impl Evaluator<'_> {
    /// The value of an expression for each row.
    pub fn values_over(&mut self, table: &Node, value: &Node) -> Evaluated<Vec<Value>> {
        let rel: Rc<Rel> = self.table(table)?;
        self.values_of_rows(table, &rel, value)
    }

    pub fn values_of_rows(&mut self, table: &Node, rel: &Rc<Rel>, value: &Node) -> Evaluated<Vec<Value>> {
        if let Some(batch) = self.batch(rel).filter(|_| rel.len() > 1)
            && let Some(values) = self.vectorized(value, &batch, false)
        {
            return Ok(values);
        }
        let mut values = Vec::with_capacity(rel.len());
        self.iterate(table, rel, |this, _| {
            let one = this.scalar(value)?;
            values.push(one);
            Ok(())
        })?;
        Ok(values)
    }
}

fn sum(span: &Span, values: Vec<Value>) -> Evaluated<Value> {
    if values.is_empty() {
        return Ok(Value::Blank);
    }
    let whole = |value: &Value| if let Value::Integer(value) = value { Some(i128::from(*value)) } else { None };
    if let Some(sum) = values.iter().map(whole).try_fold(0i128, |sum, value| Some(sum + value?)) {
        return Ok(exact(sum, 1));
    }
    numbers(span, values, |values| Some(values.iter().sum()))
}

fn product(span: &Span, values: Vec<Value>) -> Evaluated<Value> {
    numbers(span, values, |values| (!values.is_empty()).then(|| values.iter().product()))
}

fn average(span: &Span, values: Vec<Value>) -> Evaluated<Value> {
    let count = values.len() as f64;
    numbers(span, values, |values| (count > 0.0).then(|| values.iter().sum::<f64>() / count))
}

fn numbers(span: &Span, values: Vec<Value>, of: impl Fn(Vec<f64>) -> Option<f64>) -> Evaluated<Value> {
    let number = |value: &Value| {
        reckoned(value).ok_or_else(|| fails(span, format!("{} where a number is needed", value.kind())))
    };
    let values = values.iter().map(number).collect::<Evaluated<Vec<f64>>>()?;
    Ok(of(values).map_or(Value::Blank, Value::Number))
}

fn best(span: &Span, values: Vec<Value>, is_greatest: bool) -> Evaluated<Value> {
    let operator = if is_greatest { Operator::Greater } else { Operator::Less };
    let mut values = values.into_iter();
    let Some(mut best) = values.next() else { return Ok(Value::Blank) };
    for value in values {
        if compare(span, operator, &value, &best)? {
            best = value;
        }
    }
    Ok(best)
}

/// Between the two values that the share falls between.
fn percentile(mut values: Vec<f64>, share: f64, inclusive: bool) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let count = values.len() as f64;
    let at = if inclusive { share * (count - 1.0) } else { share * (count + 1.0) - 1.0 };
    if values.is_empty() || !(0.0..=count - 1.0).contains(&at) {
        return None;
    }
    let (low, high) = (values.get(at.floor() as usize)?, values.get(at.ceil() as usize)?);
    Some(low + (high - low) * (at - at.floor()))
}

fn variance(values: Vec<f64>, of_sample: bool) -> Option<f64> {
    let count = values.len() as f64;
    let by = if of_sample { count - 1.0 } else { count };
    let mean = values.iter().sum::<f64>() / count;
    (by > 0.0).then(|| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / by)
}

fn deviation(values: Vec<f64>, of_sample: bool) -> Option<f64> {
    variance(values, of_sample).map(f64::sqrt)
}
