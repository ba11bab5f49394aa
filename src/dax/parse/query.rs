//! `DEFINE … EVALUATE … ORDER BY … START AT …`

use super::{MALFORMED_QUERY, MISSING_EXPRESSION, Parser};
use crate::dax::tree::Precedence;
use crate::dax::tree::query::{Direction, Evaluation, OrderKey, Query};
use crate::dax::{SyntaxError, TokenKind};

impl Parser<'_> {
    pub(super) fn query(&mut self) -> Query {
        self.is_query = true;
        let mut query = Query::default();
        let mut defined = false;
        while self.kind().is_some() {
            if self.is_word("DEFINE") {
                if defined || !query.evaluations.is_empty() {
                    let message = "a query has one `DEFINE`, before its first `EVALUATE`";
                    self.report(SyntaxError::new(&MALFORMED_QUERY, self.here(), message));
                }
                defined = true;
                self.bump();
                query.definitions.append(&mut self.definitions());
            } else if self.is_word("EVALUATE") {
                query.evaluations.push(self.evaluation());
            } else {
                self.unexpected();
                self.bump();
                while self.kind().is_some() && !self.is_either(&["DEFINE", "EVALUATE"]) {
                    self.bump();
                }
            }
        }
        // What else is wrong with it explains enough.
        if query.evaluations.is_empty() && !self.tokens.is_empty() && self.errors.is_empty() {
            self.report(
                SyntaxError::new(&MALFORMED_QUERY, self.here(), "this query evaluates nothing")
                    .help("write `EVALUATE` and a table"),
            );
        }
        query
    }

    fn evaluation(&mut self) -> Evaluation {
        let start = self.here().start;
        self.bump();
        let table = self.expression(Precedence::Or);
        let order_by = if self.two_words("ORDER", "BY") { self.order_keys() } else { Vec::new() };
        let mut start_at = Vec::new();
        if self.two_words("START", "AT") {
            if order_by.is_empty() {
                let message = "`START AT` stands behind `ORDER BY`";
                self.report(SyntaxError::new(&MALFORMED_QUERY, self.gap(), message));
            }
            start_at.push(self.expression(Precedence::Or));
            while self.eat(TokenKind::Comma) {
                start_at.push(self.expression(Precedence::Or));
            }
        }
        Evaluation { table, order_by, start_at, span: self.since(start) }
    }

    /// Steps over two words, where both stand here.
    pub(super) fn two_words(&mut self, first: &str, second: &str) -> bool {
        let found = self.is_word(first) && self.is_word_ahead(1, second);
        self.at += if found { 2 } else { 0 };
        found
    }

    pub(super) fn order_keys(&mut self) -> Vec<OrderKey> {
        let mut keys = vec![self.order_key()];
        while self.eat(TokenKind::Comma) {
            keys.push(self.order_key());
        }
        keys
    }

    fn order_key(&mut self) -> OrderKey {
        if self.is_either(&["ASC", "DESC"]) {
            let message = format!("expected what to order by, found {}", self.found());
            self.report(SyntaxError::new(&MISSING_EXPRESSION, self.here(), message));
        }
        let key = self.expression(Precedence::Or);
        let direction = if self.is_word("ASC") {
            Some(Direction::Ascending)
        } else if self.is_word("DESC") {
            Some(Direction::Descending)
        } else {
            None
        };
        self.at += usize::from(direction.is_some());
        OrderKey { key, direction }
    }
}
