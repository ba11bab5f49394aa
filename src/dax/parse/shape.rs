//! `WITH VISUAL SHAPE`: how the rows of a table stand in a visual.

use super::{MALFORMED_DEFINITION, Parser};
use crate::dax::tree::query::{Axis, AxisGroup, OrderKey, VisualShape};
use crate::dax::tree::{Expr, Name, Precedence};
use crate::dax::{SyntaxError, TokenKind};

impl Parser<'_> {
    pub(super) fn visual_shape(&mut self) -> Option<VisualShape> {
        if !(self.is_word("WITH") && self.is_word_ahead(1, "VISUAL") && self.is_word_ahead(2, "SHAPE")) {
            return None;
        }
        let start = self.here().start;
        self.at += 3;
        let mut axes = Vec::new();
        while self.is_word("AXIS") {
            axes.push(self.axis());
        }
        if axes.is_empty() {
            let message = format!("expected `AXIS`, found {}", self.found());
            self.report(SyntaxError::new(&MALFORMED_DEFINITION, self.here(), message));
        }
        let densify = self.eat_word("DENSIFY").then(|| self.expression(Precedence::Or));
        Some(VisualShape { axes, densify, span: self.since(start) })
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let is_here = self.is_word(word);
        self.at += usize::from(is_here);
        is_here
    }

    fn axis(&mut self) -> Axis {
        let start = self.here().start;
        self.bump();
        let name = if self.kind() == Some(TokenKind::Word) {
            self.name()
        } else {
            let message = format!("expected the name of an axis, found {}", self.found());
            self.report(SyntaxError::new(&MALFORMED_DEFINITION, self.here(), message));
            Name { span: self.gap(), ..Name::default() }
        };
        let mut groups = Vec::new();
        while self.eat_word("GROUP") {
            let columns = self.columns();
            let total = self.eat_word("TOTAL").then(|| self.expression(Precedence::Or));
            groups.push(AxisGroup { columns, total });
        }
        let order_by: Vec<OrderKey> = if self.two_words("ORDER", "BY") { self.order_keys() } else { Vec::new() };
        Axis { name, groups, order_by, span: self.since(start) }
    }

    fn columns(&mut self) -> Vec<Expr> {
        let mut columns = vec![self.expression(Precedence::Or)];
        while self.eat(TokenKind::Comma) {
            columns.push(self.expression(Precedence::Or));
        }
        columns
    }
}
