//! Tokens to tree. Depth is bounded, time is linear, and one fault gives one problem.

use super::lex::{Lexed, UNCLOSED_COMMENT, UNCLOSED_TEXT, lex};
use super::token::{Kind, Token};
use super::{Name, Parsed, Problem, Span};
use crate::diag::{Code, Severity};

mod ahead;
mod brackets;
mod document;
mod expression;
mod name;
mod operators;
mod recover;
mod types;

use ahead::Ahead;

pub static MISSING_EXPRESSION: Code = Code {
    id: "MQ006",
    name: "missing-m-expression",
    severity: Severity::Error,
    explanation: "A value is missing: behind an equals sign, an operator, a comma or a keyword stands an expression.

Wrong: `let Source = in Source`
Right: `let Source = Sales in Source`",
};

pub static UNEXPECTED_TOKEN: Code = Code {
    id: "MQ007",
    name: "unexpected-m-token",
    severity: Severity::Error,
    explanation: "The expression cannot go on with this.

Wrong: `if Total > 0 then 1`, `let Source Sales in Source`
Right: `if Total > 0 then 1 else 0`, `let Source = Sales in Source`",
};

pub static UNCLOSED_BRACKET: Code = Code {
    id: "MQ008",
    name: "unclosed-m-bracket",
    severity: Severity::Error,
    explanation: "Each `(`, `[` and `{` is closed by its partner.

Wrong: `Table.SelectColumns(Source, {\"Country\", \"Revenue\")`
Right: `Table.SelectColumns(Source, {\"Country\", \"Revenue\"})`",
};

pub static MISSING_COMMA: Code = Code {
    id: "MQ009",
    name: "missing-m-comma",
    severity: Severity::Error,
    explanation: "Steps, arguments, items and fields are separated by commas.

Wrong:
    let
        Source = Sales
        Kept = Table.Distinct(Source)
    in
        Kept
Right:
    let
        Source = Sales,
        Kept = Table.Distinct(Source)
    in
        Kept",
};

pub static DANGLING_COMMA: Code = Code {
    id: "MQ010",
    name: "dangling-m-comma",
    severity: Severity::Error,
    explanation: "No comma stands before `in` or a closing bracket.

Wrong: `let Source = Sales, in Source`, `{1, 2, }`
Right: `let Source = Sales in Source`, `{1, 2}`",
};

pub static TEXT_AFTER_END: Code = Code {
    id: "MQ011",
    name: "text-after-m-expression",
    severity: Severity::Error,
    explanation: "The expression ends here, and more follows. Often an operator is missing, or the name of a step \
holds blanks and is not quoted.

Wrong: `let Changed Type = Sales in Changed Type`, `Sales;`
Right: `let #\"Changed Type\" = Sales in #\"Changed Type\"`, `Sales`",
};

pub static NOT_A_TYPE: Code = Code {
    id: "MQ012",
    name: "not-an-m-type",
    severity: Severity::Error,
    explanation: "Behind `type` stands a type that is spelled out; behind `as` and `is`, and before the parameters of \
a function expression, only a primitive one, perhaps with `nullable`: any, anynonnull, binary, date, datetime, \
datetimezone, duration, function, list, logical, none, null, number, record, table, text, time, type. A type that has \
a name, such as `Int64.Type`, is a value and needs no `type` before it.

Wrong: `type Int64.Type`, `(amount as integer) => amount`
Right: `Int64.Type`, `(amount as number) => amount`",
};

pub static NOT_A_FIELD_NAME: Code = Code {
    id: "MQ013",
    name: "not-an-m-field-name",
    severity: Severity::Error,
    explanation: "In square brackets a field's name may hold blanks between its words. Any other character, a \
hyphen or a percent sign, needs quotes.

Wrong: `[Net-Revenue]`, `[Share %]`
Right: `[#\"Net-Revenue\"]`, `[#\"Share %\"]`",
};

pub static KEYWORD_AS_NAME: Code = Code {
    id: "MQ014",
    name: "keyword-as-m-name",
    severity: Severity::Error,
    explanation: "A keyword cannot be the name of a step or a parameter unless it is quoted.

Wrong: `let type = 1 in type`
Right: `let #\"type\" = 1 in #\"type\"`",
};

pub static PARAMETER_AFTER_OPTIONAL: Code = Code {
    id: "MQ015",
    name: "m-parameter-after-optional",
    severity: Severity::Error,
    explanation: "All parameters after an optional one are optional.

Wrong: `(optional from, to) => to`
Right: `(to, optional from) => to`",
};

pub static CATCH_FUNCTION: Code = Code {
    id: "MQ016",
    name: "m-catch-function",
    severity: Severity::Error,
    explanation: "Behind `catch` stands a function with one parameter or none, written there, without any types.

Wrong: `try Source catch (problem as record) => null`
Right: `try Source catch (problem) => null`",
};

pub static NEEDS_PARENTHESES: Code = Code {
    id: "MQ017",
    name: "m-needs-parentheses",
    severity: Severity::Error,
    explanation: "An `if`, `let`, `each`, `try`, `error` or function that is an operand stands in parentheses, and so \
does a value with `as` or `is` before an operator that binds tighter.

Wrong: `\"Q\" & if Late then \"2\" else \"1\"`, `Amount as number + 1`
Right: `\"Q\" & (if Late then \"2\" else \"1\")`, `(Amount as number) + 1`",
};

