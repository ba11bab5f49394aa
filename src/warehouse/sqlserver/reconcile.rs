//! Read back what was loaded: what the server has, figure by figure, against the frame. On every server, always.

use polars_core::frame::DataFrame;

use super::super::Error;
use super::figures::{self, Where};
use super::{sql, stage};
use crate::catalog::Table;
use crate::sqlserver::Connection;
use crate::sqlserver::Options;

/// Every staged table is what was sent.
pub fn staged(connection: &mut Connection, options: &Options, tables: &[stage::Staged<'_>]) -> Result<(), Error> {
    tables.iter().try_for_each(|staged| {
        let from = sql::staged(options, staged.table.name.as_str());
        compare(connection, staged.table, staged.frame, &from, Where::Staged)
    })
}

/// Every view gives, over the new tables, what its frame holds.
pub fn views(connection: &mut Connection, options: &Options, views: &[(&Table, &DataFrame)]) -> Result<(), Error> {
    views.iter().try_for_each(|(view, frame)| {
        let from = sql::live(options, view.name.as_str());
        compare(connection, view, frame, &from, Where::Live)
    })
}

fn compare(
    connection: &mut Connection,
    table: &Table,
    frame: &DataFrame,
    from: &str,
    place: Where,
) -> Result<(), Error> {
    let failed = |source| Error::Table { action: "count", table: table.name.to_string(), source };
    let ours = figures::of_frame(frame, connection.dialect()).map_err(failed)?;
    let query = figures::query(table, from, place);
    let rows = connection.query(&format!("read back `{}`", table.name), &query, &[])?;
    let theirs = rows.first().and_then(|row| figures::of_row(table, row));
    let Some(theirs) = theirs else {
        return Err(Error::damaged(format!("the server's figures of `{}` cannot be read", table.name)));
    };
    match figures::difference(table, &ours, &theirs) {
        None => Ok(()),
        Some((what, sent, found)) => Err(Error::Mismatch { table: table.name.to_string(), what, sent, found }),
    }
}
