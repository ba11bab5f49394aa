//! MD099: display folders without a name.

use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static UNNAMED_FOLDER: Code = Code {
    id: "MD099",
    name: "unnamed-folder",
    severity: Severity::Warning,
    explanation:
        "Display folders nest by backslashes, and a semicolon begins another place for the same field. Between \
two of them stands a name.

Wrong: `displayFolder: Sales\\\\Growth`
Right: `displayFolder: Sales\\Growth`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let columns = table.columns.iter().map(|one| ("column", one.name.as_str(), &one.display_folder));
        let measures = table.measures.iter().map(|one| ("measure", one.name.as_str(), &one.display_folder));
        let hierarchies = table.hierarchies.iter().map(|one| ("hierarchy", one.name.as_str(), &one.display_folder));
        for (kind, name, folder) in columns.chain(measures).chain(hierarchies) {
            let Some(folder) = folder.as_deref().filter(|folder| has_gap(folder)) else { continue };
            found.push(
                Diagnostic::new(&UNNAMED_FOLDER, format!("a folder of `{folder}` has no name"))
                    .at(context.place(&path_in(table, kind, name), "displayFolder"), "")
                    .help("write one backslash between two names"),
            );
        }
    }
}

/// A backslash at either end does no harm.
fn has_gap(folders: &str) -> bool {
    folders
        .split(';')
        .any(|folder| folder.trim_matches('\\').split('\\').any(|name| name.trim().is_empty()) && !folder.is_empty())
}
