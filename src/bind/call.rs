//! Calls: which argument falls to which parameter, and what comes out.

use super::arguments::{Given, is_word};
use super::binder::{Binder, Row};
use super::types::{Type, Value};
use super::{Target, index, rules, user_result};
use crate::dax::Span;
use crate::dax::functions::{Function, Parameter, Placement, Shape, lookup, signature};
use crate::dax::tree::query::{ParameterKind, Passing};
use crate::dax::tree::{Call, Expr, ExprKind};

use super::shapes::{unwrapped, words};

impl<'i> Binder<'i> {
    pub fn call(&mut self, call: &Call, span: &Span) -> Type<'i> {
        let name = &call.function;
        if let Some(function) = lookup(&name.text) {
            self.refer(&name.span, Target::Function(function));
            return self.builtin(function, call, span);
        }
        if let Some(function) = self.index.function(&name.text) {
            self.refer(&name.span, Target::UserFunction(function));
            self.report_all(rules::arity::check_user(function, call, span));
            self.user_function(function, call);
            return user_result::of(function, self.index);
        }
        let fault = rules::unknown_name::function(self, name);
        self.report(fault);
        for argument in &call.arguments {
            self.within(Row::Any, |binder| binder.expression(argument));
        }
        Type::Unknown
    }

    fn builtin(&mut self, function: &'static Function, call: &Call, span: &Span) -> Type<'i> {
        let arguments = &call.arguments;
        let fault = rules::arity::check(function, call, span);
        let is_wrong = fault.is_some();
        self.report_all(fault);
        self.report_all(rules::standing::check(self, function, &call.function.span));
        let words: Vec<Option<String>> = arguments.iter().map(words).collect();
        let shapes: Vec<Shape> =
            arguments.iter().zip(&words).map(|(argument, words)| self.shape(argument, words)).collect();
        let placement = function.signature.place(&shapes);
        self.around.push(function.name);
        let mut given: Vec<Given<'i>> = Vec::with_capacity(arguments.len());
        for (at, argument) in arguments.iter().enumerate() {
            let next = match placement.parameter(at) {
                Some(parameter) => {
                    let next = self.word_or_placed(function, argument, parameter, &placement, &given, words.get(at));
                    if !is_wrong {
                        self.check_argument(function, parameter, &next, argument);
                    }
                    next
                }
                None => Given::of(self.expression(argument)),
            };
            given.push(next);
        }
        self.around.pop();
        if is_wrong {
            return Type::Unknown;
        }
        self.check_call(function, &placement, &given, call, span);
        let result = self.result(&placement, &given);
        self.report_all(rules::column_twice::check(function, &result, span));
        result
    }

    /// What is caught may fail.
    pub fn is_caught(&self) -> bool {
        self.around.iter().any(|name| ["IFERROR", "ISERROR"].contains(name))
    }

    // What is looked at around the recursion stands outside of it: a level of depth takes little of the stack.
    fn check_argument(&mut self, function: &Function, parameter: &Parameter, given: &Given<'i>, argument: &Expr) {
        self.report_all(rules::kinds::check(function, parameter, given, argument));
        self.report_all(rules::standing::clause_argument(self.place, parameter, given, argument));
        self.report_all(rules::empty_argument::check(function, parameter, argument));
        if !self.is_caught() {
            self.report_all(rules::written_value::check(function, parameter, argument));
            self.report_all(rules::range::check(function, parameter, argument));
        }
        self.report_all(rules::new_name::check(function, parameter, given, argument));
    }

    fn check_call(
        &mut self,
        function: &Function,
        placement: &Placement,
        given: &[Given<'i>],
        call: &Call,
        span: &Span,
    ) {
        self.report_all(rules::branches::check(function, call));
        self.report_all(rules::case_twice::check(function, placement, call));
        self.report_all(rules::same_operands::of_call(function, call));
        if !self.is_caught() {
            self.report_all(rules::zero::of_call(function, call));
        }
        self.report_all(rules::format_text::check(function, given, call));
        self.report_all(rules::paths::check(self, function, given, call, span));
        self.report_all(rules::partners::check(self, function, placement, given, call, span));
        self.report_all(rules::one_table::check(self, function, placement, given, call));
        self.report_all(rules::widths::check(function, placement, given, call));
        self.report_all(rules::spelled_out::check(function, call));
        self.report_all(rules::week::check(function, placement, given, call));
        self.report_all(rules::filter_twice::check(function, call));
        self.report_all(rules::comparison::pairs(function, placement, given, call));
    }

    /// A word that no function takes is said here, and not that no table is called so.
    fn word_or_placed(
        &mut self,
        function: &Function,
        argument: &Expr,
        parameter: &Parameter,
        placement: &Placement,
        before: &[Given<'i>],
        words: Option<&Option<String>>,
    ) -> Given<'i> {
        if let ExprKind::Name(name) = &unwrapped(argument).kind
            && !is_word(parameter, &name.text)
            && let Some(fault) = rules::kinds::word(self, function, parameter, name)
        {
            self.report(fault);
            return Given::default();
        }
        self.placed(argument, parameter, placement, before, words)
    }

    fn result(&mut self, placement: &Placement, given: &[Given<'i>]) -> Type<'i> {
        match &placement.form.returns {
            signature::Type::Value(value) => Type::Value(of_value(value, placement, given, None)),
            signature::Type::Table(columns) => Type::table(self.relation(columns, placement, given)),
            signature::Type::Clause(clause, columns) => {
                Type::Clause(*clause, std::rc::Rc::new(self.relation(columns, placement, given)))
            }
        }
    }

    /// What a parameter takes as a reference may be a column without a row, and what it evaluates itself it may
    /// evaluate in rows of its own.
    fn user_function(&mut self, function: &'i index::Function, call: &Call) {
        let parameters = function.tree.as_ref().map_or(&[][..], |tree| &tree.parameters);
        for (at, argument) in call.arguments.iter().enumerate() {
            let parameter = parameters.get(at);
            let is_value = parameter.is_some_and(|parameter| {
                parameter.passing != Some(Passing::Expr)
                    && matches!(parameter.kind, None | Some(ParameterKind::Scalar | ParameterKind::AnyVal))
            });
            let given = self.argument_of_user(argument, is_value);
            if let Some(parameter) = parameter {
                self.report_all(rules::user_argument::check(self, function, parameter, &given, argument));
            }
        }
    }

    fn argument_of_user(&mut self, argument: &Expr, is_value: bool) -> Given<'i> {
        self.user_arguments += 1;
        let given = match &unwrapped(argument).kind {
            ExprKind::Column(column) if !is_value => Given::named(self.column_reference(column)),
            ExprKind::Column(column) => Given::named(self.column_value(column, &argument.span)),
            _ if is_value => Given::of(self.expression(argument)),
            _ => Given::of(self.within(Row::Any, |binder| binder.expression(argument))),
        };
        self.user_arguments -= 1;
        given
    }
}

/// The type of a result; `near` is an argument of the round that is meant.
pub fn of_value(value: &signature::Value, placement: &Placement, given: &[Given], near: Option<usize>) -> Value {
    let value_at = |at: usize| given.get(at).map_or(Value::Unknown, |given| given.ty.value());
    match value {
        signature::Value::Scalar(scalar) => (*scalar).into(),
        signature::Value::Like(parameters) => {
            let values = parameters.iter().flat_map(|parameter| match near {
                Some(near) => placement.partner(near, *parameter).map(value_at).into_iter().collect::<Vec<_>>(),
                None => placement.arguments(*parameter).map(value_at).collect(),
            });
            values.reduce(Value::join).unwrap_or_default()
        }
        signature::Value::Named(parameter) => {
            let at = match near {
                Some(near) => placement.partner(near, *parameter),
                None => placement.arguments(*parameter).next(),
            };
            let word = at.and_then(|at| given.get(at)).and_then(|given| given.word.as_deref());
            word.and_then(signature::Scalar::named).map_or(Value::Unknown, Value::from)
        }
    }
}
