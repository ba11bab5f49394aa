//! What a visual asks of the model: the projections of each role and the order of the rows.

use serde_json::{Map, Value, json};
use toml::Spanned;

use super::field::{self, FIELD_SYNTAX, Found};
use super::page_file::{Page, VisualEntry};
use crate::diag::Diagnostic;
use crate::model::Model;

/// Roles that can be drilled into: the first field of each is the level that is shown.
const DRILLABLE: &[&str] = &["Category", "Rows", "Columns", "Group"];

/// The `query` of a visual, `null` where it shows no field.
pub fn query(entry: &VisualEntry, page: &Page, model: &Model, faults: &mut Vec<Diagnostic>) -> Value {
    let mut state = Map::new();
    for (role, fields) in &entry.fields {
        let drillable = DRILLABLE.contains(&role.as_str()) || entry.kind.get_ref() == "slicer";
        let mut projections = Vec::new();
        for text in fields {
            let first = projections.is_empty();
            match field::find(text.get_ref(), model, page.place(text.span())) {
                Ok(found) => projections.push(projection(&found, first && drillable && !found.is_measure())),
                Err(fault) => faults.push(fault),
            }
        }
        state.insert(role.clone(), json!({ "projections": projections }));
    }
    if state.is_empty() {
        return Value::Null;
    }
    let sort: Vec<Value> = entry.sort.iter().filter_map(|text| sort(text, page, model, faults)).collect();
    let sort = if sort.is_empty() { Value::Null } else { json!({ "sort": sort }) };
    json!({ "queryState": state, "sortDefinition": sort })
}

fn projection(found: &Found, active: bool) -> Value {
    json!({
        "field": found.entity(),
        "queryRef": found.query_ref(),
        "nativeQueryRef": found.native_query_ref(),
        "active": if active { Value::Bool(true) } else { Value::Null },
        "displayName": found.label,
    })
}

fn sort(text: &Spanned<String>, page: &Page, model: &Model, faults: &mut Vec<Diagnostic>) -> Option<Value> {
    let written = text.get_ref().trim();
    let directions = [(" asc", "Ascending"), (" desc", "Descending")];
    let ordered = directions.iter().find_map(|(word, direction)| Some((written.strip_suffix(word)?, *direction)));
    let Some((field, direction)) = ordered else {
        let message = format!("`{written}` does not say in which direction to sort");
        faults.push(
            Diagnostic::new(&FIELD_SYNTAX, message)
                .at(page.place(text.span()), "")
                .help(format!("write `{written} asc` or `{written} desc`")),
        );
        return None;
    };
    match field::find(field, model, page.place(text.span())) {
        Ok(found) => Some(json!({ "field": found.entity(), "direction": direction })),
        Err(fault) => {
            faults.push(fault);
            None
        }
    }
}
