//! `pbiforge fmt`: TMDL in the order and layout of Power BI Desktop.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::exit::Exit;
use super::output::Output;
use crate::dax;
use crate::file_tree::{FileTree, disk};
use crate::pipeline::Failure;
use crate::tmdl::format::{Dax, Untouched, format};

#[derive(Args, Debug)]
pub struct Fmt {
    /// Folders of projects, or TMDL files
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Change nothing, and say which files would be changed
    #[arg(long)]
    check: bool,
    /// Lay out the DAX inside too
    #[arg(long)]
    dax: bool,
}

#[derive(Default)]
struct Outcome {
    files: usize,
    changed: Vec<String>,
    untouched: Vec<String>,
}

impl Fmt {
    pub fn run(&self, output: &Output) -> Result<Exit, Failure> {
        let mut outcome = Outcome::default();
        for path in &self.paths {
            let (folder, tree) = read(path)?;
            let mut changed = FileTree::new();
            for (file, bytes) in tree.iter() {
                outcome.files += 1;
                let shown = folder.join(file).display().to_string();
                let laid_out = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text").and_then(|text| {
                    format(text, self.dax.then_some(&lay_out as Dax)).map_err(|why| match why {
                        Untouched::Faulty => "it has errors; `pbiforge check` says which",
                        Untouched::Unsure => "its new text would not say the same",
                    })
                });
                match laid_out {
                    Ok(text) if text.as_bytes() == bytes => {}
                    Ok(text) => {
                        outcome.changed.push(shown);
                        changed.insert(file, text);
                    }
                    Err(why) => {
                        output.note(&format!("`{shown}` is left alone: {why}"));
                        outcome.untouched.push(shown);
                    }
                }
            }
            if !self.check {
                disk::persist(&changed, &folder, &[])?;
            }
        }
        Ok(self.report(&outcome, output))
    }

    fn report(&self, outcome: &Outcome, output: &Output) -> Exit {
        let Outcome { files, changed, untouched } = outcome;
        let list: String = changed.iter().map(|file| format!("{file}\n")).collect();
        let verb = if self.check { "would be changed" } else { "changed" };
        output.result(&format!("{list}{} of {files} files {verb}, {} left alone\n", changed.len(), untouched.len()));
        output.value(&json!({ "files": files, "changed": changed, "untouched": untouched }));
        if self.check && !changed.is_empty() { Exit::Differences } else { Exit::Clean }
    }
}

/// The folder, and the TMDL files below it or the one file that was named.
fn read(path: &Path) -> Result<(PathBuf, FileTree), Failure> {
    if !path.is_file() {
        let tree = disk::read(path, &is_definition)?;
        return Ok((path.to_owned(), tree));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut tree = FileTree::new();
    let bytes =
        std::fs::read(path).map_err(|source| crate::file_tree::Error::Read { path: path.to_owned(), source })?;
    tree.insert(name, bytes);
    Ok((folder.to_owned(), tree))
}

/// Scripts of the TMDL view begin with a command and declare no model.
fn is_definition(path: &str) -> bool {
    let is_other = path.split('/').any(|part| ["TMDLScripts", "target", "node_modules", ".git"].contains(&part));
    !is_other && path.to_ascii_lowercase().ends_with(".tmdl")
}

/// DAX of the object or property; M and JSON are left as they are.
fn lay_out(kind: &str, text: &str) -> Option<String> {
    match kind {
        "function" => dax::format::function(text, &dax::format::Style::default()),
        "measure"
        | "column"
        | "calculationItem"
        | "tablePermission"
        | "formatStringDefinition"
        | "detailRowsDefinition"
        | "defaultDetailRowsDefinition" => dax::format::format(text),
        _ => None,
    }
}
