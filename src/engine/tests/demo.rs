//! The generated model, over rows that are made up for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::catalog::{self, Catalog, DataType, TableKind};
use crate::engine::date::{add_months, civil, number};
use crate::engine::{Engine, Wanted};
use crate::model::{Column, Table};
use crate::proof::data::{self, Read, Rows};
use crate::proof::source;
use crate::tmdl::{self, Lowered};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the model").flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn demo() -> Lowered {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("output/Customer Analytics.SemanticModel/definition");
    let mut found = Vec::new();
    files(&folder, &mut found);
    found.sort();
    let documents: Vec<_> = found
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "tmdl"))
        .map(|path| (path.display().to_string(), tmdl::parse(&fs::read_to_string(path).expect("a file"))))
        .collect();
    tmdl::lower(&documents)
}

/// Rows of every table of a model: keys are found on the one side, everything else hangs on the row's number.
struct MadeUp<'m> {
    model: &'m crate::model::Model,
    facts: usize,
    catalog: Catalog,
}

const FIRST_DAY: f64 = 39_814.0;
const DAYS: usize = 1095;
const REGIONS: [&str; 5] = ["All", "North", "South", "East", "West"];
const SEGMENTS: [&str; 4] = ["Champions", "Loyal", "At Risk", "Lost"];

fn mixed(row: usize, salt: usize) -> usize {
    let mut x = (row as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add((salt as u64) << 17);
    x ^= x >> 31;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (x ^ (x >> 29)) as usize
}

impl<'m> MadeUp<'m> {
    fn new(model: &'m crate::model::Model, facts: usize) -> Self {
        let mut catalog = Catalog::default();
        for table in &model.tables {
            let columns = table.columns.iter().filter_map(|column| {
                Some(catalog::Column {
                    name: column.source_column.as_deref()?.into(),
                    kind: match column.data_type.as_deref() {
                        Some("decimal") => DataType::Money,
                        Some("int64") => DataType::Integer,
                        _ => DataType::Text,
                    },
                    nullable: true,
                    description: String::new(),
                    statistics: None,
                })
            });
            catalog.tables.push(catalog::Table {
                name: source::of(table).expect("a source").as_str().into(),
                kind: TableKind::Table,
                grain: String::new(),
                description: String::new(),
                columns: columns.collect(),
                primary_key: Vec::new(),
                foreign_keys: Vec::new(),
                rows: None,
            });
        }
        Self { model, facts, catalog }
    }

    fn count(&self, table: &Table) -> usize {
        match table.name.as_str() {
            "Sales" => self.facts,
            "Customer" => self.facts / 130 + 10,
            "Product" => self.facts / 160 + 10,
            "Date" => DAYS,
            "Region" => REGIONS.len() - 1,
            "Customer Month" => self.facts / 30 + 50,
            "Load Run" => 1,
            _ => 400,
        }
    }

    fn value(&self, table: &Table, column: &Column, row: usize) -> Value {
        let (name, kind) = (column.name.as_str(), column.data_type.as_deref().unwrap_or_default());
        let salt = name.len() * 31 + usize::from(name.as_bytes()[0]);
        let joined = self
            .model
            .relationships
            .iter()
            .find(|one| one.from.table.as_str() == table.name.as_str() && one.from.column.as_str() == name);
        if let Some(joined) = joined {
            let other = self.model.table(joined.to.table.as_str()).expect("a table");
            let column = other.column(joined.to.column.as_str()).expect("a column");
            let partner = mixed(row, salt) % self.count(other);
            let value = self.value(other, column, partner);
            return match (name, value) {
                ("Activity Month", Value::Date(day)) => month_start(day),
                (_, value) => value,
            };
        }
        let day = FIRST_DAY + row as f64;
        if table.name.as_str() == "Date" {
            let date = civil(day);
            let quarter = i64::from(date.month.div_ceil(3));
            let (year, month) = (i64::from(date.year), i64::from(date.month));
            return match name {
                "Date" => Value::Date(day),
                "Year" | "ISO Year" => Value::Integer(year),
                "Quarter" => Value::text(&format!("Q{quarter} {year}")),
                "Year Quarter Number" => Value::Integer(year * 10 + quarter),
                "Month Number" => Value::Integer(month),
                "Month Year" => {
                    Value::text(&crate::engine::format::format(&Value::Date(day), "mmm yyyy").expect("a format"))
                }
                "Year Month Number" => Value::Integer(year * 100 + month),
                "Month Start" => month_start(day),
                "Is Covered" => Value::Boolean((334..1073).contains(&row)),
                _ if kind == "boolean" => Value::Boolean(row % 7 > 4),
                _ if kind == "int64" => Value::Integer(row as i64 % 53),
                _ => Value::text(&format!("{name} {}", row % 7)),
            };
        }
        match (name, kind) {
            ("Region", _) if table.name.as_str() == "Region" => Value::text(REGIONS[row + 1]),
            ("Region", _) => Value::text(REGIONS[mixed(row, salt) % REGIONS.len()]),
            ("Segment", _) => Value::text(SEGMENTS[mixed(row, salt) % SEGMENTS.len()]),
            ("Cohort Month", _) => month_start(FIRST_DAY + 340.0 + (mixed(row, salt) % 700) as f64),
            ("Months Since First" | "Months Since", _) => Value::Integer((mixed(row, salt) % 12) as i64),
            ("Invoice No", _) => Value::text(&format!("{}", mixed(row, salt) % (self.facts / 20 + 1))),
            ("First Purchase", _) => Value::Date(FIRST_DAY + 334.0 + (mixed(row, salt) % 700) as f64 + 0.375),
            (_, "dateTime") => Value::Date(FIRST_DAY + (mixed(row, salt) % DAYS) as f64),
            (_, "int64") => Value::Integer((mixed(row, salt) % 40) as i64),
            (_, "decimal") => Value::Number((mixed(row, salt) % 20_000) as f64 / 100.0),
            (_, "double") => Value::Number((mixed(row, salt) % 1000) as f64 / 1000.0),
            (_, "boolean") => Value::Boolean(mixed(row, salt).is_multiple_of(3)),
            _ => Value::text(&format!("{name} {row}")),
        }
    }
}

fn month_start(day: f64) -> Value {
    let date = civil(day);
    Value::Date(number(add_months(crate::calendar::Date { day: 1, ..date }, 0)))
}

impl Rows for MadeUp<'_> {
    type Error = std::convert::Infallible;

    fn read(&self, name: &str, columns: &[&str], _: Option<&str>) -> Result<Read, Self::Error> {
        let table = self.model.tables.iter().find(|table| source::of(table).as_deref() == Ok(name)).expect("a table");
        let count = self.count(table);
        let column = |name: &&str| {
            let column = table.columns.iter().find(|column| column.source_column.as_deref() == Some(name));
            let column = column.expect("a column");
            // Each value is made once.
            let mut known: BTreeMap<crate::proof::value::Key, u32> = BTreeMap::new();
            let mut values = Vec::new();
            let codes = (0..count).map(|row| {
                let value = self.value(table, column, row);
                *known.entry(value.key()).or_insert_with(|| {
                    values.push(value);
                    (values.len() - 1) as u32
                })
            });
            let codes = codes.collect();
            data::Column::new(values, codes)
        };
        Ok(Read { rows: count, columns: columns.iter().map(column).collect(), amounts: None })
    }
}

