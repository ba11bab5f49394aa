//! MD089, MD090: the compatibility level, and what needs a higher one.

use super::carried::carried;
use super::context::{Context, path_in, table_path};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::model::PropertyValue;

pub static COMPATIBILITY_LEVEL: Code = Code {
    id: "MD089",
    name: "compatibility-level",
    severity: Severity::Warning,
    explanation: "The compatibility level says which version of the engine a model is for: 1200 is the lowest that is \
read at all, 1500 the lowest of Power BI, 1540 that of models with lineage tags, and there is none above 1799 yet.

Wrong:
    database
    <tab>compatibilityLevel: 16060
Right:
    database
    <tab>compatibilityLevel: 1606",
};

pub static NEEDS_LEVEL: Code = Code {
    id: "MD090",
    name: "needs-compatibility-level",
    severity: Severity::Error,
    explanation: "The model has something that models of its compatibility level cannot have. Power BI refuses it.

Wrong: `function AddTax = (amount) => amount * 1.2` where `compatibilityLevel: 1606`.
Right: the same where `compatibilityLevel: 1702`.",
};

const LOWEST: i64 = 1200;
const OF_POWER_BI: i64 = 1500;
const OF_LINEAGE_TAGS: i64 = 1540;
const HIGHEST: i64 = 1799;

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let Some(part) = context.origins.part("database", "compatibilityLevel") else {
        found.extend(missing(context));
        return;
    };
    let Some(level) = level(context) else { return };
    let wrong = match level {
        _ if level < LOWEST => Some((Severity::Error, format!("{level} is below the lowest level, {LOWEST}"))),
        _ if level < OF_LINEAGE_TAGS && context.model.tables.iter().any(|table| table.lineage_tag.is_some()) => {
            let message = format!("{level} is below {OF_LINEAGE_TAGS}, and the model has lineage tags");
            Some((Severity::Error, message))
        }
        _ if level < OF_POWER_BI => {
            Some((Severity::Warning, format!("{level} is below what Power BI makes, {OF_POWER_BI}")))
        }
        _ if level > HIGHEST => Some((Severity::Warning, format!("there is no compatibility level {level}"))),
        _ => None,
    };
    match wrong {
        Some((severity, message)) => {
            let fault = Diagnostic::new(&COMPATIBILITY_LEVEL, message).at(part.place(), "");
            let fault = fault.help("write the level that the model had, such as 1606");
            found.push(Diagnostic { severity, ..fault });
        }
        None => needs(context, level, found),
    }
}

fn missing(context: &Context) -> Option<Diagnostic> {
    context.origins.get("database").filter(|_| !context.is_broken("database"))?;
    Some(
        Diagnostic::new(&COMPATIBILITY_LEVEL, "the database has no compatibility level")
            .at(context.origins.place("database"), "")
            .help("add `compatibilityLevel: 1606`, or the level that the model had"),
    )
}

/// What is no number has been said.
fn level(context: &Context) -> Option<i64> {
    let read = context.model.compatibility_level.map(i64::from);
    let inside = context.model.more.iter().find(|one| one.name == "database" || one.name.starts_with("database "));
    read.or_else(|| match inside.map(|one| &one.value) {
        Some(PropertyValue::Object(_, inside)) => super::carried::text(inside, "compatibilityLevel")?.parse().ok(),
        _ => None,
    })
}

fn needs(context: &Context, level: i64, found: &mut Vec<Diagnostic>) {
    let mut need = |needed: i64, what: &str, place: Place| {
        if level < needed {
            found.push(
                Diagnostic::new(
                    &NEEDS_LEVEL,
                    format!("{what} needs compatibility level {needed}, and this is {level}"),
                )
                .at(place, "")
                .help(format!("write `compatibilityLevel: {needed}`, or remove it")),
            );
        }
    };
    let model = context.model;
    if let Some(function) = carried(&model.more, "", "function").first() {
        need(1702, "a function", context.origins.place(&function.path));
    }
    for table in &model.tables {
        if let Some(calendar) = carried(&table.more, &table_path(table), "calendar").first() {
            need(1701, "a calendar", context.origins.place(&calendar.path));
        }
        for measure in table.measures.iter().filter(|measure| measure.format_string_expression.is_some()) {
            let measure = path_in(table, "measure", measure.name.as_str());
            let place = context.origins.place(&format!("{measure}/formatStringDefinition"));
            need(1601, "a format that is computed", place);
        }
    }
}
