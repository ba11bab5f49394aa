//! The publish from its beginning to its end: see the parent for its steps and what holds at each of them.

use polars_core::frame::DataFrame;

use super::super::verify::{Carried, verify};
use super::super::{Error, Keep, Progress, Published, Written};
use super::stage::{self, Staged};
use super::switch::Switch;
use super::{SqlServerWarehouse, describe, limits, marker, read, reconcile};
use crate::catalog::order::in_order;
use crate::catalog::{Table, TableKind, contract};
use crate::diag::suggest;
use crate::name::TableName;
use crate::sqlserver::{Connection, Error as ServerError, Intent, lock};

pub fn publish(
    warehouse: &SqlServerWarehouse,
    tables: &[(Table, DataFrame)],
    keep: &Keep,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Published, Error> {
    let server = &warehouse.server;
    let options = server.options();
    let mut connection = server.connect(Intent::Write)?;
    lock::lock(&mut connection, options).map_err(busy)?;
    let carried = carried(&mut connection, warehouse, keep, tables)?;
    let described = verify_all(warehouse, tables, &carried)?;

    let staged = measure(&mut connection, warehouse, &described, tables)?;
    progress(Progress::Verified { tables: described.len() });
    let views: Vec<_> = described
        .iter()
        .zip(tables)
        .filter(|(table, _)| table.kind == TableKind::View)
        .map(|(table, (_, frame))| (table, frame))
        .collect();

    let id = marker::begin(&mut connection, options)?;
    stage::create(&mut connection, options, &staged)?;
    stage::fill(server, &staged, progress)?;
    reconcile::staged(&mut connection, options, &staged)?;

    let order = order(&mut connection, warehouse, &staged)?;
    let is_emptied = |name: &&TableName| {
        let is_published = staged.iter().any(|staged| staged.table.name == **name);
        !is_published && !carried.iter().any(|table| table.name == **name)
    };
    let emptied: Vec<TableName> = match keep {
        Keep::Others => Vec::new(),
        Keep::Nothing | Keep::Tables(_) => order.iter().filter(is_emptied).cloned().collect(),
    };
    let switch = Switch { options, tables: &staged, order: &order, emptied: &emptied, views: &views };
    let unchanged = switch.apply(&mut connection, &id)?;
    let mut connection = commit(warehouse, connection, &id)?;
    progress(Progress::Switched);
    // What cannot be dropped now is dropped by the next load.
    let _ = stage::drop_all(&mut connection, options, &staged);

    let written = staged.iter().zip(unchanged).map(|(staged, unchanged)| Written {
        table: staged.table.name.clone(),
        rows: staged.frame.height() as u64,
        bytes: None,
        unchanged,
    });
    let written = written.collect();
    let names = carried.iter().map(|table| table.name.clone()).collect();
    let catalog = in_order(carried.into_iter().chain(described).collect());
    Ok(Published { catalog, written, carried: names })
}

fn busy(error: ServerError) -> Error {
    match error {
        ServerError::Busy { place } => Error::Busy { place },
        error => Error::Server(error),
    }
}

/// Ends the transaction. A connection that breaks just then does not say how it ended; the next one can see it.
fn commit(warehouse: &SqlServerWarehouse, mut connection: Connection, id: &str) -> Result<Connection, Error> {
    let Err(error) = connection.run("end the publish", "COMMIT TRANSACTION") else { return Ok(connection) };
    drop(connection);
    let options = warehouse.server.options();
    let mut connection = warehouse.server.connect(Intent::Write)?;
    // As long as the lock is not free, the transaction has not ended.
    lock::lock(&mut connection, options).map_err(busy)?;
    match marker::is_done(&mut connection, options, id)? {
        Some(true) => Ok(connection),
        Some(false) => Err(error.into()),
        None => Err(Error::Uncertain { source: error }),
    }
}

/// The tables that stay as they are.
fn carried(
    connection: &mut Connection,
    warehouse: &SqlServerWarehouse,
    keep: &Keep,
    tables: &[(Table, DataFrame)],
) -> Result<Vec<Table>, Error> {
    let options = warehouse.server.options();
    let is_new = |name: &str| tables.iter().any(|(table, _)| table.name == *name);
    let there = describe::names(connection, options)?;
    if let Keep::Tables(wanted) = keep
        && let Some(name) = wanted.iter().find(|name| !is_new(name.as_str()) && !there.iter().any(|t| **name == **t))
    {
        let nearest = suggest::nearest(name.as_str(), there.iter().map(String::as_str)).map(str::to_owned);
        return Err(Error::NoTable { table: name.to_string(), nearest });
    }
    let ours = contract::contract().tables;
    let ours = ours.iter().filter(|table| table.kind == TableKind::Table && !is_new(table.name.as_str()));
    let kept = ours.filter(|table| match keep {
        Keep::Nothing => false,
        Keep::Others => there.iter().any(|name| table.name == **name),
        Keep::Tables(wanted) => wanted.contains(&table.name),
    });
    let mut carried = Vec::new();
    for table in kept {
        carried.extend(describe::table(connection, options, table.name.as_str())?);
    }
    Ok(carried)
}

fn verify_all(
    warehouse: &SqlServerWarehouse,
    tables: &[(Table, DataFrame)],
    carried: &[Table],
) -> Result<Vec<Table>, Error> {
    let read = |name: &str, columns: &[&str]| {
        let mut connection = warehouse.server.connect(Intent::Write)?;
        let none = || Error::NoTable { table: name.to_owned(), nearest: None };
        let table = carried.iter().find(|table| table.name == *name).ok_or_else(none)?;
        read::table(&mut connection, warehouse.server.options(), table, Some(columns))
    };
    verify(tables, &Carried { tables: carried, read: &read })
}

/// The tables that are sent, with the room that their text takes; or everything that does not fit.
fn measure<'a>(
    connection: &mut Connection,
    warehouse: &SqlServerWarehouse,
    described: &'a [Table],
    tables: &'a [(Table, DataFrame)],
) -> Result<Vec<Staged<'a>>, Error> {
    let options = warehouse.server.options();
    let mut wrong = Vec::new();
    let mut staged = Vec::new();
    for (table, (_, frame)) in described.iter().zip(tables).filter(|(table, _)| table.kind == TableKind::Table) {
        let lengths = limits::check(table, frame, connection.dialect(), &mut wrong)?;
        let fits = describe::lengths(connection, options, table.name.as_str())?;
        for ((column, stored), longest) in table.columns.iter().zip(frame.columns()).zip(&lengths) {
            let fits = fits.iter().find(|(name, _)| column.name == **name).and_then(|(_, fits)| *fits);
            if let Some(fits) = fits.filter(|fits| fits < longest) {
                wrong.push(limits::too_long(table, column, stored, *longest, fits));
            }
        }
        staged.push(Staged { table, frame, lengths });
    }
    if wrong.is_empty() { Ok(staged) } else { Err(Error::Refused(wrong)) }
}

/// Every table of ours that is there, and those published: parents before their children.
fn order(
    connection: &mut Connection,
    warehouse: &SqlServerWarehouse,
    staged: &[Staged<'_>],
) -> Result<Vec<TableName>, Error> {
    let there = describe::names(connection, warehouse.server.options())?;
    let ours = contract::contract().tables.into_iter().filter(|table| {
        table.kind == TableKind::Table
            && there.iter().any(|name| table.name == **name)
            && !staged.iter().any(|staged| staged.table.name == table.name)
    });
    let tables = ours.chain(staged.iter().map(|staged| staged.table.clone())).collect();
    Ok(in_order(tables).tables.into_iter().map(|table| table.name).collect())
}
