//! The publish from its beginning to its end: see the parent for its steps and what holds at each of them.

use polars_core::frame::DataFrame;

use super::super::verify::{Carried, verify};
use super::super::{Error, Keep, Progress, Published, Written};
use super::stage::{self, Staged, Text};
use super::switch::Switch;
use super::{SqlServerWarehouse, describe, limits, marker, read, reconcile};
use crate::catalog::order::in_order;
use crate::catalog::{Catalog, Table, TableKind, contract};
use crate::diag::suggest;
use crate::name::TableName;
use crate::sqlserver::schema::Wider;
use crate::sqlserver::{Connection, Error as ServerError, Intent, Options, inspect, lock, schema};

/// Publishes, and does all of it again where what failed may pass: until the commit nothing has happened that a new
/// beginning would not undo.
pub fn publish(
    warehouse: &SqlServerWarehouse,
    tables: &[(Table, DataFrame)],
    keep: &Keep,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Published, Error> {
    let attempt = |connection: &mut Connection| match attempt(connection, warehouse, tables, keep, progress) {
        Err(Error::Server(error)) => Err(*error),
        done => Ok(done),
    };
    match warehouse.server.work(Intent::Write, attempt) {
        Ok(done) => done,
        Err(ServerError::Busy { place }) => Err(Error::Busy { place }),
        Err(error) => Err(error.into()),
    }
}

fn attempt(
    connection: &mut Connection,
    warehouse: &SqlServerWarehouse,
    tables: &[(Table, DataFrame)],
    keep: &Keep,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Published, Error> {
    let server = &warehouse.server;
    let options = server.options();
    let wanted = wanted(tables);
    schema::prepare(connection, options, &wanted).map_err(not_ready)?;
    let (there, _) = inspect::catalog(connection, options)?;
    let carried = carried(&there, keep, tables)?;
    let described = verify_all(warehouse, tables, &carried)?;

    let staged = measure(connection, options, &wanted, &described, tables)?;
    progress(Progress::Verified { tables: described.len() });
    let views: Vec<_> = described
        .iter()
        .zip(tables)
        .filter(|(table, _)| table.kind == TableKind::View)
        .map(|(table, (_, frame))| (table, frame))
        .collect();

    let id = marker::begin(connection, options)?;
    stage::create(connection, options, &staged)?;
    stage::fill(server, &staged, progress)?;
    reconcile::staged(connection, options, &staged)?;

    let order = order(&there, &staged);
    let is_emptied = |name: &&TableName| {
        let is_published = staged.iter().any(|staged| staged.table.name == **name);
        !is_published && !carried.iter().any(|table| table.name == **name)
    };
    let emptied: Vec<TableName> = match keep {
        Keep::Others => Vec::new(),
        Keep::Nothing | Keep::Tables(_) => order.iter().filter(is_emptied).cloned().collect(),
    };
    let switch = Switch { options, tables: &staged, order: &order, emptied: &emptied, views: &views };
    let unchanged = connection.without_timeout(|connection| switch.apply(connection, &id))?;
    commit(connection, warehouse, &id)?;
    progress(Progress::Switched);
    // What cannot be dropped now is dropped by the next load.
    let _ = stage::drop_all(connection, options, &staged);

    let written = staged.iter().zip(unchanged).map(|(staged, unchanged)| Written {
        table: staged.table.name.clone(),
        rows: staged.frame.height() as u64,
        bytes: None,
        unchanged,
    });
    let written = written.collect();
    let own = there.tables.iter().filter(|table| contract::table(table.name.as_str()).is_none());
    let own = own.filter(|table| !described.iter().any(|new| new.name == table.name));
    let carried: Vec<Table> = carried.into_iter().chain(own.cloned()).collect();
    let names = carried.iter().map(|table| table.name.clone()).collect();
    let catalog = in_order(carried.into_iter().chain(described).collect());
    Ok(Published { catalog, written, carried: names })
}

/// The contract's tables, those published with the columns that they have. What the customers have of their own their
/// view shows too, though the analytics come later.
fn wanted(tables: &[(Table, DataFrame)]) -> Catalog {
    let published = |name: &str| tables.iter().map(|(table, _)| table).find(|table| table.name == *name);
    let mut wanted = contract::contract();
    for table in &mut wanted.tables {
        if let Some(published) = published(table.name.as_str()) {
            table.clone_from(published);
        } else if table.name == "vw_customer"
            && let Some(customers) = published("dim_customer")
            && let Some(own) = contract::table("dim_customer")
        {
            let extra = customers.columns.iter().filter(|column| own.column(column.name.as_str()).is_none());
            table.columns.extend(extra.cloned());
        }
    }
    wanted
}

fn not_ready(refused: schema::Refused) -> Error {
    match refused {
        schema::Refused::Server(error) => error.into(),
        refused => Error::Schema(Box::new(refused)),
    }
}

/// Ends the transaction. A connection that breaks just then does not say how it ended; the next one can see it.
fn commit(connection: &mut Connection, warehouse: &SqlServerWarehouse, id: &str) -> Result<(), Error> {
    let Err(error) = connection.run("end the publish", "COMMIT TRANSACTION") else { return Ok(()) };
    let options = warehouse.server.options();
    let mut other = warehouse.server.connect(Intent::Write)?;
    // As long as the transaction has not ended, its connection holds the lock.
    lock::lock(&mut other, options)?;
    match marker::is_done(&mut other, options, id)? {
        Some(true) => Ok(()),
        Some(false) => Err(error.into()),
        None => Err(Error::Uncertain { source: Box::new(error) }),
    }
}

/// The tables of ours that stay as they are.
fn carried(there: &Catalog, keep: &Keep, tables: &[(Table, DataFrame)]) -> Result<Vec<Table>, Error> {
    let is_new = |name: &TableName| tables.iter().any(|(table, _)| table.name == *name);
    if let Keep::Tables(wanted) = keep
        && let Some(name) = wanted.iter().find(|name| !is_new(name) && there.table(name.as_str()).is_none())
    {
        let nearest = suggest::nearest(name.as_str(), there.tables.iter().map(|table| table.name.as_str()));
        return Err(Error::NoTable { table: name.to_string(), nearest: nearest.map(str::to_owned) });
    }
    let is_kept = |table: &&Table| match keep {
        Keep::Nothing => false,
        Keep::Others => true,
        Keep::Tables(wanted) => wanted.contains(&table.name),
    };
    let ours = ours(there).filter(|table| !is_new(&table.name));
    Ok(ours.filter(is_kept).cloned().collect())
}

/// The tables that pbiforge makes, as they are there. A user's own are nobody's to empty, whatever is kept.
fn ours(there: &Catalog) -> impl Iterator<Item = &Table> {
    let tables = there.tables.iter().filter(|table| table.kind == TableKind::Table);
    tables.filter(|table| contract::table(table.name.as_str()).is_some())
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

/// The tables that are sent, with the room that their text takes; or everything that does not fit. Columns that are
/// no part of a key are made wider where they have to be.
fn measure<'a>(
    connection: &mut Connection,
    options: &Options,
    wanted: &Catalog,
    described: &'a [Table],
    tables: &'a [(Table, DataFrame)],
) -> Result<Vec<Staged<'a>>, Error> {
    let (mut wrong, mut staged, mut wider) = (Vec::new(), Vec::new(), Vec::new());
    for (table, (_, frame)) in described.iter().zip(tables).filter(|(table, _)| table.kind == TableKind::Table) {
        let lengths = limits::check(table, frame, connection.dialect(), &mut wrong)?;
        let live = describe::texts(connection, options, table.name.as_str())?;
        let mut texts = Vec::with_capacity(lengths.len());
        for ((column, stored), longest) in table.columns.iter().zip(frame.columns()).zip(lengths) {
            let live = live.iter().find(|live| column.name == *live.name);
            match live.and_then(|live| live.fits).filter(|fits| *fits < longest) {
                Some(fits) if table.is_key(column.name.as_str()) => {
                    wrong.push(limits::too_long(table, column, stored, longest, fits));
                }
                Some(_) => wider.push(Wider {
                    table: table.name.as_str(),
                    column: column.name.as_str(),
                    length: longest as u32,
                    nullable: column.nullable,
                }),
                None => {}
            }
            texts.push(Text { longest, collation: live.and_then(|live| live.collation.clone()) });
        }
        staged.push(Staged { table, frame, texts });
    }
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    schema::widen(connection, options, wanted, &wider)?;
    Ok(staged)
}

/// Every table of ours that is there, and those published: parents before their children.
fn order(there: &Catalog, staged: &[Staged<'_>]) -> Vec<TableName> {
    let is_new = |table: &&Table| staged.iter().any(|staged| staged.table.name == table.name);
    let others = ours(there).filter(|table| !is_new(table));
    let tables = others.chain(staged.iter().map(|staged| staged.table)).cloned().collect();
    in_order(tables).tables.into_iter().map(|table| table.name).collect()
}
