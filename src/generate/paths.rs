//! Which relationships are active: a filter must have one way from a table to another, or the engine refuses the model.
//!
//! Foreign keys know no such rule: a delivery has a day on which it was ordered and one on which it arrived, a sale
//! has a store in a region and a customer in one. The first relationship in the model's order keeps the way; a later
//! one that would open a second is there, but inactive, for `USERELATIONSHIP` in a measure.

use std::collections::{BTreeMap, BTreeSet};

/// Of relationships from the many side to the one side, in order, which are active.
pub(super) fn active<'a>(relationships: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<bool> {
    // Filters go from the one side to the many side.
    let mut forwards: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut backwards: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut decide = |(many, one): (&'a str, &'a str)| {
        let filtering = reach(&backwards, [one]);
        let already = reach(&forwards, filtering);
        let is_free = reach(&forwards, [many]).is_disjoint(&already);
        if is_free {
            forwards.entry(one).or_default().push(many);
            backwards.entry(many).or_default().push(one);
        }
        is_free
    };
    relationships.into_iter().map(&mut decide).collect()
}

/// Everything that can be come to from the tables, these included.
fn reach<'a>(edges: &BTreeMap<&'a str, Vec<&'a str>>, from: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut waiting: Vec<&str> = from.into_iter().collect();
    let mut reached: BTreeSet<&str> = waiting.iter().copied().collect();
    while let Some(table) = waiting.pop() {
        let next = edges.get(table).into_iter().flatten();
        waiting.extend(next.copied().filter(|next| reached.insert(next)));
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::active;

    #[test]
    fn a_star_and_a_snowflake_are_active() {
        assert_eq!(
            active([("sales", "date"), ("sales", "customer"), ("customer", "region"), ("visit", "date")]),
            [true; 4]
        );
    }

    #[test]
    fn a_second_way_is_inactive() {
        assert_eq!(active([("delivery", "date"), ("delivery", "date")]), [true, false]);
        let diamond = [("sales", "store"), ("sales", "customer"), ("customer", "region"), ("store", "region")];
        assert_eq!(active(diamond), [true, true, true, false]);
        assert_eq!(
            active([("customer", "region"), ("store", "region"), ("sales", "store"), ("sales", "customer")]),
            [true, true, true, false]
        );
        assert_eq!(active([("a", "b"), ("b", "c"), ("c", "a"), ("a", "c")]), [true, true, false, false]);
    }
}
