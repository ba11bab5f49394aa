//! DX122: values of types that are never equal and never in order.

use crate::bind::Fault;
use crate::bind::types::Value;
use crate::dax::Span;
use crate::diag::{Code, Severity};

pub static INCOMPARABLE: Code = Code {
    id: "DX122",
    name: "incomparable-types",
    severity: Severity::Error,
    explanation: "DAX does not compare a text, or a boolean, with a value of another type: the expression is refused.

Wrong: `Sales[Year] = \"2026\"`, where `Year` is a whole number.
Right: `Sales[Year] = 2026`",
};

/// `span` is that of the second operand.
pub fn check(left: Value, right: Value, span: &Span) -> Option<Fault> {
    if comparable(left, right) {
        return None;
    }
    let message = format!("{} cannot be compared with {}", left.described(), right.described());
    let fault = Fault::new(&INCOMPARABLE, span.clone(), message);
    Some(match (left, right) {
        (Value::Text, _) | (_, Value::Text) => fault.help("convert one with `VALUE` or `FORMAT`"),
        _ => fault.help("compare a boolean with `TRUE()` or `FALSE()`"),
    })
}

fn comparable(left: Value, right: Value) -> bool {
    let group = |value: Value| match value {
        Value::Text => Some(0),
        Value::Boolean => Some(1),
        Value::Integer | Value::Decimal | Value::Double | Value::DateTime => Some(2),
        Value::Unknown | Value::Blank | Value::Binary | Value::Variant => None,
    };
    match (group(left), group(right)) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_text_is_no_number_and_no_date() {
        assert_eq!(faults("CALCULATE([Revenue], Sales[Note] = 1)"), ["DX122"]);
        assert_eq!(faults("CALCULATE([Revenue], Sales[Quantity] = \"1\")"), ["DX122"]);
        assert_eq!(faults("CALCULATE([Revenue], Product[Active] = 1)"), ["DX122"]);
        assert_eq!(faults("CALCULATE([Revenue], Sales[Date] > \"2026-01-01\")"), ["DX122"]);
        assert_eq!(faults("CALCULATE([Revenue], Sales[Quantity] IN { \"1\", \"2\" })"), ["DX122"]);
        assert_eq!(faults("IF(SELECTEDVALUE('Date'[Month]) > 3, 1)"), ["DX122"]);
    }

    #[test]
    fn what_is_alike_or_not_known_is_compared() {
        let sound = [
            "CALCULATE([Revenue], Sales[Note] = \"1\")",
            "CALCULATE([Revenue], Sales[Date] > 40000, Sales[Amount] > 1.5, Product[Active] = TRUE())",
            "IF(SELECTEDVALUE('Date'[Year], \"all\") = \"all\", 1)",
            "IF(SELECTEDVALUE('Date'[Year]) = BLANK(), 1)",
            "IF(IF([Revenue] > 1, \"a\", 2) = 2, 1)",
            "IF([Revenue] > 1 = TRUE(), 1)",
        ];
        for dax in sound {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
