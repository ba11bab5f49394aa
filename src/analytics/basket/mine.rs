//! Frequent itemsets by pattern growth over lists of occurrences.
//!
//! The items of all baskets stand in one list, each basket's in ascending order of frequency. An itemset is known by
//! the places in that list where its last item stands: what follows such a place, up to the end of its basket, is
//! what the itemset can grow by. One pass over those rests counts every extension, a second one delivers to each
//! frequent extension its own places (the "occurrence deliver" of Uno, Kiyomi and Arimura, "LCM ver. 2: Efficient
//! Mining Algorithms for Frequent/Closed/Maximal Itemsets", FIMI 2004). Memory is a few times the list, whatever the
//! number of products.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Stands before each basket and after the last one.
const END: u32 = u32::MAX;

/// Itemsets with the number of baskets that have all of their items, shorter ones first, then in order of items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Itemsets {
    items: Vec<u32>,
    /// Where each itemset ends in `items`.
    ends: Vec<usize>,
    counts: Vec<u32>,
}

impl Itemsets {
    pub fn len(&self) -> usize {
        self.counts.len()
    }
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
    /// Each itemset's items in ascending order, and its count.
    pub fn iter(&self) -> impl Iterator<Item = (&[u32], u32)> {
        (0..self.len()).map(|at| (self.items_of(at), self.counts[at]))
    }
    /// How many itemsets there are of one item, of two and so on.
    pub fn count_by_length(&self) -> Vec<usize> {
        let mut lengths = Vec::new();
        for (items, _) in self.iter() {
            lengths.resize(lengths.len().max(items.len()), 0);
            lengths[items.len() - 1] += 1;
        }
        lengths
    }

    fn items_of(&self, at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.items[start..self.ends[at]]
    }
    fn push(&mut self, items: impl Iterator<Item = u32>, count: u32) {
        let start = self.items.len();
        self.items.extend(items);
        self.items[start..].sort_unstable();
        self.ends.push(self.items.len());
        self.counts.push(count);
    }
    /// All of them in one order, whichever thread found them.
    fn sorted(parts: Vec<Self>) -> Self {
        let mut all: Vec<(&[u32], u32)> = parts.iter().flat_map(Itemsets::iter).collect();
        all.sort_unstable_by_key(|(items, _)| (items.len(), *items));
        let mut sorted = Itemsets::default();
        all.into_iter().for_each(|(items, count)| sorted.push(items.iter().copied(), count));
        sorted
    }
}

