//! MD008: a table joined to itself.

use super::context::Context;
use super::ends::{ends, relationship_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static SELF_RELATIONSHIP: Code = Code {
    id: "MD008",
    name: "self-relationship",
    severity: Severity::Error,
    explanation: "A relationship joins two tables. One from a table to itself is refused, active or not: parents and \
children within a table are what `PATH` is for, or a second table.

Wrong:
    relationship a
    <tab>fromColumn: Employee.'Manager ID'
    <tab>toColumn: Employee.'Employee ID'
Right:
    relationship a
    <tab>fromColumn: Employee.'Manager ID'
    <tab>toColumn: Manager.'Manager ID'",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for relationship in &context.model.relationships {
        let Some(ends) = ends(context, relationship) else { continue };
        if ends.from.0.name == ends.to.0.name {
            let message = format!("the table `{}` is joined to itself", ends.from.0.name);
            found.push(
                Diagnostic::new(&SELF_RELATIONSHIP, message)
                    .at(context.origins.place(&relationship_path(relationship)), "")
                    .help("remove it, or join a second table"),
            );
        }
    }
}
