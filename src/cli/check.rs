//! `pbiforge check`: compiles Power BI projects.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use crate::check::examine::{self, examine};
use crate::check::levels::{self, Level};
use crate::diag::{Diagnostic, Silenced};
use crate::file_tree::{FileTree, disk};
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;

use project::Project;

mod mend;
pub mod project;
pub mod report;
mod watch;

#[derive(Args, Debug)]
pub struct Check {
    /// Folders of PBIP or TMDL projects, or .pbip files; the configured output folder where none is given
    paths: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<report::Format>,
    /// Write the report of `--format` to a file, and show people the rest as ever
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Make errors of `warnings`, or of a code, a name or the beginning of codes; may be repeated
    #[arg(long, value_name = "WHAT")]
    deny: Vec<String>,
    /// Show people at most so many findings, errors first; 0 is all
    #[arg(long, value_name = "N", default_value_t = 200)]
    limit: usize,
    /// Apply the machine fixes that prove right
    #[arg(long)]
    fix: bool,
    /// With --fix: print what would change as a patch, and write nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with = "fix")]
    watch: bool,
    /// Also validate every JSON file against the schema it names, from a folder of Microsoft's JSON schemas
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

/// What checking all the projects gave, with the files named as the user knows them.
#[derive(Default)]
pub struct Findings {
    pub diagnostics: Vec<Diagnostic>,
    pub silenced: Vec<Silenced>,
    pub sources: FileTree,
    pub files: Vec<String>,
}

impl Check {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let format = self.format(output)?;
        let output = &output.with_json(format == report::Format::Json && self.output.is_none());
        // What goes wrong is told in the format that was asked for here, which only this command knows of.
        let run = || -> Result<Exit, Failure> {
            let once = || {
                let (paths, options) = self.settings(global, output)?;
                self.once(&paths, &options, format, output)
            };
            match self.watch {
                true => watch::watch(&self.settings(global, output)?.0, &global.config, output, &once),
                false => once(),
            }
        };
        Ok(run().unwrap_or_else(|failure| output.failure(&failure)))
    }

    fn format(&self, output: &Output) -> Result<report::Format, Failure> {
        use report::Format::{Human, Json};
        let format = report::format(self.format, self.output.as_deref(), output)?;
        let is_patch_in_report = self.dry_run && self.output.is_none() && !matches!(format, Human | Json);
        if is_patch_in_report {
            let text = "`--dry-run` prints a patch: give the report a file of its own with `--output`";
            return Err(Failure::Usage(text.into()));
        }
        Ok(format)
    }

    /// What to check, and how.
    fn settings(&self, global: &Global, output: &Output) -> Result<(Vec<PathBuf>, examine::Options), Failure> {
        let default_path = global.config.as_os_str() == "pbiforge.toml";
        let (paths, workspace) = match self.paths.as_slice() {
            [] => {
                let workspace = super::generate::open(global, output)?;
                if !workspace.output().exists() {
                    let text =
                        format!("there is no `{}` yet: give the folder of a project", workspace.config.project.output);
                    return Err(Failure::Usage(text));
                }
                (vec![workspace.output()], workspace)
            }
            paths => (
                paths.to_vec(),
                Workspace::open(&global.config, default_path, global.environment.as_deref(), &global.set)?,
            ),
        };
        let mut levels = workspace.config.check;
        for what in &self.deny {
            if let Some(levels::Fault::Unknown(near)) = levels::Options::fault(what, Level::Error) {
                let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                return Err(Failure::Usage(format!("there is no diagnostic `{what}` to deny{hint}")));
            }
            levels.levels.insert(what.clone(), Level::Error);
        }
        let schemas =
            self.schemas.as_ref().map(|folder| disk::read(folder, &|path| path.ends_with(".json"))).transpose()?;
        Ok((paths, examine::Options { levels, schemas, ..Default::default() }))
    }

    fn once(
        &self,
        paths: &[PathBuf],
        options: &examine::Options,
        format: report::Format,
        output: &Output,
    ) -> Result<Exit, Failure> {
        let mut findings = Findings::default();
        let mut repairs = mend::Repairs::default();
        for path in paths {
            let mut project = Project::read(path)?;
            if self.fix {
                repairs.mend(&mut project, options);
            }
            findings.add(project, options);
        }
        if self.fix && !self.dry_run {
            repairs.write()?;
        }
        let extra = if self.fix { repairs.json(self.dry_run) } else { json!({}) };
        report::report(&findings, format, self.output.as_deref(), self.limit, &extra, output)?;
        if self.fix {
            repairs.tell(self.dry_run, output);
        }
        Ok(match findings.diagnostics.iter().any(Diagnostic::is_error) {
            true => Exit::Errors,
            false if self.dry_run && repairs.changes() => Exit::Differences,
            false => Exit::Clean,
        })
    }
}

impl Findings {
    fn add(&mut self, project: Project, options: &examine::Options) {
        let examined = examine(&project.tree, options);
        let prefix = &project.prefix;
        self.diagnostics.extend(examined.diagnostics.into_iter().map(|found| project::rebase(found, prefix)));
        self.silenced.extend(examined.silenced.into_iter().map(|silenced| Silenced {
            diagnostic: project::rebase(silenced.diagnostic, prefix),
            reason: silenced.reason,
            by: project::rebase_place(silenced.by, prefix),
        }));
        self.files
            .extend(project.tree.paths().filter(|path| project::is_read(path)).map(|path| format!("{prefix}{path}")));
        project.tree.iter().for_each(|(file, bytes)| self.sources.insert(format!("{prefix}{file}"), bytes));
    }
}
