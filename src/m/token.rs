//! Tokens: what the text is cut into, blanks and comments among them.

use super::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Blank,
    Comment,

    Name,
    /// `#"Changed Type"`
    QuotedName,
    /// `#date`, `#shared`, …
    HashName,
    Number,
    Text,
    Verbatim,

    And,
    As,
    Each,
    Else,
    Error,
    False,
    If,
    In,
    Is,
    Let,
    Meta,
    Not,
    Null,
    Or,
    Otherwise,
    Section,
    Shared,
    Then,
    True,
    Try,
    Type,

    Comma,
    Semicolon,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    Star,
    Slash,
    Ampersand,
    OpenParen,
    CloseParen,
    OpenSquare,
    CloseSquare,
    OpenBrace,
    CloseBrace,
    At,
    Bang,
    Question,
    Coalesce,
    Arrow,
    DotDot,
    Ellipsis,

    /// What no token begins with; it has been reported.
    Unknown,
    /// Behind the last token.
    End,
}

impl Kind {
    pub fn is_trivia(self) -> bool {
        matches!(self, Kind::Blank | Kind::Comment)
    }
    pub fn is_open(self) -> bool {
        matches!(self, Kind::OpenParen | Kind::OpenSquare | Kind::OpenBrace)
    }
    pub fn is_close(self) -> bool {
        matches!(self, Kind::CloseParen | Kind::CloseSquare | Kind::CloseBrace)
    }
    pub fn is_keyword(self) -> bool {
        KEYWORDS.iter().any(|(_, kind)| *kind == self)
    }
    /// Whether it is made of letters: a field's name may hold it, keyword or not.
    pub fn is_word(self) -> bool {
        matches!(self, Kind::Name | Kind::Number) || self.is_keyword()
    }
    /// Whether an expression can begin with it.
    pub fn begins_expression(self) -> bool {
        matches!(
            self,
            Kind::Name
                | Kind::QuotedName
                | Kind::HashName
                | Kind::Number
                | Kind::Text
                | Kind::Verbatim
                | Kind::Each
                | Kind::Error
                | Kind::False
                | Kind::If
                | Kind::Let
                | Kind::Not
                | Kind::Null
                | Kind::True
                | Kind::Try
                | Kind::Type
                | Kind::OpenBrace
                | Kind::OpenParen
                | Kind::OpenSquare
                | Kind::At
                | Kind::Ellipsis
        )
    }
    /// As it is written; empty for what has no one text.
    pub fn text(self) -> &'static str {
        KEYWORDS.iter().chain(SIGNS).find(|(_, kind)| *kind == self).map_or("", |(text, _)| text)
    }
}

pub const KEYWORDS: &[(&str, Kind)] = &[
    ("and", Kind::And),
    ("as", Kind::As),
    ("each", Kind::Each),
    ("else", Kind::Else),
    ("error", Kind::Error),
    ("false", Kind::False),
    ("if", Kind::If),
    ("in", Kind::In),
    ("is", Kind::Is),
    ("let", Kind::Let),
    ("meta", Kind::Meta),
    ("not", Kind::Not),
    ("null", Kind::Null),
    ("or", Kind::Or),
    ("otherwise", Kind::Otherwise),
    ("section", Kind::Section),
    ("shared", Kind::Shared),
    ("then", Kind::Then),
    ("true", Kind::True),
    ("try", Kind::Try),
    ("type", Kind::Type),
];

/// Words with a number sign that are names of the language; they cannot be redefined.
pub const HASH_NAMES: &[&str] = &[
    "#binary",
    "#date",
    "#datetime",
    "#datetimezone",
    "#duration",
    "#infinity",
    "#nan",
    "#sections",
    "#shared",
    "#table",
    "#time",
];

/// A longer sign comes before the one it begins with.
pub const SIGNS: &[(&str, Kind)] = &[
    ("...", Kind::Ellipsis),
    ("..", Kind::DotDot),
    ("=>", Kind::Arrow),
    ("=", Kind::Equal),
    ("<>", Kind::NotEqual),
    ("<=", Kind::LessEqual),
    ("<", Kind::Less),
    (">=", Kind::GreaterEqual),
    (">", Kind::Greater),
    ("??", Kind::Coalesce),
    ("?", Kind::Question),
    (",", Kind::Comma),
    (";", Kind::Semicolon),
    ("+", Kind::Plus),
    ("-", Kind::Minus),
    ("*", Kind::Star),
    ("/", Kind::Slash),
    ("&", Kind::Ampersand),
    ("(", Kind::OpenParen),
    (")", Kind::CloseParen),
    ("[", Kind::OpenSquare),
    ("]", Kind::CloseSquare),
    ("{", Kind::OpenBrace),
    ("}", Kind::CloseBrace),
    ("@", Kind::At),
    ("!", Kind::Bang),
];
