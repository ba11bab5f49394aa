//! Where a command takes the catalog from: the configured warehouse, or SQL files.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Output;
use crate::catalog::Catalog;
use crate::ddl::{Database, text};
use crate::diag::Diagnostic;
use crate::file_tree::{self, FileTree, disk};
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;

#[derive(Args, Debug)]
pub struct Ddl {
    /// Take the catalog from T-SQL files instead of the warehouse: files, or folders with *.sql
    #[arg(long, value_name = "PATH", num_args = 1..)]
    ddl: Vec<PathBuf>,
    /// Of the SQL files only the tables of this schema; unset, those of the configured schema where the files make
    /// any, otherwise all
    #[arg(long, value_name = "NAME", requires = "ddl")]
    schema: Option<String>,
}

/// A catalog without errors.
pub struct Found {
    pub catalog: Catalog,
    /// What could not be taken in.
    pub warnings: Vec<Diagnostic>,
    /// What the warnings point into.
    pub sources: FileTree,
}

impl Ddl {
    /// The catalog of the SQL files, where some were given; otherwise that of the warehouse.
    pub fn catalog(&self, workspace: &Workspace, output: &Output) -> Result<Found, Failure> {
        if self.ddl.is_empty() {
            return warehouse(workspace, output);
        }
        let mut sources = FileTree::new();
        for path in &self.ddl {
            read(path, &mut sources)?;
        }
        let database = Database::read(&sources);
        let configured = workspace.config.warehouse.sqlserver.schema.as_str();
        let has_configured = database.schemas().into_iter().any(|schema| crate::name::same(schema, configured));
        let schema = self.schema.as_deref().or(has_configured.then_some(configured));
        let (catalog, diagnostics) = database.catalog(schema);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(Failure::Diagnostics { diagnostics, sources });
        }
        Ok(Found { catalog, warnings: diagnostics, sources })
    }
}

/// Adds a file, or a folder's SQL files, as text.
fn read(path: &Path, sources: &mut FileTree) -> Result<(), Failure> {
    let shown = path.display().to_string().replace('\\', "/");
    if path.is_dir() {
        let is_sql = |name: &str| name.len() >= 4 && name[name.len() - 4..].eq_ignore_ascii_case(".sql");
        for (name, bytes) in disk::read(path, &is_sql)?.iter() {
            sources.insert(format!("{}/{name}", shown.trim_end_matches('/')), text::decode(bytes));
        }
        return Ok(());
    }
    let bytes = std::fs::read(path)
        .map_err(|source| Failure::world(file_tree::Error::Read { path: path.to_owned(), source }))?;
    sources.insert(shown, text::decode(&bytes));
    Ok(())
}

#[cfg(any(feature = "etl", feature = "sqlserver"))]
fn warehouse(workspace: &Workspace, output: &Output) -> Result<Found, Failure> {
    let (catalog, warnings) = super::warehouse::catalog(workspace, output)?;
    Ok(Found { catalog, warnings, sources: FileTree::new() })
}

#[cfg(not(any(feature = "etl", feature = "sqlserver")))]
fn warehouse(_: &Workspace, _: &Output) -> Result<Found, Failure> {
    Err(Failure::Usage(
        "this build knows no warehouse: give SQL files with `--ddl`, or a catalog file to `generate`".to_owned(),
    ))
}
