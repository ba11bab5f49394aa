//! `pbiforge inspect`: the warehouse's catalog as JSON.

use std::path::PathBuf;

use clap::Args;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use crate::catalog::json::to_json;
use crate::file_tree::disk;
use crate::pipeline::Failure;

#[derive(Args, Debug)]
pub struct Inspect {
    /// Write the catalog to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Inspect {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = super::generate::open(global, output)?;
        let catalog = super::warehouse::open(&workspace)?.catalog()?;
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
