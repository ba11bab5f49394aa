//! Reading the arguments of a table function: names of columns, pairs, a type of a table.

use super::value::{Item, Value};
use super::{Column, Columns};
use crate::m::Span;

/// A text that stands in the expression.
#[derive(Clone)]
pub struct Named {
    pub text: String,
    pub span: Span,
}

/// `"a"` or `{"a", "b"}`; `None` where not all of it is known.
pub fn names(item: &Item) -> Option<Vec<Named>> {
    match &item.value {
        Value::Text(text) => Some(vec![Named { text: text.clone(), span: item.span.clone() }]),
        Value::List(items) => items.iter().map(name).collect(),
        _ => None,
    }
}

/// `"a"`
pub fn name(item: &Item) -> Option<Named> {
    match &item.value {
        Value::Text(text) => Some(Named { text: text.clone(), span: item.span.clone() }),
        _ => None,
    }
}

/// `{{"a", x}, {"b", y}}` or one pair alone: each name with what stands behind it.
pub fn pairs(item: &Item) -> Option<Vec<(Named, Vec<Item>)>> {
    let Value::List(items) = &item.value else { return None };
    let pair = |items: &[Item]| Some((name(items.first()?)?, items.iter().skip(1).cloned().collect()));
    if items.first().is_some_and(|first| matches!(first.value, Value::Text(_))) {
        return Some(vec![pair(items)?]);
    }
    let inside = items.iter().map(|item| match &item.value {
        Value::List(items) => pair(items),
        _ => None,
    });
    inside.collect()
}

/// Columns to sort by: names, alone or with an order.
pub fn sorted_by(item: &Item) -> Vec<Named> {
    let Value::List(items) = &item.value else { return name(item).into_iter().collect() };
    let one = |item: &Item| match &item.value {
        Value::List(pair) => pair.first().and_then(name),
        _ => name(item),
    };
    items.iter().filter_map(one).collect()
}

/// What tells all columns: a type of a table, a list of names, or how many.
pub fn all_columns(item: &Item) -> Option<Columns> {
    match &item.value {
        Value::Type { columns, .. } => columns.clone(),
        Value::List(_) => Some(names(item)?.into_iter().map(|name| Column::new(name.text)).collect()),
        Value::Number(count) if *count >= 0.0 && *count <= MAX_NUMBERED => Some(numbered(*count as usize)),
        _ => None,
    }
}

const MAX_NUMBERED: f64 = 16_384.0;

/// `Column1`, `Column2`, …
pub fn numbered(count: usize) -> Columns {
    (1..=count).map(|at| Column::new(format!("Column{at}"))).collect()
}
