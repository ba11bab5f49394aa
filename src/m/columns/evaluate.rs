//! Expressions to what they give, step by step.

use std::collections::HashSet;
use std::rc::Rc;

use super::functions::{self, Given};
use super::names::{Names, Scope, Slot, SlotValue};
use super::operators::typed;
use super::value::{Item, Lambda, Traces, Value};
use super::{COLUMN_TWICE, Column, Columns, MISSING_COLUMN, UNLISTED_COLUMN};
use crate::diag::suggest;
use crate::m::kinds::Kind;
use crate::m::{self, Binding, Expr, ExprKind, FieldType, Function, Problem, Section, Span, Type, TypeKind, walk};

pub struct Evaluator<'a> {
    pub slots: Vec<Slot<'a>>,
    pub problems: Vec<Problem>,
    /// Columns that have been missed: one that is gone is gone for all later steps.
    pub missed: HashSet<String>,
    /// Whether what is read now is tried, or done only with values of some kind: a wrong kind is no fault there.
    pub is_tried: bool,
    depth: usize,
    /// How many columns may still be made.
    pub budget: usize,
    /// The first slots are those of queries that see one another; of each, what is wrong with it.
    pub queries: Vec<Vec<Problem>>,
}

pub const BUDGET: usize = 1_000_000;

const LONGEST_LIST: usize = 100_000;

/// Steps that are defined in the order of their use need one level each at most; others are followed so far.
const MAX_DEPTH: usize = 250;

impl<'a> Evaluator<'a> {
    pub fn new() -> Self {
        Self {
            slots: Vec::new(),
            problems: Vec::new(),
            missed: HashSet::new(),
            is_tried: false,
            depth: 0,
            budget: BUDGET,
            queries: Vec::new(),
        }
    }

    pub fn expression(&mut self, expression: &'a Expr) -> Value {
        self.value(expression, &None, None)
    }

    pub fn section(&mut self, section: &'a Section) {
        let bindings: Vec<&Binding> = section.members.iter().map(|member| &member.binding).collect();
        let (_, slots) = self.bind(&bindings, &None);
        slots.for_each(|slot| drop(self.slot(slot)));
    }

    /// Queries that see one another by their names; of a query without an expression nothing is known.
    pub fn queries(&mut self, queries: &[(Option<&'a str>, Option<&'a Expr>)]) -> Vec<(Value, Vec<Problem>)> {
        let named = queries.iter().enumerate().filter_map(|(at, (name, _))| Some(((*name)?, at)));
        let scope = Rc::new(Names { names: named.collect(), outer: None });
        self.queries = vec![Vec::new(); queries.len()];
        self.slots.extend(queries.iter().map(|(_, expression)| Slot {
            value: expression.map_or(SlotValue::Done(Value::Unknown), SlotValue::Waiting),
            scope: Some(scope.clone()),
            is_tried: false,
        }));
        let values: Vec<Value> = (0..queries.len()).map(|at| self.slot(at)).collect();
        values.into_iter().zip(std::mem::take(&mut self.queries)).collect()
    }

    /// `given` is what a function that is spelled out here gets as its first argument.
    pub fn value(&mut self, expression: &'a Expr, scope: &Option<Scope<'a>>, given: Option<&Value>) -> Value {
        if self.depth >= MAX_DEPTH {
            return Value::Unknown;
        }
        self.depth += 1;
        let value = self.value_of(expression, scope, given);
        self.depth -= 1;
        value
    }