fn load<'a>(lowered: &'a Lowered, rows: &MadeUp<'a>) -> Engine<'a> {
    let wanted = Wanted::everything(&lowered.model);
    let Ok(engine) = Engine::load(&lowered.model, &lowered.origins, &rows.catalog, rows, &wanted);
    engine
}

#[test]
fn every_measure_of_the_demo_is_evaluated_in_every_visual() {
    let lowered = demo();
    let rows = MadeUp::new(&lowered.model, 3_000);
    let engine = load(&lowered, &rows);
    let north = slicer(&engine, "Region[Region]", &[Value::text("North")]);
    let year = slicer(&engine, "Date[Year]", &[Value::Integer(2010)]);
    let mut count = 0;
    for slicers in [vec![], vec![north.clone()], vec![north, year]] {
        for groups in
            [vec![], vec!["Region[Region]"], vec!["Date[Month Year]"], vec!["Customer[Segment]", "Date[Year]"]]
        {
            let mut session = engine.session(&Reader::everybody(), &slicers).expect("a session");
            for (_, measure) in lowered.model.measures() {
                let query = Query {
                    groups: groups.iter().map(|group| id(&engine, group)).collect(),
                    values: vec![Quantity::Measure(measure.name.to_string())],
                    ..Query::default()
                };
                let shown =
                    session.query(&query).unwrap_or_else(|refused| panic!("{} by {groups:?}: {refused}", measure.name));
                count += 1;
                for value in shown.rows.iter().filter_map(|row| row.last()) {
                    let format = measure.format_string.as_deref().unwrap_or_default();
                    crate::engine::format::format(value, format)
                        .unwrap_or_else(|what| panic!("{}: {what}", measure.name));
                }
            }
        }
    }
    assert!(count > 1000, "{count}");
}

