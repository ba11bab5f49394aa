//! PB036: what a drill-through or tooltip page takes over is bound to no filter.

use std::collections::BTreeMap;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const PAGE_BINDING: Code = Code {
    id: "PB036",
    name: "page-binding",
    severity: Severity::Error,
    explanation: "\
A page for drilling through, or one that serves as a tooltip, lists in `pageBinding` what it takes over. Each parameter
names in `boundFilter` a filter of the same page, which is how the value reaches the visuals; and the names of bindings
are different in the whole report.

Wrong:  \"boundFilter\": \"FilterGone\" where the page's `filterConfig` has no such filter
Right:  \"boundFilter\": \"Filter1a2b\" and a filter with \"name\": \"Filter1a2b\", \"howCreated\": \"Drillthrough\"
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, json) in project.pages() {
        let Some(binding) = json.get("pageBinding") else {
            found.extend(unbound(path, json));
            continue;
        };
        let new = |json: &Json, message: String| {
            Diagnostic::new(&PAGE_BINDING, message).at(Place::bytes(path, json.span.clone()), "")
        };
        if let Some((value, name)) = binding.get("name").and_then(|value| Some((value, value.text()?)))
            && let Some(first) = names.insert(name, path)
        {
            let message = format!("the name `{name}` is that of another page's binding");
            found.push(new(value, message).note(format!("it is that of `{first}`")));
        }
        let kind =
            |json: &Json| json.get("type").and_then(Json::text).filter(|kind| *kind != "Default").map(str::to_owned);
        // Other words are told as words that there are not.
        let known = |bound: &String| matches!(bound.as_str(), "Drillthrough" | "Tooltip");
        if let (Some(page), Some(bound)) = (kind(json), kind(binding).filter(known))
            && page != bound
            && let Some(value) = binding.get("type")
        {
            let mut other = new(value, format!("the page is of the type `{page}`, and its binding `{bound}`"));
            other.severity = Severity::Warning;
            found.push(other.help("write the same type in both"));
        }
        let filters = json.at(&["filterConfig", "filters"]).map(Json::items).unwrap_or_default();
        let known = || filters.iter().filter_map(|filter| filter.get("name")?.text());
        for bound in binding.get("parameters").map(Json::items).unwrap_or_default() {
            let Some(value) = bound.get("boundFilter") else { continue };
            let Some(name) = value.text().filter(|name| !known().any(|known| known == *name)) else { continue };
            let diagnostic = new(value, format!("the page has no filter `{name}`")).did_you_mean(name, known());
            found.push(diagnostic.help("a parameter reaches the page by a filter of the page"));
        }
    }
    found
}

/// A page that is drilled through to by a filter, and does not say so.
fn unbound(path: &str, page: &Json) -> Option<Diagnostic> {
    let filters = page.at(&["filterConfig", "filters"]).map(Json::items).unwrap_or_default();
    let made = filters.iter().filter_map(|filter| filter.get("howCreated"));
    let value = made.into_iter().find(|made| made.text() == Some("Drillthrough"))?;
    let fault = Diagnostic::new(&PAGE_BINDING, "the page has a filter to drill through by, and no `pageBinding`");
    let fault = fault.at(Place::bytes(path, value.span.clone()), "");
    Some(Diagnostic { severity: Severity::Warning, ..fault })
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn a_page_to_drill_through_to_says_so() {
        let filters = r#""filterConfig": {"filters": [{"name": "F1", "howCreated": "Drillthrough"}]}, "displayName""#;
        let said = said(&with("X.Report/definition/pages/p1/page.json", "\"displayName\"", filters));
        assert_eq!(said, ["PB036 the page has a filter to drill through by, and no `pageBinding`"]);
    }

    fn said_of(bound: &str) -> Vec<String> {
        let binding = format!(
            r#""filterConfig": {{"filters": [{{"name": "F1"}}]}}, "pageBinding": {{"name": "Pod", "type":
            "Drillthrough", "parameters": [{{"name": "P", "boundFilter": "{bound}"}}]}}, "displayName""#
        );
        said(&with("X.Report/definition/pages/p1/page.json", "\"displayName\"", &binding))
    }

    #[test]
    fn a_parameter_needs_its_filter() {
        assert_eq!(said_of("F1"), [""; 0]);
        assert_eq!(said_of("F2"), ["PB036 the page has no filter `F2`"]);
    }
}
