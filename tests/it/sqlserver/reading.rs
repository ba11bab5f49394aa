//! Reading back: the analytics from the database are those from the embedded warehouse.

use pbiforge::sqlserver::Intent;
use pbiforge::warehouse::Warehouse;
use pbiforge::warehouse::parquet::ParquetWarehouse;
use pbiforge::warehouse::sqlserver::SqlServerWarehouse;

use super::server::{TestServer, server};
use crate::support::{Project, shared};

/// Runs the binary against the server.
fn run(server: &TestServer, project: &Project, command: &str, more: &[&str]) {
    let mut arguments = vec![command];
    let flags = server.flags();
    arguments.extend(flags.iter().map(String::as_str));
    arguments.extend(more);
    project.run_with(&[("PBIFORGE_SQLSERVER_PASSWORD", &server.password)], &arguments).ok();
}

/// Every table of the embedded warehouse is, cell by cell, in the database.
fn assert_same(server: &TestServer, project: &Project) {
    let embedded = ParquetWarehouse::new(project.path("output/warehouse"));
    let database = SqlServerWarehouse::new(server.connect());
    let catalog = embedded.catalog().expect("a catalog");
    assert_eq!(catalog.tables.len(), 15);
    for table in &catalog.tables {
        let (one, other) = (embedded.read(table.name.as_str()), database.read(table.name.as_str()));
        let (one, other) = (one.expect("read"), other.expect("read"));
        assert_eq!(one.get_column_names(), other.get_column_names(), "{}", table.name);
        assert_eq!(one.height(), other.height(), "{}", table.name);
        for (one, other) in one.columns().iter().zip(other.columns()) {
            let differs = (0..one.len()).find(|row| one.get(*row).ok() != other.get(*row).ok());
            let differs = differs.map(|row| (row, one.get(row), other.get(row)));
            assert!(differs.is_none(), "{}.{}: {differs:?}", table.name, one.name());
        }
    }
}

#[test]
fn the_analytics_from_the_database_are_those_of_the_embedded_warehouse() {
    let Some(server) = server("reading") else { return };
    let server = server.database("it_reading");
    let project = Project::demo();
    let rows = ["--set", "sample.rows=20000"];
    project.run(&["run", rows[0], rows[1]]).ok();
    run(&server, &project, "run", &rows);
    assert_same(&server, &project);
    // In two steps, the second from what the first has left in the database and nothing else.
    run(&server, &project, "load", &rows);
    let rfm = SqlServerWarehouse::new(server.connect()).read("customer_rfm").expect("read");
    assert_eq!(rfm.height(), 0, "a load alone has no analytics");
    run(&server, &project, "analyze", &[]);
    assert_same(&server, &project);
    let mut connection = server.connect().connect(Intent::Read).expect("connected");
    let stage =
        "SELECT COUNT(*) FROM sys.tables WHERE SCHEMA_NAME(schema_id) = N'mart_stage' AND name <> N'pbiforge_publish'";
    assert_eq!(connection.query("count", stage, &[]).expect("counted")[0].get::<i32, _>(0), Some(0));
}

#[test]
#[ignore = "takes minutes"]
fn the_analytics_of_the_real_file_are_the_same_too() {
    let Some(server) = server("reading the real file") else { return };
    let Some(shared) = shared("reading the real file") else { return };
    let server = server.database("it_reading_real");
    let project = Project::demo();
    let file = shared.join("data/online_retail_II.csv.zst");
    let source = ["--source", file.to_str().expect("a path")];
    project.run(&["run", source[0], source[1]]).ok();
    run(&server, &project, "load", &source);
    run(&server, &project, "analyze", &[]);
    assert_same(&server, &project);
}
