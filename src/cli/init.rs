//! `pbiforge init`: a commented configuration and roles/ for a project of one's own.

use std::path::PathBuf;

use clap::Args;

use super::exit::Exit;
use super::output::Output;
use crate::config;
use crate::file_tree::{FileTree, disk};
use crate::pipeline::Failure;

#[derive(Args, Debug)]
pub struct Init {
    /// The folder to write into
    #[arg(default_value = ".")]
    folder: PathBuf,
}

const REGIONS: &str = include_str!("../../roles/regions.csv");
const MANAGERS: &str = include_str!("../../roles/region_managers.csv");

impl Init {
    pub fn run(&self, output: &Output) -> Result<Exit, Failure> {
        let mut tree = FileTree::new();
        tree.insert("pbiforge.toml", config::TEMPLATE);
        tree.insert("roles/regions.csv", REGIONS);
        tree.insert("roles/region_managers.csv", MANAGERS);
        tree.insert(".gitignore", "output/warehouse/\n");
        // A file that is already there is the user's own and stays.
        let (mut made, mut kept) = (FileTree::new(), Vec::new());
        for (path, bytes) in tree.iter() {
            if self.folder.join(path).exists() { kept.push(path.to_owned()) } else { made.insert(path, bytes) }
        }
        disk::persist(&made, &self.folder, &[])?;
        for path in made.paths() {
            output.result(&format!("wrote {}\n", self.folder.join(path).display()));
        }
        for path in &kept {
            output.result(&format!("kept  {} (it was there)\n", self.folder.join(path).display()));
        }
        output.result("next: set `[source] path` in pbiforge.toml, edit roles/, then `pbiforge run`\n");
        output.value(&serde_json::json!({ "wrote": made.paths().collect::<Vec<_>>(), "kept": kept }));
        Ok(Exit::Clean)
    }
}
