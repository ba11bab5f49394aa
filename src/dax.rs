//! DAX: text to tree, and back.
//!
//! [`parse_expression`], [`parse_query`] and [`parse_function`] never fail: each gives a tree over the text it was
//! given and what is wrong with it. The [`tokens`](Parsed::tokens) cover the text byte for byte, white space and
//! comments included, so that nothing is lost; a node of the [`tree`] knows its bytes, not its layout.
//! [`format`](format::format) lays an expression out anew.
//!
//! Nothing here knows a model: what a name stands for is found by whoever binds the tree.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

use std::ops::Range;

use crate::diag::{At, Code, Diagnostic, Fix, Place};

pub mod children;
pub mod format;
pub mod functions;
pub mod lexer;
pub mod parse;
pub mod token;
pub mod tree;

#[cfg(test)]
mod testing;

pub use parse::{parse_expression, parse_function, parse_query};
pub use token::{Token, TokenKind};

pub type Span = Range<usize>;

/// A text, its tokens, the tree over them, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<T> {
    text: String,
    /// Every byte of the text belongs to exactly one token.
    pub tokens: Vec<Token>,
    pub tree: T,
    /// In the order of the text.
    pub errors: Vec<SyntaxError>,
}

/// A diagnostic that does not know its file yet; its spans are bytes of the text that was parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    pub code: &'static Code,
    pub span: Span,
    pub message: String,
    pub label: String,
    /// A second place that explains the first.
    pub related: Option<(Span, String)>,
    pub help: Option<String>,
    /// A title and edits that mend it.
    pub fix: Option<(String, Vec<(Span, String)>)>,
}

impl<T> Parsed<T> {
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text again, put together from its tokens.
    pub fn print(&self) -> String {
        self.tokens.iter().map(|token| token.text(&self.text)).collect()
    }
}

impl SyntaxError {
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, span, message, label: String::new(), related: None, help: None, fix: None }
    }
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some((span, label.into()));
        self
    }
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.fix = Some((title.into(), edits));
        self
    }

    /// The error as a diagnostic; `place` says where in a file bytes of the text stand.
    pub fn diagnostic(&self, place: impl Fn(Span) -> Place) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.code, &self.message).at(place(self.span.clone()), &self.label);
        if let Some((span, label)) = &self.related {
            diagnostic = diagnostic.at(place(span.clone()), label);
        }
        diagnostic.help.extend(self.help.clone());
        diagnostic.fix = self.fix.as_ref().and_then(|(title, edits)| {
            let places: Vec<Place> = edits.iter().map(|(span, _)| place(span.clone())).collect();
            let file = places.first()?.file.clone();
            let edits = places.iter().zip(edits).map(|(place, (_, text))| match place.at {
                At::Bytes { start, end } if place.file == file => Some((start..end, text.clone())),
                _ => None,
            });
            Some(Fix { title: title.clone(), file: file.clone(), edits: edits.collect::<Option<_>>()? })
        });
        diagnostic
    }
}

/// Every code of this module.
pub const CODES: &[&Code] = &[
    &lexer::UNCLOSED_TEXT,
    &lexer::UNCLOSED_NAME,
    &lexer::UNCLOSED_COMMENT,
    &lexer::UNEXPECTED_CHARACTER,
    &lexer::MALFORMED_NUMBER,
    &lexer::MALFORMED_DATE,
    &lexer::UNQUOTED_NAME,
    &parse::UNCLOSED_BRACKET,
    &parse::MISSING_EXPRESSION,
    &parse::MISSING_COMMA,
    &parse::UNEXPECTED_TOKEN,
    &parse::MISSING_RETURN,
    &parse::SEMICOLON,
    &parse::TOO_DEEP,
    &parse::MALFORMED_VARIABLE,
    &parse::MALFORMED_DEFINITION,
    &parse::MALFORMED_PARAMETER,
    &parse::MALFORMED_QUERY,
];
