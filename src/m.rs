//! Power Query M: text to tree, names to what they stand for, and the columns a query ends with.
//!
//! [`parse()`] never fails: it gives a tree over the text it was given and what is wrong with it; the tokens, blanks
//! and comments among them, are the text. [`unbound()`] says which names nothing defines, [`scope_problems()`] and
//! [`column_problems()`] what is wrong beyond the syntax, and [`columns()`] which columns an expression ends with.
//! Nothing is evaluated. Every span is a range of bytes of the text that was parsed.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

use std::ops::Range;

use crate::diag::{At, Code, Diagnostic, Fix, Place};

pub mod calls;
pub mod characters;
pub mod columns;
pub mod cycles;
pub mod kinds;
pub mod lex;
pub mod library;
pub mod parse;
pub mod scope;
pub mod text;
pub mod token;
pub mod walk;

pub use calls::problems as call_problems;
pub use columns::{Column, Ending, columns, of_queries, problems as column_problems};
pub use cycles::{Need, circles, needs, needs_of_call};
pub use parse::parse;
pub use scope::{Reference, Unbound, problems as scope_problems, references, unbound};
pub use token::{Kind, Token};

pub type Span = Range<usize>;

/// A text, whole, and the tree over it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    text: String,
    /// Every byte of the text belongs to one.
    pub tokens: Vec<Token>,
    pub document: Document,
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    Expression(Expr),
    Section(Section),
}

/// `section Section1; shared Sales = …;`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    pub name: Option<Name>,
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub shared: bool,
    /// The record before it: `[Description = "…"]`.
    pub attributes: Option<Expr>,
    pub binding: Binding,
}

/// A name without its quotes; the span includes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// `Name = value`: a step of a `let`, a field of a record, a member of a section.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    pub name: Name,
    pub value: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// Where one is missing or could not be read.
    Missing,
    Null,
    Logical(bool),
    Number(f64),
    /// The text that the literal stands for.
    Text(String),
    /// `#!"…"`: the text of an expression that was in error when it was saved.
    Verbatim(String),
    /// `...`
    NotImplemented,
    /// `Source`, `@Source`, `#date`.
    Name {
        name: String,
        inclusive: bool,
    },
    /// `Section1!Sales`
    Member {
        section: Name,
        member: Name,
    },
    List(Vec<Item>),
    Record(Vec<Binding>),
    /// `f(x)[a]{0}`: one behind the other, in the order of the text.
    Access {
        of: Box<Expr>,
        accesses: Vec<Access>,
    },
    /// `[a]` and `[[a], [b]]` with nothing before it: a field of `_`.
    Implicit(Box<Access>),
    Function(Box<Function>),
    Each(Box<Expr>),
    Let {
        steps: Vec<Binding>,
        body: Box<Expr>,
    },
    /// `if … then … else if … then … else …`: one branch for each `if`.
    If {
        branches: Vec<Branch>,
        otherwise: Box<Expr>,
    },
    Type(Box<Type>),
    Error(Box<Expr>),
    Try {
        tried: Box<Expr>,
        handler: Option<Handler>,
    },
    /// `- not x`, the outermost first.
    Unary {
        operators: Vec<Unary>,
        operand: Box<Expr>,
    },
    /// Operators of one precedence, from left to right.
    Binary {
        first: Box<Expr>,
        rest: Vec<(Operator, Expr)>,
    },
    /// `x is text`, `x as text as nullable any`.
    Typed {
        value: Box<Expr>,
        operator: TypeOperator,
        types: Vec<Type>,
    },
}

