//! Functions of one's own: `(a : SCALAR INT64 VAL, b : EXPR = 1) => …`

use super::{MALFORMED_PARAMETER, Parser};
use crate::dax::tree::query::{Function, FunctionParameter, ParameterKind, Passing, ScalarType};
use crate::dax::tree::{Name, Precedence};
use crate::dax::{SyntaxError, TokenKind};
use crate::diag::suggest;

/// What may follow the colon of a parameter.
#[derive(Clone, Copy)]
enum Hint {
    Kind(ParameterKind),
    Subtype(ScalarType),
    Passing(Passing),
}

const HINTS: [(&str, Hint); 18] = [
    ("ANYVAL", Hint::Kind(ParameterKind::AnyVal)),
    ("SCALAR", Hint::Kind(ParameterKind::Scalar)),
    ("TABLE", Hint::Kind(ParameterKind::Table)),
    ("ANYREF", Hint::Kind(ParameterKind::AnyRef)),
    ("CALENDARREF", Hint::Kind(ParameterKind::CalendarRef)),
    ("COLUMNREF", Hint::Kind(ParameterKind::ColumnRef)),
    ("MEASUREREF", Hint::Kind(ParameterKind::MeasureRef)),
    ("TABLEREF", Hint::Kind(ParameterKind::TableRef)),
    ("VARIANT", Hint::Subtype(ScalarType::Variant)),
    ("INT64", Hint::Subtype(ScalarType::Int64)),
    ("DECIMAL", Hint::Subtype(ScalarType::Decimal)),
    ("DOUBLE", Hint::Subtype(ScalarType::Double)),
    ("STRING", Hint::Subtype(ScalarType::String)),
    ("DATETIME", Hint::Subtype(ScalarType::DateTime)),
    ("BOOLEAN", Hint::Subtype(ScalarType::Boolean)),
    ("NUMERIC", Hint::Subtype(ScalarType::Numeric)),
    ("VAL", Hint::Passing(Passing::Val)),
    ("EXPR", Hint::Passing(Passing::Expr)),
];

impl Parser<'_> {
    pub(super) fn function(&mut self) -> Function {
        let start = self.here().start;
        let (parameters, trailing_comma) = self.parameters();
        if !self.eat(TokenKind::Arrow) {
            let message = format!("expected `=>`, found {}", self.found());
            self.report(SyntaxError::new(&MALFORMED_PARAMETER, self.here(), message).help("the body follows `=>`"));
            // `->` and `=` are what was meant.
            self.eat(TokenKind::Minus);
            let _ = self.eat(TokenKind::Greater) || self.eat(TokenKind::Equal);
            self.reported_at = Some(self.at);
        }
        let body = self.expression(Precedence::Or);
        Function { parameters, trailing_comma, body, span: self.since(start) }
    }

    /// The parameters, and whether a comma stands behind the last one.
    fn parameters(&mut self) -> (Vec<FunctionParameter>, bool) {
        let open = self.here();
        if !self.eat(TokenKind::OpenParen) {
            let message = format!("expected the parameters in parentheses, found {}", self.found());
            self.report(SyntaxError::new(&MALFORMED_PARAMETER, self.here(), message));
            let arrow = (0..16).find(|ahead| self.kind_ahead(*ahead) == Some(TokenKind::Arrow));
            self.at += arrow.unwrap_or(0);
            return (Vec::new(), false);
        }
        self.open.push(TokenKind::CloseParen);
        let mut parameters = Vec::new();
        let mut trailing_comma = false;
        while !matches!(self.kind(), None | Some(TokenKind::CloseParen | TokenKind::Arrow)) {
            parameters.push(self.function_parameter());
            if !matches!(self.kind(), None | Some(TokenKind::Comma | TokenKind::CloseParen | TokenKind::Arrow)) {
                let message = format!("expected `,` or `)`, found {}", self.found());
                self.report(SyntaxError::new(&MALFORMED_PARAMETER, self.here(), message));
                use TokenKind::*;
                while !matches!(self.kind(), None | Some(Comma | CloseParen | Arrow)) {
                    self.bump();
                }
            }
            trailing_comma = self.eat(TokenKind::Comma);
        }
        self.open.pop();
        if !self.eat(TokenKind::CloseParen) {
            let message = "the parameters of this function are not closed";
            self.report(
                SyntaxError::new(&MALFORMED_PARAMETER, open, message).label("opened here").help("close them with `)`"),
            );
        }
        (parameters, trailing_comma)
    }

    fn function_parameter(&mut self) -> FunctionParameter {
        let start = self.here().start;
        let name = match self.kind() {
            Some(TokenKind::Word) if !self.text_ahead(0).contains('.') => self.name(),
            _ => {
                self.report(
                    SyntaxError::new(
                        &MALFORMED_PARAMETER,
                        self.here(),
                        format!("expected the name of a parameter, found {}", self.found()),
                    )
                    .help("it is of letters, digits and underscores"),
                );
                let name = Name { span: self.gap(), ..Name::default() };
                let is_separator = matches!(self.kind(), Some(TokenKind::Comma | TokenKind::Colon | TokenKind::Equal));
                self.at += usize::from(!is_separator);
                name
            }
        };
        let mut parameter =
            FunctionParameter { name, kind: None, subtype: None, passing: None, default: None, span: start..start };
        if self.eat(TokenKind::Colon) {
            self.hints(&mut parameter);
        }
        if self.eat(TokenKind::Equal) {
            parameter.default = Some(self.expression(Precedence::Or));
        }
        parameter.span = self.since(start);
        parameter
    }

    fn hints(&mut self, parameter: &mut FunctionParameter) {
        if self.kind() != Some(TokenKind::Word) {
            let message = format!("expected what the parameter takes, found {}", self.found());
            self.report(
                SyntaxError::new(&MALFORMED_PARAMETER, self.here(), message).help("such as `INT64` or `TABLE`"),
            );
        }
        while self.kind() == Some(TokenKind::Word) {
            let word = self.text_ahead(0);
            let hint = HINTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, hint)| *hint);
            let is_new = match hint {
                Some(Hint::Kind(kind)) => parameter.kind.replace(kind).is_none(),
                Some(Hint::Subtype(subtype)) => parameter.subtype.replace(subtype).is_none(),
                Some(Hint::Passing(passing)) => parameter.passing.replace(passing).is_none(),
                None => true,
            };
            if hint.is_none() {
                let message = format!("a parameter cannot take `{word}`");
                let mut error = SyntaxError::new(&MALFORMED_PARAMETER, self.here(), message);
                error = match suggest::nearest(word, HINTS.iter().map(|(name, _)| *name)) {
                    Some(near) => error
                        .help(format!("did you mean `{near}`?"))
                        .fix(format!("write `{near}`"), vec![(self.here(), near.to_owned())]),
                    None => error.help("it takes a kind such as `TABLE`, a type such as `INT64`, and `VAL` or `EXPR`"),
                };
                self.report(error);
            } else if !is_new {
                let message = format!("`{word}` says again what the parameter takes");
                self.report(SyntaxError::new(&MALFORMED_PARAMETER, self.here(), message));
            }
            self.bump();
        }
    }
}