/// The itemsets of up to `max_length` items that are in at least `min_count` baskets; `None` as soon as there are
/// more than `max_itemsets`. The items of a basket are distinct.
pub fn itemsets(baskets: &[&[u32]], min_count: u32, max_length: usize, max_itemsets: usize) -> Option<Itemsets> {
    if max_length == 0 {
        return Some(Itemsets::default());
    }
    let database = Database::new(baskets, min_count.max(1));
    let next = AtomicUsize::new(0);
    let found = AtomicUsize::new(0);
    let search = || Search::new(&database, max_length, max_itemsets, &found);
    let roots = search().extensions(&database.baskets, max_length > 1);
    let work = || search().run(&roots, &next);
    let helpers = thread::available_parallelism().map_or(1, usize::from).min(roots.frequent.len()).saturating_sub(1);
    let parts: Option<Vec<Itemsets>> = thread::scope(|scope| {
        // A thread that cannot be started leaves its work to the others.
        let start = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
        let helpers: Vec<_> = (0..helpers).filter_map(start).collect();
        let own = work();
        let rest = helpers.into_iter().map(|helper| match helper.join() {
            Ok(part) => part,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        [own].into_iter().chain(rest).collect()
    });
    parts.map(Itemsets::sorted)
}

/// The frequent items of all baskets, numbered from the rarest.
struct Database {
    /// The items of each basket in ascending order, [`END`] before each and after the last.
    list: Vec<u32>,
    /// Where each basket begins: the place of the [`END`] before it.
    baskets: Vec<u32>,
    /// The item that each number stands for.
    items: Vec<u32>,
    min_count: u32,
}

impl Database {
    fn new(baskets: &[&[u32]], min_count: u32) -> Self {
        let largest = baskets.iter().flat_map(|basket| basket.iter()).max();
        let mut counts = vec![0_u32; largest.map_or(0, |item| *item as usize + 1)];
        baskets.iter().flat_map(|basket| basket.iter()).for_each(|item| counts[*item as usize] += 1);

        let frequent = |item: &u32| counts[*item as usize] >= min_count;
        let mut items: Vec<u32> = (0..counts.len() as u32).filter(frequent).collect();
        items.sort_unstable_by_key(|item| (counts[*item as usize], *item));
        let mut numbers = vec![END; counts.len()];
        items.iter().enumerate().for_each(|(number, item)| numbers[*item as usize] = number as u32);

        let mut database = Self { list: Vec::new(), baskets: Vec::with_capacity(baskets.len()), items, min_count };
        for basket in baskets {
            database.baskets.push(database.list.len() as u32);
            database.list.push(END);
            let start = database.list.len();
            let known = basket.iter().map(|item| numbers[*item as usize]).filter(|number| *number != END);
            database.list.extend(known);
            database.list[start..].sort_unstable();
        }
        database.list.push(END);
        database
    }

    /// Place and number of each item after a place, to the end of its basket.
    fn rest(&self, place: u32) -> impl Iterator<Item = (u32, u32)> {
        let items = self.list[place as usize + 1..].iter().take_while(|item| **item != END);
        (place + 1..).zip(items.copied())
    }
}

/// What an itemset can grow by.
struct Extensions {
    /// Number and count of each item, ascending.
    frequent: Vec<(u32, u32)>,
    /// The places of the first one, then those of the second and so on.
    places: Vec<u32>,
}

struct Search<'a> {
    database: &'a Database,
    max_length: usize,
    max_itemsets: usize,
    /// Itemsets found by all threads together.
    total: &'a AtomicUsize,
    found: Itemsets,
    /// The itemset that is growing, as numbers.
    prefix: Vec<u32>,
    /// By number: how often it follows, then where its next place goes. All zero between uses.
    slots: Vec<u32>,
}

impl<'a> Search<'a> {
    fn new(database: &'a Database, max_length: usize, max_itemsets: usize, total: &'a AtomicUsize) -> Self {
        let slots = vec![0; database.items.len()];
        let (found, prefix) = (Itemsets::default(), Vec::new());
        Self { database, max_length, max_itemsets, total, found, prefix, slots }
    }

    /// Takes single items in turn with the other threads; `None` when there are too many itemsets.
    fn run(mut self, roots: &Extensions, next: &AtomicUsize) -> Option<Itemsets> {
        let starts: Vec<usize> = roots.starts().collect();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(root), Some(start)) = (roots.frequent.get(at), starts.get(at)) else { return Some(self.found) };
            self.grow(*root, roots.places_of(*start, root.1))?;
        }
    }

    /// Notes the prefix with one item more, and whatever it grows to; `None` when there are too many itemsets.
    fn grow(&mut self, (item, count): (u32, u32), places: &[u32]) -> Option<()> {
        if self.total.fetch_add(1, Ordering::Relaxed) >= self.max_itemsets {
            return None;
        }
        self.prefix.push(item);
        let items = self.prefix.iter().map(|number| self.database.items[*number as usize]);
        self.found.push(items, count);
        if self.prefix.len() < self.max_length {
            let extensions = self.extensions(places, self.prefix.len() + 1 < self.max_length);
            for (extension, start) in extensions.frequent.iter().zip(extensions.starts()) {
                self.grow(*extension, extensions.places_of(start, extension.1))?;
            }
        }
        self.prefix.pop();
        Some(())
    }

    /// The frequent items after these places, with their own places where these are wanted.
    fn extensions(&mut self, places: &[u32], with_places: bool) -> Extensions {
        let mut met: Vec<u32> = Vec::new();
        for (_, item) in places.iter().flat_map(|place| self.database.rest(*place)) {
            let slot = &mut self.slots[item as usize];
            if *slot == 0 {
                met.push(item);
            }
            *slot += 1;
        }
        met.sort_unstable();
        let counted = met.iter().map(|item| (*item, self.slots[*item as usize]));
        let frequent: Vec<(u32, u32)> = counted.filter(|(_, count)| *count >= self.database.min_count).collect();
        let mut extensions = Extensions { frequent, places: Vec::new() };
        if with_places {
            self.deliver(places, &met, &mut extensions);
        }
        met.iter().for_each(|item| self.slots[*item as usize] = 0);
        extensions
    }

    fn deliver(&mut self, places: &[u32], met: &[u32], extensions: &mut Extensions) {
        met.iter().for_each(|item| self.slots[*item as usize] = END);
        for ((item, _), start) in extensions.frequent.iter().zip(extensions.starts()) {
            self.slots[*item as usize] = start as u32;
        }
        let total = extensions.frequent.iter().map(|(_, count)| *count as usize).sum();
        extensions.places = vec![0; total];
        for (place, item) in places.iter().flat_map(|place| self.database.rest(*place)) {
            let slot = &mut self.slots[item as usize];
            if *slot != END {
                extensions.places[*slot as usize] = place;
                *slot += 1;
            }
        }
    }
}

