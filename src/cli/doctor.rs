//! `pbiforge doctor`: what of the configured warehouse could be reached, as whom, with which rights, and why not.

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use crate::config::WarehouseKind;
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;
use crate::sqlserver::doctor::{Check, Purpose, Verdict};

mod folder;

#[derive(Args, Debug)]
pub struct Doctor {
    /// Ask for the rights to read only: for who generates from what others load
    #[arg(long)]
    read_only: bool,
}

impl Doctor {
    /// A failed check is an error of what is configured, wherever it has to be mended: exit code 1.
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = super::generate::open(global, output)?;
        let purpose = if self.read_only { Purpose::Reading } else { Purpose::Loading };
        let checks = examine(&workspace, purpose, output)?;
        let worst = checks.iter().map(|check| check.verdict).max().unwrap_or(Verdict::Ok);
        let place = super::warehouse::place(&workspace);
        output.result(&text(&place, &checks));
        output.value(&json!({
            "warehouse": place,
            "ok": worst != Verdict::Failed,
            "checks": checks.iter().map(value).collect::<Vec<_>>(),
        }));
        Ok(if worst == Verdict::Failed { Exit::Errors } else { Exit::Clean })
    }
}

fn examine(workspace: &Workspace, purpose: Purpose, output: &Output) -> Result<Vec<Check>, Failure> {
    match workspace.config.warehouse.kind {
        WarehouseKind::Parquet => Ok(folder::examine(&workspace.warehouse(), purpose)),
        #[cfg(feature = "sqlserver")]
        WarehouseKind::SqlServer => {
            Ok(crate::sqlserver::doctor::examine(&super::warehouse::server(workspace, output)?, purpose))
        }
        #[cfg(not(feature = "sqlserver"))]
        WarehouseKind::SqlServer => super::warehouse::open(workspace, output).map(|_| Vec::new()),
    }
}

fn text(place: &str, checks: &[Check]) -> String {
    let mut text = format!("{place}\n");
    for check in checks {
        text.push_str(&format!("  {:<7}  {:<10}  {}\n", word(check.verdict), check.name, check.text));
        if let Some(help) = &check.help {
            text.push_str(&format!("  {:21}= help: {help}\n", ""));
        }
    }
    text.push_str(match checks.iter().map(|check| check.verdict).max() {
        Some(Verdict::Failed) => "this does not work yet\n",
        Some(Verdict::Warning) => "this works; see the warnings\n",
        _ => "all is well\n",
    });
    text
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "ok",
        Verdict::Warning => "warning",
        Verdict::Failed => "failed",
    }
}

fn value(check: &Check) -> serde_json::Value {
    json!({ "name": check.name, "verdict": word(check.verdict), "text": check.text, "help": check.help })
}
