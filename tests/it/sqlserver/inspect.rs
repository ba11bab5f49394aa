//! What a live database says of itself.

use pbiforge::catalog::contract::contract;
use pbiforge::sqlserver::{Connection, Dialect, Intent, inspect, schema};

use super::server::{TestServer, server};
use crate::ddl::{OWN_TABLES, assert_own_tables_are_modelled, assert_same, without_figures};
use crate::support::{Project, Ran};

fn run(project: &Project, server: &TestServer, arguments: &[&str]) -> Ran {
    let flags = server.flags();
    let mut all: Vec<&str> = flags.iter().map(String::as_str).collect();
    all.extend(arguments);
    project.run_with(&[("PBIFORGE_SQLSERVER_PASSWORD", &server.password)], &all)
}

/// A database with the small sample loaded and analysed.
fn loaded(project: &Project, server: &TestServer) -> Connection {
    let mut connection = server.connect().connect(Intent::Write).expect("connected");
    schema::prepare(&mut connection, &server.options, &contract()).expect("the schema");
    drop(connection);
    run(project, server, &["load"]).ok();
    run(project, server, &["analyze"]).ok();
    server.connect().connect(Intent::Write).expect("connected")
}

fn batches(connection: &mut Connection, script: &str) {
    for batch in script.split("\nGO\n").filter(|batch| !batch.trim().is_empty()) {
        connection.run("set the test up", batch).unwrap_or_else(|error| panic!("{error:?}: {batch}"));
    }
}

/// Three sources, one catalog: the scripts, the live database, the manifest of the embedded warehouse. What they may
/// differ in: the scripts know no rows; a database counts the rows of tables, not those of views, and takes no
/// statistics of values; the embedded warehouse has all of them.
#[test]
fn the_three_sources_of_our_schema_have_one_catalog() {
    let Some(server) = server("three sources") else { return };
    let server = server.database("it_inspect_three");
    let project = Project::demo();
    project.run(&["run"]).ok();
    let parquet = project.run(&["inspect", "--warehouse", "parquet"]).ok().json();
    loaded(&project, &server);
    let live = run(&project, &server, &["inspect"]).ok().json();
    for (live, parquet) in
        live["tables"].as_array().expect("tables").iter().zip(parquet["tables"].as_array().expect(""))
    {
        if live["kind"] == "table" {
            assert_eq!(live["rows"], parquet["rows"], "{}", live["name"]);
        }
    }
    let sql = crate::support::root().join("sql").display().to_string();
    let scripts = project.run(&["inspect", "--ddl", &sql]).ok().json();
    let live = without_figures(live);
    assert_same(&live, &without_figures(parquet));
    assert_same(&live, &scripts);
}

#[test]
fn a_table_of_ones_own_in_the_database_reaches_the_model() {
    let Some(server) = server("a table of one's own") else { return };
    let server = server.database("it_inspect_own");
    let project = Project::demo();
    let mut connection = loaded(&project, &server);
    batches(&mut connection, OWN_TABLES.trim_start());
    connection
        .run("fill", "INSERT INTO mart.dim_store (store_id, [store name]) VALUES (1, N'é'), (2, N'b')")
        .expect("filled");
    let catalog = run(&project, &server, &["inspect"]).ok().says("`store_target.photo` is left out").json();
    let store = catalog["tables"].as_array().expect("tables").iter().find(|table| table["name"] == "dim_store");
    assert_eq!(store.expect("it is there")["rows"], 2);
    run(&project, &server, &["generate"]).ok().says("`store_target.photo` is left out");
    assert_own_tables_are_modelled(&project);
}

#[test]
fn tables_views_keys_and_types_are_read_whatever_they_are_called() {
    let Some(server) = server("hostile names") else { return };
    let mut server = server.database("it_inspect_names");
    let dialect = server.connect().connect(Intent::Read).expect("connected").dialect();
    // Babelfish takes no `]` in a name, and tells names in lower case.
    let (name, schema) = match dialect {
        Dialect::SqlServer => ("O'Brien \"North\" & Co] x", "a ]\"'b"),
        Dialect::Babelfish => ("o'brien \"north\" & co x", "a \"'b"),
    };
    server.options.schema = schema.to_owned();
    let (schema, quoted) = (pbiforge::name::sql_name(&server.options.schema), pbiforge::name::sql_name(name));
    let mut connection = server.connect().connect(Intent::Write).expect("connected");
    batches(
        &mut connection,
        &format!(
            "CREATE SCHEMA {schema}
GO
CREATE SCHEMA elsewhere
GO
CREATE TABLE elsewhere.t (id int NOT NULL PRIMARY KEY)
GO
CREATE TABLE {schema}.parent (a int NOT NULL, gone int, {quoted} nvarchar(20) NOT NULL, PRIMARY KEY ({quoted}, a))
GO
ALTER TABLE {schema}.parent DROP COLUMN gone
GO
CREATE TABLE {schema}.{quoted} (id bigint NOT NULL PRIMARY KEY, pb nvarchar(20) NOT NULL, pa int NOT NULL,
    m money, sm smallmoney, d decimal(18,2), n numeric(38,10), w decimal(18,0), f real, b bit, dt datetime, dto datetimeoffset,
    da date, g uniqueidentifier, s sysname, c char(3), ti time, x xml, e int,
    FOREIGN KEY (pb, pa) REFERENCES {schema}.parent ({quoted}, a), FOREIGN KEY (e) REFERENCES elsewhere.t (id))
GO
CREATE VIEW {schema}.v AS SELECT id, m, COUNT(*) AS n FROM {schema}.{quoted} GROUP BY id, m
GO
CREATE TABLE {schema}.schema_version (x int)
GO
INSERT INTO {schema}.parent VALUES (1, N'a'), (2, N'b')"
        ),
    );
    let (catalog, diagnostics) = inspect::catalog(&mut connection, &server.options).expect("a catalog");
    let names: Vec<_> = catalog.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["parent", name, "v"]);
    assert_eq!(catalog.tables[0].rows, Some(2));
    assert_eq!(catalog.tables[0].primary_key, [name, "a"]);
    let key = &catalog.tables[1].foreign_keys;
    assert_eq!((key.len(), key[0].to_table.as_str()), (1, "parent"));
    assert_eq!(
        (key[0].columns.clone(), key[0].to_columns.clone()),
        (vec!["pb".into(), "pa".into()], vec![name.into(), "a".into()])
    );
    let kinds: Vec<_> = catalog.tables[1].columns.iter().map(|c| format!("{} {}", c.name, c.kind.as_str())).collect();
    assert_eq!(
        kinds.join(", "),
        "id integer, pb text, pa integer, m money, sm money, d money, n number, w integer, f number, b boolean, dt datetime, \
         dto datetime, da date, g text, s text, c text, e integer"
    );
    let told: Vec<_> = diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect();
    assert_eq!(
        told,
        [
            format!("SC041 `{name}.ti` is left out: the type `time` is none that a model can hold"),
            format!("SC041 `{name}.x` is left out: the type `xml` is none that a model can hold"),
            format!("SC044 `{name}` refers to `elsewhere.t`, which is not part of the catalog"),
        ]
    );
    assert_eq!(pbiforge::catalog::json::from_json(&pbiforge::catalog::json::to_json(&catalog), "c"), Ok(catalog));
}

#[test]
fn an_empty_schema_is_said_to_be_one() {
    let Some(server) = server("an empty schema") else { return };
    let server = server.database("it_inspect_empty");
    let project = Project::demo();
    run(&project, &server, &["inspect"]).exits(74).says("has no tables that this login may see").says("pbiforge load");
}
