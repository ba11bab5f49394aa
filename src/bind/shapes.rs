//! What can be seen of an argument before it is bound.

use super::binder::Binder;
use crate::dax::functions::{Shape, lookup};
use crate::dax::tree::{Expr, ExprKind, Literal, Sign};

/// Words of an argument that is made of several, joined: shapes borrow them.
pub fn words(argument: &Expr) -> Option<String> {
    match &unwrapped(argument).kind {
        ExprKind::Words(words) => Some(words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")),
        ExprKind::Name(name) if !name.quoted => Some(name.text.clone()),
        _ => None,
    }
}

/// Without the parentheses around it.
pub fn unwrapped(expression: &Expr) -> &Expr {
    let mut inner = expression;
    while let ExprKind::Parenthesised(within) = &inner.kind {
        inner = within;
    }
    inner
}

impl Binder<'_> {
    pub fn shape<'a>(&self, argument: &Expr, words: &'a Option<String>) -> Shape<'a> {
        match &unwrapped(argument).kind {
            ExprKind::Literal(Literal::Boolean(_)) => Shape::Boolean,
            ExprKind::Literal(Literal::Text(_)) => Shape::Text,
            ExprKind::Literal(Literal::Integer(_) | Literal::Real(_)) => Shape::Number,
            ExprKind::Literal(Literal::Date(_)) => Shape::Operation,
            ExprKind::Column(column) if column.table.is_some() => Shape::Qualified,
            ExprKind::Column(_) => Shape::Bracketed,
            ExprKind::Name(name) if name.quoted => Shape::QuotedTable,
            ExprKind::Name(_) | ExprKind::Words(_) => words.as_deref().map_or(Shape::Unknown, Shape::Word),
            ExprKind::Call(call) => match lookup(&call.function.text) {
                Some(function) if matches!(function.name, "TRUE" | "FALSE") => Shape::Boolean,
                Some(function) => Shape::Call(function),
                None => Shape::Unknown,
            },
            ExprKind::Unary(unary) if unary.sign != Sign::Not => match unwrapped(&unary.operand).kind {
                ExprKind::Literal(Literal::Integer(_) | Literal::Real(_)) => Shape::Number,
                _ => Shape::Operation,
            },
            ExprKind::Unary(_) | ExprKind::Chain(_) | ExprKind::Filtered(_) => Shape::Operation,
            ExprKind::Table(_) => Shape::Braces,
            ExprKind::Omitted => Shape::Omitted,
            ExprKind::Parameter(_)
            | ExprKind::Row(_)
            | ExprKind::Parenthesised(_)
            | ExprKind::Block(_)
            | ExprKind::Error => Shape::Unknown,
        }
    }
}
