//! MD009: how many rows stand at each end of a relationship.

use super::context::Context;
use super::ends::relationship_path;
use crate::diag::{Code, Diagnostic, Severity};

pub static FROM_ONE: Code = Code {
    id: "MD009",
    name: "from-one",
    severity: Severity::Warning,
    explanation: "A relationship goes from the many side to the one side. Where it goes from one, it goes to one as \
well, and filters pass it in both directions: Power BI knows no other.

Wrong:
    relationship a
    <tab>fromCardinality: one
    <tab>fromColumn: Customer.'Customer ID'
    <tab>toColumn: 'Customer Details'.'Customer ID'
Right:
    relationship a
    <tab>crossFilteringBehavior: bothDirections
    <tab>fromCardinality: one
    <tab>fromColumn: Customer.'Customer ID'
    <tab>toColumn: 'Customer Details'.'Customer ID'",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for relationship in &context.model.relationships {
        let is = |property: &Option<String>, value: &str| property.as_deref() == Some(value);
        if !is(&relationship.from_cardinality, "one") {
            continue;
        }
        let path = relationship_path(relationship);
        let fault = |message: &str, help: &str| {
            let fault = Diagnostic::new(&FROM_ONE, message).at(context.place(&path, "fromCardinality"), "");
            fault.help(help)
        };
        if is(&relationship.to_cardinality, "many") {
            found.push(fault("a relationship goes from many to one, not from one to many", "swap its two columns"));
        } else if !is(&relationship.cross_filtering, "bothDirections") {
            let help = "add `crossFilteringBehavior: bothDirections`";
            found.push(fault("a relationship from one to one filters in both directions", help));
        }
    }
}
