//! The warehouse that the configuration names, with the secret it takes to open it.

use super::output::Output;
use crate::catalog::Catalog;
use crate::config::WarehouseKind;
use crate::diag::Diagnostic;
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;
#[cfg(feature = "etl")]
use crate::warehouse::Warehouse;
#[cfg(feature = "etl")]
use crate::warehouse::parquet::ParquetWarehouse;
#[cfg(all(feature = "etl", feature = "sqlserver"))]
use crate::warehouse::sqlserver::SqlServerWarehouse;

/// The catalog of the warehouse, and what of it could not be taken in.
pub fn catalog(workspace: &Workspace, output: &Output) -> Result<(Catalog, Vec<Diagnostic>), Failure> {
    match workspace.config.warehouse.kind {
        #[cfg(feature = "etl")]
        WarehouseKind::Parquet => Ok((open(workspace, output)?.catalog()?, Vec::new())),
        #[cfg(not(feature = "etl"))]
        WarehouseKind::Parquet => Err(Failure::Usage(
            "this build has no data half, and so no embedded warehouse: give SQL files with `--ddl`".to_owned(),
        )),
        #[cfg(feature = "sqlserver")]
        WarehouseKind::SqlServer => inspected(&server(workspace, output)?),
        #[cfg(not(feature = "sqlserver"))]
        WarehouseKind::SqlServer => Err(Failure::Usage(
            "this build of pbiforge has no SQL Server: it was built without that feature".to_owned(),
        )),
    }
}

#[cfg(feature = "sqlserver")]
fn inspected(server: &crate::sqlserver::Server) -> Result<(Catalog, Vec<Diagnostic>), Failure> {
    use crate::sqlserver::{Error, Intent, inspect};

    let world = |error: Error| Failure::World { help: error.help(), error: Box::new(error) };
    let options = server.options();
    let (catalog, diagnostics) =
        server.work(Intent::Read, |connection| inspect::catalog(connection, options)).map_err(world)?;
    if catalog.tables.is_empty() && diagnostics.is_empty() {
        let (schema, database) = (&options.schema, &options.database);
        return Err(Failure::World {
            error: format!("the schema `{schema}` of the database `{database}` has no tables that this login may see")
                .into(),
            help: Some("run `pbiforge load` first, or ask for the right to read the schema".to_owned()),
        });
    }
    Ok((catalog, diagnostics))
}

/// Only a server is waited for, and so `output` told of it.
#[cfg(feature = "etl")]
#[cfg_attr(not(feature = "sqlserver"), allow(unused_variables))]
pub fn open(workspace: &Workspace, output: &Output) -> Result<Box<dyn Warehouse>, Failure> {
    match workspace.config.warehouse.kind {
        WarehouseKind::Parquet => Ok(Box::new(ParquetWarehouse::new(workspace.warehouse()))),
        #[cfg(feature = "sqlserver")]
        WarehouseKind::SqlServer => {
            let public = crate::pipeline::generate::public_tables(workspace)?;
            Ok(Box::new(SqlServerWarehouse::new(server(workspace, output)?).with_public(public)))
        }
        #[cfg(not(feature = "sqlserver"))]
        WarehouseKind::SqlServer => Err(Failure::Usage(
            "this build of pbiforge has no SQL Server: it was built without that feature".to_owned(),
        )),
    }
}

/// The server of the configuration, with the secret it takes.
#[cfg(feature = "sqlserver")]
pub fn server(workspace: &Workspace, output: &Output) -> Result<crate::sqlserver::Server, Failure> {
    let mut options = workspace.config.warehouse.sqlserver.clone();
    options.ca_file = options.ca_file.map(|file| workspace.path(&file).display().to_string());
    options.check().map_err(Failure::Usage)?;
    let secret = super::secret::of(&options)?;
    Ok(crate::sqlserver::Server::new(options, secret).with_pause(patience(output.shows_progress())))
}

/// Waits between attempts, and tells a person who watches why.
#[cfg(feature = "sqlserver")]
fn patience(is_watched: bool) -> crate::sqlserver::retry::Pause {
    crate::sqlserver::retry::Pause::new(move |error, duration| {
        if is_watched {
            super::output::waiting(error, duration);
        }
        std::thread::sleep(duration.mul_f64(1.0 + spread()));
    })
}

/// Up to a quarter, differently each time: many loaders that lost the same server do not come back at once.
#[cfg(feature = "sqlserver")]
fn spread() -> f64 {
    use std::hash::{BuildHasher, Hasher};

    let any = std::collections::hash_map::RandomState::new().build_hasher().finish();
    (any % 1_000) as f64 / 4_000.0
}

/// Where the warehouse is, for the summary.
#[cfg(feature = "etl")]
pub fn place(workspace: &Workspace) -> String {
    match workspace.config.warehouse.kind {
        WarehouseKind::Parquet => super::summary::absolute(&workspace.warehouse()).display().to_string(),
        WarehouseKind::SqlServer => {
            let options = &workspace.config.warehouse.sqlserver;
            format!("{} {}.{}", options.place(), options.database, options.schema)
        }
    }
}
