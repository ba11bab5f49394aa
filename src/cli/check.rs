//! `pbiforge check`: compiles Power BI projects.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::{Output, tally};
use crate::check::{self, schemas};
use crate::diag;
use crate::file_tree::FileTree;
use crate::file_tree::disk::{self, Take};
use crate::pipeline::Failure;

#[derive(Args, Debug)]
pub struct Check {
    /// Folders of PBIP or TMDL projects, or .pbip files; the configured output folder where none is given
    paths: Vec<PathBuf>,
    /// Also validate every JSON file against the schema it names, from a folder of Microsoft's JSON schemas
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

impl Check {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let paths = match self.paths.as_slice() {
            [] => vec![super::generate::open(global, output)?.output()],
            paths => paths.to_vec(),
        };
        let schemas =
            self.schemas.as_ref().map(|folder| disk::read(folder, &|path| path.ends_with(".json"))).transpose()?;
        let (mut found, mut sources) = (Vec::new(), FileTree::new());
        for path in &paths {
            let (prefix, tree) = read_project(path)?;
            let mut diagnostics = check::check(&tree);
            if let Some(schemas) = &schemas {
                schemas::add(&mut diagnostics, schemas::validate(&tree, schemas));
            }
            diag::sort(&mut diagnostics);
            found.extend(diagnostics.into_iter().map(|diagnostic| rebase(diagnostic, &prefix)));
            tree.iter().for_each(|(file, bytes)| sources.insert(format!("{prefix}{file}"), bytes));
        }
        let exit = output.diagnostics(&found, &sources);
        output.result(&format!("{} files checked: {}\n", sources.len(), tally(&found)));
        output.value(&json!({ "files": sources.len(), "diagnostics": diag::json::render(&found, &sources) }));
        Ok(exit)
    }
}

/// The project's files, and what stands before their names for the user.
fn read_project(path: &Path) -> Result<(String, FileTree), Failure> {
    let folder = match path.extension() {
        Some(kind) if kind == "pbip" && path.is_file() => path.parent().unwrap_or(Path::new("")),
        _ => path,
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let tree = disk::read_some(folder, &take)?;
    if !tree.paths().any(|path| path.ends_with(".tmdl") || path.ends_with(".pbip") || path.ends_with(".pbir")) {
        return Err(Failure::Usage(format!(
            "`{}` holds no Power BI project: no .pbip, .tmdl or .pbir file",
            path.display()
        )));
    }
    let prefix = if folder == Path::new(".") { String::new() } else { format!("{}/", folder.display()) };
    Ok((prefix.replace('\\', "/").replace("//", "/"), tree))
}

/// Data, caches and other people's folders are no part of a project; of images and the like it matters only that
/// they are there, and some are larger than memory.
fn take(path: &str) -> Take {
    let skipped = ["target", "node_modules", ".git", ".pbiforge"];
    let is_other = path.split('/').any(|part| skipped.contains(&part));
    if is_other || path.ends_with(".parquet") || path.ends_with(".abf") {
        return Take::Nothing;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let kind = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_read = ["tmdl", "json", "pbip", "pbir", "pbism", "platform"].contains(&kind.as_str());
    if is_read { Take::Whole } else { Take::Name }
}

fn rebase(mut diagnostic: diag::Diagnostic, prefix: &str) -> diag::Diagnostic {
    for label in &mut diagnostic.labels {
        label.place.file.insert_str(0, prefix);
    }
    if let Some(fix) = &mut diagnostic.fix {
        fix.file.insert_str(0, prefix);
    }
    diagnostic
}
