//! `pbiforge load`: read, clean and publish the star schema.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use super::progress::Stages;
use super::summary::figures;
use crate::etl::read::{Kind, OneOrMany};
use crate::pipeline::load::load;
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Failure, Progress};
use crate::warehouse::Keep;

#[cfg(feature = "sqlserver")]
mod script;

#[derive(Args, Debug)]
pub struct Load {
    #[command(flatten)]
    source: Source,
    #[cfg(feature = "sqlserver")]
    #[command(flatten)]
    script: script::Script,
}

/// Where the transactions come from, if not from where the configuration says.
#[derive(Args, Debug)]
pub struct Source {
    /// Files of transactions (.csv, .csv.gz, .csv.zst, .xlsx, .parquet) or globs of them
    #[arg(long, value_name = "FILE", num_args = 1..)]
    source: Vec<String>,
}

impl Source {
    pub fn open(&self, global: &Global, output: &Output) -> Result<Workspace, Failure> {
        let mut workspace = super::generate::open(global, output)?;
        if !self.source.is_empty() {
            workspace.config.source.kind = Kind::Files;
            workspace.config.source.path = OneOrMany::Many(self.source.clone());
            workspace.sources = PathBuf::from(".");
        }
        Ok(workspace)
    }
}

impl Load {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = self.source.open(global, output)?;
        #[cfg(feature = "sqlserver")]
        if let Some(exit) = self.script.run(&workspace, output)? {
            return Ok(exit);
        }
        let mut stages = Stages::new(output);
        let (mapping, _, _) = workspace.mapping()?;
        let loaded = load(&workspace, &mapping, &mut stages)?;
        stages.stage("publish");
        super::warehouse::open(&workspace, output)?.publish(loaded.tables, Keep::Nothing, &|_| {})?;
        let times = stages.finish();
        output.diagnostics(&loaded.warnings, &Default::default());
        output.result(&figures::load_text(&loaded.figures));
        output.result(&figures::times(&times));
        output.value(&json!({ "load": figures::load_json(&loaded.figures), "seconds": figures::seconds(&times) }));
        Ok(Exit::Clean)
    }
}
