//! `pbiforge roles diff`: two states of the mapping files, compared.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::git;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::{Global, generate};
use crate::diag::Diagnostic;
use crate::file_tree::{self, FileTree};
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;
use crate::proof::changes::{self, Countries};
use crate::region::Mapping;
use crate::rls;

#[derive(Args, Debug)]
#[command(after_help = "A state is a folder with the two files, two files as `regions.csv,managers.csv`, or a git \
                        revision as `rev:HEAD~1`.")]
pub struct Diff {
    /// The state before
    old: String,
    /// The state after; the mapping files as they are now, where it is not given
    new: Option<String>,
    /// Exit with 2 where somebody gains or loses something
    #[arg(long)]
    check: bool,
}

impl Diff {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = generate::open(global, output)?;
        let old = state(&workspace, &self.old, output)?;
        let new = match &self.new {
            Some(new) => state(&workspace, new, output)?,
            None => workspace.mapping()?.0,
        };
        let countries = countries(&workspace, output)?;
        let found = changes::changes(&old, &new, countries.as_ref().unwrap_or(&Countries::new()));
        output.result(&changes::text(&found, countries.is_some()));
        output.value(&changes::to_json(&found, countries.is_some()));
        Ok(if self.check && !found.is_empty() { Exit::Differences } else { Exit::Clean })
    }
}

/// What a country weighs, in a build that reads the warehouse.
#[cfg(feature = "etl")]
fn countries(workspace: &Workspace, output: &Output) -> Result<Option<Countries>, Failure> {
    let warehouse = crate::cli::warehouse::open(workspace, output)?;
    let catalog = match warehouse.catalog() {
        Ok(catalog) => catalog,
        // Regions can be compared before anything is loaded.
        Err(crate::warehouse::Error::NoWarehouse { .. }) => {
            output.note("nothing is loaded yet: regions are compared, not rows");
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    changes::countries(&crate::pipeline::proof::Frames::new(&*warehouse, &catalog)).map(Some)
}

#[cfg(not(feature = "etl"))]
fn countries(_: &Workspace, output: &Output) -> Result<Option<Countries>, Failure> {
    output.note("this build has no data half: regions are compared, not rows");
    Ok(None)
}

/// The mapping that a folder, two files or a git revision hold.
fn state(workspace: &Workspace, name: &str, output: &Output) -> Result<Mapping, Failure> {
    let roles = &workspace.config.roles;
    let files = [roles.regions.as_str(), roles.managers.as_str()];
    let [regions, managers] = if let Some(revision) = name.strip_prefix("rev:") {
        let show = |file: &str| -> Result<_, Failure> {
            Ok((format!("{revision}:{file}"), git::show(&workspace.base, revision, file)?))
        };
        [show(files[0])?, show(files[1])?]
    } else if Path::new(name).is_dir() {
        let folder = Path::new(name);
        [read(in_folder(folder, files[0]))?, read(in_folder(folder, files[1]))?]
    } else if let Some((regions, managers)) = name.split_once(',') {
        [read(PathBuf::from(regions))?, read(PathBuf::from(managers))?]
    } else {
        return Err(Failure::Usage(format!(
            "`{name}` is no folder: give a folder with the mapping files, two files as `regions.csv,managers.csv`, or \
             a git revision as `rev:{name}`"
        )));
    };
    let (mapping, diagnostics) = rls::mapping::read((&regions.0, &regions.1), (&managers.0, &managers.1));
    let mut sources = FileTree::new();
    sources.insert(regions.0, regions.1);
    sources.insert(managers.0, managers.1);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Failure::Diagnostics { diagnostics, sources });
    }
    output.diagnostics(&diagnostics, &sources);
    Ok(mapping)
}

/// A project's folder has the file where the configuration says; a folder of mappings has it itself.
fn in_folder(folder: &Path, file: &str) -> PathBuf {
    let whole = folder.join(file);
    match (whole.exists(), Path::new(file).file_name()) {
        (false, Some(name)) => folder.join(name),
        _ => whole,
    }
}

fn read(path: PathBuf) -> Result<(String, Vec<u8>), Failure> {
    match fs::read(&path) {
        Ok(bytes) => Ok((path.display().to_string(), bytes)),
        Err(source) => Err(Failure::world(file_tree::Error::Read { path, source })),
    }
}
