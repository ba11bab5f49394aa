//! MQ043: calls of the model's own functions with too few or too many arguments.

use std::collections::{BTreeMap, BTreeSet};

use super::Query;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::m::kinds::Kind;
use crate::m::{self, Access, AccessKind, Expr, ExprKind, Function, Span, walk};

pub static WRONG_ARGUMENT_COUNT: Code = Code {
    id: "MQ043",
    name: "m-argument-count",
    severity: Severity::Error,
    explanation: "A shared expression of the model is a function, and a query calls it with more or fewer arguments \
than it has parameters. Refreshing fails. Only an `optional` parameter may be left out, and only from the end.

Wrong: `Load(\"sales\", 2024)` where the shared expression is `Load = (name as text) => …`
Right: `Load(\"sales\")`",
};

pub fn check(context: &Context, queries: &[Query], loaded: &[bool], found: &mut Vec<Diagnostic>) {
    let functions: BTreeMap<&str, (&Query, &Function)> = queries
        .iter()
        .filter(|query| query.table.is_none() && query.parsed.problems.is_empty() && !is_hurt(context, query))
        .filter_map(|query| Some((query.name?, (query, function(query.parsed.expression()?)?))))
        .collect();
    if functions.is_empty() {
        return;
    }
    for (query, is_loaded) in queries.iter().zip(loaded) {
        let Some(expression) = query.parsed.expression().filter(|_| query.parsed.problems.is_empty()) else {
            continue;
        };
        if is_hurt(context, query) {
            continue;
        }
        // Where a step or a parameter has the name, it is not the model's.
        let free: BTreeSet<usize> = m::references(expression).iter().map(|one| one.span.start).collect();
        calls(expression, &mut |name, span, accesses, arguments| {
            let Some((defined, function)) = functions.get(name).filter(|_| free.contains(&span.start)) else { return };
            let end = accesses.first().map_or(span.end, |call| call.span.end);
            if let Some((at, message)) = wrong_kind(name, function, arguments) {
                let fault = Diagnostic::new(&m::calls::ARGUMENT_KIND, message).at(query.place(context, at), "");
                let fault = fault.at(defined.place(context, parameters(function)), "its parameters");
                found.push(if *is_loaded { fault } else { super::lowered(fault) });
            }
            if let Some(message) = wrong(name, function, arguments.len()) {
                let fault = Diagnostic::new(&WRONG_ARGUMENT_COUNT, message)
                    .at(query.place(context, span.start..end), "")
                    .at(defined.place(context, parameters(function)), "its parameters");
                found.push(if *is_loaded { fault } else { super::lowered(fault) });
            }
        });
    }
}

fn is_hurt(context: &Context, query: &Query) -> bool {
    context.is_hurt(&query.path, query.property)
}

/// The function that an expression is, whatever is said of it.
fn function(expression: &Expr) -> Option<&Function> {
    match &expression.kind {
        ExprKind::Function(function) => Some(function),
        ExprKind::Binary { first, rest } if rest.iter().all(|(operator, _)| *operator == m::Operator::Meta) => {
            function(first)
        }
        ExprKind::Let { steps, body } => match &body.kind {
            ExprKind::Function(function) => Some(function),
            ExprKind::Name { name, .. } => function(&steps.iter().find(|step| step.name.text == *name)?.value),
            _ => None,
        },
        _ => None,
    }
}

fn wrong(name: &str, function: &Function, count: usize) -> Option<String> {
    let most = function.parameters.len();
    let least = function.parameters.iter().take_while(|parameter| !parameter.optional).count();
    m::calls::miscounted(&format!("`{name}`"), least, most, count)
}

/// The first argument that is spelled out and of another kind than its parameter takes.
fn wrong_kind(name: &str, function: &Function, arguments: &[Expr]) -> Option<(Span, String)> {
    function.parameters.iter().zip(arguments).find_map(|(parameter, argument)| {
        let wanted = Kind::declared(parameter.ty.as_ref()?)?;
        let given = Kind::literal(argument).filter(|given| *given != wanted)?;
        let (wanted, given) = (wanted.described(), given.described());
        let message = format!("`{name}` wants {wanted} as its `{}`, not {given}", parameter.name.text);
        Some((argument.span.clone(), message))
    })
}

fn parameters(function: &Function) -> Span {
    let spans = || function.parameters.iter().map(|parameter| &parameter.name.span);
    let start = spans().map(|span| span.start).min().unwrap_or(function.body.span.start);
    start..spans().map(|span| span.end).max().unwrap_or(start)
}

/// Every call of a name. What is tried may fail, and is left alone.
fn calls<'a>(expression: &'a Expr, visit: &mut dyn FnMut(&'a str, &'a Span, &'a [Access], &'a [Expr])) {
    if matches!(expression.kind, ExprKind::Try { .. }) {
        return;
    }
    if let ExprKind::Access { of, accesses } = &expression.kind
        && let ExprKind::Name { name, .. } = &of.kind
        && let Some(AccessKind::Call(arguments)) = accesses.first().map(|access| &access.kind)
    {
        visit(name, &of.span, accesses, arguments);
    }
    walk::children(expression, &mut |child| calls(child, visit));
}
