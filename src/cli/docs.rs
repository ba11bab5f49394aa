//! `pbiforge docs`: the documentation of the project that is on disk.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Global;
use super::check::project::Project;
use super::exit::Exit;
use super::generate::From;
use super::output::Output;
use crate::docs::{Input, MARKER, Source, files};
use crate::file_tree::{FileTree, disk};
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;

#[derive(Args, Debug)]
pub struct Docs {
    /// The folder to write to
    #[arg(long, short, value_name = "DIR", default_value = "docs")]
    output: PathBuf,
    #[command(flatten)]
    from: From,
}

impl Docs {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = super::generate::open(global, output)?;
        self.demand_own_folder()?;
        let tree = on_disk(&workspace)?.tree;
        let found = self.from.catalog(&workspace, output)?;
        let (mapping, mut warnings, mut sources) = workspace.mapping()?;
        warnings.splice(0..0, found.warnings);
        sources.extend(found.sources);
        let own = workspace.templates()?;
        let input = Input {
            title: &workspace.config.model.name,
            catalog: &found.catalog,
            tree: &tree,
            mapping: &mapping,
            roles: &workspace.config.roles,
            source: &source(&workspace),
        };
        let place = workspace.config.project.templates.as_deref().unwrap_or_default();
        let (files, odd) = files(&input, (place, &own)).map_err(|diagnostics| failed(diagnostics, place, &own))?;
        warnings.extend(odd);
        output.diagnostics(&warnings, &sources);
        disk::persist(&files, &self.output, &[])?;
        let paths: Vec<&str> = files.paths().collect();
        output.result(&format!("{} files in `{}`\n", paths.len(), self.output.display()));
        output.value(&json!({ "folder": self.output.display().to_string(), "files": paths }));
        Ok(Exit::Clean)
    }
}

/// What the configuration says of the columns of the transactions.
#[cfg_attr(not(feature = "etl"), allow(unused_variables))]
fn source(workspace: &Workspace) -> Source {
    #[cfg(feature = "etl")]
    {
        let source = &workspace.config.source;
        let own = source.extra.iter().map(|(name, extra)| (name.clone(), extra.column.clone()));
        Source { headers: source.columns.clone(), own: own.collect() }
    }
    #[cfg(not(feature = "etl"))]
    Source::default()
}

impl Docs {
    /// What somebody else has written is not replaced.
    fn demand_own_folder(&self) -> Result<(), Failure> {
        let is_filled = std::fs::read_dir(&self.output).is_ok_and(|mut entries| entries.next().is_some());
        if is_filled && !self.output.join(MARKER).exists() {
            let folder = self.output.display();
            let text =
                format!("`{folder}` holds files that `pbiforge docs` has not written: give another folder with `-o`");
            return Err(Failure::Usage(text));
        }
        Ok(())
    }
}

/// The project in the output folder.
pub fn on_disk(workspace: &Workspace) -> Result<Project, Failure> {
    let folder = workspace.output();
    if !folder.exists() {
        let text = format!("there is no `{}` yet: run `pbiforge generate` first", workspace.config.project.output);
        return Err(Failure::Usage(text));
    }
    Project::read(&folder)
}

/// Faults of the project's own templates, with the lines that they are in.
pub fn failed(diagnostics: Vec<crate::diag::Diagnostic>, place: &str, own: &FileTree) -> Failure {
    let mut sources = FileTree::new();
    for (path, bytes) in own.iter() {
        sources.insert(format!("{}/{path}", place.trim_end_matches('/')), bytes);
    }
    Failure::Diagnostics { diagnostics, sources }
}
