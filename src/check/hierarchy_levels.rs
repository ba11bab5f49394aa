//! MD012, MD013, MD094: the levels of hierarchies.

use std::collections::BTreeMap;

use super::carried::text;
use super::context::{Context, Lookup, column_names, path_in};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Hierarchy, Level, Table};
use crate::name::tmdl_name;
use crate::tmdl::origins::path;

pub static UNRESOLVED_LEVEL: Code = Code {
    id: "MD012",
    name: "unresolved-level",
    severity: Severity::Error,
    explanation: "Each level of a hierarchy is a column of the hierarchy's own table. This one names a column that \
the table does not have, or none.

Wrong:
    hierarchy Calendar
    <tab>level Year
    <tab><tab>column: Yaer
Right:
    hierarchy Calendar
    <tab>level Year
    <tab><tab>column: Year",
};

pub static REPEATED_LEVEL: Code = Code {
    id: "MD013",
    name: "repeated-level",
    severity: Severity::Error,
    explanation: "A column may be one level of a hierarchy, not two, and an ordinal the place of one.

Wrong: levels `Year` and `Calendar Year` that both have `column: Year`.
Right: one level for each column.",
};

pub static EMPTY_HIERARCHY: Code = Code {
    id: "MD094",
    name: "empty-hierarchy",
    severity: Severity::Warning,
    explanation: "A hierarchy without levels is nothing to drill into. The engine refuses to save one.

Wrong: `hierarchy Calendar` and no `level` below it.
Right: levels such as `Year` and `Month`, each with its `column`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        for hierarchy in &table.hierarchies {
            let path = path_in(table, "hierarchy", &hierarchy.name);
            if hierarchy.levels.is_empty() && !context.is_broken(&path) {
                found.push(
                    Diagnostic::new(&EMPTY_HIERARCHY, format!("the hierarchy `{}` has no levels", hierarchy.name))
                        .at(context.origins.place(&path), "")
                        .help("add its levels, or remove it"),
                );
            }
            levels(context, table, hierarchy, found);
            ordinals(context, hierarchy, &path, found);
        }
    }
}

fn levels(context: &Context, table: &Table, hierarchy: &Hierarchy, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let hierarchy_path = path_in(table, "hierarchy", &hierarchy.name);
    for level in &hierarchy.levels {
        let path = path(&hierarchy_path, "level", &level.name);
        let column = level.column.as_str();
        if column.is_empty() {
            found.extend(without_column(context, level, &path));
            continue;
        }
        let place = context.place(&path, "column");
        match context.column(table, column) {
            Lookup::Unknown => {}
            Lookup::Missing => found.push(
                Diagnostic::new(&UNRESOLVED_LEVEL, format!("the table `{}` has no column `{column}`", table.name))
                    .at(place, "")
                    .or_rather(column, column_names(table), tmdl_name),
            ),
            Lookup::Found(_) => match seen.get(&column.to_lowercase()) {
                None => drop(seen.insert(column.to_lowercase(), path)),
                Some(first) => found.push(
                    Diagnostic::new(
                        &REPEATED_LEVEL,
                        format!("the column `{column}` is two levels of the hierarchy `{}`", hierarchy.name),
                    )
                    .at(place, "used again here")
                    .at(context.place(first, "column"), "first used here")
                    .help("remove one of the levels"),
                ),
            },
        }
    }
}

fn ordinals(context: &Context, hierarchy: &Hierarchy, hierarchy_path: &str, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    for level in &hierarchy.levels {
        let Some(ordinal) = text(&level.more, "ordinal") else { continue };
        let path = path(hierarchy_path, "level", &level.name);
        if let Some(first) = seen.get(ordinal) {
            let message = format!("two levels of the hierarchy `{}` have the ordinal {ordinal}", hierarchy.name);
            let fault = Diagnostic::new(&REPEATED_LEVEL, message).at(context.place(&path, "ordinal"), "again here");
            let fault = fault.at(context.place(first, "ordinal"), "first here");
            // Power BI Desktop reads it: which of the two comes first is left to chance.
            found.push(Diagnostic {
                severity: Severity::Warning,
                ..fault.help("number them by their places, from 0 on")
            });
        } else {
            seen.insert(ordinal, path);
        }
    }
}

/// What is written but is no name has been reported; what is not written has not.
fn without_column(context: &Context, level: &Level, path: &str) -> Option<Diagnostic> {
    if context.origins.part(path, "column").is_some() || context.is_broken(path) {
        return None;
    }
    Some(
        Diagnostic::new(&UNRESOLVED_LEVEL, format!("the level `{}` has no column", level.name))
            .at(context.origins.place(path), "")
            .help("add `column: …`"),
    )
}
