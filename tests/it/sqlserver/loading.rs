//! Loading: what a publish leaves in the database, whatever was there before and whatever goes wrong.

use std::fmt::Write as _;

use pbiforge::catalog::{DataType, Table, TableKind};
use pbiforge::name::{sql_name, sql_text};
use pbiforge::sqlserver::{Connection, Intent};
use pbiforge::warehouse::parquet::ParquetWarehouse;
use pbiforge::warehouse::sqlserver::SqlServerWarehouse;
use pbiforge::warehouse::{Error, Keep, Published, Warehouse};
use polars_core::prelude::*;

use super::server::{TestServer, server};
use crate::support::Project;

/// All tables that the demo's pipeline makes of a small sample.
fn demo(rows: u32) -> Vec<(Table, DataFrame)> {
    let project = Project::demo();
    project.run(&["run", "--set", &format!("sample.rows={rows}")]).ok();
    let warehouse = ParquetWarehouse::new(project.path("output/warehouse"));
    let catalog = warehouse.catalog().expect("a catalog");
    catalog
        .tables
        .into_iter()
        .map(|table| (table.clone(), warehouse.read(table.name.as_str()).expect("read")))
        .collect()
}

fn warehouse(server: &TestServer) -> SqlServerWarehouse {
    SqlServerWarehouse::new(server.connect())
}

fn publish(server: &TestServer, tables: &[(Table, DataFrame)], keep: Keep) -> Result<Published, Error> {
    warehouse(server).publish(tables.to_vec(), keep, &|_| {})
}

fn connection(server: &TestServer) -> Connection {
    server.connect().connect(Intent::Write).expect("connected")
}

/// Schemas and tables, as the loader finds them.
fn make(server: &TestServer, tables: &[(Table, DataFrame)]) {
    let mut connection = connection(server);
    let schema = &server.options.schema;
    for schema in [schema.clone(), server.options.stage()] {
        connection.run("make", &format!("CREATE SCHEMA {}", sql_name(&schema))).expect("a schema");
    }
    for (table, _) in tables.iter().filter(|(table, _)| table.kind == TableKind::Table) {
        let mut sql = format!("CREATE TABLE {}.{} (", sql_name(schema), sql_name(table.name.as_str()));
        for column in &table.columns {
            let kind = match column.kind {
                DataType::Text => "nvarchar(400)",
                DataType::Integer => "bigint",
                DataType::Money => "decimal(19, 4)",
                DataType::Number => "float",
                DataType::Boolean => "bit",
                DataType::Date => "date",
                DataType::DateTime => "datetime2(6)",
            };
            let null = if column.nullable { "NULL" } else { "NOT NULL" };
            let _ = write!(sql, "{} {kind} {null}, ", sql_name(column.name.as_str()));
        }
        let key = table.primary_key.iter().map(|name| sql_name(name.as_str())).collect::<Vec<_>>().join(", ");
        let _ = write!(sql, "PRIMARY KEY ({key}))");
        connection.run("make", &sql).expect("a table");
    }
}

fn tables_only(tables: &[(Table, DataFrame)]) -> Vec<(Table, DataFrame)> {
    tables.iter().filter(|(table, _)| table.kind == TableKind::Table).cloned().collect()
}

#[track_caller]
fn assert_holds(server: &TestServer, tables: &[(Table, DataFrame)]) {
    let warehouse = warehouse(server);
    for (table, frame) in tables {
        let read = warehouse.read(table.name.as_str()).expect("read");
        assert!(read.equals_missing(frame), "{}:\n{read}\n{frame}", table.name);
    }
}

#[test]
fn what_is_published_is_read_back_to_the_last_bit() {
    let Some(server) = server("loading") else { return };
    let server = server.database("it_loading");
    let tables = tables_only(&demo(20_000));
    make(&server, &tables);
    let published = publish(&server, &tables, Keep::Nothing).expect("published");
    assert_eq!(published.written.len(), tables.len());
    assert!(published.written.iter().all(|written| !written.unchanged || written.rows == 0));
    assert_holds(&server, &tables);
    // The same again changes nothing.
    let published = publish(&server, &tables, Keep::Nothing).expect("published");
    assert!(published.written.iter().all(|written| written.unchanged), "{:?}", published.written);
    assert_holds(&server, &tables);
    let rows = connection(&server)
        .query("count", &format!("SELECT COUNT(*) FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = {} AND t.name <> {}", sql_text("mart_stage"), sql_text("pbiforge_publish")), &[])
        .expect("counted");
    assert_eq!(rows[0].get::<i32, _>(0), Some(0), "staging tables are left");
}

/// How long the steps of a load take: `cargo test --release --test it sqlserver::loading::speed -- --ignored --nocapture`.
/// `PBIFORGE_TEST_SQLSERVER_ROWS` is the number of rows of the sample; without it the real file is taken.
#[test]
#[ignore = "takes minutes"]
fn speed() {
    let Some(server) = server("speed") else { return };
    let server = server.database("it_speed");
    let project = Project::demo();
    match std::env::var("PBIFORGE_TEST_SQLSERVER_ROWS") {
        Ok(rows) => drop(project.run(&["load", "--set", &format!("sample.rows={rows}")]).ok()),
        Err(_) => {
            let Some(shared) = crate::support::shared("speed") else { return };
            let file = shared.join("data/online_retail_II.csv.zst");
            project.run(&["run", "--source", file.to_str().expect("a path")]).ok();
        }
    }
    let parquet = ParquetWarehouse::new(project.path("output/warehouse"));
    let tables: Vec<_> = parquet
        .catalog()
        .expect("a catalog")
        .tables
        .into_iter()
        .filter(|table| table.kind == TableKind::Table)
        .collect();
    let tables: Vec<_> =
        tables.into_iter().map(|table| (table.clone(), parquet.read(table.name.as_str()).expect("read"))).collect();
    make(&server, &tables);
    for round in ["first", "same again"] {
        let start = std::time::Instant::now();
        let published = warehouse(&server).publish(tables.clone(), Keep::Nothing, &|progress| {
            println!("{:8.2} s {progress:?}", start.elapsed().as_secs_f64())
        });
        println!("{:8.2} s {round}: published", start.elapsed().as_secs_f64());
        published.expect("published");
    }
    let start = std::time::Instant::now();
    let read = warehouse(&server).read("fact_sales").expect("read");
    println!("{:8.2} s read {} rows", start.elapsed().as_secs_f64(), read.height());
}
