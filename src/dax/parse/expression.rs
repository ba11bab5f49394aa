//! Operators and their operands, by precedence.

use super::{Parser, TOO_DEEP, UNEXPECTED_TOKEN};
use crate::dax::tree::{Chain, Expr, ExprKind, Link, Operator, Precedence, Sign, Unary};
use crate::dax::{SyntaxError, TokenKind};

impl Parser<'_> {
    /// An expression whose operators hold at least as firmly as `loosest`.
    pub(super) fn expression(&mut self, loosest: Precedence) -> Expr {
        if self.depth >= super::MAX_DEPTH {
            return self.too_deep();
        }
        self.depth += 1;
        let mut left = self.signed();
        while let Some(precedence) = self.operator().map(Operator::precedence).filter(|found| *found >= loosest) {
            left = self.chain(left, precedence);
        }
        self.depth -= 1;
        left
    }

    fn chain(&mut self, first: Expr, precedence: Precedence) -> Expr {
        let mut span = first.span.clone();
        let mut rest = Vec::new();
        while let Some(operator) = self.operator().filter(|operator| operator.precedence() == precedence) {
            let operator_span = self.take_operator(operator);
            let operand = self.expression(precedence.firmer());
            span.end = operand.span.end;
            rest.push(Link { operator, operator_span, operand });
        }
        Expr { kind: ExprKind::Chain(Chain { first: Box::new(first), rest }), span }
    }

    fn signed(&mut self) -> Expr {
        let (sign, held) = match self.kind() {
            Some(TokenKind::Plus) => (Sign::Plus, Precedence::Power),
            Some(TokenKind::Minus) => (Sign::Minus, Precedence::Power),
            Some(TokenKind::Word) if self.is_word("NOT") => (Sign::Not, Precedence::Comparison),
            _ => return self.operand(),
        };
        let sign_span = self.here();
        self.bump();
        let operand = Box::new(self.expression(held));
        let span = sign_span.start..operand.span.end;
        Expr { kind: ExprKind::Unary(Unary { sign, sign_span, operand }), span }
    }

    /// The operator here. `AND` and `OR` between operands are taken for what they mean elsewhere, and reported.
    fn operator(&self) -> Option<Operator> {
        Some(match self.kind()? {
            TokenKind::Or => Operator::Or,
            TokenKind::And => Operator::And,
            TokenKind::Equal => Operator::Equal,
            TokenKind::StrictlyEqual => Operator::StrictlyEqual,
            TokenKind::NotEqual => Operator::NotEqual,
            TokenKind::Less => Operator::Less,
            TokenKind::LessOrEqual => Operator::LessOrEqual,
            TokenKind::Greater => Operator::Greater,
            TokenKind::GreaterOrEqual => Operator::GreaterOrEqual,
            TokenKind::Ampersand => Operator::Concatenate,
            TokenKind::Plus => Operator::Add,
            TokenKind::Minus => Operator::Subtract,
            TokenKind::Star => Operator::Multiply,
            TokenKind::Slash => Operator::Divide,
            TokenKind::Caret => Operator::Power,
            TokenKind::Word if self.is_word("IN") => Operator::In,
            TokenKind::Word if self.is_word("AND") => Operator::And,
            TokenKind::Word if self.is_word("OR") => Operator::Or,
            TokenKind::Word if self.is_word("NOT") && self.is_word_ahead(1, "IN") => Operator::In,
            _ => return None,
        })
    }

    fn take_operator(&mut self, operator: Operator) -> std::ops::Range<usize> {
        let span = self.here();
        let word = self.text_ahead(0).to_ascii_uppercase();
        match (operator, word.as_str()) {
            (Operator::And | Operator::Or, "AND" | "OR") => {
                let sign = operator.as_str();
                self.report(
                    SyntaxError::new(&UNEXPECTED_TOKEN, span.clone(), format!("`{word}` is a function, no operator"))
                        .help(format!("write `{sign}` between two conditions"))
                        .fix(format!("write `{sign}`"), vec![(span.clone(), sign.to_owned())]),
                );
            }
            (Operator::In, "NOT") => {
                self.report(
                    SyntaxError::new(&UNEXPECTED_TOKEN, span.clone(), "`NOT IN` is no operator")
                        .help("put `NOT` before the whole comparison: `NOT [Color] IN { \"Red\" }`"),
                );
                self.bump();
            }
            _ => {}
        }
        self.bump();
        span
    }

    fn too_deep(&mut self) -> Expr {
        self.report(
            SyntaxError::new(&TOO_DEEP, self.here(), "expressions stand too deeply within one another")
                .label("nothing is read from here on")
                .help("give parts of it names with `VAR`"),
        );
        self.silent = true;
        self.at = self.tokens.len();
        self.nothing(ExprKind::Error)
    }
}
