//! A walk over the tokens of one batch.

use std::ops::Range;

use super::lex::{Lexeme, Token};

/// A table or view with its schema, as its user wrote both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectName {
    pub schema: String,
    pub name: String,
}

/// The schema of what is written without one.
pub const DEFAULT_SCHEMA: &str = "dbo";

impl ObjectName {
    pub fn new(schema: Option<String>, name: String) -> Self {
        let schema = schema.filter(|schema| !schema.is_empty()).unwrap_or_else(|| DEFAULT_SCHEMA.to_owned());
        Self { schema, name }
    }
    /// What two spellings of one object have in common.
    pub fn key(&self) -> (String, String) {
        (self.schema.to_lowercase(), self.name.to_lowercase())
    }
}

/// Where something else was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub span: Range<usize>,
    pub expected: &'static str,
}

pub type Parsed<T> = Result<T, Fault>;

#[derive(Clone)]
pub struct Cursor<'a, 't> {
    pub lexemes: &'t [Lexeme<'a>],
    pub at: usize,
}

impl<'a, 't> Cursor<'a, 't> {
    pub fn new(lexemes: &'t [Lexeme<'a>]) -> Self {
        Self { lexemes, at: 0 }
    }

    pub fn peek(&self) -> Option<&'t Token<'a>> {
        self.ahead(0)
    }
    pub fn ahead(&self, by: usize) -> Option<&'t Token<'a>> {
        self.lexemes.get(self.at + by).map(|lexeme| &lexeme.token)
    }

    /// Where the next token stands; at the end, where the last one does.
    pub fn span(&self) -> Range<usize> {
        self.lexemes.get(self.at).or(self.lexemes.last()).map_or(0..0, |lexeme| lexeme.span.clone())
    }
    /// Where the token before stands.
    pub fn last_span(&self) -> Range<usize> {
        self.at.checked_sub(1).and_then(|at| self.lexemes.get(at)).map_or(0..0, |lexeme| lexeme.span.clone())
    }
    pub fn fault(&self, expected: &'static str) -> Fault {
        Fault { span: self.span(), expected }
    }

    pub fn is_word_at(&self, by: usize, word: &str) -> bool {
        matches!(self.ahead(by), Some(Token::Word(own)) if own.eq_ignore_ascii_case(word))
    }
    pub fn is_word(&self, word: &str) -> bool {
        self.is_word_at(0, word)
    }
    pub fn is_symbol(&self, symbol: char) -> bool {
        self.peek() == Some(&Token::Symbol(symbol))
    }

    /// Goes over the words if they stand here, all of them.
    pub fn take_words(&mut self, words: &[&str]) -> bool {
        let stands = words.iter().enumerate().all(|(by, word)| self.is_word_at(by, word));
        if stands {
            self.at += words.len();
        }
        stands
    }
    pub fn take_word(&mut self, word: &str) -> bool {
        self.take_words(&[word])
    }
    pub fn take_symbol(&mut self, symbol: char) -> bool {
        let stands = self.is_symbol(symbol);
        if stands {
            self.at += 1;
        }
        stands
    }
    pub fn take_text(&mut self) -> Option<&'t str> {
        let Some(Token::Text(text)) = self.peek() else { return None };
        self.at += 1;
        Some(text)
    }

    pub fn name(&mut self) -> Parsed<String> {
        let name = match self.peek() {
            Some(Token::Name(name)) => name.clone(),
            Some(Token::Word(word)) => (*word).to_owned(),
            _ => return Err(self.fault("a name")),
        };
        self.at += 1;
        Ok(name)
    }

    /// `name`, `schema.name`, `database.schema.name` or `database..name`.
    pub fn object(&mut self) -> Parsed<ObjectName> {
        let mut parts = vec![self.name()?];
        while self.take_symbol('.') {
            parts.push(if self.is_symbol('.') { String::new() } else { self.name()? });
        }
        let name = parts.pop().unwrap_or_default();
        Ok(ObjectName::new(parts.pop(), name))
    }

    /// `(a, b DESC)`: the names, without their order.
    pub fn names_in_parens(&mut self) -> Parsed<Vec<String>> {
        if !self.take_symbol('(') {
            return Err(self.fault("`(`"));
        }
        let mut names = Vec::new();
        loop {
            names.push(self.name()?);
            let _ = self.take_word("ASC") || self.take_word("DESC");
            if self.take_symbol(')') {
                return Ok(names);
            }
            if !self.take_symbol(',') {
                return Err(self.fault("`,` or `)`"));
            }
        }
    }

    /// Over one token, or over everything from `(` to its `)`.
    pub fn skip(&mut self) {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                None => return,
                Some(Token::Symbol('(')) => depth += 1,
                Some(Token::Symbol(')')) => depth = depth.saturating_sub(1),
                Some(_) => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }
}
