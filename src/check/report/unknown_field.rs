//! PB005: a visual, filter or sort order uses a field that the model does not have.

use std::collections::HashMap;

use super::Project;
use crate::check::kpi;
use crate::diag::{Code, Diagnostic, Label, Place, Severity};
use crate::model::{Column, Model, PropertyValue, Table};
use crate::name::same;
use crate::pbir::{Json, fields};
use crate::report::{Field, FieldKind};

pub const UNKNOWN_FIELD: Code = Code {
    id: "PB005",
    name: "unknown-field",
    severity: Severity::Error,
    explanation: "\
A visual shows, filters or sorts by a table, column, measure or level that the semantic model does not have, most
often because it was renamed there. Power BI Desktop opens the report and shows `fix this` in place of the visual.
A column is asked for as `Column` and a measure as `Measure`: one under the other's name is not found either. (Only a
warning where Power BI Desktop itself leaves a field behind and shows the visual all the same: in a sort order, a
conditional format, a filter that has no condition, and a bookmark.)

Wrong:  { \"Measure\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Sales\" } }, \"Property\": \"Revenu\" } }
Right:  { \"Measure\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Sales\" } }, \"Property\": \"Revenue\" } }
",
};

/// More places of one field in one file than anybody looks at.
const MAX_LABELS: usize = 4;

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let Some(model) = project.model else { return Vec::new() };
    project.read.definition().flat_map(|(path, json)| in_file(path, json, project.read.inside(path), model)).collect()
}

/// What one file asks for and the model lacks, each field once, with every place where it stands.
fn in_file(path: &str, json: &Json, inside: &str, model: &Model) -> Vec<Diagnostic> {
    let in_bookmark = inside.starts_with("definition/bookmarks/");
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut seen: HashMap<Field, Option<usize>> = HashMap::new();
    for (field, span) in fields::fields(json) {
        let role = if in_bookmark { "bookmark" } else { field.role.as_str() };
        let place = Place::bytes(path, span);
        let is_left = matches!(role, "sort" | "format" | "open filter" | "bookmark");
        let severity = if is_left { Severity::Warning } else { Severity::Error };
        let label = label(role);
        // A table that is not there is said once, whatever was asked of it.
        let kind = match model.table(field.table.as_str()) {
            Some(_) => field.kind.clone(),
            None => FieldKind::Column(String::new()),
        };
        let key = Field { role: String::new(), table: field.table.clone(), kind };
        match seen.get(&key) {
            Some(None) => {}
            Some(Some(at)) => {
                if let Some(diagnostic) = found.get_mut(*at) {
                    diagnostic.severity = diagnostic.severity.max(severity);
                    if diagnostic.labels.len() < MAX_LABELS {
                        diagnostic.labels.push(Label { place, text: label });
                    }
                }
            }
            None => {
                let unknown = unknown(&field, model);
                seen.insert(key, unknown.is_some().then_some(found.len()));
                if let Some(mut diagnostic) = unknown {
                    diagnostic.severity = severity;
                    found.push(diagnostic.at(place, label));
                }
            }
        }
    }
    found.extend(fields::variations(json).iter().filter_map(|variation| unknown_variation(path, variation, model)));
    found
}

/// What the model lacks of a field, as a diagnostic without a place.
fn unknown(field: &Field, model: &Model) -> Option<Diagnostic> {
    let new = |message: String| Diagnostic::new(&UNKNOWN_FIELD, message);
    let Some(table) = model.table(field.table.as_str()) else {
        return Some(unknown_table(field.table.as_str(), model));
    };
    let names = |hierarchy: &str| -> Vec<&str> {
        let levels = table.hierarchy(hierarchy).map(|hierarchy| hierarchy.levels.as_slice()).unwrap_or_default();
        levels.iter().map(|level| level.name.as_str()).collect()
    };
    match &field.kind {
        FieldKind::Column(name) | FieldKind::Aggregation(name) => match table.column(name) {
            Some(_) => None,
            None => Some(unknown_column(name, table)),
        },
        FieldKind::Measure(name) => {
            if table.measure(name).is_some() || kpi::names(table).any(|known| same(&known, name)) {
                return None;
            }
            let diagnostic = new(format!("the table `{}` has no measure `{name}`", table.name));
            Some(unknown_measure(diagnostic, name, table, model))
        }
        FieldKind::Level { hierarchy, level } => {
            if names(hierarchy).iter().any(|known| same(known, level)) {
                return None;
            }
            if table.hierarchy(hierarchy).is_none() {
                let known = table.hierarchies.iter().map(|hierarchy| hierarchy.name.as_str());
                let message = format!("the table `{}` has no hierarchy `{hierarchy}`", table.name);
                return Some(new(message).did_you_mean(hierarchy, known));
            }
            let message = format!("the hierarchy `{hierarchy}` of `{}` has no level `{level}`", table.name);
            Some(new(message).did_you_mean(level, names(hierarchy)))
        }
    }
}

