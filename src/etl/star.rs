//! The star schema: facts and dimensions from the kept rows.
//!
//! Each function makes one table of the contract: its columns, in its order, sorted by its primary key. A source's
//! extra columns stand after the contract's own.

use polars_core::prelude::*;
use polars_lazy::dsl::col;
use polars_lazy::frame::LazyFrame;

use crate::catalog;

pub use dim_customer::dim_customer;
pub use dim_date::dim_date;
pub use dim_product::dim_product;
pub use extra::with_extra;
pub use fact_sales::fact_sales;
pub use regions::{dim_region, region_manager};
pub use run::{Run, Totals, appended, etl_reject, etl_run, totals};

mod dim_customer;
mod dim_date;
mod dim_product;
mod extra;
mod fact_sales;
mod regions;
mod run;

/// A column of the source that the configuration carries into a table of the star schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraColumn {
    /// Its name in the raw frame and in the table.
    pub name: String,
    /// `dim_customer`, `dim_product` or `fact_sales`.
    pub table: String,
    pub kind: catalog::DataType,
    pub description: String,
}

/// The named columns of a frame, each in one chunk.
fn columns<'a>(frame: LazyFrame, names: impl IntoIterator<Item = &'a str>) -> PolarsResult<DataFrame> {
    let names: Vec<_> = names.into_iter().map(col).collect();
    let mut frame = frame.select(names).collect()?;
    frame.rechunk_mut_par();
    Ok(frame)
}

/// The instants of a `Datetime` column without nulls and in one chunk.
fn instants<'a>(frame: &'a DataFrame, name: &str) -> PolarsResult<&'a [i64]> {
    let instants = frame.column(name)?.datetime()?.physical();
    if instants.is_empty() { Ok(&[]) } else { instants.cont_slice() }
}

#[cfg(test)]
pub(in crate::etl) mod testing {
    use super::*;

    /// Fails unless the frame is what the contract says of the table: columns, types, nulls, order of the key.
    pub fn assert_keeps_the_contract(frame: &DataFrame, table: &str, extra: &[ExtraColumn]) {
        let table = with_extra(catalog::contract::table(table).expect("a table of the contract"), extra);
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(frame.get_column_names(), names, "{}", table.name);
        for column in &table.columns {
            let found = frame.column(column.name.as_str()).expect("there");
            assert_eq!(found.dtype(), &crate::etl::type_in_frame(column.kind), "{}.{}", table.name, column.name);
            assert!(column.nullable || found.null_count() == 0, "{}.{} has nulls", table.name, column.name);
        }
        let keys: Vec<Vec<String>> = (0..frame.height())
            .map(|row| {
                let value = |key: &crate::name::ColumnName| sortable(frame.column(key.as_str()).expect("there"), row);
                table.primary_key.iter().map(value).collect()
            })
            .collect();
        assert!(keys.is_sorted_by(|a, b| a < b), "{} is not sorted by its key, or has one twice", table.name);
    }

    fn sortable(column: &Column, row: usize) -> String {
        match column.get(row).expect("a row") {
            AnyValue::Int64(number) => format!("{number:020}"),
            AnyValue::Date(day) => format!("{day:010}"),
            other => other.get_str().expect("a key of text, integers or days").to_owned(),
        }
    }

    /// The texts of a column.
    pub fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
        let column = frame.column(column).expect("there").str().expect("text");
        column.iter().map(|text| text.map(str::to_owned)).collect()
    }

    /// The numbers of a column.
    pub fn numbers(frame: &DataFrame, column: &str) -> Vec<Option<i64>> {
        frame.column(column).expect("there").i64().expect("integers").iter().collect()
    }
}
