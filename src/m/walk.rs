//! The expressions directly below an expression, those inside its types among them.

use super::{Access, AccessKind, Expr, ExprKind, Function, Handler, Parameter, Type, TypeKind};

pub fn children<'a>(expression: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    match &expression.kind {
        ExprKind::Missing
        | ExprKind::Null
        | ExprKind::Logical(_)
        | ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::Verbatim(_)
        | ExprKind::NotImplemented
        | ExprKind::Name { .. }
        | ExprKind::Member { .. } => {}
        ExprKind::List(items) => {
            for item in items {
                visit(&item.start);
                item.end.iter().for_each(|end| visit(end));
            }
        }
        ExprKind::Record(fields) => fields.iter().for_each(|field| visit(&field.value)),
        ExprKind::Access { of, accesses } => {
            visit(of);
            accesses.iter().for_each(|access| inside_access(access, visit));
        }
        ExprKind::Implicit(access) => inside_access(access, visit),
        ExprKind::Function(function) => inside_function(function, visit),
        ExprKind::Each(body) | ExprKind::Error(body) => visit(body),
        ExprKind::Let { steps, body } => {
            steps.iter().for_each(|step| visit(&step.value));
            visit(body);
        }
        ExprKind::If { branches, otherwise } => {
            for branch in branches {
                visit(&branch.condition);
                visit(&branch.value);
            }
            visit(otherwise);
        }
        ExprKind::Type(ty) => inside_type(ty, visit),
        ExprKind::Try { tried, handler } => {
            visit(tried);
            match handler {
                Some(Handler::Otherwise(value)) => visit(value),
                Some(Handler::Catch(function)) => inside_function(function, visit),
                None => {}
            }
        }
        ExprKind::Unary { operand, .. } => visit(operand),
        ExprKind::Binary { first, rest } => {
            visit(first);
            rest.iter().for_each(|(_, operand)| visit(operand));
        }
        ExprKind::Typed { value, types, .. } => {
            visit(value);
            types.iter().for_each(|ty| inside_type(ty, visit));
        }
    }
}

pub fn inside_access<'a>(access: &'a Access, visit: &mut dyn FnMut(&'a Expr)) {
    match &access.kind {
        AccessKind::Call(arguments) => arguments.iter().for_each(visit),
        AccessKind::Item { index, .. } => visit(index),
        AccessKind::Field { .. } | AccessKind::Project { .. } => {}
    }
}

pub fn inside_function<'a>(function: &'a Function, visit: &mut dyn FnMut(&'a Expr)) {
    inside_parameters(&function.parameters, visit);
    function.returns.iter().for_each(|ty| inside_type(ty, visit));
    visit(&function.body);
}

pub fn inside_parameters<'a>(parameters: &'a [Parameter], visit: &mut dyn FnMut(&'a Expr)) {
    parameters.iter().filter_map(|parameter| parameter.ty.as_ref()).for_each(|ty| inside_type(ty, visit));
}

pub fn inside_type<'a>(ty: &'a Type, visit: &mut dyn FnMut(&'a Expr)) {
    match &ty.kind {
        TypeKind::Missing | TypeKind::Primitive(_) => {}
        TypeKind::Nullable(inner) | TypeKind::List(inner) => inside_type(inner, visit),
        TypeKind::Record { fields, .. } | TypeKind::Table(fields) => {
            fields.iter().filter_map(|field| field.ty.as_ref()).for_each(|ty| inside_type(ty, visit));
        }
        TypeKind::TableOf(value) | TypeKind::Expression(value) => visit(value),
        TypeKind::Function { parameters, returns } => {
            inside_parameters(parameters, visit);
            inside_type(returns, visit);
        }
    }
}

/// The names of fields and columns that stand in the expression itself: `[Revenue]`, `[a = 1]`, `table [a = text]`.
pub fn fields<'a>(expression: &'a Expr, visit: &mut dyn FnMut(&'a str)) {
    match &expression.kind {
        ExprKind::Record(fields) => fields.iter().for_each(|field| visit(&field.name.text)),
        ExprKind::Access { accesses, .. } => accesses.iter().for_each(|access| fields_of_access(access, visit)),
        ExprKind::Implicit(access) => fields_of_access(access, visit),
        ExprKind::Type(ty) => fields_of_type(ty, visit),
        ExprKind::Typed { types, .. } => types.iter().for_each(|ty| fields_of_type(ty, visit)),
        _ => {}
    }
}

fn fields_of_access<'a>(access: &'a Access, visit: &mut dyn FnMut(&'a str)) {
    match &access.kind {
        AccessKind::Field { field, .. } => visit(&field.text),
        AccessKind::Project { fields, .. } => fields.iter().for_each(|field| visit(&field.text)),
        AccessKind::Call(_) | AccessKind::Item { .. } => {}
    }
}

fn fields_of_type<'a>(ty: &'a Type, visit: &mut dyn FnMut(&'a str)) {
    match &ty.kind {
        TypeKind::Nullable(inner) | TypeKind::List(inner) => fields_of_type(inner, visit),
        TypeKind::Record { fields, .. } | TypeKind::Table(fields) => {
            for field in fields {
                visit(&field.name.text);
                field.ty.iter().for_each(|ty| fields_of_type(ty, visit));
            }
        }
        _ => {}
    }
}
