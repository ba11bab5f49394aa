//! Where everything that a person or a program reads leaves the process: results on standard output, everything
//! else on standard error.

use std::error::Error;
use std::io::{IsTerminal, Write};

use serde_json::{Value, json};

use super::exit::Exit;
use super::{Color, Global};
use crate::diag::sources::Sources;
use crate::diag::{Diagnostic, Severity, human, json as diag_json};
use crate::file_tree::FileTree;
use crate::pipeline::Failure;

pub struct Output {
    pub quiet: bool,
    pub json: bool,
    color: bool,
}

impl Output {
    pub fn new(global: &Global) -> Self {
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self { quiet: global.quiet, json: global.json, color }
    }

    /// Whether progress bars make sense: only for a person who watches.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && !self.json && std::io::stderr().is_terminal()
    }

    /// The result of a command for people; a closed pipe ends it silently.
    pub fn result(&self, text: &str) {
        if !self.quiet && !self.json {
            self.print(text);
        }
    }

    /// The result of a command for programs, with `--json`.
    pub fn value(&self, value: &Value) {
        if self.json {
            self.print(&format!("{value:#}\n"));
        }
    }

    /// What was asked for by name (completions, a catalog, an explanation): printed whatever the flags.
    pub fn print(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Something worth knowing that is no fault.
    pub fn note(&self, text: &str) {
        if !self.quiet && !self.json {
            self.eprint(&format!("note: {text}\n"));
        }
    }

    fn eprint(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// The same, but with or without JSON.
    pub fn with_json(&self, json: bool) -> Self {
        Self { quiet: self.quiet, json, color: self.color }
    }

    /// Between one result and the next of a command that goes on.
    pub fn separator(&self, title: &str) {
        if !self.quiet {
            self.eprint(&format!("── {title} ──\n"));
        }
    }

    /// Prints diagnostics to standard error (or nothing, where `--json` prints them as the result) and counts them.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &FileTree) -> Exit {
        self.some_diagnostics(diagnostics, sources, usize::MAX);
        if diagnostics.iter().any(Diagnostic::is_error) { Exit::Errors } else { Exit::Clean }
    }

    /// The same for at most so many, the gravest; the others are counted.
    pub fn some_diagnostics(&self, diagnostics: &[Diagnostic], sources: &FileTree, limit: usize) {
        if self.json {
            return;
        }
        let mut shown: Vec<&Diagnostic> =
            diagnostics.iter().filter(|diagnostic| !self.quiet || diagnostic.is_error()).collect();
        let more = shown.len().saturating_sub(limit);
        if more > 0 {
            shown.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
            shown.truncate(limit);
        }
        let sources = Sources::new(shown.iter().copied(), sources);
        for diagnostic in shown {
            self.eprint(&human::render_with(diagnostic, &sources, self.color));
            self.eprint("\n");
        }
        if more > 0 {
            self.eprint(&format!("… and {more} more, of less weight or further on (`--limit 0` shows all)\n"));
        }
    }

    /// Renders what stopped a command, once.
    pub fn failure(&self, failure: &Failure) -> Exit {
        match failure {
            Failure::Diagnostics { diagnostics, sources } => {
                self.value(&json!({ "diagnostics": diag_json::render(diagnostics, sources) }));
                let exit = self.diagnostics(diagnostics, sources);
                if !self.json {
                    self.eprint(&format!("{}\n", tally(diagnostics)));
                }
                exit
            }
            Failure::World { error, help } => {
                let mut text = chain(error.as_ref());
                if let Some(help) = help {
                    text.push_str(&format!("\n  = help: {help}"));
                }
                self.error(&text);
                Exit::World
            }
            Failure::Usage(text) => {
                self.error(text);
                Exit::Usage
            }
            Failure::Bug(text) => {
                self.error(&format!("{text}\nthis is a bug of pbiforge; please report it with the command you ran"));
                Exit::Bug
            }
        }
    }

    fn error(&self, text: &str) {
        self.value(&json!({ "error": text }));
        if !self.json {
            self.eprint(&format!("error: {text}\n"));
        }
    }
}

/// An error and what it comes from, in one line.
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}

/// Something failed that may pass, and is tried again: a line for whoever watches.
#[cfg(all(feature = "etl", feature = "sqlserver"))]
pub fn waiting(error: &(dyn Error + 'static), duration: std::time::Duration) {
    if std::io::stderr().is_terminal() {
        let text = format!("note: {}; trying again in {} s\n", chain(error), duration.as_secs());
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
}

/// `2 errors, 1 warning`.
pub fn tally(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let some = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        many => Some(format!("{many} {what}s")),
    };
    let parts: Vec<_> = [some(count(Severity::Error), "error"), some(count(Severity::Warning), "warning")]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() { "no errors".to_owned() } else { parts.join(", ") }
}
