//! A frame as Parquet: the same frame gives the same bytes, however its memory is cut into chunks.

use std::io::{BufWriter, Write};

use polars_core::datatypes::DataType as FrameType;
use polars_core::error::{PolarsError, PolarsResult};
use polars_core::frame::DataFrame;
use polars_core::frame::column::Column;
use polars_core::prelude::{Int128Chunked, IntoColumn, IntoSeries, NewChunkedArray};
use polars_io::parquet::write::{ParquetCompression, ParquetWriter, StatisticsOptions};

use super::disk::Output;
use crate::catalog::{DataType, Table};

/// Small enough that writing one needs little memory, large enough that a reader has few of them to open.
const ROW_GROUP: usize = 1 << 18;
/// All of the digits and those after the point: decimal(19,4), as SQL Server's `money` and Power BI's fixed decimal.
pub const PRECISION: usize = 19;
pub const SCALE: usize = 4;

/// Writes the frame row group by row group. Snappy, because every reader of Parquet has it: older on-premises
/// gateways of Power BI stop at zstd.
pub fn encode(table: &Table, frame: &DataFrame, output: &mut Output<'_>) -> PolarsResult<()> {
    let mut output = BufWriter::with_capacity(1 << 20, output);
    let writer = ParquetWriter::new(&mut output)
        .with_compression(ParquetCompression::Snappy)
        .with_statistics(StatisticsOptions::default())
        .with_row_group_size(Some(ROW_GROUP));
    let first = stored(table, &frame.slice(0, ROW_GROUP))?;
    let mut writer = writer.batched(first.schema())?;
    writer.write_batch(&first)?;
    drop(first);
    for start in (ROW_GROUP..frame.height()).step_by(ROW_GROUP) {
        writer.write_batch(&stored(table, &frame.slice(start as i64, ROW_GROUP))?)?;
    }
    writer.finish()?;
    drop(writer);
    output.flush().map_err(PolarsError::from)
}

/// The rows as one chunk, with money as decimals.
fn stored(table: &Table, rows: &DataFrame) -> PolarsResult<DataFrame> {
    let columns = table.columns.iter().zip(rows.columns()).map(|(described, column)| match described.kind {
        DataType::Money => decimal(column),
        _ => Ok(column.clone()),
    });
    let mut stored = DataFrame::new(rows.height(), columns.collect::<PolarsResult<_>>()?)?;
    stored.rechunk_mut();
    Ok(stored)
}

fn decimal(column: &Column) -> PolarsResult<Column> {
    let values = column.i64()?.iter().map(|value| value.map(i128::from));
    let wide = Int128Chunked::from_iter_options(column.name().clone(), values);
    Ok(wide.into_decimal_unchecked(PRECISION, SCALE).into_series().into_column())
}

/// What a column of this kind is in the file.
pub fn type_in_file(kind: DataType) -> FrameType {
    match kind {
        DataType::Money => FrameType::Decimal(PRECISION, SCALE),
        other => crate::etl::type_in_frame(other),
    }
}
