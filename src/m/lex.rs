//! Text to tokens. Every byte belongs to one, whatever the text is.

use super::characters::{begins_name, continues_name};
use super::token::{HASH_NAMES, KEYWORDS, Kind, SIGNS, Token};
use super::{Problem, Span, text};
use crate::diag::{Code, Severity};

pub static UNCLOSED_TEXT: Code = Code {
    id: "MQ001",
    name: "unclosed-m-text",
    severity: Severity::Error,
    explanation: "A text or a quoted name ends with a double quote; a double quote inside it is written twice. Where \
the closing one is missing, everything up to the next quote becomes part of it.

Wrong: `Excel.Workbook(File.Contents(\"C:\\Sales.xlsx))`
Right: `Excel.Workbook(File.Contents(\"C:\\Sales.xlsx\"))`",
};

pub static UNCLOSED_COMMENT: Code = Code {
    id: "MQ002",
    name: "unclosed-m-comment",
    severity: Severity::Error,
    explanation:
        "A comment that begins with `/*` ends with `*/`. Where that is missing, the rest of the expression is \
a comment.

Wrong: `Source /* all rows`
Right: `Source /* all rows */`",
};

pub static UNEXPECTED_CHARACTER: Code = Code {
    id: "MQ003",
    name: "unexpected-m-character",
    severity: Severity::Error,
    explanation: "Nothing of the language begins with this character. A name that holds other characters than \
letters, digits, underscores and single dots is quoted, and texts stand in double quotes.

Wrong: `'a text'`, `Net%`
Right: `\"a text\"`, `#\"Net%\"`",
};

pub static MALFORMED_NUMBER: Code = Code {
    id: "MQ004",
    name: "malformed-m-number",
    severity: Severity::Error,
    explanation: "A hexadecimal number has at least one digit behind `0x`.

Wrong: `0x`
Right: `0x1F`",
};

pub static UNKNOWN_ESCAPE: Code = Code {
    id: "MQ005",
    name: "unknown-m-escape",
    severity: Severity::Error,
    explanation: "In a text `#(` begins an escape: `#(cr)`, `#(lf)`, `#(tab)`, `#(#)` for the number sign itself, \
four or eight hexadecimal digits for a character, or several of these with commas between.

Wrong: `\"#(nbsp)\"`, `\"item #(1)\"`
Right: `\"#(00A0)\"`, `\"item #(#)(1)\"`",
};

pub struct Lexed {
    pub tokens: Vec<Token>,
    pub problems: Vec<Problem>,
    /// A text, a name or a comment goes on to the end because it is not closed.
    pub unclosed: Option<usize>,
}

pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { text, at: 0, problems: Vec::new(), unclosed: None };
    let mut tokens: Vec<Token> = Vec::new();
    while lexer.at < text.len() {
        let start = lexer.at;
        let kind = lexer.token();
        // Whatever happens, the text comes to its end.
        lexer.at = lexer.at.max(start + lexer.next_char(start));
        match tokens.last_mut() {
            Some(last) if last.kind == Kind::Unknown && kind == Kind::Unknown => last.span.end = lexer.at,
            _ => tokens.push(Token { kind, span: start..lexer.at }),
        }
    }
    lexer.problems.extend(unexpected_characters(text, &tokens));
    Lexed { tokens, problems: lexer.problems, unclosed: lexer.unclosed }
}

/// Two of the same on a line, such as two single quotes, are one fault.
fn unexpected_characters(text: &str, tokens: &[Token]) -> Vec<Problem> {
    let mut before: Option<Span> = None;
    let mut found = Vec::new();
    let shown = |span: &Span| text.get(span.clone()).unwrap_or_default();
    for span in tokens.iter().filter(|token| token.kind == Kind::Unknown).map(|token| &token.span) {
        let is_pair = before
            .as_ref()
            .is_some_and(|before| shown(before) == shown(span) && !shown(&(before.end..span.start)).contains('\n'));
        if !is_pair {
            found.push(unexpected_character(text, span.clone()));
        }
        before = (!is_pair).then(|| span.clone());
    }
    found
}

