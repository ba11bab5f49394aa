//! The warehouse in a SQL Server database.
//!
//! # A publish
//! 1. take the lock of the database; make or verify the schema
//! 2. verify the tables, measure their texts, refuse what the server's types cannot hold
//! 3. bulk-load every table into a staged one of the schema `<schema>_stage`, over several connections
//! 4. read back what the server has of each: rows, sums, bounds; nothing is published where one figure differs
//! 5. in one transaction make the live tables equal to the staged ones, compare the views with their frames, commit
//! 6. drop the staged tables
//!
//! Killed before the commit, on either side, the old rows stand; what is left over is staged tables, which the next
//! publish makes anew. Views are computed by the database: their frames are not stored but compared.

use polars_core::frame::DataFrame;

use super::{Error, Keep, Progress, Published, Warehouse};
use crate::catalog::{Catalog, Table};
use crate::diag::{Code, suggest};
use crate::sqlserver::{Connection, Intent, Server, inspect};

mod describe;
mod encode;
mod figures;
mod limits;
mod marker;
mod publish;
mod read;
mod reconcile;
mod refusal;
mod sql;
mod stage;
mod switch;

/// Every code that publishing to a server can report beside those of every warehouse.
pub const CODES: &[&Code] = limits::CODES;

pub struct SqlServerWarehouse {
    server: Server,
}

impl SqlServerWarehouse {
    pub fn new(server: Server) -> Self {
        Self { server }
    }
}

impl Warehouse for SqlServerWarehouse {
    fn publish(
        &self,
        tables: Vec<(Table, DataFrame)>,
        keep: Keep,
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<Published, Error> {
        publish::publish(self, &tables, &keep, progress)
    }

    fn read(&self, table: &str) -> Result<DataFrame, Error> {
        let options = self.server.options();
        self.work(|connection| {
            let (catalog, _) = inspect::catalog(connection, options)?;
            let known = || catalog.tables.iter().map(|table| table.name.as_str());
            let nearest = || suggest::nearest(table, known()).map(str::to_owned);
            let none = || Error::NoTable { table: table.to_owned(), nearest: nearest() };
            read::table(connection, options, catalog.table(table).ok_or_else(none)?, None)
        })
    }

    fn catalog(&self) -> Result<Catalog, Error> {
        let options = self.server.options();
        self.work(|connection| Ok(inspect::catalog(connection, options)?.0))
    }
}

impl SqlServerWarehouse {
    /// Reads, and reads again where what failed may pass.
    fn work<T>(&self, mut read: impl FnMut(&mut Connection) -> Result<T, Error>) -> Result<T, Error> {
        self.server.work(Intent::Read, |connection| match read(connection) {
            Err(Error::Server(error)) => Err(*error),
            done => Ok(done),
        })?
    }
}
