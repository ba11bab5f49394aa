//! DX169: several values where one is wanted.

use crate::bind::Fault;
use crate::bind::shapes::unwrapped;
use crate::dax::tree::{Expr, ExprKind};
use crate::diag::{Code, Severity};

pub static SEVERAL_VALUES: Code = Code {
    id: "DX169",
    name: "several-values",
    severity: Severity::Error,
    explanation:
        "Values in parentheses with commas between them are a row. A row stands before `IN` and in the braces of a \
table, and nowhere else; a list to look into stands in braces.

Wrong: `Customer[Segment] IN (\"Champions\", \"Loyal\")`
Right: `Customer[Segment] IN { \"Champions\", \"Loyal\" }`",
};

pub fn check(expression: &Expr) -> Option<Fault> {
    let ExprKind::Row(values) = &unwrapped(expression).kind else { return None };
    let message = format!("{} values stand where one is wanted", values.len());
    Some(Fault::new(&SEVERAL_VALUES, expression.span.clone(), message))
}

/// Behind `IN`.
pub fn behind_in(expression: &Expr) -> Option<Fault> {
    let ExprKind::Row(_) = &unwrapped(expression).kind else { return None };
    let fault = Fault::new(&SEVERAL_VALUES, expression.span.clone(), "behind `IN` stands a table, not a row");
    Some(fault.help("a list of values stands in braces: `{ 1, 2 }`"))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_row_is_no_value() {
        for dax in ["NOT(TRUE(), FALSE())", "1 + (2, 3)", "IF(Sales[Amount] IN (1, 2), 1)"] {
            assert!(faults(dax).contains(&"DX169"), "{dax}");
        }
        for dax in ["IF((1, 2) IN { (1, 2) }, 1)", "COUNTROWS({ (1, 2) })", "(1)"] {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
