//! PB015: a file is newer than this program. PB016: a file names a schema that is not its own.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::schema::{self, Kind};

pub const NEWER_SCHEMA: Code = Code {
    id: "PB015",
    name: "newer-schema",
    severity: Severity::Note,
    explanation: "\
The file names a version of its schema that is newer than those this program knows. It is checked as the newest known
one is; what that one does not have is not judged. A version that is newer by far is a warning: most likely it was
mistyped.

Wrong:  \"$schema\": \"…/item/report/definition/page/99.0.0/schema.json\"
Right:  \"$schema\": \"…/item/report/definition/page/2.0.0/schema.json\"
",
};

pub const WRONG_SCHEMA: Code = Code {
    id: "PB016",
    name: "wrong-schema",
    severity: Severity::Error,
    explanation: "\
`$schema` names the schema of another kind of file, a version that was never published, or none of Power BI's at all.
Power BI Desktop tells by it how to read the file: it refuses the report, or opens a project as an empty one.

Wrong:  a `page.json` with \"$schema\": \"…/item/report/definition/visualContainer/2.0.0/schema.json\"
Right:  a `page.json` with \"$schema\": \"…/item/report/definition/page/2.0.0/schema.json\"
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let files = project.read.files.iter();
    let all = files.filter_map(|(path, json)| of_file(path, json, schema::expected(project.read.inside(path))?));
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut others = 0;
    for diagnostic in all {
        // A newer Power BI Desktop has saved all files of a kind: that is said once.
        let is_said = diagnostic.code == &NEWER_SCHEMA && found.iter().any(|said| said.message == diagnostic.message);
        others += usize::from(is_said);
        if !is_said {
            found.push(diagnostic);
        }
    }
    if let Some(first) = found.iter_mut().find(|found| found.code == &NEWER_SCHEMA).filter(|_| others > 0) {
        first.notes.push(format!("{others} more files are newer"));
    }
    found
}

/// A version that is newer by more was most likely never published.
const FAR: u32 = 20;

/// What is wrong with the `$schema` of one file of this kind.
pub fn of_file(path: &str, json: &Json, kind: &Kind) -> Option<Diagnostic> {
    let value = json.get("$schema")?;
    let place = Place::bytes(path, value.span.clone());
    let Some(address) = value.text() else {
        let fault = Diagnostic::new(&WRONG_SCHEMA, "`$schema` is no text").at(place, "");
        return Some(fault.help(format!("write `{}`", kind.address(kind.newest()))));
    };
    let help = format!("write `{}`", kind.address(kind.newest()));
    let wrong = |message: String| {
        let mut diagnostic = Diagnostic::new(&WRONG_SCHEMA, message).at(place.clone(), "").help(help.clone());
        if kind == &schema::SEMANTIC_MODEL {
            // Tools of Microsoft's own write another one there, and the model opens.
            diagnostic.severity = Severity::Warning;
        }
        Some(diagnostic)
    };
    let Some(named) = schema::named(address) else {
        return wrong(format!("`{address}` is not a schema of Power BI"));
    };
    if named.path != kind.path {
        return wrong(format!("this is the schema of another kind of file, `{}`", named.path));
    }
    if kind.versions.contains(&named.version) {
        return None;
    }
    let version = format!("{}.{}.0", named.version.0, named.version.1);
    if named.version < kind.newest() {
        return wrong(format!("the schema was never published in version `{version}`"));
    }
    let name = kind.path.rsplit('/').next().unwrap_or(kind.path);
    let message = format!("version `{version}` of the schema `{name}` is newer than those known");
    let newest = kind.newest();
    let mut newer = Diagnostic::new(&NEWER_SCHEMA, message).at(place, "");
    if named.version.0 > newest.0 + 1 || named.version.1 > newest.1 + FAR {
        newer.severity = Severity::Warning;
    }
    Some(newer.note(format!("the newest known is `{}.{}.0`", newest.0, newest.1)))
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const PAGE: &str = "X.Report/definition/pages/p1/page.json";

    #[test]
    fn the_schema_of_another_kind_and_none_at_all_are_refused() {
        let said_of = |to: &str| said(&with(PAGE, "page/2.0.0", to)).join("");
        assert!(said_of("report/3.0.0").starts_with("PB016 this is the schema of another kind of file"));
        assert!(said_of("page/1.9.0").contains("never published in version `1.9.0`"));
        assert!(said_of("page/1.x.x").contains("is not a schema of Power BI"));
    }

    #[test]
    fn a_newer_version_is_noted_and_a_known_one_passes() {
        assert!(said(&with(PAGE, "page/2.0.0", "page/2.7.0")).join("").starts_with("PB015"));
        assert_eq!(said(&with(PAGE, "page/2.0.0", "page/1.4.0")), [""; 0]);
    }
}
