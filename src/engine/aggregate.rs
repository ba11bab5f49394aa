//! Aggregations of a column or a table: `SUM`, `DISTINCTCOUNT`, `MEDIAN` and the like.

use super::column::Numbers;
use super::compile::{Entry, entry};
use super::evaluate::{Evaluated, Evaluator, Out, fails, refused, scalar};
use super::node::{Kind, Node};
use super::operators::compare;
use super::statistics::{deviation, percentile, variance};
use super::totals::{Aggregate, Groups, count};
use crate::dax::Span;
use crate::dax::tree::Operator;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

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
];

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
