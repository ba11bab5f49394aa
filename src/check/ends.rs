//! What a relationship joins, and how filters pass it.

use super::context::{Context, Lookup};
use crate::model::{Column, ColumnReference, Relationship, Table};
use crate::tmdl::origins;

/// The two columns of a relationship that has both.
pub struct Ends<'a> {
    pub from: (&'a Table, &'a Column),
    pub to: (&'a Table, &'a Column),
}

/// `None` where an end is not in the model, which is said elsewhere.
pub fn ends<'a>(context: &Context<'a>, relationship: &Relationship) -> Option<Ends<'a>> {
    Some(Ends { from: end(context, &relationship.from)?, to: end(context, &relationship.to)? })
}

fn end<'a>(context: &Context<'a>, reference: &ColumnReference) -> Option<(&'a Table, &'a Column)> {
    let Lookup::Found(table) = context.table(reference.table.as_str()) else { return None };
    let Lookup::Found(column) = context.column(table, reference.column.as_str()) else { return None };
    Some((table, column))
}

/// The ends of every relationship from many rows to one: `from` is the foreign key, `to` the key.
pub fn many_to_one<'c, 'a>(context: &'c Context<'a>) -> impl Iterator<Item = Ends<'a>> + 'c {
    let relationships = context.model.relationships.iter().filter(|one| !is_one_to_one(one) && !is_many_to_many(one));
    relationships.filter_map(move |relationship| ends(context, relationship))
}

pub fn relationship_path(relationship: &Relationship) -> String {
    origins::path("", "relationship", &relationship.name)
}

pub fn is_active(relationship: &Relationship) -> bool {
    relationship.is_active != Some(false)
}

/// Whether filters pass from the `from` end to the other as well.
pub fn is_both_ways(relationship: &Relationship) -> bool {
    is(&relationship.cross_filtering, "bothDirections") || is_one_to_one(relationship)
}

pub fn is_many_to_many(relationship: &Relationship) -> bool {
    is(&relationship.to_cardinality, "many") && !is(&relationship.from_cardinality, "one")
}

pub fn is_one_to_one(relationship: &Relationship) -> bool {
    is(&relationship.from_cardinality, "one") && !is(&relationship.to_cardinality, "many")
}

fn is(property: &Option<String>, value: &str) -> bool {
    property.as_deref().is_some_and(|found| found.eq_ignore_ascii_case(value))
}
