//! What operators give, and table constructors.

use super::binder::Binder;
use super::rules;
use super::shapes::unwrapped;
use super::types::{Relation, RowColumn, Type, Value};
use crate::dax::Span;
use crate::dax::tree::{Chain, Expr, ExprKind, Link, Operator, Precedence};

impl<'i> Binder<'i> {
    pub fn chain(&mut self, chain: &Chain) -> Value {
        let is_in = chain.rest.iter().any(|link| link.operator == Operator::In);
        // `(a, b) IN …` compares rows.
        let mut value = if is_in { self.expression(&chain.first).value() } else { self.scalar(&chain.first) };
        let mut left = &*chain.first;
        self.check_chain(chain);
        for link in &chain.rest {
            let right = match link.operator {
                Operator::In => self.searched(left, &link.operand),
                _ => self.scalar(&link.operand),
            };
            let is_first = std::ptr::eq(left, &*chain.first);
            value = self.linked((value, left), link, right, is_first);
            left = &link.operand;
        }
        value
    }

    // Not within the recursion: a level of depth takes little of the stack.
    fn check_chain(&mut self, chain: &Chain) {
        self.report_all(rules::same_operands::of_chain(chain));
        if !self.is_caught() {
            self.report_all(rules::zero::of_chain(chain));
        }
    }

    /// What an operator gives of two values.
    fn linked(&mut self, (value, left): (Value, &Expr), link: &Link, right: Value, is_first: bool) -> Value {
        match link.operator.precedence() {
            Precedence::Or | Precedence::And => {
                self.report_all(rules::condition::operand(value, left));
                self.report_all(rules::condition::operand(right, &link.operand));
                Value::Boolean
            }
            Precedence::Comparison => {
                // `a = b = c` compares true or false with `c`: it is written, and not always refused.
                let value = if !is_first && right.is_number() { Value::Unknown } else { value };
                self.report_all(rules::comparison::check(value, right, &link.operand.span));
                self.report_all(rules::dates::compared((value, left), (right, &link.operand)));
                Value::Boolean
            }
            Precedence::Concatenation => Value::Text,
            _ => {
                self.report_all(rules::number::operand(value, left));
                self.report_all(rules::number::operand(right, &link.operand));
                arithmetic(link.operator, value, right)
            }
        }
    }

    /// What stands behind `IN`: a table.
    fn searched(&mut self, row: &Expr, table: &Expr) -> Value {
        if let ExprKind::Column(column) = &unwrapped(table).kind {
            let value = self.column_reference(column).ty.value();
            self.report(rules::kinds::no_table_behind_in(table));
            return value;
        }
        let ty = self.expression(table);
        self.report_all(rules::widths::of_in(row, &ty, &table.span));
        self.report_all(rules::several_values::behind_in(table));
        if matches!(ty, Type::Value(_)) && rules::kinds::is_computed(table) {
            self.report(rules::kinds::no_table_behind_in(table));
            return Value::Unknown;
        }
        ty.value()
    }

    /// `{ 1, 2 }` has a column `Value`; `{ (1, "a") }` has `Value1` and `Value2`.
    pub fn constructor(&mut self, items: &[Expr], span: &Span) -> Type<'i> {
        let mut values: Vec<Value> = Vec::new();
        let mut width = None;
        let is_row = |item: &Expr| matches!(item.kind, ExprKind::Row(_));
        let has_rows = items.first().is_some_and(is_row);
        self.report_all(rules::empty_braces::check(items, span));
        for (at, item) in items.iter().enumerate() {
            let row: Vec<Value> = match &item.kind {
                ExprKind::Row(cells) => {
                    let first = *width.get_or_insert(cells.len());
                    self.report_all(rules::widths::of_row(first, cells.len(), &item.span));
                    cells.iter().map(|cell| self.scalar(cell)).collect()
                }
                _ => {
                    let first = width.filter(|_| has_rows);
                    self.report_all(first.and_then(|first| rules::widths::of_row(first, 1, &item.span)));
                    vec![self.scalar(item)]
                }
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
