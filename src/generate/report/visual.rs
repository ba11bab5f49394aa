//! One visual of a page file: its context, its template, its JSON.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::page_file::{PAGE_FILE, Page, VisualEntry};
use super::templates::{Templates, UNKNOWN_TEMPLATE};
use super::{filter, format, ids, layout, query};
use crate::diag::Diagnostic;
use crate::model::Model;

/// A visual that is ready to be printed.
pub struct Visual {
    pub id: String,
    pub json: Value,
}

/// The visuals of a page that can be made; why another cannot goes to `faults`.
pub fn visuals(page: &Page, model: &Model, templates: &Templates, faults: &mut Vec<Diagnostic>) -> Vec<Visual> {
    let mut names = BTreeSet::new();
    let mut visuals = Vec::new();
    for (order, entry) in page.file.visuals.iter().enumerate() {
        let name = name(entry);
        if !names.insert(name.clone()) {
            faults.push(
                Diagnostic::new(&PAGE_FILE, format!("two visuals of this page are called `{name}`"))
                    .at(page.place(entry.kind.span()), "the second one")
                    .help("give one of them another `name`"),
            );
            continue;
        }
        visuals.extend(visual(entry, order, &name, page, model, templates, faults));
    }
    visuals
}

/// What a visual's id is made of: its name, its title or its type, whichever is there first.
pub(super) fn name(entry: &VisualEntry) -> String {
    entry.name.as_ref().or(entry.title.as_ref()).unwrap_or(entry.kind.get_ref()).clone()
}

fn visual(
    entry: &VisualEntry,
    order: usize,
    name: &str,
    page: &Page,
    model: &Model,
    templates: &Templates,
    faults: &mut Vec<Diagnostic>,
) -> Option<Visual> {
    let kind = entry.kind.get_ref();
    let template = format!("visuals/{kind}.json.hbs");
    if templates.text(&template).is_none() {
        let known = templates.names("visuals/", ".json.hbs");
        let message = format!("there is no template for visuals of type `{kind}`");
        let diagnostic = Diagnostic::new(&UNKNOWN_TEMPLATE, message).at(page.place(entry.kind.span()), "");
        faults.push(diagnostic.did_you_mean(kind, known).help(format!("or add `model-templates/report/{template}`")));
        return None;
    }
    let Some(position) = layout::position(entry, order, (page.file.width, page.file.height)) else {
        let message = format!("the visual `{name}` has no place");
        let diagnostic = Diagnostic::new(&PAGE_FILE, message).at(page.place(entry.kind.span()), "");
        faults.push(diagnostic.help("say `at = [column, row, width, height]` in cells of the 12 × 12 grid"));
        return None;
    };
    let before = faults.len();
    let query = query::query(entry, page, model, faults);
    let filters = filter::filters(entry, name, page, model, faults);
    let heat = format::heat(entry.heat.as_ref(), page, model).unwrap_or_else(|fault| {
        faults.push(fault);
        Value::Null
    });
    if faults.len() > before {
        return None;
    }
    let id = ids::visual(&page.key, name);
    let context = json!({
        "name": id,
        "title": entry.title,
        "text": entry.text,
        "position": {
            "x": position.x,
            "y": position.y,
            "z": position.z,
            "height": position.height,
            "width": position.width,
            "tabOrder": position.z,
        },
        "query": query,
        "container": format::container(entry.title.as_deref()),
        "filterConfig": filters,
        "heat": heat,
    });
    let mut json = templates.render(&template, &context).map_err(|fault| faults.push(fault)).ok()?;
    format::apply(entry, page, &mut json, faults);
    Some(Visual { id, json })
}
