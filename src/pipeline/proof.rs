//! The rows of the warehouse as the proof of access reads them.

use std::hash::Hash;

use polars_core::datatypes::DataType as FrameType;
use polars_core::frame::column::Column as FrameColumn;
use rustc_hash::FxHashMap;

use crate::catalog::{Catalog, DataType};
use crate::etl::MONEY_SCALE;
use crate::pipeline::Failure;
use crate::proof::data::{Column, Read, Rows};
use crate::proof::value::Value;
use crate::warehouse::{Error, Warehouse};

/// Days from 30 December 1899, where DAX begins to count, to 1970.
const EPOCH: f64 = 25_569.0;
const MICROSECONDS_A_DAY: f64 = 86_400e6;

pub struct Frames<'w> {
    warehouse: &'w dyn Warehouse,
    catalog: &'w Catalog,
}

impl<'w> Frames<'w> {
    pub fn new(warehouse: &'w dyn Warehouse, catalog: &'w Catalog) -> Self {
        Self { warehouse, catalog }
    }
}

impl Rows for Frames<'_> {
    type Error = Failure;

    fn read(&self, table: &str, columns: &[&str], amounts: Option<&str>) -> Result<Read, Failure> {
        let no_table = || Failure::from(Error::NoTable { table: table.to_owned(), nearest: None });
        let described = self.catalog.table(table).ok_or_else(no_table)?;
        let mut wanted: Vec<&str> = columns.iter().copied().chain(amounts).collect();
        if wanted.is_empty() {
            // A frame without columns has no rows to count.
            wanted.extend(described.columns.first().map(|column| column.name.as_str()));
        }
        wanted.sort_unstable();
        wanted.dedup();
        let frame = self.warehouse.read_columns(table, &wanted)?;
        let kind = |name: &str| described.column(name).map_or(DataType::Text, |column| column.kind);
        let read =
            columns.iter().map(|name| column(frame.column(name)?, kind(name))).collect::<Result<_, Failure>>()?;
        let amounts = match amounts {
            Some(name) => Some(frame.column(name)?.i64()?.iter().map(|value| value.unwrap_or(0)).collect()),
            None => None,
        };
        Ok(Read { rows: frame.height(), columns: read, amounts })
    }
}

fn column(column: &FrameColumn, kind: DataType) -> Result<Column, Failure> {
    Ok(match column.dtype() {
        FrameType::String => coded(column.str()?.iter(), Value::text),
        FrameType::Float64 => {
            coded(column.f64()?.iter().map(|value| value.map(f64::to_bits)), |bits| Value::Number(f64::from_bits(bits)))
        }
        FrameType::Boolean => coded(column.bool()?.iter(), Value::Boolean),
        FrameType::Date => coded(column.date()?.phys.iter(), |days| Value::Date(f64::from(days) + EPOCH)),
        FrameType::Datetime(..) => coded(column.datetime()?.phys.iter(), |microseconds| {
            Value::Date(microseconds as f64 / MICROSECONDS_A_DAY + EPOCH)
        }),
        _ if kind == DataType::Money => {
            coded(column.i64()?.iter(), |amount| Value::Number(amount as f64 / MONEY_SCALE as f64))
        }
        _ => coded(column.i64()?.iter(), Value::Integer),
    })
}

/// Each distinct value once.
fn coded<T: Copy + Eq + Hash>(values: impl Iterator<Item = Option<T>>, value: impl Fn(T) -> Value) -> Column {
    let mut known: FxHashMap<Option<T>, u32> = FxHashMap::default();
    let mut distinct = Vec::new();
    let codes = values
        .map(|one| {
            *known.entry(one).or_insert_with(|| {
                distinct.push(one.map_or(Value::Blank, &value));
                (distinct.len() - 1) as u32
            })
        })
        .collect();
    Column::new(distinct, codes)
}
