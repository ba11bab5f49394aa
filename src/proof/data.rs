//! Rows of tables, as the evaluator reads them: columns of distinct values and a code a row.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::value::{Key, Value};

/// Values and for each row the number of its value. Two spellings that the model takes for one are one value.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub values: Vec<Value>,
    pub codes: Vec<u32>,
    index: OnceCell<HashMap<Key, u32>>,
    rows: OnceCell<Vec<Vec<u32>>>,
}

impl Column {
    /// Distinct raw values and a code a row; values that are one to the model are made one.
    pub fn new(raw: Vec<Value>, mut codes: Vec<u32>) -> Self {
        let mut values: Vec<Value> = Vec::with_capacity(raw.len());
        let mut index: HashMap<Key, u32> = HashMap::with_capacity(raw.len());
        let merged: Vec<u32> = raw
            .into_iter()
            .map(|value| {
                *index.entry(value.key()).or_insert_with(|| {
                    values.push(value);
                    (values.len() - 1) as u32
                })
            })
            .collect();
        if values.len() != merged.len() {
            for code in &mut codes {
                *code = merged.get(*code as usize).copied().unwrap_or(*code);
            }
        }
        Self { values, codes, index: index.into(), rows: OnceCell::new() }
    }

    pub fn of(rows: impl IntoIterator<Item = Value>) -> Self {
        let mut raw = Vec::new();
        let codes = rows
            .into_iter()
            .map(|value| {
                raw.push(value);
                (raw.len() - 1) as u32
            })
            .collect();
        Self::new(raw, codes)
    }

    /// One row more, of BLANK: what stands for the partners that are missing.
    pub fn with_blank_row(mut self) -> Self {
        let code = self.code(&Value::Blank).unwrap_or_else(|| {
            self.values.push(Value::Blank);
            self.index = OnceCell::new();
            (self.values.len() - 1) as u32
        });
        self.codes.push(code);
        self.rows = OnceCell::new();
        self
    }

    pub fn value(&self, row: usize) -> &Value {
        self.codes.get(row).and_then(|code| self.values.get(*code as usize)).unwrap_or(&Value::Blank)
    }

    pub fn code(&self, value: &Value) -> Option<u32> {
        self.code_of(&value.key())
    }

    pub fn code_of(&self, key: &Key) -> Option<u32> {
        let index = self
            .index
            .get_or_init(|| self.values.iter().enumerate().map(|(code, value)| (value.key(), code as u32)).collect());
        index.get(key).copied()
    }

    /// The rows that have the value of this number.
    pub fn rows(&self, code: u32) -> &[u32] {
        let rows = self.rows.get_or_init(|| {
            let mut rows = vec![Vec::new(); self.values.len()];
            for (row, code) in self.codes.iter().enumerate() {
                if let Some(rows) = rows.get_mut(*code as usize) {
                    rows.push(row as u32);
                }
            }
            rows
        });
        rows.get(code as usize).map_or(&[], Vec::as_slice)
    }
}

/// What a warehouse gives of one of its tables.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub rows: usize,
    /// In the order in which they were asked for.
    pub columns: Vec<Column>,
    /// Ten-thousandths, where a column of amounts was asked for.
    pub amounts: Option<Vec<i64>>,
}

/// Where rows come from.
pub trait Rows {
    type Error;
    fn read(&self, table: &str, columns: &[&str], amounts: Option<&str>) -> Result<Read, Self::Error>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_are_one_value_and_the_blank_row_comes_last() {
        let column = Column::of(["North", "north", "South"].map(Value::text)).with_blank_row();
        assert_eq!(column.codes, [0, 0, 1, 2]);
        assert_eq!(column.value(1), &Value::text("North"));
        assert_eq!(column.value(3), &Value::Blank);
        assert_eq!(column.code(&Value::text("SOUTH")), Some(1));
        assert_eq!(column.rows(0), [0, 1]);
    }
}
