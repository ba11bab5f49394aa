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
use crate::sqlserver::{Intent, Server, inspect};

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
        let mut connection = self.server.connect(Intent::Read)?;
        match describe::table(&mut connection, options, table)? {
            Some(table) => read::table(&mut connection, options, &table, None),
            None => {
                let known = describe::names(&mut connection, options)?;
                let nearest = suggest::nearest(table, known.iter().map(String::as_str)).map(str::to_owned);
                Err(Error::NoTable { table: table.to_owned(), nearest })
            }
        }
    }

    fn catalog(&self) -> Result<Catalog, Error> {
        let options = self.server.options();
        let mut connection = self.server.connect(Intent::Read)?;
        let (catalog, _) = inspect::catalog(&mut connection, options)?;
        if catalog.tables.is_empty() {
            return Err(Error::NoWarehouse { place: options.place() });
        }
        Ok(catalog)
    }
}
