//! PB039: a bookmark speaks of a page or visual that is not there.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::report::Page;

pub const BOOKMARK_TARGET: Code = Code {
    id: "PB039",
    name: "bookmark-target",
    severity: Severity::Warning,
    explanation: "\
A bookmark goes to a page (`activeSection`) and restores the state of visuals on it, each by its `name`. What is not in
the report any more cannot be restored. (Only a note for a visual by a name such as Power BI Desktop gives: it leaves
deleted visuals in bookmarks.)

Wrong:  \"activeSection\": \"gone\"
Right:  \"activeSection\": \"1f0a9c32b7d4e5f60718\"
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let pages = &project.read.report.pages;
    let page = |name: &str| pages.iter().find(|page| page.id == name);
    let names = || pages.iter().map(|page| page.id.as_str());
    let mut found = Vec::new();
    for (path, json) in project.bookmarks() {
        let missing_page = |name: &str, span: std::ops::Range<usize>| {
            let diagnostic = Diagnostic::new(&BOOKMARK_TARGET, format!("the report has no page `{name}`"));
            diagnostic.at(Place::bytes(path, span), "").did_you_mean(name, names())
        };
        let named = |name: &str| pages.iter().any(|page| page.visuals.iter().any(|visual| visual.id == name));
        for value in json.at(&["options", "targetVisualNames"]).map(Json::items).unwrap_or_default() {
            if let Some(name) = value.text().filter(|name| !named(name) && !is_id(name)) {
                let fault = Diagnostic::new(&BOOKMARK_TARGET, format!("the report has no visual `{name}`"));
                found.push(fault.at(Place::bytes(path, value.span.clone()), ""));
            }
        }
        let Some(state) = json.get("explorationState") else { continue };
        let active = state.get("activeSection").and_then(|value| Some((value, value.text()?)));
        if let Some((value, name)) = active.filter(|(_, name)| page(name).is_none()) {
            found.push(missing_page(name, value.span.clone()));
        }
        for section in state.get("sections").map(Json::members).unwrap_or_default() {
            match page(&section.key) {
                Some(page) => found.extend(visuals(path, &section.value, page)),
                None if active.is_some_and(|(_, name)| name == section.key) => {}
                None => found.push(missing_page(&section.key, section.key_span.clone())),
            }
        }
    }
    found
}

/// Whether it is one of the names that Power BI Desktop gives to visuals: twenty digits, a UUID, or an old one's number.
fn is_id(name: &str) -> bool {
    let is_digits = name.len() >= 20 && name.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    is_digits || name.starts_with("VisualContainer")
}

/// The visuals that a bookmark knows on a page that the page does not have.
fn visuals(path: &str, section: &Json, page: &Page) -> Vec<Diagnostic> {
    let states = section.get("visualContainers").map(Json::members).unwrap_or_default();
    let groups = section.get("visualContainerGroups").map(Json::members).unwrap_or_default();
    let known = || page.visuals.iter().map(|visual| visual.id.as_str());
    let gone = states.iter().chain(groups).filter(|state| !known().any(|name| name == state.key));
    gone.map(|state| {
        let message = format!("the page `{}` has no visual `{}`", page.display_name, state.key);
        let place = Place::bytes(path, state.key_span.clone());
        let mut diagnostic = Diagnostic::new(&BOOKMARK_TARGET, message).at(place, "");
        if is_id(&state.key) {
            diagnostic.severity = Severity::Note;
        }
        diagnostic.did_you_mean(&state.key, known())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sound::{bookmark, said, tree};

    fn said_of(page: &str, visual: &str) -> Vec<String> {
        let mut tree = tree();
        bookmark(&mut tree, "b1", page, visual);
        said(&tree)
    }

    #[test]
    fn a_bookmark_goes_to_a_page_that_is_there() {
        assert_eq!(said_of("p1", "v1"), [""; 0]);
        assert_eq!(said_of("p2", "v1"), ["PB039 the report has no page `p2`"]);
        assert_eq!(said_of("p1", "v2"), ["PB039 the page `P` has no visual `v2`"]);
    }
}
