//! Reading a table back: rows stream into the columns' builders, so that memory holds the frame and nothing else.
//!
//! Rows come in the order of the primary key, text by its code points: the order in which the pipeline makes every
//! table.

use futures_util::TryStreamExt;
use polars_core::chunked_array::builder::{BooleanChunkedBuilder, PrimitiveChunkedBuilder, StringChunkedBuilder};
use polars_core::error::PolarsError;
use polars_core::frame::DataFrame;
use polars_core::frame::column::Column as FrameColumn;
use polars_core::prelude::{
    ChunkedBuilder, DataType as FrameType, Float64Type, Int32Type, Int64Type, IntoColumn, IntoSeries,
    SortMultipleOptions,
};
use tiberius::numeric::Numeric;
use tiberius::{ColumnData, Row};

use super::super::Error;
use super::encode::{TIME_SCALE, days, micros};
use super::sql::{self, BINARY};
use crate::catalog::{Column, DataType, Table};
use crate::etl::type_in_frame;
use crate::name::{ColumnName, sql_name};
use crate::sqlserver::{Connection, Error as ServerError, Options};

/// The digits after the point of a frame's money.
const MONEY_DIGITS: u8 = 4;
/// UTF-16 puts what lies beyond its first plane before the last characters of it; UTF-8 and Rust do not. A text in
/// which no byte is this high has neither.
const SURROGATES_END: u8 = 0xEE;

/// All rows of a table, or some columns of them.
pub fn table(
    connection: &mut Connection,
    options: &Options,
    table: &Table,
    only: Option<&[&str]>,
) -> Result<DataFrame, Error> {
    let columns: Vec<&Column> =
        table.columns.iter().filter(|column| only.is_none_or(|only| only.contains(&column.name.as_str()))).collect();
    let action = format!("read the table `{}`", table.name);
    let failed = |source| Error::Table { action: "read", table: table.name.to_string(), source };
    let query = query(options, table, &columns);
    let mut builders: Vec<Builder> = columns.iter().map(|column| Builder::new(column)).collect();
    let (runtime, client) = connection.parts();
    let read = runtime.block_on(async {
        let mut rows = client.simple_query(query).await?.into_row_stream();
        let mut unreadable = None;
        while let Some(row) = rows.try_next().await? {
            if unreadable.is_none() {
                unreadable = push(&mut builders, &columns, row);
            }
        }
        Ok(unreadable)
    });
    if let Some(column) = read.map_err(ServerError::statement(action))? {
        return Err(Error::damaged(format!("`{}.{column}` holds a value that is none of its kind", table.name)));
    }
    let is_beyond = builders.iter().any(|builder| matches!(builder, Builder::Text { is_beyond: true, .. }));
    let built = columns.iter().zip(builders).map(|(column, builder)| builder.finish(column));
    let frame = DataFrame::new_infer_height(built.collect::<Result<_, _>>().map_err(failed)?).map_err(failed)?;
    let key: Vec<&str> = table.primary_key.iter().map(ColumnName::as_str).collect();
    if is_beyond && only.is_none() && !key.is_empty() {
        return frame.sort(key, SortMultipleOptions::default()).map_err(failed);
    }
    Ok(frame)
}

fn query(options: &Options, table: &Table, columns: &[&Column]) -> String {
    let selected = columns.iter().map(|column| selected(column)).collect::<Vec<_>>().join(", ");
    let key = table.primary_key.iter().map(|name| {
        let is_text = table.column(name.as_str()).is_some_and(|column| column.kind == DataType::Text);
        let collation = if is_text { BINARY } else { "" };
        format!("{} {collation}", sql_name(name.as_str())).trim_end().to_owned()
    });
    let key = key.collect::<Vec<_>>().join(", ");
    let order = if key.is_empty() { String::new() } else { format!(" ORDER BY {key}") };
    format!("SELECT {selected} FROM {}{order}", sql::live(options, table.name.as_str()))
}

/// A column as reading asks for it: money, numbers and instants in the one form that is read.
fn selected(column: &Column) -> String {
    let name = sql_name(column.name.as_str());
    match column.kind {
        DataType::Money => format!("CAST({name} AS decimal(19, 4))"),
        DataType::Number => format!("CAST({name} AS float)"),
        DataType::DateTime => format!("CAST({name} AS datetime2({}))", TIME_SCALE),
        _ => name,
    }
}

/// The name of a column whose value cannot be what it holds.
fn push<'a>(builders: &mut [Builder], columns: &[&'a Column], row: Row) -> Option<&'a ColumnName> {
    let mut cells = row.into_iter();
    for (builder, column) in builders.iter_mut().zip(columns) {
        if cells.next().and_then(|cell| builder.push(cell)).is_none() {
            return Some(&column.name);
        }
    }
    None
}

