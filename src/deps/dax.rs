//! What the DAX of a model uses, as the binder resolves it.

use super::Kind;
use super::build::Builder;
use super::model::key;
use crate::bind::{self, Bound, Index, Target};
use crate::check::dax_sources::{Dax, sources};
use crate::dax::Span;
use crate::model::Model;
use crate::tmdl::origins::Origins;

pub fn add(builder: &mut Builder, number: usize, model: &Model, origins: &Origins) {
    let index = Index::new(model);
    let all = sources(model);
    let bound = bind::bind_model(&index, &all.iter().map(Dax::source).collect::<Vec<_>>());
    for (dax, expression) in all.iter().zip(&bound) {
        let Some(at) = builder.at_path(number, &dax.path) else { continue };
        for (to, span) in references(builder, number, dax.text, &expression.bound) {
            builder.uses(at, Some(to), origins.inside(&dax.path, dax.property, dax.text, span));
        }
    }
}

/// The objects of a model that an expression names, and where in it.
pub fn references(builder: &Builder, number: usize, text: &str, bound: &Bound) -> Vec<(usize, Span)> {
    let mut found = Vec::new();
    for (order, reference) in bound.references.iter().enumerate() {
        let next = bound.references.get(order + 1).map(|next| next.span.start);
        let to = match &reference.target {
            // `'Sales'[Revenue]` is a use of the column alone.
            Target::Table(_) if is_qualifier(text, reference.span.end, next) => None,
            Target::Table(table) => builder.find(number, Kind::Table, &table.name),
            Target::Column(table, column) => builder.find(number, Kind::Column, &key(&table.name, &column.name)),
            Target::Measure(_, measure) if measure.is_of_indicator || measure.is_of_query => None,
            Target::Measure(_, measure) => builder.find(number, Kind::Measure, &measure.name),
            Target::UserFunction(function) => builder.find(number, Kind::Function, &function.name),
            _ => None,
        };
        found.extend(to.map(|to| (to, reference.span.clone())));
    }
    found
}

fn is_qualifier(text: &str, end: usize, next: Option<usize>) -> bool {
    let Some(next) = next else { return false };
    let between = text.get(end..next);
    between.is_some_and(|between| between.trim().is_empty())
        && text.get(next..).is_some_and(|rest| rest.starts_with('['))
}
