//! DX175, DX177: texts that are written to be read as numbers, dates and times, and cannot be.

use crate::bind::Fault;
use crate::bind::shapes::unwrapped;
use crate::calendar::Date;
use crate::dax::functions::{Function, Parameter};
use crate::dax::tree::{Expr, ExprKind, Literal};
use crate::diag::{Code, Severity};

pub static UNREADABLE_TEXT: Code = Code {
    id: "DX175",
    name: "unreadable-text",
    severity: Severity::Warning,
    explanation: "`VALUE`, `DATEVALUE` and `TIMEVALUE` read a text as a number, a date or a time, and fail when they \
cannot. This text is none, whatever the language.

Wrong: `VALUE(\"none\")`, `DATEVALUE(\"2026-02-30\")`
Right: `VALUE(\"12.5\")`, `DATEVALUE(\"2026-02-28\")`",
};

pub static YEAR_END: Code = Code {
    id: "DX177",
    name: "impossible-year-end",
    severity: Severity::Warning,
    explanation: "The end of the fiscal year is written as a text with a day and a month, in the order of the \
model's language; a year beside them is not looked at. There is no such day.

Wrong: `TOTALYTD([Revenue], 'Date'[Date], \"31/31\")`
Right: `TOTALYTD([Revenue], 'Date'[Date], \"06-30\")`",
};

pub fn check(function: &Function, parameter: &Parameter, argument: &Expr) -> Option<Fault> {
    let ExprKind::Literal(literal) = &unwrapped(argument).kind else { return None };
    if parameter.name == "year_end" {
        return year_end(function, literal, argument);
    }
    let Literal::Text(text) = literal else { return None };
    let what = match function.name {
        "VALUE" if has_no_digit(text) => "number",
        "DATEVALUE" if has_no_digit(text) || is_no_day(text) => "date",
        "TIMEVALUE" if has_no_digit(text) => "time",
        _ => return None,
    };
    let message = format!("`{}` reads no {what} in `{text}`", function.name);
    Some(Fault::new(&UNREADABLE_TEXT, argument.span.clone(), message))
}

fn year_end(function: &Function, literal: &Literal, argument: &Expr) -> Option<Fault> {
    let message = match literal {
        Literal::Text(text) if has_no_digit(text) || is_no_day(text) => format!("no year ends on `{text}`"),
        Literal::Text(_) => return None,
        _ => format!("`{}` wants the end of the year as a text", function.name),
    };
    let fault = Fault::new(&YEAR_END, argument.span.clone(), message);
    Some(fault.help("write month and day, such as `\"06-30\"`"))
}

/// An empty text is perhaps a blank.
fn has_no_digit(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(char::is_numeric)
}

/// Two or three numbers that are no day, whichever of them is the month.
fn is_no_day(text: &str) -> bool {
    let parts: Option<Vec<u32>> = text.trim().split(['-', '/', '.']).map(|part| part.trim().parse().ok()).collect();
    let is_day = |year: u32, month: u32, day: u32| {
        let days = |month| Date { year: year as i32, month, day: 1 }.days();
        let last = || if month == 12 { 31 } else { days(month + 1) - days(month) };
        (1..=12).contains(&month) && year <= 9999 && day >= 1 && i64::from(day) <= i64::from(last())
    };
    match parts.as_deref() {
        // A leap year, since none is told.
        Some([a, b]) if *a <= 99 && *b <= 99 => !is_day(2024, *a, *b) && !is_day(2024, *b, *a),
        Some([a, b, c]) => {
            let years = [(*a, *b, *c), (*b, *a, *c), (*c, *a, *b)];
            !years.into_iter().any(|(year, a, b)| is_day(full(year), a, b) || is_day(full(year), b, a))
        }
        _ => false,
    }
}

/// Of two digits the century does not matter: every fourth year is a leap year in both that are meant.
fn full(year: u32) -> u32 {
    if year < 100 { year + 2000 } else { year }
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_text_is_read_as_what_it_may_be() {
        for dax in [
            "VALUE(\"abc\")",
            "DATEVALUE(\"today\")",
            "DATEVALUE(\"2026-02-30\")",
            "DATEVALUE(\"31/13/2026\")",
            "DATEVALUE(\"2026-00-10\")",
            "TIMEVALUE(\"noon\")",
        ] {
            assert_eq!(faults(dax), ["DX175"], "{dax}");
        }
        for dax in [
            "VALUE(\"12\")",
            "VALUE(\"\")",
            "VALUE(\"$1,000.50\")",
            "VALUE(\"12 %\")",
            "DATEVALUE(\"2024-02-29\")",
            "DATEVALUE(\"29/02/24\")",
            "DATEVALUE(\"12/31/2026\")",
            "DATEVALUE(\"31.12.2026\")",
            "DATEVALUE(\"8 March 2026\")",
            "DATEVALUE(\"2026-03-08 10:00\")",
            "DATEVALUE(\"03/2026\")",
            "TIMEVALUE(\"20:45:30\")",
            "IF(ISERROR(VALUE(\"abc\")), 0, 1)",
        ] {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }

    #[test]
    fn a_year_ends_on_a_day() {
        for end in ["\"31/31\"", "\"June\"", "\"6-31\"", "6", "30.6"] {
            let dax = format!("TOTALYTD([Revenue], 'Date'[Date], ALL('Date'), {end})");
            assert_eq!(faults(&dax), ["DX177"], "{dax}");
        }
        for end in ["\"06-30\"", "\"6/30\"", "\"30/6\"", "\"June 30\"", "\"2/29\"", "\"2026-06-30\"", "\"6-30-26\""] {
            let dax = format!("CALCULATE([Revenue], DATESYTD('Date'[Date], {end}))");
            assert_eq!(faults(&dax), [""; 0], "{end}");
        }
    }
}
