//! Loading: what a publish leaves in the database, whatever was there before and whatever goes wrong.

use pbiforge::catalog::{Column, DataType, Table, TableKind};
use pbiforge::name::{sql_name, sql_text};
use pbiforge::sqlserver::{Connection, Dialect, Intent};
use pbiforge::warehouse::parquet::ParquetWarehouse;
use pbiforge::warehouse::sqlserver::SqlServerWarehouse;
use pbiforge::warehouse::{Error, Keep, Published, Warehouse};
use polars_core::frame::column::Column as FrameColumn;
use polars_core::prelude::{BooleanChunked, DataFrame};

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

fn tables_only(tables: &[(Table, DataFrame)]) -> Vec<(Table, DataFrame)> {
    tables.iter().filter(|(table, _)| table.kind == TableKind::Table).cloned().collect()
}

#[track_caller]
fn assert_holds(server: &TestServer, tables: &[(Table, DataFrame)]) {
    let warehouse = warehouse(server);
    for (table, frame) in tables {
        let read = warehouse.read(table.name.as_str()).expect("read");
        assert_eq!(read.get_column_names(), frame.get_column_names());
        for (read, published) in read.columns().iter().zip(frame.columns()) {
            let (read, published) = (read.as_materialized_series(), published.as_materialized_series());
            let differs = (0..read.len().max(published.len())).find(|at| read.get(*at).ok() != published.get(*at).ok());
            let at = differs.map(|at| (at, read.get(at), published.get(at)));
            assert!(at.is_none(), "{}.{}: {at:?}", table.name, read.name());
        }
        assert!(read.equals_missing(frame), "{}", table.name);
    }
}

#[test]
fn what_is_published_is_read_back_to_the_last_bit() {
    let Some(server) = server("loading") else { return };
    let server = server.database("it_loading");
    let tables = demo(20_000);
    let published = publish(&server, &tables, Keep::Nothing).expect("published");
    assert_eq!(published.written.len(), tables_only(&tables).len());
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

/// Of the demo's tables those that hang on customers and sales, small enough to change by hand.
fn star(tables: &[(Table, DataFrame)]) -> Vec<(Table, DataFrame)> {
    tables_only(tables)
        .into_iter()
        .filter(|(table, _)| pbiforge::pipeline::load::TABLES.contains(&table.name.as_str()))
        .collect()
}

fn frame<'a>(tables: &'a mut [(Table, DataFrame)], name: &str) -> &'a mut DataFrame {
    &mut tables.iter_mut().find(|(table, _)| table.name == *name).expect("the table").1
}

fn count(server: &TestServer, table: &str) -> i64 {
    let sql = format!("SELECT COUNT_BIG(*) FROM {}.{}", sql_name(&server.options.schema), sql_name(table));
    connection(server).query("count", &sql, &[]).expect("counted")[0].get(0).expect("a number")
}

#[test]
fn a_second_publish_changes_adds_and_deletes_and_leaves_the_rest_alone() {
    let Some(server) = server("changing") else { return };
    let server = server.database("it_changing");
    let all = tables_only(&demo(3_000));
    publish(&server, &all, Keep::Nothing).expect("published");

    let mut tables = star(&all);
    let sales = frame(&mut tables, "fact_sales");
    let first = sales.column("sales_line_id").and_then(|ids| ids.i64().cloned()).expect("ids").get(0).expect("a row");
    // The first row is gone, one is new, every invoice number of the others is another.
    let mut grown = sales.slice(1, sales.height() - 1);
    let invoices = grown.column("invoice_no").and_then(|invoices| invoices.str().cloned()).expect("text");
    let invoices: Vec<String> = invoices.iter().map(|invoice| format!("{}😀", invoice.unwrap_or_default())).collect();
    grown.with_column(FrameColumn::new("invoice_no".into(), invoices)).expect("replaced");
    let mut added = grown.slice(0, 1);
    added.with_column(FrameColumn::new("sales_line_id".into(), [i64::MAX])).expect("replaced");
    grown.vstack_mut(&added).expect("stacked");
    *sales = grown;
    let customers = frame(&mut tables, "dim_customer");
    let countries: Vec<&str> = vec!["Atlantis "; customers.height()];
    let countries = FrameColumn::new("country".into(), countries);
    customers.with_column(countries).expect("replaced");

    let published = publish(&server, &tables, Keep::Others).expect("published");
    let changed: Vec<&str> =
        published.written.iter().filter(|written| !written.unchanged).map(|written| written.table.as_str()).collect();
    assert_eq!(changed, ["dim_customer", "fact_sales"]);
    assert!(published.carried.iter().any(|table| *table == "customer_rfm"), "{:?}", published.carried);
    assert_holds(&server, &tables);
    assert!(count(&server, "customer_rfm") > 0);
    let gone = format!("SELECT COUNT(*) FROM [mart].[fact_sales] WHERE [sales_line_id] = {first}");
    let gone = connection(&server).query("look", &gone, &[]).expect("counted");
    assert_eq!(gone[0].get::<i32, _>(0), Some(0));

    // A blank at the end is a difference, though SQL sees none.
    let customers = frame(&mut tables, "dim_customer");
    let countries = FrameColumn::new("country".into(), vec!["Atlantis"; customers.height()]);
    customers.with_column(countries).expect("replaced");
    publish(&server, &tables, Keep::Nothing).expect("published");
    assert_holds(&server, &tables);
    assert_eq!(count(&server, "customer_rfm"), 0, "what is not kept is emptied");

    let missing = publish(&server, &tables, Keep::Tables(vec!["dim_custmer".into()]));
    assert!(matches!(missing, Err(Error::NoTable { nearest: Some(_), .. })), "{missing:?}");
    for (_, frame) in &mut tables {
        *frame = frame.slice(0, 0);
    }
    publish(&server, &tables, Keep::Nothing).expect("empty tables are tables");
    assert_holds(&server, &tables);
}

