//! PB084: a key that the version of the file's schema does not have.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::json::Member;
use crate::pbir::schema::{self, Kind};

pub const KEY_OF_VERSION: Code = Code {
    id: "PB084",
    name: "key-of-another-version",
    severity: Severity::Error,
    explanation: "\
The file names a version of its schema in which the key is not there yet, or is there no more. A schema allows no keys
but its own: by the letter of its own `$schema` the file is wrong, and Power BI Desktop refuses it.

Wrong:  \"landingPageName\": \"overview\" with \"$schema\": \"…/pagesMetadata/1.0.0/schema.json\"
Right:  \"landingPageName\": \"overview\" with \"$schema\": \"…/pagesMetadata/1.1.0/schema.json\"
",
};

/// The keys that came after the first version of their kind, with the version that has them first.
const SINCE: &[(&Kind, &[&str], (u32, u32))] = &[
    (&schema::PAGES, &["landingPageName"], (1, 1)),
    (&schema::PAGE, &["type"], (1, 3)),
    (&schema::VISUAL, &["position", "angle"], (1, 2)),
    (&schema::MOBILE, &["position", "angle"], (1, 2)),
    (&schema::REPORT, &["settings", "fieldParameterReportSettings"], (3, 1)),
    (&schema::REPORT, &["settings", "defaultDataExplorePerspective"], (3, 3)),
    (&schema::REPORT, &["settings", "locale"], (3, 3)),
    (&schema::REPORT, &["settings", "defaultDisplayUnitsToNone"], (3, 3)),
];

/// Those that went, with the last version that has them.
const UNTIL: &[(&Kind, &[&str], (u32, u32))] = &[
    (&schema::REPORT, &["layoutOptimization"], (1, 3)),
    (&schema::REFERENCE, &["datasetReference", "byConnection", "pbiServiceModelId"], (1, 0)),
    (&schema::REFERENCE, &["datasetReference", "byConnection", "pbiModelVirtualServerName"], (1, 0)),
    (&schema::REFERENCE, &["datasetReference", "byConnection", "pbiModelDatabaseName"], (1, 0)),
    (&schema::REFERENCE, &["datasetReference", "byConnection", "name"], (1, 0)),
    (&schema::REFERENCE, &["datasetReference", "byConnection", "connectionType"], (1, 0)),
];

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in &project.read.files {
        let Some(kind) = schema::expected(project.read.inside(path)) else { continue };
        let Some(named) = json.get("$schema").and_then(|address| schema::named(address.text()?)) else { continue };
        if named.path != kind.path || !kind.versions.contains(&named.version) {
            continue;
        }
        let key = |keys: &[&str]| -> Option<&Member> {
            let (last, around) = keys.split_last()?;
            json.at(around)?.members().iter().find(|member| member.key == *last)
        };
        let mut say = |keys: &[&str], version: (u32, u32), when: &str| {
            let Some(member) = key(keys) else { return false };
            let own = format!("{}.{}.0", named.version.0, named.version.1);
            let message = format!("version `{own}` of this file has no `{}`", member.key);
            let fault =
                Diagnostic::new(&KEY_OF_VERSION, message).at(Place::bytes(path.as_str(), member.key_span.clone()), "");
            found.push(fault.help(format!("the schema has it {when} version `{}.{}.0`", version.0, version.1)));
            true
        };
        for (_, keys, first) in SINCE.iter().filter(|(of, _, first)| *of == kind && named.version < *first) {
            say(keys, *first, "from");
        }
        // What went together is said once.
        let gone = UNTIL.iter().filter(|(of, _, last)| *of == kind && named.version > *last);
        for (_, keys, last) in gone {
            if say(keys, *last, "until") {
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn a_key_is_one_of_the_version() {
        let path = "X.Report/definition/pages/pages.json";
        let said_of = |version: &str| {
            let mut tree = with(path, "\"pageOrder\"", "\"landingPageName\": \"p1\", \"pageOrder\"");
            let text = tree.text(path).expect("a list").replace("pagesMetadata/1.1.0", version);
            tree.insert(path, text);
            said(&tree).join("|")
        };
        assert_eq!(said_of("pagesMetadata/1.1.0"), "");
        assert_eq!(said_of("pagesMetadata/1.0.0"), "PB084 version `1.0.0` of this file has no `landingPageName`");
        let report = "X.Report/definition/report.json";
        let old = with(report, "\"themeCollection\"", "\"layoutOptimization\": \"None\", \"themeCollection\"");
        assert_eq!(said(&old), ["PB084 version `3.0.0` of this file has no `layoutOptimization`"]);
    }
}
