//! `pbiforge load --script`: what a load would do to the schema, for somebody else to read and run. It needs no server.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::catalog::{Catalog, contract};
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::file_tree::disk;
use crate::pipeline::Failure;
use crate::pipeline::load::{extra_columns, table};
use crate::pipeline::workspace::Workspace;
use crate::sqlserver::{self, Options, script, security};

#[derive(Args, Debug)]
pub struct Script {
    /// Write the T-SQL that makes the warehouse's schema to FILE (`-` prints it), and load nothing
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// The kind of server that the script is for
    #[arg(long, value_enum, default_value_t = Dialect::Sqlserver, requires = "script")]
    dialect: Dialect,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Dialect {
    /// SQL Server 2016 SP1 and later, Azure SQL
    Sqlserver,
    /// Babelfish for PostgreSQL
    Babelfish,
}

impl Script {
    pub fn run(&self, workspace: &Workspace, output: &Output) -> Result<Option<Exit>, Failure> {
        let Some(path) = &self.script else { return Ok(None) };
        let dialect = match self.dialect {
            Dialect::Sqlserver => sqlserver::Dialect::SqlServer,
            Dialect::Babelfish => sqlserver::Dialect::Babelfish,
        };
        let text = text(&workspace.config.warehouse.sqlserver, dialect, &wanted(workspace)?)?;
        if path == Path::new("-") {
            output.print(&text);
            return Ok(Some(Exit::Clean));
        }
        disk::write(path, text.as_bytes())
            .map_err(|source| Failure::world(Unwritten { path: path.clone(), source }))?;
        output.result(&format!("script     {}\n", path.display()));
        output.value(&json!({ "script": path.display().to_string() }));
        Ok(Some(Exit::Clean))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("cannot write `{}`", path.display())]
struct Unwritten {
    path: PathBuf,
    source: std::io::Error,
}

fn wanted(workspace: &Workspace) -> Result<Catalog, Failure> {
    let extra = extra_columns(workspace);
    let tables = contract::contract().tables.into_iter().map(|own| table(own.name.as_str(), &extra));
    Ok(Catalog { tables: tables.collect::<Result<_, _>>()? })
}

fn text(options: &Options, dialect: sqlserver::Dialect, wanted: &Catalog) -> Result<String, Failure> {
    let world = |error: sqlserver::Error| Failure::World { help: error.help(), error: Box::new(error) };
    let names = script::Names::new(options).map_err(world)?;
    let mut scripts = script::render(script::SCRIPTS, options, dialect, wanted).map_err(world)?;
    match (options.row_level_security, dialect) {
        (true, sqlserver::Dialect::Babelfish) => return Err(Failure::diagnostics(vec![security::unsupported()])),
        (true, _) => scripts.push(security::script(options, true, &[]).map_err(world)?),
        (false, _) => {}
    }
    Ok(script::file(&scripts, &names))
}
