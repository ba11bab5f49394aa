//! Conditions that are the same for every row.

use crate::check::dax_trees::bare;
use crate::dax::tree::{Expr, ExprKind, Literal, Operator, Sign};

/// What a condition is whatever the row.
pub fn constant(expr: &Expr) -> Option<bool> {
    match &bare(expr).kind {
        ExprKind::Literal(Literal::Boolean(value)) => Some(*value),
        ExprKind::Call(call) if call.arguments.is_empty() => match &call.function.text {
            name if name.eq_ignore_ascii_case("TRUE") => Some(true),
            name if name.eq_ignore_ascii_case("FALSE") => Some(false),
            _ => None,
        },
        ExprKind::Call(call) if call.function.text.eq_ignore_ascii_case("NOT") => {
            call.arguments.first().and_then(constant).map(|value| !value)
        }
        ExprKind::Unary(unary) if unary.sign == Sign::Not => constant(&unary.operand).map(|value| !value),
        ExprKind::Chain(chain) => {
            let operands = || std::iter::once(&*chain.first).chain(chain.rest.iter().map(|link| &link.operand));
            let all = |operator| chain.rest.iter().all(|link| link.operator == operator);
            let any_is = |value| operands().any(|operand| constant(operand) == Some(value));
            let all_are = |value| operands().all(|operand| constant(operand) == Some(value));
            match () {
                () if all(Operator::Or) && any_is(true) => Some(true),
                () if all(Operator::Or) && all_are(false) => Some(false),
                () if all(Operator::And) && any_is(false) => Some(false),
                () if all(Operator::And) && all_are(true) => Some(true),
                () if all(Operator::Equal) && chain.rest.len() == 1 => {
                    let [a, b] = [&*chain.first, &chain.rest.first()?.operand].map(|operand| literal(bare(operand)));
                    Some(a? == b?)
                }
                () => None,
            }
        }
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Literal(Literal::Integer(digits)) => Some(digits.trim_start_matches('0')),
        _ => None,
    }
}
