//! Every DAX expression of a model as a tree, for the rules that look at its form.

use std::collections::BTreeMap;

use super::context::Context;
use super::dax::Bound;
use super::dax_sources::Dax;
use crate::bind::{Target, model};
use crate::dax::Span;
use crate::dax::tree::{Call, Expr, ExprKind};
use crate::diag::{At, Fix, Place};

/// One expression; of a function its body.
pub struct Tree<'a> {
    pub dax: &'a Dax<'a>,
    pub root: &'a Expr,
    bound: &'a Bound<'a>,
}

pub fn trees<'a>(bound: &'a [Bound<'a>]) -> Vec<Tree<'a>> {
    let one = |bound: &'a Bound<'a>| {
        let root = match &bound.expression.tree {
            model::Tree::Expression(root) => root,
            model::Tree::Function(function) => &function.body,
        };
        Tree { dax: &bound.dax, root, bound }
    };
    bound.iter().map(one).collect()
}

impl Tree<'_> {
    /// Whether nothing is wrong with the text or the names of it.
    pub fn is_sound(&self) -> bool {
        self.bound.expression.syntax.is_empty() && self.bound.expression.bound.faults.is_empty()
    }

    /// Where in the files these bytes of the expression stand.
    pub fn place(&self, context: &Context, span: &Span) -> Place {
        context.origins.inside(&self.dax.path, self.dax.property, self.dax.text, span.clone())
    }

    /// A machine's mend: these bytes become `text`.
    pub fn fix(&self, context: &Context, title: &str, span: &Span, text: &str) -> Option<Fix> {
        let place = self.place(context, span);
        let At::Bytes { start, end } = place.at else { return None };
        // Bytes that have no place of their own are told as the whole expression.
        (end - start == span.len()).then(|| Fix {
            title: title.to_owned(),
            file: place.file,
            edits: vec![(start..end, text.to_owned())],
        })
    }

    /// What each name stands for, by its first byte.
    pub fn targets(&self) -> BTreeMap<usize, &Target<'_>> {
        let references = self.bound.expression.bound.references.iter();
        references.map(|reference| (reference.span.start, &reference.target)).collect()
    }

    /// Every call in it, with its bytes.
    pub fn calls(&self) -> Vec<(&Call, &Span)> {
        let mut calls = Vec::new();
        self.root.walk(&mut |expr| {
            if let ExprKind::Call(call) = &expr.kind {
                calls.push((call, &expr.span));
            }
        });
        calls
    }

    /// The calls of a function.
    pub fn calls_of(&self, names: &[&str]) -> Vec<(&Call, &Span)> {
        self.calls().into_iter().filter(|(call, _)| is_one_of(call, names)).collect()
    }
}

pub fn is_one_of(call: &Call, names: &[&str]) -> bool {
    names.iter().any(|name| call.function.text.eq_ignore_ascii_case(name))
}

/// The expression without the parentheses around it.
pub fn bare(expr: &Expr) -> &Expr {
    let mut expr = expr;
    while let ExprKind::Parenthesised(inner) = &expr.kind {
        expr = inner;
    }
    expr
}

/// The table that a name alone stands for: `'Sales'` or `Sales`.
pub fn table_name(expr: &Expr) -> Option<&str> {
    match &bare(expr).kind {
        ExprKind::Name(name) => Some(&name.text),
        _ => None,
    }
}
