//! `pbiforge generate`: the Power BI project from the catalog, the templates and the roles.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::catalog::{Ddl, Found};
use super::exit::Exit;
use super::output::Output;
use super::{Global, summary};
use crate::catalog::json::from_json;
use crate::file_tree::{Change, FileTree};
use crate::merge::Accept;
use crate::pipeline::generate::{Generated, generate};
use crate::pipeline::ownership::Intent;
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Failure, drift, ownership};

#[derive(Args, Debug)]
pub struct Generate {
    /// Write nothing; exit with 2 when the output folder is not up to date
    #[arg(long)]
    check: bool,
    /// Write only what this plan shows, as `pbiforge plan --format json` has written it
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    writing: Writing,
}

/// Where the catalog comes from.
#[derive(Args, Debug)]
pub struct From {
    /// Generate from this catalog file instead of the warehouse
    #[arg(long, value_name = "FILE", conflicts_with = "ddl")]
    catalog: Option<PathBuf>,
    #[command(flatten)]
    ddl: Ddl,
}

#[derive(Args, Debug)]
pub struct Writing {
    /// Give up every hand edit of generated files
    #[arg(long, conflicts_with = "accept")]
    overwrite: bool,
    /// Decide conflicts: `ours` (on disk) or `theirs` (generated now), of one object with `ours=OBJECT`; may be repeated
    #[arg(long, value_name = "SIDE[=OBJECT]")]
    accept: Vec<String>,
}

impl Writing {
    /// Looked at before anything is done.
    pub fn accept(&self) -> Result<Accept, Failure> {
        Accept::parse(&self.accept).map_err(|fault| Failure::Usage(fault.to_string()))
    }
    pub fn intent(&self, generated: &Generated) -> Result<Intent, Failure> {
        Ok(Intent { overwrite: self.overwrite, accept: self.accept()?, renames: generated.renames.clone() })
    }
}

/// Opens the project of the global flags and says so when it runs on defaults alone.
pub fn open(global: &Global, output: &Output) -> Result<Workspace, Failure> {
    let default_path = global.config.as_os_str() == "pbiforge.toml";
    if default_path && !global.config.exists() {
        output.note("there is no `pbiforge.toml` here: going on with the defaults (`pbiforge init` writes one)");
    }
    Workspace::open(&global.config, default_path, global.environment.as_deref(), &global.set)
}

impl Generate {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = open(global, output)?;
        self.writing.accept()?;
        let generated = self.from.generate(&workspace, output)?;
        let intent = self.writing.intent(&generated)?;
        output.diagnostics(&generated.warnings, &generated.sources);
        let folder = workspace.output();
        let explain = |failure| drift::explain(&workspace, &generated.catalog, &intent, failure);
        if self.check {
            let changes = ownership::plan(&generated.tree, &folder, &intent).map_err(explain)?.changes;
            output.result(&changes_text(&changes));
            output.value(&json!({ "changes": changes_json(&changes) }));
            return Ok(if changes.is_empty() { Exit::Clean } else { Exit::Differences });
        }
        let staged = ownership::stage(&generated.tree, &folder, &intent).map_err(explain)?;
        if let Some(path) = &self.plan {
            super::plan::demand(path, staged.plan())?;
        }
        let changes = staged.commit()?;
        output.result(&summary::project(&workspace, &generated.tree, &changes));
        output.value(&json!({
            "changes": changes_json(&changes),
            "model": summary::model_json(&generated.figures),
            "diagnostics": crate::diag::json::render(&generated.warnings, &generated.sources),
        }));
        Ok(Exit::Clean)
    }
}

impl From {
    /// The project in memory, with the warnings of all that it was made of.
    pub fn generate(&self, workspace: &Workspace, output: &Output) -> Result<Generated, Failure> {
        let found = self.catalog(workspace, output)?;
        let mut generated = generate(workspace, &found.catalog)?;
        generated.warnings.splice(0..0, found.warnings);
        generated.sources.extend(found.sources);
        Ok(generated)
    }

    fn catalog(&self, workspace: &Workspace, output: &Output) -> Result<Found, Failure> {
        let Some(path) = &self.catalog else { return self.ddl.catalog(workspace, output) };
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| Failure::world(crate::file_tree::Error::Read { path: path.clone(), source }))?;
        match from_json(&text, &shown) {
            Ok(catalog) => Ok(Found { catalog, warnings: Vec::new(), sources: FileTree::new() }),
            Err(diagnostics) => {
                let mut sources = FileTree::new();
                sources.insert(shown, text);
                Err(Failure::Diagnostics { diagnostics, sources })
            }
        }
    }
}

fn verb(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Changed => "changed",
        Change::Removed => "removed",
    }
}

/// One line a changed file, or that there is none.
pub fn changes_text(changes: &[(String, Change)]) -> String {
    if changes.is_empty() {
        return "up to date\n".to_owned();
    }
    changes.iter().map(|(path, change)| format!("{:<8} {path}\n", verb(*change))).collect()
}

pub fn changes_json(changes: &[(String, Change)]) -> Value {
    changes.iter().map(|(path, change)| json!({ "path": path, "change": verb(*change) })).collect()
}
