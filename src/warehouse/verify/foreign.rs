//! Every foreign key resolves: those of the new tables, to new tables and to those carried over, and those of the
//! tables carried over to new ones. A key with a null in it refers to nothing, as in SQL.

use std::collections::BTreeMap;

use polars_core::frame::DataFrame;

use super::super::Error;
use super::super::index::{Index, MISSING};
use super::{Carried, Key, counted, ticked, unreadable};
use crate::catalog::{ForeignKey, Table};
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::ColumnName;
use crate::parallel;

pub const UNRESOLVED_KEY: Code = Code {
    id: "SC025",
    name: "unresolved-key",
    severity: Severity::Error,
    explanation: "Rows refer to a row of another table that is not there. Power BI would show them under a blank \
                  entry, and row-level security that filters through the relationship would hide them from everybody.",
};

pub const TARGET_NOT_UNIQUE: Code = Code {
    id: "SC026",
    name: "target-not-unique",
    severity: Severity::Error,
    explanation: "A foreign key refers to columns that do not identify one row of their table.",
};

/// One foreign key and its two sides.
struct Reference<'a> {
    from: &'a Table,
    key: &'a ForeignKey,
    to: &'a Table,
}

pub fn check(tables: &[(&Table, &DataFrame)], carried: &Carried<'_>) -> Result<Vec<Diagnostic>, Error> {
    let references = references(tables, carried.tables);
    let read = read_carried(&references, tables, carried)?;
    let frame = |table: &Table| {
        let new = tables.iter().find(|(new, _)| new.name == table.name).map(|(_, frame)| *frame);
        new.or_else(|| read.get(table.name.as_str()))
    };
    let checked = parallel::map(&references, |reference| match (frame(reference.from), frame(reference.to)) {
        (Some(from), Some(to)) => check_one(reference, from, to),
        _ => Ok(None),
    });
    Ok(checked.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// What has to be checked: a key between two tables that both stay has been, when they were published.
fn references<'a>(tables: &[(&'a Table, &DataFrame)], carried: &'a [Table]) -> Vec<Reference<'a>> {
    let new = |table: &Table| tables.iter().any(|(new, _)| new.name == table.name);
    let all = || tables.iter().map(|(table, _)| *table).chain(carried);
    let keys = all().flat_map(|from| from.foreign_keys.iter().map(move |key| (from, key)));
    let pairs = keys.filter_map(|(from, key)| {
        let to = all().find(|table| table.name == key.to_table)?;
        Some(Reference { from, key, to })
    });
    pairs.filter(|reference| new(reference.from) || new(reference.to)).collect()
}

/// Of the tables carried over the key columns that take part, and nothing else.
fn read_carried(
    references: &[Reference<'_>],
    tables: &[(&Table, &DataFrame)],
    carried: &Carried<'_>,
) -> Result<BTreeMap<String, DataFrame>, Error> {
    let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for reference in references {
        for (table, columns) in [(reference.from, &reference.key.columns), (reference.to, &reference.key.to_columns)] {
            if tables.iter().any(|(new, _)| new.name == table.name) {
                continue;
            }
            let wanted = wanted.entry(table.name.as_str()).or_default();
            wanted.extend(columns.iter().map(ColumnName::as_str));
            wanted.sort_unstable();
            wanted.dedup();
        }
    }
    wanted.into_iter().map(|(table, columns)| Ok((table.to_owned(), (carried.read)(table, &columns)?))).collect()
}

fn check_one(reference: &Reference<'_>, from: &DataFrame, to: &DataFrame) -> Result<Option<Diagnostic>, Error> {
    let Reference { from: table, key, to: target } = reference;
    let from = Key::new(table, &key.columns, from)?;
    let to = Key::new(target, &key.to_columns, to)?;
    let index = Index::new(&to.columns).map_err(unreadable(target))?;
    let names = ticked(key.columns.iter().map(ColumnName::as_str));
    if index.distinct < index.rows.len() && key.to_columns != target.primary_key {
        let targets = ticked(key.to_columns.iter().map(ColumnName::as_str));
        let message = format!("{names} of `{}` refers to {targets} of `{}`, which repeats", table.name, target.name);
        return Ok(Some(Diagnostic::new(&TARGET_NOT_UNIQUE, message).help("refer to the primary key of the table")));
    }
    let codes = index.find(&from.columns).map_err(unreadable(table))?;
    let unresolved: Vec<usize> = (0..codes.len()).filter(|row| codes[*row] == MISSING).collect();
    if unresolved.is_empty() {
        return Ok(None);
    }
    let own = Index::new(&from.columns).map_err(unreadable(table))?;
    let keys = own.tally(unresolved.iter().copied());
    let examples = from.examples(keys.iter().copied());
    let (rows, keys) = (counted(unresolved.len(), "row"), counted(keys.len(), "key"));
    let message = format!("`{}` refers by {names} to {keys} that `{}` has not, in {rows}", table.name, target.name);
    Ok(Some(Diagnostic::new(&UNRESOLVED_KEY, message).note(examples)))
}
