//! How far a filter on one table travels: along active relationships, from the one side to the many side.

use std::collections::BTreeSet;

use crate::model::{Model, Relationship};
use crate::name::TableName;

/// Every table whose rows a filter on `start` also filters, `start` included.
pub fn reach<'a>(model: &'a Model, start: &'a TableName) -> BTreeSet<&'a TableName> {
    let mut reached = BTreeSet::from([start]);
    let mut waiting = vec![start];
    while let Some(table) = waiting.pop() {
        for next in model.relationships.iter().filter_map(|relationship| travels(relationship, table)) {
            if reached.insert(next) {
                waiting.push(next);
            }
        }
    }
    reached
}

/// Where a security filter on `table` goes through this relationship.
fn travels<'a>(relationship: &'a Relationship, table: &TableName) -> Option<&'a TableName> {
    if relationship.is_active == Some(false) {
        return None;
    }
    let (many, one) = (&relationship.from.table, &relationship.to.table);
    if one == table {
        return Some(many);
    }
    let both = relationship.security_filtering.as_deref().is_some_and(|way| way.eq_ignore_ascii_case("bothDirections"));
    (both && many == table).then_some(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ColumnReference;

    /// From, to, and what is special about it.
    type Sketch<'a> = (&'a str, &'a str, fn(&mut Relationship));

    fn model(relationships: &[Sketch<'_>]) -> Model {
        let end = |table: &str| ColumnReference { table: table.into(), column: "Key".into() };
        let relationships = relationships.iter().map(|(from, to, change)| {
            let mut relationship = Relationship { from: end(from), to: end(to), ..Relationship::default() };
            change(&mut relationship);
            relationship
        });
        Model { relationships: relationships.collect(), ..Model::default() }
    }

    fn reached(model: &Model) -> Vec<String> {
        reach(model, &"Region".into()).into_iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_filter_travels_to_the_many_side_and_never_back() {
        let model = model(&[("Sales", "Customer", |_| ()), ("Customer", "Region", |_| ()), ("Sales", "Date", |_| ())]);
        assert_eq!(reached(&model), ["Customer", "Region", "Sales"]);
    }

    #[test]
    fn an_inactive_relationship_carries_nothing() {
        let model = model(&[("Customer", "Region", |_| ()), ("Sales", "Customer", |r| r.is_active = Some(false))]);
        assert_eq!(reached(&model), ["Customer", "Region"]);
    }

    #[test]
    fn security_in_both_directions_travels_back_and_cross_filtering_alone_does_not() {
        let security = |r: &mut Relationship| r.security_filtering = Some("bothDirections".to_owned());
        let cross = |r: &mut Relationship| r.cross_filtering = Some("bothDirections".to_owned());
        assert_eq!(
            reached(&model(&[("Sales", "Region", |_| ()), ("Sales", "Date", security)])),
            ["Date", "Region", "Sales"]
        );
        assert_eq!(reached(&model(&[("Sales", "Region", |_| ()), ("Sales", "Date", cross)])), ["Region", "Sales"]);
    }

    #[test]
    fn a_ring_of_relationships_ends() {
        let model = model(&[("Customer", "Region", |_| ()), ("Region", "Customer", |_| ())]);
        assert_eq!(reached(&model), ["Customer", "Region"]);
    }
}
