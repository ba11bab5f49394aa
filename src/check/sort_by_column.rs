//! MD010, MD011: what a column is sorted by.

use super::context::{Context, Lookup, column_names, path_in};
use super::dax::Bound;
use super::dax_sources::Dax;
use crate::bind::{SitePlace, Target};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Table};
use crate::name::{same, tmdl_name};

pub static UNRESOLVED_SORT_BY: Code = Code {
    id: "MD010",
    name: "unresolved-sort-by",
    severity: Severity::Error,
    explanation: "A column is sorted by another column of the same table. The table has no such column.

Wrong:
    column Month
    <tab>sortByColumn: MonthNumber
Right, where the column is `Month Number`:
    column Month
    <tab>sortByColumn: 'Month Number'",
};

pub static SORTED_BY_ITSELF: Code = Code {
    id: "MD011",
    name: "sorted-by-itself",
    severity: Severity::Error,
    explanation:
        "A column is sorted by itself, or by a column that is in the end sorted by it, or that DAX computes from \
it: a circle.

Wrong:
    column Month
    <tab>sortByColumn: Month
Right:
    column Month
    <tab>sortByColumn: 'Month Number'",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        for column in &table.columns {
            found.extend(one(context, table, column));
        }
    }
}

fn one(context: &Context, table: &Table, column: &Column) -> Option<Diagnostic> {
    let by = column.sort_by_column.as_ref()?.as_str();
    let place = context.place(&path_in(table, "column", column.name.as_str()), "sortByColumn");
    match context.column(table, by) {
        Lookup::Unknown => None,
        Lookup::Missing => {
            let others = column_names(table).filter(|name| *name != column.name.as_str());
            Some(
                Diagnostic::new(&UNRESOLVED_SORT_BY, format!("the table `{}` has no column `{by}`", table.name))
                    .at(place, "")
                    .or_rather(by, others, tmdl_name),
            )
        }
        Lookup::Found(_) if comes_back(context, table, column) => Some(
            Diagnostic::new(&SORTED_BY_ITSELF, format!("the column `{}` is sorted by itself", column.name))
                .at(place, "")
                .help("sort it by a column that gives the order, such as a number, or remove the line"),
        ),
        Lookup::Found(by) if is_computed_from(context, table, by, column) => {
            let message = format!("the column `{}` is sorted by `{}`, which is computed from it", column.name, by.name);
            let fault = Diagnostic::new(&SORTED_BY_ITSELF, message).at(place, "");
            Some(fault.help("give the order where the rows come from, in the query, and not by DAX"))
        }
        Lookup::Found(_) => None,
    }
}

/// Whether the expression of a calculated column needs the other column, by itself or by others that it needs.
fn is_computed_from(context: &Context, table: &Table, column: &Column, from: &Column) -> bool {
    // Of a column that is loaded there is nothing to follow.
    if column.expression.is_none() {
        return false;
    }
    let is_own =
        |dax: &Dax| dax.place == SitePlace::CalculatedColumn && dax.home.is_some_and(|home| home.name == table.name);
    let own: Vec<&Bound> = context.dax.iter().filter(|one| is_own(&one.dax)).collect();
    let mut open = vec![column.name.as_str()];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(name) = open.pop() {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let Some(bound) = own.iter().find(|one| one.dax.name == Some(name)) else { continue };
        for reference in &bound.expression.bound.references {
            let Target::Column(home, needed) = &reference.target else { continue };
            if same(&home.name, table.name.as_str()) {
                if same(&needed.name, from.name.as_str()) {
                    return true;
                }
                open.push(needed.name.as_str());
            }
        }
    }
    false
}

/// Whether following the sort-by columns leads back to the first.
fn comes_back(context: &Context, table: &Table, first: &Column) -> bool {
    let mut at = first;
    for _ in 0..table.columns.len() {
        let Some(by) = &at.sort_by_column else { return false };
        let Lookup::Found(next) = context.column(table, by.as_str()) else { return false };
        if std::ptr::eq(next, first) || next.name == first.name {
            return true;
        }
        at = next;
    }
    false
}
