//! MQ040: queries that need one another.

use std::collections::{HashMap, HashSet};

use super::Query;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::m;

pub static CYCLIC_QUERIES: Code = Code {
    id: "MQ040",
    name: "cyclic-queries",
    severity: Severity::Error,
    explanation: "These queries build on one another in a circle, so that none of them ever has rows. Refreshing \
fails. What stands in a function that is not called, in a record or in a condition is not counted: it may never be \
asked for.

Wrong: `expression A = Table.Distinct(B)` beside `expression B = Table.Buffer(A)`
Right: `expression A = Table.Distinct(Sales)` beside `expression B = Table.Buffer(A)`",
};

pub fn check(context: &Context, queries: &[Query], loaded: &[bool], found: &mut Vec<Diagnostic>) {
    let numbers: HashMap<&str, usize> =
        queries.iter().enumerate().filter_map(|(at, query)| Some((query.name?, at))).collect();
    let readable = |query: &Query| query.parsed.problems.is_empty();
    let expressions: Vec<Option<&m::Expr>> =
        queries.iter().map(|query| query.parsed.expression().filter(|_| readable(query))).collect();
    // A function stands here twice: as a value, and behind all queries as what is called.
    let called = expressions.iter().map(|expression| expression.and_then(function));
    let called: Vec<Option<&m::Function>> = called.collect();
    let of_values = expressions.iter().map(|expression| expression.map(m::needs).unwrap_or_default());
    let of_calls = called.iter().map(|function| function.map(m::needs_of_call).unwrap_or_default());
    let numbered = |need: m::Need| {
        let number = *numbers.get(need.name)?;
        let is_call = need.is_called && called.get(number).is_some_and(Option::is_some);
        Some((if is_call { queries.len() + number } else { number }, need.span))
    };
    let needs: Vec<Vec<(usize, m::Span)>> = of_values
        .chain(of_calls)
        .map(|needs| {
            let mut said = HashSet::new();
            needs.into_iter().filter_map(numbered).filter(|(number, _)| said.insert(*number)).collect()
        })
        .collect();
    // Functions that call one another are recursion.
    let has_value = |circle: &&Vec<(usize, m::Span)>| circle.iter().any(|(at, _)| *at < queries.len());
    found.extend(m::circles(&needs).iter().filter(has_value).map(|circle| {
        let circle: Vec<_> = circle.iter().map(|(at, span)| (at % queries.len(), span.clone())).collect();
        let fault = circular(context, queries, &circle);
        let is_loaded = circle.iter().any(|(at, _)| loaded.get(*at) == Some(&true));
        if is_loaded { fault } else { super::lowered(fault) }
    }));
}

fn function(expression: &m::Expr) -> Option<&m::Function> {
    match &expression.kind {
        m::ExprKind::Function(function) => Some(function),
        _ => None,
    }
}

fn circular(context: &Context, queries: &[Query], circle: &[(usize, m::Span)]) -> Diagnostic {
    let names: Vec<String> = circle.iter().map(|(at, _)| format!("`{}`", queries[*at].name.unwrap_or(""))).collect();
    let message = match names.as_slice() {
        [own] => format!("the query {own} needs itself"),
        _ => format!("the queries {} need one another", names.join(" and ")),
    };
    let mut diagnostic = Diagnostic::new(&CYCLIC_QUERIES, message);
    for (index, (at, span)) in circle.iter().take(5).enumerate() {
        let next = circle[(index + 1) % circle.len()].0;
        let label = format!("{} needs `{}`", names[index], queries[next].name.unwrap_or(""));
        diagnostic = diagnostic.at(queries[*at].place(context, span.clone()), label);
    }
    diagnostic
}
