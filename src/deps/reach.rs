//! What is reached from an object along the uses.

use std::collections::{HashSet, VecDeque};

use super::{Graph, Kind};
use crate::diag::Place;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What uses the object: what breaks when it goes.
    On,
    /// What the object uses.
    Of,
}

/// An object that was reached, each once, on a shortest way.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached<'a> {
    pub object: usize,
    /// One for what is next to the start.
    pub depth: usize,
    /// The object before it on the way.
    pub through: usize,
    /// Where the use is written; of a part of the object before it, where it is declared.
    pub place: &'a Place,
    /// It goes because it is a part of the object before it.
    pub is_part: bool,
}

impl Graph {
    /// The nearest first; of the same distance by kind and name.
    pub fn reach(&self, start: usize, direction: Direction) -> Vec<Reached<'_>> {
        let mut seen = HashSet::from([start]);
        let mut found: Vec<Reached> = Vec::new();
        let mut open = VecDeque::from([(start, 0)]);
        while let Some((at, depth)) = open.pop_front() {
            for mut next in self.next(at, direction, at == start) {
                if seen.insert(next.object) {
                    next.depth = depth + 1;
                    open.push_back((next.object, depth + 1));
                    found.push(next);
                }
            }
        }
        found
    }

    fn next(&self, at: usize, direction: Direction, is_start: bool) -> Vec<Reached<'_>> {
        let edges = match direction {
            Direction::On => &self.used_by,
            Direction::Of => &self.uses,
        };
        let reached = |object: usize, place, is_part| Reached { object, depth: 0, through: at, place, is_part };
        let edges = edges.get(at).into_iter().flatten().map(|(to, place)| reached(*to, place, false));
        // A table goes with its columns; what a measure uses of a table is no use of all its columns.
        let takes_parts = direction == Direction::On || is_start;
        let parts = self.parts.get(at).into_iter().flatten().filter(|_| takes_parts);
        let parts = parts.filter_map(|part| Some(reached(*part, &self.objects.get(*part)?.place, true)));
        let mut next: Vec<Reached> = edges.chain(parts).collect();
        next.sort_by_key(|reached| reached.object);
        next
    }

    /// How many of each kind, in the order of the kinds.
    pub fn tally(&self, reached: &[Reached]) -> Vec<(Kind, usize)> {
        let mut tally = std::collections::BTreeMap::new();
        for object in reached.iter().filter_map(|one| self.objects.get(one.object)) {
            *tally.entry(object.kind).or_insert(0) += 1;
        }
        tally.into_iter().collect()
    }
}
