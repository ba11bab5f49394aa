//! DX132: a branch that nothing leads to.

use crate::bind::Fault;
use crate::bind::shapes::unwrapped;
use crate::dax::functions::Function;
use crate::dax::tree::{Call, Expr, ExprKind, Literal};
use crate::diag::{Code, Severity};

pub static UNREACHABLE: Code = Code {
    id: "DX132",
    name: "unreachable-branch",
    severity: Severity::Warning,
    explanation: "The condition is a constant, so that one branch is never taken.

Wrong: `IF(TRUE(), [Revenue], [Costs])`
Right: `[Revenue]`",
};

pub fn check(function: &Function, call: &Call) -> Option<Fault> {
    if !matches!(function.name, "IF" | "IF.EAGER") {
        return None;
    }
    let taken = constant(call.arguments.first()?)?;
    let branch = call.arguments.get(if taken { 2 } else { 1 })?;
    if matches!(branch.kind, ExprKind::Omitted | ExprKind::Error) {
        return None;
    }
    let message =
        format!("this branch is never taken: the condition is always {}", if taken { "true" } else { "false" });
    Some(Fault::new(&UNREACHABLE, branch.span.clone(), message))
}

fn constant(condition: &Expr) -> Option<bool> {
    match &unwrapped(condition).kind {
        ExprKind::Literal(Literal::Boolean(value)) => Some(*value),
        ExprKind::Call(call) if call.arguments.is_empty() => match call.function.text.to_ascii_uppercase().as_str() {
            "TRUE" => Some(true),
            "FALSE" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_constant_condition_leaves_a_branch_out() {
        assert_eq!(faults("IF(TRUE(), 1, 2)"), ["DX132"]);
        assert_eq!(faults("IF((FALSE), 1, 2)"), ["DX132"]);
        assert_eq!(faults("IF(TRUE(), 1)"), [""; 0]);
        assert_eq!(faults("IF([Revenue] > 1, 1, 2)"), [""; 0]);
    }
}
