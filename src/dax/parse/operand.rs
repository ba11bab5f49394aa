//! What operators work on: literals, names, calls, and what stands in brackets.

use super::Parser;
use crate::dax::TokenKind;
use crate::dax::tree::{Call, Column, Expr, ExprKind, Filtered, Literal, Name};

impl Parser<'_> {
    pub(super) fn operand(&mut self) -> Expr {
        match self.kind() {
            Some(TokenKind::Word) if self.is_word("VAR") => self.block(),
            Some(TokenKind::Word) if !self.is_boundary() && !self.is_word("IN") => self.word(),
            Some(TokenKind::QuotedName) => self.table(),
            Some(TokenKind::BracketName) => {
                let start = self.here().start;
                self.column(None, start)
            }
            Some(TokenKind::Integer) => self.literal(Literal::Integer),
            Some(TokenKind::Real) => self.literal(Literal::Real),
            Some(TokenKind::Text) => self.literal(|text| Literal::Text(unquoted(&text, '"'))),
            Some(TokenKind::Date) => {
                self.literal(|text| Literal::Date(unquoted(text.get(2..).unwrap_or_default(), '"')))
            }
            Some(TokenKind::Parameter) => {
                let mut name = self.name();
                name.text = name.text.trim_start_matches('@').to_owned();
                let span = name.span.clone();
                Expr { kind: ExprKind::Parameter(name), span }
            }
            Some(TokenKind::OpenParen) => self.parentheses(),
            Some(TokenKind::OpenBrace) => {
                let start = self.here().start;
                let items = self.list(TokenKind::CloseBrace);
                Expr { kind: ExprKind::Table(items), span: self.since(start) }
            }
            _ => self.missing_expression(),
        }
    }

    /// Whether an operand begins here: where none may, something is missing before it.
    pub(super) fn begins_operand(&self) -> bool {
        use TokenKind::*;
        match self.kind() {
            Some(Word) => !self.is_boundary() && !self.is_word("IN"),
            Some(kind) => matches!(
                kind,
                QuotedName | BracketName | Parameter | Integer | Real | Text | Date | OpenParen | OpenBrace
            ),
            None => false,
        }
    }

    fn literal(&mut self, of: impl FnOnce(String) -> Literal) -> Expr {
        let literal = of(self.text_ahead(0).to_owned());
        let span = self.here();
        self.bump();
        Expr { kind: ExprKind::Literal(literal), span }
    }

    /// The name that the token here is.
    pub(super) fn name(&mut self) -> Name {
        let span = self.here();
        let text = self.text_ahead(0);
        let (text, quoted) = match self.kind() {
            Some(TokenKind::QuotedName) => (unquoted(text, '\''), true),
            Some(TokenKind::BracketName) => (unquoted(text, ']'), true),
            _ => (text.to_owned(), false),
        };
        self.bump();
        Name { text, span, quoted }
    }

    fn word(&mut self) -> Expr {
        let start = self.here().start;
        let is_call = self.kind_ahead(1) == Some(TokenKind::OpenParen);
        if is_call {
            let function = self.name();
            let arguments = self.list(TokenKind::CloseParen);
            return Expr { kind: ExprKind::Call(Call { function, arguments }), span: self.since(start) };
        }
        let words = self.phrase();
        if words > 0 {
            let words = (0..words).map(|_| self.name()).collect();
            return Expr { kind: ExprKind::Words(words), span: self.since(start) };
        }
        if self.kind_ahead(1) != Some(TokenKind::BracketName) && (self.is_word("TRUE") || self.is_word("FALSE")) {
            return self.literal(|text| Literal::Boolean(text.eq_ignore_ascii_case("TRUE")));
        }
        self.table()
    }

    /// How many words here are one argument, where it is more than one.
    fn phrase(&self) -> usize {
        const PHRASES: [&[&[&str]]; 2] = [
            &[&["ROWS", "COLUMNS"], &["ROWS", "COLUMNS"]],
            &[&["ASC", "DESC"], &["BLANKS"], &["DEFAULT", "FIRST", "LAST"]],
        ];
        let stands = |phrase: &&&[&[&str]]| {
            let mut words = phrase.iter().enumerate();
            words.all(|(ahead, choice)| choice.iter().any(|word| self.is_word_ahead(ahead, word)))
        };
        PHRASES.iter().find(stands).map_or(0, |phrase| phrase.len())
    }

    /// A table or variable, and the column of it that may follow.
    fn table(&mut self) -> Expr {
        let start = self.here().start;
        let name = self.name();
        if self.kind() == Some(TokenKind::BracketName) {
            return self.column(Some(name), start);
        }
        Expr { kind: ExprKind::Name(name), span: self.since(start) }
    }

    fn column(&mut self, table: Option<Name>, start: usize) -> Expr {
        let name = self.name();
        let has_level = self.kind() == Some(TokenKind::Dot) && self.kind_ahead(1) == Some(TokenKind::BracketName);
        let level = has_level.then(|| {
            self.bump();
            self.name()
        });
        let column = Column { table, name, level };
        let column = Expr { kind: ExprKind::Column(Box::new(column)), span: self.since(start) };
        if self.kind() != Some(TokenKind::OpenParen) {
            return column;
        }
        let filters = self.list(TokenKind::CloseParen);
        let filtered = Filtered { measure: column, filters };
        Expr { kind: ExprKind::Filtered(Box::new(filtered)), span: self.since(start) }
    }

    /// `(a)` groups, `(a, b)` is a row.
    fn parentheses(&mut self) -> Expr {
        let start = self.here().start;
        if self.kind_ahead(1) == Some(TokenKind::CloseParen) {
            self.bump();
            let nothing = self.missing_expression();
            self.bump();
            return Expr { kind: ExprKind::Parenthesised(Box::new(nothing)), span: self.since(start) };
        }
        let mut items = self.list(TokenKind::CloseParen);
        let kind = match items.pop() {
            Some(only) if items.is_empty() => ExprKind::Parenthesised(Box::new(only)),
            last => {
                items.extend(last);
                ExprKind::Row(items)
            }
        };
        Expr { kind, span: self.since(start) }
    }
}

/// What stands between the first character and the last, the closing one undoubled.
fn unquoted(text: &str, close: char) -> String {
    let mut inside = text.chars();
    inside.next();
    // A name that was never closed has no last character to take off.
    let inside = inside.as_str();
    let inside = inside.strip_suffix(|last| closes(last, close)).unwrap_or(inside);
    if inside.contains(close) {
        inside.replace(&format!("{close}{close}"), &close.to_string())
    } else {
        inside.to_owned()
    }
}

/// Typographic quotes are reported and read as straight ones.
fn closes(last: char, close: char) -> bool {
    last == close || matches!((close, last), ('"', '“' | '”' | '„') | ('\'', '‘' | '’' | '‚'))
}
