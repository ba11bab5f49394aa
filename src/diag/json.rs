//! Diagnostics as JSON, for programs.

use serde_json::{Value, json};

use super::sources::Sources;
use super::{At, Diagnostic, Findings, Fix, Label, Severity, Silenced};
use crate::file_tree::FileTree;

/// An array with one object a diagnostic; lines and columns are one-based.
pub fn render(diagnostics: &[Diagnostic], sources: &FileTree) -> Value {
    let sources = Sources::new(diagnostics, sources);
    diagnostics.iter().map(|diagnostic| object(diagnostic, &sources)).collect()
}

/// The whole report: the diagnostics, what was allowed, and how many there are.
pub fn report(findings: &Findings) -> Value {
    let Findings { diagnostics, silenced, sources, files, .. } = findings;
    let silenced_sources = Sources::new(silenced.iter().map(|silenced| &silenced.diagnostic), sources);
    json!({
        "files": files.len(),
        "errors": findings.count(Severity::Error),
        "warnings": findings.count(Severity::Warning),
        "notes": findings.count(Severity::Note),
        "diagnostics": render(diagnostics, sources),
        "silenced": silenced.iter().map(|one| allowed(one, &silenced_sources)).collect::<Vec<_>>(),
    })
}

fn allowed(silenced: &Silenced, sources: &Sources) -> Value {
    let mut object = object(&silenced.diagnostic, sources);
    object["reason"] = json!(silenced.reason);
    object
}

fn object(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    json!({
        "code": diagnostic.code.id,
        "name": diagnostic.code.name,
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "labels": diagnostic.labels.iter().map(|label| place(label, sources)).collect::<Vec<_>>(),
        "notes": diagnostic.notes,
        "help": diagnostic.help,
        "fix": diagnostic.fix.as_ref().map(fix),
    })
}

fn fix(fix: &Fix) -> Value {
    let edits = fix.edits.iter().map(|(span, text)| json!({ "start": span.start, "end": span.end, "text": text }));
    json!({ "title": fix.title, "file": fix.file, "edits": edits.collect::<Vec<_>>() })
}

fn place(label: &Label, sources: &Sources) -> Value {
    let (line, column) = sources.line_and_column(&label.place);
    let mut object = json!({ "file": label.place.file, "line": line, "column": column, "text": label.text });
    if let At::Bytes { start, end } = label.place.at {
        object["start"] = json!(start);
        object["end"] = json!(end);
    }
    object
}
