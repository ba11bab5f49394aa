//! The walk over a tree: scopes, and what each kind of expression gives.

use std::collections::HashSet;
use std::rc::Rc;

use super::index::{Index, Table};
use super::types::{Relation, Type, Value};
use super::variables::{Variable, Variables};
use super::{Bound, Fault, Reference, Site, SitePlace, Target, rules};
use crate::dax::Span;
use crate::dax::tree::query::Function;
use crate::dax::tree::{Block, Expr, ExprKind, Filtered, Literal, Sign, Unary};

pub struct Binder<'i> {
    pub index: &'i Index,
    pub place: SitePlace,
    pub home: Option<&'i Table>,
    pub variables: Variables<'i>,
    /// The row contexts, the innermost last.
    pub rows: Vec<Row<'i>>,
    /// What the window functions around walk over.
    pub windows: Vec<Row<'i>>,
    /// What the GROUPBYs around have grouped.
    pub groups: Vec<Rc<Relation<'i>>>,
    /// The functions around, in capitals, the innermost last.
    pub around: Vec<&'static str>,
    /// Arguments of functions of the user's around: where those put them is not known.
    pub user_arguments: usize,
    bound: Bound<'i>,
    /// Code and message of what was said.
    said: HashSet<(&'static str, String)>,
}

/// A row context.
#[derive(Clone, Debug)]
pub enum Row<'i> {
    Of(Rc<Relation<'i>>),
    /// Any column may be read: a predicate of CALCULATE brings the rows itself.
    Any,
}

impl<'i> Binder<'i> {
    pub fn new(index: &'i Index, site: Site) -> Self {
        let home = site.home.and_then(|name| index.table(name));
        let mut binder = Self {
            index,
            place: site.place,
            home,
            variables: Variables::default(),
            rows: Vec::new(),
            windows: Vec::new(),
            groups: Vec::new(),
            around: Vec::new(),
            user_arguments: 0,
            bound: Bound::default(),
            said: HashSet::new(),
        };
        if site.place.has_row() {
            binder.rows.push(home.map_or(Row::Any, |table| Row::Of(Rc::new(Relation::base(table)))));
        }
        binder
    }

    pub fn finish(mut self, ty: Type<'i>) -> Bound<'i> {
        self.bound.ty = ty;
        self.bound.references.sort_by_key(|reference| (reference.span.start, reference.span.end));
        self.bound.faults.sort_by_key(|fault| fault.span.start);
        self.bound
    }

    pub fn report(&mut self, fault: Fault) {
        // The same name is wrong once, however often it stands in the expression and in whatever case.
        if self.said.insert((fault.code.id, fault.message.to_lowercase())) {
            self.bound.faults.push(fault);
        }
    }

    pub fn report_all(&mut self, faults: impl IntoIterator<Item = Fault>) {
        faults.into_iter().for_each(|fault| self.report(fault));
    }

    pub fn refer(&mut self, span: &Span, target: Target<'i>) {
        self.bound.references.push(Reference { span: span.clone(), target });
    }

    pub fn expression(&mut self, expression: &Expr) -> Type<'i> {
        match &expression.kind {
            ExprKind::Literal(literal) => Type::Value(of_literal(literal)),
            ExprKind::Column(column) => self.column_value(column, &expression.span).ty,
            ExprKind::Name(name) => self.name(name),
            ExprKind::Parameter(name) => {
                self.report_all(rules::parameter::check(self.place, name));
                Type::Unknown
            }
            ExprKind::Words(_) | ExprKind::Error => Type::Unknown,
            ExprKind::Call(call) => self.call(call, &expression.span),
            ExprKind::Filtered(filtered) => self.filtered(filtered),
            ExprKind::Unary(unary) => Type::Value(self.unary(unary)),
            ExprKind::Chain(chain) => Type::Value(self.chain(chain)),
            ExprKind::Table(items) => self.constructor(items, &expression.span),
            ExprKind::Row(items) => {
                for item in items {
                    self.scalar(item);
                }
                Type::Unknown
            }
            ExprKind::Parenthesised(inner) => self.expression(inner),
            ExprKind::Block(block) => self.block(block),
            ExprKind::Omitted => Type::Value(Value::Blank),
        }
    }

