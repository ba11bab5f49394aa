//! Diagnostics for people: source lines, carets, help, as rustc shows them.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet, renderer::DecorStyle};

use super::sources::Sources;
use super::{At, Diagnostic, Label, Severity, shortened};
use crate::file_tree::FileTree;

/// Of lines longer than this only what is near is shown, and no patch: the renderer walks all that it is given.
const SHOWN: usize = 20_000;

/// With more labels than this, those of one file stand in one piece of it.
const SINGLE: usize = 4;

/// The diagnostic as text, with a line break at its end; `color` adds ANSI styles.
pub fn render(diagnostic: &Diagnostic, tree: &FileTree, color: bool) -> String {
    render_with(diagnostic, &Sources::new(std::slice::from_ref(diagnostic), tree), color)
}

/// The same, for one of many: the texts they point into are cut into lines once for all.
pub fn render_with(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(shortened(&diagnostic.message)).id(diagnostic.code.id));
    let mut labels = diagnostic.labels.as_slice();
    while let Some((first, rest)) = labels.split_first() {
        let is_primary = labels.len() == diagnostic.labels.len();
        let together = if diagnostic.labels.len() > SINGLE { together(labels, sources) } else { 1 };
        match together {
            0 | 1 => {
                group = with_label(group, first, is_primary, sources);
                labels = rest;
            }
            count => {
                group = with_labels(group, &labels[..count], is_primary, sources);
                labels = &labels[count..];
            }
        }
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(shortened(note)));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(shortened(help)));
    }
    let mut report = vec![group];
    if let Some(fix) = &diagnostic.fix
        && let Some(text) = sources.get(&fix.file)
    {
        let first = fix.edits.iter().map(|(span, _)| span.start).min().unwrap_or_default();
        let last = fix.edits.iter().map(|(span, _)| span.end).max().unwrap_or_default();
        let (lines, from, line) = text.around(first, last);
        if lines.len() > SHOWN {
            return finish(report, color);
        }
        let patches = fix.edits.iter().map(|(span, insert)| Patch::new(shift(span, from), insert.as_str()));
        let snippet = Snippet::source(lines).line_start(line).path(fix.file.as_str()).patches(patches);
        report.push(Group::with_title(Level::HELP.secondary_title(fix.title.as_str())).element(snippet));
    }
    finish(report, color)
}

fn finish(report: Vec<Group>, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n", renderer.decor_style(DecorStyle::Ascii).render(&report))
}

/// How many of the first labels can be shown in one piece of their file.
fn together(labels: &[Label], sources: &Sources) -> usize {
    let Some(text) = labels.first().and_then(|first| sources.get(&first.place.file)) else { return 1 };
    let (mut from, mut to) = (usize::MAX, 0);
    let fits = |label: &&Label| match label.place.at {
        At::Bytes { start, end } if label.place.file == labels[0].place.file && end <= text.text.len() => {
            (from, to) = (from.min(start), to.max(end));
            text.around(from, to).0.len() <= SHOWN
        }
        _ => false,
    };
    labels.iter().take_while(fits).count()
}

/// Labels of one file, each under its line.
fn with_labels<'a>(group: Group<'a>, labels: &'a [Label], primary: bool, sources: &Sources<'a>) -> Group<'a> {
    let file = labels[0].place.file.as_str();
    let Some(text) = sources.get(file) else { return group };
    let spans = || {
        labels.iter().filter_map(|label| match label.place.at {
            At::Bytes { start, end } => Some((start..end, label)),
            _ => None,
        })
    };
    let first = spans().map(|(span, _)| span.start).min().unwrap_or_default();
    let last = spans().map(|(span, _)| span.end).max().unwrap_or_default();
    let (lines, from, line) = text.around(first, last);
    let annotations = spans().enumerate().map(|(at, (span, label))| {
        let kind = if primary && at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(shift(&span, from));
        if label.text.is_empty() { annotation } else { annotation.label(shortened(&label.text)) }
    });
    group.element(Snippet::source(lines).line_start(line).path(file).annotations(annotations))
}

fn with_label<'a>(group: Group<'a>, label: &'a Label, primary: bool, sources: &Sources<'a>) -> Group<'a> {
    let file = label.place.file.as_str();
    let text = sources.get(file);
    let span = text.and_then(|text| match &label.place.at {
        At::Bytes { start, end } if *end <= text.text.len() => Some(*start..*end),
        At::Line { line, column: Some(column) } => text.character(*line, *column),
        _ => None,
    });
    match (span, text) {
        (Some(Range { start, end }), Some(text)) => {
            let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = |from: usize, end: usize| {
                let annotation = kind.span(shift(&(start..end), from));
                if label.text.is_empty() { annotation } else { annotation.label(shortened(&label.text)) }
            };
            let (lines, from, line) = text.around(start, end);
            if lines.len() <= SHOWN {
                let snippet = Snippet::source(lines).line_start(line).path(file);
                return group.element(snippet.annotation(annotation(from, end)));
            }
            let (line, column) = text.line_and_column(start);
            let (piece, from) = text.near(start);
            let snippet = Snippet::source(piece).line_start(line);
            group
                .element(Origin::path(file).line(line).char_column(column))
                .element(snippet.annotation(annotation(from, end.min(from + piece.len()))))
        }
        _ => {
            let origin = match &label.place.at {
                At::Line { line, column: Some(column) } => Origin::path(file).line(*line).char_column(*column),
                At::Line { line, column: None } => Origin::path(file).line(*line),
                _ => Origin::path(file),
            };
            let group = group.element(origin);
            if label.text.is_empty() { group } else { group.element(Level::NOTE.message(shortened(&label.text))) }
        }
    }
}

/// The span, counted from the byte `from` on.
fn shift(span: &Range<usize>, from: usize) -> Range<usize> {
    span.start.saturating_sub(from)..span.end.saturating_sub(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Place};

    static CODE: Code = Code { id: "TM001", name: "a-name", severity: Severity::Error, explanation: "" };

    #[test]
    fn of_a_line_of_megabytes_what_is_near_is_shown() {
        let mut tree = FileTree::new();
        tree.insert("a", format!("\n{}Wrong{}\n", "é ".repeat(500_000), " b".repeat(500_000)));
        let found = Diagnostic::new(&CODE, "it is wrong").at(Place::bytes("a", 1_500_001..1_500_006), "here");
        let shown = render(&found, &tree, false);
        assert!(shown.contains("--> a:2:1000001\n"), "{shown}");
        assert!(shown.contains("é Wrong b") && shown.contains("^^^^^ here"), "{shown}");
        let lines = Diagnostic::new(&CODE, "it is wrong").at(Place::bytes("a", 0..2_500_000), "");
        assert!(render(&lines, &tree, false).contains("--> a:1:1\n"));
    }
}
