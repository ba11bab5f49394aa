//! Types: behind `type`, `as` and `is`, and inside one another.

use super::expression::ParameterTypes;
use super::*;
use crate::diag::suggest;
use crate::m::{Expr, ExprKind, FieldType, Type, TypeKind};

/// `action` is one for Microsoft's parser, though not for its specification.
pub const PRIMITIVES: &[&str] = &[
    "action",
    "any",
    "anynonnull",
    "binary",
    "date",
    "datetime",
    "datetimezone",
    "duration",
    "function",
    "list",
    "logical",
    "none",
    "null",
    "number",
    "record",
    "table",
    "text",
    "time",
    "type",
];

impl Parser<'_> {
    /// `type` and what follows.
    pub fn type_expression(&mut self) -> Expr {
        let start = self.bump().start;
        let ty = self.nested_type(false);
        Expr { kind: ExprKind::Type(Box::new(ty)), span: start..self.end() }
    }

    /// A type or a value that is one.
    pub fn ty(&mut self) -> Type {
        self.nested_type(true)
    }

    /// A primitive type, perhaps nullable.
    pub fn plain_type(&mut self) -> Type {
        let start = self.start();
        let nullable = self.is_word("nullable");
        if nullable {
            self.bump();
        }
        let inner = self.primitive();
        if self.kind() == Kind::OpenSquare && !self.failed {
            self.fail(
                Problem::new(&NOT_A_TYPE, self.span(), "only a primitive type can stand here")
                    .label("columns or fields cannot be given here"),
            );
        }
        let span = start..self.end().max(start);
        if nullable { Type { kind: TypeKind::Nullable(Box::new(inner)), span } } else { inner }
    }

    fn primitive(&mut self) -> Type {
        match self.primitive_name() {
            Some(name) => Type { kind: TypeKind::Primitive(name), span: self.bump() },
            None => self.not_a_type(),
        }
    }

    fn primitive_name(&self) -> Option<&'static str> {
        let may_be = matches!(self.kind(), Kind::Name | Kind::Type | Kind::Null);
        let word = self.source(self.span());
        PRIMITIVES.iter().find(|name| may_be && **name == word).copied()
    }

    fn not_a_type(&mut self) -> Type {
        let span = self.span();
        let mut problem = Problem::new(&NOT_A_TYPE, span.clone(), format!("expected a type, found {}", self.found()))
            .label("expected a primitive type");
        if self.kind() == Kind::Name {
            let word = self.source(span.clone());
            problem.message = format!("`{word}` is not a primitive type");
            if let Some(near) = suggest::nearest(word, PRIMITIVES.iter().copied()) {
                problem = problem.help(format!("did you mean `{near}`?"));
            } else if word.ends_with(".Type") {
                problem = problem.help("it is a type already and needs no `type` before it");
            }
        }
        self.fail(problem);
        Type { kind: TypeKind::Missing, span: span.start..span.start }
    }

    fn nested_type(&mut self, or_value: bool) -> Type {
        if self.depth >= MAX_DEPTH {
            self.too_deep();
            return Type { kind: TypeKind::Missing, span: self.text.len()..self.text.len() };
        }
        self.depth += 1;
        let start = self.start();
        let begins_row =
            matches!(self.peek(1), Kind::OpenSquare | Kind::OpenParen | Kind::At | Kind::Name | Kind::QuotedName);
        let kind = match self.kind() {
            Kind::OpenSquare => {
                let (fields, open) = self.field_types(true);
                TypeKind::Record { fields, open }
            }
            Kind::OpenBrace => self.list_type(),
            Kind::Name if self.is_word("table") && begins_row => self.table_type(),
            Kind::Name if self.is_word("function") && self.peek(1) == Kind::OpenParen => self.function_type(),
            Kind::Name if self.is_word("nullable") => {
                self.bump();
                TypeKind::Nullable(Box::new(self.ty()))
            }
            _ if or_value && self.primitive_name().is_none() => TypeKind::Expression(Box::new(self.primary())),
            _ => self.primitive().kind,
        };
        self.depth -= 1;
        Type { kind, span: start..self.end().max(start) }
    }

    fn list_type(&mut self) -> TypeKind {
        let opening = self.bump();
        self.open.push(Kind::CloseBrace);
        let item = self.ty();
        self.recover_to(Kind::CloseBrace);
        self.open.pop();
        self.close(&opening, Kind::CloseBrace);
        TypeKind::List(Box::new(item))
    }

    fn table_type(&mut self) -> TypeKind {
        self.bump();
        if self.kind() == Kind::OpenSquare {
            return TypeKind::Table(self.field_types(false).0);
        }
        TypeKind::TableOf(Box::new(self.primary()))
    }

    fn function_type(&mut self) -> TypeKind {
        self.bump();
        let parameters = self.parameters(ParameterTypes::Any);
        let start = self.start();
        let returns = if !self.failed && self.expect(Kind::As) {
            self.ty()
        } else {
            Type { kind: TypeKind::Missing, span: start..start }
        };
        TypeKind::Function { parameters, returns: Box::new(returns) }
    }

    /// From `[` to `]`; whether `...` stood at the end.
    fn field_types(&mut self, may_be_open: bool) -> (Vec<FieldType>, bool) {
        let opening = self.bump();
        let mut fields = Vec::new();
        let mut open = false;
        self.sequence(&opening, Kind::CloseSquare, |parser| {
            if open {
                parser.expected("`]`");
            } else if parser.kind() == Kind::Ellipsis {
                if may_be_open {
                    open = true;
                    parser.bump();
                } else {
                    parser.expected("the name of a column");
                }
            } else {
                fields.extend(parser.field_type());
            }
        });
        (fields, open)
    }

    fn field_type(&mut self) -> Option<FieldType> {
        let is_name = matches!(self.peek(1), Kind::Equal | Kind::Comma | Kind::CloseSquare);
        let optional = self.is_word("optional") && !is_name;
        if optional {
            self.bump();
        }
        let name = self.field_name()?;
        let ty = self.eat(Kind::Equal).then(|| self.ty());
        Some(FieldType { name, optional, ty })
    }
}
