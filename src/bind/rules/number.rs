//! DX151, DX194: texts where numbers are wanted.

use crate::bind::Fault;
use crate::bind::shapes::{is_read, unwrapped};
use crate::bind::types::Value;
use crate::dax::functions::{Function, Kind, Parameter, Scalar};
use crate::dax::tree::{Expr, ExprKind, Literal};
use crate::diag::{Code, Severity};

pub static TEXT_AS_NUMBER: Code = Code {
    id: "DX151",
    name: "text-as-number",
    severity: Severity::Warning,
    explanation: "A text is computed with. DAX converts it to a number row by row, and at the first text that is no \
number the expression fails.

Wrong: `SUMX(Sales, Sales[Stock Code] * 2)`, where `Stock Code` is a text.
Right: `SUMX(Sales, Sales[Quantity] * 2)`, or `VALUE(Sales[Quantity Text]) * 2` where that is what is meant.",
};

pub static NO_NUMBER: Code = Code {
    id: "DX194",
    name: "text-is-no-number",
    severity: Severity::Error,
    explanation: "A text is computed with that is written here and is no number: it cannot be converted, and the \
expression fails.

Wrong: `[Revenue] + \"a\"`
Right: `[Revenue] & \"a\"`, where the texts are to be joined.",
};

/// An operand of `+`, `-`, `*`, `/` or `^`.
pub fn operand(value: Value, expression: &Expr) -> Option<Fault> {
    if !is_text(value, expression) {
        return None;
    }
    let code = if is_written(expression) { &NO_NUMBER } else { &TEXT_AS_NUMBER };
    let fault = Fault::new(code, expression.span.clone(), "a text is computed with");
    Some(fault.help(if is_written(expression) { "`&` joins texts" } else { "`VALUE` converts a text to a number" }))
}

pub fn argument(function: &Function, parameter: &Parameter, value: Value, expression: &Expr) -> Option<Fault> {
    let is_number = |kind: &Kind| matches!(kind, Kind::Scalar(Scalar::Number | Scalar::Integer | Scalar::Currency));
    let wants_number = parameter.kinds.iter().all(is_number);
    // A column of texts may well hold dates.
    let wants_date = !is_read(expression) && parameter.kinds.iter().all(|kind| *kind == Kind::Scalar(Scalar::DateTime));
    if !(wants_number || wants_date) || !is_text(value, expression) {
        return None;
    }
    let what = if wants_number { "a number" } else { "a date" };
    let message = format!("`{}` wants {what} as its `{}`, not a text", function.name, parameter.name);
    // A word may be a date in some language.
    let code = if wants_number && is_written(expression) { &NO_NUMBER } else { &TEXT_AS_NUMBER };
    Some(Fault::new(code, expression.span.clone(), message))
}

fn is_written(expression: &Expr) -> bool {
    matches!(unwrapped(expression).kind, ExprKind::Literal(_))
}

/// A column of texts, or a text in which there is no digit: what a function gives may be a number in words of its own.
fn is_text(value: Value, expression: &Expr) -> bool {
    let is_literal = || match &unwrapped(expression).kind {
        ExprKind::Literal(Literal::Text(text)) => !text.contains(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    value == Value::Text && (is_read(expression) || is_literal())
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_text_is_not_computed_with() {
        for dax in [
            "SUMX(Sales, Sales[Note] * 2)",
            "SUMX(Sales, -Sales[Note])",
            "SUMX(Sales, 1 + Sales[Note])",
            "SELECTEDVALUE('Date'[Month]) * 2",
            "MAXX(Sales, ABS(Sales[Note]))",
            "YEAR(\"today\")",
        ] {
            assert_eq!(faults(dax), ["DX151"], "{dax}");
        }
        for dax in ["[Revenue] + \"a\"", "ROUND([Revenue], \"two\")", "-\"a\""] {
            assert_eq!(faults(dax), ["DX194"], "{dax}");
        }
    }

    #[test]
    fn what_is_converted_on_purpose_is_let_be() {
        for dax in [
            "SUMX(Sales, VALUE(Sales[Note]) * 2)",
            "SUMX(Sales, LEFT(Sales[Note], 4) + 1)",
            "FORMAT(TODAY(), \"yyyy\") - 1",
            "\"1\" + 1",
            "MAXX(Sales, INT(Sales[Quantity]) & Sales[Note])",
            "YEAR(\"2026-01-01\") + SUMX(Sales, YEAR(Sales[Note]))",
        ] {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
