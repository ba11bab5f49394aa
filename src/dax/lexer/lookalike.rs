//! Characters that DAX does not know. What stands for one that it knows is read as that, so that it is one error.

use super::{Lexer, UNEXPECTED_CHARACTER};
use crate::dax::{SyntaxError, TokenKind};

use TokenKind::*;

/// What is found in pasted text and in other languages, and what DAX writes.
const LOOKALIKES: &[(&str, TokenKind, &str)] = &[
    ("!=", NotEqual, "<>"),
    ("|", Or, "||"),
    ("≠", NotEqual, "<>"),
    ("≤", LessOrEqual, "<="),
    ("≥", GreaterOrEqual, ">="),
    ("–", Minus, "-"),
    ("—", Minus, "-"),
    ("−", Minus, "-"),
    ("×", Star, "*"),
    ("÷", Slash, "/"),
    ("，", Comma, ","),
    ("（", OpenParen, "("),
    ("）", CloseParen, ")"),
    ("＝", Equal, "="),
];

const DOUBLE_QUOTES: [char; 3] = ['“', '”', '„'];
const SINGLE_QUOTES: [char; 3] = ['‘', '’', '‚'];

impl Lexer<'_> {
    pub(super) fn lookalike(&mut self, first: char) -> TokenKind {
        for (quotes, straight, kind) in [(DOUBLE_QUOTES, '"', Text), (SINGLE_QUOTES, '\'', QuotedName)] {
            if quotes.contains(&first) && self.curly(&quotes, straight) {
                return kind;
            }
        }
        let rest = self.rest();
        let Some((wrong, kind, right)) = LOOKALIKES.iter().find(|(wrong, ..)| rest.starts_with(wrong)) else {
            return self.unknown(first);
        };
        let span = self.pos..self.pos + wrong.len();
        self.report(
            SyntaxError::new(&UNEXPECTED_CHARACTER, span.clone(), format!("`{wrong}` is not known to DAX"))
                .help(format!("write `{right}`"))
                .fix(format!("write `{right}`"), vec![(span, (*right).to_owned())]),
        );
        self.take(wrong.len(), *kind)
    }

    /// A text or a name between typographic quotes on one line; false where only one quote stands.
    fn curly(&mut self, quotes: &[char], straight: char) -> bool {
        let rest = self.rest();
        let opening = rest.chars().next().map_or(0, char::len_utf8);
        let inside = rest.get(opening..).unwrap_or_default();
        let Some((end, closing)) = inside.char_indices().find(|(_, c)| quotes.contains(c) || matches!(c, '\n' | '\r'))
        else {
            return false;
        };
        if !quotes.contains(&closing) {
            return false;
        }
        let (start, close) = (self.pos, self.pos + opening + end);
        self.pos = close + closing.len_utf8();
        let edits = [start..start + opening, close..self.pos].map(|span| (span, straight.to_string()));
        self.report(
            SyntaxError::new(&UNEXPECTED_CHARACTER, start..self.pos, "DAX does not know typographic quotes")
                .help(format!("write `{straight}`"))
                .fix(format!("write `{straight}`"), edits.to_vec()),
        );
        true
    }

    /// A run of one and the same character is one error.
    fn unknown(&mut self, first: char) -> TokenKind {
        let start = self.pos;
        self.take_while(|c| c == first);
        let span = start..self.pos;
        let shown = if first.is_control() || is_invisible(first) {
            format!("the invisible character U+{:04X}", u32::from(first))
        } else {
            format!("`{first}`")
        };
        let mut error = SyntaxError::new(&UNEXPECTED_CHARACTER, span.clone(), format!("{shown} is not known to DAX"));
        error = match first {
            '!' => error.help("write `NOT` before what is to be negated"),
            '%' => error.help("a percentage is written as a fraction: `0.05`"),
            '#' | '`' => error.help("a table stands in single quotes, a column in brackets: `'Sales'[Revenue]`"),
            _ if is_invisible(first) => error.fix("remove it", vec![(span, String::new())]),
            _ => error,
        };
        self.report(error);
        Unknown
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{00ad}')
}
