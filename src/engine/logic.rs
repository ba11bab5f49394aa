//! Conditions and choices.

use super::compile::{Entry, entry};
use super::evaluate::{Evaluated, Evaluator, Out, fails, scalar};
use super::node::Node;
use super::operators::{arithmetic, reckoned};
use crate::dax::Span;
use crate::dax::tree::Operator;
use crate::proof::value::Value;

pub const FUNCTIONS: &[Entry] = &[
    entry("IF", "ss?s", choose),
    entry("IF.EAGER", "ss?s", choose),
    entry("SWITCH", "sss*s", switch),
    entry("AND", "ss", |e, _, a| scalar(Value::Boolean(e.truth(&a[0])? && e.truth(&a[1])?))),
    entry("OR", "ss", |e, _, a| scalar(Value::Boolean(e.truth(&a[0])? || e.truth(&a[1])?))),
    entry("NOT", "s", |e, _, a| scalar(Value::Boolean(!e.truth(&a[0])?))),
    entry("TRUE", "", |_, _, _| scalar(Value::Boolean(true))),
    entry("FALSE", "", |_, _, _| scalar(Value::Boolean(false))),
    entry("BLANK", "", |_, _, _| scalar(Value::Blank)),
    entry("COALESCE", "ss*s", coalesce),
    entry("IFERROR", "ss", if_error),
    entry("ISERROR", "s", is_error),
    entry("DIVIDE", "ss?s", divide),
    entry("ISBLANK", "s", |e, _, a| scalar(Value::Boolean(e.scalar(&a[0])? == Value::Blank))),
    entry("ISNUMBER", "s", |e, _, a| {
        let value = e.scalar(&a[0])?;
        scalar(Value::Boolean(value != Value::Blank && value.number().is_some()))
    }),
    entry("ISTEXT", "s", |e, _, a| scalar(Value::Boolean(matches!(e.scalar(&a[0])?, Value::Text(_))))),
    entry("ISNONTEXT", "s", |e, _, a| scalar(Value::Boolean(!matches!(e.scalar(&a[0])?, Value::Text(_))))),
    entry("ISLOGICAL", "s", |e, _, a| scalar(Value::Boolean(matches!(e.scalar(&a[0])?, Value::Boolean(_))))),
];

fn choose(evaluator: &mut Evaluator, _: &Node, arguments: &[Node]) -> Evaluated<Out> {
    match (evaluator.truth(&arguments[0])?, arguments.get(2)) {
        (true, _) => evaluator.value_or_blank(&arguments[1]),
        (false, Some(otherwise)) => evaluator.value_or_blank(otherwise),
        (false, None) => scalar(Value::Blank),
    }
}

impl Evaluator<'_> {
    /// An argument that is left out is BLANK.
    pub fn value_or_blank(&mut self, node: &Node) -> Evaluated<Out> {
        if node.is_omitted() { scalar(Value::Blank) } else { self.scalar(node).map(Out::Scalar) }
    }
}

/// The cases are compared strictly, as `==` has it.
fn switch(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let [first, cases @ ..] = arguments else { return scalar(Value::Blank) };
    let value = evaluator.scalar(first)?;
    let pairs = cases.chunks_exact(2);
    let otherwise = pairs.remainder().first();
    for pair in pairs {
        let case = evaluator.scalar(&pair[0])?;
        let wrong = |_| fails(&node.span, format!("a comparison of {} with {}", value.kind(), case.kind()));
        if value.is(&case).map_err(wrong)? {
            return evaluator.value_or_blank(&pair[1]);
        }
    }
    otherwise.map_or_else(|| scalar(Value::Blank), |otherwise| evaluator.value_or_blank(otherwise))
}

fn coalesce(evaluator: &mut Evaluator, _: &Node, arguments: &[Node]) -> Evaluated<Out> {
    for one in arguments {
        let value = evaluator.scalar(one)?;
        if value != Value::Blank {
            return scalar(value);
        }
    }
    scalar(Value::Blank)
}

/// Only what fails in Power BI as well is an error; what is not evaluated here stays refused.
fn if_error(evaluator: &mut Evaluator, _: &Node, arguments: &[Node]) -> Evaluated<Out> {
    match evaluator.scalar(&arguments[0]) {
        Err(fault) if fault.fails => evaluator.scalar(&arguments[1]).map(Out::Scalar),
        Ok(Value::Number(number)) if !number.is_finite() => evaluator.scalar(&arguments[1]).map(Out::Scalar),
        other => other.map(Out::Scalar),
    }
}

fn is_error(evaluator: &mut Evaluator, _: &Node, arguments: &[Node]) -> Evaluated<Out> {
    match evaluator.scalar(&arguments[0]) {
        Err(fault) if fault.fails => scalar(Value::Boolean(true)),
        Ok(Value::Number(number)) => scalar(Value::Boolean(!number.is_finite())),
        other => other.map(|_| Out::Scalar(Value::Boolean(false))),
    }
}

/// By nought or BLANK it is the third argument, or BLANK.
fn divide(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let (a, b) = (evaluator.scalar(&arguments[0])?, evaluator.scalar(&arguments[1])?);
    match (divided(&node.span, &a, &b)?, arguments.get(2)) {
        (Some(value), _) => scalar(value),
        (None, Some(otherwise)) => evaluator.value_or_blank(otherwise),
        (None, None) => scalar(Value::Blank),
    }
}

/// `None` where it is divided by nought or BLANK.
pub fn divided(span: &Span, a: &Value, b: &Value) -> Evaluated<Option<Value>> {
    let by = reckoned(b).ok_or_else(|| fails(span, format!("a division by {}", b.kind())))?;
    if by == 0.0 { Ok(None) } else { arithmetic(span, Operator::Divide, a, b).map(Some) }
}
