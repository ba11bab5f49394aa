//! Functions of texts.

use super::compile::{Entry, entry};
use super::evaluate::{Evaluated, Evaluator, Out, fails, refused, scalar};
use super::format;
use super::node::Node;
use crate::proof::value::Value;

pub const FUNCTIONS: &[Entry] = &[
    entry("FORMAT", "ss?s", formatted),
    entry("CONCATENATE", "ss", |e, _, a| scalar(Value::text(&(e.text(&a[0])? + &e.text(&a[1])?)))),
    entry("UPPER", "s", |e, _, a| changed(e, a, |text| text.to_uppercase())),
    entry("LOWER", "s", |e, _, a| changed(e, a, |text| text.to_lowercase())),
    entry("TRIM", "s", |e, _, a| {
        changed(e, a, |text| text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
    }),
    entry("LEN", "s", |e, _, a| scalar(Value::Integer(e.text(&a[0])?.chars().count() as i64))),
    entry("LEFT", "s?s", |e, n, a| {
        let count = length(e, n, a, 1)?;
        changed(e, a, |text| text.chars().take(count).collect())
    }),
    entry("RIGHT", "s?s", |e, n, a| {
        let count = length(e, n, a, 1)?;
        changed(e, a, |text| text.chars().skip(text.chars().count().saturating_sub(count)).collect())
    }),
    entry("MID", "sss", |e, n, a| {
        let (start, count) = (start(e, n, a, 1)?, length(e, n, a, 2)?);
        changed(e, a, |text| text.chars().skip(start).take(count).collect())
    }),
    entry("SUBSTITUTE", "sss", |e, _, a| {
        let (old, new) = (e.text(&a[1])?, e.text(&a[2])?);
        changed(e, a, |text| if old.is_empty() { text.to_owned() } else { text.replace(&old, &new) })
    }),
    entry("REPLACE", "ssss", |e, n, a| {
        let (start, count, new) = (start(e, n, a, 1)?, length(e, n, a, 2)?, e.text(&a[3])?);
        changed(e, a, |text| {
            let (head, tail): (String, String) =
                (text.chars().take(start).collect(), text.chars().skip(start.saturating_add(count)).collect());
            format!("{head}{new}{tail}")
        })
    }),
    entry("REPT", "ss", |e, n, a| {
        let count = length(e, n, a, 1)?.min(10_000);
        changed(e, a, |text| text.repeat(count))
    }),
    entry("EXACT", "ss", |e, _, a| scalar(Value::Boolean(e.text(&a[0])? == e.text(&a[1])?))),
    entry("SEARCH", "ss?ss", |e, n, a| find(e, n, a, true)),
    entry("FIND", "ss?ss", |e, n, a| find(e, n, a, false)),
    entry("CONTAINSSTRING", "ss", |e, n, a| {
        let (within, what) = (e.text(&a[0])?, e.text(&a[1])?);
        if what.contains(['?', '*', '~']) {
            return Err(refused(&n.span, "`CONTAINSSTRING` with a wildcard"));
        }
        scalar(Value::Boolean(within.to_lowercase().contains(&what.to_lowercase())))
    }),
    entry("CONTAINSSTRINGEXACT", "ss", |e, _, a| scalar(Value::Boolean(e.text(&a[0])?.contains(&e.text(&a[1])?)))),
    entry("UNICHAR", "s", |e, n, a| {
        let code = e.number(&a[0])? as u32;
        char::from_u32(code)
            .map_or_else(|| Err(fails(&n.span, "no character")), |c| scalar(Value::text(&c.to_string())))
    }),
    entry("UNICODE", "s", |e, _, a| {
        scalar(e.text(&a[0])?.chars().next().map_or(Value::Blank, |c| Value::Integer(i64::from(u32::from(c)))))
    }),
];

/// A value as `&` writes it, in the English of the United States.
pub fn written(value: &Value) -> String {
    match value {
        Value::Number(number) => format::general(*number),
        Value::Date(days) => format::general_date(*days),
        other => other.written().map(|text| text.to_string()).unwrap_or_default(),
    }
}

/// BLANK stays BLANK.
fn changed(evaluator: &mut Evaluator, arguments: &[Node], of: impl Fn(&str) -> String) -> Evaluated<Out> {
    match evaluator.scalar(&arguments[0])? {
        Value::Blank => scalar(Value::Blank),
        value => scalar(Value::text(&of(&written(&value)))),
    }
}

fn length(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], at: usize) -> Evaluated<usize> {
    let Some(argument) = arguments.get(at).filter(|argument| !argument.is_omitted()) else { return Ok(1) };
    match evaluator.number(argument)?.trunc() {
        count if count >= 0.0 => Ok(count as usize),
        _ => Err(fails(&node.span, "a negative number of characters")),
    }
}

fn start(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], at: usize) -> Evaluated<usize> {
    match length(evaluator, node, arguments, at)?.checked_sub(1) {
        Some(start) => Ok(start),
        None => Err(fails(&node.span, "a place before the first character")),
    }
}

fn find(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], any_case: bool) -> Evaluated<Out> {
    let (what, within) = (evaluator.text(&arguments[0])?, evaluator.text(&arguments[1])?);
    if any_case && what.contains(['?', '*', '~']) {
        return Err(refused(&node.span, "`SEARCH` with a wildcard"));
    }
    let start = if arguments.len() > 2 { start(evaluator, node, arguments, 2)? } else { 0 };
    let fold = |text: &str| -> Vec<String> {
        text.chars().map(|c| if any_case { c.to_lowercase().collect() } else { c.to_string() }).collect()
    };
    let (what, within) = (fold(&what), fold(&within));
    let found = (start..within.len().max(start) + 1).find(|at| within.get(*at..at + what.len()) == Some(&what));
    match (found, arguments.get(3)) {
        (Some(at), _) => scalar(Value::Integer(at as i64 + 1)),
        (None, Some(otherwise)) => evaluator.value_or_blank(otherwise),
        (None, None) => Err(fails(&node.span, "a text that is not found, without a value for that")),
    }
}

fn formatted(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let value = evaluator.scalar(&arguments[0])?;
    let pattern = evaluator.text(&arguments[1])?;
    if let Some(culture) = arguments.get(2).filter(|argument| !argument.is_omitted()) {
        let culture = evaluator.text(culture)?;
        if !culture.eq_ignore_ascii_case("en-US") {
            return Err(refused(&node.span, format!("`FORMAT` in the culture `{culture}`")));
        }
    }
    match format::format(&value, &pattern) {
        Ok(text) => scalar(Value::text(&text)),
        Err(what) => Err(refused(&node.span, what)),
    }
}
