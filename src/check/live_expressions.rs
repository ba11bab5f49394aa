//! MD132, MD133: DAX over other rows, where rows are asked at query time.

use super::context::{Context, Lookup, path_in};
use super::dax_references::{Reference, references};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;
use crate::name::same;
use crate::tmdl::origins::{DEFAULT, path};

pub static LIVE_COLUMN: Code = Code {
    id: "MD132",
    name: "live-calculated-column",
    severity: Severity::Error,
    explanation: "A calculated column of a table whose mode is `directQuery` or `dual` becomes part of the query of a \
row: it may read the other columns of its row and nothing else, no measure, no other table and no aggregate.

Wrong: `column Share = [Amount] / SUM(Sales[Amount])` in a table with `mode: directQuery`.
Right: the share as a column of the database, or as a measure.",
};

pub static LIVE_FILTER: Code = Code {
    id: "MD133",
    name: "live-role-filter",
    severity: Severity::Error,
    explanation: "A role's filter on a table whose mode is `directQuery` or `dual` becomes part of the query of its \
rows: it may read the columns of the row and nothing else. A mapping of users to rows has to reach the table by a \
relationship that filters for security in both directions.

Wrong: `tablePermission Region = Region[Name] IN CALCULATETABLE(VALUES(Mapping[Region]), …)` with `mode: dual`.
Right: `tablePermission Mapping = Mapping[User] = USERPRINCIPALNAME()` and a relationship from Mapping to Region.",
};

/// Functions that need more than one row.
const OVER_ROWS: &[&str] = &[
    "ADDCOLUMNS",
    "ALL",
    "ALLEXCEPT",
    "ALLNOBLANKROW",
    "AVERAGE",
    "AVERAGEX",
    "CALCULATE",
    "CALCULATETABLE",
    "COUNT",
    "COUNTA",
    "COUNTBLANK",
    "COUNTROWS",
    "COUNTX",
    "DISTINCT",
    "DISTINCTCOUNT",
    "EXCEPT",
    "FILTER",
    "INTERSECT",
    "ISEMPTY",
    "MAXX",
    "MINX",
    "RANKX",
    "RELATEDTABLE",
    "SUM",
    "SUMMARIZE",
    "SUMMARIZECOLUMNS",
    "SUMX",
    "TOPN",
    "UNION",
    "VALUES",
];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in context.model.tables.iter().filter(|table| table.is_live()) {
        for column in &table.columns {
            let Some(dax) = &column.expression else { continue };
            let message =
                format!("`{}` is asked at query time: `{}` can only read its own row", table.name, column.name);
            let path = path_in(table, "column", column.name.as_str());
            found.extend(one(context, table, dax, Diagnostic::new(&LIVE_COLUMN, message), &path));
        }
    }
    for role in &context.model.roles {
        for permission in &role.table_permissions {
            let Lookup::Found(table) = context.table(permission.table.as_str()) else { continue };
            let Some(dax) = permission.filter.as_ref().filter(|_| table.is_live()) else { continue };
            let message = format!("`{}` is asked at query time: its filter can only read the row", table.name);
            let path = path(&path("", "role", role.name.as_str()), "tablePermission", permission.table.as_str());
            found.extend(one(context, table, dax, Diagnostic::new(&LIVE_FILTER, message), &path));
        }
    }
}

fn one(context: &Context, table: &Table, dax: &str, fault: Diagnostic, path: &str) -> Option<Diagnostic> {
    let references = references(dax);
    if let Some(outside) = references.names.iter().find(|name| is_outside(context, table, name)) {
        let place = context.origins.inside(path, DEFAULT, dax, outside.span.clone());
        return Some(fault.at(place, "not of this row"));
    }
    let function = references.words.iter().find(|word| OVER_ROWS.iter().any(|over| over.eq_ignore_ascii_case(word)))?;
    Some(fault.at(context.place(path, DEFAULT), format!("`{function}` reads other rows")))
}

fn is_outside(context: &Context, home: &Table, reference: &Reference) -> bool {
    match (&reference.table, &reference.column) {
        (Some(table), _) => !same(table, home.name.as_str()),
        (None, Some(name)) => home.column(name).is_none() && matches!(context.measure(name), Lookup::Found(_)),
        (None, None) => false,
    }
}
