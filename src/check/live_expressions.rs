//! MD132, MD133: DAX over other rows, where rows are asked at query time.

use super::context::Context;
use crate::bind::{SitePlace, Target};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;
use crate::name::same;
use crate::tmdl::origins::DEFAULT;

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
    for one in context.dax {
        let Some(table) = one.dax.home.filter(|table| table.is_live()) else { continue };
        let fault = match (one.dax.place, one.dax.name) {
            (SitePlace::CalculatedColumn, Some(column)) => Diagnostic::new(
                &LIVE_COLUMN,
                format!("`{}` is asked at query time: `{column}` can only read its own row", table.name),
            ),
            (SitePlace::RowFilter, _) => Diagnostic::new(
                &LIVE_FILTER,
                format!("`{}` is asked at query time: its filter can only read the row", table.name),
            ),
            _ => continue,
        };
        let references = || one.expression.bound.references.iter();
        let outside = references().find(|reference| is_outside(table, &reference.target));
        let outside = outside.map(|reference| (reference, "not of this row".to_owned()));
        let over_rows = || references().find_map(|reference| Some((reference, over_rows(&reference.target)?)));
        if let Some((reference, label)) = outside.or_else(over_rows) {
            let place = context.origins.inside(&one.dax.path, DEFAULT, one.dax.text, reference.span.clone());
            found.push(fault.at(place, label));
        }
    }
}

fn is_outside(home: &Table, target: &Target) -> bool {
    match target {
        Target::Table(table) | Target::Column(table, _) => !same(&table.name, home.name.as_str()),
        Target::Measure(..) => true,
        _ => false,
    }
}

fn over_rows(target: &Target) -> Option<String> {
    let Target::Function(function) = target else { return None };
    OVER_ROWS.contains(&function.name).then(|| format!("`{}` reads other rows", function.name))
}
