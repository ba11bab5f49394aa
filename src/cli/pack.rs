//! `pbiforge pack`: the project in the output folder as a Power BI template.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use crate::check::semantic_models;
use crate::diag::Diagnostic;
use crate::file_tree::{FileTree, disk};
use crate::pack::{Error, Input, pack};
use crate::pbir;
use crate::pipeline::Failure;

/// Write the project as a Power BI template, for people without project files
///
/// The template holds the model and the report, but no data: Power BI Desktop asks for the parameters and loads it.
/// The members of roles are left out. Templates are made as Desktop saves them since November 2025, with the report
/// in the format of projects (PBIR); an older Desktop does not read that.
///
/// The file is read back after packing, and is not written unless it gives the same model and report. What could not
/// be proved without Power BI Desktop is that Desktop opens it: its format is not documented.
#[derive(Args, Debug)]
pub struct Pack {
    /// The file to write; `NAME.pbit` with the model's name where it is not given
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The folder of the project; the configured output folder where it is not given
    #[arg(long, value_name = "PATH")]
    project: Option<PathBuf>,
}

impl Pack {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = super::generate::open(global, output)?;
        let folder = self.project.clone().unwrap_or_else(|| workspace.output());
        if !folder.is_dir() {
            return Err(Failure::Usage(format!(
                "there is no folder `{}`: run `pbiforge generate` first",
                folder.display()
            )));
        }
        let tree = disk::read(&folder, &wanted)?;
        let models = semantic_models::find(&tree);
        let [source] = models.as_slice() else {
            let text = format!("`{}` holds {} semantic models, not one", folder.display(), models.len());
            return Err(Failure::Usage(text));
        };
        let reports = pbir::folders(&tree);
        let report = match reports.as_slice() {
            [] => None,
            [one] => Some(one.as_str()),
            many => {
                let text = format!("`{}` holds {} reports, and a template has one", folder.display(), many.len());
                return Err(Failure::Usage(text));
            }
        };
        let read = semantic_models::read(&tree, source);
        let faults: Vec<Diagnostic> = read.diagnostics.iter().filter(|fault| fault.is_error()).cloned().collect();
        if !faults.is_empty() {
            return Err(Failure::Diagnostics { diagnostics: faults, sources: tree });
        }
        let title = title(&source.folder, &workspace.config.model.name);
        let input = Input { title, model: &read.lowered.model, report, tree: &tree };
        let bytes = pack(&input).map_err(failed)?;
        let file = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("{title}.pbit")));
        if !file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pbit")) {
            return Err(Failure::Usage(format!("`{}` is no name of a template: it ends in `.pbit`", file.display())));
        }
        disk::save(&file, &bytes)?;
        output.result(&said(&file, &tree, report, bytes.len()));
        output.value(&json!({ "file": file.display().to_string(), "bytes": bytes.len(), "report": report }));
        Ok(Exit::Clean)
    }
}

/// The name of the project's model; what the configuration calls it, where a bare definition has none.
fn title<'a>(folder: &'a str, configured: &'a str) -> &'a str {
    let name = folder.rsplit('/').next().unwrap_or(folder).trim_end_matches(".SemanticModel");
    if name.is_empty() || !folder.ends_with(".SemanticModel") { configured } else { name }
}

fn said(file: &Path, tree: &FileTree, report: Option<&str>, bytes: usize) -> String {
    let files = report.map_or(0, |folder| tree.below(folder).count());
    let what =
        if report.is_some() { format!("the model and {files} files of the report") } else { "the model".to_owned() };
    format!("{what} in `{}`, {} KB\n", file.display(), bytes.div_ceil(1024))
}

/// A fault of the package is ours: what goes into it was read before.
fn failed(error: Error) -> Failure {
    match error {
        Error::Part { part, reason } if part.starts_with("Report/") => {
            Failure::Usage(format!("`{part}` of the report cannot be packed: {reason}"))
        }
        error => Failure::Bug(error.to_string()),
    }
}

/// Data, caches and other people's folders are no part of a project.
fn wanted(path: &str) -> bool {
    let is_other = path.split('/').any(super::check::project::is_skipped);
    !is_other && !path.ends_with(".parquet") && !path.ends_with(".abf")
}
