//! What ties a visual to others: the slicers it is one with, its tooltip's page, the bookmark that it applies.

use serde_json::{Value, json};

use super::ids;
use super::page_file::{PAGE_FILE, Page, VisualEntry};
use super::visual::Known;
use crate::diag::Diagnostic;

#[derive(Default)]
pub struct Links {
    sync: Option<String>,
    /// The page of its tooltips, by id.
    tooltip: Option<String>,
    /// By id.
    pub bookmark: Option<String>,
    hidden: bool,
}

pub fn links(entry: &VisualEntry, page: &Page, known: &Known, faults: &mut Vec<Diagnostic>) -> Links {
    let mut fault = |message: String, span, name: &str, others: Vec<&str>| {
        faults.push(Diagnostic::new(&PAGE_FILE, message).at(page.place(span), "").did_you_mean(name, others));
    };
    let tooltip = entry.tooltip.as_ref().and_then(|name| {
        let tooltips: Vec<&Page> = known.pages.iter().filter(|page| page.file.tooltip).collect();
        let found = tooltips.iter().find(|page| page.key == *name.get_ref());
        if found.is_none() {
            let others = tooltips.iter().map(|page| page.key.as_str()).collect();
            fault(
                format!("`{}` is no page with `tooltip = true`", name.get_ref()),
                name.span(),
                name.get_ref(),
                others,
            );
        }
        found.map(|page| ids::page(&page.key))
    });
    let bookmark = entry.bookmark.as_ref().and_then(|name| {
        let found = known.bookmarks.names().find(|bookmark| bookmark == name.get_ref());
        if found.is_none() {
            let message = format!("there is no bookmark `{}`", name.get_ref());
            fault(message, name.span(), name.get_ref(), known.bookmarks.names().collect());
        }
        found.map(ids::bookmark)
    });
    Links { sync: entry.sync.clone(), tooltip, bookmark, hidden: entry.hidden }
}

impl Links {
    /// Puts them into a visual that a template has made, so that no template has to think of them.
    pub fn apply(&self, json: &mut Value) {
        if self.hidden {
            json["isHidden"] = json!(true);
        }
        let Some(visual) = json.get_mut("visual").and_then(Value::as_object_mut) else { return };
        if let Some(sync) = &self.sync {
            let group = json!({ "groupName": sync, "fieldChanges": true, "filterChanges": true });
            visual.insert("syncGroup".to_owned(), group);
        }
        if let Some(page) = &self.tooltip {
            let literal = |text: String| json!({ "expr": { "Literal": { "Value": text } } });
            let properties = json!({ "show": literal("true".to_owned()), "section": literal(format!("'{page}'")) });
            let container = visual.entry("visualContainerObjects").or_insert(Value::Null);
            if !container.is_object() {
                *container = json!({});
            }
            container["visualTooltip"] = json!([{ "properties": properties }]);
        }
    }
}
