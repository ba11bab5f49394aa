//! Figures of a table that are equal where the tables are: rows; of each column its nulls and its sum, or its
//! smallest and largest value. Counted in the frame here and by the server there, in one query a table.
//!
//! A server that misreads what it is sent says so in no other way.

use polars_core::datatypes::DataType as FrameType;
use polars_core::error::PolarsResult;
use polars_core::frame::DataFrame;
use polars_core::frame::column::Column as FrameColumn;
use tiberius::{ColumnData, Row};

use super::super::frame::{Values, from_sortable, values};
use super::super::text;
use super::encode::{days, micros};
use super::limits::units;
use super::sql::staged_column;
use crate::catalog::{Column, DataType, Table};
use crate::name::sql_name;
use crate::sqlserver::Dialect;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    pub rows: i64,
    /// In the order of the table's columns.
    pub columns: Vec<Figure>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub nulls: i64,
    pub of_values: OfValues,
}

#[derive(Clone, Debug, PartialEq)]
pub enum OfValues {
    /// Of integers, of ten-thousandths, of the lengths of texts, of the trues.
    Sum(i128),
    /// Of days, of microseconds.
    Bounds(Option<(i64, i64)>),
    /// Of numbers: a sum of them would depend on its order.
    Between(Option<(f64, f64)>),
}

/// Where the server counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// A staged table: columns by number, money as ten-thousandths.
    Staged,
    /// A live table or view.
    Live,
}

pub fn of_frame(frame: &DataFrame, dialect: Dialect) -> PolarsResult<Figures> {
    let columns = frame.columns().iter().map(|column| of_column(column, dialect));
    Ok(Figures { rows: frame.height() as i64, columns: columns.collect::<PolarsResult<_>>()? })
}

fn of_column(column: &FrameColumn, dialect: Dialect) -> PolarsResult<Figure> {
    let is_date = matches!(column.dtype(), FrameType::Date | FrameType::Datetime(..));
    let of_values = match values(column)? {
        Values::Texts(texts) => OfValues::Sum(texts.flatten().map(|text| length(text, dialect) as i128).sum()),
        Values::Numbers(numbers) if is_date => OfValues::Bounds(bounds(numbers.flatten())),
        Values::Numbers(numbers) if *column.dtype() == FrameType::Float64 => {
            let bounds = bounds(numbers.flatten());
            OfValues::Between(bounds.map(|(min, max)| (from_sortable(min), from_sortable(max))))
        }
        Values::Numbers(numbers) => OfValues::Sum(numbers.flatten().map(i128::from).sum()),
    };
    Ok(Figure { nulls: column.null_count() as i64, of_values })
}

/// What the server's DATALENGTH gives: Babelfish stores text as UTF-8.
fn length(text: &str, dialect: Dialect) -> usize {
    match dialect {
        Dialect::SqlServer => units(text) * 2,
        Dialect::Babelfish => text.len(),
    }
}

fn bounds(values: impl Iterator<Item = i64>) -> Option<(i64, i64)> {
    values.fold(None, |bounds, value| {
        let (min, max) = bounds.unwrap_or((value, value));
        Some((min.min(value), max.max(value)))
    })
}

/// The query for a table's figures; `from` is its quoted name.
pub fn query(table: &Table, from: &str, place: Where) -> String {
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let name = match place {
            Where::Staged => sql_name(&staged_column(at)),
            Where::Live => sql_name(column.name.as_str()),
        };
        let nulls = format!("SUM(CAST(CASE WHEN {name} IS NULL THEN 1 ELSE 0 END AS bigint))");
        let sum = |value: String| format!("CAST(SUM(CAST({value} AS decimal(38, 0))) AS nvarchar(50))");
        match (column.kind, place) {
            (DataType::Money, Where::Live) => format!("{nulls}, {}", sum(format!("{name} * 10000"))),
            (DataType::Integer | DataType::Money, _) => format!("{nulls}, {}", sum(name)),
            (DataType::Boolean, _) => format!("{nulls}, {}", sum(format!("CAST({name} AS int)"))),
            (DataType::Text, _) => format!("{nulls}, {}", sum(format!("DATALENGTH({name})"))),
            (DataType::Date | DataType::DateTime | DataType::Number, _) => {
                format!("{nulls}, MIN({name}), MAX({name})")
            }
        }
    });
    let columns: String = columns.map(|column| format!(", {column}")).collect();
    format!("SELECT COUNT_BIG(*){columns} FROM {from}")
}

