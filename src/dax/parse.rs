//! Tokens to tree. Depth is bounded, nothing is read twice, and one fault is reported once.

use super::lexer::{Lexed, lex};
use super::tree::query::{Function, Query};
use super::tree::{Expr, ExprKind, Precedence};
use super::{Parsed, Span, SyntaxError, Token, TokenKind};
use crate::diag::{Code, Severity};

mod block;
mod definition;
mod expression;
mod faults;
mod function;
mod list;
mod operand;
mod query;
mod shape;

pub static UNCLOSED_BRACKET: Code = Code {
    id: "DX007",
    name: "unclosed-bracket",
    severity: Severity::Error,
    explanation: "Every `(` needs a `)` and every `{` a `}`.

Wrong:
    DIVIDE(SUM(Sales[Revenue], [Customers])
Right:
    DIVIDE(SUM(Sales[Revenue]), [Customers])",
};

pub static MISSING_EXPRESSION: Code = Code {
    id: "DX008",
    name: "missing-expression",
    severity: Severity::Error,
    explanation: "Something is missing that an operator or a keyword needs.

Wrong:
    [Revenue] - [Costs] -
Right:
    [Revenue] - [Costs] - [Tax]",
};

pub static MISSING_COMMA: Code = Code {
    id: "DX009",
    name: "missing-comma",
    severity: Severity::Error,
    explanation: "Between two arguments stands a comma, between two operands an operator.

Wrong:
    DIVIDE([Revenue] [Customers])
Right:
    DIVIDE([Revenue], [Customers])",
};

pub static UNEXPECTED_TOKEN: Code = Code {
    id: "DX010",
    name: "unexpected-token",
    severity: Severity::Error,
    explanation: "Something stands where it has no meaning: a bracket that nothing opened, a second expression \
behind the first, a word of another language.

Wrong:
    SUM(Sales[Revenue])) AND 1
Right:
    SUM(Sales[Revenue]) && 1",
};

pub static MISSING_RETURN: Code = Code {
    id: "DX011",
    name: "missing-return",
    severity: Severity::Error,
    explanation: "Variables are followed by RETURN and the expression that uses them.

Wrong:
    VAR Total = SUM(Sales[Revenue])
    Total * 2
Right:
    VAR Total = SUM(Sales[Revenue])
    RETURN Total * 2",
};

pub static SEMICOLON: Code = Code {
    id: "DX012",
    name: "semicolon-separator",
    severity: Severity::Error,
    explanation: "In some countries Power BI Desktop shows semicolons between arguments and a comma in numbers. A \
model is saved with commas between arguments and a point in numbers, in every country, and only so it can be read.

Wrong:
    DIVIDE([Revenue]; [Customers])
Right:
    DIVIDE([Revenue], [Customers])",
};

pub static TOO_DEEP: Code = Code {
    id: "DX013",
    name: "expression-too-deep",
    severity: Severity::Error,
    explanation: "Expressions may stand within one another some hundred levels deep. What is deeper is not read, \
and nothing behind it.

Wrong: a call within a call within a call, a thousand times.
Right: variables for the steps of a long computation.",
};

pub static MALFORMED_VARIABLE: Code = Code {
    id: "DX014",
    name: "malformed-variable",
    severity: Severity::Error,
    explanation: "A variable is declared as VAR, a name, an equals sign and an expression. The name is of letters, \
digits and underscores, without quotes, and does not begin with a digit.

Wrong:
    VAR [Last Year] = 1
    RETURN [Last Year]
Right:
    VAR LastYear = 1
    RETURN LastYear",
};

pub static MALFORMED_DEFINITION: Code = Code {
    id: "DX015",
    name: "malformed-definition",
    severity: Severity::Error,
    explanation: "DEFINE is followed by definitions: MEASURE and COLUMN with a table and a name in brackets, TABLE, \
VAR, MPARAMETER and FUNCTION with a name; then an equals sign.

Wrong:
    DEFINE MEASURE Revenue = SUM(Sales[Revenue])
Right:
    DEFINE MEASURE Sales[Revenue] = SUM(Sales[Revenue])",
};

pub static MALFORMED_PARAMETER: Code = Code {
    id: "DX016",
    name: "malformed-parameter",
    severity: Severity::Error,
    explanation: "A function of one's own has its parameters in parentheses, then `=>` and its body. A parameter is a \
name, perhaps a colon and what it takes (a kind such as SCALAR, TABLE or COLUMNREF, for a scalar a type such as INT64, \
and VAL or EXPR), perhaps an equals sign and a default.

Wrong:
    (amount : NUMBER) -> amount * 1.1
Right:
    (amount : NUMERIC) => amount * 1.1",
};

pub static MALFORMED_QUERY: Code = Code {
    id: "DX017",
    name: "malformed-query",
    severity: Severity::Error,
    explanation: "A query has at most one DEFINE, then one EVALUATE or several, each with a table.

Wrong:
    EVALUATE Sales
    DEFINE VAR x = 1
Right:
    DEFINE VAR x = 1
    EVALUATE Sales",
};

