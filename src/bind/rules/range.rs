//! DX191: numbers that are written and that a function does not take.

use crate::bind::Fault;
use crate::bind::shapes::unwrapped;
use crate::dax::functions::{Function, Parameter};
use crate::dax::tree::{Expr, ExprKind, Literal, Sign};
use crate::diag::{Code, Severity};

pub static OUT_OF_RANGE: Code = Code {
    id: "DX191",
    name: "argument-out-of-range",
    severity: Severity::Error,
    explanation: "A function takes only some numbers here, and is given another: it fails when it is computed.

Wrong: `WEEKDAY(Sales[Date], 20)`
Right: `WEEKDAY(Sales[Date], 2)`",
};

pub fn check(function: &Function, parameter: &Parameter, argument: &Expr) -> Option<Fault> {
    let number = written(argument)?;
    let is_one_of = |known: &[f64]| known.contains(&number);
    let (takes, wanted) = match (function.name, parameter.name) {
        ("WEEKDAY", "return_type") => {
            (is_one_of(&[1.0, 2.0, 3.0]) || (11.0..=17.0).contains(&number), "1, 2, 3 or 11 to 17")
        }
        ("WEEKNUM", "return_type") => {
            (is_one_of(&[1.0, 2.0, 21.0]) || (11.0..=17.0).contains(&number), "1, 2, 11 to 17 or 21")
        }
        ("CALENDARAUTO", "fiscal_year_end_month") => ((1.0..=12.0).contains(&number), "a month, 1 to 12"),
        ("YEARFRAC", "basis") => ((0.0..=4.0).contains(&number), "0 to 4"),
        ("PERCENTILE.INC" | "PERCENTILEX.INC", "k") => ((0.0..=1.0).contains(&number), "a share, 0 to 1"),
        ("PERCENTILE.EXC" | "PERCENTILEX.EXC", "k") => (number > 0.0 && number < 1.0, "a share between 0 and 1"),
        ("LEFT" | "RIGHT" | "REPT" | "MID", "count") => (number >= 0.0, "0 or more"),
        ("MID", "start") => (number >= 1.0, "1 or more"),
        ("SQRT", "number") => (number >= 0.0, "0 or more"),
        ("LN" | "LOG" | "LOG10", "number") => (number > 0.0, "more than 0"),
        ("LOG", "base") => (number > 0.0 && number != 1.0, "more than 0, and not 1"),
        ("ACOS" | "ASIN", "number") => ((-1.0..=1.0).contains(&number), "-1 to 1"),
        ("ACOSH", "number") => (number >= 1.0, "1 or more"),
        ("ATANH", "number") => (number > -1.0 && number < 1.0, "a number between -1 and 1"),
        ("FACT", "number") => (number >= 0.0, "0 or more"),
        ("UNICHAR", "number") => (number >= 1.0, "1 or more"),
        _ => return None,
    };
    let message = || format!("`{}` wants {wanted} as its `{}`, not {number}", function.name, parameter.name);
    (!takes).then(|| Fault::new(&OUT_OF_RANGE, argument.span.clone(), message()))
}

fn written(argument: &Expr) -> Option<f64> {
    match &unwrapped(argument).kind {
        ExprKind::Literal(Literal::Integer(text) | Literal::Real(text)) => text.parse().ok(),
        ExprKind::Unary(unary) if unary.sign == Sign::Minus => written(&unary.operand).map(|number| -number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn numbers_are_those_that_are_taken() {
        for dax in [
            "WEEKDAY(TODAY(), 20)",
            "COUNTROWS(CALENDARAUTO(13))",
            "PERCENTILE.INC(Sales[Amount], 90)",
            "MID(\"abc\", 0, 1)",
            "LEFT(\"abc\", -1)",
            "LN(0)",
            "LOG(10, -2)",
            "ACOS(7)",
            "UNICHAR(-5)",
        ] {
            assert_eq!(faults(dax), ["DX191"], "{dax}");
        }
        for dax in ["WEEKDAY(TODAY(), 2)", "WEEKNUM(TODAY(), 21)", "PERCENTILE.INC(Sales[Amount], 0.9)", "SQRT(4)"] {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
