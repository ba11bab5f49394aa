//! `pbiforge inspect`: the warehouse's catalog as JSON.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Global;
use super::catalog::{Ddl, Found};
use super::exit::Exit;
use super::output::Output;
use crate::catalog::json::to_json;
use crate::config::WarehouseKind;
use crate::file_tree::disk;
use crate::pipeline::Failure;

#[derive(Args, Debug)]
pub struct Inspect {
    /// The warehouse to inspect, where it is not the configured one
    #[arg(long, value_name = "KIND", conflicts_with = "ddl")]
    warehouse: Option<Kind>,
    #[command(flatten)]
    ddl: Ddl,
    /// Write the catalog to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Parquet,
    #[value(name = "sqlserver")]
    SqlServer,
}

impl Inspect {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let mut workspace = super::generate::open(global, output)?;
        if let Some(kind) = self.warehouse {
            workspace.config.warehouse.kind = match kind {
                Kind::Parquet => WarehouseKind::Parquet,
                Kind::SqlServer => WarehouseKind::SqlServer,
            };
        }
        let Found { catalog, warnings, sources } = self.ddl.catalog(&workspace, output)?;
        output.diagnostics(&warnings, &sources);
        let text = to_json(&catalog);
        match &self.output {
            None => output.print(&text),
            Some(path) => {
                disk::write(path, text.as_bytes()).map_err(Failure::world)?;
                output.result(&format!("{} tables in `{}`\n", catalog.tables.len(), path.display()));
            }
        }
        Ok(Exit::Clean)
    }
}
