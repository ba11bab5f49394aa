//! Diagnostics: what is wrong with the user's files, as data.
//!
//! A diagnostic is about the user's input (collected, placed, coded, with a way out). It is never an error of the
//! world (those are `thiserror` types with a source chain) and never a bug of ours. Text is like rustc's: lower
//! case, names in back-ticks, no full stop.

use std::borrow::Cow;
use std::ops::Range;

use crate::file_tree::FileTree;

use sources::Text;

pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod sources;
pub mod suggest;

/// What a diagnostic is an instance of. One constant a rule, beside the rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable, such as `TM001`: two letters for the group, three digits.
    pub id: &'static str,
    /// Kebab-case and readable: `unknown-table`.
    pub name: &'static str,
    pub severity: Severity,
    /// For `pbiforge explain`: what it means, why it matters, a wrong and a right example.
    pub explanation: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    pub code: &'static Code,
    pub severity: Severity,
    pub message: String,
    /// The primary label comes first; a diagnostic without a label is about the whole input.
    pub labels: Vec<Label>,
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Vec<String>,
    pub fix: Option<Fix>,
}

/// A place and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub place: Place,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// As the user knows it: relative to the project where it can be.
    pub file: String,
    pub at: At,
}

/// Where in a file. Small text files are held in a [`FileTree`] and are pointed into by bytes; of a file of a
/// million lines only the numbers are kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    File,
    /// One-based.
    Line {
        line: usize,
        column: Option<usize>,
    },
    Bytes {
        start: usize,
        end: usize,
    },
}

/// A machine's mend: these edits of one file, and the diagnostic is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub title: String,
    pub file: String,
    pub edits: Vec<(Range<usize>, String)>,
}

/// A diagnostic that the project itself allows, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Silenced {
    pub diagnostic: Diagnostic,
    pub reason: String,
    /// Where the reason stands.
    pub by: Place,
}

/// What a run found: all that a report of it tells.
#[derive(Clone, Copy, Debug)]
pub struct Findings<'a> {
    pub diagnostics: &'a [Diagnostic],
    pub silenced: &'a [Silenced],
    /// What the places point into.
    pub sources: &'a FileTree,
    /// Every file that was looked at.
    pub files: &'a [String],
    /// Every code that could have been found.
    pub codes: &'a [&'static Code],
}

impl Place {
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), at: At::File }
    }
    pub fn line(file: impl Into<String>, line: usize) -> Self {
        Self { file: file.into(), at: At::Line { line, column: None } }
    }
    pub fn line_column(file: impl Into<String>, line: usize, column: usize) -> Self {
        Self { file: file.into(), at: At::Line { line, column: Some(column) } }
    }
    pub fn bytes(file: impl Into<String>, span: Range<usize>) -> Self {
        Self { file: file.into(), at: At::Bytes { start: span.start, end: span.end } }
    }

    /// One-based line and column (in characters), where the place has them.
    pub fn line_and_column(&self, sources: &FileTree) -> (Option<usize>, Option<usize>) {
        match &self.at {
            At::File => (None, None),
            At::Line { line, column } => (Some(*line), *column),
            At::Bytes { start, .. } => {
                let place = sources.text(&self.file).map(|text| Text::new(text).line_and_column(*start));
                place.unzip()
            }
        }
    }
}

impl Fix {
    /// Puts a text where the place is; `None` where the place has no bytes.
    pub fn replace(place: &Place, title: impl Into<String>, text: impl Into<String>) -> Option<Self> {
        let At::Bytes { start, end } = place.at else { return None };
        Some(Self { title: title.into(), file: place.file.clone(), edits: vec![(start..end, text.into())] })
    }
}

impl Diagnostic {
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Adds a label; the first one added is the primary one.
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
    /// Adds ``did you mean `…`?`` when something in scope is near.
    pub fn did_you_mean<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match suggest::nearest(wrong, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
    /// The same, where the primary label is the wrong name and nothing else; when only one name can be meant, with the
    /// fix that puts it there, as `write` writes it.
    pub fn or_rather<'a>(
        self,
        wrong: &str,
        known: impl IntoIterator<Item = &'a str>,
        write: impl Fn(&str) -> String,
    ) -> Self {
        let known: Vec<&str> = suggest::near(wrong, known).map(|(_, name)| name).collect();
        let certain = suggest::certain(wrong, known.iter().copied()).map(write);
        let fix = certain.and_then(|text| Fix::replace(self.place()?, format!("write `{text}`"), text));
        Self { fix: fix.or(self.fix.clone()), ..self.did_you_mean(wrong, known) }
    }
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    pub fn place(&self) -> Option<&Place> {
        self.labels.first().map(|label| &label.place)
    }
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl Findings<'_> {
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

impl Code {
    /// What the explanation says first, on one line.
    pub fn summary(&self) -> String {
        let paragraph = self.explanation.trim().split("\n\n").next().unwrap_or_default();
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        line.find(". ").and_then(|end| line.get(..=end)).unwrap_or(&line).to_owned()
    }
}

/// What people are shown of a text: a name of a megabyte says no more than how it begins.
pub fn shortened(text: &str) -> Cow<'_, str> {
    const MOST: usize = 1000;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => Cow::Owned(format!("{} …", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// Sorts by file and place, so that every sink tells the same story in the same order, and drops exact repeats.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.place(), a.code.id, &a.message).cmp(&(b.place(), b.code.id, &b.message)));
    diagnostics.dedup();
}
