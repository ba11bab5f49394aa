//! PB058: a file that Power BI does not look for where it stands.

use super::Project;
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
    let read = project.read;
    let strays = project.tree.below(&read.folder).map(|(path, _)| path).filter(|path| {
        let inside = read.inside(path);
        let is_json = inside.to_ascii_lowercase().ends_with(".json") || inside.ends_with(".pbir");
        inside.starts_with("definition/") && is_json && schema::expected(inside).is_none()
    });
    strays
        .map(|path| {
            let diagnostic = Diagnostic::new(&STRAY_FILE, format!("nothing looks for `{path}`"));
            diagnostic.at(Place::file(path), "").help(place(path))
        })
        .collect()
}

/// Where such a file belongs.
fn place(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    match name.as_str() {
        "visual.json" => "a visual is `pages/PAGE/visuals/VISUAL/visual.json`",
        "mobile.json" => "it belongs beside a `visual.json`",
        "page.json" => "a page is `pages/PAGE/page.json`",
        "pages.json" => "the list of pages is `definition/pages/pages.json`",
        _ if path.contains("/bookmarks/") || name.ends_with(".bookmark.json") => {
            "a bookmark is `definition/bookmarks/NAME.bookmark.json`"
        }
        _ => "move it out of `definition`, or to its place",
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree};

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
        for path in
            ["definition/notes.md", "StaticResources/RegisteredResources/x.json", "CustomVisuals/a/package.json"]
        {
            assert_eq!(said_of(path), "", "{path}");
        }
    }
}
