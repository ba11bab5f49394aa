//! Conditions that are the same for every row.

use crate::check::dax_trees::bare;
use crate::dax::tree::{Call, Expr, ExprKind, Literal, Operator, Sign};
use crate::name::same;

/// The value of a condition that does not depend on the data.
pub fn constant(expr: &Expr) -> Option<bool> {
    match &bare(expr).kind {
        ExprKind::Literal(Literal::Boolean(value)) => Some(*value),
        ExprKind::Literal(Literal::Integer(digits)) => Some(digits.chars().any(|digit| digit != '0')),
        ExprKind::Call(call) => of_call(call),
        ExprKind::Unary(unary) if unary.sign == Sign::Not => constant(&unary.operand).map(|value| !value),
        ExprKind::Block(block) => constant(&block.body),
        ExprKind::Chain(chain) => {
            let operands = || std::iter::once(&*chain.first).chain(chain.rest.iter().map(|link| &link.operand));
            match chain.rest.as_slice() {
                [one, ..] if one.operator == Operator::Or => any(operands().map(constant)),
                [one, ..] if one.operator == Operator::And => all(operands().map(constant)),
                [one] => compared(&chain.first, one.operator, &one.operand),
                _ => None,
            }
        }
        _ => None,
    }
}

fn of_call(call: &Call) -> Option<bool> {
    let arguments = || call.arguments.iter().map(constant);
    match call.function.text.to_uppercase().as_str() {
        "TRUE" => Some(true),
        "FALSE" => Some(false),
        "NOT" => arguments().next()?.map(|value| !value),
        "OR" => any(arguments()),
        "AND" => all(arguments()),
        _ => None,
    }
}

fn any(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let values: Vec<Option<bool>> = values.collect();
    if values.contains(&Some(true)) {
        return Some(true);
    }
    (!values.contains(&None)).then_some(false)
}

fn all(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any(values.map(|value| value.map(|value| !value))).map(|value| !value)
}

/// Two sides that are written alike are equal; two different numbers are not.
fn compared(left: &Expr, operator: Operator, right: &Expr) -> Option<bool> {
    let equal = match (&bare(left).kind, &bare(right).kind) {
        (ExprKind::Column(left), ExprKind::Column(right)) => {
            let table = |name: &crate::dax::tree::Column| name.table.as_ref().map(|table| table.text.to_lowercase());
            let is_same = same(&left.name.text, &right.name.text) && table(left) == table(right);
            is_same.then_some(true)?
        }
        (ExprKind::Literal(Literal::Integer(left)), ExprKind::Literal(Literal::Integer(right))) => left == right,
        (ExprKind::Literal(Literal::Text(left)), ExprKind::Literal(Literal::Text(right))) => same(left, right),
        _ => return None,
    };
    match operator {
        Operator::Equal | Operator::StrictlyEqual => Some(equal),
        Operator::NotEqual => Some(!equal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dax::parse_expression;

    fn is(dax: &str) -> Option<bool> {
        constant(&parse_expression(dax).tree)
    }

    #[test]
    fn conditions_without_data_are_worked_out() {
        for dax in [
            "TRUE()",
            "TRUE",
            "1 = 1",
            "T[A] = t[a]",
            "(T[A] = 1 || TRUE())",
            "NOT FALSE()",
            "1",
            "OR(T[A] = 1, TRUE())",
        ] {
            assert_eq!(is(dax), Some(true), "{dax}");
        }
        for dax in ["FALSE()", "1 = 2", "T[A] = 1 && FALSE()", "NOT(TRUE())", "T[A] <> T[A]"] {
            assert_eq!(is(dax), Some(false), "{dax}");
        }
        for dax in ["T[A] = T[B]", "T[A] = U[A]", "T[A] = 1 || FALSE()", "[M]", "T[A] < 1"] {
            assert_eq!(is(dax), None, "{dax}");
        }
    }
}
