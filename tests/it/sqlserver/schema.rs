//! The schema in a real database: made, left alone, completed, brought up to date, and not trampled.

use pbiforge::catalog::{Catalog, Column, DataType, contract::contract};
use pbiforge::sqlserver::schema::{self, Refused, Wider, prepare, prepare_with};
use pbiforge::sqlserver::script::{self, SCRIPTS, Script};
use pbiforge::sqlserver::{Connection, Dialect, Error, Intent, Options, lock};

use super::server::{TestServer, server};

fn connect(server: &TestServer) -> Connection {
    server.connect().connect(Intent::Write).expect("connected")
}

fn run(connection: &mut Connection, sql: &str) {
    connection.run("set the test up", sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
}

fn number(connection: &mut Connection, sql: &str) -> i32 {
    connection.query("count", sql, &[]).expect("rows")[0].get::<i32, _>(0).expect("a number")
}

fn differences(refused: Refused) -> Vec<String> {
    refused.diagnostics().iter().map(|fault| format!("{} {}", fault.code.id, fault.message)).collect()
}

#[test]
fn an_empty_database_is_made_ready_once_also_under_a_hostile_name() {
    let Some(server) = server("schema") else { return };
    let server = server.database("it_schema");
    let mut connection = connect(&server);
    // Babelfish takes no `]` within a name, however it is written.
    let hostile = match connection.dialect() {
        Dialect::SqlServer => "we]ird 'na\"me",
        Dialect::Babelfish => "we-ird 'na\"me",
    };
    for schema in ["mart", hostile] {
        let options = Options { schema: schema.to_owned(), ..server.options.clone() };
        let ran = prepare(&mut connection, &options, &contract()).expect("prepared").ran;
        let left_out = if connection.dialect() == Dialect::Babelfish { 3 } else { 0 };
        assert_eq!(ran.len(), SCRIPTS.len() - left_out, "{schema}: {ran:?}");
        assert_eq!(prepare(&mut connection, &options, &contract()).expect("prepared").ran, Vec::<String>::new());
        let name = pbiforge::name::sql_name(schema);
        for view in ["vw_customer_360", "vw_customer"] {
            assert_eq!(number(&mut connection, &format!("SELECT COUNT(*) FROM {name}.{view}")), 0);
        }
    }
}

#[test]
fn extra_columns_come_when_the_configuration_names_them_and_stay() {
    let Some(server) = server("extra columns") else { return };
    let server = server.database("it_schema_extra");
    let mut connection = connect(&server);
    prepare(&mut connection, &server.options, &contract()).expect("prepared");
    let ran = prepare(&mut connection, &server.options, &with_tier()).expect("prepared").ran;
    assert_eq!(ran, ["extra columns of the source", "040_views.sql"]);
    assert_eq!(number(&mut connection, "SELECT COUNT([tier]) FROM [mart].[vw_customer]"), 0);
    assert_eq!(prepare(&mut connection, &server.options, &with_tier()).expect("prepared").ran, Vec::<String>::new());
    prepare(&mut connection, &server.options, &contract()).expect("prepared");
    assert_eq!(number(&mut connection, "SELECT COUNT([tier]) FROM [mart].[dim_customer]"), 0);
}

fn with_tier() -> Catalog {
    let mut wanted = contract();
    for table in &mut wanted.tables {
        if ["dim_customer", "vw_customer"].contains(&table.name.as_str()) {
            let (kind, description) = (DataType::Text, "The customer's tier.".to_owned());
            table.columns.push(Column { name: "tier".into(), kind, nullable: true, description, statistics: None });
        }
    }
    wanted
}

#[test]
fn what_was_changed_by_hand_is_all_reported_and_nothing_is_done() {
    let Some(server) = server("drift") else { return };
    let server = server.database("it_schema_drift");
    let mut connection = connect(&server);
    prepare(&mut connection, &server.options, &contract()).expect("prepared");
    for own in [
        "ALTER TABLE [mart].[dim_region] ADD [note] nvarchar(10) NULL",
        "CREATE TABLE [mart].[targets] ([year] int NOT NULL)",
        "CREATE INDEX [ix_own] ON [mart].[dim_customer] ([country])",
        "CREATE VIEW [mart].[own] AS SELECT [region] FROM [mart].[dim_region]",
        "ALTER TABLE [mart].[dim_product] ALTER COLUMN [description] nvarchar(900)",
    ] {
        run(&mut connection, own);
    }
    assert_eq!(prepare(&mut connection, &server.options, &contract()).expect("prepared").ran, Vec::<String>::new());
    for change in [
        "ALTER TABLE [mart].[dim_product] DROP COLUMN [description]",
        "ALTER TABLE [mart].[etl_reject] ALTER COLUMN [detail] nvarchar(20)",
        "ALTER TABLE [mart].[etl_reject] DROP CONSTRAINT [ck_etl_reject_source_line]",
        "ALTER TABLE [mart].[fact_customer_month] DROP CONSTRAINT [fk_fact_customer_month_customer_id]",
        "ALTER TABLE [mart].[segment_profile] DROP CONSTRAINT [pk_segment_profile]",
        "ALTER TABLE [mart].[dim_date] ADD [holiday] int NOT NULL DEFAULT 0",
    ] {
        run(&mut connection, change);
    }
    let tables = "SELECT COUNT(*) FROM sys.objects";
    let before = number(&mut connection, tables);
    let refused = prepare(&mut connection, &server.options, &contract()).expect_err("refused");
    assert_eq!(
        differences(refused),
        [
            "SC032 `dim_date.holiday` is not pbiforge's and may not be empty",
            "SC030 `dim_product.description` is not there",
            "SC031 `etl_reject.detail` is nvarchar(20) NULL, not nvarchar(1000) NULL",
            "SC034 `etl_reject` has no check constraint `ck_etl_reject_source_line`",
            "SC034 `fact_customer_month` has no foreign key from `customer_id` to `dim_customer`",
            "SC033 `segment_profile` has no primary key, not `segment`",
        ]
    );
    assert_eq!(number(&mut connection, tables), before);
}

#[test]
fn an_older_schema_is_brought_up_to_date_and_a_newer_one_refused() {
    let Some(server) = server("versions") else { return };
    let server = server.database("it_schema_versions");
    let mut connection = connect(&server);
    prepare(&mut connection, &server.options, &contract()).expect("prepared");
    let next = Script {
        name: "110_weather.sql",
        version: 2,
        text: "ALTER TABLE [mart].[dim_date] ADD [weather] nvarchar(20) NULL;\nGO\n",
    };
    let scripts = [SCRIPTS, &[next]].concat();
    let ran = prepare_with(&mut connection, &server.options, &contract(), &scripts, 2).expect("prepared").ran;
    assert_eq!(ran, ["110_weather.sql"]);
    assert_eq!(number(&mut connection, "SELECT COUNT([weather]) FROM [mart].[dim_date]"), 0);
    assert!(matches!(
        prepare(&mut connection, &server.options, &contract()),
        Err(Refused::Newer { found: 2, known: schema::VERSION, .. })
    ));
}

#[test]
fn a_script_that_fails_leaves_nothing_and_the_next_run_completes() {
    let Some(server) = server("a failed script") else { return };
    let server = server.database("it_schema_failed");
    let mut connection = connect(&server);
    let bad = Script {
        name: "025_bad.sql",
        version: 1,
        text: "CREATE TABLE [mart].[half] ([x] int NOT NULL);\nGO\nSELECT 1 FROM [mart].[nowhere];\nGO\n",
    };
    let scripts = [&SCRIPTS[..2], &[bad]].concat();
    let failed = prepare_with(&mut connection, &server.options, &contract(), &scripts, 1).expect_err("failed");
    assert!(failed.to_string().contains("`025_bad.sql` (batch 2 of 2)"), "{failed}");
    assert_eq!(number(&mut connection, "SELECT COUNT(*) FROM sys.tables WHERE [name] = N'half'"), 0);
    let ran = prepare(&mut connection, &server.options, &contract()).expect("prepared").ran;
    assert!(!ran.is_empty());
    run(&mut connection, "DROP VIEW [mart].[vw_customer]");
    prepare(&mut connection, &server.options, &contract()).expect("prepared");
    assert_eq!(number(&mut connection, "SELECT COUNT(*) FROM [mart].[vw_customer]"), 0);
}

#[test]
fn one_loader_at_a_time() {
    let Some(server) = server("the lock") else { return };
    let server = server.database("it_schema_lock");
    let (mut first, mut second) = (connect(&server), connect(&server));
    lock::lock(&mut first, &server.options).expect("free");
    assert!(matches!(lock::lock(&mut second, &server.options), Err(Error::Busy { .. })));
    let other = Options { schema: "other".to_owned(), ..server.options.clone() };
    lock::lock(&mut second, &other).expect("another schema is free");
    lock::unlock(&mut first, &server.options).expect("unlocked");
    lock::lock(&mut second, &server.options).expect("free again");
    drop(second);
    // The server notices the end of a session in its own time.
    let free = (0..50).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        lock::lock(&mut connect(&server), &server.options).is_ok()
    });
    assert!(free);
}

