//! Steps that need one another before any of them has a value.

use std::collections::{HashMap, HashSet};

use super::{AccessKind, Binding, Expr, ExprKind, Function, Operator, Problem, Span};
use crate::diag::{Code, Severity};

pub static CYCLIC_STEPS: Code = Code {
    id: "MQ026",
    name: "cyclic-m-steps",
    severity: Severity::Error,
    explanation: "These steps refer to one another in a circle, so that none of them ever has a value. Only a \
function may refer to itself, with `@`.

Wrong: `let First = Table.Distinct(Second), Second = Table.Buffer(First) in Second`
Right: `let First = Table.Distinct(Sales), Second = Table.Buffer(First) in Second`",
};

/// One for each circle.
pub fn problems(steps: &[Binding]) -> Vec<Problem> {
    let numbers: HashMap<&str, usize> =
        steps.iter().enumerate().map(|(at, step)| (step.name.text.as_str(), at)).collect();
    let needs: Vec<Vec<(usize, Span)>> = steps
        .iter()
        .enumerate()
        .map(|(own, step)| {
            let mut needed = Vec::new();
            needed_names(&step.value, &mut needed);
            let mut said = HashSet::new();
            let numbered = needed.into_iter().filter_map(|need| {
                let number = *numbers.get(need.name)?;
                // Without `@` its own name stands for something outside.
                let is_need = number != own || need.inclusive;
                (is_need && said.insert(number)).then_some((number, need.span))
            });
            numbered.collect()
        })
        .collect();
    circles(&needs).into_iter().filter_map(|circle| problem(steps, &circle)).collect()
}

fn problem(steps: &[Binding], circle: &[(usize, Span)]) -> Option<Problem> {
    let names: Vec<String> =
        circle.iter().filter_map(|(at, _)| Some(format!("`{}`", steps.get(*at)?.name.text))).collect();
    let (_, span) = circle.first()?;
    let message = match names.as_slice() {
        [own] => format!("the step {own} needs itself"),
        _ => format!("the steps {} need one another", names.join(" and ")),
    };
    let mut problem = Problem::new(&CYCLIC_STEPS, span.clone(), message).label("needed here");
    for (_, span) in circle.iter().skip(1).take(4) {
        problem = problem.also(span.clone(), "and here");
    }
    Some(problem)
}

pub struct Need<'a> {
    pub name: &'a str,
    inclusive: bool,
    /// A function that is called, and not only named.
    pub is_called: bool,
    pub span: Span,
}

/// The names that the expression does not itself define and that are certainly evaluated when it is.
pub fn needs(expression: &Expr) -> Vec<Need<'_>> {
    let mut needed = Vec::new();
    needed_names(expression, &mut needed);
    needed
}

/// The same of a function that is called.
pub fn needs_of_call(function: &Function) -> Vec<Need<'_>> {
    let mut needed = needs(&function.body);
    needed.retain(|need| !function.parameters.iter().any(|parameter| parameter.name.text == need.name));
    needed
}

