//! Expressions to what they give, step by step.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::functions::{self, Given};
use super::value::{Item, Lambda, Traces, Value};
use super::{COLUMN_TWICE, Column, Columns, MISSING_COLUMN, UNLISTED_COLUMN};
use crate::diag::suggest;
use crate::m::kinds::Kind;
use crate::m::{
    Access, AccessKind, Binding, Branch, Expr, ExprKind, FieldType, Function, Operator, Problem, Section, Span, Type,
    TypeKind, TypeOperator, Unary, walk,
};

/// What a name stands for.
struct Slot<'a> {
    value: SlotValue<'a>,
    scope: Option<Scope<'a>>,
    /// Whether it stands where a fault is met.
    is_tried: bool,
}

enum SlotValue<'a> {
    Waiting(&'a Expr),
    Running,
    Done(Value),
}

/// The names that a `let`, a record or a function adds, each with the number of its slot.
pub struct Names<'a> {
    names: HashMap<&'a str, usize>,
    outer: Option<Scope<'a>>,
}

pub type Scope<'a> = Rc<Names<'a>>;

pub struct Evaluator<'a> {
    slots: Vec<Slot<'a>>,
    pub problems: Vec<Problem>,
    /// Columns that have been missed: one that is gone is gone for all later steps.
    missed: HashSet<String>,
    /// Whether what is read now is tried, or done only with values of some kind: a wrong kind is no fault there.
    pub is_tried: bool,
    depth: usize,
    /// How many columns may still be made.
    budget: usize,
    /// The first slots are those of queries that see one another; of each, what is wrong with it.
    queries: Vec<Vec<Problem>>,
}