#[test]
fn a_users_table_may_refer_to_ours_and_holds_what_it_refers_to() {
    let Some(server) = server("referring") else { return };
    let server = server.database("it_referring");
    let mut tables = star(&demo(3_000));
    publish(&server, &tables, Keep::Nothing).expect("published");
    let customers = frame(&mut tables, "dim_customer");
    let last = customers.column("customer_id").and_then(|ids| ids.str().cloned()).expect("ids");
    let last = last.get(last.len() - 1).expect("a customer").to_owned();
    let sql = format!(
        "CREATE TABLE [mart].[loyalty] ([customer_id] nvarchar(400) NOT NULL \
         CONSTRAINT [fk_loyalty] REFERENCES [mart].[dim_customer] ([customer_id])); \
         INSERT INTO [mart].[loyalty] VALUES ({})",
        sql_text(&last)
    );
    connection(&server).run("make", &sql).expect("a table of the user's");
    let published = publish(&server, &tables, Keep::Nothing).expect("their row stays");
    assert!(published.carried.iter().any(|table| *table == "loyalty"));

    let before = tables.clone();
    let customers = frame(&mut tables, "dim_customer");
    *customers = customers.slice(0, customers.height() - 1);
    let sales = frame(&mut tables, "fact_sales");
    let others = sales.column("customer_id").and_then(|ids| ids.str().cloned()).expect("ids");
    let others: BooleanChunked = others.iter().map(|id| id.map(|id| id != last)).collect();
    *sales = sales.filter(&others).expect("filtered");
    let error = publish(&server, &tables, Keep::Nothing).expect_err("their row would refer to nobody");
    assert!(matches!(error, Error::Constraint { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("fk_loyalty") && text.contains("loyalty"), "{text}");
    assert_holds(&server, &before);
    connection(&server).run("make room", "DELETE FROM [mart].[loyalty]").expect("deleted");
    publish(&server, &tables, Keep::Nothing).expect("published");
    assert_holds(&server, &tables);
    assert_eq!(count(&server, "loyalty"), 0);
}

#[test]
fn hostile_names_and_values_are_names_and_values_like_any_other() {
    let Some(server) = server("hostile") else { return };
    let mut server = server.database("it_hostile_load");
    // Babelfish takes no bracket in a name, however it is written, makes long ones shorter and tells some in lower case.
    let (bracket, long) = if connection(&server).dialect() == Dialect::Babelfish { ("", 10) } else { ("]", 80) };
    server.options.schema = format!("a{bracket}b'c\"d; DROP TABLE x--");
    let name = format!("it's [a{bracket} \"col\" {bracket}; drop table [x--{}", "é".repeat(long));
    let mut values: Vec<String> = (1u32..=0x20)
        .chain([0x7f, 0x85, 0xa0, 0xfeff, 0xfffd, 0xffff, 0x1f600, 0x10ffff])
        .filter_map(char::from_u32)
        .flat_map(|c| [format!("{c}"), format!("x{c}"), format!("{c}x")])
        .collect();
    values.extend(
        ["", "'", "''", "\"", "]", "[", "\\", "%", "N'x'", "--", "/*", "GO", "\r\nGO\r\n", "ß", "I\u{307}"]
            .map(String::from),
    );
    values.push("é😀".repeat(60));
    let mut table = pbiforge::catalog::contract::table("dim_region").expect("of the contract");
    for (name, description) in [(name.as_str(), "It's \"so\" ]."), ("other", "")] {
        table.columns.push(Column {
            name: name.into(),
            kind: DataType::Text,
            nullable: true,
            description: description.to_owned(),
            statistics: None,
        });
    }
    let rows = values.len();
    let some = values.iter().map(|value| (value.len() % 3 != 0).then_some(value.as_str()));
    let columns = vec![
        FrameColumn::new("region".into(), (0..rows).map(|row| format!("'{row:04}\"")).collect::<Vec<_>>()),
        FrameColumn::new(name.as_str().into(), values.clone()),
        FrameColumn::new("other".into(), some.collect::<Vec<_>>()),
    ];
    let mut tables = vec![(table, DataFrame::new(rows, columns).expect("a frame"))];
    publish(&server, &tables, Keep::Nothing).expect("published");
    assert_holds(&server, &tables);
    let reversed: Vec<String> = values.into_iter().rev().collect();
    tables[0].1.with_column(FrameColumn::new(name.as_str().into(), reversed)).expect("replaced");
    publish(&server, &tables, Keep::Nothing).expect("published");
    assert_holds(&server, &tables);

    // What a server cannot hold it is not sent.
    let refused = |value: &str, code: &str| {
        let mut tables = tables.clone();
        let mut values = vec!["x".to_owned(); rows];
        values[3] = value.to_owned();
        tables[0].1.with_column(FrameColumn::new(name.as_str().into(), values)).expect("replaced");
        let error = publish(&server, &tables, Keep::Nothing).expect_err("refused");
        assert!(
            error.diagnostics().iter().any(|diagnostic| diagnostic.code.id == code),
            "{error}: {:?}",
            error.diagnostics()
        );
    };
    refused(&"long".repeat(20_000), "SC050");
    if connection(&server).dialect() == Dialect::Babelfish {
        refused("a\0b", "SC052");
    }
    assert_holds(&server, &tables);
}

#[test]
fn a_longer_text_widens_its_column_and_one_of_a_key_is_refused() {
    let Some(server) = server("widening") else { return };
    let server = server.database("it_widening");
    let mut tables = star(&demo(3_000));
    publish(&server, &tables, Keep::Nothing).expect("published");
    let mut lengthen = |column: &str, text: &str| {
        let products = frame(&mut tables, "dim_product");
        let values = products.column(column).and_then(|values| values.str().cloned()).expect("text");
        let mut values: Vec<Option<&str>> = values.iter().collect();
        let last = values.len() - 1;
        values[last] = Some(text);
        products.with_column(FrameColumn::new(column.into(), values)).expect("replaced");
        tables.clone()
    };
    for length in [1_500, 5_000, 32_767] {
        let tables = lengthen("description", &"é".repeat(length));
        publish(&server, &tables, Keep::Nothing).expect("published");
        assert_holds(&server, &tables);
    }
    let before = lengthen("description", "short again");
    publish(&server, &before, Keep::Nothing).expect("published");
    let sold = frame(&mut before.clone(), "fact_sales").slice(0, 0);
    let mut tables = lengthen("stock_code", &"Z".repeat(800));
    *frame(&mut tables, "fact_sales") = sold;
    let error = publish(&server, &tables, Keep::Nothing).expect_err("a key stays as long as it is");
    let diagnostic = error.diagnostics().first().expect("why");
    assert!(diagnostic.code.id == "SC050" && diagnostic.message.contains("800"), "{diagnostic:?}");
    assert_holds(&server, &before);
}

#[test]
fn a_reader_sees_the_old_rows_or_the_new_ones_and_never_both() {
    let Some(server) = server("watching") else { return };
    let server = server.database("it_watching");
    let one = star(&demo(6_000));
    let mut other = one.clone();
    let sales = frame(&mut other, "fact_sales");
    *sales = sales.slice(0, sales.height() / 2);
    let run = frame(&mut other, "etl_run");
    run.with_column(FrameColumn::new("source".into(), ["half"])).expect("replaced");
    publish(&server, &one, Keep::Nothing).expect("published");
    let look = "SELECT (SELECT COUNT_BIG(*) FROM [mart].[fact_sales]), (SELECT MAX([source]) FROM [mart].[etl_run]), \
                (SELECT COUNT_BIG(*) FROM [mart].[dim_customer])";
    let whole = |tables: &mut [(Table, DataFrame)]| {
        let source = frame(tables, "etl_run").column("source").and_then(|source| source.str().cloned()).expect("text");
        let source = source.get(0).expect("a run").to_owned();
        (frame(tables, "fact_sales").height() as i64, source, frame(tables, "dim_customer").height() as i64)
    };
    let states = [whole(&mut one.clone()), whole(&mut other)];
    let stop = std::sync::atomic::AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut connection = connection(&server);
            let mut seen = [0, 0];
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let rows = connection.query("look", look, &[]).expect("readers are never refused");
                let row = &rows[0];
                let state = (
                    row.get::<i64, _>(0).expect("a count"),
                    row.get::<&str, _>(1).unwrap_or_default().to_owned(),
                    row.get::<i64, _>(2).expect("a count"),
                );
                let at = states.iter().position(|whole| *whole == state);
                seen[at.unwrap_or_else(|| panic!("{state:?} is neither of {states:?}"))] += 1;
            }
            seen
        });
        for round in 0..6 {
            publish(&server, if round % 2 == 0 { &other } else { &one }, Keep::Nothing).expect("published");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        reader.join().expect("only whole states")
    });
    assert!(seen.iter().all(|times| *times > 0), "{seen:?}");
}