    /// An expression of which one value is wanted.
    pub fn scalar(&mut self, expression: &Expr) -> Value {
        let ty = self.expression(expression);
        self.check_scalar(&ty, expression);
        ty.value()
    }

    // Not within the recursion: a level of depth takes little of the stack.
    fn check_scalar(&mut self, ty: &Type<'i>, expression: &Expr) {
        self.report_all(rules::table_as_scalar::check(ty, expression));
        self.report_all(rules::several_values::check(expression));
        self.report_all(rules::standing::clause(self.place, ty, expression));
    }

    fn filtered(&mut self, filtered: &Filtered) -> Type<'i> {
        let ty = self.expression(&filtered.measure);
        for filter in &filtered.filters {
            self.filter(filter);
        }
        ty
    }

    fn unary(&mut self, unary: &Unary) -> Value {
        let value = self.scalar(&unary.operand);
        self.report_all(match unary.sign {
            Sign::Not => rules::condition::operand(value, &unary.operand),
            Sign::Plus | Sign::Minus => rules::number::operand(value, &unary.operand),
        });
        match unary.sign {
            Sign::Not => Value::Boolean,
            Sign::Plus => value,
            Sign::Minus if value.is_number() || value == Value::DateTime => value,
            Sign::Minus => Value::Unknown,
        }
    }

    fn block(&mut self, block: &Block) -> Type<'i> {
        let outside = self.variables.count();
        for variable in &block.variables {
            let ty = self.expression(&variable.value);
            self.report_all(rules::standing::clause(self.place, &ty, &variable.value));
            let name = variable.name.clone();
            let first = self.variables.since(outside, &name.text);
            let is_again = first.is_some();
            let fault = first.map(|first| {
                // Which of the two is used nobody can tell.
                first.is_used = true;
                rules::variables::duplicate(first, &name)
            });
            self.report_all(fault);
            self.report_all(rules::variables::like_table(self.index, &name));
            self.variables.push(Variable { name, ty, is_parameter: false, is_used: is_again });
        }
        let ty = self.expression(&block.body);
        for variable in self.variables.leave(outside) {
            self.report_all(rules::variables::unused(&variable));
        }
        ty
    }

    /// The body with its parameters as variables, of which nothing is known.
    pub fn function(&mut self, function: &Function) -> Type<'i> {
        let outside = self.variables.count();
        for parameter in &function.parameters {
            if let Some(default) = &parameter.default {
                self.expression(default);
            }
            let first = self.variables.since(outside, &parameter.name.text);
            let fault = first.map(|first| rules::variables::parameter_twice(first, &parameter.name));
            self.report_all(fault);
            self.variables.push(Variable::parameter(parameter));
        }
        // What it reads directly it reads where it is called.
        self.rows.push(Row::Any);
        let ty = self.expression(&function.body);
        self.rows.pop();
        self.variables.leave(outside);
        ty
    }

    pub fn is_in_argument_of_user(&self) -> bool {
        self.user_arguments > 0
    }

    pub fn within<T>(&mut self, row: Row<'i>, bind: impl FnOnce(&mut Self) -> T) -> T {
        self.rows.push(row);
        let result = bind(self);
        self.rows.pop();
        result
    }
}

fn of_literal(literal: &Literal) -> Value {
    match literal {
        Literal::Integer(_) => Value::Integer,
        Literal::Real(_) => Value::Double,
        Literal::Text(_) => Value::Text,
        Literal::Date(_) => Value::DateTime,
        Literal::Boolean(_) => Value::Boolean,
    }
}
