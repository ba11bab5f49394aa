//! The tables on the server by name, and the expressions that tie a staged column to its live one.
//!
//! A staged table has columns `c1`, `c2`, …: whatever a user calls a column, a bulk load never meets the name. Money
//! travels as a bigint of ten-thousandths, which every server reads exactly, and becomes a decimal on its way from
//! the staged to the live table.

use crate::catalog::{Column, DataType, Table};
use crate::name::{sql_name, sql_text};
use crate::sqlserver::Options;

/// Compares text by its code points and nothing else. SQL Server has it from 2008 on.
pub const BINARY: &str = "COLLATE Latin1_General_100_BIN2";

/// `[mart].[fact_sales]`
pub fn live(options: &Options, table: &str) -> String {
    format!("{}.{}", sql_name(&options.schema), sql_name(table))
}

/// `[mart_stage].[fact_sales]`
pub fn staged(options: &Options, table: &str) -> String {
    format!("{}.{}", sql_name(&options.stage()), sql_name(table))
}

/// The name of a staged table's column: `c1` is the first.
pub fn staged_column(at: usize) -> String {
    format!("c{}", at + 1)
}

/// A staged table with the columns and the types of the live one, as a derived table without its alias.
pub fn source(options: &Options, table: &Table) -> String {
    let column = |(at, column): (usize, &Column)| {
        let staged = sql_name(&staged_column(at));
        let value = match column.kind {
            DataType::Money => format!("CAST(CAST({staged} AS decimal(19, 0)) * 0.0001 AS decimal(19, 4))"),
            _ => staged,
        };
        format!("{value} AS {}", sql_name(column.name.as_str()))
    };
    let columns = table.columns.iter().enumerate().map(column).collect::<Vec<_>>().join(", ");
    format!("(SELECT {columns} FROM {})", staged(options, table.name.as_str()))
}

/// `IF OBJECT_ID(…) IS NOT NULL DROP TABLE …`: for a table in the stage schema.
pub fn drop_staged(options: &Options, table: &str) -> String {
    let name = staged(options, table);
    format!("IF OBJECT_ID({}, N'U') IS NOT NULL DROP TABLE {name}", sql_text(&name))
}

/// Whether a live row `t` and a staged row `s` differ in a column: text by its code points and its length, because
/// SQL takes `a` and `a ` for one; nulls like a value of their own.
pub fn differs(column: &Column) -> String {
    let (live, staged) = sides(column.name.as_str());
    let differs = match column.kind {
        DataType::Text => {
            format!("{live} {BINARY} <> {staged} {BINARY} OR DATALENGTH({live}) <> DATALENGTH({staged})")
        }
        _ => format!("{live} <> {staged}"),
    };
    match column.nullable {
        false => differs,
        true => {
            format!("{differs} OR {live} IS NULL AND {staged} IS NOT NULL OR {live} IS NOT NULL AND {staged} IS NULL")
        }
    }
}

/// Whether a live row `t` and a staged row `s` have one key, as the live table's own rules see it.
pub fn same_key(table: &Table) -> String {
    let equal = |name: &crate::name::ColumnName| {
        let (live, staged) = sides(name.as_str());
        format!("{live} = {staged}")
    };
    table.primary_key.iter().map(equal).collect::<Vec<_>>().join(" AND ")
}

/// The names of all columns, for a column list; `prefix` is `s.` or nothing.
pub fn columns(table: &Table, prefix: &str) -> String {
    let names = table.columns.iter().map(|column| format!("{prefix}{}", sql_name(column.name.as_str())));
    names.collect::<Vec<_>>().join(", ")
}

fn sides(name: &str) -> (String, String) {
    let name = sql_name(name);
    (format!("t.{name}"), format!("s.{name}"))
}
