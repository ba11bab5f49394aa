//! `pbiforge roles check`: what is wrong with the mapping files, by themselves and beside the data.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::Global;
use crate::cli::check::{Findings, report};
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::diag::{self, Diagnostic};
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;
use crate::rls::mapping::coverage;

#[derive(Args, Debug)]
pub struct Check {
    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<report::Format>,
    /// Write the report of `--format` to a file, and show people the rest as ever
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Look at the files alone, not at the countries of the warehouse
    #[arg(long)]
    offline: bool,
}

impl Check {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let format = report::format(self.format, self.output.as_deref(), output)?;
        let output = &output.with_json(format == report::Format::Json && self.output.is_none());
        let workspace = crate::cli::generate::open(global, output)?;
        let (read, sources) = workspace.mapping_read()?;
        let roles = &workspace.config.roles;
        let mut diagnostics = read.faults.clone();
        // Beside files with errors every country would seem to be missing.
        if !self.offline
            && !diagnostics.iter().any(Diagnostic::is_error)
            && !sources.is_empty()
            && let Some(countries) = countries(&workspace, output)?
        {
            diagnostics.extend(coverage::against_data(&read, (&roles.regions, &roles.managers), &countries));
        }
        diag::sort(&mut diagnostics);
        let files = sources.paths().map(str::to_owned).collect();
        let findings = Findings { diagnostics, sources, files, ..Default::default() };
        report::report(&findings, format, self.output.as_deref(), usize::MAX, &json!({}), output)?;
        let is_wrong = findings.diagnostics.iter().any(Diagnostic::is_error);
        Ok(if is_wrong { Exit::Errors } else { Exit::Clean })
    }
}

/// The countries of the warehouse's customers; `None`, with a word why, where there are none to be had.
#[cfg(feature = "etl")]
fn countries(workspace: &Workspace, output: &Output) -> Result<Option<Vec<(String, u64)>>, Failure> {
    use crate::warehouse::Error;

    let warehouse = crate::cli::warehouse::open(workspace, output)?;
    match crate::pipeline::mapping::countries(warehouse.as_ref()) {
        Ok(countries) => Ok(Some(countries)),
        Err(Error::NoWarehouse { .. } | Error::NoTable { .. }) => {
            output.note("there is no loaded warehouse yet: the countries of the data were not looked at");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(feature = "etl"))]
fn countries(_: &Workspace, output: &Output) -> Result<Option<Vec<(String, u64)>>, Failure> {
    output.note("this build has no data half: the countries of the data were not looked at");
    Ok(None)
}
