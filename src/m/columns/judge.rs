//! MQ045, MQ047 to MQ049 of what is not spelled out: the kinds of values that the evaluator knows.
//!
//! What is spelled out is judged with the calls and not here again.

use std::collections::HashMap;

use super::evaluate::{Evaluator, column_kind};
use super::value::{Item, Lambda, Value};
use crate::m::calls;
use crate::m::calls::signatures::{self, Wanted};
use crate::m::kinds::{self, Kind};
use crate::m::{Access, AccessKind, Expr, ExprKind, Operator, Problem, Span, Unary};

impl Evaluator<'_> {
    fn fault(&mut self, problem: Option<Problem>) {
        self.problems.extend(problem.filter(|_| !self.is_tried));
    }

    /// The kind of what the operators give; `kinds` are those of the operands by where they begin.
    pub fn judge_operands(
        &mut self,
        first: &Expr,
        rest: &[(Operator, Expr)],
        kinds: &HashMap<usize, Option<Kind>>,
    ) -> Option<Kind> {
        calls::operands(first, rest, Kind::literal).ok()?;
        let of = |operand: &Expr| kinds.get(&operand.span.start).copied().flatten();
        match calls::operands(first, rest, of) {
            Ok(kind) => kind,
            Err(problem) => {
                self.fault(Some(problem));
                None
            }
        }
    }

    pub fn judge_unary(&mut self, operators: &[Unary], operand: &Expr, value: &Value) -> Option<Kind> {
        match kinds::unary(operators, value.kind()) {
            Ok(kind) => kind,
            Err(_) if Kind::literal(operand).is_some() => None,
            Err(message) => {
                self.fault(Some(Problem::new(&calls::OPERAND_KIND, operand.span.clone(), message)));
                None
            }
        }
    }

    pub fn judge_condition(&mut self, value: &Value, condition: &Expr) {
        let kind = value.kind().filter(|_| Kind::literal(condition).is_none());
        self.fault(kind.and_then(|kind| calls::not_a_condition(kind, &condition.span)));
    }

    /// What a function of the library is given: one fault for each argument.
    pub fn judge_arguments(&mut self, function: &str, arguments: &[Expr], values: &[Item]) {
        let Some(signature) = signatures::of(function) else { return };
        if !(signature.least..=signature.parameters.len()).contains(&arguments.len()) {
            return;
        }
        let pairs = || signature.parameters.iter().zip(arguments).zip(values);
        // Of two that are swapped one is enough, and what is spelled out has been judged.
        let is_misfit = |wanted: &Wanted, argument| Kind::literal(argument).is_some_and(|given| !wanted.takes(given));
        if pairs().any(|((wanted, argument), _)| is_misfit(wanted, argument)) {
            return;
        }
        let wrong = pairs().find_map(|((wanted, argument), item)| self.misfit(function, *wanted, argument, item));
        self.fault(wrong.or_else(|| expanded(function, values)));
    }

    /// A function of the library that is given the values of a column, of which only the kind is known.
    pub fn judge_transformation(&mut self, function: &Value, column: &Value, span: &Span) {
        let (Value::Constant(name), Some(given)) = (function, column.kind()) else { return };
        let wanted = signatures::of(name).and_then(|signature| signature.parameters.first());
        self.fault(wanted.filter(|wanted| !wanted.takes(given)).map(|wanted| {
            let message =
                format!("`{name}` takes {}, and each value of the column is {}", wanted.described(), given.described());
            Problem::new(&calls::ARGUMENT_KIND, span.clone(), message)
        }));
    }

    fn misfit(&self, function: &str, wanted: Wanted, argument: &Expr, item: &Item) -> Option<Problem> {
        if let Some(given) = item.value.kind().filter(|given| !wanted.takes(*given)) {
            let problem = calls::wrong_argument(function, &wanted.described(), given, item.span.clone());
            return Some(match (&item.value, wanted.of_items()) {
                (Value::Function(_), _) => problem.help("call it, with its arguments in parentheses"),
                (_, Some(kind)) if kind == given => {
                    problem.help("the items of a list stand in braces: `{First, Second}`")
                }
                _ => problem,
            });
        }
        if let (Some(kind), Value::List(items)) = (wanted.of_items(), &item.value) {
            return items.iter().find_map(|item| {
                let given = item.value.kind().filter(|given| *given != kind)?;
                Some(calls::wrong_argument(function, kind.described(), given, item.span.clone()))
            });
        }
        let (Some(count), Value::Function(lambda)) = (wanted.arguments(), &item.value) else { return None };
        called_with(function, count, lambda, item).or_else(|| {
            let at = if Kind::literal(argument).is_some() { &lambda.body } else { &item.span };
            lambda.gives.filter(|_| is_filter(function)).and_then(|kind| calls::not_a_condition(kind, at))
        })
    }

    /// A function of the query; of one that is another query only what is not spelled out.
    pub fn judge_own(
        &mut self,
        lambda: &Lambda,
        arguments: &[Expr],
        given: &[Option<Kind>],
        of: &Expr,
        access: &Access,
        is_own: bool,
    ) {
        let name = match &of.kind {
            ExprKind::Name { name, .. } => format!("`{name}`"),
            _ => "the function".to_owned(),
        };
        if let Some(message) = calls::miscounted(&name, lambda.least(), lambda.parameters.len(), given.len()) {
            let problem = Problem::new(&calls::ARGUMENT_COUNT, of.span.start..access.span.end, message);
            return self.fault(is_own.then_some(problem));
        }
        let wrong = lambda.parameters.iter().zip(arguments).zip(given).find_map(|((parameter, argument), given)| {
            let (wanted, given) = (parameter.kind?, (*given)?);
            let is_judged = !is_own && Kind::literal(argument).is_some();
            let (wanted, given) = (wanted != given && !is_judged).then(|| (wanted.described(), given.described()))?;
            let message = format!("{name} wants {wanted} as its `{}`, not {given}", parameter.name);
            Some(Problem::new(&calls::ARGUMENT_KIND, argument.span.clone(), message))
        });
        self.fault(wrong);
    }

    /// A field of what has none, an item of what is no list, a call of what is no function.
    pub fn judge_access(&mut self, value: &Value, access: &Access, of: &Expr) {
        let Some(kind) = value.kind() else { return };
        let message = match &access.kind {
            AccessKind::Call(_) if kind != Kind::Function => format!("{} is not called", kind.described()),
            AccessKind::Field { .. } | AccessKind::Project { .. } if !matches!(kind, Kind::Record | Kind::Table) => {
                format!("{} has no fields", kind.described())
            }
            AccessKind::Item { .. } if !matches!(kind, Kind::List | Kind::Table) => {
                format!("{} has no items", kind.described())
            }
            _ => return,
        };
        // A brace behind something else has perhaps lost its comma, which is said with the calls.
        let is_said = matches!(&access.kind, AccessKind::Item { index, .. }
            if Kind::literal(index).is_some_and(|kind| calls::not_an_index(kind, &access.span).is_some()));
        let problem = Problem::new(&calls::OPERAND_KIND, of.span.start..access.span.end, message);
        let problem = match (&access.kind, kind) {
            (AccessKind::Field { .. }, Kind::List) => problem.help("an item of a list is picked in braces: `List{0}`"),
            _ => problem,
        };
        self.fault((!is_said).then_some(problem));
    }

    pub fn judge_index(&mut self, items: &[Item], index: &Value, access: &Access) {
        let Value::Number(at) = index else { return };
        let count = items.len();
        let optional = matches!(access.kind, AccessKind::Item { optional: true, .. });
        let message = match *at {
            at if at < 0.0 => "items are counted from 0 on".to_owned(),
            at if at >= count as f64 && !optional => format!("there is no item {at} in a list of {count}"),
            _ => return,
        };
        let problem = Problem::new(&calls::NOT_AN_INDEX, access.span.clone(), message);
        self.fault(Some(problem.help("the first item is `{0}`, the last one `List.Last`")));
    }
}

