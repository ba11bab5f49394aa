//! Diagnostics as JSON, for programs.

use serde_json::{Value, json};

use super::sources::Sources;
use super::{At, Diagnostic, Label};
use crate::file_tree::FileTree;

/// An array with one object a diagnostic; lines and columns are one-based.
pub fn render(diagnostics: &[Diagnostic], sources: &FileTree) -> Value {
    let sources = Sources::new(diagnostics, sources);
    diagnostics.iter().map(|diagnostic| object(diagnostic, &sources)).collect()
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
    })
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
