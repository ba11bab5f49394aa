//! The layout of DAX: what fits on a line stands on one; what does not is broken from the outside in.
//!
//! Arguments stand one a line, operators begin a line, variables and `RETURN` have lines of their own, built-in
//! functions and keywords are in capitals. Comments stay where they are. A name, a text or a number is never
//! changed, so that the result parses to the same tree; laid out again it stays as it is.

use super::Parsed;
use super::parse::{parse_expression, parse_function, parse_query};
use crate::diag::Severity;

mod comments;
mod layout;
mod query;
mod render;
mod words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// How many characters a line may have, a tab counted as four.
    pub width: usize,
    /// One level of indentation.
    pub indent: &'static str,
    /// `SUM ( Sales[Revenue] )` and not `SUM(Sales[Revenue])`; `RETURN` always alone on its line.
    pub spaced: bool,
}

impl Style {
    /// As Power BI Desktop's query view lays out queries.
    pub const COMPACT: Style = Style { width: 100, indent: "\t", spaced: false };
    /// As DAX Formatter does.
    pub const SPACED: Style = Style { width: 100, indent: "    ", spaced: true };
}

impl Default for Style {
    fn default() -> Self {
        Style::COMPACT
    }
}

/// The expression laid out anew; `None` where it has syntax errors.
pub fn format(text: &str) -> Option<String> {
    expression(text, &Style::default())
}

pub fn expression(text: &str, style: &Style) -> Option<String> {
    laid_out(&parse_expression(text), style, |layout, tree| layout.expression(tree))
}

pub fn query(text: &str, style: &Style) -> Option<String> {
    laid_out(&parse_query(text), style, |layout, tree| layout.query(tree))
}

pub fn function(text: &str, style: &Style) -> Option<String> {
    laid_out(&parse_function(text), style, |layout, tree| layout.function(tree))
}

fn laid_out<T>(parsed: &Parsed<T>, style: &Style, lay_out: impl FnOnce(&mut layout::Layout, &T)) -> Option<String> {
    if parsed.errors.iter().any(|error| error.code.severity == Severity::Error) {
        return None;
    }
    let mut layout = layout::Layout::new(style);
    lay_out(&mut layout, &parsed.tree);
    let breakable = layout.breakable();
    let comments = comments::Comments::read(&parsed.tokens, parsed.text(), breakable.as_slice());
    // A layout that does not write each token once would change what the text says.
    if breakable.len() != comments.tokens.len() + 1 {
        return None;
    }
    Some(render::render(parsed, &layout.steps, &comments, style))
}

#[cfg(test)]
mod tests;
