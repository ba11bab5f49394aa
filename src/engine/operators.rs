//! Comparison and arithmetic.

use super::evaluate::{Evaluated, fails, refused};
use crate::dax::Span;
use crate::dax::tree::Operator;
use crate::proof::value::Value;

pub fn compare(span: &Span, operator: Operator, a: &Value, b: &Value) -> Evaluated<bool> {
    let wrong = |_| fails(span, format!("a comparison of {} with {}", a.kind(), b.kind()));
    match a.compares(operator, b).map_err(wrong)? {
        Some(holds) => Ok(holds),
        None => Err(refused(span, format!("the operator `{}`", operator.as_str()))),
    }
}

/// As a number to reckon with: truth values count as one and nought.
pub fn reckoned(value: &Value) -> Option<f64> {
    match value {
        Value::Boolean(value) => Some(f64::from(u8::from(*value))),
        other => other.number(),
    }
}

pub fn arithmetic(span: &Span, operator: Operator, a: &Value, b: &Value) -> Evaluated<Value> {
    if let Some(value) = a.reckons(operator, b) {
        return Ok(value);
    }
    let (Some(x), Some(y)) = (reckoned(a), reckoned(b)) else {
        return Err(refused(span, format!("`{}` of {} and {}", operator.as_str(), a.kind(), b.kind())));
    };
    let result = match operator {
        Operator::Add => x + y,
        Operator::Subtract => x - y,
        Operator::Multiply => x * y,
        Operator::Divide => x / y,
        Operator::Power => x.powf(y),
        _ => return Err(refused(span, format!("the operator `{}`", operator.as_str()))),
    };
    if result.is_nan() {
        return Err(fails(span, "a result that is no number"));
    }
    // Days before or behind a date are a date.
    Ok(match (operator, a, b) {
        (Operator::Add, Value::Date(_), Value::Date(_)) => Value::Number(result),
        (Operator::Add, Value::Date(_), _) | (Operator::Add, _, Value::Date(_)) => Value::Date(result),
        (Operator::Subtract, Value::Date(_), Value::Date(_)) => Value::Number(result),
        (Operator::Subtract, Value::Date(_), _) => Value::Date(result),
        _ => Value::Number(result),
    })
}

pub fn negate(span: &Span, value: &Value) -> Evaluated<Value> {
    match value {
        Value::Blank => Ok(Value::Blank),
        Value::Integer(value) if value.checked_neg().is_some() => Ok(Value::Integer(-value)),
        other => match reckoned(other) {
            Some(number) => Ok(Value::Number(-number)),
            None => Err(refused(span, format!("the negative of {}", other.kind()))),
        },
    }
}
