//! RL038: the other tables that a role leaves open.

use super::secured::Secured;
use super::whole::Model;
use super::{Findings, listed};
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::origins::path;

pub static OPEN_TO_ROLE: Code = Code {
    id: "RL038",
    name: "open-to-role",
    severity: Severity::Note,
    explanation: "A role leaves these tables open: products, currencies and other things that figures look up. Most \
often that is meant. Say so at the table, and the proof that the role covers everything is complete.

Wrong: a table that nobody has decided on.
Right: `annotation pbiforge_public = everybody may see the products` on it, or a filter.",
};

pub fn check<'a>(model: &Model<'_, 'a>, secured: &mut Secured<'a>, findings: &mut Findings<'a>) {
    let tables: Vec<&str> = std::mem::take(&mut secured.uncovered).iter().map(|table| table.name.as_str()).collect();
    if tables.is_empty() {
        return;
    }
    let place = model.context.origins.place(&path("", "role", secured.name()));
    let name = secured.name();
    findings.add(&OPEN_TO_ROLE, name, place.clone(), "", move |_| {
        let message = format!("the role `{name}` sees every row of {}", listed(&tables));
        Diagnostic::new(&OPEN_TO_ROLE, message)
            .at(place.clone(), "")
            .help("where that is meant, say why at the table: `annotation pbiforge_public = …`")
    });
}
