//! PB039: a bookmark speaks of a page or visual that is not there.

use super::{Project, misspelt_keys};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::json::Kind;
use crate::report::Page;

pub const BOOKMARK_TARGET: Code = Code {
    id: "PB039",
    name: "bookmark-target",
    severity: Severity::Warning,
    explanation: "\
A bookmark goes to a page (`activeSection`) and restores the state of visuals on it, each by its `name`. What is not in
the report any more cannot be restored. (Only a note for a visual by a name such as Power BI Desktop gives: it leaves
deleted visuals in bookmarks; a warning again where it is all but one that is there, or where the bookmark is of chosen
visuals and has none of them left.)

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
            if let Some(name) = value.text().filter(|name| !named(name)) {
                let all = pages.iter().flat_map(|page| &page.visuals).map(|visual| visual.id.as_str());
                let fault = gone(name, all, format!("the report has no visual `{name}`"), path, &value.span);
                found.extend(fault.filter(|fault| fault.severity > Severity::Note));
            }
        }
        found.extend(without_targets(path, json, named));
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
    let unknown = states.iter().chain(groups).filter(|state| !known().any(|name| name == state.key));
    let said = unknown.filter_map(|state| {
        let message = format!("the page `{}` has no visual `{}`", page.display_name, state.key);
        gone(&state.key, known(), message, path, &state.key_span)
    });
    said.collect()
}

/// A name of no visual: only a note of one that was deleted.
fn gone<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    message: String,
    path: &str,
    span: &std::ops::Range<usize>,
) -> Option<Diagnostic> {
    let fault = Diagnostic::new(&BOOKMARK_TARGET, message).at(Place::bytes(path, span.clone()), "");
    // Two of the names that Power BI Desktop gives are never nearly the same.
    let is_left = is_id(name) && misspelt_keys::near(name, known.clone()).is_none();
    let severity = if is_left { Severity::Note } else { Severity::Warning };
    Some(Diagnostic { severity, ..fault }.did_you_mean(name, known))
}

/// A bookmark of chosen visuals that are all gone.
fn without_targets(path: &str, bookmark: &Json, is_there: impl Fn(&str) -> bool) -> Option<Diagnostic> {
    let options = bookmark.get("options")?;
    let targets = options.get("targetVisualNames")?;
    let is_chosen = options.get("applyOnlyToTargetVisuals").is_some_and(|json| json.kind == Kind::Bool(true));
    let is_left = targets.items().iter().any(|target| target.text().is_none_or(|name| is_there(name) || !is_id(name)));
    if !is_chosen || targets.items().is_empty() || is_left {
        return None;
    }
    let fault = Diagnostic::new(&BOOKMARK_TARGET, "none of the visuals that the bookmark is of is left");
    Some(fault.at(Place::bytes(path, targets.span.start..targets.span.start + 1), ""))
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

    #[test]
    fn an_id_that_is_nearly_one_is_no_deleted_visual() {
        let (id, other) = ("d8a1d20ba39f8823afef", "0123d20ba39f8823afef");
        let of = |name: &str, target: &str| {
            let mut tree = tree();
            let visual = "X.Report/definition/pages/p1/visuals/v1/visual.json";
            let text = tree.text(visual).expect("a visual").replace("\"v1\"", &format!("\"{id}\""));
            tree.remove(visual);
            tree.insert(visual.replace("v1", id), text);
            bookmark(&mut tree, "b1", "p1", name);
            let file = "X.Report/definition/bookmarks/b1.bookmark.json";
            let options =
                format!("\"options\": {{\"applyOnlyToTargetVisuals\": true, \"targetVisualNames\": [\"{target}\"]}}");
            let text = tree.text(file).expect("a bookmark");
            let text = text.replace("\"displayName\"", &format!("{options}, \"displayName\""));
            tree.insert(file, text);
            let found = super::super::check(&tree, &super::super::sound::model());
            found
                .iter()
                .map(|found| format!("{} {}", found.severity.as_str(), found.message))
                .collect::<Vec<_>>()
                .join("|")
        };
        assert_eq!(of(id, id), "");
        assert_eq!(of(other, id), format!("note the page `P` has no visual `{other}`"));
        let near = id.replace("39", "93");
        assert_eq!(of(&near, id), format!("warning the page `P` has no visual `{near}`"));
        assert!(of(id, other).contains("warning none of the visuals that the bookmark is of is left"));
    }
}
