//! PB047: the report has no page.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const NO_PAGES: Code = Code {
    id: "PB047",
    name: "no-pages",
    severity: Severity::Error,
    explanation: "\
A report has at least one page, a folder in `definition/pages` with a `page.json`. Without one Power BI Desktop does not
open it.

Wrong:  definition/report.json, definition/version.json
Right:  definition/report.json, definition/version.json, definition/pages/overview/page.json
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let read = project.read;
    let path = read.path("definition/report.json");
    let pages = read.path("definition/pages/");
    let has_pages = project.tree.paths().any(|path| path.strip_prefix(&pages).is_some_and(|rest| rest.contains('/')));
    // Pages that cannot be read, and a report that is missing as a whole, have been said.
    if has_pages || !read.files.contains_key(&path) {
        return Vec::new();
    }
    vec![
        Diagnostic::new(&NO_PAGES, "the report has no page")
            .at(Place::file(path), "")
            .help("add one in Power BI Desktop"),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree};

    #[test]
    fn a_report_without_a_page_is_none() {
        let mut tree = tree();
        let files: Vec<String> = tree.below("X.Report/definition/pages").map(|(path, _)| path.to_owned()).collect();
        for path in files {
            tree.remove(&path);
        }
        assert_eq!(said(&tree), ["PB047 the report has no page"]);
    }
}
