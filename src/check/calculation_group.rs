//! MD064: what a calculation group asks of its model.

use super::context::{Context, table_path};
use crate::diag::{At, Code, Diagnostic, Fix, Severity};
use crate::model::PropertyValue;

pub static IMPLICIT_MEASURES: Code = Code {
    id: "MD064",
    name: "implicit-measures",
    severity: Severity::Error,
    explanation: "A calculation group changes measures, and cannot change the implicit ones that dragging a column \
makes. So a model with one must discourage implicit measures.

Wrong:
    model Model
    <tab>culture: en-US
Right:
    model Model
    <tab>culture: en-US
    <tab>discourageImplicitMeasures",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let model = context.model;
    // A few tables without their model, as scripts and templates are kept, have no place for the flag.
    if context.origins.get("model").is_none() {
        return;
    }
    let discouraged = model.more.iter().find(|property| property.name == "discourageImplicitMeasures");
    if discouraged.is_some_and(|property| property.value == PropertyValue::Flag) || context.is_broken("model") {
        return;
    }
    let groups = model.tables.iter().filter(|table| table.more.iter().any(|one| one.name == "calculationGroup"));
    let fix = discouraged.is_none().then(|| below_model(context)).flatten();
    for table in groups {
        let place = context.origins.place(&format!("{}/calculationGroup", table_path(table)));
        let diagnostic = Diagnostic::new(
            &IMPLICIT_MEASURES,
            format!("the calculation group `{}` needs `discourageImplicitMeasures`", table.name),
        )
        .at(place, "")
        .help("add `discourageImplicitMeasures` below `model` in `model.tmdl`");
        found.push(Diagnostic { fix: fix.clone(), ..diagnostic });
    }
}

/// Writes the flag on the first line below the model's name.
fn below_model(context: &Context) -> Option<Fix> {
    let mut place = context.origins.place("model");
    let At::Bytes { start, end } = &mut place.at else { return None };
    *start = *end;
    Fix::replace(&place, "add the property", "\n\tdiscourageImplicitMeasures")
}