fn unknown_table(name: &str, model: &Model) -> Diagnostic {
    let names = model.tables.iter().map(|table| table.name.as_str());
    Diagnostic::new(&UNKNOWN_FIELD, format!("the model has no table `{name}`")).did_you_mean(name, names)
}

fn unknown_column(name: &str, table: &Table) -> Diagnostic {
    let diagnostic = Diagnostic::new(&UNKNOWN_FIELD, format!("the table `{}` has no column `{name}`", table.name));
    match table.measure(name) {
        Some(_) => diagnostic.help(format!("`{name}` is a measure: ask for it as `Measure`")),
        None => diagnostic.did_you_mean(name, table.columns.iter().map(|column| column.name.as_str())),
    }
}

fn unknown_measure(diagnostic: Diagnostic, name: &str, table: &Table, model: &Model) -> Diagnostic {
    if table.column(name).is_some() {
        return diagnostic.help(format!("`{name}` is a column: ask for it as `Column`"));
    }
    let mut elsewhere = model.measures().filter(|(_, measure)| same(measure.name.as_str(), name));
    if let Some((home, _)) = elsewhere.next() {
        return diagnostic.help(format!("the measure stands in `{}`", home.name));
    }
    diagnostic.did_you_mean(name, model.measures().map(|(_, measure)| measure.name.as_str()))
}

/// A level of the date hierarchy beside a column, which only a column with a variation has.
fn unknown_variation(path: &str, wanted: &fields::Variation, model: &Model) -> Option<Diagnostic> {
    let place = |span: &std::ops::Range<usize>| Place::bytes(path, span.clone());
    let Some(table) = model.table(wanted.table) else {
        return Some(unknown_table(wanted.table, model).at(place(&wanted.span), ""));
    };
    let Some(column) = table.column(wanted.column) else {
        return Some(unknown_column(wanted.column, table).at(place(&wanted.span), ""));
    };
    let Some(home) = hierarchy_of(column, wanted.name) else {
        let message = format!("the column `{}` of `{}` has no date hierarchy beside it", column.name, table.name);
        let diagnostic = Diagnostic::new(&UNKNOWN_FIELD, message).at(place(&wanted.span), "");
        return Some(diagnostic.help("it has one with automatic dates switched on, or by a `variation` in the model"));
    };
    let (table, name) = home?.split_once('.')?;
    let home = model.table(unquoted(table))?;
    if let Some((other, span)) = wanted.hierarchy.as_ref().filter(|(name, _)| home.hierarchy(name).is_none()) {
        let message = format!("there is no hierarchy `{other}` beside the column `{}`", column.name);
        let fault = Diagnostic::new(&UNKNOWN_FIELD, message).at(place(span), "");
        let known = home.hierarchies.iter().map(|hierarchy| hierarchy.name.as_str());
        return Some(Diagnostic { severity: Severity::Warning, ..fault }.did_you_mean(other, known));
    }
    let (level, span) = wanted.level.as_ref()?;
    let hierarchy = home.hierarchy(unquoted(name))?;
    let known = || hierarchy.levels.iter().map(|level| level.name.as_str());
    if known().any(|known| same(known, level)) {
        return None;
    }
    let message = format!("the hierarchy `{}` has no level `{level}`", hierarchy.name);
    Some(Diagnostic::new(&UNKNOWN_FIELD, message).at(place(span), "").did_you_mean(level, known()))
}

/// The `defaultHierarchy` of a variation; `None` where the column has no variation of that name.
fn hierarchy_of<'a>(column: &'a Column, name: &str) -> Option<Option<&'a str>> {
    let is_it = |words: &str| words.strip_prefix("variation ").is_some_and(|found| same(unquoted(found), name));
    let variation = column.more.iter().find(|child| is_it(&child.name))?;
    let PropertyValue::Object(_, properties) = &variation.value else { return Some(None) };
    let hierarchy = properties.iter().find(|property| property.name == "defaultHierarchy");
    Some(hierarchy.and_then(|property| match &property.value {
        PropertyValue::Text(text) => Some(text.as_str()),
        _ => None,
    }))
}

