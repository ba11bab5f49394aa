//! `pbiforge adopt`: a project that somebody else has made, or saved anew, becomes one that is regenerated.

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::generate::{From, open};
use super::output::Output;
use crate::pipeline::{Failure, ownership};

#[derive(Args, Debug)]
pub struct Adopt {
    #[command(flatten)]
    from: From,
}

impl Adopt {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = open(global, output)?;
        let generated = self.from.generate(&workspace, output)?;
        output.diagnostics(&generated.warnings, &generated.sources);
        let folder = workspace.output();
        let plan = ownership::adopt(&generated.tree, &folder)?;
        let (own, files) = (plan.changes.len(), plan.on_disk.len());
        output.result(&format!(
            "adopted    {files} files in {}, {own} of them other than generated\n\
             \x20          what catalog and templates change from now on comes in with `pbiforge generate`\n",
            folder.display()
        ));
        output.value(&json!({ "files": files, "differences": super::generate::changes_json(&plan.changes) }));
        Ok(Exit::Clean)
    }
}
