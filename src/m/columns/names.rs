//! Names, and the slots that hold what they stand for: each is read once, when it is asked for.

use std::collections::HashMap;
use std::rc::Rc;

use super::evaluate::{BUDGET, Evaluator};
use super::value::Value;
use crate::m::kinds::Kind;
use crate::m::{self, Binding, Expr, ExprKind, Operator};

/// What a name stands for.
pub struct Slot<'a> {
    pub value: SlotValue<'a>,
    pub scope: Option<Scope<'a>>,
    /// Whether it stands where a fault is met.
    pub is_tried: bool,
}

pub enum SlotValue<'a> {
    Waiting(&'a Expr),
    Running,
    Done(Value),
}

/// The names that a `let`, a record or a function adds, each with the number of its slot.
pub struct Names<'a> {
    pub names: HashMap<&'a str, usize>,
    pub outer: Option<Scope<'a>>,
}

pub type Scope<'a> = Rc<Names<'a>>;

impl<'a> Evaluator<'a> {
    /// Names that see one another.
    pub fn bind(&mut self, bindings: &[&'a Binding], outer: &Option<Scope<'a>>) -> (Scope<'a>, std::ops::Range<usize>) {
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
    pub fn given(
        &mut self,
        parameters: &'a [m::Parameter],
        given: Option<&Value>,
        outer: &Option<Scope<'a>>,
    ) -> Scope<'a> {
        let declared = |parameter: &'a m::Parameter| {
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

    pub fn find(&self, name: &str, scope: &Option<Scope<'a>>) -> Option<usize> {
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

    pub fn name(&mut self, name: &str, scope: &Option<Scope<'a>>) -> Value {
        match self.find(name, scope) {
            Some(slot) => self.slot(slot),
            None if name.ends_with(".Type") => Value::Type { name: Some(name.to_owned()), columns: None },
            None => Value::Constant(name.to_owned()),
        }
    }

    pub fn slot(&mut self, at: usize) -> Value {
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
        // What a parameter holds is another thing tomorrow, if of the same kind.
        let is_any = || {
            let mut fields = expression.meta().into_iter().flatten();
            fields.any(|one| one.name.text == "Type" && one.value.kind == ExprKind::Text("Any".to_owned()))
        };
        match &expression.kind {
            ExprKind::Binary { rest, .. } if rest.iter().any(|(operator, _)| *operator == Operator::Meta) => {
                let kind = value.kind().filter(|kind| !matches!(kind, Kind::Table | Kind::Function));
                if is_any() { Value::Unknown } else { Value::of(kind) }
            }
            _ => value,
        }
    }
}
