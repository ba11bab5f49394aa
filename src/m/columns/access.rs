//! What stands behind a value: a field, an item, the arguments of a call.

use super::Columns;
use super::evaluate::{Evaluator, known};
use super::names::Scope;
use super::value::Value;
use crate::m::kinds::Kind;
use crate::m::{Access, AccessKind, Expr, ExprKind, walk};

impl<'a> Evaluator<'a> {
    pub fn accesses(&mut self, of: &'a Expr, accesses: &'a [Access], scope: &Option<Scope<'a>>) -> Value {
        let mut rest = accesses;
        let mut value = match (&of.kind, accesses) {
            (ExprKind::Name { name, .. }, [Access { kind: AccessKind::Call(arguments), .. }, others @ ..])
                if self.find(name, scope).is_none() =>
            {
                rest = others;
                self.call(name, arguments, scope)
            }
            _ => self.value(of, scope, None),
        };
        // Calls of a function that is called where it is written, or that is another query, are judged elsewhere.
        let mut is_own = match &of.kind {
            ExprKind::Name { name, .. } => self.find(name, scope).is_some_and(|slot| slot >= self.queries.len()),
            ExprKind::Function(_) | ExprKind::Each(_) => false,
            _ => true,
        };
        for access in rest {
            self.judge_access(&value, access, of);
            value = match &access.kind {
                AccessKind::Call(arguments) => {
                    let given = arguments.iter().map(|argument| self.value(argument, scope, None).kind()).collect();
                    self.called(value, arguments, given, of, access, is_own)
                }
                _ => self.access(value, access, scope),
            };
            is_own = true;
        }
        value
    }

    /// A function of the query.
    fn called(
        &mut self,
        function: Value,
        arguments: &[Expr],
        given: Vec<Option<Kind>>,
        of: &Expr,
        access: &Access,
        is_own: bool,
    ) -> Value {
        let Value::Function(lambda) = function else { return Value::Unknown };
        self.judge_own(&lambda, arguments, &given, of, access, is_own);
        if lambda.is_fresh { Value::Fresh } else { Value::of(lambda.gives) }
    }

    pub fn access(&mut self, of: Value, access: &'a Access, scope: &Option<Scope<'a>>) -> Value {
        let is_row = matches!(of, Value::Record(_) | Value::Row(_));
        match (&access.kind, of) {
            (AccessKind::Field { field, optional }, Value::Table(columns) | Value::Record(columns)) => {
                if !optional {
                    self.check(&columns, &field.text, &field.span);
                }
                let column = known(&columns, &field.text);
                match is_row {
                    true if column.ty.as_deref() == Some("table") => Value::Fresh,
                    true => Value::of(column.kind),
                    false => Value::Of(Kind::List),
                }
            }
            (AccessKind::Project { fields, optional }, of @ (Value::Table(_) | Value::Record(_))) => {
                let is_table = matches!(of, Value::Table(_));
                let (Value::Table(columns) | Value::Record(columns)) = of else { return Value::Unknown };
                let mut is_whole = true;
                for field in fields.iter().filter(|_| !optional) {
                    is_whole &= self.check(&columns, &field.text, &field.span);
                }
                let kept: Columns = fields.iter().map(|field| known(&columns, &field.text)).collect();
                match is_whole {
                    true if is_table => Value::Table(kept),
                    true => Value::Record(kept),
                    false => Value::Unknown,
                }
            }
            (AccessKind::Field { field, optional }, Value::Rows(traces) | Value::Row(traces)) => {
                if !optional {
                    self.check_gone(&traces, &field.text, &field.span);
                }
                if is_row { Value::of(traces.kind(&field.text)) } else { Value::Of(Kind::List) }
            }
            (AccessKind::Field { .. }, Value::Fresh) => Value::Of(Kind::List),
            (AccessKind::Item { index, optional: false }, Value::Rows(traces)) => {
                self.value(index, scope, None);
                Value::Row(traces)
            }
            (AccessKind::Item { index, optional }, Value::List(items)) => {
                let index = self.value(index, scope, None);
                self.judge_index(&items, &index, access);
                match index {
                    Value::Number(at) if at >= 0.0 && !optional => {
                        items.get(at as usize).map_or(Value::Unknown, |item| item.value.clone())
                    }
                    _ => Value::Unknown,
                }
            }
            // A row of a table that is picked by its number or by a key.
            (AccessKind::Item { index, optional: false }, Value::Table(columns)) => {
                self.value(index, scope, None);
                if let ExprKind::Record(key) = &index.kind {
                    for field in key {
                        self.check(&columns, &field.name.text, &field.name.span);
                    }
                }
                Value::Record(columns)
            }
            _ => {
                walk::inside_access(access, &mut |child| drop(self.value(child, scope, None)));
                Value::Unknown
            }
        }
    }
}
