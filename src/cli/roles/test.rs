//! `pbiforge roles test`: the proof.

use std::io::ErrorKind;
use std::path::Path;

use clap::Args;
use serde_json::json;

use super::evidence::{Case, with};
use crate::cli::Global;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, tally};
use crate::diag::{self, Diagnostic, Severity};
use crate::file_tree::{self, disk};
use crate::pipeline::Failure;
use crate::proof::judge::{Judgement, judge};
use crate::proof::{expect, format, snapshot};

#[derive(Args, Debug)]
pub struct Test {
    /// Write the access as it is now into `access.snapshot`, beside the mapping files
    #[arg(long)]
    update: bool,
    /// With --update: hold rows and revenue in it too, for a warehouse whose rows stay
    #[arg(long, requires = "update")]
    figures: bool,
    /// Also ask the database, as every manager, what its security policy shows; as an owner of it
    #[cfg(feature = "sqlserver")]
    #[arg(long)]
    server: bool,
}

const EXPECTATIONS: &str = "tests.toml";
const SNAPSHOT: &str = "access.snapshot";

impl Test {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        with(global, output, |case| self.judge(&case, output))
    }

    fn judge(&self, case: &Case, output: &Output) -> Result<Exit, Failure> {
        let Judgement { seen, mut findings } = judge(case.security, &case.terms);
        let mut sources = case.sources.clone();
        // Expectations of what is not known are not failed, only not looked at.
        let is_judged = !seen.is_empty() || !findings.iter().any(Diagnostic::is_error);
        #[cfg(feature = "sqlserver")]
        if self.server && is_judged {
            findings.extend(super::server::disagreements(case, &seen, output)?);
        }
        let file = beside(case, EXPECTATIONS);
        let mut expected = 0;
        if let Some(text) = read(&case.workspace.path(&file))? {
            let (expectations, faults) = expect::read(&file, &text);
            sources.insert(file, text);
            expected = expectations.len();
            findings.extend(faults);
            if is_judged {
                findings.extend(expect::check(&expectations, case.security, &seen));
            }
        }
        diag::sort(&mut findings);
        output.diagnostics(&findings, &sources);
        let has_errors = findings.iter().any(Diagnostic::is_error);
        let file = beside(case, SNAPSHOT);
        let path = case.workspace.path(&file);
        let old = read(&path)?;
        let figures = self.figures || old.as_deref().is_some_and(snapshot::has_figures);
        let new = snapshot::snapshot(case.security, &case.terms, &seen, figures);
        let differences = match &old {
            Some(old) if is_judged && !self.update => snapshot::differences(old, &new),
            _ => Vec::new(),
        };
        if self.update && !has_errors {
            disk::save(&path, new.as_bytes())?;
        }
        output.value(&json!({
            "managers": seen.len(),
            "expectations": expected,
            "diagnostics": diag::json::render(&findings, &sources),
            "snapshot": { "file": file, "there": old.is_some() || self.update && !has_errors, "differences": differences },
        }));
        let mut text = String::new();
        if has_errors {
            text.push_str(&format!("not proved: {}\n", tally(&findings)));
            if self.update {
                text.push_str(&format!("`{file}` was not written: what leaks is no golden access\n"));
            }
        } else {
            text.push_str(&self.summary(case, &seen, expected, &findings));
            match (&old, self.update) {
                (_, true) => text.push_str(&format!("wrote `{file}`\n")),
                (None, false) => {
                    text.push_str(&format!("there is no `{file}` to compare with: `--update` writes one\n"))
                }
                (Some(_), false) if differences.is_empty() => text.push_str(&format!("as in `{file}`\n")),
                (Some(_), false) => {}
            }
        }
        if !differences.is_empty() {
            text.push_str(&format!("otherwise than in `{file}`:\n"));
            differences.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
            text.push_str("where this is meant, `pbiforge roles test --update`\n");
        }
        output.result(&text);
        Ok(match (has_errors, differences.is_empty()) {
            (true, _) => Exit::Errors,
            (false, true) => Exit::Clean,
            (false, false) => Exit::Differences,
        })
    }

    fn summary(
        &self,
        case: &Case,
        seen: &[crate::proof::judge::Seen],
        expected: usize,
        findings: &[Diagnostic],
    ) -> String {
        let count = |number: usize| format::count(number as u64);
        let rows: u64 = case.security.evidence.world.tables.iter().map(|table| table.rows as u64).sum();
        let mut text = format!(
            "proved on {} rows: {} managers each see their own of {} regions and nothing else, strangers see nothing\n",
            format::count(rows),
            count(seen.len()),
            count(case.security.evidence.known.len())
        );
        if expected > 0 {
            text.push_str(&format!("{} expectations met\n", count(expected)));
        }
        let warnings = findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
        if warnings > 0 {
            text.push_str(&format!("{}\n", tally(findings)));
        }
        text
    }
}

/// A file in the folder of the file of managers.
fn beside(case: &Case, name: &str) -> String {
    match case.workspace.config.roles.managers.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

fn read(path: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Failure::world(file_tree::Error::Read { path: path.to_owned(), source })),
    }
}
