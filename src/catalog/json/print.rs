//! Nouns to JSON, through structs that mirror them: the nouns themselves know no serde.

use serde::Serialize;

use super::FORMAT;
use crate::catalog::{Catalog, Column, ForeignKey, Statistics, Table, TableKind};
use crate::name::ColumnName;

#[derive(Serialize)]
struct CatalogJson<'a> {
    format: u64,
    tables: Vec<TableJson<'a>>,
}

#[derive(Serialize)]
struct TableJson<'a> {
    name: &'a str,
    kind: &'static str,
    grain: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
    primary_key: Vec<&'a str>,
    foreign_keys: Vec<ForeignKeyJson<'a>>,
    columns: Vec<ColumnJson<'a>>,
}

#[derive(Serialize)]
struct ForeignKeyJson<'a> {
    columns: Vec<&'a str>,
    to_table: &'a str,
    to_columns: Vec<&'a str>,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    nullable: bool,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<StatisticsJson<'a>>,
}

#[derive(Serialize)]
struct StatisticsJson<'a> {
    distinct: u64,
    nulls: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<&'a str>,
}

pub fn print(catalog: &Catalog) -> String {
    let mirror = CatalogJson { format: FORMAT, tables: catalog.tables.iter().map(table).collect() };
    // Only a map with keys that are no texts could fail, and there is none.
    let mut json = serde_json::to_string_pretty(&mirror).unwrap_or_default();
    json.push('\n');
    json
}

fn table(table: &Table) -> TableJson<'_> {
    TableJson {
        name: table.name.as_str(),
        kind: match table.kind {
            TableKind::Table => "table",
            TableKind::View => "view",
        },
        grain: &table.grain,
        description: &table.description,
        rows: table.rows,
        primary_key: names(&table.primary_key),
        foreign_keys: table.foreign_keys.iter().map(foreign_key).collect(),
        columns: table.columns.iter().map(column).collect(),
    }
}

fn foreign_key(key: &ForeignKey) -> ForeignKeyJson<'_> {
    ForeignKeyJson { columns: names(&key.columns), to_table: key.to_table.as_str(), to_columns: names(&key.to_columns) }
}

fn column(column: &Column) -> ColumnJson<'_> {
    ColumnJson {
        name: column.name.as_str(),
        kind: column.kind.as_str(),
        nullable: column.nullable,
        description: &column.description,
        statistics: column.statistics.as_ref().map(statistics),
    }
}

fn statistics(statistics: &Statistics) -> StatisticsJson<'_> {
    StatisticsJson {
        distinct: statistics.distinct,
        nulls: statistics.nulls,
        min: statistics.min.as_deref(),
        max: statistics.max.as_deref(),
    }
}

fn names(names: &[ColumnName]) -> Vec<&str> {
    names.iter().map(ColumnName::as_str).collect()
}
