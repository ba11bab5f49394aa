//! DX122: texts and what they are never compared with.

use crate::bind::Fault;
use crate::bind::types::Value;
use crate::dax::Span;
use crate::diag::{Code, Severity};

pub static INCOMPARABLE: Code = Code {
    id: "DX122",
    name: "incomparable-types",
    severity: Severity::Error,
    explanation: "DAX does not compare a text with a number, a date or a boolean: the expression is refused.

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
    Some(fault.help("convert one with `VALUE` or `FORMAT`"))
}

fn comparable(left: Value, right: Value) -> bool {
    // A boolean is taken for a number where it has to be.
    let is_other = |value: Value| value.is_number() || matches!(value, Value::DateTime | Value::Boolean);
    !(left == Value::Text && is_other(right) || right == Value::Text && is_other(left))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_text_is_no_number_and_no_date() {
        assert_eq!(faults("CALCULATE([Revenue], Sales[Note] = 1)"), ["DX122"]);
        assert_eq!(faults("CALCULATE([Revenue], Sales[Quantity] = \"1\")"), ["DX122"]);
        assert_eq!(faults("CALCULATE([Revenue], Product[Active] = \"yes\")"), ["DX122"]);
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
            "IF([Revenue] = [Orders] = [Colours], 1)",
        ];
        for dax in sound {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
