//! Groups that differ in nothing but the values of some columns: what is added up of them is added up for all of them
//! in one pass over the rows.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::context::{Context, Way};
use super::evaluate::Evaluator;
use super::relation::Rel;
use super::row_set::RowSet;
use super::totals::{Aggregate, Groups};
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

type Known = FxHashMap<(Aggregate, ColumnId), Option<Rc<Vec<Value>>>>;

pub struct Batch {
    /// What the groups have in common.
    pub base: Rc<Context>,
    /// The context of the iteration.
    pub outer: Option<Rc<Context>>,
    by: By,
    pub count: usize,
    known: RefCell<Known>,
}

/// The codes of a column, the first relationship to its table and the others, what a code counts for in the key.
type WayTo<'w> = (&'w [u32], Option<&'w [u32]>, Vec<usize>, u64);

enum By {
    Columns { columns: Vec<ColumnId>, groups: FxHashMap<u64, u32>, dense: Vec<u32> },
    Rows { table: usize, groups: Vec<u32> },
}

const NONE: u32 = u32::MAX;
/// As many combinations of values are looked up in a list; more in a map.
const DENSE: u64 = 4_000_000;

impl std::fmt::Debug for Batch {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{} groups", self.count)
    }
}

impl Batch {
    /// Groups by the codes of these columns, row by row.
    pub fn of_columns(
        evaluator: &Evaluator,
        base: Rc<Context>,
        columns: Vec<ColumnId>,
        codes: &[u32],
    ) -> Option<Batch> {
        let sizes: Vec<u64> = columns
            .iter()
            .map(|id| evaluator.engine.column(*id).map_or(1, |column| column.values.len() as u64))
            .collect();
        let all = sizes.iter().try_fold(1u64, |all, size| all.checked_mul(*size))?;
        let width = columns.len();
        let count = codes.len() / width.max(1);
        let key = |row: &[u32]| row.iter().zip(&sizes).fold(0u64, |key, (code, size)| key * size + u64::from(*code));
        let (mut groups, mut dense) = (FxHashMap::default(), Vec::new());
        let rows = codes.chunks_exact(width.max(1)).enumerate();
        if all <= DENSE.max(2 * count as u64) {
            dense = vec![NONE; all as usize];
            rows.for_each(|(at, row)| dense[key(row) as usize] = at as u32);
        } else {
            rows.for_each(|(at, row)| {
                groups.insert(key(row), at as u32);
            });
        }
        let by = By::Columns { columns, groups, dense };
        Some(Batch { base, outer: None, by, count, known: RefCell::default() })
    }

    /// The rows of an iteration.
    pub fn of_rows(evaluator: &mut Evaluator, rel: &Rel) -> Option<Batch> {
        let outer = evaluator.context.clone();
        let mut batch = match rel {
            Rel::Coded(coded) => {
                let base = evaluator.without_columns(&outer.filters, &coded.columns)?;
                let base = evaluator.under(base);
                Batch::of_columns(evaluator, base, coded.columns.clone(), &coded.codes)?
            }
            Rel::Base(table, rows) => {
                if !evaluator.engine.has_key(*table) {
                    return None;
                }
                let base = evaluator.without_table(&outer.filters, *table)?;
                let base = evaluator.under(base);
                let mut groups = vec![NONE; evaluator.engine.rows(*table) + 1];
                rows.iter().enumerate().for_each(|(at, row)| groups[row as usize] = at as u32);
                let by = By::Rows { table: *table, groups };
                Batch { base, outer: None, by, count: rows.len(), known: RefCell::default() }
            }
            Rel::Made(_) => return None,
        };
        batch.outer = Some(outer);
        Some(batch)
    }

    /// What is added up of each group; `None` where the groups cannot be told by the rows alone.
    pub fn vector(
        self: &Rc<Self>,
        evaluator: &mut Evaluator,
        aggregate: Aggregate,
        column: ColumnId,
    ) -> Option<Rc<Vec<Value>>> {
        if let Some(known) = self.known.borrow().get(&(aggregate, column)) {
            return known.clone();
        }
        let vector = self.work_out(evaluator, aggregate, column).map(Rc::new);
        self.known.borrow_mut().insert((aggregate, column), vector.clone());
        vector
    }

