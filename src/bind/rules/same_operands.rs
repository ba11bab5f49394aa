//! DX159: an expression beside itself.

use crate::bind::Fault;
use crate::bind::shapes::{alike, repeated};
use crate::dax::Span;
use crate::dax::functions::Function;
use crate::dax::tree::{Call, Chain, Expr, ExprKind, Operator};
use crate::diag::{Code, Severity};

pub static SAME_OPERANDS: Code = Code {
    id: "DX159",
    name: "same-on-both-sides",
    severity: Severity::Warning,
    explanation: "Both sides of an operator are the same expression, so that the result is known beforehand: one of \
them was meant to be another.

Wrong: `DIVIDE([Revenue], [Revenue])`
Right: `DIVIDE([Revenue], [Orders])`",
};

/// Of more conditions nobody has written the same twice by hand.
const MOST: usize = 50;

pub fn of_chain(chain: &Chain) -> Option<Fault> {
    // Of `a - b - a` nothing is known beforehand.
    let [link] = chain.rest.as_slice() else { return of_conditions(chain) };
    use Operator::{
        And, Divide, Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual, Or, StrictlyEqual, Subtract,
    };
    let tells = matches!(
        link.operator,
        And | Divide | Equal | Greater | GreaterOrEqual | Less | LessOrEqual | NotEqual | Or | StrictlyEqual | Subtract
    );
    check(tells, &chain.first, &link.operand, chain.first.span.start..link.operand.span.end, link.operator.as_str())
}

/// `a || b || a`
fn of_conditions(chain: &Chain) -> Option<Fault> {
    let operator = chain.rest.first()?.operator;
    let is_one = matches!(operator, Operator::And | Operator::Or) && chain.rest.len() <= MOST;
    if !is_one || chain.rest.iter().any(|link| link.operator != operator) {
        return None;
    }
    let operands: Vec<&Expr> =
        std::iter::once(&*chain.first).chain(chain.rest.iter().map(|link| &link.operand)).collect();
    let again = repeated(&operands, |one| !matches!(one.kind, ExprKind::Literal(_)))?;
    let message = format!("the conditions joined with `{}` have this one already", operator.as_str());
    Some(Fault::new(&SAME_OPERANDS, again.span.clone(), message))
}

pub fn of_call(function: &Function, call: &Call) -> Option<Fault> {
    let [left, right, ..] = call.arguments.as_slice() else { return None };
    let tells = matches!(function.name, "DIVIDE" | "AND" | "OR" | "EXCEPT" | "INTERSECT");
    check(tells, left, right, left.span.start..right.span.end, function.name)
}

fn check(tells: bool, left: &Expr, right: &Expr, span: Span, name: &str) -> Option<Fault> {
    // Two constants are a switch that somebody has laid.
    if !tells || matches!(left.kind, ExprKind::Literal(_)) || !alike(left, right) {
        return None;
    }
    Some(Fault::new(&SAME_OPERANDS, span, format!("both sides of `{name}` are the same")))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn what_stands_beside_itself_is_said() {
        for dax in [
            "IF([Revenue] = [revenue], 1)",
            "DIVIDE([Revenue], ([Revenue]))",
            "SUM(Sales[Amount]) - SUM( Sales[Amount] )",
            "IF([Orders] > 1 && [Orders] > 1, 1)",
            "IF([Orders] > 1 || [Revenue] > 1 || [Orders] > 1, 1)",
        ] {
            assert_eq!(faults(dax), ["DX159"], "{dax}");
        }
        assert_eq!(faults("[Revenue] + [Revenue] * [Revenue] - 1 - 1 + IF(1 = 1, [Revenue] - [Orders])"), [""; 0]);
    }
}
