//! What a function of the model gives: a table or a value, as far as its body says so by itself.

use super::index::{Function, Index};
use super::shapes::unwrapped;
use super::types::{Relation, Type, Value};
use crate::dax::functions::{Category, lookup, signature};
use crate::dax::tree::query::{Function as Tree, ParameterKind};
use crate::dax::tree::{Block, Expr, ExprKind};
use crate::name::same;

/// Functions that call one another are not followed for ever.
const MOST_CALLS: usize = 8;

#[derive(Clone, Copy, PartialEq)]
enum Gives {
    Table,
    Value,
}

pub fn of<'i>(function: &Function, index: &Index) -> Type<'i> {
    match function.tree.as_ref().and_then(|tree| body(tree, index, MOST_CALLS)) {
        Some(Gives::Table) => Type::Table(Relation::unknown().into()),
        Some(Gives::Value) => Type::Value(Value::Unknown),
        None => Type::Unknown,
    }
}

fn body(tree: &Tree, index: &Index, calls: usize) -> Option<Gives> {
    gives(&tree.body, &[], tree, index, calls)
}

fn gives(expression: &Expr, blocks: &[&Block], tree: &Tree, index: &Index, calls: usize) -> Option<Gives> {
    match &unwrapped(expression).kind {
        ExprKind::Literal(_) | ExprKind::Chain(_) | ExprKind::Unary(_) => Some(Gives::Value),
        ExprKind::Table(_) => Some(Gives::Table),
        ExprKind::Block(block) => gives(&block.body, &[blocks, &[block]].concat(), tree, index, calls),
        ExprKind::Name(name) => {
            for (at, block) in blocks.iter().enumerate().rev() {
                if let Some(variable) = block.variables.iter().rev().find(|one| same(&one.name.text, &name.text)) {
                    return gives(&variable.value, blocks.get(..at)?, tree, index, calls.checked_sub(1)?);
                }
            }
            let parameter = tree.parameters.iter().find(|one| same(&one.name.text, &name.text))?;
            match parameter.kind? {
                ParameterKind::Table | ParameterKind::TableRef => Some(Gives::Table),
                ParameterKind::Scalar => Some(Gives::Value),
                _ => None,
            }
        }
        ExprKind::Call(call) => match lookup(&call.function.text) {
            // A branch may be a table.
            Some(function) if function.category == Category::Logical => None,
            Some(function) => {
                let mut forms = function.signature.forms.iter().map(|form| match form.returns {
                    signature::Type::Table(_) => Some(Gives::Table),
                    signature::Type::Value(_) => Some(Gives::Value),
                    signature::Type::Clause(..) => None,
                });
                let first = forms.next()??;
                forms.all(|other| other == Some(first)).then_some(first)
            }
            None => body(index.function(&call.function.text)?.tree.as_ref()?, index, calls.checked_sub(1)?),
        },
        _ => None,
    }
}
