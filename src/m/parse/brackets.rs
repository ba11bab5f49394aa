//! Square brackets: a record, a field, or several fields.

use super::*;
use crate::m::{Access, AccessKind, Binding, Expr, ExprKind};

impl Parser<'_> {
    /// Whether `[` opens a record: nothing stands in it, or an equals sign comes before anything else.
    pub fn opens_record(&self) -> bool {
        match self.peek(1) {
            Kind::CloseSquare => true,
            Kind::OpenSquare => false,
            // The first token is the name even where it is an equals sign.
            _ => self.ahead.equal_comes_first(self.at + 1),
        }
    }

    /// With nothing before it.
    pub fn square(&mut self) -> Expr {
        let start = self.start();
        let kind = if self.opens_record() {
            self.record()
        } else {
            let access = self.field_access();
            let span = start..self.end();
            access.map_or(ExprKind::Missing, |kind| ExprKind::Implicit(Box::new(Access { kind, span })))
        };
        Expr { kind, span: start..self.end() }
    }

    fn record(&mut self) -> ExprKind {
        let opening = self.bump();
        let mut fields = Vec::new();
        self.sequence(&opening, Kind::CloseSquare, |parser| {
            let Some(name) = parser.field_name() else { return };
            let value = if parser.expect(Kind::Equal) { parser.expression() } else { Expr::missing(parser.start()) };
            fields.push(Binding { name, value });
        });
        ExprKind::Record(fields)
    }

    /// `[a]`, `[a]?`, `[[a], [b]]`
    pub fn field_access(&mut self) -> Option<AccessKind> {
        if self.peek(1) == Kind::OpenSquare {
            let opening = self.bump();
            let mut fields = Vec::new();
            self.sequence(&opening, Kind::CloseSquare, |parser| {
                if parser.kind() == Kind::OpenSquare {
                    fields.extend(parser.bracketed_field());
                } else {
                    parser.expected("`[`");
                }
            });
            return Some(AccessKind::Project { fields, optional: self.eat(Kind::Question) });
        }
        let field = self.bracketed_field()?;
        Some(AccessKind::Field { field, optional: self.eat(Kind::Question) })
    }

    fn bracketed_field(&mut self) -> Option<Name> {
        let opening = self.bump();
        self.open.push(Kind::CloseSquare);
        let name = self.field_name();
        self.recover_to(Kind::CloseSquare);
        self.open.pop();
        self.close(&opening, Kind::CloseSquare);
        name
    }
}
