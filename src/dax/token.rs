//! Tokens: kinds, and where they stand.

use super::Span;

/// A piece of the text. White space and comments are tokens too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Space,
    /// `// …` or `-- …`, without its line break.
    LineComment,
    /// `/* … */`, which does not nest.
    BlockComment,
    /// What no rule of the language accepts; the lexer has reported it.
    Unknown,

    /// A function, table, variable or keyword: `SUM`, `STDEV.S`, `Local.Tax`, `VAR`.
    Word,
    /// `'Sales Order'`
    QuotedName,
    /// `[Net Revenue]`
    BracketName,
    /// `@Country`
    Parameter,
    Integer,
    Real,
    /// `"north"`
    Text,
    /// `dt"2020-01-31"`
    Date,

    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    Comma,
    Semicolon,
    Colon,
    Dot,
    /// `=>`
    Arrow,
    /// `:=`
    Assign,

    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    Ampersand,
    And,
    Or,
    Equal,
    StrictlyEqual,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Token {
    pub fn span(&self) -> Span {
        self.start..self.end
    }

    /// The token's part of the text it was read from.
    pub fn text<'a>(&self, source: &'a str) -> &'a str {
        source.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether the parser steps over it.
    pub fn is_trivia(&self) -> bool {
        self.kind == TokenKind::Space || self.is_comment()
    }

    pub fn is_comment(&self) -> bool {
        matches!(self.kind, TokenKind::LineComment | TokenKind::BlockComment)
    }
}
