//! `pbiforge plan`: what generating would change.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Global;
use super::exit::Exit;
use super::generate::{From, Writing, open};
use super::output::Output;
use crate::diag::{Diagnostic, Place, shortened};
use crate::file_tree::disk;
use crate::merge::NOT_THE_REVIEWED_PLAN;
use crate::pipeline::plan::{Change, Review, review};
use crate::pipeline::{Failure, drift, ownership};

#[derive(Args, Debug)]
pub struct Plan {
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    writing: Writing,
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Write the plan into this file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    /// For programs, and for `generate --plan`
    Json,
    /// For a pull request
    Markdown,
}

impl Plan {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = open(global, output)?;
        let generated = self.from.generate(&workspace, output)?;
        output.diagnostics(&generated.warnings, &generated.sources);
        let intent = self.writing.intent(&generated)?;
        let plan = ownership::plan(&generated.tree, &workspace.output(), &intent)
            .map_err(|failure| drift::explain(&workspace, &generated.catalog, &intent, failure))?;
        let review = review(&plan);
        let mut line = |place: &Place| place.line_and_column(&plan.on_disk).0;
        let format = if global.json { Format::Json } else { self.format };
        let text = match format {
            Format::Human => human(&review, &mut line),
            Format::Markdown => markdown(&review, &mut line),
            Format::Json => format!("{:#}\n", json(&review, &mut line)),
        };
        match &self.output {
            Some(path) => disk::save(path, text.as_bytes())?,
            None => output.print(&text),
        }
        Ok(if plan.changes.is_empty() { Exit::Clean } else { Exit::Differences })
    }
}

/// Refuses to go on where the plan is not the one in the file.
pub fn demand(path: &Path, plan: &ownership::Plan) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| Failure::world(crate::file_tree::Error::Read { path: path.to_owned(), source }))?;
    let reviewed: Option<Value> = serde_json::from_str(&text).ok();
    let fingerprint = reviewed.as_ref().and_then(|plan| plan.get("fingerprint")?.as_str());
    let shown = path.display().to_string();
    let message = match fingerprint {
        None => format!("`{shown}` is no plan"),
        Some(fingerprint) if fingerprint == review(plan).fingerprint => return Ok(()),
        Some(_) => format!("what would be written is not what `{shown}` shows"),
    };
    let help = "make the plan anew with `pbiforge plan --format json -o FILE`, and look at it again";
    Err(Failure::diagnostics(vec![
        Diagnostic::new(&NOT_THE_REVIEWED_PLAN, message).at(Place::file(shown), "").help(help),
    ]))
}

type Line<'a> = &'a mut dyn FnMut(&Place) -> Option<usize>;

fn human(review: &Review, line: Line) -> String {
    let mut text = String::new();
    let (breaking, other): (Vec<&Change>, Vec<&Change>) =
        review.changes.iter().partition(|change| change.difference.is_breaking);
    for (title, changes) in [("breaking", breaking), ("other changes", other)] {
        if changes.is_empty() {
            continue;
        }
        text.push_str(&format!("{title}\n"));
        for change in changes {
            let difference = &change.difference;
            text.push_str(&format!("  {:<8} {}{}\n", difference.kind.as_str(), subject(change), values(change)));
            for broken in &change.breaks {
                let at = line(&broken.place).map_or(String::new(), |line| format!(":{line}"));
                text.push_str(&format!("           ! {} {}  {}{at}\n", broken.kind, broken.name, broken.place.file));
            }
        }
    }
    for proposal in &review.proposals {
        text.push_str(&format!("{proposal}\n"));
    }
    match review.changes.len() {
        0 => "up to date\n".to_owned(),
        1 => format!("{text}1 change, fingerprint {}\n", review.fingerprint),
        changes => format!("{text}{changes} changes, fingerprint {}\n", review.fingerprint),
    }
}

fn markdown(review: &Review, line: Line) -> String {
    if review.changes.is_empty() {
        return "The Power BI project is up to date.\n".to_owned();
    }
    let mut text = "| | change | object | what | breaks |\n|---|---|---|---|---|\n".to_owned();
    for change in &review.changes {
        let difference = &change.difference;
        let breaks = change.breaks.iter().map(|broken| {
            let at = line(&broken.place).map_or(String::new(), |line| format!(":{line}"));
            format!("{} {} ({}{at})", broken.kind, cell(&broken.name), cell(&broken.place.file))
        });
        let what = [&difference.old, &difference.new].map(|value| value.as_deref().map(cell));
        let what = match what {
            [None, None] => difference.part.clone(),
            [old, new] => {
                let shown = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
                format!("{}: {} → {}", difference.part, shown(old), shown(new))
            }
        };
        text.push_str(&format!(
            "| {} | {} | {} {} | {what} | {} |\n",
            if difference.is_breaking { "**breaking**" } else { "" },
            difference.kind.as_str(),
            difference.sort,
            cell(&difference.object),
            breaks.collect::<Vec<_>>().join("<br>"),
        ));
    }
    for proposal in &review.proposals {
        text.push_str(&format!("\n{proposal}\n"));
    }
    format!("{text}\nFingerprint `{}`\n", review.fingerprint)
}

/// A text as a cell of a table: as code, on one line.
fn cell(text: &str) -> String {
    let text = shortened(text.trim()).split_whitespace().collect::<Vec<_>>().join(" ");
    let ticks = if text.contains('`') { "``" } else { "`" };
    format!("{ticks}{}{ticks}", text.replace('|', "\\|"))
}

fn json(review: &Review, line: Line) -> Value {
    let changes: Vec<Value> = review
        .changes
        .iter()
        .map(|change| {
            let one = &change.difference;
            let breaks: Vec<Value> = change
                .breaks
                .iter()
                .map(|broken| {
                    let line = line(&broken.place);
                    json!({ "kind": broken.kind, "name": broken.name, "file": broken.place.file, "line": line })
                })
                .collect();
            json!({
                "breaking": one.is_breaking, "change": one.kind.as_str(), "kind": one.sort, "object": one.object,
                "property": one.part, "old": one.old, "new": one.new, "breaks": breaks,
            })
        })
        .collect();
    json!({ "fingerprint": review.fingerprint, "changes": changes, "proposals": review.proposals })
}

fn subject(change: &Change) -> String {
    let difference = &change.difference;
    let prefix = format!("{} ", difference.sort);
    let object = difference.object.strip_prefix(&prefix).unwrap_or(&difference.object);
    format!("{} {object}", difference.sort)
}

/// `formatString: 0.0 → #,0`, on one line.
fn values(change: &Change) -> String {
    let difference = &change.difference;
    if difference.part.is_empty() {
        return String::new();
    }
    let shown = |value: &Option<String>| match value {
        Some(value) => shortened(&value.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned(),
        None => "nothing".to_owned(),
    };
    format!("  {}: {} → {}", difference.part, shown(&difference.old), shown(&difference.new))
}
