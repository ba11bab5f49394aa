//! One visual of a page file: its context, its template, its JSON.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::bookmarks::Bookmarks;
use super::page_file::{PAGE_FILE, Page, VisualEntry};
use super::templates::{Templates, UNKNOWN_TEMPLATE};
use super::{filter, format, ids, layout, links, query};
use crate::diag::Diagnostic;
use crate::model::Model;

/// A visual that is ready to be printed.
pub struct Visual {
    pub id: String,
    pub json: Value,
    /// Its place on a phone.
    pub mobile: Option<Value>,
}

/// What a visual may name beside the model.
pub struct Known<'a> {
    /// Pages of the report.
    pub pages: &'a [Page],
    pub bookmarks: &'a Bookmarks,
}

/// The visuals of a page that can be made; why another cannot goes to `faults`.
pub fn visuals(
    page: &Page,
    model: &Model,
    templates: &Templates,
    known: &Known,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Visual> {
    let mut names = BTreeSet::new();
    let mut visuals = Vec::new();
    for (order, entry) in page.file.visuals.iter().enumerate() {
        let name = entry.name();
        if !names.insert(name) {
            faults.push(
                Diagnostic::new(&PAGE_FILE, format!("two visuals of this page are called `{name}`"))
                    .at(page.place(entry.kind.span()), "the second one")
                    .help("give one of them another `name`"),
            );
            continue;
        }
        visuals.extend(visual(entry, order, page, model, templates, known, faults));
    }
    visuals
}

fn visual(
    entry: &VisualEntry,
    order: usize,
    page: &Page,
    model: &Model,
    templates: &Templates,
    known: &Known,
    faults: &mut Vec<Diagnostic>,
) -> Option<Visual> {
    let name = entry.name();
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
    let container = format::container(entry.title.as_ref(), page, model).unwrap_or_else(|fault| {
        faults.push(fault);
        Value::Null
    });
    let links = links::links(entry, page, known, faults);
    if faults.len() > before {
        return None;
    }
    let id = ids::visual(&page.key, name);
    let context = json!({
        "name": id,
        "title": entry.title.as_ref().map(toml::Spanned::get_ref),
        "text": entry.text,
        "buttonText": entry.text.as_deref().map(format::text),
        "position": {
            "x": position.x,
            "y": position.y,
            "z": position.z,
            "height": position.height,
            "width": position.width,
            "tabOrder": position.z,
        },
        "query": query,
        "container": container,
        "filterConfig": filters,
        "heat": heat,
        "bookmark": links.bookmark.as_deref().map(format::text),
    });
    let mut json = templates.render(&template, &context).map_err(|fault| faults.push(fault)).ok()?;
    links.apply(&mut json);
    format::apply(entry, page, &mut json, faults);
    let mobile = entry.mobile.map(|cells| layout::mobile(cells, position.z));
    Some(Visual { id, json, mobile })
}
