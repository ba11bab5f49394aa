//! Functions of texts.

use super::{Evaluated, fails, refused};
use crate::dax::Span;
use crate::proof::compile::TextFunction;
use crate::proof::value::{Value, fold, same_text};

pub(super) fn text(span: &Span, function: TextFunction, values: &[Value]) -> Evaluated<Value> {
    let text = |at: usize| match values.get(at).unwrap_or(&Value::Blank).written() {
        Some(text) => Ok(text),
        None => Err(refused(span, "the text of a number with decimals or of a date")),
    };
    let number = |at: usize| match values.get(at).and_then(Value::number) {
        Some(number) if number.is_finite() => Ok(number.trunc() as i64),
        _ => Err(fails(span, "a number of characters that is none")),
    };
    let length = |at: usize| match number(at)? {
        count @ 0.. => Ok(count as usize),
        _ => Err(fails(span, "a negative number of characters")),
    };
    let is_blank = values.first().is_none_or(|value| *value == Value::Blank);
    Ok(match function {
        TextFunction::IsBlank => Value::Boolean(is_blank),
        TextFunction::Concatenate => Value::text(&format!("{}{}", text(0)?, text(1)?)),
        TextFunction::Upper => keep(is_blank, text(0)?.to_uppercase()),
        TextFunction::Lower => keep(is_blank, text(0)?.to_lowercase()),
        // Blanks at both ends, and of several within only one.
        TextFunction::Trim => {
            let text = text(0)?;
            keep(is_blank, text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
        }
        TextFunction::Left => {
            let count = if values.len() > 1 { length(1)? } else { 1 };
            keep(is_blank, text(0)?.chars().take(count).collect())
        }
        TextFunction::Right => {
            let count = if values.len() > 1 { length(1)? } else { 1 };
            let text = text(0)?;
            keep(is_blank, text.chars().skip(text.chars().count().saturating_sub(count)).collect())
        }
        TextFunction::Mid => {
            let (start, count) = (from_one(span, number(1)?)?, length(2)?);
            keep(is_blank, text(0)?.chars().skip(start).take(count).collect())
        }
        TextFunction::Length => Value::Integer(text(0)?.chars().count() as i64),
        // With regard to case, in all places.
        TextFunction::Substitute => {
            let (of, old, new) = (text(0)?, text(1)?, text(2)?);
            Value::text(&if old.is_empty() { of.to_string() } else { of.replace(&*old, &new) })
        }
        TextFunction::Replace => {
            let (of, start, count) = (text(0)?, from_one(span, number(1)?)?, length(2)?);
            let (head, tail): (String, String) =
                (of.chars().take(start).collect(), of.chars().skip(start.saturating_add(count)).collect());
            Value::text(&format!("{head}{}{tail}", text(3)?))
        }
        TextFunction::Search | TextFunction::Find => {
            let (what, within) = (text(0)?, text(1)?);
            if function == TextFunction::Search && what.contains(['?', '*', '~']) {
                return Err(refused(span, "`SEARCH` with a wildcard"));
            }
            let start = if values.len() > 2 && values.get(2) != Some(&Value::Blank) { number(2)? } else { 1 };
            let found = position(&what, &within, from_one(span, start)?, function == TextFunction::Search);
            match (found, values.get(3)) {
                (Some(at), _) => Value::Integer(at as i64 + 1),
                (None, Some(otherwise)) => otherwise.clone(),
                (None, None) => return Err(fails(span, "a text that is not found, without a value for that")),
            }
        }
        TextFunction::Exact => Value::Boolean(text(0)? == text(1)?),
        TextFunction::Contains => {
            let (within, what) = (text(0)?, text(1)?);
            if what.contains(['?', '*', '~']) {
                return Err(refused(span, "`CONTAINSSTRING` with a wildcard"));
            }
            Value::Boolean(within.to_lowercase().contains(&what.to_lowercase()))
        }
        TextFunction::ContainsExact => Value::Boolean(text(0)?.contains(&*text(1)?)),
        TextFunction::PathContains => {
            let item = text(1)?;
            Value::Boolean(text(0)?.split('|').any(|one| !one.is_empty() && same_text(one, &item)))
        }
        TextFunction::PathItem => {
            if values.len() > 2 && !matches!(values.get(2), Some(Value::Blank | Value::Integer(0))) {
                return Err(refused(span, "`PATHITEM` as another type than text"));
            }
            let path = text(0)?;
            let at = number(1)?;
            let item = (at > 0).then(|| path.split('|').nth(at as usize - 1)).flatten();
            item.filter(|item| !item.is_empty()).map_or(Value::Blank, Value::text)
        }
        TextFunction::PathLength => {
            let path = text(0)?;
            Value::Integer(if path.is_empty() { 0 } else { path.split('|').count() as i64 })
        }
    })
}

/// What is made of BLANK stays BLANK.
fn keep(is_blank: bool, text: String) -> Value {
    if is_blank { Value::Blank } else { Value::text(&text) }
}

fn from_one(span: &Span, at: i64) -> Evaluated<usize> {
    if at < 1 { Err(fails(span, "a place in a text before its first character")) } else { Ok(at as usize - 1) }
}

/// In characters, from `start` on.
fn position(what: &str, within: &str, start: usize, ignores_case: bool) -> Option<usize> {
    let within: Vec<char> = within.chars().collect();
    let length = what.chars().count();
    (start..=within.len().checked_sub(length)?).find(|at| {
        let part: String = within[*at..*at + length].iter().collect();
        if ignores_case { fold(&format!("{part}|")) == fold(&format!("{what}|")) } else { part == what }
    })
}
