//! T-SQL text to tokens with their places. Total: whatever the text, there are tokens.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub enum Token<'a> {
    /// A bare word: a keyword, a name, a variable.
    Word(&'a str),
    /// A name in brackets or double quotes, without them.
    Name(String),
    /// A text literal, without its quotes.
    Text(String),
    Number(&'a str),
    Symbol(char),
    /// What begins here goes on to the end of the text.
    Unclosed(&'static str),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Lexeme<'a> {
    pub token: Token<'a>,
    pub span: Range<usize>,
    /// Nothing but spaces and comments stands before it on its line.
    pub starts_line: bool,
}

pub fn lex(text: &str) -> Vec<Lexeme<'_>> {
    let mut lexer = Lexer { text, at: 0 };
    let mut lexemes = Vec::new();
    let mut starts_line = true;
    while let Some(c) = lexer.peek() {
        let start = lexer.at;
        let token = match c {
            '\n' => {
                starts_line = true;
                lexer.at += 1;
                continue;
            }
            c if c.is_whitespace() || c == '\u{feff}' => {
                lexer.at += c.len_utf8();
                continue;
            }
            '-' if lexer.rest().starts_with("--") => {
                lexer.take_while(|c| c != '\n');
                continue;
            }
            '/' if lexer.rest().starts_with("/*") => match lexer.comment() {
                true => continue,
                false => Token::Unclosed("comment"),
            },
            '\'' => lexer.quoted('\'').map_or(Token::Unclosed("text"), Token::Text),
            'N' | 'n' if lexer.rest()[1..].starts_with('\'') => {
                lexer.at += 1;
                lexer.quoted('\'').map_or(Token::Unclosed("text"), Token::Text)
            }
            '[' => lexer.quoted(']').map_or(Token::Unclosed("name"), Token::Name),
            '"' => lexer.quoted('"').map_or(Token::Unclosed("name"), Token::Name),
            c if c.is_ascii_digit() => Token::Number(lexer.take_while(|c| c.is_ascii_alphanumeric() || c == '.')),
            c if c.is_alphabetic() || "_@#$".contains(c) => {
                Token::Word(lexer.take_while(|c| c.is_alphanumeric() || "_@#$".contains(c)))
            }
            c => {
                lexer.at += c.len_utf8();
                Token::Symbol(c)
            }
        };
        lexemes.push(Lexeme { token, span: start..lexer.at, starts_line });
        starts_line = false;
    }
    lexemes
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Over a comment, which may hold others; false where it is never closed.
    fn comment(&mut self) -> bool {
        let mut depth = 0usize;
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            match &bytes[self.at..] {
                [b'/', b'*', ..] => depth += 1,
                [b'*', b'/', ..] => depth -= 1,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                return true;
            }
        }
        false
    }

    /// What stands up to the closing quote, which is doubled where it is meant.
    fn quoted(&mut self, close: char) -> Option<String> {
        self.at += 1;
        let mut inside = String::new();
        loop {
            let rest = self.rest();
            let Some(end) = rest.find(close) else {
                self.at = self.text.len();
                return None;
            };
            inside.push_str(&rest[..end]);
            self.at += end + 1;
            if self.peek() != Some(close) {
                return Some(inside);
            }
            inside.push(close);
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        lex(text).into_iter().map(|lexeme| lexeme.token).collect()
    }

    #[test]
    fn quotes_comments_and_words_are_told_apart() {
        use Token::{Name, Number, Symbol, Text, Word};
        assert_eq!(
            tokens("a [b]]c] \"d\"\"e\" N'f''g' 'h' -- i\n1.5/* j /* k */ l */@m#.é"),
            [
                Word("a"),
                Name("b]c".to_owned()),
                Name("d\"e".to_owned()),
                Text("f'g".to_owned()),
                Text("h".to_owned()),
                Number("1.5"),
                Word("@m#"),
                Symbol('.'),
                Word("é"),
            ]
        );
        assert_eq!(tokens("a /* b"), [Word("a"), Token::Unclosed("comment")]);
        assert_eq!(tokens("'a''"), [Token::Unclosed("text")]);
        assert_eq!(tokens("[a"), [Token::Unclosed("name")]);
    }

    proptest! {
        #[test]
        fn every_text_has_tokens_in_order(text in r"[\[\]'\x22a-zN/*\-\n é1.]{0,60}") {
            let mut end = 0;
            for lexeme in lex(&text) {
                prop_assert!(lexeme.span.start >= end && lexeme.span.end > lexeme.span.start);
                prop_assert!(text.get(lexeme.span.clone()).is_some());
                end = lexeme.span.end;
            }
        }
    }
}