impl Extensions {
    /// Where the places of each item begin.
    fn starts(&self) -> impl Iterator<Item = usize> {
        self.frequent.iter().scan(0, |end, (_, count)| {
            let start = *end;
            *end += *count as usize;
            Some(start)
        })
    }
    /// Empty where the places were not wanted.
    fn places_of(&self, start: usize, count: u32) -> &[u32] {
        self.places.get(start..start + count as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn mined(baskets: &[Vec<u32>], min_count: u32, max_length: usize, max: usize) -> Option<Itemsets> {
        let baskets: Vec<&[u32]> = baskets.iter().map(Vec::as_slice).collect();
        itemsets(&baskets, min_count, max_length, max)
    }

    fn listed(itemsets: &Itemsets) -> Vec<(Vec<u32>, u32)> {
        itemsets.iter().map(|(items, count)| (items.to_vec(), count)).collect()
    }

    #[test]
    fn itemsets_of_a_few_baskets_are_found_with_their_counts() {
        let found = mined(&[vec![1, 2, 5], vec![1, 2], vec![2, 5], vec![], vec![5, 9]], 2, 3, 100).unwrap();
        let expected = [(vec![1], 2), (vec![2], 3), (vec![5], 3), (vec![1, 2], 2), (vec![2, 5], 2)];
        assert_eq!(listed(&found), expected);
        assert_eq!(found.count_by_length(), [3, 2]);
        assert_eq!(mined(&[], 1, 3, 100).unwrap(), Itemsets::default());
        assert_eq!(mined(&[vec![1], vec![1]], 2, 0, 100).unwrap().len(), 0);
    }

    #[test]
    fn millions_of_itemsets_stop_at_the_cap() {
        let twins: Vec<Vec<u32>> = vec![(0..3_000).collect(); 12];
        assert_eq!(mined(&twins, 10, 10, 100_000), None);
        let few: Vec<Vec<u32>> = vec![(0..10).collect(); 12];
        assert_eq!(mined(&few, 10, 10, 1_023).unwrap().len(), 1_023);
        assert_eq!(mined(&few, 10, 10, 1_022), None);
    }

    /// Every subset of the items, counted basket by basket.
    fn brute_force(baskets: &[Vec<u32>], min_count: u32, max_length: usize) -> Vec<(Vec<u32>, u32)> {
        let sets = (1_u32..1 << 8).map(|mask| (0..8).filter(|bit| mask >> bit & 1 == 1).collect::<Vec<u32>>());
        let count = |set: &[u32]| baskets.iter().filter(|basket| set.iter().all(|item| basket.contains(item))).count();
        let mut found: Vec<_> = sets.map(|set| (count(&set) as u32, set)).map(|(count, set)| (set, count)).collect();
        found.retain(|(set, count)| set.len() <= max_length && *count >= min_count);
        found.sort_by(|(a, _), (b, _)| (a.len(), a).cmp(&(b.len(), b)));
        found
    }

    proptest! {
        #[test]
        fn mining_finds_what_brute_force_finds(
            baskets in prop::collection::vec(prop::collection::btree_set(0_u32..8, 0..8), 0..30),
            min_count in 1_u32..6,
            max_length in 1_usize..6,
        ) {
            let baskets: Vec<Vec<u32>> = baskets.into_iter().map(BTreeSet::into_iter).map(Iterator::collect).collect();
            let expected = brute_force(&baskets, min_count, max_length);
            let found = mined(&baskets, min_count, max_length, 1_000).unwrap();
            prop_assert_eq!(listed(&found), expected.clone());
            let cap = expected.len();
            prop_assert!(mined(&baskets, min_count, max_length, cap).is_some());
            prop_assert!(cap == 0 || mined(&baskets, min_count, max_length, cap - 1).is_none());
        }
    }
}