fn unexpected_character(text: &str, span: Span) -> Problem {
    let shown: String = text.get(span.clone()).unwrap_or_default().chars().take(20).collect();
    let problem = Problem::new(&UNEXPECTED_CHARACTER, span, format!("unexpected `{}`", shown.escape_debug()))
        .label("nothing of the language begins with it");
    match shown.chars().next() {
        Some('\'' | '“' | '”' | '‘' | '’' | '`') => problem.help("texts stand in double quotes: `\"…\"`"),
        Some('#') => problem.help("a name with such characters is quoted: `#\"…\"`"),
        _ => problem,
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    problems: Vec<Problem>,
    unclosed: Option<usize>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }
    fn next_char(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    }
    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
    }

    fn token(&mut self) -> Kind {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Kind::End };
        if first.is_whitespace() {
            self.skip_while(char::is_whitespace);
            return Kind::Blank;
        }
        if rest.starts_with("//") {
            self.skip_while(|c| !matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}'));
            return Kind::Comment;
        }
        if rest.starts_with("/*") {
            return self.comment();
        }
        if first == '"' {
            return self.quoted(1, Kind::Text);
        }
        if rest.starts_with("#\"") {
            return self.quoted(2, Kind::QuotedName);
        }
        if rest.starts_with("#!\"") {
            return self.quoted(3, Kind::Verbatim);
        }
        if first == '#' {
            return self.hash_name();
        }
        if begins_name(first) {
            return self.name();
        }
        let fraction = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if first.is_ascii_digit() || fraction {
            return self.number();
        }
        match SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            Some((sign, kind)) => {
                self.at += sign.len();
                *kind
            }
            None => {
                self.at += first.len_utf8();
                Kind::Unknown
            }
        }
    }

    fn comment(&mut self) -> Kind {
        let start = self.at;
        match self.rest().get(2..).and_then(|inside| inside.find("*/")) {
            Some(length) => self.at += length + 4,
            None => {
                self.at = self.text.len();
                self.unclosed = Some(start);
                self.problems.push(
                    Problem::new(&UNCLOSED_COMMENT, start..start + 2, "this comment is not closed")
                        .label("it goes on to the end of the expression")
                        .help("close it with `*/`"),
                );
            }
        }
        Kind::Comment
    }

    /// From its opening, `prefix` bytes long, to its closing double quote.
    fn quoted(&mut self, prefix: usize, kind: Kind) -> Kind {
        let start = self.at;
        self.at += prefix;
        loop {
            match self.rest().find('"') {
                None => {
                    self.at = self.text.len();
                    self.unclosed = Some(start);
                    let what = if kind == Kind::QuotedName { "name" } else { "text" };
                    self.problems.push(
                        Problem::new(&UNCLOSED_TEXT, start..start + prefix, format!("this {what} is not closed"))
                            .label("no double quote follows that closes it"),
                    );
                    return kind;
                }
                Some(quote) => self.at += quote + 1,
            }
            if !self.rest().starts_with('"') {
                break;
            }
            self.at += 1;
        }
        for span in text::unknown_escapes(self.text.get(start..self.at).unwrap_or_default()) {
            let span = start + span.start..start + span.end;
            let shown = self.text.get(span.clone()).unwrap_or_default();
            self.problems.push(
                Problem::new(&UNKNOWN_ESCAPE, span, format!("`{shown}` is no escape"))
                    .label("`#(` begins an escape")
                    .help("for the number sign itself write `#(#)`"),
            );
        }
        kind
    }

    /// `#date` and its like; the number sign alone is unknown.
    fn hash_name(&mut self) -> Kind {
        let start = self.at;
        self.at += 1;
        self.skip_while(continues_name);
        if HASH_NAMES.contains(&self.text.get(start..self.at).unwrap_or_default()) {
            Kind::HashName
        } else {
            Kind::Unknown
        }
    }

    /// Letters and digits with single dots between.
    fn name(&mut self) -> Kind {
        let start = self.at;
        loop {
            self.skip_while(continues_name);
            let next = self.rest().strip_prefix('.').and_then(|rest| rest.chars().next());
            if !next.is_some_and(continues_name) {
                break;
            }
            self.at += 1;
        }
        let word = self.text.get(start..self.at).unwrap_or_default();
        KEYWORDS.iter().find(|(keyword, _)| *keyword == word).map_or(Kind::Name, |(_, kind)| *kind)
    }

    fn number(&mut self) -> Kind {
        let start = self.at;
        if self.rest().starts_with("0x") || self.rest().starts_with("0X") {
            self.at += 2;
            self.skip_while(|c| c.is_ascii_hexdigit());
            if self.at == start + 2 {
                self.problems.push(
                    Problem::new(&MALFORMED_NUMBER, start..self.at, "a hexadecimal number without digits")
                        .label("digits are missing behind it"),
                );
            }
            return Kind::Number;
        }
        let digit = |c: char| c.is_ascii_digit();
        self.skip_while(digit);
        if self.rest().strip_prefix('.').is_some_and(|rest| rest.starts_with(digit)) {
            self.at += 1;
            self.skip_while(digit);
        }
        let exponent = self.rest().strip_prefix(['e', 'E']);
        let signed = exponent.map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest));
        if let (Some(exponent), Some(digits)) = (exponent, signed)
            && digits.starts_with(digit)
        {
            self.at += 1 + exponent.len() - digits.len();
            self.skip_while(digit);
        }
        Kind::Number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<(Kind, &str)> {
        let tokens = lex(text).tokens.into_iter();
        tokens.filter(|token| !token.kind.is_trivia()).map(|token| (token.kind, &text[token.span])).collect()
    }

    #[test]
    fn names_hold_single_dots() {
        assert_eq!(shown("Text.From"), [(Kind::Name, "Text.From")]);
        assert_eq!(
            shown("1..a.1..b"),
            [(Kind::Number, "1"), (Kind::DotDot, ".."), (Kind::Name, "a.1"), (Kind::DotDot, ".."), (Kind::Name, "b"),]
        );
        assert_eq!(
            shown("#date #\"a \"\"b\"\" c\" in"),
            [(Kind::HashName, "#date"), (Kind::QuotedName, "#\"a \"\"b\"\" c\""), (Kind::In, "in"),]
        );
    }

    #[test]
    fn numbers_of_every_form() {
        for number in ["0", "12", "1.5", ".5", ".05", "1e5", "1.5E-10", "2e+3", "0xFF", "0X0a"] {
            assert_eq!(shown(number), [(Kind::Number, number)]);
        }
        assert_eq!(shown("1e"), [(Kind::Number, "1"), (Kind::Name, "e")]);
        assert_eq!(lex("0x").problems.len(), 1);
    }

    #[test]
    fn comments_are_trivia() {
        assert_eq!(
            shown("a // b\n/* c\n*/ d /**/ / e"),
            [(Kind::Name, "a"), (Kind::Name, "d"), (Kind::Slash, "/"), (Kind::Name, "e"),]
        );
    }

    #[test]
    fn what_is_not_closed_is_reported_where_it_opens() {
        for (text, code, start) in [("a & \"b", &UNCLOSED_TEXT, 4), ("a /*/", &UNCLOSED_COMMENT, 2)] {
            let lexed = lex(text);
            assert_eq!((lexed.problems[0].code, lexed.unclosed), (code, Some(start)));
        }
    }

    #[test]
    fn a_run_of_unknown_characters_is_one_problem() {
        let lexed = lex("a %%€ #foo b");
        assert_eq!(lexed.problems.iter().map(|one| one.span.clone()).collect::<Vec<_>>(), vec![2..7, 8..12]);
    }

    proptest! {
        #[test]
        fn the_tokens_are_the_text(text in "(\\PC|[\\x00-\\x20\"#!./*(){}0-9a-e]|#\"|/\\*|\\*/|#\\()*") {
            let lexed = lex(&text);
            let printed: String = lexed.tokens.iter().map(|token| &text[token.span.clone()]).collect();
            prop_assert_eq!(printed, text);
        }
    }
}
