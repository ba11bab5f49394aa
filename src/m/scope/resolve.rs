//! A walk over the tree that knows at every place what can be seen there.

use std::collections::HashMap;

use super::{DUPLICATE_NAME, Reference, UNUSED_STEP};
use crate::diag::suggest;
use crate::m::{
    Binding, Expr, ExprKind, FieldType, Function, Handler, Name, Parameter, Problem, Section, Span, Type, TypeKind,
    cycles, library, walk,
};

#[derive(Default)]
pub struct Resolver<'a> {
    definitions: Vec<Definition<'a>>,
    /// Each name to what it stands for here, the innermost last.
    visible: HashMap<&'a str, Vec<usize>>,
    pub free: Vec<Reference>,
    pub problems: Vec<Problem>,
    /// How many free names the library does not have.
    strange: usize,
}

struct Definition<'a> {
    /// `None` for `_` of `each`.
    name: Option<&'a Name>,
    is_used: bool,
    /// Its own value is being walked, and sees it only with `@`.
    is_hidden: bool,
    /// A field of a record is named like what it is given more often than it names itself.
    is_field: bool,
}

/// For so many names that neither the expression nor the library defines, a near one is looked for.
const MAX_SUGGESTED: usize = 200;

impl<'a> Resolver<'a> {
    pub fn expression(expression: &'a Expr) -> Self {
        let mut resolver = Self::default();
        resolver.walk(expression);
        resolver
    }

    pub fn section(section: &'a Section) -> Self {
        let mut resolver = Self::default();
        let names: Vec<&Name> = section.members.iter().map(|member| &member.binding.name).collect();
        resolver.duplicates(names.iter().copied(), "member");
        let first = resolver.define(&names);
        for (member, definition) in section.members.iter().zip(first..) {
            resolver.value(&member.binding.value, definition);
        }
        resolver.forget(&names);
        resolver
    }

    fn walk(&mut self, expression: &'a Expr) {
        match &expression.kind {
            ExprKind::Name { name, inclusive } => self.reference(name, &expression.span, *inclusive, false),
            ExprKind::Implicit(access) => {
                self.reference("_", &expression.span, false, true);
                walk::inside_access(access, &mut |child| self.walk(child));
            }
            ExprKind::Each(body) => {
                let definition = self.definitions.len();
                self.definitions.push(Definition { name: None, is_used: true, is_hidden: false, is_field: false });
                self.visible.entry("_").or_default().push(definition);
                self.walk(body);
                self.visible.entry("_").or_default().pop();
            }
            ExprKind::Function(function) => self.function(function),
            ExprKind::Try { tried, handler } => {
                self.walk(tried);
                match handler {
                    Some(Handler::Otherwise(value)) => self.walk(value),
                    Some(Handler::Catch(function)) => self.function(function),
                    None => {}
                }
            }
            ExprKind::Let { steps, body } => self.let_steps(steps, body),
            ExprKind::Record(fields) => self.record(fields),
            ExprKind::Type(ty) => self.ty(ty),
            _ => walk::children(expression, &mut |child| self.walk(child)),
        }
    }

    fn let_steps(&mut self, steps: &'a [Binding], body: &'a Expr) {
        let names: Vec<&Name> = steps.iter().map(|step| &step.name).collect();
        self.duplicates(names.iter().copied(), "step");
        let first = self.define(&names);
        for (step, definition) in steps.iter().zip(first..) {
            self.value(&step.value, definition);
        }
        self.walk(body);
        self.forget(&names);
        // Of two steps with one name the fault is that there are two.
        let mut times: HashMap<&str, usize> = HashMap::new();
        names.iter().for_each(|name| *times.entry(&name.text).or_default() += 1);
        let unused = self.definitions.iter().skip(first).take(steps.len()).filter(|definition| !definition.is_used);
        let unused = unused.filter_map(|definition| definition.name);
        let unused = unused.filter(|name| !name.text.starts_with('_') && times.get(name.text.as_str()) == Some(&1));
        let unused: Vec<Problem> = unused.map(unused_step).collect();
        self.problems.extend(unused);
        self.problems.extend(cycles::problems(steps));
    }

    fn record(&mut self, fields: &'a [Binding]) {
        let names: Vec<&Name> = fields.iter().map(|field| &field.name).collect();
        self.duplicates(names.iter().copied(), "field");
        let first = self.define(&names);
        self.definitions.iter_mut().skip(first).for_each(|definition| definition.is_field = true);
        for (field, definition) in fields.iter().zip(first..) {
            self.value(&field.value, definition);
        }
        self.forget(&names);
    }

