//! PB055: an expression that is two things.

use super::shape::What;
use crate::diag::{Code, Diagnostic, Severity};

pub const TWO_AT_ONCE: Code = Code {
    id: "PB055",
    name: "two-expressions",
    severity: Severity::Warning,
    explanation: "\
A field, a condition or a value is one expression: a `Column`, a `Measure`, a `Comparison`. Where two stand in one
object, most often after a merge, Power BI takes one of them.

Wrong:  \"field\": { \"Column\": { … }, \"Measure\": { … } }
Right:  \"field\": { \"Measure\": { … } }
",
};

pub(super) fn fault(what: &What, one: &str, other: &str) -> Diagnostic {
    Diagnostic::new(&TWO_AT_ONCE, format!("{what} has both `{one}` and `{other}`")).help("leave one of them")
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn a_field_is_one_thing() {
        let visual = "X.Report/definition/pages/p1/visuals/v1/visual.json";
        let tree = with(visual, "\"field\": {", "\"field\": {\"RoleRef\": {\"Role\": \"Data\"}, ");
        assert_eq!(said(&tree), ["PB055 `field` has both `Measure` and `RoleRef`"]);
    }
}
