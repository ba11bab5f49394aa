//! Columns as they are reckoned with: distinct values, a code a row, and what is worked out of them once.

use std::cmp::Ordering;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::proof::data;
use crate::proof::value::{Key, Value};

/// Rows by a number that each has: the row of a partner, or the code of a value.
#[derive(Debug, Default)]
pub struct Index {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Index {
    pub fn new(numbers: &[u32], count: usize) -> Self {
        let mut starts = vec![0u32; count + 1];
        for number in numbers {
            if let Some(start) = starts.get_mut(*number as usize + 1) {
                *start += 1;
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0u32; numbers.len()];
        for (row, number) in numbers.iter().enumerate() {
            if let Some(place) = next.get_mut(*number as usize) {
                if let Some(slot) = rows.get_mut(*place as usize) {
                    *slot = row as u32;
                }
                *place += 1;
            }
        }
        Self { starts, rows }
    }

    #[inline]
    pub fn rows(&self, number: usize) -> &[u32] {
        match (self.starts.get(number), self.starts.get(number + 1)) {
            (Some(from), Some(to)) => self.rows.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    #[inline]
    pub fn count(&self, number: usize) -> usize {
        self.rows(number).len()
    }
}

/// A number a row, to be added up.
#[derive(Debug)]
pub enum Numbers {
    /// Whole numbers of parts, such as ten-thousandths: they add up exactly.
    Exact {
        parts: i64,
        of: Vec<i64>,
    },
    Floats(Vec<f64>),
    /// Text or truth values.
    None,
}

#[derive(Debug, Default)]
pub struct Column {
    /// BLANK is always among them, used or not.
    pub values: Vec<Value>,
    /// One a row, and one for the blank row behind the last.
    pub codes: Vec<u32>,
    pub blank: u32,
    /// A sum of it is exact to ten-thousandths.
    pub is_money: bool,
    index: FxHashMap<Key, u32>,
    order: OnceLock<(Vec<u32>, Vec<u32>)>,
    rows: OnceLock<Index>,
    numbers: OnceLock<Numbers>,
}

/// Ten-thousandths, as money is counted.
const MONEY: i64 = 10_000;

impl Column {
    pub fn new(read: &data::Column, is_money: bool) -> Self {
        Self::of(read.values.clone(), read.codes.clone(), is_money)
    }

    /// The values have to be distinct ones.
    pub fn of(mut values: Vec<Value>, mut codes: Vec<u32>, is_money: bool) -> Self {
        let blank = values.iter().position(|value| *value == Value::Blank).unwrap_or_else(|| {
            values.push(Value::Blank);
            values.len() - 1
        }) as u32;
        codes.push(blank);
        let index = values.iter().enumerate().map(|(code, value)| (value.key(), code as u32)).collect();
        Self { values, codes, blank, is_money, index, ..Self::default() }
    }

    #[inline]
    pub fn value(&self, row: usize) -> &Value {
        self.value_of(self.code_at(row))
    }

    #[inline]
    pub fn value_of(&self, code: u32) -> &Value {
        self.values.get(code as usize).unwrap_or(&Value::Blank)
    }

    #[inline]
    pub fn code_at(&self, row: usize) -> u32 {
        self.codes.get(row).copied().unwrap_or(self.blank)
    }

    pub fn code(&self, value: &Value) -> Option<u32> {
        self.index.get(&value.key()).copied()
    }

    /// The codes from the least value to the greatest, BLANK first, and the place of each code among them.
    fn sorted(&self) -> &(Vec<u32>, Vec<u32>) {
        self.order.get_or_init(|| {
            let mut order: Vec<u32> = (0..self.values.len() as u32).collect();
            order.sort_by(|a, b| order_of(self.value_of(*a), self.value_of(*b)));
            let mut ranks = vec![0; order.len()];
            for (rank, code) in order.iter().enumerate() {
                if let Some(slot) = ranks.get_mut(*code as usize) {
                    *slot = rank as u32;
                }
            }
            (order, ranks)
        })
    }

    pub fn order(&self) -> &[u32] {
        &self.sorted().0
    }

    pub fn ranks(&self) -> &[u32] {
        &self.sorted().1
    }

    /// The rows of each code, without the blank row.
    #[inline]
    pub fn rows(&self) -> &Index {
        self.rows
            .get_or_init(|| Index::new(self.codes.get(..self.codes.len() - 1).unwrap_or_default(), self.values.len()))
    }

    pub fn numbers(&self) -> &Numbers {
        self.numbers.get_or_init(|| {
            let parts = if self.is_money { MONEY } else { 1 };
            let exact = |value: &Value| match value {
                Value::Blank => Some(0),
                Value::Integer(value) => value.checked_mul(parts),
                Value::Number(value) if self.is_money => {
                    let whole = (value * parts as f64).round();
                    (whole.abs() < 9e15 && whole / parts as f64 == *value).then_some(whole as i64)
                }
                _ => None,
            };
            let of = |row: &u32| *row as usize;
            if let Some(values) = self.values.iter().map(exact).collect::<Option<Vec<i64>>>() {
                return Numbers::Exact { parts, of: self.codes.iter().map(|code| values[of(code)]).collect() };
            }
            match self.values.iter().map(Value::number).collect::<Option<Vec<f64>>>() {
                Some(values) => Numbers::Floats(self.codes.iter().map(|code| values[of(code)]).collect()),
                None => Numbers::None,
            }
        })
    }
}

/// The order in which a column of values is sorted: BLANK first, then as values compare.
pub fn order_of(a: &Value, b: &Value) -> Ordering {
    let kind = |value: &Value| match value {
        Value::Blank => 0,
        Value::Boolean(_) => 2,
        Value::Text(_) => 3,
        _ => 1,
    };
    kind(a).cmp(&kind(b)).then_with(|| a.order(b).unwrap_or(Ordering::Equal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_ordered_by_value_and_rows_found_by_code() {
        let read = data::Column::of([3, 1, 3, 2].map(Value::Integer));
        let column = Column::new(&read, false);
        let ordered: Vec<&Value> = column.order().iter().map(|code| column.value_of(*code)).collect();
        assert_eq!(ordered, [&Value::Blank, &Value::Integer(1), &Value::Integer(2), &Value::Integer(3)]);
        assert_eq!(column.rows().rows(column.code(&Value::Integer(3)).unwrap() as usize), [0, 2]);
        assert_eq!(column.rows().rows(column.blank as usize), [0; 0]);
        assert_eq!(column.value(4), &Value::Blank);
    }

    #[test]
    fn money_adds_up_exactly() {
        let read = data::Column::of([0.1, 0.2, 1234.5678].map(Value::Number));
        match Column::new(&read, true).numbers() {
            Numbers::Exact { parts: 10_000, of } => assert_eq!(of, &[1_000, 2_000, 12_345_678, 0]),
            other => panic!("{other:?}"),
        };
    }
}