/// The answer to [`query`]; `None` where it is none.
pub fn of_row(table: &Table, row: &Row) -> Option<Figures> {
    let mut cells = row.cells().map(|(_, cell)| cell);
    let rows = integer(cells.next()?)?;
    let columns = table.columns.iter().map(|column| {
        let nulls = integer(cells.next()?)?;
        let of_values = match column.kind {
            DataType::Integer | DataType::Money | DataType::Boolean | DataType::Text => match cells.next()? {
                ColumnData::String(None) => OfValues::Sum(0),
                ColumnData::String(Some(sum)) => OfValues::Sum(sum.trim().parse().ok()?),
                _ => return None,
            },
            DataType::Date | DataType::DateTime => OfValues::Bounds(pair(&mut cells, moment)?),
            DataType::Number => OfValues::Between(pair(&mut cells, number)?),
        };
        Some(Figure { nulls, of_values })
    });
    Some(Figures { rows, columns: columns.collect::<Option<_>>()? })
}

/// The smallest and the largest, which are both there or both not.
fn pair<'a, T>(
    cells: &mut impl Iterator<Item = &'a ColumnData<'static>>,
    read: impl Fn(&ColumnData<'static>) -> Option<Option<T>>,
) -> Option<Option<(T, T)>> {
    Some(read(cells.next()?)?.zip(read(cells.next()?)?))
}

/// Of no rows a sum is null.
fn integer(cell: &ColumnData<'_>) -> Option<i64> {
    match cell {
        ColumnData::I64(value) => Some(value.unwrap_or(0)),
        ColumnData::I32(value) => Some(i64::from(value.unwrap_or(0))),
        _ => None,
    }
}

fn moment(cell: &ColumnData<'_>) -> Option<Option<i64>> {
    match cell {
        ColumnData::Date(value) => Some(value.map(days)),
        ColumnData::DateTime2(value) => Some(value.map(micros)),
        _ => None,
    }
}

fn number(cell: &ColumnData<'_>) -> Option<Option<f64>> {
    match cell {
        ColumnData::F64(value) => Some(*value),
        _ => None,
    }
}

/// The first figure in which two tables differ, in words: what it is, here and there.
pub fn difference(table: &Table, ours: &Figures, theirs: &Figures) -> Option<(String, String, String)> {
    if ours.rows != theirs.rows {
        return Some(("rows".to_owned(), ours.rows.to_string(), theirs.rows.to_string()));
    }
    let pairs = ours.columns.iter().zip(&theirs.columns);
    table.columns.iter().zip(pairs).find_map(|(column, (ours, theirs))| {
        if ours.nulls != theirs.nulls {
            return Some((format!("nulls of `{}`", column.name), ours.nulls.to_string(), theirs.nulls.to_string()));
        }
        (ours.of_values != theirs.of_values).then(|| {
            let (what, of) = match ours.of_values {
                OfValues::Sum(_) if column.kind == DataType::Text => ("length of all texts", "of"),
                OfValues::Sum(_) => ("sum", "of"),
                _ => ("bounds", "of"),
            };
            (format!("{what} {of} `{}`", column.name), shown(column, &ours.of_values), shown(column, &theirs.of_values))
        })
    })
}

fn shown(column: &Column, figure: &OfValues) -> String {
    match figure {
        OfValues::Sum(sum) if column.kind == DataType::Money => {
            let sign = if *sum < 0 { "-" } else { "" };
            format!("{sign}{}.{:04}", sum.unsigned_abs() / 10_000, sum.unsigned_abs() % 10_000)
        }
        OfValues::Sum(sum) => sum.to_string(),
        OfValues::Bounds(Some((min, max))) => {
            format!("{} to {}", text::number(column.kind, *min), text::number(column.kind, *max))
        }
        OfValues::Between(Some((min, max))) => format!("{min:?} to {max:?}"),
        OfValues::Bounds(None) | OfValues::Between(None) => "no value".to_owned(),
    }
}
