//! The definitions of a query.

use super::{MALFORMED_DEFINITION, Parser};
use crate::dax::tree::query::{Definition, DefinitionKind};
use crate::dax::tree::{Expr, Name, Precedence};
use crate::dax::{SyntaxError, TokenKind};
use crate::diag::suggest;

const KEYWORDS: [&str; 6] = ["MEASURE", "COLUMN", "TABLE", "VAR", "MPARAMETER", "FUNCTION"];

impl Parser<'_> {
    /// Whether a definition begins here: its keyword and a name.
    pub(super) fn begins_definition(&self) -> bool {
        use TokenKind::*;
        self.is_either(&KEYWORDS) && matches!(self.kind_ahead(1), Some(Word | QuotedName | BracketName | Equal))
    }

    pub(super) fn definitions(&mut self) -> Vec<Definition> {
        let mut definitions = Vec::new();
        loop {
            if self.begins_definition() {
                definitions.push(self.definition());
            } else if self.kind().is_none() || self.is_either(&["EVALUATE", "DEFINE"]) {
                break;
            } else {
                self.unexpected_in_definitions();
            }
        }
        if definitions.is_empty() {
            let message = format!("expected a definition, found {}", self.found());
            self.report(SyntaxError::new(&MALFORMED_DEFINITION, self.here(), message));
        }
        definitions
    }

    fn unexpected_in_definitions(&mut self) {
        let near = suggest::nearest(self.text_ahead(0), KEYWORDS).filter(|_| self.kind() == Some(TokenKind::Word));
        match near {
            Some(near) if !self.is_either(&KEYWORDS) => self.report(
                SyntaxError::new(&MALFORMED_DEFINITION, self.here(), format!("unknown definition {}", self.found()))
                    .help(format!("did you mean `{near}`?"))
                    .fix(format!("write `{near}`"), vec![(self.here(), near.to_owned())]),
            ),
            Some(_) => {
                let message = format!("{} is followed by a name", self.found());
                self.report(SyntaxError::new(&MALFORMED_DEFINITION, self.here(), message));
            }
            None => self.unexpected(),
        }
        self.bump();
        while self.kind().is_some() && !self.begins_definition() && !self.is_either(&["EVALUATE", "DEFINE"]) {
            self.bump();
        }
    }

    fn definition(&mut self) -> Definition {
        let start = self.here().start;
        let keyword = self.text_ahead(0).to_ascii_uppercase();
        self.bump();
        let kind = match keyword.as_str() {
            "MEASURE" => {
                let (table, name) = self.qualified_name();
                DefinitionKind::Measure { table, name, value: self.value() }
            }
            "COLUMN" => {
                let (table, name) = self.qualified_name();
                DefinitionKind::Column { table, name, value: self.value() }
            }
            "TABLE" => {
                let name = self.plain_name();
                let value = self.value();
                DefinitionKind::Table { name, value, shape: self.visual_shape() }
            }
            "FUNCTION" => {
                let name = self.plain_name();
                self.equals(&MALFORMED_DEFINITION, "the name of a function");
                DefinitionKind::Function { name, function: self.function() }
            }
            "MPARAMETER" => {
                let name = self.plain_name();
                DefinitionKind::MParameter { name, value: self.value() }
            }
            _ => {
                let name = self.variable_name();
                DefinitionKind::Variable { name, value: self.value() }
            }
        };
        Definition { kind, span: self.since(start) }
    }

    fn value(&mut self) -> Expr {
        self.equals(&MALFORMED_DEFINITION, "a name without quotes");
        self.expression(Precedence::Or)
    }

    /// `Sales[Revenue]`
    fn qualified_name(&mut self) -> (Option<Name>, Name) {
        let is_table = matches!(self.kind(), Some(TokenKind::Word | TokenKind::QuotedName));
        if self.kind() == Some(TokenKind::BracketName) || is_table && self.kind_ahead(1) == Some(TokenKind::BracketName)
        {
            return (is_table.then(|| self.name()), self.name());
        }
        self.report(
            SyntaxError::new(
                &MALFORMED_DEFINITION,
                self.here(),
                format!("expected a table and a name in brackets, found {}", self.found()),
            )
            .help("write `Sales[Revenue]`"),
        );
        (None, self.plain_name())
    }

    fn plain_name(&mut self) -> Name {
        if matches!(self.kind(), Some(TokenKind::Word | TokenKind::QuotedName)) {
            return self.name();
        }
        let message = format!("expected a name, found {}", self.found());
        self.report(SyntaxError::new(&MALFORMED_DEFINITION, self.here(), message));
        if self.kind() == Some(TokenKind::BracketName) {
            return self.name();
        }
        Name { span: self.gap(), ..Name::default() }
    }
}
