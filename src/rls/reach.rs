//! How far a filter on one table travels: along active relationships, from the one side to the many side.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, Relationship};
use crate::name::TableName;

/// Every table whose rows a filter on `start` also filters, `start` included.
pub fn reach<'a>(model: &'a Model, start: &'a TableName) -> BTreeSet<&'a TableName> {
    let ways =
        Ways::new(model, |one| Direction { down: is_active(one), up: is_active(one) && is_secure_both_ways(one) });
    let reached = ways.from([start.as_str()]);
    let tables = model.relationships.iter().flat_map(|one| [&one.from.table, &one.to.table]);
    let tables = tables.filter(|table| reached.contains(&table.as_str().to_lowercase()));
    tables.chain([start]).collect()
}

/// How a filter passes a relationship: down is from the one side to the many side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    pub down: bool,
    pub up: bool,
}

/// Where filters go from each table, by names in lower case.
#[derive(Clone, Debug, Default)]
pub struct Ways(BTreeMap<String, Vec<String>>);

impl Ways {
    pub fn new(model: &Model, direction: impl Fn(&Relationship) -> Direction) -> Self {
        let mut ways = Self::default();
        for relationship in &model.relationships {
            let [many, one] = [&relationship.from, &relationship.to].map(|end| end.table.as_str().to_lowercase());
            let passes = direction(relationship);
            if passes.down {
                ways.0.entry(one.clone()).or_default().push(many.clone());
            }
            if passes.up {
                ways.0.entry(many).or_default().push(one);
            }
        }
        ways
    }

    /// The tables that filters on these reach, these included, in lower case.
    pub fn from<'a>(&self, starts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        let mut waiting: Vec<String> = starts.into_iter().map(str::to_lowercase).collect();
        let mut reached: BTreeSet<String> = waiting.iter().cloned().collect();
        while let Some(table) = waiting.pop() {
            for next in self.0.get(&table).into_iter().flatten() {
                if reached.insert(next.clone()) {
                    waiting.push(next.clone());
                }
            }
        }
        reached
    }
}

pub fn is_active(relationship: &Relationship) -> bool {
    relationship.is_active != Some(false)
}

/// Whether a role's filter passes from the many side to the one side as well.
pub fn is_secure_both_ways(relationship: &Relationship) -> bool {
    relationship.security_filtering.as_deref().is_some_and(|way| way.eq_ignore_ascii_case("bothDirections"))
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