    fn value_of(&mut self, expression: &'a Expr, scope: &Option<Scope<'a>>, given: Option<&Value>) -> Value {
        match &expression.kind {
            ExprKind::Null => Value::Null,
            ExprKind::Text(text) => Value::Text(text.clone()),
            ExprKind::Number(number) => Value::Number(*number),
            ExprKind::Logical(_) => Value::Of(Kind::Logical),
            ExprKind::Name { name, .. } => self.name(name, scope),
            ExprKind::List(items) => {
                let is_range = items.iter().any(|item| item.end.is_some());
                // Of so many nobody makes columns.
                if items.len() > LONGEST_LIST {
                    return Value::Of(Kind::List);
                }
                let values = items.iter().map(|item| {
                    item.end.iter().for_each(|end| drop(self.value(end, scope, None)));
                    Item { value: self.value(&item.start, scope, given), span: item.start.span.clone() }
                });
                let values: Rc<[Item]> = values.collect();
                if is_range { Value::Of(Kind::List) } else { Value::List(values) }
            }
            ExprKind::Record(fields) => self.record(fields, scope),
            ExprKind::Let { steps, body } => {
                let bindings: Vec<&Binding> = steps.iter().collect();
                let (inner, slots) = self.bind(&bindings, scope);
                slots.for_each(|slot| drop(self.slot(slot)));
                self.value(body, &Some(inner), given)
            }
            ExprKind::Each(body) => self.each(body, scope, given),
            ExprKind::Function(function) => self.function(function, scope, given),
            ExprKind::Access { of, accesses } => self.accesses(of, accesses, scope),
            ExprKind::Implicit(access) => {
                let row = self.name("_", scope);
                self.access(row, access, scope)
            }
            ExprKind::Type(ty) => self.type_value(ty, scope),
            ExprKind::If { branches, otherwise } => self.branches(branches, otherwise, scope, given),
            ExprKind::Binary { first, rest } => self.binary(first, rest, scope),
            ExprKind::Unary { operators, operand } => {
                let value = self.value(operand, scope, None);
                self.signed(operators, operand, value)
            }
            ExprKind::Typed { value, operator, types } => {
                let value = self.value(value, scope, given);
                for ty in types {
                    walk::inside_type(ty, &mut |child| drop(self.value(child, scope, None)));
                }
                typed(value, *operator, types)
            }
            ExprKind::Try { .. } => {
                let was_tried = std::mem::replace(&mut self.is_tried, true);
                walk::children(expression, &mut |child| drop(self.value(child, scope, None)));
                self.is_tried = was_tried;
                Value::Unknown
            }
            _ => {
                walk::children(expression, &mut |child| drop(self.value(child, scope, None)));
                Value::Unknown
            }
        }
    }

    fn each(&mut self, body: &'a Expr, scope: &Option<Scope<'a>>, given: Option<&Value>) -> Value {
        let inner = self.given(&[], given, scope);
        let gives = self.value(body, &Some(inner), None).kind();
        Value::Function(Rc::new(Lambda::each(gives, body.span.clone())))
    }

    fn function(&mut self, function: &'a Function, scope: &Option<Scope<'a>>, given: Option<&Value>) -> Value {
        let inner = self.given(&function.parameters, given, scope);
        let gives = self.value(&function.body, &Some(inner), None);
        let is_fresh = matches!(gives, Value::Fresh);
        Value::Function(Rc::new(Lambda { is_fresh, ..Lambda::new(function, gives.kind()) }))
    }

    fn record(&mut self, fields: &'a [Binding], scope: &Option<Scope<'a>>) -> Value {
        let bindings: Vec<&Binding> = fields.iter().collect();
        let (_, slots) = self.bind(&bindings, scope);
        let kinds: Vec<Option<Kind>> = slots.map(|slot| self.slot(slot).kind()).collect();
        let field = |(field, kind): (&Binding, _)| Column::new(&field.name.text).of(kind);
        Value::Record(fields.iter().zip(kinds).map(field).collect())
    }

    /// A function of the library.
    pub fn call(&mut self, name: &str, arguments: &'a [Expr], scope: &Option<Scope<'a>>) -> Value {
        let mut values: Vec<Item> = Vec::new();
        for (at, argument) in arguments.iter().enumerate() {
            if let (Some(table), ExprKind::List(items)) = (functions::transformed(name, at, &values), &argument.kind) {
                let value = self.transformations(items, &table, scope, true);
                values.push(Item { value, span: argument.span.clone() });
                continue;
            }
            let given = match (functions::given(name, at), values.first().map(|item| &item.value)) {
                (Some(Given::Row), Some(Value::Table(columns))) => Some(Value::Record(columns.clone())),
                (Some(Given::Row), Some(Value::Rows(traces))) => Some(Value::Row(traces.clone())),
                (Some(Given::Table), Some(table @ (Value::Table(_) | Value::Rows(_)))) => Some(table.clone()),
                _ => None,
            };
            let value = self.value(argument, scope, given.as_ref());
            values.push(Item { value, span: argument.span.clone() });
        }
        self.judge_arguments(name, arguments, &values);
        let after = functions::after(self, name, &values);
        let value =
            functions::result(self, name, &values).or(after).unwrap_or_else(|| functions::unknown(name, &values));
        let value = match value {
            Value::Table(columns) if !functions::lists_all(name) && values.iter().any(is_doubtful) => {
                Value::Table(columns.listed())
            }
            value => value,
        };
        if let Value::Table(columns) = &value {
            self.budget = self.budget.saturating_sub(columns.len());
        }
        // Thousands of steps over thousands of columns: nobody wrote that.
        if self.budget == 0 { Value::Unknown } else { value }
    }