fn unquoted(name: &str) -> &str {
    name.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(name)
}

fn label(role: &str) -> String {
    match role {
        "" => String::new(),
        "filter" => "in a filter".to_owned(),
        "sort" => "in a sort order".to_owned(),
        "open filter" => "in a filter without a condition".to_owned(),
        "format" => "in a conditional format".to_owned(),
        "bookmark" => "in a bookmark".to_owned(),
        role => format!("in the role `{role}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{check, sound};
    use super::*;
    use crate::model::Property;

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    fn said(from: &str, to: &str) -> (String, Vec<String>, String) {
        let tree = sound::with(VISUAL, from, to);
        let found = check(&tree, &sound::model());
        assert_eq!(found.len(), 1);
        (found[0].message.clone(), found[0].help.clone(), found[0].labels[0].text.clone())
    }

    #[test]
    fn a_renamed_measure_is_found_again() {
        let (message, help, label) = said("\"Property\": \"Revenue\"", "\"Property\": \"Revenues\"");
        assert_eq!(message, "the table `Sales` has no measure `Revenues`");
        assert_eq!(help, ["did you mean `Revenue`?"]);
        assert_eq!(label, "in the role `Data`");
    }

    #[test]
    fn an_unknown_table_and_a_mixed_up_kind_are_told() {
        assert_eq!(said("\"Entity\": \"Sales\"", "\"Entity\": \"Sale\"").0, "the model has no table `Sale`");
        let (_, help, _) = said("\"Measure\"", "\"Column\"");
        assert_eq!(help, ["`Revenue` is a measure: ask for it as `Measure`"]);
        let (_, help, _) = said("\"Property\": \"Revenue\"", "\"Property\": \"Quantity\"");
        assert_eq!(help, ["`Quantity` is a column: ask for it as `Column`"]);
    }

    #[test]
    fn names_are_found_without_regard_to_case() {
        assert_eq!(
            sound::said(&sound::with(VISUAL, "\"Property\": \"Revenue\"", "\"Property\": \"REVENUE\"")),
            [""; 0]
        );
    }

    fn gone(at: &str) -> Vec<Diagnostic> {
        let field = r#"{"direction": "Ascending", "field": {"Column": {"Expression": {"SourceRef": {"Entity":
            "Sales"}}, "Property": "Gone"}}}"#;
        check(&sound::with(VISUAL, "\"queryState\"", &at.replace("FIELD", field)), &sound::model())
    }

    #[test]
    fn a_sort_order_that_was_left_behind_is_only_warned_of() {
        let found = gone("\"sortDefinition\": {\"sort\": [FIELD]}, \"queryState\"");
        assert_eq!((found.len(), found[0].is_error()), (1, false));
    }

    #[test]
    fn one_field_is_said_once_in_a_file() {
        let found = gone("\"sortDefinition\": {\"sort\": [FIELD]}, \"a\": FIELD, \"queryState\"");
        let found: Vec<_> = found.iter().filter(|found| found.code.id == "PB005").collect();
        assert_eq!((found.len(), found[0].is_error(), found[0].labels.len()), (1, true, 2));
    }

    #[test]
    fn a_date_hierarchy_needs_its_variation() {
        let text = r#"{"HierarchyLevel": {"Expression": {"Hierarchy": {"Expression": {"PropertyVariationSource":
            {"Expression": {"SourceRef": {"Entity": "Sales"}}, "Name": "Variation", "Property": "Quantity"}},
            "Hierarchy": "Date Hierarchy"}}, "Level": "Month"}}"#;
        let json = crate::pbir::json::parse(text).expect("JSON");
        let mut model = sound::model();
        let found = in_file("v.json", &json, "v.json", &model);
        assert_eq!(found[0].message, "the column `Quantity` of `Sales` has no date hierarchy beside it");
        let value = PropertyValue::Object(None, Vec::new());
        model.tables[0].columns[0].more.push(Property { name: "variation Variation".to_owned(), value });
        assert_eq!(in_file("v.json", &json, "v.json", &model), []);
    }
}
