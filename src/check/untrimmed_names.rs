//! MD071: names with blanks around them.

use super::context::{Context, path_in, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;
use crate::tmdl::origins::path;

pub static UNTRIMMED_NAME: Code = Code {
    id: "MD071",
    name: "untrimmed-name",
    severity: Severity::Warning,
    explanation: "A name begins or ends with a blank. Nobody sees it, DAX must write it, and the engine may take it \
off, so that what names the object no longer finds it.

Wrong: `column 'Region '`.
Right: `column Region`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let model = context.model;
    let roles = model.roles.iter().map(|role| ("role", role.name.as_str(), path("", "role", role.name.as_str())));
    let queries =
        model.expressions.iter().map(|one| ("expression", one.name.as_str(), path("", "expression", &one.name)));
    for (kind, name, path) in model.tables.iter().flat_map(of_table).chain(roles).chain(queries) {
        if name.trim() != name {
            let message = format!("the name of the {kind} `{}` begins or ends with a blank", name.trim());
            found.push(
                Diagnostic::new(&UNTRIMMED_NAME, message)
                    .at(context.origins.place(&path), "")
                    .help("remove the blank, here and where the name is used"),
            );
        }
    }
}

/// The objects that people see or DAX names, with their kinds and paths.
fn of_table(table: &Table) -> Vec<(&'static str, &str, String)> {
    let mut names = vec![("table", table.name.as_str(), table_path(table))];
    let mut add = |kind, name| names.push((kind, name, path_in(table, kind, name)));
    table.columns.iter().for_each(|column| add("column", column.name.as_str()));
    table.measures.iter().for_each(|measure| add("measure", measure.name.as_str()));
    table.hierarchies.iter().for_each(|hierarchy| add("hierarchy", &hierarchy.name));
    names
}
