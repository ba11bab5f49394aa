//! Operators: read from left to right, then joined level by level, the tightest first. Nothing recurses, however long
//! a chain is.

use super::*;
use crate::m::{Expr, ExprKind, Operator, Type, TypeOperator, Unary};

#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Value(Operator),
    Type(TypeOperator),
}

enum Operand {
    Value(Expr),
    Type(Type),
}

/// An operand and the operator before it.
struct Link {
    before: Option<(Sign, Span)>,
    operand: Operand,
}

const LEVELS: &[&[Sign]] = &[
    &[Sign::Value(Operator::Meta)],
    &[Sign::Value(Operator::Multiply), Sign::Value(Operator::Divide)],
    &[Sign::Value(Operator::Add), Sign::Value(Operator::Subtract), Sign::Value(Operator::Concatenate)],
    &[
        Sign::Value(Operator::Less),
        Sign::Value(Operator::LessEqual),
        Sign::Value(Operator::Greater),
        Sign::Value(Operator::GreaterEqual),
    ],
    &[Sign::Value(Operator::Equal), Sign::Value(Operator::NotEqual)],
    &[Sign::Type(TypeOperator::As)],
    &[Sign::Type(TypeOperator::Is)],
    &[Sign::Value(Operator::And)],
    &[Sign::Value(Operator::Or)],
    &[Sign::Value(Operator::Coalesce)],
];

impl Parser<'_> {
    pub fn operators(&mut self) -> Expr {
        let mut links = vec![Link { before: None, operand: Operand::Value(self.unary()) }];
        while let Some(sign) = sign(self.kind()).filter(|_| !self.failed) {
            let before = Some((sign, self.bump()));
            let operand = match sign {
                Sign::Value(_) => Operand::Value(self.unary()),
                Sign::Type(_) => Operand::Type(self.plain_type()),
            };
            links.push(Link { before, operand });
        }
        for level in LEVELS {
            if links.len() == 1 {
                break;
            }
            links = self.join(links, level);
        }
        match links.into_iter().next().map(|link| link.operand) {
            Some(Operand::Value(value)) => value,
            _ => Expr::missing(self.start()),
        }
    }

    fn join(&mut self, links: Vec<Link>, level: &[Sign]) -> Vec<Link> {
        let mut joined: Vec<Link> = Vec::new();
        // Whether the last link was made on this level, and can take one more operand.
        let mut is_open = false;
        for link in links {
            let Some((sign, span)) = link.before.clone().filter(|(sign, _)| level.contains(sign)) else {
                is_open = false;
                joined.push(link);
                continue;
            };
            // The first link has no operator, so one is before this.
            let Some(left) = joined.pop() else { continue };
            let Link { before, operand } = left;
            let operand = match operand {
                Operand::Value(value) => {
                    if is_open && sign == Sign::Value(Operator::Meta) {
                        self.needs_parentheses(span, "the value with its first `meta`");
                    }
                    Operand::Value(join(value, sign, link.operand, is_open))
                }
                Operand::Type(ty) => {
                    self.needs_parentheses(span, "the value with its type");
                    Operand::Type(ty)
                }
            };
            is_open = true;
            joined.push(Link { before, operand });
        }
        joined
    }

    fn needs_parentheses(&mut self, span: Span, what: &str) {
        let sign = self.source(span.clone());
        self.report(
            Problem::new(&NEEDS_PARENTHESES, span.clone(), format!("unexpected `{sign}`"))
                .label("it binds tighter than what stands before it")
                .help(format!("put {what} in parentheses")),
        );
    }

    fn unary(&mut self) -> Expr {
        let start = self.start();
        let mut operators = Vec::new();
        while let Some(operator) = unary(self.kind()) {
            self.bump();
            operators.push(operator);
        }
        let operand = if self.kind() == Kind::Type { self.type_expression() } else { self.operand() };
        if operators.is_empty() {
            return operand;
        }
        let span = start..self.end();
        Expr { kind: ExprKind::Unary { operators, operand: Box::new(operand) }, span }
    }

    fn operand(&mut self) -> Expr {
        if !self.begins_whole_expression() {
            return self.primary();
        }
        let span = self.span();
        let what = if self.kind() == Kind::OpenParen { "function".to_owned() } else { self.found() };
        self.report(
            Problem::new(&NEEDS_PARENTHESES, span, format!("the {what} is an operand and needs parentheses"))
                .label("expected a value or `(`"),
        );
        self.expression()
    }
}

fn join(left: Expr, sign: Sign, right: Operand, is_open: bool) -> Expr {
    let end = match &right {
        Operand::Value(value) => value.span.end,
        Operand::Type(ty) => ty.span.end,
    };
    let span = left.span.start..end.max(left.span.end);
    let kind = match (sign, right, left.kind) {
        (Sign::Value(operator), Operand::Value(right), ExprKind::Binary { first, mut rest }) if is_open => {
            rest.push((operator, right));
            ExprKind::Binary { first, rest }
        }
        (Sign::Value(operator), Operand::Value(right), kind) => {
            ExprKind::Binary { first: Box::new(Expr { kind, span: left.span.clone() }), rest: vec![(operator, right)] }
        }
        (Sign::Type(_), Operand::Type(ty), ExprKind::Typed { value, operator, mut types }) if is_open => {
            types.push(ty);
            ExprKind::Typed { value, operator, types }
        }
        (Sign::Type(operator), Operand::Type(ty), kind) => {
            let value = Box::new(Expr { kind, span: left.span.clone() });
            ExprKind::Typed { value, operator, types: vec![ty] }
        }
        // A type is only ever read behind an operator of types, and a value behind one of values.
        (_, _, kind) => kind,
    };
    Expr { kind, span }
}

fn unary(kind: Kind) -> Option<Unary> {
    match kind {
        Kind::Plus => Some(Unary::Plus),
        Kind::Minus => Some(Unary::Minus),
        Kind::Not => Some(Unary::Not),
        _ => None,
    }
}

fn sign(kind: Kind) -> Option<Sign> {
    let operator = match kind {
        Kind::As => return Some(Sign::Type(TypeOperator::As)),
        Kind::Is => return Some(Sign::Type(TypeOperator::Is)),
        Kind::Meta => Operator::Meta,
        Kind::Star => Operator::Multiply,
        Kind::Slash => Operator::Divide,
        Kind::Plus => Operator::Add,
        Kind::Minus => Operator::Subtract,
        Kind::Ampersand => Operator::Concatenate,
        Kind::Less => Operator::Less,
        Kind::LessEqual => Operator::LessEqual,
        Kind::Greater => Operator::Greater,
        Kind::GreaterEqual => Operator::GreaterEqual,
        Kind::Equal => Operator::Equal,
        Kind::NotEqual => Operator::NotEqual,
        Kind::And => Operator::And,
        Kind::Or => Operator::Or,
        Kind::Coalesce => Operator::Coalesce,
        _ => return None,
    };
    Some(Sign::Value(operator))
}
