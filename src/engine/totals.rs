//! One pass over rows: what is added up, counted or found of each group.

use super::column::{Column, Numbers};
use super::evaluate::Evaluator;
use super::row_set::RowSet;
use crate::proof::bits::Bits;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

/// What can be worked out for many groups in one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    Sum,
    Average,
    Min,
    Max,
    /// Values that are not blank.
    Count,
    CountRows,
    Distinct,
    DistinctNoBlank,
}

/// The group of each row; rows of `u32::MAX` are in none.
pub struct Groups<F: Fn(usize) -> u32> {
    pub count: usize,
    pub of: F,
}

pub fn count(rows: usize) -> Value {
    if rows == 0 { Value::Blank } else { Value::Integer(rows as i64) }
}

impl Evaluator<'_> {
    /// One pass over the rows. The blank row has no values to count, but is one of the least and greatest.
    pub fn add_up<F: Fn(usize) -> u32>(
        &self,
        aggregate: Aggregate,
        id: ColumnId,
        rows: &RowSet,
        groups: &Groups<F>,
    ) -> Option<Vec<Value>> {
        let count = groups.count;
        if aggregate == Aggregate::CountRows {
            let counts = counted(rows, groups, |_| true);
            return Some(counts.into_iter().map(|rows| self::count(rows as usize)).collect());
        }
        let column = self.engine.column(id)?;
        let blank = column.blank;
        let present = |row: usize| column.codes[row] != blank;
        Some(match aggregate {
            Aggregate::Count => counted(rows, groups, present).into_iter().map(|n| self::count(n as usize)).collect(),
            Aggregate::Sum | Aggregate::Average => {
                let (sums, counts): (Vec<Value>, Vec<u64>) = match column.numbers() {
                    Numbers::Exact { parts, of } => {
                        let mut sums = vec![(0i128, 0u64); count];
                        each(rows, groups, |row, group| {
                            let (sum, count) = &mut sums[group];
                            *sum += i128::from(of[row]);
                            *count += u64::from(present(row));
                        });
                        sums.into_iter().map(|(sum, count)| (exact(sum, *parts), count)).unzip()
                    }
                    Numbers::Floats(of) => {
                        let mut sums = vec![(0f64, 0u64); count];
                        each(rows, groups, |row, group| {
                            let (sum, count) = &mut sums[group];
                            *sum += of[row];
                            *count += u64::from(present(row));
                        });
                        sums.into_iter().map(|(sum, count)| (Value::Number(sum), count)).unzip()
                    }
                    Numbers::None => return None,
                };
                let is_date = column.values.iter().any(|value| matches!(value, Value::Date(_)));
                let value = |(sum, count): (Value, u64)| match (count, aggregate) {
                    (0, _) => Value::Blank,
                    (_, Aggregate::Sum) => sum,
                    (count, _) => {
                        let mean = sum.number().unwrap_or_default() / count as f64;
                        if is_date { Value::Date(mean) } else { Value::Number(mean) }
                    }
                };
                sums.into_iter().zip(counts).map(value).collect()
            }
            Aggregate::Min | Aggregate::Max => {
                let ranks = column.ranks();
                let mut best = vec![u32::MAX; count];
                each(rows, groups, |row, group| {
                    let code = column.codes[row];
                    if code == blank {
                        return;
                    }
                    let (rank, known) = (ranks[code as usize], best[group]);
                    let is_better =
                        known == u32::MAX || (aggregate == Aggregate::Min) == (rank < known) && rank != known;
                    if is_better {
                        best[group] = rank;
                    }
                });
                let order = column.order();
                let value =
                    |rank: u32| order.get(rank as usize).map_or(Value::Blank, |code| column.value_of(*code).clone());
                best.into_iter().map(value).collect()
            }
            Aggregate::Distinct | Aggregate::DistinctNoBlank => {
                let counts = distinct(column, rows, groups, aggregate == Aggregate::DistinctNoBlank);
                counts.into_iter().map(|n| self::count(n as usize)).collect()
            }
            Aggregate::CountRows => return None,
        })
    }
}

fn each<F: Fn(usize) -> u32>(rows: &RowSet, groups: &Groups<F>, mut visit: impl FnMut(usize, usize)) {
    rows.each_real(|row| {
        let group = (groups.of)(row) as usize;
        if group < groups.count {
            visit(row, group);
        }
    });
}

fn counted<F: Fn(usize) -> u32>(rows: &RowSet, groups: &Groups<F>, counts: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut counted = vec![0u64; groups.count];
    each(rows, groups, |row, group| counted[group] += u64::from(counts(row)));
    counted
}

/// The codes that the rows of each group have, each once.
pub struct Buckets {
    starts: Vec<u32>,
    codes: Vec<u32>,
}

impl Buckets {
    pub fn new<F: Fn(usize) -> u32>(column: &Column, rows: &RowSet, groups: &Groups<F>) -> Self {
        let mut next = vec![0u32; groups.count + 1];
        each(rows, groups, |_, group| next[group + 1] += 1);
        for at in 1..next.len() {
            next[at] += next[at - 1];
        }
        let starts = next.clone();
        let mut all = vec![0u32; starts.last().map_or(0, |last| *last as usize)];
        each(rows, groups, |row, group| {
            all[next[group] as usize] = column.codes[row];
            next[group] += 1;
        });
        // The last group that had a code: what stands once need not be looked for.
        let mut last = vec![u32::MAX; column.values.len()];
        let mut buckets = Self { starts: vec![0], codes: Vec::new() };
        for (group, bounds) in starts.windows(2).enumerate() {
            for code in &all[bounds[0] as usize..bounds[1] as usize] {
                let met = std::mem::replace(&mut last[*code as usize], group as u32);
                if met != group as u32 {
                    buckets.codes.push(*code);
                }
            }
            buckets.starts.push(buckets.codes.len() as u32);
        }
        buckets
    }

    pub fn of(&self, group: usize) -> &[u32] {
        match (self.starts.get(group), self.starts.get(group + 1)) {
            (Some(from), Some(to)) => self.codes.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Bits for every pair of a group and a value, as long as they are this few.
const MOST_BITS: usize = 1 << 22;

fn distinct<F: Fn(usize) -> u32>(column: &Column, rows: &RowSet, groups: &Groups<F>, no_blank: bool) -> Vec<u64> {
    let values = column.values.len();
    let skips = |code: u32| no_blank && code == column.blank;
    if groups.count.saturating_mul(values) > MOST_BITS {
        let buckets = Buckets::new(column, rows, groups);
        let count = |group: usize| buckets.of(group).iter().filter(|code| !skips(**code)).count() as u64;
        return (0..groups.count).map(count).collect();
    }
    let mut counts = vec![0u64; groups.count];
    let mut met = Bits::none(groups.count * values);
    each(rows, groups, |row, group| {
        let code = column.codes[row];
        let at = group * values + code as usize;
        if !met.has(at) && !skips(code) {
            met.set(at);
            counts[group] += 1;
        }
    });
    counts
}

pub fn exact(sum: i128, parts: i64) -> Value {
    match (parts, i64::try_from(sum)) {
        (1, Ok(sum)) => Value::Integer(sum),
        _ => Value::Number(sum as f64 / parts as f64),
    }
}
