//! No two rows of a table have one primary key.

use polars_core::frame::DataFrame;

use super::super::Error;
use super::super::index::{Index, NULL};
use super::{Key, counted, ticked, unreadable};
use crate::catalog::Table;
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::ColumnName;

pub const REPEATED_KEY: Code = Code {
    id: "SC024",
    name: "repeated-key",
    severity: Severity::Error,
    explanation: "Several rows of a table have the same primary key. A relationship of the Power BI model needs one \
                  row a key on its one side.",
};

/// Nulls in a key are another rule's matter; rows with one are left out here.
pub fn check(table: &Table, frame: &DataFrame) -> Result<Option<Diagnostic>, Error> {
    if table.primary_key.is_empty() || is_known_unique(table) {
        return Ok(None);
    }
    let key = Key::new(table, &table.primary_key, frame)?;
    let index = Index::new(&key.columns).map_err(unreadable(table))?;
    let filled = (0..index.rows.len()).filter(|row| index.rows[*row] != NULL);
    let mut repeated = index.tally(filled);
    repeated.retain(|(_, count)| *count > 1);
    if repeated.is_empty() {
        return Ok(None);
    }
    let (keys, rows) = (repeated.len(), repeated.iter().map(|(_, count)| count).sum());
    let (keys, rows) = (counted(keys, "key"), counted(rows, "row"));
    let names = ticked(table.primary_key.iter().map(ColumnName::as_str));
    let message = format!("`{}` repeats its primary key ({names}): {keys} in {rows}", table.name);
    let examples = key.examples(repeated.iter().copied());
    Ok(Some(Diagnostic::new(&REPEATED_KEY, message).note(examples)))
}

/// A key of one column has been counted already, with the statistics.
fn is_known_unique(table: &Table) -> bool {
    let [only] = table.primary_key.as_slice() else { return false };
    let Some(statistics) = table.column(only.as_str()).and_then(|column| column.statistics.as_ref()) else {
        return false;
    };
    table.rows == Some(statistics.distinct + statistics.nulls)
}
