//! The staged tables: made anew by every load, filled over several connections at a time.
//!
//! They are heaps without keys, so that parallel streams into one table do not wait for each other. Nobody but the
//! loader that holds the lock touches them; what a killed one has left is dropped by the next.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use polars_core::frame::DataFrame;
use tiberius::{SqlBulkCopyOption, TokenRow};

use super::super::{Error, Progress};
use super::encode::{Cells, cells};
use super::sql;
use crate::catalog::{DataType, Table, contract};
use crate::name::sql_name;
use crate::sqlserver::{Connection, Error as ServerError, Intent, Options, Server};

/// A table on its way in.
pub struct Staged<'a> {
    pub table: &'a Table,
    pub frame: &'a DataFrame,
    /// Of each column of text what it takes.
    pub texts: Vec<Text>,
}

/// What a column of text takes on its way in; of no meaning for other columns.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The UTF-16 units of the longest value.
    pub longest: usize,
    /// How the live column compares: a staged one that compares otherwise could not be joined with it.
    pub collation: Option<String>,
}

/// Rows that one bulk load carries: enough that its beginning and end cost nothing, few enough that the connections
/// are done at about the same time.
const PIECE: usize = 200_000;

/// The longest text that a column of the `nvarchar(n)` form is declared for; a longer one travels in another form.
const LONGEST_PLAIN: usize = 2_000;

/// Rows after which a load looks whether another one has failed.
const LOOK: usize = 4_096;

/// Makes the empty tables.
pub fn create(connection: &mut Connection, options: &Options, tables: &[Staged<'_>]) -> Result<(), ServerError> {
    drop_all(connection, options, tables)?;
    for staged in tables {
        let name = staged.table.name.as_str();
        let columns = staged.table.columns.iter().zip(&staged.texts).enumerate().map(|(at, (column, text))| {
            let kind = staged_type(column.kind, text);
            let null = if column.nullable { "NULL" } else { "NOT NULL" };
            format!("{} {kind} {null}", sql_name(&sql::staged_column(at)))
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        let create = format!("CREATE TABLE {} ({columns})", sql::staged(options, name));
        connection.run(&format!("create the staging table of `{name}`"), &create)?;
    }
    Ok(())
}

/// Drops what this load, or one of another set of tables that was killed, has left.
pub fn drop_all(connection: &mut Connection, options: &Options, tables: &[Staged<'_>]) -> Result<(), ServerError> {
    let mut names: Vec<String> = contract::contract().tables.iter().map(|table| table.name.to_string()).collect();
    names.extend(tables.iter().map(|staged| staged.table.name.to_string()));
    names.sort_unstable();
    names.dedup();
    let drops = names.iter().map(|name| sql::drop_staged(options, name)).collect::<Vec<_>>().join(";\n");
    connection.run("drop the staging tables", &drops)
}

fn staged_type(kind: DataType, text: &Text) -> String {
    match kind {
        DataType::Text => {
            let length = match text.longest {
                longest if longest > LONGEST_PLAIN => "max".to_owned(),
                longest => longest.max(1).to_string(),
            };
            let collation = text.collation.iter().map(|name| format!(" COLLATE {name}")).collect::<String>();
            format!("nvarchar({length}){collation}")
        }
        DataType::Integer | DataType::Money => "bigint".to_owned(),
        DataType::Number => "float".to_owned(),
        DataType::Boolean => "bit".to_owned(),
        DataType::Date => "date".to_owned(),
        DataType::DateTime => format!("datetime2({})", super::encode::TIME_SCALE),
    }
}

/// Some rows of one table.
struct Piece {
    table: usize,
    start: usize,
    rows: usize,
}

/// The largest tables first, so that no connection is left with a long one at the end.
fn pieces(tables: &[Staged<'_>]) -> Vec<Piece> {
    let mut order: Vec<usize> = (0..tables.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(tables[*at].frame.height()));
    let of_table = |table: usize| {
        let rows = tables[table].frame.height();
        let starts = (0..rows).step_by(PIECE);
        starts.map(move |start| Piece { table, start, rows: PIECE.min(rows - start) })
    };
    order.into_iter().flat_map(of_table).collect()
}

/// Sends every row of every table, over as many connections as the options allow. The first failure stops all.
pub fn fill(server: &Server, tables: &[Staged<'_>], progress: &(dyn Fn(Progress<'_>) + Sync)) -> Result<(), Error> {
    let pieces = pieces(tables);
    let missing: Vec<AtomicUsize> = tables.iter().map(|staged| AtomicUsize::new(staged.frame.height())).collect();
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let stop = AtomicBool::new(false);
    let failure: Mutex<Option<Error>> = Mutex::new(None);
    let written = |staged: &Staged<'_>| {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        let rows = staged.frame.height() as u64;
        progress(Progress::Written { table: staged.table.name.as_str(), rows, done, tables: tables.len() });
    };
    tables.iter().filter(|staged| staged.frame.height() == 0).for_each(written);

    let work = || -> Result<(), Error> {
        let mut connection = None;
        while !stop.load(Ordering::Relaxed) {
            let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
            let connection = match &mut connection {
                Some(connection) => connection,
                none => none.insert(server.connect(Intent::Write)?),
            };
            let staged = &tables[piece.table];
            let rows = staged.frame.slice(piece.start as i64, piece.rows);
            send(connection, server.options(), staged.table, &rows, &stop)?;
            if missing[piece.table].fetch_sub(piece.rows, Ordering::Relaxed) == piece.rows {
                written(staged);
            }
        }
        Ok(())
    };
    let worker = || {
        if let Err(error) = work() {
            stop.store(true, Ordering::Relaxed);
            // What fails after the first does so because of it.
            failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    };
    let threads = server.options().connections.max(1).min(pieces.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(worker);
        }
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// One bulk load. Nothing of it is there where it was not finished.
fn send(
    connection: &mut Connection,
    options: &Options,
    table: &Table,
    rows: &DataFrame,
    stop: &AtomicBool,
) -> Result<(), Error> {
    let name = sql::staged(options, table.name.as_str());
    let names: Vec<String> = (0..rows.width()).map(sql::staged_column).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let unreadable = |source| Error::Table { action: "send", table: table.name.to_string(), source };
    let mut columns: Vec<Cells<'_>> = rows.columns().iter().map(cells).collect::<Result<_, _>>().map_err(unreadable)?;
    let (runtime, client) = connection.parts();
    let sent = runtime.block_on(async {
        let options = SqlBulkCopyOption::TableLock | SqlBulkCopyOption::KeepNulls;
        let mut bulk = client.bulk_insert_with_options(&name, &names, options, &[]).await?;
        for at in 0..rows.height() {
            let mut row = TokenRow::with_capacity(columns.len());
            columns.iter_mut().filter_map(Iterator::next).for_each(|cell| row.push(cell));
            bulk.send(row).await?;
            if at % LOOK == 0 && stop.load(Ordering::Relaxed) {
                return Ok(());
            }
        }
        bulk.finalize().await.map(|_| ())
    });
    Ok(sent.map_err(ServerError::statement(format!("send the rows of `{}`", table.name)))?)
}
