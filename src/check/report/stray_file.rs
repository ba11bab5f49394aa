//! PB058: a file that Power BI does not look for where it stands.

use super::{Project, missing_file};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::schema;

pub const STRAY_FILE: Code = Code {
    id: "PB058",
    name: "stray-report-file",
    severity: Severity::Warning,
    explanation: "\
A JSON file below `definition` stands where Power BI Desktop looks for none: a visual one folder too high, a copy, a
bookmark without its ending, a name with another capital letter. What it says is not in the report.

Wrong:  definition/pages/overview/visual.json
Right:  definition/pages/overview/visuals/sales/visual.json
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let missing = missing_file::paths(project);
    // One that is missed elsewhere is named there.
    let strays = paths(project).into_iter().filter(|path| !missing.iter().any(|missing| is_named_alike(path, missing)));
    strays
        .map(|path| {
            let diagnostic = Diagnostic::new(&STRAY_FILE, format!("nothing looks for `{path}`"));
            diagnostic.at(Place::file(path), "").help(place(path))
        })
        .collect()
}

/// The files that nothing looks for.
pub(super) fn paths<'a>(project: &Project<'a>) -> Vec<&'a str> {
    let read = project.read;
    let is_stray = |path: &&str| {
        let inside = read.inside(path);
        let is_json = inside.to_ascii_lowercase().ends_with(".json") || inside.ends_with(".pbir");
        inside.starts_with("definition/") && is_json && schema::expected(inside).is_none()
    };
    project.tree.below(&read.folder).map(|(path, _)| path).filter(is_stray).collect()
}

/// Whether two files have one name, but for upper and lower case.
pub(super) fn is_named_alike(path: &str, other: &str) -> bool {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name(path) == name(other)
}

pub(super) fn is_bookmark(path: &str) -> bool {
    path.contains("/bookmarks/") || path.ends_with(".bookmark.json")
}

/// Where such a file belongs.
fn place(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    match name.as_str() {
        "visual.json" => "a visual is `pages/PAGE/visuals/VISUAL/visual.json`",
        "mobile.json" => "it belongs beside a `visual.json`",
        "page.json" => "a page is `pages/PAGE/page.json`",
        "pages.json" => "the list of pages is `definition/pages/pages.json`",
        _ if is_bookmark(path) => "a bookmark is `definition/bookmarks/NAME.bookmark.json`",
        _ => "move it out of `definition`, or to its place",
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree, without};

    #[test]
    fn a_file_in_the_wrong_place_is_named() {
        let said_of = |path: &str| {
            let mut tree = tree();
            tree.insert(format!("X.Report/{path}"), "{\"$schema\": \"x\"}");
            said(&tree).join("|")
        };
        for path in ["definition/pages/p1/visual.json", "definition/bookmarks/a.json", "definition/notes.json"] {
            assert_eq!(said_of(path), format!("PB058 nothing looks for `X.Report/{path}`"));
        }
        let mut moved = without("X.Report/definition/pages/p1/page.json");
        moved.insert("X.Report/definition/page.json", "{\"$schema\": \"x\"}");
        assert_eq!(said(&moved), ["PB002 the report has no `X.Report/definition/pages/p1/page.json`"]);
        for path in
            ["definition/notes.md", "StaticResources/RegisteredResources/x.json", "CustomVisuals/a/package.json"]
        {
            assert_eq!(said_of(path), "", "{path}");
        }
    }
}