pub static TOO_DEEP: Code = Code {
    id: "MQ018",
    name: "m-too-deep",
    severity: Severity::Error,
    explanation: "Expressions are read up to two hundred levels deep. Below that nothing is read.

Wrong: three hundred opening brackets, one in the other.
Right: the inner part as a step of its own.",
};

pub const MAX_DEPTH: usize = 200;

/// The tree over `text`. Never fails: what cannot be read is in `problems`, and the rest is read all the same.
pub fn parse(text: &str) -> Parsed {
    let Lexed { tokens, problems: mut lexical, unclosed } = lex(text);
    let mut parser = Parser::new(text, &tokens, unclosed.is_some());
    let document = parser.document();
    let mut found = parser.problems;
    if unclosed.is_some() {
        lexical.sort_by_key(|problem| problem.span.start);
        let first = found.iter().chain(&lexical).map(where_it_shows).min();
        // What follows the missing quote is taken for something else, and so are its faults.
        lexical.retain(|problem| problem.code == &UNCLOSED_TEXT || problem.code == &UNCLOSED_COMMENT);
        found.clear();
        if let (Some(first), Some(problem)) = (first, lexical.first_mut()) {
            point_where_it_opens(text, &tokens, first, problem);
        }
    }
    found.append(&mut lexical);
    found.sort_by_key(|problem| problem.span.start);
    Parsed { text: text.to_owned(), tokens, document, problems: found }
}

/// Where reading stopped: some problems are said of a place before.
fn where_it_shows(problem: &Problem) -> usize {
    let is_before = problem.code == &MISSING_COMMA || problem.code == &UNCLOSED_BRACKET;
    problem.also.first().filter(|_| is_before).map_or(problem.span.start, |(span, _)| span.start)
}

/// Where one quote is missing, each later one opens what it should close, and the last opens what nothing closes.
/// The text to look at is the one at the first place that cannot be read: there, or just before it.
fn point_where_it_opens(text: &str, tokens: &[Token], first: usize, problem: &mut Problem) {
    if problem.code != &UNCLOSED_TEXT || first >= problem.span.start {
        return;
    }
    let is_text = |token: &&Token| matches!(token.kind, Kind::Text | Kind::QuotedName);
    let source = |span: &Span| text.get(span.clone()).unwrap_or_default();
    let at = tokens.iter().find(|token| token.span.start == first).filter(is_text);
    let before = tokens.iter().rfind(|token| !token.kind.is_trivia() && token.span.end <= first);
    let runs_on = |token: &&Token| token.span.end == first || source(&token.span).contains('\n');
    if let Some(token) = at.or(before.filter(is_text).filter(runs_on)) {
        let shown = source(&token.span);
        let line = shown.find(['\r', '\n']).unwrap_or(shown.len());
        problem.span = token.span.start..token.span.start + line;
        problem.label = "a double quote is missing at its beginning or its end".to_owned();
    }
}

struct Parser<'a> {
    text: &'a str,
    /// Without blanks and comments; the last is [`Kind::End`].
    tokens: Vec<Token>,
    ahead: Ahead,
    at: usize,
    depth: usize,
    /// What closes the brackets and `let`s that are open, the innermost last.
    open: Vec<Kind>,
    problems: Vec<Problem>,
    /// A problem has been reported and nothing after it is certain until the next comma or closing bracket.
    failed: bool,
    /// There is a fault in this step, and brackets that do not match are perhaps its consequence.
    is_faulty: bool,
    /// What is missing at the end is missing for a reason that has been said.
    is_cut: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, tokens: &[Token], is_cut: bool) -> Self {
        let mut tokens: Vec<Token> = tokens.iter().filter(|token| !token.kind.is_trivia()).cloned().collect();
        let ahead = Ahead::new(&tokens);
        tokens.push(Token { kind: Kind::End, span: text.len()..text.len() });
        Self {
            text,
            tokens,
            ahead,
            at: 0,
            depth: 0,
            open: Vec::new(),
            problems: Vec::new(),
            failed: false,
            is_faulty: false,
            is_cut,
        }
    }

    fn kind(&self) -> Kind {
        self.peek(0)
    }
    fn peek(&self, further: usize) -> Kind {
        self.tokens.get(self.at + further).map_or(Kind::End, |token| token.kind)
    }
    fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }
    fn start(&self) -> usize {
        self.span().start
    }
    /// Where the token before the next one ends.
    fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |token| token.span.end)
    }
    fn source(&self, span: Span) -> &'a str {
        self.text.get(span).unwrap_or_default()
    }
    /// Whether the next token is this word, which is a keyword only in its place.
    fn is_word(&self, word: &str) -> bool {
        self.kind() == Kind::Name && self.source(self.span()) == word
    }

    fn bump(&mut self) -> Span {
        let span = self.span();
        if self.kind() != Kind::End {
            self.at += 1;
        }
        span
    }
    fn eat(&mut self, kind: Kind) -> bool {
        let is_there = self.kind() == kind;
        if is_there {
            self.bump();
        }
        is_there
    }
    fn expect(&mut self, kind: Kind) -> bool {
        let is_there = self.eat(kind);
        if !is_there {
            self.expected(&format!("`{}`", kind.text()));
        }
        is_there
    }

    /// The next token as a message names it.
    fn found(&self) -> String {
        match self.kind() {
            Kind::End => "the end of the expression".to_owned(),
            _ => format!("`{}`", self.source(self.span()).chars().take(40).collect::<String>().escape_debug()),
        }
    }
}

#[cfg(test)]
mod tests;
