//! The order of a merged list.

use std::collections::BTreeSet;

/// The kept keys of three lists in one order, and whether both sides have changed the order in different ways.
///
/// The order on disk stands; what only the other side has comes behind what precedes it there. Where order means
/// something and only the other side has changed it, it is that side's order that stands.
pub fn merged<'a>(lists: [&[&'a str]; 3], kept: &BTreeSet<&'a str>, is_meant: bool) -> (Vec<&'a str>, bool) {
    let [base, ours, theirs] = lists;
    let common: BTreeSet<&str> =
        ours.iter().filter(|key| theirs.contains(key) && base.contains(key)).copied().collect();
    let of_common = |list: &[&'a str]| list.iter().filter(|key| common.contains(*key)).copied().collect::<Vec<_>>();
    let [base, by_us, by_them] = [base, ours, theirs].map(of_common);
    let (first, second) = if is_meant && by_us == base && by_them != base { (theirs, ours) } else { (ours, theirs) };
    let is_conflict = is_meant && by_us != base && by_them != base && by_us != by_them;
    let mut order: Vec<&str> = first.iter().filter(|key| kept.contains(*key)).copied().collect();
    for (at, key) in second.iter().enumerate() {
        if !kept.contains(key) || order.contains(key) {
            continue;
        }
        let before = second[..at].iter().rev().find_map(|before| order.iter().position(|known| known == before));
        order.insert(before.map_or(0, |before| before + 1), key);
    }
    (order, is_conflict)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(base: &str, ours: &str, theirs: &str, is_meant: bool) -> (String, bool) {
        let list = |text: &'static str| text.split(' ').collect::<Vec<_>>();
        let [base, ours, theirs] = [base, ours, theirs].map(|text| list(text.to_owned().leak()));
        let kept = ours.iter().chain(&theirs).copied().collect();
        let (order, is_conflict) = merged([&base, &ours, &theirs], &kept, is_meant);
        (order.join(" "), is_conflict)
    }

    #[test]
    fn what_is_new_comes_behind_what_precedes_it() {
        assert_eq!(order("a b c", "a b c", "a x b c y", false), ("a x b c y".to_owned(), false));
        assert_eq!(order("a b", "b mine a", "a new b", false), ("b mine a new".to_owned(), false));
        assert_eq!(order("a", "a", "first a", false), ("first a".to_owned(), false));
    }

    #[test]
    fn an_order_that_means_something_is_that_of_who_changed_it() {
        assert_eq!(order("a b c", "a b c", "c a b", false), ("a b c".to_owned(), false));
        assert_eq!(order("a b c", "a b mine c", "c a b", true), ("c a b mine".to_owned(), false));
        assert_eq!(order("a b c", "b a c", "a b c", true), ("b a c".to_owned(), false));
        assert_eq!(order("a b c", "b a c", "c b a", true), ("b a c".to_owned(), true));
    }
}
