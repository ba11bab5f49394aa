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

/// The server of the configuration.
#[cfg(feature = "sqlserver")]
pub fn server(workspace: &Workspace) -> Result<crate::sqlserver::Server, Failure> {
    use crate::sqlserver::options::Authentication;
    use crate::sqlserver::{Secret, Server};

    let mut options = workspace.config.warehouse.sqlserver.clone();
    options.ca_file = options.ca_file.map(|file| workspace.path(&file).display().to_string());
    let variable = match options.authentication {
        Authentication::Sql => Some("PBIFORGE_SQLSERVER_PASSWORD"),
        Authentication::Entra => Some("PBIFORGE_SQLSERVER_TOKEN"),
        Authentication::Windows => None,
    };
    let secret = variable.and_then(|variable| std::env::var(variable).ok()).map(Secret::new);
    Ok(Server::new(options, secret))
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
