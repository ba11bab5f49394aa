//! A page's own file: its size, who sees its tab, and what leads to it.

use serde_json::{Value, json};

use super::page_file::{PAGE_FILE, Page};
use super::{field, ids};
use crate::diag::Diagnostic;
use crate::model::Model;

/// What the template of a page is given.
pub fn context(page: &Page, id: &str, model: &Model, faults: &mut Vec<Diagnostic>) -> Value {
    let file = &page.file;
    let mut filters = Vec::new();
    let mut parameters = Vec::new();
    for text in &file.drillthrough {
        let found = match field::find(text.get_ref(), model, page.place(text.span())) {
            Ok(found) if !found.is_measure() => found,
            Ok(_) => {
                let message = format!("`{}` has no values to drill to: it is not a column", text.get_ref());
                faults.push(Diagnostic::new(&PAGE_FILE, message).at(page.place(text.span()), "").help("name a column"));
                continue;
            }
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        // The two find each other by the filter's name.
        let filter = ids::filter(&page.key, "drillthrough", &found.query_ref());
        filters.push(json!({
            "name": filter,
            "field": found.entity(),
            "type": "Categorical",
            "howCreated": "Drillthrough",
        }));
        parameters.push(json!({
            "name": format!("Param_{filter}"),
            "boundFilter": filter,
            "fieldExpr": found.entity(),
        }));
    }
    let kind = match (file.tooltip, parameters.is_empty()) {
        (true, _) => Some("Tooltip"),
        (false, false) => Some("Drillthrough"),
        (false, true) => None,
    };
    let binding = kind.map(|kind| {
        let parameters = if parameters.is_empty() { Value::Null } else { json!(parameters) };
        json!({ "name": ids::binding(&page.key), "type": kind, "parameters": parameters })
    });
    json!({
        "id": id,
        "title": file.title,
        "width": file.width,
        "height": file.height,
        "displayOption": if file.tooltip { "ActualSize" } else { "FitToPage" },
        "visibility": (!page.is_tab()).then_some("HiddenInViewMode"),
        "kind": kind,
        "binding": binding,
        "filterConfig": if filters.is_empty() { Value::Null } else { json!({ "filters": filters }) },
    })
}
