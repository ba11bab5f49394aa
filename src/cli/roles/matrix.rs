//! `pbiforge roles matrix`: what every manager sees.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::evidence::{Case, with};
use crate::cli::Global;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::diag::{Diagnostic, suggest};
use crate::file_tree::disk;
use crate::name::same;
use crate::pipeline::Failure;
use crate::proof::judge;
use crate::proof::matrix::{self, csv, html, json};

#[derive(Args, Debug)]
pub struct Matrix {
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The table that `--format table` shows: the sales, where it is not given
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One table for people
    Table,
    /// Every manager, table and region
    Csv,
    /// The same for programs
    Json,
    /// A heat map
    Html,
}

impl Matrix {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        with(global, output, |case| self.show(&case, global, output))
    }

    fn show(&self, case: &Case, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let security = case.security;
        let (seen, unanswered) = judge::see(security);
        let faults = security.plan.faults.iter().chain(&security.evidence.faults).cloned();
        let faults: Vec<Diagnostic> = faults.chain(unanswered).collect();
        // A matrix of some filters and not of others would show more than there is to see.
        if faults.iter().any(Diagnostic::is_error) {
            return Err(Failure::Diagnostics { diagnostics: faults, sources: case.sources.clone() });
        }
        if security.plan.roles.is_empty() {
            return Err(Failure::Usage(
                "the model has no role with the right to read: everybody sees everything".to_owned(),
            ));
        }
        let matrix = matrix::Matrix::of(security, &seen);
        let format = if global.json { Format::Json } else { self.format };
        let text = match format {
            Format::Table => matrix.text(self.table(&matrix)?),
            Format::Csv => csv::csv(&matrix),
            Format::Json => format!("{:#}\n", json::json(&matrix)),
            Format::Html => html::html(&matrix, &format!("Who sees what: {}", case.workspace.config.model.name)),
        };
        match &self.output {
            None => output.print(&text),
            Some(path) => {
                disk::save(path, text.as_bytes())?;
                output.result(&format!("{} managers in `{}`\n", matrix.managers.len(), path.display()));
            }
        }
        Ok(Exit::Clean)
    }

    fn table(&self, matrix: &matrix::Matrix) -> Result<usize, Failure> {
        let Some(name) = &self.table else { return Ok(matrix.main.unwrap_or(0)) };
        let found = matrix.tables.iter().position(|table| same(&table.name, name));
        found.ok_or_else(|| {
            let near = suggest::nearest(name, matrix.tables.iter().map(|table| table.name.as_str()));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            Failure::Usage(format!("the model has no table `{name}`{near}"))
        })
    }
}