#[test]
fn a_text_column_is_widened_and_stays_required() {
    let Some(server) = server("widening") else { return };
    let server = server.database("it_schema_widen");
    let mut connection = connect(&server);
    prepare(&mut connection, &server.options, &contract()).expect("prepared");
    let wider = |table, column, length| Wider { table, column, length, nullable: false };
    let columns = [wider("dim_customer", "country", 300), wider("etl_run", "source", 5_000)];
    schema::widen(&mut connection, &server.options, &contract(), &columns).expect("widened");
    assert_eq!(prepare(&mut connection, &server.options, &contract()).expect("prepared").ran, Vec::<String>::new());
    run(&mut connection, "INSERT INTO [mart].[dim_region] VALUES (N'West')");
    let long = "é".repeat(300);
    run(&mut connection, &format!("INSERT INTO [mart].[dim_customer] VALUES (N'1', N'{long}', 1, N'West')"));
    let null = "INSERT INTO [mart].[dim_customer] VALUES (N'2', NULL, 1, N'West')";
    assert!(connection.run("insert", null).is_err());
}

#[test]
fn after_the_file_for_the_administrator_a_load_has_nothing_to_make() {
    let Some(server) = server("the file") else { return };
    let server = server.database("it_schema_file");
    let mut connection = connect(&server);
    let options = Options { schema: "d-w 'x".to_owned(), ..server.options.clone() };
    let names = script::Names::new(&options).expect("a name");
    let scripts = script::render(SCRIPTS, &options, connection.dialect(), &with_tier()).expect("rendered");
    for batch in script::batches(&script::file(&scripts, &names)) {
        run(&mut connection, batch);
    }
    assert_eq!(prepare(&mut connection, &options, &with_tier()).expect("prepared").ran, Vec::<String>::new());
}
