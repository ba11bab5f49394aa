//! DX157: what is neither true nor false where a condition is wanted.

use crate::bind::Fault;
use crate::bind::types::Value;
use crate::dax::functions::{Function, Kind, Parameter, Scalar};
use crate::dax::tree::Expr;
use crate::diag::{Code, Severity};

pub static NO_CONDITION: Code = Code {
    id: "DX157",
    name: "not-true-or-false",
    severity: Severity::Warning,
    explanation: "A condition is a text or a date. DAX takes numbers for true or false, but a text only if it says \
`TRUE` or `FALSE`: all others make the expression fail.

Wrong: `FILTER(Customer, Customer[Segment])`
Right: `FILTER(Customer, Customer[Segment] = \"Champions\")`",
};

pub fn argument(function: &Function, parameter: &Parameter, value: Value, argument: &Expr) -> Option<Fault> {
    let wants_condition = parameter.kinds.iter().all(|kind| *kind == Kind::Scalar(Scalar::Boolean));
    if !wants_condition || !is_other(value) {
        return None;
    }
    let what = value.described();
    let message = format!("`{}` wants true or false as its `{}`, not {what}", function.name, parameter.name);
    Some(Fault::new(&NO_CONDITION, argument.span.clone(), message))
}

/// Beside `&&` or `||`, or behind `NOT`.
pub fn operand(value: Value, operand: &Expr) -> Option<Fault> {
    let message = format!("{} is neither true nor false", value.described());
    is_other(value).then(|| Fault::new(&NO_CONDITION, operand.span.clone(), message))
}

fn is_other(value: Value) -> bool {
    matches!(value, Value::Text | Value::DateTime)
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_text_is_no_condition() {
        for dax in [
            "IF(\"a\", 1)",
            "COUNTROWS(FILTER(Sales, Sales[Note]))",
            "IF([Revenue] > 1 && \"a\", 1)",
            "IF(NOT \"a\", 1)",
            "IF(AND([Revenue] > 1, SELECTEDVALUE(Sales[Note])), 1)",
        ] {
            assert_eq!(faults(dax), ["DX157"], "{dax}");
        }
        assert_eq!(faults("IF([Revenue], 1) + IF(SELECTEDVALUE(Product[Active]) && NOT [Orders], 1)"), [""; 0]);
    }
}
