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
use crate::sqlserver::live::{self, Live};
use crate::sqlserver::{Connection, Intent, Server, inspect};

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
    public: Vec<String>,
}

impl SqlServerWarehouse {
    pub fn new(server: Server) -> Self {
        Self { server, public: Vec::new() }
    }

    /// The tables whose every row each reader may see, where the database has row-level security.
    pub fn with_public(mut self, public: Vec<String>) -> Self {
        self.public = public;
        self
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
            let schema = live::schema(connection, options)?;
            read::table(connection, options, find(&schema, table)?, None)
        })
    }

    fn read_columns(&self, table: &str, columns: &[&str]) -> Result<DataFrame, Error> {
        let options = self.server.options();
        self.work(|connection| {
            let schema = live::schema(connection, options)?;
            read::table(connection, options, find(&schema, table)?, Some(columns))
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

/// The table of this name.
fn find<'a>(schema: &'a [Live], name: &str) -> Result<&'a Table, Error> {
    let found = schema.iter().map(|live| &live.table).find(|table| table.name == *name);
    found.ok_or_else(|| {
        let known = schema.iter().map(|live| live.table.name.as_str());
        Error::NoTable { table: name.to_owned(), nearest: suggest::nearest(name, known).map(str::to_owned) }
    })
}
