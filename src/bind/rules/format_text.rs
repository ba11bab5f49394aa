//! DX164: the format of FORMAT.

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::shapes::unwrapped;
use crate::bind::types::Value;
use crate::dax::functions::Function;
use crate::dax::tree::{Call, Expr, ExprKind, Literal};
use crate::diag::suggest::certain;
use crate::diag::{Code, Severity};

pub static DOUBTFUL_FORMAT: Code = Code {
    id: "DX164",
    name: "doubtful-format",
    severity: Severity::Warning,
    explanation: "The second argument of `FORMAT` is a format, in letters and signs or by its name. A name that is \
misspelt is read letter by letter, and a format in the first place is a text like any other.

Wrong: `FORMAT(\"0.0\", [Revenue])`, `FORMAT([Revenue], \"Curency\")`
Right: `FORMAT([Revenue], \"0.0\")`, `FORMAT([Revenue], \"Currency\")`",
};

pub const NAMED: &[&str] = &[
    "General Number",
    "Currency",
    "Fixed",
    "Standard",
    "Percent",
    "Scientific",
    "Yes/No",
    "True/False",
    "On/Off",
    "General Date",
    "Long Date",
    "Medium Date",
    "Short Date",
    "Long Time",
    "Medium Time",
    "Short Time",
];

pub fn check(function: &Function, given: &[Given], call: &Call) -> Option<Fault> {
    let [value, format, ..] = call.arguments.as_slice() else { return None };
    if function.name != "FORMAT" {
        return None;
    }
    let is_number = given.get(1).is_some_and(|format| format.ty.value().is_number());
    if text(value).is_some()
        && (is_number || given.get(1).is_some_and(|one| one.is_measure && one.ty.value() != Value::Text))
    {
        let message = "the format stands in the place of the value";
        return Some(Fault::new(&DOUBTFUL_FORMAT, value.span.start..format.span.end, message));
    }
    if let Some(what) = given.get(1).and_then(|given| of_another_kind(given.ty.value(), format)) {
        let message = format!("the format of `FORMAT` is a text, not {what}");
        return Some(Fault::new(&DOUBTFUL_FORMAT, format.span.clone(), message));
    }
    let written = text(format)?;
    if NAMED.iter().any(|name| name.eq_ignore_ascii_case(written)) {
        return None;
    }
    let near = certain(written, NAMED.iter().copied()).filter(|_| written.len() > 4)?;
    let fault = Fault::new(&DOUBTFUL_FORMAT, format.span.clone(), format!("there is no format `{written}`"));
    Some(fault.help(format!("did you mean `{near}`?")))
}

/// A date, a truth value, or a number that does not look like a format: `0` is read as `"0"`.
fn of_another_kind(value: Value, format: &Expr) -> Option<&'static str> {
    match (&unwrapped(format).kind, value) {
        (_, Value::DateTime | Value::Boolean) => Some(value.described()),
        (ExprKind::Literal(Literal::Integer(digits) | Literal::Real(digits)), _) => {
            let is_format = digits.chars().all(|c| matches!(c, '0' | '.'));
            (!is_format).then_some("a number")
        }
        _ => None,
    }
}

fn text(expression: &Expr) -> Option<&str> {
    match &unwrapped(expression).kind {
        ExprKind::Literal(Literal::Text(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_format_is_one_of_those_named_or_spelled_out() {
        assert_eq!(faults("FORMAT(\"0.0\", [Revenue])"), ["DX164"]);
        assert_eq!(faults("FORMAT([Revenue], \"Curency\")"), ["DX164"]);
        assert_eq!(faults("FORMAT(MAX(Sales[Date]), \"Short Dat\")"), ["DX164"]);
        assert_eq!(faults("FORMAT([Revenue], 7)"), ["DX164"]);
        assert_eq!(faults("FORMAT([Revenue], TRUE()) & FORMAT([Revenue], 0.0)"), ["DX164"]);
        for format in ["0.0%", "yyyy", "MMM yy", "currency", "short date", "$#,0;;\"\"-\"\"", "dddd", "c", ""] {
            assert_eq!(faults(&format!("FORMAT([Revenue], \"{format}\")")), [""; 0], "{format}");
        }
    }
}
