//! RL032: relationships that pass filters in both directions and security in one.

use super::secured::Secured;
use super::whole::Model;
use super::{Findings, listed};
use crate::check::ends::{is_both_ways, is_one_to_one, relationship_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Relationship;
use crate::rls::reach::{is_active, is_secure_both_ways};

pub static SECURITY_STOPS: Code = Code {
    id: "RL032",
    name: "security-stops-at-relationship",
    severity: Severity::Warning,
    explanation: "A relationship passes the filters of visuals in both directions, and the filters of roles in one. \
Beside a measure the table on its one side shows what the role may see; by itself it shows all its rows.

Wrong:
    relationship a
    <tab>crossFilteringBehavior: bothDirections
    <tab>fromColumn: Account.Customer
    <tab>toColumn: Customer.Customer
Right, where the role filters Account:
    <tab>securityFilteringBehavior: bothDirections
Right, where everybody may see every customer: `annotation pbiforge_public = why` on Customer.",
};

pub fn check<'a>(model: &Model<'_, 'a>, secured: &mut Secured<'a>, findings: &mut Findings<'a>) {
    let stops =
        |one: &&Relationship| is_active(one) && is_both_ways(one) && !is_secure_both_ways(one) && !is_one_to_one(one);
    let relationships: Vec<&'a Relationship> = model.context.model.relationships.iter().filter(stops).collect();
    for relationship in relationships {
        let (many, one) = (relationship.from.table.as_str(), relationship.to.table.as_str());
        if !secured.covered.contains(&many.to_lowercase()) || secured.covered.contains(&one.to_lowercase()) {
            continue;
        }
        let lost = secured.take_beyond(model, one);
        if lost.is_empty() {
            continue;
        }
        let place = model.context.place(&relationship_path(relationship), "crossFilteringBehavior");
        let tables = listed(&lost.iter().map(|table| table.name.as_str()).collect::<Vec<_>>());
        let subject = tables.clone();
        findings.add(&SECURITY_STOPS, secured.name(), place.clone(), &subject, move |roles| {
            let message = format!(
                "{} {} every row of {tables}: security does not pass this relationship",
                roles.names, roles.see
            );
            Diagnostic::new(&SECURITY_STOPS, message)
                .at(place.clone(), format!("filters go from `{many}` to `{one}`, the role's do not"))
                .help("add `securityFilteringBehavior: bothDirections`, or declare the table public")
        });
    }
}
