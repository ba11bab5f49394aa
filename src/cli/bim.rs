//! `pbiforge bim`: the models of a project as Microsoft's reader exports them, to be compared with what it says.

use std::path::PathBuf;

use clap::Args;

use super::exit::Exit;
use super::output::Output;
use crate::check::semantic_models;
use crate::file_tree::disk;
use crate::pipeline::Failure;
use crate::tmdl;

#[derive(Args, Debug)]
pub struct Bim {
    /// Folders of PBIP or TMDL projects
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

impl Bim {
    /// One line a model.
    pub fn run(&self, output: &Output) -> Result<Exit, Failure> {
        for path in &self.paths {
            let tree = disk::read(path, &|path| path.to_ascii_lowercase().ends_with(".tmdl"))?;
            for source in semantic_models::find(&tree) {
                let read = semantic_models::read(&tree, &source);
                output.print(&format!("{}\n", tmdl::bim(&read.lowered.model)));
            }
        }
        Ok(Exit::Clean)
    }
}
