//! The tree of an expression. Names are what they say, without their quotes; what they stand for is not known here.

use super::Span;

pub mod query;

/// An expression and its bytes, from its first to its last token.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    Literal(Literal),
    Column(Box<Column>),
    /// A table, a variable or a word such as `ASC`; in quotes always a table.
    Name(Name),
    /// Several words that are one argument: `ROWS COLUMNS`, `ASC BLANKS LAST`.
    Words(Vec<Name>),
    /// `@Country`: a parameter of the query; the name is without the `@`.
    Parameter(Name),
    Call(Call),
    /// `[Revenue](Region[Name] = "North")`: the old form of `CALCULATE([Revenue], …)`.
    Filtered(Box<Filtered>),
    Unary(Unary),
    Chain(Chain),
    /// `{ 1, 2 }`, `{ (1, "a"), (2, "b") }`, and the rows of `DATATABLE`.
    Table(Vec<Expr>),
    /// `(1, "a")`: two values or more.
    Row(Vec<Expr>),
    Parenthesised(Box<Expr>),
    Block(Block),
    /// The second argument of `F(a, , b)`; its span is empty.
    Omitted,
    /// What could not be read, and was reported.
    Error,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// As written: digits.
    Integer(String),
    /// As written, with a point or an exponent.
    Real(String),
    Text(String),
    /// What stands in `dt"…"`.
    Date(String),
    /// The bare words `TRUE` and `FALSE`; `TRUE()` is a call.
    Boolean(bool),
}

/// A name without its quotes or brackets; the span includes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
    /// In single quotes or in brackets.
    pub quoted: bool,
}

/// `'Sales'[Revenue]`, `Sales[Revenue]`, `[Revenue]`: a column or a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub table: Option<Name>,
    pub name: Name,
    /// `'Sales'[Date].[Month]`: a level of the date's own hierarchy.
    pub level: Option<Name>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub function: Name,
    pub arguments: Vec<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Filtered {
    pub measure: Expr,
    pub filters: Vec<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Unary {
    pub sign: Sign,
    pub sign_span: Span,
    pub operand: Box<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Plus,
    Minus,
    Not,
}

/// Operators of one precedence with their operands, read from the left: `a - b + c` is `(a - b) + c`. A chain and
/// not a pair, so that ten thousand terms are no deeper than two.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    pub first: Box<Expr>,
    /// At least one.
    pub rest: Vec<Link>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub operator: Operator,
    pub operator_span: Span,
    pub operand: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    StrictlyEqual,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Concatenate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// How firmly operators hold their operands, loosest first. Microsoft's table: `^`, sign, `*` and `/`, `+` and `-`,
/// `&`, comparison and `IN`, `NOT`; below them `&&`, then `||`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    Or,
    And,
    Not,
    Comparison,
    Concatenation,
    Sum,
    Product,
    Sign,
    Power,
    Operand,
}

/// `VAR a = … VAR b = … RETURN …`
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub variables: Vec<Variable>,
    pub body: Box<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    pub name: Name,
    pub value: Expr,
    /// From `VAR` on.
    pub span: Span,
}

impl Operator {
    pub fn precedence(self) -> Precedence {
        match self {
            Operator::Or => Precedence::Or,
            Operator::And => Precedence::And,
            Operator::Equal
            | Operator::StrictlyEqual
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual
            | Operator::In => Precedence::Comparison,
            Operator::Concatenate => Precedence::Concatenation,
            Operator::Add | Operator::Subtract => Precedence::Sum,
            Operator::Multiply | Operator::Divide => Precedence::Product,
            Operator::Power => Precedence::Power,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Operator::Or => "||",
            Operator::And => "&&",
            Operator::Equal => "=",
            Operator::StrictlyEqual => "==",
            Operator::NotEqual => "<>",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::In => "IN",
            Operator::Concatenate => "&",
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Power => "^",
        }
    }
}

impl Sign {
    pub fn as_str(self) -> &'static str {
        match self {
            Sign::Plus => "+",
            Sign::Minus => "-",
            Sign::Not => "NOT",
        }
    }
}

impl Precedence {
    /// The next firmer one.
    pub fn firmer(self) -> Precedence {
        match self {
            Precedence::Or => Precedence::And,
            Precedence::And => Precedence::Not,
            Precedence::Not => Precedence::Comparison,
            Precedence::Comparison => Precedence::Concatenation,
            Precedence::Concatenation => Precedence::Sum,
            Precedence::Sum => Precedence::Product,
            Precedence::Product => Precedence::Sign,
            Precedence::Sign => Precedence::Power,
            Precedence::Power | Precedence::Operand => Precedence::Operand,
        }
    }
}
