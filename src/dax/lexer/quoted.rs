//! What stands between two quotes or brackets: a closing one inside is doubled.

use super::{Lexer, UNCLOSED_NAME, UNCLOSED_TEXT};
use crate::dax::{SyntaxError, TokenKind};

/// Indices into `Lexer::hopeless`.
const BRACKET: usize = 0;
const QUOTE: usize = 1;

impl Lexer<'_> {
    /// A text may go over several lines.
    pub(super) fn quoted_text(&mut self) -> TokenKind {
        let start = self.pos;
        if !self.close_text() {
            self.report(
                SyntaxError::new(&UNCLOSED_TEXT, start..start + 1, "this text is not closed")
                    .label("opened here")
                    .help("close it with `\"`; a `\"` inside a text is doubled: `\"\"`"),
            );
            self.found.is_cut = true;
            self.pos = self.text.len();
        }
        TokenKind::Text
    }

    /// Goes behind the text that begins with the double quote here; false where it does not end.
    pub(super) fn close_text(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mut at = self.pos + 1;
        while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'"')) {
            at += found + 1;
            if bytes.get(at) != Some(&b'"') {
                self.pos = at;
                return true;
            }
            at += 1;
        }
        false
    }

    pub(super) fn bracket_name(&mut self) -> TokenKind {
        let start = self.pos;
        if !self.close_name(b']', BRACKET) {
            self.end_unclosed(&[',', ')', '\n', '\r']);
            self.report(
                SyntaxError::new(&UNCLOSED_NAME, start..start + 1, "this name has no closing bracket")
                    .label("opened here")
                    .help("close it with `]`; a `]` inside a name is doubled: `]]`"),
            );
        }
        TokenKind::BracketName
    }

    pub(super) fn quoted_name(&mut self) -> TokenKind {
        let start = self.pos;
        if !self.close_name(b'\'', QUOTE) {
            self.end_unclosed(&['[', ',', ')', '\n', '\r']);
            self.report(
                SyntaxError::new(&UNCLOSED_NAME, start..start + 1, "this name has no closing quote")
                    .label("opened here")
                    .help("close it with `'`; a `'` inside a name is doubled: `''`"),
            );
            // A quote too few makes names of what stands between them, up to here.
            self.found.is_cut = true;
        }
        TokenKind::QuotedName
    }

    /// Goes behind the name that begins here; false where it does not end. The heading of a spreadsheet may have
    /// made a column name of two lines; where on a later line something else opens, the name is not closed.
    fn close_name(&mut self, close: u8, which: usize) -> bool {
        let known = self.hopeless.get(which).copied().unwrap_or(0);
        if self.pos < known {
            return false;
        }
        let bytes = self.text.as_bytes();
        let (mut at, mut lines, mut parentheses) = (self.pos + 1, 0, 0_i64);
        while let Some(&byte) = bytes.get(at) {
            if byte == close {
                if bytes.get(at + 1) != Some(&close) {
                    self.pos = at + 1;
                    return true;
                }
                at += 1;
            }
            match byte {
                b'\n' | b'\r' if which == QUOTE => break,
                b'\n' | b'\r' => lines += 1,
                b'(' => parentheses += 1,
                b')' => parentheses -= 1,
                // `[Revenue) + [Costs]`: the bracket of the first name was forgotten.
                b'[' if parentheses < 0 => break,
                b'[' | b'"' | b'\'' if lines > 0 => break,
                _ => {}
            }
            at += 1;
        }
        if let Some(known) = self.hopeless.get_mut(which) {
            *known = at;
        }
        false
    }

    /// Takes the name for ended where one of `ends` stands.
    fn end_unclosed(&mut self, ends: &[char]) {
        let inside = self.rest().get(1..).unwrap_or_default();
        let name = inside.get(..inside.find(ends).unwrap_or(inside.len())).unwrap_or_default();
        self.pos += 1 + name.trim_end().len();
    }
}