/// A column that is being read.
enum Builder {
    Text { texts: StringChunkedBuilder, is_beyond: bool },
    Long(PrimitiveChunkedBuilder<Int64Type>),
    Float(PrimitiveChunkedBuilder<Float64Type>),
    Bool(BooleanChunkedBuilder),
    Day(PrimitiveChunkedBuilder<Int32Type>),
}

impl Builder {
    fn new(column: &Column) -> Self {
        let name = column.name.as_str().into();
        match column.kind {
            DataType::Text => Builder::Text { texts: StringChunkedBuilder::new(name, 0), is_beyond: false },
            DataType::Integer | DataType::Money => Builder::Long(PrimitiveChunkedBuilder::new(name, 0)),
            DataType::Number => Builder::Float(PrimitiveChunkedBuilder::new(name, 0)),
            DataType::Boolean => Builder::Bool(BooleanChunkedBuilder::new(name, 0)),
            DataType::Date => Builder::Day(PrimitiveChunkedBuilder::new(name, 0)),
            DataType::DateTime => Builder::Long(PrimitiveChunkedBuilder::new(name, 0)),
        }
    }

    /// `None` where the value is none of the column's.
    fn push(&mut self, cell: ColumnData<'_>) -> Option<()> {
        match (self, cell) {
            (Builder::Text { texts, is_beyond }, ColumnData::String(value)) => {
                *is_beyond = *is_beyond || value.as_ref().is_some_and(|text| text.bytes().any(|b| b >= SURROGATES_END));
                texts.append_option(value.as_deref());
            }
            (Builder::Long(values), ColumnData::I64(value)) => values.append_option(value),
            (Builder::Long(values), ColumnData::I32(value)) => values.append_option(value.map(i64::from)),
            (Builder::Long(values), ColumnData::I16(value)) => values.append_option(value.map(i64::from)),
            (Builder::Long(values), ColumnData::U8(value)) => values.append_option(value.map(i64::from)),
            (Builder::Long(values), ColumnData::Numeric(value)) => match value {
                Some(value) => values.append_value(money(value)?),
                None => values.append_null(),
            },
            (Builder::Long(values), ColumnData::DateTime2(value)) => values.append_option(value.map(micros)),
            (Builder::Float(values), ColumnData::F64(value)) => values.append_option(value),
            (Builder::Float(values), ColumnData::F32(value)) => values.append_option(value.map(f64::from)),
            (Builder::Bool(values), ColumnData::Bit(value)) => values.append_option(value),
            (Builder::Day(values), ColumnData::Date(value)) => {
                values.append_option(value.map(|date| days(date) as i32));
            }
            _ => return None,
        }
        Some(())
    }

    fn finish(self, column: &Column) -> Result<FrameColumn, PolarsError> {
        let series = match self {
            Builder::Text { texts, .. } => texts.finish().into_series(),
            Builder::Long(values) => values.finish().into_series(),
            Builder::Float(values) => values.finish().into_series(),
            Builder::Bool(values) => values.finish().into_series(),
            Builder::Day(values) => values.finish().into_series(),
        };
        match type_in_frame(column.kind) {
            kind @ (FrameType::Date | FrameType::Datetime(..)) => Ok(series.cast(&kind)?.into_column()),
            _ => Ok(series.into_column()),
        }
    }
}

/// Ten-thousandths; `None` where there are finer ones or more than 64 bits. Babelfish sends what a view computes with
/// more digits than it has.
fn money(value: Numeric) -> Option<i64> {
    let (digits, value) = (value.scale(), value.value());
    let power = |digits: u8| 10i128.pow(u32::from(digits));
    let ten_thousandths = match digits.checked_sub(MONEY_DIGITS) {
        Some(finer) if value % power(finer) == 0 => value / power(finer),
        Some(_) => return None,
        None => value.checked_mul(power(MONEY_DIGITS - digits))?,
    };
    i64::try_from(ten_thousandths).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_exactly_or_not_at_all() {
        assert_eq!(money(Numeric::new_with_scale(12_345, 4)), Some(12_345));
        assert_eq!(money(Numeric::new_with_scale(-7, 0)), Some(-70_000));
        assert_eq!(money(Numeric::new_with_scale(1_234_500, 6)), Some(12_345));
        assert_eq!(money(Numeric::new_with_scale(1_234_501, 6)), None);
        assert_eq!(money(Numeric::new_with_scale(i128::from(i64::MAX), 0)), None);
    }
}