/// One item of a list; two ends for `1..9`.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub start: Expr,
    /// Rarely there: a list may have millions of items.
    pub end: Option<Box<Expr>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    pub kind: AccessKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum AccessKind {
    Call(Vec<Expr>),
    Item { index: Expr, optional: bool },
    Field { field: Name, optional: bool },
    Project { fields: Vec<Name>, optional: bool },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    pub parameters: Vec<Parameter>,
    pub returns: Option<Type>,
    pub body: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    pub name: Name,
    pub optional: bool,
    pub ty: Option<Type>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    pub condition: Expr,
    pub value: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Handler {
    Otherwise(Box<Expr>),
    Catch(Box<Function>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    Plus,
    Minus,
    Not,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Meta,
    Multiply,
    Divide,
    Add,
    Subtract,
    Concatenate,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    And,
    Or,
    Coalesce,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeOperator {
    As,
    Is,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    pub kind: TypeKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    Missing,
    /// `text`, `any`, `type`, …
    Primitive(&'static str),
    Nullable(Box<Type>),
    List(Box<Type>),
    Record {
        fields: Vec<FieldType>,
        open: bool,
    },
    Table(Vec<FieldType>),
    /// `table Row`: the fields are those of a type given by an expression.
    TableOf(Box<Expr>),
    Function {
        parameters: Vec<Parameter>,
        returns: Box<Type>,
    },
    Expression(Box<Expr>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct FieldType {
    pub name: Name,
    pub optional: bool,
    pub ty: Option<Type>,
}

/// A diagnostic that does not know its file yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub code: &'static Code,
    pub span: Span,
    pub message: String,
    pub label: String,
    /// Further places that explain it.
    pub also: Vec<(Span, String)>,
    pub help: Vec<String>,
    /// A title and edits that mend it.
    pub fix: Option<(String, Vec<(Span, String)>)>,
}

impl Parsed {
    /// What was parsed, byte for byte.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// `None` for a section document.
    pub fn expression(&self) -> Option<&Expr> {
        match &self.document {
            Document::Expression(expression) => Some(expression),
            Document::Section(_) => None,
        }
    }
}

impl Expr {
    pub fn missing(at: usize) -> Self {
        Self { kind: ExprKind::Missing, span: at..at }
    }
    /// The fields of the record behind the outermost `meta`.
    pub fn meta(&self) -> Option<&[Binding]> {
        let ExprKind::Binary { rest, .. } = &self.kind else { return None };
        match rest.last() {
            Some((Operator::Meta, Expr { kind: ExprKind::Record(fields), .. })) => Some(fields),
            _ => None,
        }
    }
}

impl Problem {
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            span,
            message: message.into(),
            label: String::new(),
            also: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.also.push((span, label.into()));
        self
    }
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.fix = Some((title.into(), edits));
        self
    }

    /// As a diagnostic; `place` says where in which file a span of the expression stands.
    pub fn diagnostic(&self, place: impl Fn(Span) -> Place) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.code, &self.message).at(place(self.span.clone()), &self.label);
        for (span, label) in &self.also {
            diagnostic = diagnostic.at(place(span.clone()), label);
        }
        diagnostic.help.extend(self.help.iter().cloned());
        diagnostic.fix = self.fix.as_ref().and_then(|(title, edits)| {
            let mut file = None;
            let mut placed = Vec::new();
            for (span, text) in edits {
                let At::Bytes { start, end } = place(span.clone()).at else { return None };
                file.get_or_insert_with(|| place(span.clone()).file);
                placed.push((start..end, text.clone()));
            }
            Some(Fix { title: title.clone(), file: file?, edits: placed })
        });
        diagnostic
    }
}

/// Every code of this module.
pub const CODES: &[&Code] = &[
    &lex::UNCLOSED_TEXT,
    &lex::UNCLOSED_COMMENT,
    &lex::UNEXPECTED_CHARACTER,
    &lex::MALFORMED_NUMBER,
    &lex::UNKNOWN_ESCAPE,
    &parse::MISSING_EXPRESSION,
    &parse::UNEXPECTED_TOKEN,
    &parse::UNCLOSED_BRACKET,
    &parse::MISSING_COMMA,
    &parse::DANGLING_COMMA,
    &parse::TEXT_AFTER_END,
    &parse::NOT_A_TYPE,
    &parse::NOT_A_FIELD_NAME,
    &parse::KEYWORD_AS_NAME,
    &parse::PARAMETER_AFTER_OPTIONAL,
    &parse::CATCH_FUNCTION,
    &parse::NEEDS_PARENTHESES,
    &parse::TOO_DEEP,
    &scope::UNBOUND_NAME,
    &scope::DOUBTFUL_LIBRARY_NAME,
    &scope::UNKNOWN_LIBRARY_NAME,
    &scope::FIELD_OUTSIDE_EACH,
    &scope::DUPLICATE_NAME,
    &scope::UNUSED_STEP,
    &scope::SELF_REFERENCE,
    &cycles::CYCLIC_STEPS,
    &columns::MISSING_COLUMN,
    &columns::UNLISTED_COLUMN,
    &columns::COLUMN_TWICE,
    &calls::ARGUMENT_COUNT,
    &calls::UNKNOWN_OPTION,
    &calls::ARGUMENT_KIND,
    &calls::LISTED_TWICE,
    &calls::OPERAND_KIND,
    &calls::NOT_AN_INDEX,
];

#[cfg(test)]
mod tests;
