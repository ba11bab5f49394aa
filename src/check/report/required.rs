//! PB049: a file of a report lacks what its kind must have.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::schema::{self, Kind};

pub const REQUIRED: Code = Code {
    id: "PB049",
    name: "missing-property",
    severity: Severity::Error,
    explanation: "\
A file of the report lacks a property that its kind must have: a page its `name`, `displayName` and `displayOption`, a
visual its `name`, a bookmark its `name`, `displayName` and `explorationState`. Power BI Desktop refuses the file.

Wrong:  a `page.json` without \"displayName\"
Right:  a `page.json` with \"displayName\": \"Overview\"
",
};

/// What no other rule speaks of.
fn wanted(kind: &Kind) -> &'static [&'static str] {
    match kind.path {
        path if path == schema::PAGE.path => &["name", "displayName", "displayOption"],
        path if path == schema::VISUAL.path => &["name"],
        path if path == schema::MOBILE.path => &["position"],
        path if path == schema::BOOKMARK.path => &["name", "displayName", "explorationState"],
        path if path == schema::BOOKMARKS.path => &["items"],
        path if path == schema::EXTENSIONS.path => &["name"],
        _ => &[],
    }
}

const DISPLAY_OPTIONS: [&str; 5] = ["FitToPage", "FitToWidth", "ActualSize", "ActualSizeTopLeft", "DeprecatedDynamic"];

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        let Some(kind) = schema::expected(project.read.inside(path)) else { continue };
        for key in wanted(kind).iter().filter(|key| json.get(key).is_none()) {
            let name = path.rsplit('/').next().unwrap_or(path);
            let start = json.span.start;
            let diagnostic = Diagnostic::new(&REQUIRED, format!("this `{name}` has no `{key}`"));
            found.push(diagnostic.at(Place::bytes(path, start..start + 1), ""));
        }
    }
    found.extend(project.pages().filter_map(|(path, json)| display_option(path, json)));
    found
}

fn display_option(path: &str, json: &Json) -> Option<Diagnostic> {
    let value = json.get("displayOption")?;
    let name = value.text().filter(|name| !DISPLAY_OPTIONS.contains(name))?;
    let diagnostic = Diagnostic::new(&REQUIRED, format!("there is no way `{name}` to show a page"));
    Some(diagnostic.at(Place::bytes(path, value.span.clone()), "").did_you_mean(name, DISPLAY_OPTIONS))
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const PAGE: &str = "X.Report/definition/pages/p1/page.json";

    #[test]
    fn a_page_is_called_something_and_shown_somehow() {
        assert_eq!(said(&with(PAGE, "\"displayName\"", "\"title\"")), ["PB049 this `page.json` has no `displayName`"]);
        assert_eq!(said(&with(PAGE, "FitToPage", "FitPage")), ["PB049 there is no way `FitPage` to show a page"]);
        assert_eq!(said(&with(PAGE, "FitToPage", "ActualSize")), [""; 0]);
    }
}
