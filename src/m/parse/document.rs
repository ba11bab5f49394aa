//! The whole text: an expression, or a section with its members.

use super::*;
use crate::m::{Access, AccessKind, Binding, Document, Expr, ExprKind, Member, Section};

impl Parser<'_> {
    pub fn document(&mut self) -> Document {
        if self.is_section() {
            return Document::Section(self.section());
        }
        let expression = self.expression();
        self.skip_stray_closing();
        if !self.failed && self.kind() != Kind::End {
            let problem = Problem::new(&TEXT_AFTER_END, self.span(), format!("unexpected {}", self.found()))
                .label("the expression has ended before it");
            self.fail(match self.kind() {
                Kind::Semicolon => problem.help("a query is an expression and ends without a semicolon"),
                Kind::Name | Kind::QuotedName if matches!(expression.kind, ExprKind::Name { .. }) => {
                    problem.help("a name with blanks is quoted: `#\"…\"`")
                }
                _ => problem,
            });
        }
        Document::Expression(expression)
    }

    fn is_section(&self) -> bool {
        if self.kind() != Kind::OpenSquare {
            return self.kind() == Kind::Section;
        }
        let mut depth = 0usize;
        for (at, token) in self.tokens.iter().enumerate() {
            match token.kind {
                Kind::OpenSquare => depth += 1,
                Kind::CloseSquare if depth == 1 => {
                    return self.tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Section);
                }
                Kind::CloseSquare => depth -= 1,
                _ => {}
            }
        }
        false
    }

    fn section(&mut self) -> Section {
        self.attributes();
        self.expect(Kind::Section);
        let name = matches!(self.kind(), Kind::Name | Kind::QuotedName).then(|| self.any_name());
        if !self.failed {
            self.expect(Kind::Semicolon);
        }
        let mut members = Vec::new();
        while self.kind() != Kind::End {
            self.begin_part();
            members.extend(self.member());
            if self.failed {
                self.recover();
                self.failed = false;
                while self.kind() == Kind::Comma {
                    self.bump();
                    self.recover();
                }
            }
            self.skip_stray_closing();
            if !self.eat(Kind::Semicolon) {
                self.expected("`;`");
                self.recover();
                self.eat(Kind::Semicolon);
                self.failed = false;
            }
        }
        Section { name, members }
    }

    fn member(&mut self) -> Option<Member> {
        let attributes = self.attributes();
        let shared = self.eat(Kind::Shared);
        let name = self.name("the name of a member")?;
        if !self.expect(Kind::Equal) {
            return None;
        }
        let value = self.expression();
        Some(Member { shared, attributes, binding: Binding { name, value } })
    }

    /// A record of literals.
    fn attributes(&mut self) -> Option<Expr> {
        if self.kind() != Kind::OpenSquare {
            return None;
        }
        let record = self.square();
        if !is_literal(&record) {
            self.report(
                Problem::new(&UNEXPECTED_TOKEN, record.span.clone(), "attributes are a record of literals")
                    .label("nothing here can be computed"),
            );
        }
        Some(record)
    }
}

fn is_literal(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Record(fields) => fields.iter().all(|field| is_literal(&field.value)),
        ExprKind::List(items) => items.iter().all(|item| item.end.is_none() && is_literal(&item.start)),
        ExprKind::Implicit(access) => !matches!(**access, Access { kind: AccessKind::Field { .. }, .. }),
        ExprKind::Null | ExprKind::Logical(_) | ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Missing => true,
        _ => false,
    }
}