/// How many expressions may be open within one another.
pub const MAX_DEPTH: usize = 250;

/// The tree over an expression of a model: of a measure, a column, a table, a filter.
pub fn parse_expression(text: &str) -> Parsed<Expr> {
    parse(text, |parser| {
        parser.leading_equals();
        let expression = parser.expression(Precedence::Or);
        parser.end();
        expression
    })
}

/// The tree over a query: `DEFINE … EVALUATE …`.
pub fn parse_query(text: &str) -> Parsed<Query> {
    parse(text, |parser| parser.query())
}

/// The tree over a function of the model: `(a : INT64) => a + 1`.
pub fn parse_function(text: &str) -> Parsed<Function> {
    parse(text, |parser| {
        let function = parser.function();
        parser.end();
        function
    })
}

fn parse<T>(text: &str, read: impl FnOnce(&mut Parser) -> T) -> Parsed<T> {
    let Lexed { tokens, mut errors, is_cut } = lex(text);
    let mut parser = Parser::new(text, &tokens, is_cut);
    let tree = read(&mut parser);
    parser.report_semicolons();
    errors.append(&mut parser.errors);
    errors.sort_by_key(|error| error.span.start);
    Parsed { text: text.to_owned(), tokens, tree, errors }
}

struct Parser<'a> {
    text: &'a str,
    /// Without white space, comments and what the lexer did not know.
    tokens: Vec<Token>,
    /// Places in `tokens` before which something unknown stands: it is reported, and what follows from it is not.
    disturbed: Vec<usize>,
    at: usize,
    depth: usize,
    /// What closes the brackets that are open, the innermost last.
    open: Vec<TokenKind>,
    errors: Vec<SyntaxError>,
    /// Where the last error was reported: a second one at the same place has the same cause.
    reported_at: Option<usize>,
    /// No further error is worth anything.
    silent: bool,
    /// Closing brackets that may follow, because an opening one was reported as unclosed.
    forgiven: usize,
    /// Opening brackets that may stay open, because a closing one was reported as out of place.
    misplaced: usize,
    commas: usize,
    semicolons: Vec<Span>,
    is_query: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, tokens: &[Token], is_cut: bool) -> Self {
        let mut significant = Vec::with_capacity(tokens.len() / 2);
        let mut disturbed = Vec::new();
        for token in tokens {
            match token.kind {
                TokenKind::Unknown => disturbed.push(significant.len()),
                _ if token.is_trivia() => {}
                _ => significant.push(*token),
            }
        }
        Self {
            text,
            tokens: significant,
            disturbed,
            at: 0,
            depth: 0,
            open: Vec::new(),
            errors: Vec::new(),
            reported_at: None,
            silent: is_cut,
            forgiven: 0,
            misplaced: 0,
            commas: 0,
            semicolons: Vec::new(),
            is_query: false,
        }
    }

    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }
    fn kind(&self) -> Option<TokenKind> {
        self.token(0).map(|token| token.kind)
    }
    fn kind_ahead(&self, ahead: usize) -> Option<TokenKind> {
        self.token(ahead).map(|token| token.kind)
    }
    fn bump(&mut self) {
        self.at += 1;
    }

    /// Steps over a token of this kind, where one stands here.
    fn eat(&mut self, kind: TokenKind) -> bool {
        let is_here = self.kind() == Some(kind);
        self.at += usize::from(is_here);
        is_here
    }

    fn text_ahead(&self, ahead: usize) -> &'a str {
        self.token(ahead).map_or("", |token| token.text(self.text))
    }
    fn is_word_ahead(&self, ahead: usize, word: &str) -> bool {
        self.kind_ahead(ahead) == Some(TokenKind::Word) && self.text_ahead(ahead).eq_ignore_ascii_case(word)
    }
    fn is_word(&self, word: &str) -> bool {
        self.is_word_ahead(0, word)
    }
    fn is_either(&self, words: &[&str]) -> bool {
        self.kind() == Some(TokenKind::Word) && words.iter().any(|word| self.text_ahead(0).eq_ignore_ascii_case(word))
    }

    /// The token here; behind the last one nothing.
    fn here(&self) -> Span {
        self.token(0).map_or_else(|| self.gap(), Token::span)
    }

    /// Nothing, directly behind the token before.
    fn gap(&self) -> Span {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let at = before.map_or_else(|| self.tokens.first().map_or(0, |first| first.start), |token| token.end);
        at..at
    }

    /// From `start` to the end of the token before.
    fn since(&self, start: usize) -> Span {
        start..self.gap().end.max(start)
    }

    fn nothing(&self, kind: ExprKind) -> Expr {
        Expr { kind, span: self.gap() }
    }
}

#[cfg(test)]
mod tests;
