//! MD229: divisions that may be by zero.

use crate::check::context::Context;
use crate::check::dax_trees::bare;
use crate::dax::tree::{Expr, ExprKind, Link, Literal, Operator};
use crate::diag::{Code, Diagnostic, Severity};

pub static DIVISION: Code = Code {
    id: "MD229",
    name: "division",
    severity: Severity::Note,
    explanation: "`/` gives infinity or an error where the divisor is zero; `DIVIDE` gives blank, or what is asked for. A divisor \
that is a number other than zero needs no care.

Wrong: `[Revenue] / [Orders]`.
Right: `DIVIDE([Revenue], [Orders])`, and `[Revenue] / 1000`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in &context.trees {
        tree.root.walk(&mut |expr| {
            let ExprKind::Chain(chain) = &expr.kind else { return };
            for link in chain.rest.iter().filter(|link| link.operator == Operator::Divide && !is_number(&link.operand))
            {
                found.push(
                    Diagnostic::new(&DIVISION, "this division may be by zero")
                        .at(tree.place(context, &link.operator_span), "")
                        .help("write `DIVIDE(…, …)`, which gives blank instead of infinity"),
                );
            }
        });
    }
}

/// A number other than zero, or made of such.
fn is_number(divisor: &Expr) -> bool {
    match &bare(divisor).kind {
        ExprKind::Literal(Literal::Integer(digits) | Literal::Real(digits)) => {
            digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit))
        }
        ExprKind::Unary(unary) => is_number(&unary.operand),
        ExprKind::Chain(chain) => {
            let is_product = |link: &Link| matches!(link.operator, Operator::Multiply | Operator::Power);
            is_number(&chain.first) && chain.rest.iter().all(|link| is_product(link) && is_number(&link.operand))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_divisor_that_cannot_be_zero_is_no_risk() {
        assert_eq!(lines(&DIVISION, &with_measure("SUM(T[A]) / SUM(T[B])")), [3]);
        for safe in ["SUM(T[A]) / 1000", "SUM(T[A]) / (24 * 60)", "DIVIDE(SUM(T[A]), SUM(T[B]))", "1 // SUM(T[A])"] {
            assert!(lines(&DIVISION, &with_measure(safe)).is_empty(), "{safe}");
        }
        assert_eq!(lines(&DIVISION, &with_measure("1 / 0")), [3]);
    }
}
