//! What the DAX of a model uses, as the binder resolves it.

use super::Kind;
use super::build::Builder;
use super::model::key;
use crate::bind::{self, Bound, Index, Target};
use crate::check::dax_sources::{Dax, sources};
use crate::model::Model;
use crate::tmdl::origins::Origins;

pub fn add(builder: &mut Builder, number: usize, model: &Model, origins: &Origins) {
    let index = Index::new(model);
    let adding = Adding { number, origins };
    let all = sources(model);
    let bound = bind::bind_model(&index, &all.iter().map(Dax::source).collect::<Vec<_>>());
    for (dax, expression) in all.iter().zip(&bound) {
        adding.references(builder, &dax.path, dax.property, dax.text, &expression.bound);
    }
}

struct Adding<'a> {
    number: usize,
    origins: &'a Origins,
}

impl Adding<'_> {
    fn references(&self, builder: &mut Builder, path: &str, property: &str, text: &str, bound: &Bound) {
        let Some(at) = builder.at_path(self.number, path) else { return };
        for (order, reference) in bound.references.iter().enumerate() {
            let next = bound.references.get(order + 1).map(|next| next.span.start);
            let to = match &reference.target {
                // `'Sales'[Revenue]` is a use of the column alone.
                Target::Table(_) if is_qualifier(text, reference.span.end, next) => None,
                Target::Table(table) => builder.find(self.number, Kind::Table, &table.name),
                Target::Column(table, column) => {
                    builder.find(self.number, Kind::Column, &key(&table.name, &column.name))
                }
                Target::Measure(_, measure) if measure.is_of_indicator => None,
                Target::Measure(_, measure) => builder.find(self.number, Kind::Measure, &measure.name),
                Target::UserFunction(function) => builder.find(self.number, Kind::Function, &function.name),
                _ => None,
            };
            if to.is_some() {
                builder.uses(at, to, self.origins.inside(path, property, text, reference.span.clone()));
            }
        }
    }
}

fn is_qualifier(text: &str, end: usize, next: Option<usize>) -> bool {
    let Some(next) = next else { return false };
    let between = text.get(end..next);
    between.is_some_and(|between| between.trim().is_empty())
        && text.get(next..).is_some_and(|rest| rest.starts_with('['))
}