/// A function that is called with another number of arguments than it has parameters.
fn called_with(function: &str, count: usize, lambda: &Lambda, item: &Item) -> Option<Problem> {
    let most = lambda.parameters.len();
    calls::miscounted("it", lambda.least(), most, count)?;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let message = format!(
        "`{function}` calls this function with {count} argument{}, and it has {most} parameter{}",
        plural(count),
        plural(most)
    );
    Some(Problem::new(&calls::ARGUMENT_COUNT, item.span.clone(), message))
}

/// A column that is expanded, and has surely nothing to expand.
fn expanded(function: &str, values: &[Item]) -> Option<Problem> {
    let wanted = match function {
        "Table.ExpandTableColumn" => Kind::Table,
        "Table.ExpandRecordColumn" => Kind::Record,
        _ => return None,
    };
    let [table, column, ..] = values else { return None };
    let Value::Text(name) = &column.value else { return None };
    let given = column_kind(&table.value, name).filter(|kind| *kind != wanted)?;
    let message = format!("the column `{name}` is not expanded: each of its values is {}", given.described());
    let problem = Problem::new(&calls::ARGUMENT_KIND, column.span.clone(), message);
    Some(problem.label(format!("`{function}` wants {} in each row", wanted.described())))
}

fn is_filter(function: &str) -> bool {
    matches!(function, "Table.SelectRows" | "List.Select")
}

#[cfg(test)]
mod tests;
