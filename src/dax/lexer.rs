//! Text to tokens, in one pass over its bytes.

use super::{SyntaxError, Token, TokenKind};
use crate::diag::{Code, Severity};

use TokenKind::*;

mod lookalike;
mod number;
mod quoted;
mod word;

pub static UNCLOSED_TEXT: Code = Code {
    id: "DX001",
    name: "unclosed-text",
    severity: Severity::Error,
    explanation: "A text begins and ends with a double quote; a double quote inside is doubled. Of this text the end \
is missing, so that everything behind it belongs to it.

Wrong:
    IF([Margin] < 0, \"loss, \"profit\")
Right:
    IF([Margin] < 0, \"loss\", \"profit\")",
};

pub static UNCLOSED_NAME: Code = Code {
    id: "DX002",
    name: "unclosed-name",
    severity: Severity::Error,
    explanation: "The name of a column or measure stands in brackets, `]` inside doubled; the name of a table may \
stand in single quotes, `'` inside doubled. Of this name the end is missing.

Wrong:
    SUM('Sales'[Revenue)
Right:
    SUM('Sales'[Revenue])",
};

pub static UNCLOSED_COMMENT: Code = Code {
    id: "DX003",
    name: "unclosed-comment",
    severity: Severity::Error,
    explanation: "A comment that begins with `/*` ends with the first `*/`: comments do not nest. This one has no end.

Wrong:
    SUM(Sales[Revenue]) /* net
Right:
    SUM(Sales[Revenue]) /* net */",
};

pub static UNEXPECTED_CHARACTER: Code = Code {
    id: "DX004",
    name: "unexpected-character",
    severity: Severity::Error,
    explanation: "A character that DAX does not know. Often it came with text from a web page or a document, where \
quotes, dashes and spaces are replaced by others that look alike, or from another language.

Wrong:
    IF([Region] != “North”, 1)
Right:
    IF([Region] <> \"North\", 1)",
};

pub static MALFORMED_NUMBER: Code = Code {
    id: "DX005",
    name: "malformed-number",
    severity: Severity::Error,
    explanation: "A number is written with digits, at most one point and perhaps an exponent, the same in every \
country: 1, .5, 1.5e-3. A table whose name begins with a digit stands in single quotes.

Wrong:
    2024Sales[Revenue] * 1.2.3
Right:
    '2024Sales'[Revenue] * 1.23",
};

pub static MALFORMED_DATE: Code = Code {
    id: "DX006",
    name: "malformed-date",
    severity: Severity::Error,
    explanation: "A date is written as dt\"YYYY-MM-DD\", with a time as dt\"YYYY-MM-DDThh:mm:ss\" or with a space in \
the place of the T, and must be a day that exists.

Wrong:
    dt\"31.12.2024\"
Right:
    dt\"2024-12-31\"",
};

pub static UNQUOTED_NAME: Code = Code {
    id: "DX018",
    name: "unquoted-special-name",
    severity: Severity::Warning,
    explanation: "Microsoft's documentation allows names without quotes only of the letters a to z, digits and the \
underscore. Other letters are read by some versions and refused by others; in single quotes the name of a table is \
always read.

Wrong:
    SUM(Verkäufe[Betrag])
Right:
    SUM('Verkäufe'[Betrag])",
};

/// The tokens of a text, and what cannot be one.
#[derive(Debug, Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    pub errors: Vec<SyntaxError>,
    /// Something that was opened is not closed: of what follows nothing sure can be said.
    pub is_cut: bool,
}

pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { text, pos: 0, found: Lexed::default(), names: word::Special::default(), hopeless: [0; 2] };
    while let Some(first) = lexer.peek() {
        let start = lexer.pos;
        let kind = lexer.token(first);
        // Whatever the rules do, the text is worked through.
        if lexer.pos == start {
            lexer.pos += first.len_utf8();
        }
        lexer.found.tokens.push(Token { kind, start, end: lexer.pos });
    }
    lexer.names.report(&mut lexer.found.errors);
    lexer.found.errors.sort_by_key(|error| error.span.start);
    lexer.found
}

struct Lexer<'a> {
    text: &'a str,
    pos: usize,
    found: Lexed,
    names: word::Special,
    /// Up to where no closing bracket and no closing quote is found: it is looked for only once.
    hopeless: [usize; 2],
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.pos..).unwrap_or_default()
    }
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }
    /// The byte `ahead` of where the lexer stands; 0 behind the end.
    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.pos + ahead).copied().unwrap_or(0)
    }
    fn report(&mut self, error: SyntaxError) {
        self.found.errors.push(error);
    }

    fn take(&mut self, bytes: usize, kind: TokenKind) -> TokenKind {
        self.pos += bytes;
        kind
    }

    /// Steps on while `wanted` holds. Most text is ASCII and is looked at byte by byte.
    fn take_while(&mut self, wanted: impl Fn(char) -> bool) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.pos).is_some_and(|byte| byte.is_ascii() && wanted(char::from(*byte))) {
            self.pos += 1;
        }
        if self.byte(0).is_ascii() {
            return;
        }
        let rest = self.rest();
        self.pos += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
    }

    fn token(&mut self, first: char) -> TokenKind {
        match (first, self.byte(1)) {
            ('/', b'/') | ('-', b'-') => self.line_comment(),
            ('/', b'*') => self.block_comment(),
            ('"', _) => self.quoted_text(),
            ('\'', _) => self.quoted_name(),
            ('[', _) => self.bracket_name(),
            ('0'..='9', _) | ('.', b'0'..=b'9') => self.number(),
            ('@', _) if self.rest().chars().nth(1).is_some_and(word::continues) => self.parameter(),
            ('(', _) => self.take(1, OpenParen),
            (')', _) => self.take(1, CloseParen),
            ('{', _) => self.take(1, OpenBrace),
            ('}', _) => self.take(1, CloseBrace),
            (',', _) => self.take(1, Comma),
            (';', _) => self.take(1, Semicolon),
            (':', b'=') => self.take(2, Assign),
            (':', _) => self.take(1, Colon),
            ('.', _) => self.take(1, Dot),
            ('+', _) => self.take(1, Plus),
            ('-', _) => self.take(1, Minus),
            ('*', _) => self.take(1, Star),
            ('/', _) => self.take(1, Slash),
            ('^', _) => self.take(1, Caret),
            ('&', b'&') => self.take(2, And),
            ('&', _) => self.take(1, Ampersand),
            ('|', b'|') => self.take(2, Or),
            ('=', b'=') => self.take(2, StrictlyEqual),
            ('=', b'>') => self.take(2, Arrow),
            ('=', _) => self.take(1, Equal),
            ('<', b'>') => self.take(2, NotEqual),
            ('<', b'=') => self.take(2, LessOrEqual),
            ('<', _) => self.take(1, Less),
            ('>', b'=') => self.take(2, GreaterOrEqual),
            ('>', _) => self.take(1, Greater),
            _ if word::begins(first) => self.word(),
            _ if is_space(first) => {
                self.take_while(is_space);
                Space
            }
            _ => self.lookalike(first),
        }
    }

    fn line_comment(&mut self) -> TokenKind {
        self.take_while(|c| c != '\n' && c != '\r');
        LineComment
    }

    fn block_comment(&mut self) -> TokenKind {
        let inside = self.rest().get(2..).unwrap_or_default();
        if let Some(end) = inside.find("*/") {
            return self.take(end + 4, BlockComment);
        }
        let start = self.pos;
        self.report(
            SyntaxError::new(&UNCLOSED_COMMENT, start..start + 2, "this comment is not closed")
                .label("opened here")
                .help("close it with `*/`"),
        );
        self.found.is_cut = true;
        self.take(inside.len() + 2, BlockComment)
    }
}

/// A byte order mark says nothing within an expression; whoever reads files reports it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

#[cfg(test)]
mod tests;
