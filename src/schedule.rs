//! Files that run the project every night: for a machine's own scheduler, or for a pipeline that also deploys.
//!
//! Each kind has what it needs of its own accord: a lock, so that no second run begins; a log; another try after a
//! pause where the world failed (exit code 74 alone: what is wrong with the input stays wrong); and an exit code that
//! somebody sees. Secrets are named, never written.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

use serde_json::{Value, json};

use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::template::{Quote, Templates};

pub mod plan;
pub mod quote;

#[cfg(test)]
mod tests;

pub use plan::{At, Kind, Plan};

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        const EMBEDDED: &[(&str, &str)] = &[$(($name, include_str!(concat!("../model-templates/schedule/", $name)))),+];
    };
}

embedded![
    "azure-pipelines.yml.hbs",
    "crontab.hbs",
    "deploy.py.hbs",
    "failure.service.hbs",
    "failure.sh.hbs",
    "github-actions.yml.hbs",
    "run.cmd.hbs",
    "run.service.hbs",
    "run.sh.hbs",
    "run.timer.hbs",
    "task.xml.hbs",
];

const HELPERS: &[(&str, Quote)] = &[
    ("sh", quote::sh),
    ("github_sh", quote::github_sh),
    ("azure_sh", quote::azure_sh),
    ("crontab", quote::crontab),
    ("xml", quote::xml),
    ("yaml", quote::yaml),
    ("systemd", quote::systemd),
    ("systemd_path", quote::systemd_path),
    ("cmd", quote::cmd),
    ("cmd_path", quote::cmd_path),
    ("cmd_echo", quote::cmd_echo),
    ("python", quote::python),
];

/// The files of a plan by their path, and what is odd about the project's own templates (`own`, in the folder
/// `place`).
pub fn files(plan: &Plan, (place, own): (&str, &FileTree)) -> Result<(FileTree, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (templates, warnings) = Templates::new("schedule", EMBEDDED, HELPERS, (place, own))?;
    let context = context(plan);
    let (mut files, mut faults) = (FileTree::new(), Vec::new());
    for (template, path) in plan.files() {
        match templates.render(template, &context) {
            Ok(text) => files.insert(path, encoded(template, &text)),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok((files, warnings)) } else { Err(faults) }
}

fn context(plan: &Plan) -> Value {
    json!({
        "name": plan.name,
        "model": plan.model,
        "program": plan.program,
        "folder": plan.folder,
        "arguments": plan.arguments(),
        "output": plan.output,
        "script": plan.script(),
        "failure_script": plan.beside(&format!("{}-failure.sh", plan.name)),
        "log": plan.beside(&format!("{}.log", plan.name)),
        "lock": plan.beside(&format!("{}.lock", plan.name)),
        "hour": plan.at.hour,
        "minute": plan.at.minute,
        "clock": plan.at.to_string(),
        "retries": plan.retries,
        "attempts": plan.retries + 1,
        "pause": plan.pause,
        "pause_seconds": plan.pause * 60,
        "pings": plan.pause * 60 + 1,
        "mail": plan.mail,
        "secrets": plan.secrets,
        "has_windows_login": plan.has_windows_login,
        // What GitHub puts around an expression is what a template puts around one.
        "begin": "${{",
        "end": "}}",
    })
}

/// schtasks takes UTF-16 with a byte order mark alone, and cmd lines that end as those of Windows.
fn encoded(template: &str, text: &str) -> Vec<u8> {
    match template {
        "task.xml.hbs" => {
            let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        "run.cmd.hbs" => text.replace('\n', "\r\n").into_bytes(),
        _ => text.as_bytes().to_vec(),
    }
}
