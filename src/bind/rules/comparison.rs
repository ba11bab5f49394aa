//! DX122: what is never compared with one another.

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::types::{Type, Value};
use crate::dax::Span;
use crate::dax::functions::{Function, Placement};
use crate::dax::tree::Call;
use crate::diag::{Code, Severity};

pub static INCOMPARABLE: Code = Code {
    id: "DX122",
    name: "incomparable-types",
    severity: Severity::Error,
    explanation: "DAX does not compare a text with a number, a date or a boolean, nor a boolean with a number: the \
expression is refused.

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

/// What a function compares itself: the cases of `SWITCH`, what `LOOKUPVALUE` and `CONTAINS` look for.
pub fn pairs(function: &Function, placement: &Placement, given: &[Given], call: &Call) -> Option<Fault> {
    let (left, right) = match function.name {
        "SWITCH" => ("expression", "value"),
        "LOOKUPVALUE" => ("search", "value"),
        "CONTAINS" => ("column", "value"),
        "CONTAINSROW" => return of_row(given, call),
        _ => return None,
    };
    let (left, right) = (placement.form.position(left)?, placement.form.position(right)?);
    placement.arguments(right).find_map(|at| {
        let value = |at: usize| given.get(at).map(|given| given.ty.value());
        check(value(placement.partner(at, left)?)?, value(at)?, &call.arguments.get(at)?.span)
    })
}

fn of_row(given: &[Given], call: &Call) -> Option<Fault> {
    let Type::Table(relation) = &given.first()?.ty else { return None };
    if relation.open {
        return None;
    }
    let mut pairs = relation.columns().zip(given.iter().zip(&call.arguments).skip(1));
    pairs.find_map(|(column, (given, argument))| check(column.value, given.ty.value(), &argument.span))
}

fn comparable(left: Value, right: Value) -> bool {
    let is_one = |one: Value, other: Value| match one {
        Value::Text => other.is_number() || matches!(other, Value::DateTime | Value::Boolean),
        Value::Boolean => other.is_number(),
        _ => false,
    };
    !is_one(left, right) && !is_one(right, left)
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
        assert_eq!(faults("CALCULATE([Revenue], Product[Active] = 1)"), ["DX122"]);
        assert_eq!(faults("SWITCH(TRUE(), 1, 2)"), ["DX122"]);
        assert_eq!(faults("SWITCH(SELECTEDVALUE('Date'[Year]), 2025, 1, \"2026\", 2)"), ["DX122"]);
        assert_eq!(faults("LOOKUPVALUE(Product[Price], Product[Color], 1)"), ["DX122"]);
        assert_eq!(faults("IF(CONTAINS(Product, Product[Product Key], \"1\"), 1)"), ["DX122"]);
        assert_eq!(faults("IF(CONTAINSROW(VALUES(Product[Product Key]), \"1\"), 1)"), ["DX122"]);
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
            "IF(MEDIAN(Sales[Quantity]) = TRUE(), 1)",
        ];
        for dax in sound {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