/// Sums over days out of sums by day are those of the rows.
#[test]
fn shortcuts_give_the_same_values() {
    let lowered = demo();
    let rows = MadeUp::new(&lowered.model, 2_000);
    let engine = load(&lowered, &rows);
    let names =
        lowered.model.tables.iter().find(|table| table.name.as_str() == "Sales").expect("the facts").measures.iter();
    let mut values: Vec<Quantity> = names.map(|measure| Quantity::Measure(measure.name.to_string())).collect();
    values.extend(["New Customers", "Products per Customer"].map(|name| Quantity::Measure(name.to_owned())));
    for function in ["AVERAGE", "MIN", "MAX", "COUNT", "DISTINCTCOUNTNOBLANK"] {
        values.push(Quantity::Aggregate(function.to_owned(), id(&engine, "Sales[Line Quantity]")));
    }
    for slicers in [vec![], vec![slicer(&engine, "Region[Region]", &[Value::text("South")])]] {
        for groups in [vec!["Date[Month Year]"], vec!["Date[Year]", "Customer[Segment]"]] {
            let groups = groups.iter().map(|group| id(&engine, group)).collect();
            let query = Query { groups, values: values.clone(), ..Query::default() };
            let shown = |few: usize| {
                let mut session = engine.session(&Reader::everybody(), &slicers).expect("a session");
                session.evaluator.few = few;
                session.query(&query).expect("a visual")
            };
            assert_eq!(shown(0), shown(usize::MAX));
        }
    }
}

#[test]
fn totals_are_the_sums_of_the_rows() {
    let lowered = demo();
    let rows = MadeUp::new(&lowered.model, 3_000);
    let engine = load(&lowered, &rows);
    let table = |name: &str| lowered.model.table(name).expect("a table");
    let (sales, customers) = (table("Sales"), table("Customer"));
    let column = |of: &'static str, name: &str| table(of).column(name).expect("a column");
    let regions: BTreeMap<String, Value> = (0..rows.count(customers))
        .map(|row| {
            let id = rows.value(customers, column("Customer", "Customer ID"), row);
            (format!("{id:?}"), rows.value(customers, column("Customer", "Region"), row))
        })
        .collect();
    // Row by row: revenue in ten-thousandths, by region and year.
    let mut expected: BTreeMap<(String, i64), i64> = BTreeMap::new();
    for row in 0..rows.facts {
        let of = |name: &str| rows.value(sales, column("Sales", name), row);
        let Value::Date(day) = of("Invoice Day") else { panic!("a day") };
        let Value::Number(revenue) = of("Line Revenue") else { panic!("an amount") };
        let region = regions[&format!("{:?}", of("Customer ID"))].clone();
        let key = (crate::engine::text::written(&region), i64::from(civil(day).year));
        *expected.entry(key).or_default() += (revenue * 10_000.0).round() as i64;
    }
    let query = Query {
        groups: vec![id(&engine, "Region[Region]"), id(&engine, "Date[Year]")],
        values: vec![Quantity::Measure("Revenue".to_owned())],
        ..Query::default()
    };
    let mut session = engine.session(&Reader::everybody(), &[]).expect("a session");
    let shown = session.query(&query).expect("a visual");
    assert_eq!(shown.rows.len(), expected.len());
    for row in &shown.rows {
        let [region, Value::Integer(year), Value::Number(revenue)] = row.as_slice() else { panic!("{row:?}") };
        let key = (crate::engine::text::written(region), *year);
        assert_eq!((revenue * 10_000.0).round() as i64, expected[&key], "{key:?}");
    }
    let total = session.measure("Revenue").expect("a value").number().expect("a number");
    assert_eq!((total * 10_000.0).round() as i64, expected.values().sum::<i64>());
}

