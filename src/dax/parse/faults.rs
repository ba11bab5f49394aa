//! Reporting: what is said, and what is left unsaid because it follows from what was said before.

use super::{MISSING_EXPRESSION, Parser, SEMICOLON, UNEXPECTED_TOKEN};
use crate::dax::tree::{Expr, ExprKind};
use crate::dax::{SyntaxError, TokenKind};

impl Parser<'_> {
    pub(super) fn report(&mut self, error: SyntaxError) {
        // Signs in a row, as a conflict of versions leaves them, are one fault.
        let is_row = |before: usize| before + 1 == self.at && error.code == &MISSING_EXPRESSION && self.is_close();
        let is_consequence = self.silent
            || self.reported_at == Some(self.at)
            || self.reported_at.is_some_and(is_row)
            || self.disturbed.binary_search(&self.at).is_ok();
        self.reported_at = Some(self.at);
        if !is_consequence {
            self.errors.push(error);
        }
    }

    /// Whether no blank stands before the token here.
    fn is_close(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.is_some_and(|before| before.span().end == self.here().start)
    }

    /// The token here, for a message.
    pub(super) fn found(&self) -> String {
        const SHOWN: usize = 40;
        match self.text_ahead(0) {
            "" => "the end".to_owned(),
            long if long.chars().count() > SHOWN => format!("`{}…`", long.chars().take(SHOWN).collect::<String>()),
            text => format!("`{text}`"),
        }
    }

    /// Words behind which an expression cannot go on, so that an open bracket was forgotten.
    pub(super) fn is_boundary(&self) -> bool {
        if self.kind() != Some(TokenKind::Word) {
            return false;
        }
        self.is_either(&["VAR", "RETURN", "EVALUATE", "DEFINE"])
            || self.is_word("ORDER") && self.is_word_ahead(1, "BY")
            || self.is_word("START") && self.is_word_ahead(1, "AT")
            || self.is_query && self.begins_definition()
    }

    pub(super) fn missing_expression(&mut self) -> Expr {
        let message = format!("expected an expression, found {}", self.found());
        self.report(SyntaxError::new(&MISSING_EXPRESSION, self.here(), message));
        let nothing = self.nothing(ExprKind::Error);
        use TokenKind::*;
        // What belongs to no expression at all is stepped over; brackets, commas and operators are for the caller.
        if matches!(self.kind(), Some(Colon | Assign | Arrow | Dot)) {
            self.bump();
        }
        nothing
    }

    pub(super) fn unexpected(&mut self) {
        let is_closing = matches!(self.kind(), Some(TokenKind::CloseParen | TokenKind::CloseBrace));
        if is_closing && self.forgiven > 0 {
            self.forgiven -= 1;
            return;
        }
        let error = SyntaxError::new(&UNEXPECTED_TOKEN, self.here(), format!("unexpected {}", self.found()));
        let error = match self.kind() {
            Some(TokenKind::CloseParen) => error.help("no `(` is open here"),
            Some(TokenKind::CloseBrace) => error.help("no `{` is open here"),
            Some(TokenKind::Arrow) => error.help("greater or equal is written `>=`"),
            Some(TokenKind::Assign) => error.help("the name of a measure is no part of its expression"),
            Some(TokenKind::Word) if self.is_word("RETURN") => error.help("`RETURN` follows variables: `VAR x = …`"),
            Some(_) if self.begins_operand() => error.help("the expression ends before this: an operator is missing"),
            _ => error,
        };
        self.report(error);
    }

    /// Nothing may follow. What does is reported once and not read.
    pub(super) fn end(&mut self) {
        while self.forgiven > 0 && matches!(self.kind(), Some(TokenKind::CloseParen | TokenKind::CloseBrace)) {
            self.forgiven -= 1;
            self.reported_at = Some(self.at + 1);
            self.bump();
        }
        if self.kind().is_some() {
            self.unexpected();
            self.at = self.tokens.len();
        }
    }

    /// `= SUM(…)` is how a formula is typed, not how it is stored.
    pub(super) fn leading_equals(&mut self) {
        if self.kind() == Some(TokenKind::Equal) {
            let here = self.here();
            self.report(
                SyntaxError::new(&UNEXPECTED_TOKEN, here.clone(), "an expression of a model does not begin with `=`")
                    .fix("remove it", vec![(here, String::new())]),
            );
            self.bump();
        }
    }

    /// One error for all of them: they have one cause.
    pub(super) fn report_semicolons(&mut self) {
        let Some(first) = self.semicolons.first() else { return };
        let mut error = SyntaxError::new(&SEMICOLON, first.clone(), "arguments are separated by commas")
            .help("a model is saved with commas between arguments and points in numbers, in every country");
        // With commas beside them, these may be the points of numbers.
        if self.commas == 0 {
            let edits = self.semicolons.iter().map(|span| (span.clone(), ",".to_owned())).collect();
            error = error.fix("write commas", edits);
        }
        if !self.silent {
            self.errors.push(error);
        }
    }
}
