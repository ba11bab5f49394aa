//! Key values as small numbers: equal keys have equal codes, so that keys of any number and type of columns are
//! counted and looked up exactly, without building a row of them.

use std::hash::Hash;

use polars_core::error::PolarsResult;
use polars_core::frame::column::Column;
use rustc_hash::FxHashMap;

use super::frame::{Values, values};

/// The code of a key that has a null in it.
pub const NULL: u32 = u32::MAX;
/// The code of a key that the index does not have.
pub const MISSING: u32 = u32::MAX - 1;

/// The keys of one table.
pub struct Index<'a> {
    columns: Vec<Dictionary<'a>>,
    /// After the first column: the code so far and the code of the next column, to the code of both.
    pairs: Vec<FxHashMap<u64, u32>>,
    /// The code of each row.
    pub rows: Vec<u32>,
    /// Keys without a null that differ from each other.
    pub distinct: usize,
}

enum Dictionary<'a> {
    Numbers(FxHashMap<i64, u32>),
    Texts(FxHashMap<&'a str, u32>),
}

impl<'a> Index<'a> {
    pub fn new(columns: &[&'a Column]) -> PolarsResult<Index<'a>> {
        let mut index = Index { columns: Vec::new(), pairs: Vec::new(), rows: Vec::new(), distinct: 0 };
        for (at, column) in columns.iter().enumerate() {
            let (dictionary, codes) = match values(column)? {
                Values::Numbers(values) => {
                    let mut known = FxHashMap::default();
                    let codes = codes(values, |value| insert(&mut known, value));
                    (Dictionary::Numbers(known), codes)
                }
                Values::Texts(values) => {
                    let mut known = FxHashMap::default();
                    let codes = codes(values, |value| insert(&mut known, value));
                    (Dictionary::Texts(known), codes)
                }
            };
            index.distinct = dictionary.len();
            index.columns.push(dictionary);
            if at == 0 {
                index.rows = codes;
                continue;
            }
            let mut known = FxHashMap::default();
            combine(&mut index.rows, &codes, |pair| insert(&mut known, pair));
            index.distinct = known.len();
            index.pairs.push(known);
        }
        Ok(index)
    }

    /// For each row of another table's columns the code of its key.
    pub fn find(&self, columns: &[&Column]) -> PolarsResult<Vec<u32>> {
        let mut rows = Vec::new();
        for (at, (column, dictionary)) in columns.iter().zip(&self.columns).enumerate() {
            let codes = match (values(column)?, dictionary) {
                (Values::Numbers(values), Dictionary::Numbers(known)) => codes(values, |value| get(known, &value)),
                (Values::Texts(values), Dictionary::Texts(known)) => codes(values, |value| get(known, &value)),
                (Values::Numbers(values), _) => codes(values, |_| MISSING),
                (Values::Texts(values), _) => codes(values, |_| MISSING),
            };
            match at.checked_sub(1).and_then(|at| self.pairs.get(at)) {
                Some(known) => combine(&mut rows, &codes, |pair| get(known, &pair)),
                None => rows = codes,
            }
        }
        Ok(rows)
    }

    /// Of the given rows' keys each one once, in order of appearance: its first row and the number of its rows.
    pub fn tally(&self, rows: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
        let mut at: FxHashMap<u32, usize> = FxHashMap::default();
        let mut tally: Vec<(usize, usize)> = Vec::new();
        for row in rows {
            let known = *at.entry(self.rows[row]).or_insert(tally.len());
            match tally.get_mut(known) {
                Some((_, count)) => *count += 1,
                None => tally.push((row, 1)),
            }
        }
        tally
    }
}

impl Dictionary<'_> {
    fn len(&self) -> usize {
        match self {
            Dictionary::Numbers(known) => known.len(),
            Dictionary::Texts(known) => known.len(),
        }
    }
}

fn insert<T: Eq + Hash>(known: &mut FxHashMap<T, u32>, value: T) -> u32 {
    // A frame has fewer rows than `MISSING`: polars counts them in 32 bits.
    let next = known.len() as u32;
    *known.entry(value).or_insert(next)
}

fn get<T: Eq + Hash>(known: &FxHashMap<T, u32>, value: &T) -> u32 {
    known.get(value).copied().unwrap_or(MISSING)
}

/// Values often come in runs: the same value again is not hashed again.
fn codes<T: Copy + Eq>(values: impl Iterator<Item = Option<T>>, mut code: impl FnMut(T) -> u32) -> Vec<u32> {
    let mut last = None;
    let mut last_code = NULL;
    let next = |value: Option<T>| {
        if value != last {
            last_code = value.map_or(NULL, &mut code);
            last = value;
        }
        last_code
    };
    values.map(next).collect()
}

fn combine(rows: &mut [u32], next: &[u32], mut code: impl FnMut(u64) -> u32) {
    for (row, next) in rows.iter_mut().zip(next) {
        *row = match (*row, *next) {
            (NULL, _) | (_, NULL) => NULL,
            (MISSING, _) | (_, MISSING) => MISSING,
            (row, next) => code(u64::from(row) << 32 | u64::from(next)),
        };
    }
}

#[cfg(test)]
mod tests {
    use polars_core::prelude::*;

    use super::*;

    #[test]
    fn keys_of_several_columns_are_told_apart_exactly() {
        let frame = df!(
            "a" => ["x", "x", "xy", "x", "x"],
            "b" => [Some(1i64), Some(2), Some(1), Some(1), None],
            "c" => ["yz", "z", "z", "yz", "z"],
        )
        .expect("a frame");
        let columns: Vec<&Column> = frame.columns().iter().collect();
        let index = Index::new(&columns).expect("an index");
        assert_eq!(index.distinct, 3);
        assert_eq!(index.rows, [0, 1, 2, 0, NULL]);

        let other = df!(
            "a" => [Some("x"), Some("x"), None, Some("new")],
            "b" => [2i64, 2, 2, 2],
            "c" => ["z", "yz", "z", "z"],
        )
        .expect("a frame");
        let columns: Vec<&Column> = other.columns().iter().collect();
        assert_eq!(index.find(&columns).expect("codes"), [1, MISSING, NULL, MISSING]);
    }
}