/// `cargo test --release --no-default-features --lib engine -- --ignored --nocapture`
#[test]
#[ignore = "takes its time, and says how much"]
fn how_long_the_visuals_of_a_preview_take() {
    let lowered = demo();
    let rows = MadeUp::new(&lowered.model, 785_000);
    let start = std::time::Instant::now();
    let engine = load(&lowered, &rows);
    println!("loaded in {:?}, making the rows up included", start.elapsed());
    let visuals = visuals(&engine);
    let regions = std::iter::once(None).chain(REGIONS[1..].iter().map(Some));
    let years = || std::iter::once(None).chain([2009, 2010, 2011].map(Some));
    let contexts: Vec<Vec<Restriction>> = regions
        .flat_map(|region| years().map(move |year| (region, year)))
        .map(|(region, year)| {
            let region = region.map(|region| slicer(&engine, "Region[Region]", &[Value::text(region)]));
            let year = year.map(|year| slicer(&engine, "Date[Year]", &[Value::Integer(year)]));
            region.into_iter().chain(year).collect()
        })
        .collect();
    let mut by_visual: Vec<(std::time::Duration, String)> =
        visuals.iter().map(|(name, _)| (Default::default(), name.clone())).collect();
    let start = std::time::Instant::now();
    for slicers in &contexts {
        let mut session = engine.session(&Reader::everybody(), slicers).expect("a session");
        for ((_, query), (time, _)) in visuals.iter().zip(&mut by_visual) {
            let start = std::time::Instant::now();
            session.query(query).unwrap_or_else(|refused| panic!("{refused}"));
            *time += start.elapsed();
        }
    }
    println!("{} visuals in {} contexts on one thread: {:?}", visuals.len(), contexts.len(), start.elapsed());
    by_visual.sort();
    for (time, name) in by_visual.iter().rev().take(25) {
        println!("{time:>12.2?}  {name}");
    }
    let start = std::time::Instant::now();
    std::thread::scope(|scope| {
        for half in [0, 1] {
            let (engine, contexts, visuals) = (&engine, &contexts, &visuals);
            scope.spawn(move || {
                for slicers in contexts.iter().skip(half).step_by(2) {
                    let mut session = engine.session(&Reader::everybody(), slicers).expect("a session");
                    visuals.iter().for_each(|(_, query)| drop(session.query(query)));
                }
            });
        }
    });
    println!("the same on two threads: {:?}", start.elapsed());
}

/// Every measure as a card, and what the pages of the report group by.
fn visuals(engine: &Engine) -> Vec<(String, Query)> {
    let cards = [
        "Revenue",
        "Orders",
        "Customers",
        "Units",
        "Average Order Value",
        "Revenue PY",
        "Revenue YoY %",
        "Largest Order",
        "Champions",
        "Churn Risk Share",
        "Whale Revenue Share",
        "Retention Rate",
        "Products per Customer",
        "Top 10 Products Share",
        "Average Recency",
        "Median Monetary Value",
        "New Customers",
        "Repeat Rate",
        "Lines Rejected",
    ];
    let grouped: &[(&[&str], &[&str])] = &[
        (&["Date[Month Year]"], &["Revenue", "Revenue PY"]),
        (&["Date[Month Year]"], &["Customers", "New Customers", "Returning Customers"]),
        (&["Date[Month Year]"], &["Revenue YTD", "Revenue Rolling 12 Months"]),
        (&["Date[Month Year]"], &["Customers Rolling 12 Months"]),
        (&["Date[Year]", "Date[Quarter]"], &["Revenue", "Revenue YoY %", "Orders"]),
        (&["Region[Region]"], &["Revenue", "Customers", "Share of Revenue"]),
        (&["Customer[Country]"], &["Revenue", "Orders"]),
        (&["Customer[Segment]"], &["Customer Base", "Segment Revenue Share", "Average Recency"]),
        (&["Customer[Segment]", "Region[Region]"], &["Customer Base"]),
        (&["Customer Month[Cohort Month]", "Customer Month[Months Since First]"], &["Retention Rate"]),
        (&["Customer Month[Cohort Month]"], &["Cohort Size", "Retention after 3 Months"]),
        (&["Cohort Retention[Months Since]"], &["Cumulative Revenue per Customer"]),
        (&["Product[Stock Code]"], &["Revenue", "Units"]),
        (&["Product[Stock Code]"], &["Product Rank"]),
        (&["Customer[Customer ID]"], &["Revenue", "Orders", "Average Order Value"]),
        (&["Date[Weekday]"], &["Revenue", "Orders"]),
        (&["Basket Rules[Region]"], &["Rules", "Max Lift"]),
    ];
    let measure = |name: &&str| Quantity::Measure((*name).to_owned());
    let card = |name: &&str| ((*name).to_owned(), Query { values: vec![measure(name)], ..Query::default() });
    let visual = |(groups, values): &(&[&str], &[&str])| {
        let query = Query {
            groups: groups.iter().map(|group| id(engine, group)).collect(),
            values: values.iter().map(measure).collect(),
            limit: Some(500),
            ..Query::default()
        };
        (format!("{groups:?} {values:?}"), query)
    };
    cards.iter().map(card).chain(grouped.iter().map(visual)).collect()
}
