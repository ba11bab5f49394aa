//! The words and signs of the notation.

use super::{Malformed, Read};

const SIGNS: &[&str] = &["->", "??", "..", "(", ")", "{", "}", ",", ":", "|", "@", "*", "+", "?", "=", "-"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    Word(&'static str),
    /// Between quotes, without them.
    Text(&'static str),
    Sign(&'static str),
    Unknown,
    End,
}

pub struct Cursor {
    rest: &'static str,
}

impl Cursor {
    pub fn new(text: &'static str) -> Self {
        Self { rest: text.trim_start() }
    }

    pub fn peek(&self) -> Token {
        self.scan().0
    }

    pub fn next(&mut self) -> Token {
        let (token, length) = self.scan();
        self.rest = self.rest.get(length..).unwrap_or_default().trim_start();
        token
    }

    /// Takes the sign or word if it is next.
    pub fn eat(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(it) | Token::Word(it) if it == wanted);
        if found {
            self.next();
        }
        found
    }

    pub fn expect(&mut self, wanted: &'static str) -> Read<()> {
        if self.eat(wanted) { Ok(()) } else { Err(self.malformed(wanted)) }
    }

    pub fn word(&mut self) -> Read<&'static str> {
        match self.peek() {
            Token::Word(word) => {
                self.next();
                Ok(word)
            }
            _ => Err(self.malformed("a word")),
        }
    }

    pub fn malformed(&self, wanted: &'static str) -> Malformed {
        Malformed { wanted, rest: self.rest }
    }

    fn scan(&self) -> (Token, usize) {
        let Some(first) = self.rest.chars().next() else { return (Token::End, 0) };
        if let Some(quoted) = self.rest.strip_prefix('"') {
            return match quoted.split_once('"') {
                Some((text, _)) => (Token::Text(text), text.len() + 2),
                None => (Token::Unknown, self.rest.len()),
            };
        }
        if first.is_ascii_alphanumeric() {
            let part_of_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
            let length = self.rest.find(|c| !part_of_word(c)).unwrap_or(self.rest.len());
            return (Token::Word(self.rest.get(..length).unwrap_or_default()), length);
        }
        match SIGNS.iter().find(|sign| self.rest.starts_with(**sign)) {
            Some(sign) => (Token::Sign(sign), sign.len()),
            None => (Token::Unknown, first.len_utf8()),
        }
    }
}
