//! The deck file: which slides there are and what they say, in the words of their author.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diag::{At, Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::generate::templates::Source;

/// Where it stands among the templates.
pub const PATH: &str = "deck/deck.toml";

pub const DECK_FILE: Code = Code {
    id: "PB080",
    name: "deck-file",
    severity: Severity::Error,
    explanation: "\
The file that says what is on the slides of `pbiforge deck` (`deck/deck.toml` among the templates) cannot be used: it
is not TOML, has a key that it may not have, a text with a brace that is not closed, a visual of a type that slides do
not have, or one without a measure.

Wrong:  [[slide]]
        name = \"Revenue\"
        titel = \"{[Revenue Headline]}\"
Right:  [[slide]]
        name = \"Revenue\"
        title = \"{[Revenue Headline]}\"
",
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeckFile {
    pub title: Spanned<String>,
    pub subtitle: Spanned<String>,
    /// At the foot of every slide.
    pub footer: Spanned<String>,
    #[serde(default, rename = "slide")]
    pub slides: Vec<SlideEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlideEntry {
    /// What it is about; its title where that has no value.
    pub name: String,
    /// What it says.
    pub title: Option<Spanned<String>>,
    /// Numbers that are seen from afar: texts with a label.
    #[serde(default)]
    pub cards: Vec<Spanned<toml::Value>>,
    /// Texts, or tables with the text and which row of the data it is about.
    #[serde(default)]
    pub sentences: Vec<Spanned<toml::Value>>,
    pub visual: Option<VisualEntry>,
    /// Measures whose definitions are the table of the slide.
    #[serde(default)]
    pub definitions: Vec<Spanned<String>>,
    pub notes: Option<Spanned<String>>,
    /// Only where the deck is about all regions.
    #[serde(default)]
    pub company: bool,
}

/// A text with values in braces, and which row of the data these are of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextEntry {
    pub text: String,
    pub label: Option<String>,
    /// Of the rows, the first by this.
    #[serde(default)]
    pub sort: Vec<String>,
    #[serde(default)]
    pub only: Vec<Only>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisualEntry {
    #[serde(rename = "type")]
    pub kind: Spanned<String>,
    pub title: Option<Spanned<String>>,
    /// Of a chart the category and the numbers, of a table its columns.
    pub fields: Vec<Spanned<String>>,
    /// Fields with `asc` or `desc` behind them.
    #[serde(default)]
    pub sort: Vec<Spanned<String>>,
    /// So many rows, the first.
    pub rows: Option<usize>,
    /// Shows only these values of a column.
    #[serde(default)]
    pub only: Vec<Only>,
    /// Does not show these.
    #[serde(default)]
    pub except: Vec<Only>,
    /// Format strings other than the model's, by what the field is called on the slide.
    #[serde(default)]
    pub formats: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    pub field: String,
    pub values: Vec<toml::Value>,
}

/// A text as it was read, for the places of what is wrong with it.
pub struct Words<'s> {
    pub source: &'s Source,
}

impl Words<'_> {
    pub fn place(&self, span: Range<usize>) -> Place {
        let mut tree = FileTree::new();
        tree.insert(self.source.place.as_str(), self.source.text.as_str());
        match Place::bytes(self.source.place.as_str(), span).line_and_column(&tree) {
            (Some(line), column) => Place { file: self.source.place.clone(), at: At::Line { line, column } },
            _ => Place::file(self.source.place.as_str()),
        }
    }

    pub fn fault(&self, message: impl Into<String>, span: Range<usize>) -> Diagnostic {
        Diagnostic::new(&DECK_FILE, message).at(self.place(span), "")
    }

    pub fn read(&self) -> Result<DeckFile, Diagnostic> {
        toml::from_str(&self.source.text)
            .map_err(|error| self.fault(error.message().replace('\n', " "), error.span().unwrap_or_default()))
    }

    /// A text, or a table with it.
    pub fn text(&self, value: &Spanned<toml::Value>) -> Result<TextEntry, Diagnostic> {
        match value.get_ref() {
            toml::Value::String(text) => {
                Ok(TextEntry { text: text.clone(), label: None, sort: Vec::new(), only: Vec::new() })
            }
            other => other
                .clone()
                .try_into()
                .map_err(|error: toml::de::Error| self.fault(error.message().replace('\n', " "), value.span())),
        }
    }
}
