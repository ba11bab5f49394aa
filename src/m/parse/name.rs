//! Names: of steps and parameters, and of fields, whose names may hold blanks and keywords.

use super::*;
use crate::m::characters::continues_name;
use crate::m::text::unescape;

impl Parser<'_> {
    /// A name of something that is defined here.
    pub fn name(&mut self, what: &str) -> Option<Name> {
        match self.kind() {
            Kind::Name | Kind::QuotedName => Some(self.any_name()),
            kind if kind.is_keyword() || kind == Kind::HashName => {
                // Where the rest does not look like a definition either, the name is what is missing.
                if !matches!(self.peek(1), Kind::Equal | Kind::As | Kind::Comma | Kind::CloseParen) {
                    self.expected(what);
                    return None;
                }
                let span = self.span();
                let word = self.source(span.clone());
                let message = format!("`{word}` is a keyword, not {what}");
                let quoted = format!("#\"{word}\"");
                self.report(
                    Problem::new(&KEYWORD_AS_NAME, span.clone(), message)
                        .label(format!("expected {what}"))
                        .help(format!("quote it where it is defined and wherever it is used: `{quoted}`")),
                );
                Some(self.any_name())
            }
            _ => {
                self.expected(what);
                None
            }
        }
    }

    /// The next token as a name, without its quotes.
    pub fn any_name(&mut self) -> Name {
        let is_quoted = self.kind() == Kind::QuotedName;
        let span = self.bump();
        Name {
            text: if is_quoted { unquote(self.source(span.clone())) } else { self.source(span.clone()).to_owned() },
            span,
        }
    }

    /// What stands between square brackets or before the equals sign of a field.
    pub fn field_name(&mut self) -> Option<Name> {
        let is_last = |kind| matches!(kind, Kind::Equal | Kind::Comma | Kind::CloseSquare);
        if self.kind() == Kind::QuotedName {
            let name = self.any_name();
            if !is_last(self.kind()) && self.kind().is_word() {
                self.not_a_field_name(name.span.start);
                return None;
            }
            return Some(name);
        }
        let start = self.start();
        while self.kind().is_word() {
            self.bump();
        }
        let span = start..self.end().max(start);
        let text = self.source(span.clone());
        let is_name = !text.is_empty() && text.chars().all(|c| c == ' ' || c == '.' || continues_name(c));
        if !is_name || !is_last(self.kind()) && self.kind() != Kind::End {
            self.not_a_field_name(start);
            return None;
        }
        Some(Name { text: text.to_owned(), span })
    }

    fn not_a_field_name(&mut self, start: usize) {
        // As far as it was probably meant to go.
        let ends = |kind| matches!(kind, Kind::Equal | Kind::Comma | Kind::CloseSquare | Kind::End | Kind::Unknown);
        let mut last = self.at;
        while !ends(self.tokens.get(last).map_or(Kind::End, |token| token.kind)) && last < self.at + MAX_WORDS {
            last += 1;
        }
        let end = last.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.span.end);
        if end <= start {
            self.expected("the name of a field");
            return;
        }
        let name = self.source(start..end);
        let one_line = !name.contains(['\r', '\n', '"']);
        let mut problem = Problem::new(&NOT_A_FIELD_NAME, start..end, "this is not the name of a field")
            .label("only words with blanks between need no quotes");
        if one_line && name.len() < 100 {
            let quoted = format!("#\"{name}\"");
            problem = problem.help(format!("quote it: `[{quoted}]`")).fix("quote the name", vec![(start..end, quoted)]);
        }
        self.fail(problem);
    }
}

const MAX_WORDS: usize = 12;

fn unquote(quoted: &str) -> String {
    let inside = quoted.strip_prefix("#\"").unwrap_or(quoted);
    unescape(inside.strip_suffix('"').unwrap_or(inside))
}
