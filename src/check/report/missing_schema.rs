//! PB003: a file of the report does not say which schema it follows.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::schema;

pub const MISSING_SCHEMA: Code = Code {
    id: "PB003",
    name: "missing-schema",
    severity: Severity::Error,
    explanation: "\
The JSON files of a report name the schema they follow in `$schema`. Power BI Desktop tells the version of a file by
it, and publishing through the Fabric API refuses files without it.

Wrong:  { \"version\": \"2.0.0\" }
Right:  { \"$schema\": \"https://developer.microsoft.com/json-schemas/fabric/item/report/definition/versionMetadata/1.0.0/schema.json\",
          \"version\": \"2.0.0\" }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let definition = project.read.path("definition/");
    // Not `definition.pbir`: for long Desktop itself wrote it without one.
    let platform = project.read.path(".platform");
    // What nothing looks for has been said to be so.
    let files = project.read.files.iter().filter(|(path, _)| schema::expected(project.read.inside(path)).is_some());
    let wanted = files.filter(|(path, _)| path.starts_with(&definition) || **path == platform);
    wanted
        .filter(|(_, json)| json.get("$schema").is_none())
        .map(|(path, json)| {
            let start = json.span.start;
            Diagnostic::new(&MISSING_SCHEMA, format!("`{path}` does not name its `$schema`"))
                .at(Place::bytes(path, start..start + 1), "")
                .help("copy the `$schema` of a file of the same kind that Power BI Desktop has saved")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree};

    #[test]
    fn a_file_without_a_schema_is_named_and_a_theme_needs_none() {
        let mut tree = tree();
        tree.insert("X.Report/definition/version.json", "{\"version\": \"2.0.0\"}");
        assert_eq!(said(&tree), ["PB003 `X.Report/definition/version.json` does not name its `$schema`"]);
    }
}