const BUDGET: usize = 1_000_000;

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
        let gives = self.value(&function.body, &Some(inner), None).kind();
        Value::Function(Rc::new(Lambda::new(function, gives)))
    }

    fn record(&mut self, fields: &'a [Binding], scope: &Option<Scope<'a>>) -> Value {
        let bindings: Vec<&Binding> = fields.iter().collect();
        let (_, slots) = self.bind(&bindings, scope);
        let kinds: Vec<Option<Kind>> = slots.map(|slot| self.slot(slot).kind()).collect();
        let field = |(field, kind): (&Binding, _)| Column::new(&field.name.text).of(kind);
        Value::Record(fields.iter().zip(kinds).map(field).collect())
    }

    fn branches(
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

    fn binary(&mut self, first: &'a Expr, rest: &'a [(Operator, Expr)], scope: &Option<Scope<'a>>) -> Value {
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

    fn signed(&mut self, operators: &[Unary], operand: &Expr, value: Value) -> Value {
        match (operators, value) {
            ([Unary::Minus], Value::Number(number)) => Value::Number(-number),
            (operators, value) => Value::of(self.judge_unary(operators, operand, &value)),
        }
    }

    fn accesses(&mut self, of: &'a Expr, accesses: &'a [Access], scope: &Option<Scope<'a>>) -> Value {
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
        Value::of(lambda.gives)
    }

    /// A function of the library.
    fn call(&mut self, name: &str, arguments: &'a [Expr], scope: &Option<Scope<'a>>) -> Value {
        let mut values: Vec<Item> = Vec::new();
        for (at, argument) in arguments.iter().enumerate() {
            let given = match (functions::given(name, at), values.first().map(|item| &item.value)) {
                (Some(Given::Row), Some(Value::Table(columns))) => Some(Value::Record(columns.clone())),
                (Some(Given::Row), Some(Value::Rows(traces))) => Some(Value::Row(traces.clone())),
                (Some(Given::Table), Some(table @ Value::Table(_))) => Some(table.clone()),
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

    fn access(&mut self, of: Value, access: &'a Access, scope: &Option<Scope<'a>>) -> Value {
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

    /// Names that see one another.
    fn bind(&mut self, bindings: &[&'a Binding], outer: &Option<Scope<'a>>) -> (Scope<'a>, std::ops::Range<usize>) {
        let first = self.slots.len();
        let names = bindings.iter().zip(first..).map(|(binding, slot)| (binding.name.text.as_str(), slot)).collect();
        let scope = Rc::new(Names { names, outer: outer.clone() });
        for binding in bindings {
            let value = SlotValue::Waiting(&binding.value);
            self.slots.push(Slot { value, scope: Some(scope.clone()), is_tried: self.is_tried });
        }
        (scope, first..self.slots.len())
    }

    /// The parameters of a function, of which the first may be known; none of them is `_` of `each`.
    fn given(
        &mut self,
        parameters: &'a [crate::m::Parameter],
        given: Option<&Value>,
        outer: &Option<Scope<'a>>,
    ) -> Scope<'a> {
        let declared = |parameter: &'a crate::m::Parameter| {
            (parameter.name.text.as_str(), Value::of(parameter.ty.as_ref().and_then(Kind::declared)))
        };
        let mut named: Vec<(&str, Value)> = parameters.iter().map(declared).collect();
        if named.is_empty() {
            named.push(("_", Value::Unknown));
        }
        if let (Some((_, first)), Some(given)) = (named.first_mut(), given) {
            *first = given.clone();
        }
        let mut slots = HashMap::new();
        for (name, value) in named {
            slots.insert(name, self.slots.len());
            self.slots.push(Slot { value: SlotValue::Done(value), scope: None, is_tried: false });
        }
        Rc::new(Names { names: slots, outer: outer.clone() })
    }

    fn find(&self, name: &str, scope: &Option<Scope<'a>>) -> Option<usize> {
        let mut scope = scope.as_ref();
        while let Some(names) = scope {
            let slot = names.names.get(name).copied();
            // Inside its own value a name stands for something further out.
            let is_running =
                |slot: &usize| matches!(self.slots.get(*slot), Some(Slot { value: SlotValue::Running, .. }));
            if let Some(slot) = slot.filter(|slot| !is_running(slot)) {
                return Some(slot);
            }
            scope = names.outer.as_ref();
        }
        None
    }

    fn name(&mut self, name: &str, scope: &Option<Scope<'a>>) -> Value {
        match self.find(name, scope) {
            Some(slot) => self.slot(slot),
            None if name.ends_with(".Type") => Value::Type { name: Some(name.to_owned()), columns: None },
            None => Value::Constant(name.to_owned()),
        }
    }

    fn slot(&mut self, at: usize) -> Value {
        let Some(slot) = self.slots.get_mut(at) else { return Value::Unknown };
        let (expression, scope) = match &slot.value {
            SlotValue::Done(value) => return value.clone(),
            SlotValue::Running => return Value::Unknown,
            SlotValue::Waiting(expression) => (*expression, slot.scope.take()),
        };
        slot.value = SlotValue::Running;
        let was_tried = std::mem::replace(&mut self.is_tried, slot.is_tried);
        let value = if at < self.queries.len() {
            self.query(at, expression, &scope)
        } else {
            self.value(expression, &scope, None)
        };
        self.is_tried = was_tried;
        if let Some(slot) = self.slots.get_mut(at) {
            slot.value = SlotValue::Done(value.clone());
        }
        value
    }

    /// One query is asked for inside another: what is wrong with it is its own.
    fn query(&mut self, at: usize, expression: &'a Expr, scope: &Option<Scope<'a>>) -> Value {
        let problems = std::mem::take(&mut self.problems);
        let missed = std::mem::take(&mut self.missed);
        let budget = std::mem::replace(&mut self.budget, BUDGET);
        let value = self.value(expression, scope, None);
        (self.budget, self.missed) = (budget, missed);
        let own = std::mem::replace(&mut self.problems, problems);
        if let Some(query) = self.queries.get_mut(at) {
            *query = own;
        }
        // What a parameter holds is another thing tomorrow.
        let is_parameter = matches!(&expression.kind, ExprKind::Binary { rest, .. }
            if rest.iter().any(|(operator, _)| *operator == Operator::Meta));
        if is_parameter { Value::Unknown } else { value }
    }

    /// Whether the column is there; where it is not, that is said once.
    pub fn check(&mut self, columns: &Columns, name: &str, span: &Span) -> bool {
        let is_there = columns.iter().any(|column| column.name == name);
        // A heading that is empty is called after its number, and has perhaps come since.
        let is_expected = columns.is_whole || !is_numbered(name);
        if !is_there && is_expected && self.missed.insert(name.to_owned()) {
            let names = || columns.iter().map(|column| column.name.as_str());
            let mut problem = match columns.is_whole {
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
    if same { Value::Table(Columns { columns: columns.into(), is_whole }) } else { Value::of(kind) }
}

fn typed(value: Value, operator: TypeOperator, types: &[Type]) -> Value {
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
