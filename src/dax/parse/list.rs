//! What stands between brackets, separated by commas.

use super::{MISSING_COMMA, Parser, UNCLOSED_BRACKET};
use crate::dax::tree::{Expr, ExprKind, Precedence};
use crate::dax::{Span, SyntaxError, TokenKind};

impl Parser<'_> {
    /// The items between the opening bracket here and its closing one.
    pub(super) fn list(&mut self, close: TokenKind) -> Vec<Expr> {
        let open = self.here();
        self.bump();
        self.open.push(close);
        let mut items = Vec::new();
        if self.kind() != Some(close) {
            items.push(self.item(close));
            let mut missed = false;
            while self.separator(&open, close, &mut missed) {
                items.push(self.item(close));
            }
        }
        self.open.pop();
        self.eat(close);
        items
    }

    fn item(&mut self, close: TokenKind) -> Expr {
        let is_end = match self.kind() {
            None | Some(TokenKind::Comma | TokenKind::Semicolon) => true,
            Some(kind) => kind == close || self.is_boundary() && !self.is_word("VAR"),
        };
        if is_end { self.nothing(ExprKind::Omitted) } else { self.expression(Precedence::Or) }
    }

    /// Steps over what separates two items; false where the list ends. A comma that is `missed` is reported once: what
    /// stands there is perhaps no list at all.
    fn separator(&mut self, open: &Span, close: TokenKind, missed: &mut bool) -> bool {
        loop {
            match self.kind() {
                Some(TokenKind::Comma) => {
                    self.commas += 1;
                    *missed = false;
                    self.bump();
                    return true;
                }
                Some(TokenKind::Semicolon) => {
                    self.semicolons.push(self.here());
                    self.bump();
                    return true;
                }
                Some(kind) if kind == close => return false,
                None => return self.unclosed(open, close),
                Some(TokenKind::CloseParen | TokenKind::CloseBrace) if self.closes_outer() => {
                    return self.unclosed(open, close);
                }
                Some(_) if self.is_boundary() => return self.unclosed(open, close),
                Some(_) if self.begins_operand() => {
                    if !*missed {
                        self.missing_comma();
                    }
                    *missed = true;
                    return true;
                }
                Some(kind) => {
                    self.misplaced += usize::from(matches!(kind, TokenKind::CloseParen | TokenKind::CloseBrace));
                    self.unexpected();
                    self.bump();
                }
            }
        }
    }

    /// Whether the closing bracket here belongs to a bracket outside of the innermost one.
    fn closes_outer(&self) -> bool {
        self.kind().is_some_and(|kind| self.open.contains(&kind))
    }

    fn unclosed(&mut self, open: &Span, close: TokenKind) -> bool {
        let (opening, closing) = if close == TokenKind::CloseParen { ("(", ")") } else { ("{", "}") };
        let mut error = SyntaxError::new(&UNCLOSED_BRACKET, open.clone(), format!("this `{opening}` is not closed"))
            .label("opened here")
            .help(format!("close it with `{closing}`"));
        if self.token(0).is_some() {
            error = error.related(self.here(), format!("`{closing}` is missing before this"));
        }
        if self.misplaced > 0 {
            self.misplaced -= 1;
        } else {
            self.report(error);
        }
        self.forgiven += 1;
        false
    }

    fn missing_comma(&mut self) {
        let gap = self.gap();
        self.report(
            SyntaxError::new(
                &MISSING_COMMA,
                self.here(),
                format!("expected `,` or an operator, found {}", self.found()),
            )
            .help("a comma stands between two arguments, an operator between two operands")
            .related(gap, "something is missing here"),
        );
    }
}
