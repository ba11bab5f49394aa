use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use polars_core::prelude::*;

use super::*;
use crate::catalog::{Column as Described, DataType as Kind, ForeignKey, Statistics, TableKind};

mod faults;
mod measure;
mod round_trip;

fn column(name: &str, kind: Kind, nullable: bool) -> Described {
    Described { name: name.into(), kind, nullable, description: String::new(), statistics: None }
}

fn table(name: &str, columns: Vec<Described>, key: &str) -> Table {
    Table {
        name: name.into(),
        kind: TableKind::Table,
        grain: String::new(),
        description: format!("About {name}."),
        columns,
        primary_key: vec![key.into()],
        foreign_keys: Vec::new(),
        rows: None,
    }
}

/// A small star: regions, and sales that refer to them.
fn star(regions: &[&str], sales: &[(&str, i64)]) -> Vec<(Table, DataFrame)> {
    let region = table("region", vec![column("region", Kind::Text, false)], "region");
    let mut sale = table(
        "sale",
        vec![
            column("id", Kind::Integer, false),
            column("region", Kind::Text, true),
            column("amount", Kind::Money, false),
        ],
        "id",
    );
    let key =
        ForeignKey { columns: vec!["region".into()], to_table: "region".into(), to_columns: vec!["region".into()] };
    sale.foreign_keys.push(key);
    let regions = df!("region" => regions).expect("a frame");
    let sales = df!(
        "id" => (1..=sales.len() as i64).collect::<Vec<_>>(),
        "region" => sales.iter().map(|(region, _)| *region).collect::<Vec<_>>(),
        "amount" => sales.iter().map(|(_, amount)| *amount).collect::<Vec<_>>(),
    );
    vec![(sale, sales.expect("a frame")), (region, regions)]
}

/// A table of its own, as the analytics make them: it refers to a table of the star.
fn share(regions: &[&str]) -> Vec<(Table, DataFrame)> {
    let columns = vec![column("region", Kind::Text, false), column("share", Kind::Number, true)];
    let mut share = table("share", columns, "region");
    share.foreign_keys.push(ForeignKey {
        columns: vec!["region".into()],
        to_table: "region".into(),
        to_columns: vec!["region".into()],
    });
    let shares: Vec<Option<f64>> = (0..regions.len()).map(|at| (at > 0).then_some(at as f64 / 4.0)).collect();
    vec![(share, df!("region" => regions, "share" => shares).expect("a frame"))]
}

fn publish(warehouse: &ParquetWarehouse, tables: Vec<(Table, DataFrame)>, keep: Keep) -> Result<Published, Error> {
    warehouse.publish(tables, keep, &|_| {})
}

/// Every file below the folder with its bytes.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let entries = entries.map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().expect("a name");
            (name, std::fs::read(entry.path()).expect("a file"))
        })
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    bytes(folder).into_keys().collect()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn at(folder: &tempfile::TempDir) -> ParquetWarehouse {
    ParquetWarehouse::new(folder.path().join("warehouse"))
}

const SALES: &[(&str, i64)] = &[("West", 10_000), ("East", -5), ("West", 25_000)];
const OTHER_SALES: &[(&str, i64)] = &[("East", 7)];
