//! The warehouse that the configuration names, with the secret it takes to open it.

use crate::config::WarehouseKind;
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;
use crate::warehouse::Warehouse;
use crate::warehouse::parquet::ParquetWarehouse;
#[cfg(feature = "sqlserver")]
use crate::warehouse::sqlserver::SqlServerWarehouse;

pub fn open(workspace: &Workspace) -> Result<Box<dyn Warehouse>, Failure> {
    match workspace.config.warehouse.kind {
        WarehouseKind::Parquet => Ok(Box::new(ParquetWarehouse::new(workspace.warehouse()))),
        #[cfg(feature = "sqlserver")]
        WarehouseKind::SqlServer => Ok(Box::new(SqlServerWarehouse::new(server(workspace)?))),
        #[cfg(not(feature = "sqlserver"))]
        WarehouseKind::SqlServer => Err(Failure::Usage(
            "this build of pbiforge has no SQL Server: it was built without that feature".to_owned(),
        )),
    }
}

/// The server of the configuration, with the secret it takes.
#[cfg(feature = "sqlserver")]
pub fn server(workspace: &Workspace) -> Result<crate::sqlserver::Server, Failure> {
    let mut options = workspace.config.warehouse.sqlserver.clone();
    options.ca_file = options.ca_file.map(|file| workspace.path(&file).display().to_string());
    options.check().map_err(Failure::Usage)?;
    let secret = super::secret::of(&options)?;
    Ok(crate::sqlserver::Server::new(options, secret).with_pause(patience()))
}

/// Waits between attempts, and tells a person who watches why.
#[cfg(feature = "sqlserver")]
fn patience() -> crate::sqlserver::retry::Pause {
    crate::sqlserver::retry::Pause::new(|error, duration| {
        super::output::waiting(error, duration);
        std::thread::sleep(duration);
    })
}

/// Where the warehouse is, for the summary.
pub fn place(workspace: &Workspace) -> String {
    match workspace.config.warehouse.kind {
        WarehouseKind::Parquet => super::summary::absolute(&workspace.warehouse()).display().to_string(),
        WarehouseKind::SqlServer => {
            let options = &workspace.config.warehouse.sqlserver;
            format!("{} {}.{}", options.place(), options.database, options.schema)
        }
    }
}
