//! `pbiforge roles script`: the roles with their members, as TMSL.

use std::path::PathBuf;

use clap::Args;

use crate::check::semantic_models;
use crate::cli::Global;
use crate::cli::check::project::Project;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::file_tree::disk;
use crate::pipeline::Failure;
use crate::rls::members;
use crate::tmdl;

#[derive(Args, Debug)]
pub struct Script {
    /// Write the script to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The name of the semantic model in the service; the configured name where none is given
    #[arg(long, value_name = "NAME")]
    database: Option<String>,
}

impl Script {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = crate::cli::generate::open(global, output)?;
        let (mapping, warnings, sources) = workspace.mapping()?;
        let roles = &workspace.config.roles;
        let folder = workspace.output();
        if !folder.exists() {
            let text = format!("there is no `{}` yet: run `pbiforge generate` first", workspace.config.project.output);
            return Err(Failure::Usage(text));
        }
        let tree = Project::read(&folder)?.tree;
        let models = semantic_models::find(&tree);
        let [source] = models.as_slice() else {
            let text = format!("`{}` holds {} semantic models, not one", folder.display(), models.len());
            return Err(Failure::Usage(text));
        };
        let read = semantic_models::read(&tree, source);
        if let Some(fault) = read.diagnostics.iter().find(|fault| fault.is_error()) {
            return Err(Failure::Diagnostics { diagnostics: vec![fault.clone()], sources: tree.clone() });
        }
        let given = members::give(&read.lowered.model.roles, &mapping, roles).map_err(|missing| {
            Failure::Usage(format!("the generated project has no role `{missing}`: run `pbiforge generate` first"))
        })?;
        output.diagnostics(&warnings, &sources);
        let database = self.database.as_deref().unwrap_or(&workspace.config.model.name);
        let text = format!("{:#}\n", tmdl::bim::roles_script(database, &given));
        match &self.output {
            None => output.print(&text),
            Some(path) => {
                disk::save(path, text.as_bytes())?;
                let members: usize = given.iter().map(|role| role.members.len()).sum();
                let roles = if given.len() == 1 { "1 role".to_owned() } else { format!("{} roles", given.len()) };
                output.result(&format!("{roles}, {members} members in `{}`\n", path.display()));
            }
        }
        Ok(Exit::Clean)
    }
}
