//! What operators give, and table constructors.

use super::binder::Binder;
use super::rules;
use super::types::{Relation, RowColumn, Type, Value};
use crate::dax::tree::{Chain, Expr, ExprKind, Operator, Precedence};

impl<'i> Binder<'i> {
    pub fn chain(&mut self, chain: &Chain) -> Value {
        let is_in = chain.rest.iter().any(|link| link.operator == Operator::In);
        // `(a, b) IN …` compares rows.
        let mut value = if is_in { self.expression(&chain.first).value() } else { self.scalar(&chain.first) };
        for link in &chain.rest {
            value = match link.operator.precedence() {
                Precedence::Or | Precedence::And => {
                    self.scalar(&link.operand);
                    Value::Boolean
                }
                Precedence::Comparison => {
                    let right = match link.operator {
                        Operator::In => self.expression(&link.operand).value(),
                        _ => self.scalar(&link.operand),
                    };
                    self.report_all(rules::comparison::check(value, right, &link.operand.span));
                    Value::Boolean
                }
                Precedence::Concatenation => {
                    self.scalar(&link.operand);
                    Value::Text
                }
                _ => {
                    let right = self.scalar(&link.operand);
                    arithmetic(link.operator, value, right)
                }
            };
        }
        value
    }

    /// `{ 1, 2 }` has a column `Value`; `{ (1, "a") }` has `Value1` and `Value2`.
    pub fn constructor(&mut self, items: &[Expr]) -> Type<'i> {
        let mut values: Vec<Value> = Vec::new();
        let mut width = None;
        for (at, item) in items.iter().enumerate() {
            let row: Vec<Value> = match &item.kind {
                ExprKind::Row(cells) => {
                    width.get_or_insert(cells.len());
                    cells.iter().map(|cell| self.scalar(cell)).collect()
                }
                _ => vec![self.scalar(item)],
            };
            if at == 0 {
                values = row;
            } else {
                for (value, next) in values.iter_mut().zip(row) {
                    *value = value.join(next);
                }
            }
        }
        let named = |(at, value): (usize, &Value)| match width {
            Some(_) => RowColumn::new(&format!("Value{}", at + 1), *value),
            None => RowColumn::new("Value", *value),
        };
        let mut relation = Relation::default();
        relation.open = items.is_empty();
        values.iter().enumerate().map(named).for_each(|column| relation.push(column));
        Type::table(relation)
    }
}

fn arithmetic(operator: Operator, left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Unknown | Value::Variant, _) | (_, Value::Unknown | Value::Variant) => Value::Unknown,
        (Value::DateTime, Value::DateTime) if operator == Operator::Subtract => Value::Unknown,
        (Value::DateTime, _) | (_, Value::DateTime) => Value::DateTime,
        (left, right) if left.is_number() && right.is_number() => match operator {
            Operator::Divide | Operator::Power => Value::Double,
            _ => left.max(right),
        },
        (number, Value::Blank) | (Value::Blank, number) if number.is_number() => number,
        // Texts and booleans are converted.
        _ => Value::Unknown,
    }
}