/// The names that are certainly evaluated when the expression is: not those inside functions, records and lists,
/// which wait until they are asked for, nor those that depend on a condition.
fn needed_names<'a>(expression: &'a Expr, needed: &mut Vec<Need<'a>>) {
    match &expression.kind {
        ExprKind::Name { name, inclusive } => {
            let span = expression.span.clone();
            needed.push(Need { name, inclusive: *inclusive, is_called: false, span });
        }
        ExprKind::Access { of, accesses } => {
            needed_names(of, needed);
            let is_named = matches!(of.kind, ExprKind::Name { .. });
            let is_call = matches!(accesses.first().map(|access| &access.kind), Some(AccessKind::Call(_)));
            if let Some(need) = needed.last_mut().filter(|_| is_named && is_call) {
                need.is_called = true;
            }
            for access in accesses {
                match &access.kind {
                    AccessKind::Call(arguments) => {
                        arguments.iter().for_each(|one| needed_names(one, needed));
                        all_items(of, arguments).for_each(|one| needed_names(one, needed));
                    }
                    AccessKind::Item { index, .. } => needed_names(index, needed),
                    AccessKind::Field { .. } | AccessKind::Project { .. } => {}
                }
            }
        }
        ExprKind::If { branches, .. } => branches.iter().take(1).for_each(|one| needed_names(&one.condition, needed)),
        ExprKind::Unary { operand, .. } => needed_names(operand, needed),
        ExprKind::Typed { value, .. } => needed_names(value, needed),
        ExprKind::Binary { first, rest } => {
            needed_names(first, needed);
            let waits = |(operator, _): &&(Operator, Expr)| {
                matches!(operator, Operator::And | Operator::Or | Operator::Coalesce)
            };
            rest.iter().filter(|one| !waits(one)).for_each(|(_, operand)| needed_names(operand, needed));
        }
        ExprKind::Let { steps, body } => of_let(steps, body, needed),
        _ => {}
    }
}

/// The items of the list that a function puts together.
fn all_items<'a>(function: &Expr, arguments: &'a [Expr]) -> impl Iterator<Item = &'a Expr> {
    let puts_together = matches!(&function.kind, ExprKind::Name { name, .. }
        if matches!(name.as_str(), "Table.Combine" | "Text.Combine"));
    let items = match arguments.first().map(|list| &list.kind) {
        Some(ExprKind::List(items)) if puts_together => items.as_slice(),
        _ => &[],
    };
    items.iter().map(|item| &item.start)
}

/// What the result needs of outside, directly or by the steps that it needs.
fn of_let<'a>(steps: &'a [Binding], body: &'a Expr, needed: &mut Vec<Need<'a>>) {
    let mut waiting: HashMap<&str, &Expr> = steps.iter().map(|step| (step.name.text.as_str(), &step.value)).collect();
    let own: HashSet<&str> = waiting.keys().copied().collect();
    let mut open = vec![(None, body)];
    while let Some((step, expression)) = open.pop() {
        let before = needed.len();
        needed_names(expression, needed);
        for need in needed.split_off(before) {
            let is_outside = !own.contains(need.name) || step == Some(need.name) && !need.inclusive;
            if is_outside {
                needed.push(need);
            } else if let Some(value) = waiting.remove(need.name) {
                open.push((Some(need.name), value));
            }
        }
    }
}

const MAX_CIRCLES: usize = 20;

/// The circles that a walk along the needs comes upon, each with the places of its needs. No recursion: a chain may
/// be as long as there are steps.
pub fn circles(needs: &[Vec<(usize, Span)>]) -> Vec<Vec<(usize, Span)>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; needs.len()];
    let mut found = Vec::new();
    for start in 0..needs.len() {
        // Each step of the way with the number of its next need.
        let mut way: Vec<(usize, usize)> = Vec::new();
        if states.get(start) == Some(&State::New) {
            way.push((start, 0));
        }
        while let Some((at, next)) = way.last_mut().filter(|_| found.len() < MAX_CIRCLES) {
            let (at, need) = (*at, needs.get(*at).and_then(|needs| needs.get(*next)));
            *next += 1;
            let Some((to, _)) = need else {
                if let Some(state) = states.get_mut(at) {
                    *state = State::Done;
                }
                way.pop();
                continue;
            };
            if let Some(state) = states.get_mut(at) {
                *state = State::Open;
            }
            match states.get(*to) {
                Some(State::New) => way.push((*to, 0)),
                Some(State::Open) => {
                    let from = way.iter().position(|(step, _)| step == to).unwrap_or(0);
                    let circle = way.iter().skip(from).filter_map(|(step, next)| {
                        let (_, span) = needs.get(*step)?.get(next.checked_sub(1)?)?;
                        Some((*step, span.clone()))
                    });
                    found.push(circle.collect());
                }
                _ => {}
            }
        }
    }
    found
}