#[test]
fn of_two_loaders_one_waits_or_is_told_and_neither_mixes_with_the_other() {
    let Some(server) = server("two loaders") else { return };
    let server = server.database("it_two_loaders");
    let one = star(&demo(6_000));
    let mut other = one.clone();
    let sales = frame(&mut other, "fact_sales");
    *sales = sales.slice(0, 100);
    let results: Vec<_> = std::thread::scope(|scope| {
        let loaders: Vec<_> =
            [&one, &other].map(|tables| scope.spawn(|| publish(&server, tables, Keep::Nothing))).into_iter().collect();
        loaders.into_iter().map(|loader| loader.join().expect("no panic")).collect()
    });
    assert!(results.iter().any(Result::is_ok));
    for error in results.into_iter().filter_map(Result::err) {
        assert!(matches!(error, Error::Busy { .. }), "{error:?}");
    }
    let rows = count(&server, "fact_sales");
    let holds =
        [&one, &other].into_iter().find(|tables| frame(&mut (*tables).clone(), "fact_sales").height() as i64 == rows);
    assert_holds(&server, holds.expect("one of the two"));
}

#[test]
fn a_loader_killed_at_any_moment_leaves_the_old_rows_and_no_work() {
    let Some(server) = server("killing") else { return };
    let server = server.database("it_killing");
    let one = tables_only(&demo(30_000));
    publish(&server, &one, Keep::Nothing).expect("published");
    let project = Project::demo();
    let mut load = vec!["load".to_owned(), "--set".to_owned(), "sample.rows=60000".to_owned()];
    load.extend(server.flags());
    let start = |project: &Project| {
        std::process::Command::new(env!("CARGO_BIN_EXE_pbiforge"))
            .args(&load)
            .env("PBIFORGE_SQLSERVER_PASSWORD", &server.password)
            .current_dir(project.path(""))
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("started")
    };
    let begin = std::time::Instant::now();
    assert!(start(&project).wait().expect("waited").success());
    let whole = begin.elapsed();
    publish(&server, &one, Keep::Nothing).expect("published");
    let (mut killed, steps) = (0, 6);
    for step in 1..steps {
        let mut child = start(&project);
        std::thread::sleep(whole * step / steps);
        child.kill().expect("killed");
        if child.wait().expect("waited").success() {
            publish(&server, &one, Keep::Nothing).expect("published");
        } else if count(&server, "fact_sales") == frame(&mut one.clone(), "fact_sales").height() as i64 {
            killed += 1;
            assert_holds(&server, &star(&one));
        } else {
            // The commit was through before the end of the process was.
            publish(&server, &one, Keep::Nothing).expect("published");
        }
    }
    assert!(killed > 0);
    assert!(start(&project).wait().expect("waited").success());
    assert!(count(&server, "fact_sales") > frame(&mut one.clone(), "fact_sales").height() as i64);
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
