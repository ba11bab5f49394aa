//! `VAR … RETURN …`

use super::{MALFORMED_VARIABLE, MISSING_RETURN, Parser};
use crate::dax::tree::{Block, Expr, ExprKind, Name, Precedence, Variable};
use crate::dax::{SyntaxError, TokenKind};
use crate::diag::{Code, suggest};

impl Parser<'_> {
    pub(super) fn block(&mut self) -> Expr {
        let first = self.here();
        let mut variables = Vec::new();
        while self.is_word("VAR") {
            let start = self.here().start;
            self.bump();
            let name = self.variable_name();
            self.equals(&MALFORMED_VARIABLE, "the name of a variable");
            let value = self.expression(Precedence::Or);
            variables.push(Variable { name, value, span: self.since(start) });
        }
        let body = if self.is_word("RETURN") {
            self.bump();
            self.expression(Precedence::Or)
        } else {
            self.missing_return(&first)
        };
        let kind = ExprKind::Block(Block { variables, body: Box::new(body) });
        Expr { kind, span: self.since(first.start) }
    }

    /// What follows the variables is taken for the body, where anything follows.
    fn missing_return(&mut self, first: &std::ops::Range<usize>) -> Expr {
        if !self.begins_operand() {
            self.report(
                SyntaxError::new(&MISSING_RETURN, first.clone(), "these variables have no `RETURN`")
                    .label("declared from here on")
                    .help("write `RETURN` and the expression that uses them"),
            );
            return self.nothing(ExprKind::Error);
        }
        let word = self.text_ahead(0);
        let misspelt = suggest::nearest(word, ["RETURN"]).filter(|_| self.kind() == Some(TokenKind::Word));
        let mut error =
            SyntaxError::new(&MISSING_RETURN, self.here(), format!("expected `RETURN`, found {}", self.found()));
        error = match misspelt {
            Some(right) => error
                .help(format!("did you mean `{right}`?"))
                .fix(format!("write `{right}`"), vec![(self.here(), right.to_owned())]),
            None => error
                .related(first.clone(), "variables are declared from here on")
                .help("write `RETURN` before the expression that uses the variables"),
        };
        self.report(error);
        self.at += usize::from(misspelt.is_some());
        self.expression(Precedence::Or)
    }

    pub(super) fn variable_name(&mut self) -> Name {
        let fault = match self.kind() {
            Some(TokenKind::Word) if !self.is_boundary() && !self.text_ahead(0).contains('.') => return self.name(),
            Some(TokenKind::QuotedName | TokenKind::BracketName) => "stands without quotes and brackets",
            Some(TokenKind::Word) if !self.is_boundary() => "has no point in it",
            _ => {
                let message = format!("expected the name of a variable, found {}", self.found());
                self.report(SyntaxError::new(&MALFORMED_VARIABLE, self.here(), message));
                return Name { span: self.gap(), ..Name::default() };
            }
        };
        self.report(
            SyntaxError::new(&MALFORMED_VARIABLE, self.here(), format!("the name of a variable {fault}"))
                .help("it is of letters, digits and underscores"),
        );
        self.name()
    }

    /// Steps over the equals sign behind a name; `what` says whose name it is.
    pub(super) fn equals(&mut self, code: &'static Code, what: &str) {
        if self.eat(TokenKind::Equal) {
            return;
        }
        let here = self.here();
        let mut error = SyntaxError::new(code, here.clone(), format!("expected `=`, found {}", self.found()));
        if matches!(self.kind(), Some(TokenKind::Assign | TokenKind::StrictlyEqual | TokenKind::Arrow)) {
            error = error.fix("write `=`", vec![(here, "=".to_owned())]);
            self.report(error);
            self.bump();
            return;
        }
        if self.kind() == Some(TokenKind::Word) {
            error = error.help(format!("{what} is one word"));
        }
        self.report(error);
        // The rest of a name that was written as several words.
        let mut ahead = 0;
        while matches!(self.kind_ahead(ahead), Some(TokenKind::Word | TokenKind::Integer)) && ahead < 8 {
            ahead += 1;
        }
        if self.kind_ahead(ahead) == Some(TokenKind::Equal) {
            self.at += ahead + 1;
        }
    }
}
