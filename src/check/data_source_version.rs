//! MD098: the version of the data sources.

use super::carried::text;
use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

pub static DATA_SOURCE_VERSION: Code = Code {
    id: "MD098",
    name: "data-source-version",
    severity: Severity::Warning,
    explanation:
        "A model whose tables are filled by M says `defaultPowerBIDataSourceVersion: powerBI_V3`. Without it the \
model counts as one of the old kind, whose queries stand elsewhere; the service does not take it over.

Wrong:
    model Model
    <tab>culture: en-US
Right:
    model Model
    <tab>culture: en-US
    <tab>defaultPowerBIDataSourceVersion: powerBI_V3",
};

const PROPERTY: &str = "defaultPowerBIDataSourceVersion";

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let model = context.model;
    let has_m = model.tables.iter().flat_map(|table| &table.partitions).any(|one| one.kind.eq_ignore_ascii_case("m"));
    // A part of a model may stand alone: only one with a database is whole.
    if !has_m
        || context.origins.get("model").is_none()
        || context.origins.get("database").is_none()
        || context.is_broken("model")
    {
        return;
    }
    let message = match text(&model.more, PROPERTY) {
        None if context.origins.part("model", PROPERTY).is_some() => return,
        None => format!("the model has no `{PROPERTY}`"),
        Some("powerBI_V1" | "powerBI_V2") => "the version of its data sources is an old one".to_owned(),
        Some(_) => return,
    };
    found.push(
        Diagnostic::new(&DATA_SOURCE_VERSION, message)
            .at(context.place("model", PROPERTY), "")
            .help(format!("write `{PROPERTY}: powerBI_V3`")),
    );
}
