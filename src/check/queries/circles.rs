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
fails. What stands inside a function, a record or a condition is not counted: it may never be asked for.

Wrong: `expression A = Table.Distinct(B)` beside `expression B = Table.Buffer(A)`
Right: `expression A = Table.Distinct(Sales)` beside `expression B = Table.Buffer(A)`",
};

pub fn check(context: &Context, queries: &[Query], loaded: &[bool], found: &mut Vec<Diagnostic>) {
    let numbers: HashMap<&str, usize> =
        queries.iter().enumerate().filter_map(|(at, query)| Some((query.name?, at))).collect();
    let needs: Vec<Vec<(usize, m::Span)>> = queries
        .iter()
        .map(|query| {
            let Some(expression) = query.parsed.expression().filter(|_| query.parsed.problems.is_empty()) else {
                return Vec::new();
            };
            let mut said = HashSet::new();
            let needs = m::needs(expression).into_iter();
            let numbered = needs.filter_map(|(name, span)| Some((*numbers.get(name)?, span)));
            numbered.filter(|(number, _)| said.insert(*number)).collect()
        })
        .collect();
    found.extend(m::circles(&needs).iter().map(|circle| {
        let fault = circular(context, queries, circle);
        let is_loaded = circle.iter().any(|(at, _)| loaded.get(*at) == Some(&true));
        if is_loaded { fault } else { super::lowered(fault) }
    }));
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
