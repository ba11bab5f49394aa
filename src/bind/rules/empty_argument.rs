//! DX162: nothing where an argument is needed.

use crate::bind::Fault;
use crate::dax::functions::{Function, Parameter, signature::Presence};
use crate::dax::tree::{Expr, ExprKind};
use crate::diag::{Code, Severity};

pub static EMPTY_ARGUMENT: Code = Code {
    id: "DX162",
    name: "empty-argument",
    severity: Severity::Warning,
    explanation: "Nothing stands where a function needs an argument.

Wrong: `DIVIDE(, [Orders])`
Right: `DIVIDE([Revenue], [Orders])`",
};

pub fn check(function: &Function, parameter: &Parameter, argument: &Expr) -> Option<Fault> {
    // A branch that is left empty is a blank.
    let may_be_blank = matches!(function.name, "IF" | "IF.EAGER" | "SWITCH" | "COALESCE" | "IFERROR");
    if may_be_blank || argument.kind != ExprKind::Omitted || parameter.presence != Presence::Required {
        return None;
    }
    let message = format!("the `{}` of `{}` is left empty", parameter.name, function.name);
    Some(Fault::new(&EMPTY_ARGUMENT, argument.span.clone(), message))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn what_is_needed_is_not_left_empty() {
        assert_eq!(faults("DIVIDE(, [Revenue])"), ["DX162"]);
        assert_eq!(faults("RANKX(ALL(Product), [Revenue], , DESC) + IF([Orders] > 1, , 2)"), [""; 0]);
    }
}
