//! What can be seen of an argument before it is bound.

use super::binder::Binder;
use crate::dax::functions::{Shape, lookup};
use crate::dax::tree::{Chain, Expr, ExprKind, Literal, Name, Sign};
use crate::name::same;

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

/// Whether it reads a column: by its name, or the one value that is left of it.
pub fn is_read(expression: &Expr) -> bool {
    match &unwrapped(expression).kind {
        ExprKind::Column(_) => true,
        ExprKind::Call(call) => {
            let names = ["SELECTEDVALUE", "MAX", "MIN", "EARLIER", "RELATED"];
            let is_one = names.iter().any(|name| name.eq_ignore_ascii_case(&call.function.text));
            is_one && call.arguments.first().is_some_and(|column| matches!(column.kind, ExprKind::Column(_)))
        }
        _ => false,
    }
}

/// Beyond this two expressions are not compared: those that people write twice are short.
const LONGEST: usize = 2_000;

/// The first that says the same as one before it; of those that `counts`.
pub fn repeated<'e>(all: &[&'e Expr], counts: impl Fn(&Expr) -> bool) -> Option<&'e Expr> {
    let mut each = all.iter().enumerate();
    let (_, again) = each.find(|(at, one)| counts(one) && all.iter().take(*at).any(|before| alike(before, one)))?;
    Some(again)
}

/// Whether two expressions say the same, whatever their layout and the case of their names.
pub fn alike(left: &Expr, right: &Expr) -> bool {
    let (left, right) = (unwrapped(left), unwrapped(right));
    if left.span.len() > LONGEST || right.span.len() > LONGEST || !are_alike_outside(&left.kind, &right.kind) {
        return false;
    }
    let (left, right) = (left.children(), right.children());
    left.len() == right.len() && left.into_iter().zip(right).all(|(left, right)| alike(left, right))
}

/// Whether they are of one kind and named alike; what stands within them is not looked at.
fn are_alike_outside(left: &ExprKind, right: &ExprKind) -> bool {
    let are_same = |left: Option<&Name>, right: Option<&Name>| match (left, right) {
        (Some(left), Some(right)) => same(&left.text, &right.text),
        (None, None) => true,
        _ => false,
    };
    match (left, right) {
        (ExprKind::Literal(left), ExprKind::Literal(right)) => left == right,
        (ExprKind::Name(left), ExprKind::Name(right)) => same(&left.text, &right.text),
        (ExprKind::Column(left), ExprKind::Column(right)) => {
            same(&left.name.text, &right.name.text)
                && are_same(left.table.as_ref(), right.table.as_ref())
                && are_same(left.level.as_ref(), right.level.as_ref())
        }
        (ExprKind::Call(left), ExprKind::Call(right)) => same(&left.function.text, &right.function.text),
        (ExprKind::Unary(left), ExprKind::Unary(right)) => left.sign == right.sign,
        (ExprKind::Chain(left), ExprKind::Chain(right)) => {
            let operators = |chain: &Chain| chain.rest.iter().map(|link| link.operator).collect::<Vec<_>>();
            operators(left) == operators(right)
        }
        (ExprKind::Table(_), ExprKind::Table(_))
        | (ExprKind::Row(_), ExprKind::Row(_))
        | (ExprKind::Omitted, ExprKind::Omitted)
        | (ExprKind::Filtered(_), ExprKind::Filtered(_)) => true,
        _ => false,
    }
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
