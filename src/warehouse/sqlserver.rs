//! The warehouse in a SQL Server database.

use polars_core::frame::DataFrame;

use super::{Error, Keep, Progress, Published, Warehouse};
use crate::catalog::{Catalog, Table};
use crate::sqlserver::Server;

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
        _tables: Vec<(Table, DataFrame)>,
        _keep: Keep,
        _progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<Published, Error> {
        Err(self.missing())
    }

    fn read(&self, _table: &str) -> Result<DataFrame, Error> {
        Err(self.missing())
    }

    fn catalog(&self) -> Result<Catalog, Error> {
        Err(self.missing())
    }
}

impl SqlServerWarehouse {
    fn missing(&self) -> Error {
        Error::NoWarehouse { place: self.server.options().place() }
    }
}
