//! Filters of a visual: the top of a column by a measure, and the values of a column that are kept.

use serde_json::{Value, json};

use super::field::{self, Found};
use super::format::literal;
use super::ids;
use super::page_file::{Only, PAGE_FILE, Page, Top, VisualEntry};
use crate::diag::Diagnostic;
use crate::model::Model;

/// The `filterConfig` of a visual, `null` where it has no filter.
pub fn filters(entry: &VisualEntry, name: &str, page: &Page, model: &Model, faults: &mut Vec<Diagnostic>) -> Value {
    let mut filters = Vec::new();
    let top = entry.top.as_ref().map(|top| top_filter(top, name, page, model));
    let only = entry.only.iter().map(|only| only_filter(only, name, page, model));
    for filter in top.into_iter().chain(only) {
        match filter {
            Ok(filter) => filters.push(filter),
            Err(fault) => faults.push(fault),
        }
    }
    if filters.is_empty() { Value::Null } else { json!({ "filters": filters }) }
}

/// A column: what a filter can keep values of.
fn column(text: &toml::Spanned<String>, page: &Page, model: &Model) -> Result<Found, Diagnostic> {
    let found = field::find(text.get_ref(), model, page.place(text.span()))?;
    if found.is_measure() {
        let message = format!("`{}` has no values to choose from: it is not a column", text.get_ref());
        return Err(Diagnostic::new(&PAGE_FILE, message).at(page.place(text.span()), "").help("name a column"));
    }
    Ok(found)
}

fn filter(page: &Page, name: &str, found: &Found, kind: &str, body: Value) -> Value {
    json!({
        "name": ids::filter(&page.key, name, &format!("{kind} {}", found.query_ref())),
        "field": found.entity(),
        "type": kind,
        "filter": body,
    })
}

fn source(alias: &str, found: &Found) -> Value {
    json!({ "Name": alias, "Entity": found.table, "Type": 0 })
}

fn only_filter(only: &Only, name: &str, page: &Page, model: &Model) -> Result<Value, Diagnostic> {
    let found = column(&only.field, page, model)?;
    let values: Vec<Value> = only.values.iter().filter_map(|value| Some(json!([literal(value)?]))).collect();
    if values.is_empty() || values.len() < only.values.len() {
        return Err(Diagnostic::new(&PAGE_FILE, "`values` must be texts, numbers or booleans, and at least one")
            .at(page.place(only.field.span()), ""));
    }
    let kept = found.expression(&json!({ "Source": "t" }));
    let condition = json!({ "In": { "Expressions": [kept], "Values": values } });
    let body = json!({
        "Version": 2,
        "From": [source("t", &found)],
        "Where": [{ "Condition": condition }],
    });
    Ok(filter(page, name, &found, "Categorical", body))
}

fn top_filter(top: &Top, name: &str, page: &Page, model: &Model) -> Result<Value, Diagnostic> {
    let of = column(&top.of, page, model)?;
    let by = field::find(top.by.get_ref(), model, page.place(top.by.span()))?;
    let kept = of.expression(&json!({ "Source": "t" }));
    let mut selected = kept.clone();
    if let Some(selected) = selected.as_object_mut() {
        selected.insert("Name".to_owned(), json!("field"));
    }
    // One alias a table: a query that names a table twice would join it with itself.
    let by_alias = if by.table == of.table { "t" } else { "m" };
    let mut from = vec![source("t", &of)];
    if by.table != of.table {
        from.push(source("m", &by));
    }
    let subquery = json!({
        "Version": 2,
        "From": from,
        "Select": [selected],
        "OrderBy": [{ "Direction": 2, "Expression": by.expression(&json!({ "Source": by_alias })) }],
        "Top": top.count,
    });
    let condition = json!({ "In": { "Expressions": [kept], "Table": { "SourceRef": { "Source": "subquery" } } } });
    let body = json!({
        "Version": 2,
        "From": [
            { "Name": "subquery", "Expression": { "Subquery": { "Query": subquery } }, "Type": 2 },
            source("t", &of),
        ],
        "Where": [{ "Condition": condition }],
    });
    Ok(filter(page, name, &of, "TopN", body))
}
