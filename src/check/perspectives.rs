//! MD015: what a perspective shows.

use super::carried::{Carried, carried};
use super::context::{Context, Lookup, column_names};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;

pub static UNRESOLVED_PERSPECTIVE: Code = Code {
    id: "MD015",
    name: "unresolved-perspective",
    severity: Severity::Error,
    explanation: "A perspective shows a part of the model. It names a table, column, measure or hierarchy that the \
model does not have, and the model is refused.

Wrong:
    perspective Sales
    <tab>perspectiveTable Slaes
Right:
    perspective Sales
    <tab>perspectiveTable Sales",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for perspective in carried(&context.model.more, "", "perspective") {
        for shown in perspective.children("perspectiveTable") {
            match context.table(&shown.name) {
                Lookup::Found(table) => members(context, table, &shown, found),
                Lookup::Unknown => {}
                Lookup::Missing => {
                    let message = format!("there is no table `{}`", shown.name);
                    found.push(fault(context, &shown, message).did_you_mean(&shown.name, context.table_names()));
                }
            }
        }
    }
}

fn fault(context: &Context, shown: &Carried, message: String) -> Diagnostic {
    Diagnostic::new(&UNRESOLVED_PERSPECTIVE, message).at(context.origins.place(&shown.path), "")
}

fn members(context: &Context, table: &Table, shown: &Carried, found: &mut Vec<Diagnostic>) {
    let measures = || table.measures.iter().map(|measure| measure.name.as_str()).collect::<Vec<_>>();
    let hierarchies = || table.hierarchies.iter().map(|hierarchy| hierarchy.name.as_str()).collect::<Vec<_>>();
    for (kind, what, known) in [
        ("perspectiveColumn", "column", column_names(table).collect()),
        ("perspectiveMeasure", "measure", measures()),
        ("perspectiveHierarchy", "hierarchy", hierarchies()),
    ] {
        for member in shown.children(kind) {
            let is_known = known.iter().any(|known| crate::name::same(known, &member.name));
            if !is_known && context.missing::<()>(&member.name) == Lookup::Missing {
                let message = format!("the table `{}` has no {what} `{}`", table.name, member.name);
                found.push(fault(context, &member, message).did_you_mean(&member.name, known.iter().copied()));
            }
        }
    }
}
