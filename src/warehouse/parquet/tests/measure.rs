//! How long a publish of the size of the real data takes: `cargo test --release -- --ignored --nocapture measure`.

use std::time::Instant;

use super::*;
use crate::catalog::contract;

/// Numbers that look random and are the same every time.
struct Mix(u64);

impl Mix {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// A frame for a table of the contract: `rows` rows, keys of dimensions within their ranges.
fn frame(table: &Table, rows: usize) -> DataFrame {
    let mut mix = Mix(rows as u64);
    let columns = table.columns.iter().map(|column| {
        let name = column.name.as_str();
        let numbers = |limit: u64, mix: &mut Mix| (0..rows).map(|_| mix.below(limit) as i64).collect::<Vec<_>>();
        let series = match (name, column.kind) {
            ("sales_line_id", _) => Series::new(name.into(), (0..rows as i64).collect::<Vec<_>>()),
            ("run_id", _) => Series::new(name.into(), vec!["run"; rows]),
            ("customer_id" | "stock_code" | "date_key", _) if table.name.as_str().starts_with("dim") => {
                Series::new(name.into(), (0..rows as i64).collect::<Vec<_>>())
            }
            ("customer_id", _) => Series::new(name.into(), numbers(5_900, &mut mix)),
            ("stock_code", _) => Series::new(name.into(), numbers(4_600, &mut mix)),
            ("date_key", _) => Series::new(name.into(), (0..rows).map(|row| (row / 1080) as i64).collect::<Vec<_>>()),
            ("invoice_no", _) => {
                Series::new(name.into(), (0..rows).map(|row| 489_434 + (row / 21) as i64).collect::<Vec<_>>())
            }
            ("invoice_date", _) => {
                let times = (0..rows).map(|row| 1_259_653_500_000_000 + (row / 21) as i64 * 60_000_000);
                Series::new(name.into(), times.collect::<Vec<_>>())
            }
            (_, Kind::Boolean) => Series::new(name.into(), (0..rows).map(|_| mix.below(2) == 1).collect::<Vec<_>>()),
            (_, Kind::Money) => Series::new(
                name.into(),
                (0..rows).map(|_| (mix.below(600) * mix.below(40)) as i64 * 100).collect::<Vec<_>>(),
            ),
            (_, Kind::Text) => {
                Series::new(name.into(), (0..rows).map(|_| format!("text {}", mix.below(5_000))).collect::<Vec<_>>())
            }
            (_, _) => Series::new(name.into(), numbers(600, &mut mix)),
        };
        let kind = super::super::encode::type_in_file(column.kind);
        let kind = if column.kind == Kind::Money { DataType::Int64 } else { kind };
        series.cast(&kind).expect("castable").into_column()
    });
    DataFrame::new(rows, columns.collect()).expect("a frame")
}

#[test]
#[ignore = "measures"]
fn measure_a_publish_of_the_size_of_the_real_data() {
    let sizes = [
        ("etl_run", 1),
        ("etl_reject", 276_000),
        ("dim_date", 731 + 365),
        ("dim_product", 4_600),
        ("fact_sales", 791_000),
        ("dim_customer", 5_900),
    ];
    let mut tables: Vec<(Table, DataFrame)> = Vec::new();
    for (name, rows) in sizes {
        let mut table = contract::table(name).expect("in the contract");
        table.foreign_keys.retain(|key| key.to_table != "dim_region");
        let frame = frame(&table, rows);
        tables.push((table, frame));
    }
    for round in 0..3 {
        let folder = folder();
        let start = Instant::now();
        let told = |progress: Progress<'_>| println!("{round} {:>8.3?} {progress:?}", start.elapsed());
        let published = at(&folder).publish(tables.clone(), Keep::Nothing, &told).expect("published");
        let bytes: u64 = published.written.iter().filter_map(|table| table.bytes).sum();
        println!("{round} {:>8.3?} published, {bytes} bytes", start.elapsed());
        println!("{round} {:?}", names(at(&folder).folder()));
        let start = Instant::now();
        at(&folder).read("fact_sales").expect("read");
        println!("{round} {:>8.3?} to read fact_sales", start.elapsed());
    }
}
