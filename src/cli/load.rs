//! `pbiforge load`: read, clean and publish the star schema.

use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use super::progress::Stages;
use super::summary::figures;
use crate::etl::read::{self, Kind, OneOrMany};
use crate::history::judge::judge;
use crate::pipeline::load::load;
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Failure, Progress, history};
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
    /// When the run is made, such as 2026-11-29T02:00:00Z, or `now`. Kept in the history; left out, nothing is, so that
    /// the same input gives the same bytes
    #[arg(long, value_name = "TIME", value_parser = moment)]
    run_at: Option<i64>,
}

fn moment(text: &str) -> Result<i64, String> {
    if text == "now" {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        return Ok(i64::try_from(since.as_secs()).unwrap_or_default() * 1_000_000);
    }
    read::moment(text).ok_or_else(|| "it is neither `now` nor a time such as 2026-11-29T02:00:00Z".to_owned())
}

impl Source {
    pub fn open(&self, global: &Global, output: &Output) -> Result<Workspace, Failure> {
        let mut workspace = super::generate::open(global, output)?;
        if !self.source.is_empty() {
            workspace.config.source.kind = Kind::Files;
            workspace.config.source.path = OneOrMany::Many(self.source.clone());
            workspace.sources = PathBuf::from(".");
        }
        history::check_options(&workspace)?;
        workspace.run_at = self.run_at;
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
        let mut loaded = load(&workspace, &mapping, &mut stages)?;
        stages.stage("publish");
        let warehouse = super::warehouse::open(&workspace, output)?;
        let runs = history::keep(&mut loaded.tables, &*warehouse)?;
        warehouse.publish(loaded.tables, Keep::Nothing, &|_| {})?;
        let times = stages.finish();
        loaded.warnings.extend(judge(&runs, &workspace.config.history));
        output.diagnostics(&loaded.warnings, &Default::default());
        output.result(&figures::load_text(&loaded.figures));
        output.result(&figures::times(&times));
        output.value(&json!({ "load": figures::load_json(&loaded.figures), "seconds": figures::seconds(&times) }));
        Ok(Exit::Clean)
    }
}
