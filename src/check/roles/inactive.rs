//! RL033: tables that only an inactive relationship ties to what the role filters.

use super::secured::Secured;
use super::whole::Model;
use super::{Findings, listed};
use crate::check::ends::relationship_path;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Relationship;
use crate::rls::reach::is_active;

pub static ONLY_WAY_INACTIVE: Code = Code {
    id: "RL033",
    name: "only-way-inactive",
    severity: Severity::Warning,
    explanation:
        "The only relationship between a table and what a role filters is inactive. The filters of roles pass \
active relationships alone, and `USERELATIONSHIP` does not change that for them: every reader sees all rows.

Wrong:
    relationship b
    <tab>isActive: false
    <tab>fromColumn: Return.Store
    <tab>toColumn: Store.Store
Right: the same relationship active, or a filter of its own on Return.",
};

pub fn check<'a>(model: &Model<'_, 'a>, secured: &mut Secured<'a>, findings: &mut Findings<'a>) {
    let inactive: Vec<&'a Relationship> =
        model.context.model.relationships.iter().filter(|one| !is_active(one)).collect();
    for relationship in inactive {
        let (many, one) = (relationship.from.table.as_str(), relationship.to.table.as_str());
        let passes = secured.covered.contains(&one.to_lowercase()) && !secured.covered.contains(&many.to_lowercase());
        if !passes {
            continue;
        }
        let lost = secured.take_beyond(model, many);
        if lost.is_empty() {
            continue;
        }
        let place = model.context.origins.place(&relationship_path(relationship));
        let tables = listed(&lost.iter().map(|table| table.name.as_str()).collect::<Vec<_>>());
        let subject = tables.clone();
        findings.add(&ONLY_WAY_INACTIVE, secured.name(), place.clone(), &subject, move |roles| {
            let message = format!(
                "{} {} every row of {tables}: no active relationship carries the filter",
                roles.names, roles.see
            );
            Diagnostic::new(&ONLY_WAY_INACTIVE, message)
                .at(place.clone(), "inactive, and the only way")
                .help("make it active, or give the table a filter of its own")
        });
    }
}
