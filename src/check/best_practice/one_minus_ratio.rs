//! MD235: one minus a ratio.

use crate::check::context::Context;
use crate::check::dax_trees::{bare, is_one_of};
use crate::dax::tree::{Expr, ExprKind, Literal, Operator};
use crate::diag::{Code, Diagnostic, Severity};

pub static ONE_MINUS_RATIO: Code = Code {
    id: "MD235",
    name: "one-minus-ratio",
    severity: Severity::Note,
    explanation:
        "`1 - DIVIDE(x, y)` is 1 where both are blank, so that a visual shows a row for everything that never \
happened, and computes them all. The difference in the ratio is blank there.

Wrong: `1 - DIVIDE([Costs], [Revenue])`.
Right: `DIVIDE([Revenue] - [Costs], [Revenue])`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in &context.trees {
        tree.root.walk(&mut |expr| {
            let ExprKind::Chain(chain) = &expr.kind else { return };
            let is_number =
                matches!(&bare(&chain.first).kind, ExprKind::Literal(Literal::Integer(_) | Literal::Real(_)));
            let Some(link) = chain.rest.first().filter(|_| is_number) else { return };
            if matches!(link.operator, Operator::Add | Operator::Subtract) && is_ratio(&link.operand) {
                found.push(
                    Diagnostic::new(&ONE_MINUS_RATIO, "this is a number where the ratio is blank")
                        .at(tree.place(context, &expr.span), "")
                        .help("take the difference inside of `DIVIDE`"),
                );
            }
        });
    }
}

fn is_ratio(expr: &Expr) -> bool {
    match &bare(expr).kind {
        ExprKind::Call(call) => is_one_of(call, &["DIVIDE"]),
        ExprKind::Chain(chain) => chain.rest.iter().any(|link| link.operator == Operator::Divide),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_number_before_a_ratio_is_found() {
        for wrong in ["1 - DIVIDE(SUM(T[A]), SUM(T[B]))", "1 + (SUM(T[A]) / 2)"] {
            assert_eq!(lines(&ONE_MINUS_RATIO, &with_measure(wrong)), [3], "{wrong}");
        }
        for right in ["DIVIDE(1 - SUM(T[A]), 2)", "1 - SUM(T[A])", "SUM(T[A]) - DIVIDE(1, 2)"] {
            assert!(lines(&ONE_MINUS_RATIO, &with_measure(right)).is_empty(), "{right}");
        }
    }
}
