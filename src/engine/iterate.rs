//! Aggregations over the rows of a table: `SUMX` and the like.

use std::rc::Rc;

use super::compile::{Entry, entry};
use super::evaluate::{Evaluated, Evaluator, Out, fails, refused, scalar};
use super::node::Node;
use super::operators::{compare, reckoned};
use super::relation::Rel;
use super::statistics::{deviation, percentile, variance};
use super::totals::{count, exact};
use crate::dax::Span;
use crate::dax::tree::Operator;
use crate::proof::value::Value;

pub const FUNCTIONS: &[Entry] = &[
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
