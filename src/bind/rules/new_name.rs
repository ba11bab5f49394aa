//! DX178: names of new columns.

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::shapes::unwrapped;
use crate::bind::types::Value;
use crate::dax::functions::{Function, Kind, Parameter};
use crate::dax::tree::{Expr, ExprKind, Literal};
use crate::diag::{Code, Severity};

pub static NOT_A_NAME: Code = Code {
    id: "DX178",
    name: "not-a-column-name",
    severity: Severity::Error,
    explanation: "The name of a column that a function makes is a text, and is not computed.

Wrong: `ADDCOLUMNS(VALUES(Sales[Product]), 1, [Revenue])`
Right: `ADDCOLUMNS(VALUES(Sales[Product]), \"Revenue\", [Revenue])`",
};

pub fn check(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let wants_name = !parameter.kinds.is_empty() && parameter.kinds.iter().all(|kind| *kind == Kind::Name);
    if !wants_name || given.word.is_some() || given.is_omitted {
        return None;
    }
    // Its groups stand in one row with its names: what is which depends on what is missing.
    if function.name == "SUMMARIZE" {
        return None;
    }
    let value = given.ty.value();
    let is_other = given.is_measure
        || value.is_number()
        || matches!(value, Value::Boolean | Value::DateTime | Value::Blank)
        || matches!(&unwrapped(argument).kind, ExprKind::Literal(literal) if !matches!(literal, Literal::Text(_)));
    let message = || format!("`{}` wants a name in quotes as its `{}`", function.name, parameter.name);
    is_other.then(|| Fault::new(&NOT_A_NAME, argument.span.clone(), message()))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_column_has_a_name_in_quotes() {
        for dax in [
            "COUNTROWS(ADDCOLUMNS(VALUES(Sales[Note]), 7, [Revenue]))",
            "COUNTROWS(ADDCOLUMNS(VALUES(Sales[Note]), TODAY(), [Revenue]))",
            "COUNTROWS(ROW(BLANK(), 1))",
        ] {
            assert_eq!(faults(dax), ["DX178"], "{dax}");
        }
        for dax in [
            "COUNTROWS(ADDCOLUMNS(VALUES(Sales[Note]), \"a\", [Revenue], \"b\", 1))",
            "COUNTROWS(SELECTCOLUMNS(Sales, Sales[Note], \"b\", 1))",
            "COUNTROWS(ROW(\"a\", 1))",
        ] {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
