//! Parquet as a frame: decimals become money again, and what is not as the catalog says is told.

use std::fs::File;

use polars_core::error::{PolarsResult, polars_bail};
use polars_core::frame::DataFrame;
use polars_core::frame::column::Column;
use polars_core::prelude::{Int64Chunked, IntoColumn, IntoSeries, NewChunkedArray};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use super::encode::type_in_file;
use crate::catalog::{DataType, Table};

/// All columns of the table, or those of them that are asked for, in the order of the catalog.
pub fn decode(table: &Table, file: File, only: Option<&[&str]>) -> PolarsResult<DataFrame> {
    let wanted = table.columns.iter().filter(|column| only.is_none_or(|only| only.contains(&column.name.as_str())));
    let wanted: Vec<_> = wanted.collect();
    let names = wanted.iter().map(|column| column.name.to_string()).collect();
    let stored = ParquetReader::new(file).with_columns(Some(names)).finish()?;
    let mut columns = Vec::with_capacity(wanted.len());
    for described in wanted {
        let column = stored.column(described.name.as_str())?;
        if *column.dtype() != type_in_file(described.kind) {
            polars_bail!(SchemaMismatch: "column `{}` is {}", described.name, column.dtype());
        }
        columns.push(match described.kind {
            DataType::Money => money(column)?,
            _ => column.clone(),
        });
    }
    DataFrame::new(stored.height(), columns)
}

fn money(column: &Column) -> PolarsResult<Column> {
    let mut values = Vec::with_capacity(column.len());
    for value in column.decimal()?.phys.iter() {
        match value.map(i64::try_from).transpose() {
            Ok(value) => values.push(value),
            Err(_) => polars_bail!(ComputeError: "column `{}` holds an amount beyond 64 bits", column.name()),
        }
    }
    Ok(Int64Chunked::from_iter_options(column.name().clone(), values.into_iter()).into_series().into_column())
}
