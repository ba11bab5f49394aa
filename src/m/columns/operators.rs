//! What operators and conditions give.

use std::collections::HashMap;

use super::Columns;
use super::evaluate::Evaluator;
use super::functions;
use super::names::Scope;
use super::value::Value;
use crate::m::kinds::Kind;
use crate::m::{Branch, Expr, ExprKind, Operator, Type, TypeOperator, Unary, walk};

impl<'a> Evaluator<'a> {
    pub fn branches(
        &mut self,
        branches: &'a [Branch],
        otherwise: &'a Expr,
        scope: &Option<Scope<'a>>,
        given: Option<&Value>,
    ) -> Value {
        // What is done behind a question for a kind, is done with that kind.
        let was_tried = self.is_tried;
        self.is_tried |= branches.iter().any(|branch| asks_for_kind(&branch.condition, ASKED));
        let mut values = vec![self.value(otherwise, scope, given)];
        for branch in branches {
            let condition = self.value(&branch.condition, scope, None);
            self.judge_condition(&condition, &branch.condition);
            values.push(self.value(&branch.value, scope, given));
        }
        self.is_tried = was_tried;
        all_alike(values)
    }

    pub fn binary(&mut self, first: &'a Expr, rest: &'a [(Operator, Expr)], scope: &Option<Scope<'a>>) -> Value {
        let was_tried = self.is_tried;
        let mut values = vec![self.value(first, scope, None)];
        self.is_tried |= asks_for_kind(first, ASKED);
        for (_, operand) in rest {
            values.push(self.value(operand, scope, None));
            self.is_tried |= asks_for_kind(operand, ASKED);
        }
        self.is_tried = was_tried;
        self.operated(first, rest, values)
    }

    fn operated(&mut self, first: &Expr, rest: &[(Operator, Expr)], values: Vec<Value>) -> Value {
        let operands = std::iter::once(first).chain(rest.iter().map(|(_, operand)| operand));
        let kinds: HashMap<usize, Option<Kind>> =
            operands.zip(&values).map(|(operand, value)| (operand.span.start, value.kind())).collect();
        let kind = self.judge_operands(first, rest, &kinds);
        let mut values = values.into_iter();
        let mut left = values.next().unwrap_or(Value::Unknown);
        for ((operator, _), right) in rest.iter().zip(values) {
            left = match (operator, left, right) {
                (Operator::Meta, value, _) => value,
                (Operator::Concatenate, Value::List(a), Value::List(b)) => {
                    Value::List(a.iter().chain(b.iter()).cloned().collect())
                }
                (Operator::Concatenate, Value::Text(a), Value::Text(b)) => Value::Text(a + &b),
                (Operator::Concatenate, Value::Table(a), Value::Table(b)) => {
                    let is_whole = a.is_whole && b.is_whole;
                    Value::Table(Columns { is_whole, ..functions::combined(&[a, b]) })
                }
                _ => Value::Unknown,
            };
        }
        if matches!(left, Value::Unknown) { Value::of(kind) } else { left }
    }

    pub fn signed(&mut self, operators: &[Unary], operand: &Expr, value: Value) -> Value {
        match (operators, value) {
            ([Unary::Minus], Value::Number(number)) => Value::Number(-number),
            (operators, value) => Value::of(self.judge_unary(operators, operand, &value)),
        }
    }
}

/// The value of all branches: tables with the same columns, or what is of one kind.
fn all_alike(mut values: Vec<Value>) -> Value {
    values.retain(|value| !matches!(value, Value::Null));
    let kind = values.first().and_then(Value::kind).filter(|kind| values.iter().all(|one| one.kind() == Some(*kind)));
    let mut values = values.into_iter();
    let Some(Value::Table(first)) = values.next() else { return Value::of(kind) };
    let names = |columns: &Columns| columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    let mut is_whole = first.is_whole;
    let mut columns = first.to_vec();
    let same = values.all(|value| match value {
        Value::Table(others) => {
            is_whole &= others.is_whole;
            columns
                .iter_mut()
                .zip(others.iter())
                .filter(|(one, other)| one.kind != other.kind)
                .for_each(|(one, _)| one.kind = None);
            names(&others) == names(&first)
        }
        _ => false,
    });
    if same { Value::Table(Columns { is_whole, ..columns.into() }) } else { Value::of(kind) }
}

pub fn typed(value: Value, operator: TypeOperator, types: &[Type]) -> Value {
    match (operator, &value) {
        (TypeOperator::Is, _) => Value::Of(Kind::Logical),
        (TypeOperator::As, Value::Unknown | Value::Constant(_)) => Value::of(types.last().and_then(Kind::declared)),
        (TypeOperator::As, _) => value,
    }
}

/// How deep in a condition the question is looked for.
const ASKED: usize = 5;

/// `[Price] is number`, `Value.Is([Price], type number)`
fn asks_for_kind(condition: &Expr, depth: usize) -> bool {
    match &condition.kind {
        ExprKind::Typed { operator: TypeOperator::Is, .. } => return true,
        ExprKind::Name { name, .. } => return matches!(name.as_str(), "Value.Is" | "Value.Type"),
        // Further down it is perhaps there.
        ExprKind::Binary { .. } | ExprKind::Unary { .. } | ExprKind::Access { .. } if depth == 0 => return true,
        ExprKind::Binary { .. } | ExprKind::Unary { .. } | ExprKind::Access { .. } => {}
        _ => return false,
    }
    let mut asks = false;
    walk::children(condition, &mut |child| asks = asks || asks_for_kind(child, depth - 1));
    asks
}