    fn function(&mut self, function: &'a Function) {
        self.parameters(&function.parameters);
        function.returns.iter().for_each(|ty| self.ty(ty));
        let names: Vec<&Name> = function.parameters.iter().map(|parameter| &parameter.name).collect();
        self.define(&names);
        self.walk(&function.body);
        self.forget(&names);
    }

    fn parameters(&mut self, parameters: &'a [Parameter]) {
        self.duplicates(parameters.iter().map(|parameter| &parameter.name), "parameter");
        parameters.iter().filter_map(|parameter| parameter.ty.as_ref()).for_each(|ty| self.ty(ty));
    }

    fn ty(&mut self, ty: &'a Type) {
        match &ty.kind {
            TypeKind::Missing | TypeKind::Primitive(_) => {}
            TypeKind::Nullable(inner) | TypeKind::List(inner) => self.ty(inner),
            TypeKind::Record { fields, .. } => self.field_types(fields, "field"),
            TypeKind::Table(fields) => self.field_types(fields, "column"),
            TypeKind::TableOf(value) | TypeKind::Expression(value) => self.walk(value),
            TypeKind::Function { parameters, returns } => {
                self.parameters(parameters);
                self.ty(returns);
            }
        }
    }

    fn field_types(&mut self, fields: &'a [FieldType], what: &str) {
        self.duplicates(fields.iter().map(|field| &field.name), what);
        fields.iter().filter_map(|field| field.ty.as_ref()).for_each(|ty| self.ty(ty));
    }

    /// The value of a definition, which does not see itself.
    fn value(&mut self, value: &'a Expr, definition: usize) {
        self.hide(definition, true);
        self.walk(value);
        self.hide(definition, false);
    }

    fn hide(&mut self, definition: usize, is_hidden: bool) {
        if let Some(definition) = self.definitions.get_mut(definition) {
            definition.is_hidden = is_hidden;
        }
    }

    /// The number of the first; the others follow.
    fn define(&mut self, names: &[&'a Name]) -> usize {
        let first = self.definitions.len();
        for name in names {
            self.visible.entry(&name.text).or_default().push(self.definitions.len());
            self.definitions.push(Definition { name: Some(name), is_used: false, is_hidden: false, is_field: false });
        }
        first
    }

    fn forget(&mut self, names: &[&'a Name]) {
        for name in names {
            if let Some(stack) = self.visible.get_mut(name.text.as_str()) {
                stack.pop();
            }
        }
    }

    fn reference(&mut self, name: &str, span: &Span, inclusive: bool, is_implicit: bool) {
        let mut own = None;
        let stack = self.visible.get(name).map(Vec::as_slice).unwrap_or_default();
        for at in stack.iter().rev() {
            let Some(definition) = self.definitions.get_mut(*at) else { continue };
            if definition.is_hidden && !inclusive {
                own = own.or(definition.name.filter(|_| !definition.is_field));
                continue;
            }
            definition.is_used |= !definition.is_hidden;
            return;
        }
        let is_strange = !library::contains(name) && self.strange < MAX_SUGGESTED;
        self.strange += usize::from(is_strange);
        let near = is_strange.then(|| {
            let visible = self.visible.iter().filter(|(name, stack)| !stack.is_empty() && **name != "_");
            let mut visible: Vec<&str> = visible.map(|(name, _)| *name).filter(|other| *other != name).collect();
            visible.sort_unstable();
            suggest::nearest(name, visible).map(str::to_owned)
        });
        self.free.push(Reference {
            name: name.to_owned(),
            span: span.clone(),
            is_implicit,
            own: own.cloned(),
            near: near.flatten(),
        });
    }

    fn duplicates(&mut self, names: impl Iterator<Item = &'a Name>, what: &str) {
        let mut first: HashMap<&str, &Name> = HashMap::new();
        for name in names {
            let Some(before) = first.get(name.text.as_str()) else {
                first.insert(&name.text, name);
                continue;
            };
            self.problems.push(
                Problem::new(&DUPLICATE_NAME, name.span.clone(), format!("a second {what} `{}`", name.text))
                    .label(format!("there is already a {what} of this name"))
                    .also(before.span.clone(), "the first one"),
            );
        }
    }
}

fn unused_step(name: &Name) -> Problem {
    Problem::new(&UNUSED_STEP, name.span.clone(), format!("the step `{}` is never used", name.text))
        .label("no other step and no result names it")
}
