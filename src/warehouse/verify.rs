//! What must hold of tables before they are published: columns and types as the catalog says, keys unique, nothing
//! null that may not be, every foreign key resolved. Everything that does not is told at once.

use polars_core::error::PolarsError;
use polars_core::frame::DataFrame;
use polars_core::frame::column::Column as FrameColumn;

use super::{Error, profile};
use crate::catalog::{Catalog, Column, DataType, Table, consistency};
use crate::diag::{Code, Diagnostic};
use crate::name::ColumnName;
use crate::parallel;

mod foreign;
mod shape;
mod unique;
mod values;

pub const CODES: &[&Code] = &[
    &shape::WRONG_COLUMNS,
    &shape::WRONG_TYPE,
    &values::NULL_VALUE,
    &values::NOT_FINITE,
    &unique::REPEATED_KEY,
    &foreign::UNRESOLVED_KEY,
    &foreign::TARGET_NOT_UNIQUE,
];

/// How many values a diagnostic shows.
const EXAMPLES: usize = 5;

/// Reads the named columns of a table that is carried over.
pub type ReadColumns<'a> = dyn Fn(&str, &[&str]) -> Result<DataFrame, Error> + Sync + 'a;

/// The tables that stay as they are, and how to read some columns of one: foreign keys go to them and come from them.
pub struct Carried<'a> {
    pub tables: &'a [Table],
    pub read: &'a ReadColumns<'a>,
}

/// The catalog's tables with row counts and statistics, in the order given; or everything that is wrong.
pub fn verify(tables: &[(Table, DataFrame)], carried: &Carried<'_>) -> Result<Vec<Table>, Error> {
    let all = tables.iter().map(|(table, _)| table).chain(carried.tables);
    let faults = consistency::faults(&Catalog { tables: all.cloned().collect() });
    let mut wrong: Vec<Diagnostic> = faults.into_iter().map(|fault| fault.diagnostic).collect();
    wrong.extend(tables.iter().flat_map(|(table, frame)| shape::check(table, frame)));
    // Values are looked at only where names and types can be relied on.
    refuse(wrong)?;
    let described = describe(tables)?;
    let tables: Vec<(&Table, &DataFrame)> = described.iter().zip(tables.iter().map(|(_, frame)| frame)).collect();
    let own = parallel::map(&tables, |(table, frame)| {
        let mut wrong = values::check(table, frame)?;
        wrong.extend(unique::check(table, frame)?);
        Ok(wrong)
    });
    let mut wrong = own.into_iter().collect::<Result<Vec<_>, Error>>()?.concat();
    wrong.extend(foreign::check(&tables, carried)?);
    refuse(wrong)?;
    Ok(described)
}

fn refuse(wrong: Vec<Diagnostic>) -> Result<(), Error> {
    if wrong.is_empty() { Ok(()) } else { Err(Error::Refused(wrong)) }
}

fn describe(tables: &[(Table, DataFrame)]) -> Result<Vec<Table>, Error> {
    let mut columns: Vec<_> = tables
        .iter()
        .flat_map(|(table, frame)| table.columns.iter().zip(frame.columns()).map(move |pair| (table, pair)))
        .collect();
    // Long columns, and those that take long to hash, first: no thread is left with a long one at the end.
    let weight = |column: &Column, rows: usize| if column.kind == DataType::Text { rows * 2 } else { rows };
    columns.sort_by_key(|(_, (column, values))| std::cmp::Reverse(weight(column, values.len())));
    let profiles = parallel::map(&columns, |(table, (column, values))| {
        profile::profile(values, column.kind).map_err(unreadable(table))
    });
    let mut described: Vec<Table> = tables.iter().map(|(table, _)| table.clone()).collect();
    for ((table, (column, _)), profile) in columns.into_iter().zip(profiles) {
        let profile = profile?;
        let found = described.iter_mut().find(|described| described.name == table.name);
        let found = found.and_then(|table| table.columns.iter_mut().find(|described| described.name == column.name));
        if let Some(described) = found {
            described.statistics = Some(profile);
        }
    }
    for (described, (_, frame)) in described.iter_mut().zip(tables) {
        described.rows = Some(frame.height() as u64);
    }
    Ok(described)
}

fn unreadable(table: &Table) -> impl FnOnce(PolarsError) -> Error {
    let table = table.name.to_string();
    move |source| Error::Table { action: "verify", table, source }
}

/// `1 row`, `2 rows`.
fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn ticked<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The columns of a key and how to show their values.
struct Key<'f> {
    kinds: Vec<DataType>,
    columns: Vec<&'f FrameColumn>,
}

impl<'f> Key<'f> {
    fn new(table: &Table, names: &[ColumnName], frame: &'f DataFrame) -> Result<Key<'f>, Error> {
        let mut key = Key { kinds: Vec::new(), columns: Vec::new() };
        for name in names {
            key.columns.push(frame.column(name.as_str()).map_err(unreadable(table))?);
            key.kinds.extend(table.column(name.as_str()).map(|column| column.kind));
        }
        Ok(key)
    }

    /// The first few keys, each given as a row that has it and the number of such rows.
    fn examples(&self, keys: impl Iterator<Item = (usize, usize)>) -> String {
        let one = |(row, count)| format!("`{}` ({})", self.text(row), counted(count, "row"));
        format!("for example {}", keys.take(EXAMPLES).map(one).collect::<Vec<_>>().join(", "))
    }

    /// The key of one row, in the form of its columns: `14911, 2010-12-01`.
    fn text(&self, row: usize) -> String {
        let one = |(kind, column): (&DataType, &&FrameColumn)| {
            // Of a single value the smallest is the value itself.
            let profile = profile::profile(&column.slice(row as i64, 1), *kind).ok();
            profile.and_then(|profile| profile.min).unwrap_or_else(|| "null".to_owned())
        };
        self.kinds.iter().zip(&self.columns).map(one).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests;
