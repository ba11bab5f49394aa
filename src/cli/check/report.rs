//! What `pbiforge check` gives out, in every format.

use std::path::Path;

use serde_json::Value;

use super::Findings;
use crate::cli::output::{Output, tally};
use crate::diag::{self, Code, github, json, junit, sarif};
use crate::file_tree::disk;
use crate::pipeline::Failure;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Source lines, carets and help
    Human,
    /// One object; the same as --json
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// A JUnit report, for build servers
    Junit,
    /// Workflow commands of GitHub Actions: annotations of a pull request
    Github,
}

/// What is asked for by `--format`, `--json` and `--output` together.
pub fn format(asked: Option<Format>, file: Option<&Path>, output: &Output) -> Result<Format, Failure> {
    use Format::{Human, Json};
    let format = match (asked, output.json) {
        (None | Some(Json), true) => Json,
        (Some(_), true) => return Err(Failure::Usage("`--json` and `--format` ask for different results".into())),
        (format, false) => format.unwrap_or(Human),
    };
    if file.is_some() && format == Human {
        return Err(Failure::Usage("`--output` is for the report of a `--format` other than human".into()));
    }
    Ok(format)
}

/// Prints the report, or writes it to `file` and shows people what they are shown without it.
pub fn report(
    findings: &Findings,
    format: Format,
    file: Option<&Path>,
    limit: usize,
    extra: &Value,
    output: &Output,
) -> Result<(), Failure> {
    let text = text(findings, format, extra);
    match file {
        Some(file) => disk::save(file, text.as_bytes())?,
        None if format != Format::Human => {
            output.print(&text);
            return Ok(());
        }
        None => {}
    }
    output.some_diagnostics(&findings.diagnostics, &findings.sources, if limit == 0 { usize::MAX } else { limit });
    output.result(&summary(findings));
    Ok(())
}

fn text(findings: &Findings, format: Format, extra: &Value) -> String {
    let mut codes: Vec<&'static Code> = crate::check::codes().collect();
    // Other commands give out findings as well, of codes that no project has.
    codes.extend(findings.diagnostics.iter().map(|found| found.code));
    codes.sort_by_key(|code| code.id);
    codes.dedup();
    let all = diag::Findings {
        diagnostics: &findings.diagnostics,
        silenced: &findings.silenced,
        sources: &findings.sources,
        files: &findings.files,
        codes: &codes,
    };
    match format {
        Format::Human => String::new(),
        Format::Json => {
            let mut value = json::report(&all);
            for (key, extra) in extra.as_object().into_iter().flatten() {
                value[key] = extra.clone();
            }
            format!("{value:#}\n")
        }
        Format::Sarif => format!("{:#}\n", sarif::render(&all)),
        Format::Junit => junit::render(&all),
        Format::Github => github::render(&all) + &summary(findings),
    }
}

fn summary(findings: &Findings) -> String {
    let allowed = match findings.silenced.len() {
        0 => String::new(),
        count => format!(", {count} allowed by the project"),
    };
    let files = match findings.files.len() {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    format!("{files} checked: {}{allowed}\n", tally(&findings.diagnostics))
}