    fn work_out(&self, evaluator: &mut Evaluator, aggregate: Aggregate, column: ColumnId) -> Option<Vec<Value>> {
        let engine = evaluator.engine;
        let table = column.0;
        let ways = self.base.ways.clone();
        let reach = evaluator.reach(table, &ways);
        // Filters that go both ways reach the rows by more than their own keys.
        let is_wound = engine.edges.iter().zip(&ways.of).any(|(edge, way)| *way == Way::Both && reach[edge.one.0]);
        if is_wound {
            return None;
        }
        let rows = evaluator.visible(table, &self.base);
        match &self.by {
            By::Rows { table: of, groups } => {
                let path = if reach[*of] { Some(engine.path(table, *of, &ways)?) } else { None };
                // Of what the table's own one side filters, only the table's rows are known here.
                if path.is_none() && (0..reach.len()).any(|to| reach[to] && engine.path(*of, to, &ways).is_some()) {
                    return None;
                }
                match path.as_deref() {
                    None => self.alone(evaluator, aggregate, column, &rows),
                    Some([]) => evaluator.add_up(
                        aggregate,
                        column,
                        &rows,
                        &Groups { count: self.count, of: &|row| groups[row] },
                    ),
                    Some([edge]) => {
                        let partners = &engine.edges.get(*edge)?.to_one;
                        evaluator.add_up(
                            aggregate,
                            column,
                            &rows,
                            &Groups { count: self.count, of: &|row| groups[partners[row] as usize] },
                        )
                    }
                    Some(path) => {
                        let follow = |row: usize| path.iter().fold(row, |row, edge| engine.edges[*edge].partner(row));
                        evaluator.add_up(
                            aggregate,
                            column,
                            &rows,
                            &Groups { count: self.count, of: &|row| groups[follow(row)] },
                        )
                    }
                }
            }
            By::Columns { columns, groups, dense } => {
                let mut ways_to: Vec<WayTo> = Vec::new();
                let mut factor = 1u64;
                let mut factors = vec![1u64; columns.len()];
                for (at, id) in columns.iter().enumerate().rev() {
                    factors[at] = factor;
                    factor *= engine.column(*id)?.values.len() as u64;
                }
                let paths: Vec<Option<Vec<usize>>> =
                    columns.iter().map(|id| if reach[id.0] { engine.path(table, id.0, &ways) } else { None }).collect();
                if columns.iter().zip(&paths).any(|(id, path)| reach[id.0] && path.is_none()) {
                    return None;
                }
                if paths.iter().all(Option::is_none) {
                    return self.alone(evaluator, aggregate, column, &rows);
                }
                // A column that does not filter the table: the same for all its values.
                if paths.iter().any(Option::is_none) {
                    return None;
                }
                for ((id, path), factor) in columns.iter().zip(paths).zip(factors) {
                    let codes = engine.column(*id)?.codes.as_slice();
                    let mut path = path?;
                    let first =
                        if path.is_empty() { None } else { Some(engine.edges.get(path.remove(0))?.to_one.as_slice()) };
                    ways_to.push((codes, first, path, factor));
                }
                let find = |key: u64| match dense.is_empty() {
                    false => dense[key as usize],
                    true => groups.get(&key).copied().unwrap_or(NONE),
                };
                if let [(codes, Some(partners), path, 1)] = ways_to.as_slice()
                    && path.is_empty()
                {
                    let by_partner: Vec<u32> = codes.iter().map(|code| find(u64::from(*code))).collect();
                    let of = |row: usize| by_partner[partners[row] as usize];
                    return evaluator.add_up(aggregate, column, &rows, &Groups { count: self.count, of: &of });
                }
                let key = |row: usize| {
                    let code = |(codes, first, path, factor): &WayTo| {
                        let row = first.map_or(row, |partners| partners[row] as usize);
                        let row = path.iter().fold(row, |row, edge| engine.edges[*edge].partner(row));
                        u64::from(codes[row]) * factor
                    };
                    ways_to.iter().map(code).sum::<u64>()
                };
                evaluator.add_up(aggregate, column, &rows, &Groups { count: self.count, of: &|row| find(key(row)) })
            }
        }
    }

    /// Groups that do not filter the table have all of it each.
    fn alone(
        &self,
        evaluator: &mut Evaluator,
        aggregate: Aggregate,
        column: ColumnId,
        rows: &RowSet,
    ) -> Option<Vec<Value>> {
        let one = evaluator.add_up(aggregate, column, rows, &Groups { count: 1, of: &|_| 0 })?;
        Some(vec![one.first()?.clone(); self.count])
    }
}

impl Evaluator<'_> {
    /// The context with other filters.
    pub fn under(&self, filters: Vec<Rc<super::context::Filter>>) -> Rc<Context> {
        Rc::new(self.context.with(filters))
    }
}