    /// `{{"a", each …}}` or one pair alone: each function gets the values of its column.
    fn transformations(
        &mut self,
        items: &'a [m::Item],
        table: &Value,
        scope: &Option<Scope<'a>>,
        has_pairs: bool,
    ) -> Value {
        let mut column = None;
        let mut values = Vec::new();
        for item in items {
            let expression = &item.start;
            item.end.iter().for_each(|end| drop(self.value(end, scope, None)));
            let value = match &expression.kind {
                ExprKind::List(pair) if has_pairs => self.transformations(pair, table, scope, false),
                _ => self.value(expression, scope, column.as_ref()),
            };
            if let (Some(given), true) = (&column, values.len() == 1) {
                self.judge_transformation(&value, given, &expression.span);
            }
            // The first of a pair is the name.
            column = match &value {
                Value::Text(name) if values.is_empty() => Some(Value::of(column_kind(table, name))),
                _ => None,
            };
            values.push(Item { value, span: expression.span.clone() });
        }
        Value::List(values.into())
    }

    fn type_value(&mut self, ty: &'a Type, scope: &Option<Scope<'a>>) -> Value {
        match &ty.kind {
            TypeKind::Primitive(name) => Value::Type { name: Some((*name).to_owned()), columns: None },
            TypeKind::Nullable(inner) => self.type_value(inner, scope),
            TypeKind::Table(fields) => {
                let columns = fields.iter().map(|field| self.field_type(field, scope)).collect();
                Value::Type { name: Some("table".to_owned()), columns: Some(columns) }
            }
            TypeKind::Expression(value) => self.value(value, scope, None),
            _ => {
                walk::inside_type(ty, &mut |child| drop(self.value(child, scope, None)));
                Value::Type { name: None, columns: None }
            }
        }
    }

    fn field_type(&mut self, field: &'a FieldType, scope: &Option<Scope<'a>>) -> Column {
        let ty = field.ty.as_ref().map(|ty| self.type_value(ty, scope));
        Column::new(&field.name.text).typed(ty.as_ref().and_then(type_name))
    }

    /// Whether the column is there; where it is not, that is said once.
    pub fn check(&mut self, columns: &Columns, name: &str, span: &Span) -> bool {
        let is_taken = columns.taken.iter().any(|taken| taken == name);
        // A heading that is empty is called after its number, and has perhaps come since.
        let may_be_there = !columns.is_whole && is_numbered(name) && !is_taken;
        let is_there = may_be_there || columns.iter().any(|column| column.name == name);
        if !is_there && self.missed.insert(name.to_owned()) {
            let names = || columns.iter().map(|column| column.name.as_str());
            let mut problem = match columns.is_whole || is_taken {
                true => Problem::new(&MISSING_COLUMN, span.clone(), format!("there is no column `{name}` here"))
                    .label("the table of this step does not have it"),
                false => Problem::new(&UNLISTED_COLUMN, span.clone(), format!("no step has made the column `{name}`"))
                    .label("nor is it among those that were given a type"),
            };
            if let Some(near) = suggest::nearest(name, names()) {
                problem = problem.help(format!("did you mean `{near}`?"));
            } else if columns.len() <= 12 {
                let shown: Vec<String> = names().map(|name| format!("`{name}`")).collect();
                problem = problem.help(format!("its columns are {}", shown.join(", ")));
            }
            self.problems.push(problem);
        }
        is_there
    }

    /// A column of a table whose others are not known: it cannot be one that is gone.
    pub fn check_gone(&mut self, traces: &Traces, name: &str, span: &Span) {
        if traces.gone.iter().any(|one| one == name) && self.missed.insert(name.to_owned()) {
            self.problems.push(
                Problem::new(&MISSING_COLUMN, span.clone(), format!("there is no column `{name}` here any more"))
                    .label("a step before this one has renamed it, or taken it out"),
            );
        }
    }

    pub fn twice(&mut self, name: &str, span: &Span) {
        self.problems.push(
            Problem::new(&COLUMN_TWICE, span.clone(), format!("the table already has a column `{name}`"))
                .label("a second one cannot be made"),
        );
    }
}

/// `Column7`
pub fn is_numbered(name: &str) -> bool {
    name.strip_prefix("Column").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The kind of a column of a table.
pub fn column_kind(table: &Value, name: &str) -> Option<Kind> {
    match table {
        Value::Table(columns) => known(columns, name).kind,
        Value::Rows(traces) => traces.kind(name),
        _ => None,
    }
}

/// The column of this name with its type.
pub fn known(columns: &Columns, name: &str) -> Column {
    let found = columns.iter().find(|column| column.name == name);
    found.cloned().unwrap_or_else(|| Column::new(name))
}

pub fn type_name(value: &Value) -> Option<String> {
    match value {
        Value::Type { name, .. } => name.clone(),
        _ => None,
    }
}

/// A table, or a list with one, that has perhaps more columns.
fn is_doubtful(item: &Item) -> bool {
    match &item.value {
        Value::Table(columns) => !columns.is_whole,
        Value::List(items) => {
            items.iter().any(|item| matches!(&item.value, Value::Table(columns) if !columns.is_whole))
        }
        _ => false,
    }
}
