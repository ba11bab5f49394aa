//! Words: functions, variables, keywords, and tables without quotes.

use std::collections::BTreeMap;

use super::{Lexer, UNQUOTED_NAME};
use crate::dax::{Span, SyntaxError, TokenKind};
use crate::name;

/// Whether a name without quotes can begin so. Letters of every script are read, see [`UNQUOTED_NAME`].
pub(super) fn begins(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

pub(super) fn continues(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

impl Lexer<'_> {
    pub(super) fn word(&mut self) -> TokenKind {
        let start = self.pos;
        self.name();
        // `STDEV.S` and `Local.Tax` are one word; in `'Date'[Date].[Month]` the point stands before a bracket.
        while self.byte(0) == b'.' && self.rest().chars().nth(1).is_some_and(continues) {
            self.pos += 1;
            self.name();
        }
        let text = self.text.get(start..self.pos).unwrap_or_default();
        if text.eq_ignore_ascii_case("dt") && self.byte(0) == b'"' {
            return self.date(start);
        }
        if !text.is_ascii() {
            let is_table = self.rest().trim_start().starts_with('[');
            self.names.add(text, start..self.pos, is_table);
        }
        TokenKind::Word
    }

    fn name(&mut self) {
        self.take_while(continues);
    }

    pub(super) fn parameter(&mut self) -> TokenKind {
        self.pos += 1;
        self.name();
        TokenKind::Parameter
    }
}

/// Names without quotes that have other letters than a to z, each with all its places.
#[derive(Debug, Default)]
pub(super) struct Special {
    names: BTreeMap<String, Vec<Place>>,
}

#[derive(Debug)]
struct Place {
    text: String,
    span: Span,
    is_table: bool,
}

impl Special {
    fn add(&mut self, name: &str, span: Span, is_table: bool) {
        self.names.entry(name.to_lowercase()).or_default().push(Place { text: name.to_owned(), span, is_table });
    }

    /// One warning a name. Only where each place must be a table is it certain that quotes mend it.
    pub(super) fn report(&self, errors: &mut Vec<SyntaxError>) {
        for places in self.names.values() {
            let Some(first) = places.first() else { continue };
            let message = format!("the name `{}` has letters other than a to z and stands without quotes", first.text);
            let mut error = SyntaxError::new(&UNQUOTED_NAME, first.span.clone(), message)
                .help("put the name of a table in single quotes; give a variable another name");
            if places.iter().all(|place| place.is_table) {
                let edits = places.iter().map(|place| (place.span.clone(), name::dax_table(&place.text)));
                error = error.fix("put the name in quotes", edits.collect());
            }
            errors.push(error);
        }
    }
}
