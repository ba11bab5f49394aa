//! PB004: the version of the report's definition is not one that opens.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const REPORT_VERSION: Code = Code {
    id: "PB004",
    name: "report-version",
    severity: Severity::Error,
    explanation: "\
`definition/version.json` says in which version of PBIR the report is written. With `1.0.0` Power BI Desktop opens
the report and says that it has no pages.

Wrong:  \"version\": \"1.0.0\"
Right:  \"version\": \"2.0.0\"
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let path = project.read.path("definition/version.json");
    let Some(json) = project.read.files.get(&path) else {
        return Vec::new();
    };
    let version = json.get("version");
    let (span, found) = match version {
        Some(version) => (version.span.clone(), version.text().unwrap_or("no text")),
        None => (json.span.clone(), "missing"),
    };
    if found == "2.0.0" {
        return Vec::new();
    }
    let message = match version {
        Some(_) => format!("the report's version is `{found}`, not `2.0.0`"),
        None => "the report's version is missing".to_owned(),
    };
    let mut diagnostic = Diagnostic::new(&REPORT_VERSION, message).at(Place::bytes(path, span), "");
    if found.starts_with(|c: char| c.is_ascii_digit()) && !found.starts_with("1.") && !found.starts_with("0.") {
        // Newer than this program: not for it to call wrong.
        diagnostic.severity = Severity::Warning;
    }
    vec![diagnostic.help("write `2.0.0`")]
}

#[cfg(test)]
mod tests {
    use super::super::{check, sound};

    #[test]
    fn the_version_that_shows_no_pages_is_refused() {
        let path = "X.Report/definition/version.json";
        let found = check(&sound::with(path, "2.0.0", "1.0.0"), &sound::model());
        assert_eq!(found[0].message, "the report's version is `1.0.0`, not `2.0.0`");
        assert!(found[0].is_error());
    }

    #[test]
    fn a_newer_version_is_only_warned_of() {
        let found = check(&sound::with("X.Report/definition/version.json", "2.0.0", "3.1.0"), &sound::model());
        assert_eq!((found.len(), found[0].is_error()), (1, false));
    }
}
