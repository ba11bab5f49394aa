//! Filter contexts: which filters there are, told apart by what they say.
//!
//! A filter is a set of values of a column, of combinations of values of several, or the rows of a whole table. One
//! that says the same is the same object, with the same number: whatever is worked out under a set of filters is
//! found again by their numbers.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::batch::Batch;
use super::row_set::RowSet;
use crate::proof::bits::Bits;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

#[derive(Debug)]
pub struct Filter {
    pub id: u32,
    pub set: Set,
}

#[derive(Debug)]
pub enum Set {
    Codes(ColumnId, Codes),
    Tuples(Tuples),
    /// Rows of a table, and of the tables on the one side of its relationships those that belong to them.
    Rows {
        table: usize,
        rows: Rc<RowSet>,
        without: Vec<usize>,
    },
}

/// Codes of a column, sorted.
#[derive(Debug)]
pub struct Codes {
    pub list: Vec<u32>,
    bits: OnceCell<Bits>,
}

impl Codes {
    #[inline]
    pub fn has(&self, code: u32) -> bool {
        if let [one] = self.list.as_slice() {
            return *one == code;
        }
        self.bits().has(code as usize)
    }

    pub fn bits(&self) -> &Bits {
        self.bits.get_or_init(|| {
            let mut bits = Bits::none(self.list.last().map_or(0, |last| *last as usize + 1));
            self.list.iter().for_each(|code| bits.set(*code as usize));
            bits
        })
    }
}

/// Combinations of codes, one behind the other.
#[derive(Debug)]
pub struct Tuples {
    pub columns: Vec<ColumnId>,
    pub codes: Vec<u32>,
    set: OnceCell<FxHashSet<Vec<u32>>>,
}

impl Tuples {
    #[inline]
    pub fn has(&self, tuple: &[u32]) -> bool {
        let width = self.columns.len().max(1);
        self.set.get_or_init(|| self.codes.chunks_exact(width).map(<[u32]>::to_vec).collect()).contains(tuple)
    }

    /// The combinations of some of the columns.
    pub fn project(&self, keep: impl Fn(&ColumnId) -> bool) -> (Vec<ColumnId>, Vec<u32>) {
        let places: Vec<usize> = (0..self.columns.len()).filter(|at| keep(&self.columns[*at])).collect();
        let columns = places.iter().map(|at| self.columns[*at]).collect();
        let tuples = self.codes.chunks_exact(self.columns.len().max(1));
        (columns, tuples.flat_map(|tuple| places.iter().map(|at| tuple[*at])).collect())
    }
}

/// How the relationships are to be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    Off,
    /// From the one side to the many side.
    Down,
    Both,
}

#[derive(Debug)]
pub struct Ways {
    pub id: u32,
    /// As the engine's relationships.
    pub of: Vec<Way>,
}

pub struct Context {
    /// Sorted by number.
    pub filters: Vec<Rc<Filter>>,
    pub ways: Rc<Ways>,
    /// The columns that the query groups by.
    pub groups: Rc<[ColumnId]>,
    /// One of the groups that are worked out together.
    pub cell: Option<(Rc<Batch>, usize)>,
    /// A row of an iteration has become a filter.
    pub is_iterated: bool,
    pub memo: RefCell<Vec<(usize, Value)>>,
}

impl Context {
    pub fn with(&self, filters: Vec<Rc<Filter>>) -> Context {
        Context {
            filters,
            ways: self.ways.clone(),
            groups: self.groups.clone(),
            cell: None,
            is_iterated: self.is_iterated,
            memo: RefCell::default(),
        }
    }

    #[inline]
    pub fn is_filtered(&self, column: ColumnId) -> bool {
        self.filters.iter().any(|filter| match &filter.set {
            Set::Codes(of, _) => *of == column,
            Set::Tuples(tuples) => tuples.columns.contains(&column),
            Set::Rows { table, .. } => *table == column.0,
        })
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Code(ColumnId, u32),
    Row(usize, u32),
    Codes(ColumnId, Vec<u32>),
    Tuples(Vec<ColumnId>, Vec<u32>),
    Rows(usize, Vec<u32>, bool, Vec<usize>),
}

/// Filters by what they say.
#[derive(Default)]
pub struct Interner {
    known: FxHashMap<Key, Rc<Filter>>,
    ways: FxHashMap<Vec<Way>, Rc<Ways>>,
    next: u32,
}

/// Beyond this, what is known is forgotten: the same filter then gets another number, which costs time alone.
const MOST: usize = 400_000;

impl Interner {
    fn make(&mut self, key: Key, set: impl FnOnce() -> Set) -> Rc<Filter> {
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        if self.known.len() > MOST {
            self.known.clear();
        }
        let filter = Rc::new(Filter { id: self.next, set: set() });
        self.next += 1;
        self.known.insert(key, filter.clone());
        filter
    }

    pub fn code(&mut self, column: ColumnId, code: u32) -> Rc<Filter> {
        let set = || Set::Codes(column, Codes { list: vec![code], bits: OnceCell::new() });
        self.make(Key::Code(column, code), set)
    }

    pub fn codes(&mut self, column: ColumnId, mut list: Vec<u32>) -> Rc<Filter> {
        if !list.is_sorted() {
            list.sort_unstable();
        }
        list.dedup();
        if let [one] = list.as_slice() {
            return self.code(column, *one);
        }
        let key = Key::Codes(column, list.clone());
        self.make(key, || Set::Codes(column, Codes { list, bits: OnceCell::new() }))
    }

    /// Combinations of codes of these columns; of one column its codes.
    pub fn tuples(&mut self, columns: Vec<ColumnId>, codes: Vec<u32>) -> Rc<Filter> {
        if let [one] = columns.as_slice() {
            return self.codes(*one, codes);
        }
        let mut tuples: Vec<&[u32]> = codes.chunks_exact(columns.len().max(1)).collect();
        tuples.sort_unstable();
        tuples.dedup();
        let codes = tuples.concat();
        let key = Key::Tuples(columns.clone(), codes.clone());
        self.make(key, || Set::Tuples(Tuples { columns, codes, set: OnceCell::new() }))
    }

    pub fn rows(&mut self, table: usize, rows: Rc<RowSet>, without: Vec<usize>) -> Rc<Filter> {
        let list = rows.to_vec();
        let key = match list.as_slice() {
            [one] if without.is_empty() => Key::Row(table, *one),
            _ => Key::Rows(table, list, rows.is_all(), without.clone()),
        };
        self.make(key, || Set::Rows { table, rows, without })
    }

    pub fn ways(&mut self, of: Vec<Way>) -> Rc<Ways> {
        let id = self.ways.len() as u32;
        self.ways.entry(of.clone()).or_insert_with(|| Rc::new(Ways { id, of })).clone()
    }

    /// One filter more; two of one column become what both leave.
    pub fn add(&mut self, filters: &mut Vec<Rc<Filter>>, filter: Rc<Filter>) {
        let mut filter = filter;
        if let Set::Codes(column, codes) = &filter.set {
            let same = filters.iter().position(|one| matches!(&one.set, Set::Codes(of, _) if of == column));
            if let Some(at) = same {
                let other = filters.remove(at);
                let Set::Codes(_, others) = &other.set else { return };
                let (column, both) = (*column, codes.list.iter().copied().filter(|code| others.has(*code)).collect());
                filter = self.codes(column, both);
            }
        }
        if let Err(at) = filters.binary_search_by_key(&filter.id, |one| one.id) {
            filters.insert(at, filter);
        }
    }
}
