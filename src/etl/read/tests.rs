//! Reading as a user meets it: files on the disk in, frames and diagnostics out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use polars_core::prelude::{DataType, *};
use tempfile::TempDir;

use super::*;
use crate::diag::At;
use crate::etl::raw;

mod faults;
mod parquet;
mod text;
mod workbook;

const HEADER: &str = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country";
const ROW: &str = "489434,85048,15CM CHRISTMAS GLASS BALL 20 LIGHTS,12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom";

/// A folder with source files and the options to read them with.
struct Given {
    folder: TempDir,
    paths: Vec<PathBuf>,
    options: Options,
}

impl Given {
    fn nothing() -> Self {
        let options = Options { max_unreadable_share: 1.0, ..Options::default() };
        Self { folder: tempfile::tempdir().unwrap(), paths: Vec::new(), options }
    }

    fn file(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        Self::nothing().and(name, bytes)
    }

    fn and(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        self.paths.push(path);
        self
    }

    /// Options as the user writes them below `[source]`.
    fn with(mut self, toml: &str) -> Self {
        let toml = if toml.contains("max_unreadable_share") {
            toml.to_owned()
        } else {
            format!("max_unreadable_share = 1.0\n{toml}")
        };
        self.options = toml::from_str(&toml).unwrap();
        self
    }

    fn raw(&self) -> Raw {
        match read(&self.paths, &self.options, &mut |_, _| ()) {
            Ok(raw) => raw,
            Err(error) => panic!("{error}"),
        }
    }

    /// The diagnostics, with the folder taken out of their text.
    fn faults(&self) -> Vec<Diagnostic> {
        match read(&self.paths, &self.options, &mut |_, _| ()) {
            Err(Error::Diagnostics(faults)) => faults,
            other => panic!("{other:?}"),
        }
    }

    /// Each diagnostic as `CODE file:line message | label`, without the folder.
    fn complaints(&self) -> Vec<String> {
        self.faults().iter().map(|fault| self.line(fault)).collect()
    }

    fn warnings(&self) -> Vec<String> {
        self.raw().warnings.iter().map(|warning| self.line(warning)).collect()
    }

    fn line(&self, diagnostic: &Diagnostic) -> String {
        let mut text = format!("{} {}", diagnostic.code.id, diagnostic.message);
        for label in &diagnostic.labels {
            let line = if let At::Line { line, .. } = label.place.at { format!(":{line}") } else { String::new() };
            write!(text, " | {}{line} {}", label.place.file, label.text).unwrap();
        }
        let folder = format!("{}{}", self.folder.path().display(), std::path::MAIN_SEPARATOR);
        text.replace(&folder, "").trim_end().to_owned()
    }
}

/// One column as text, `-` for null.
fn column(frame: &DataFrame, name: &str) -> Vec<String> {
    let series = frame.column(name).unwrap().as_materialized_series().rechunk();
    let shown = |value: AnyValue| match value {
        AnyValue::Null => "-".to_owned(),
        AnyValue::Datetime(micros, TimeUnit::Microseconds, None) => date::show(micros),
        AnyValue::String(text) => text.to_owned(),
        AnyValue::Date(days) => date::show(i64::from(days) * 86_400_000_000),
        value => value.to_string(),
    };
    series.iter().map(shown).collect()
}

/// The row of a frame, as text.
fn row(frame: &DataFrame, at: usize) -> Vec<String> {
    frame.columns().iter().map(|values| column(frame, values.name())[at].clone()).collect()
}

fn csv(rows: &[&str]) -> String {
    let mut text = HEADER.to_owned();
    for row in rows {
        text.push('\n');
        text.push_str(row);
    }
    text + "\n"
}

#[test]
fn the_frame_has_the_columns_and_types_that_were_agreed() {
    let raw = Given::file("sales.csv", csv(&[ROW])).raw();
    let names: Vec<_> = raw.rows.columns().iter().map(|column| column.name().to_string()).collect();
    assert_eq!(names, raw::ALL);
    let types: Vec<_> = raw.rows.columns().iter().map(|column| column.dtype().clone()).collect();
    let moment = DataType::Datetime(TimeUnit::Microseconds, None);
    let (text, whole) = (DataType::String, DataType::Int64);
    assert_eq!(
        types,
        [
            whole.clone(),
            text.clone(),
            whole.clone(),
            text.clone(),
            text.clone(),
            text.clone(),
            whole.clone(),
            moment,
            whole,
            text.clone(),
            text
        ]
    );
    assert_eq!(
        row(&raw.rows, 0),
        [
            "1",
            "sales.csv",
            "2",
            "489434",
            "85048",
            "15CM CHRISTMAS GLASS BALL 20 LIGHTS",
            "12",
            "2009-12-01 07:45:00",
            "69500",
            "13085",
            "United Kingdom"
        ]
    );
    assert_eq!((raw.rows_in, raw.unreadable.height(), raw.warnings), (1, 0, vec![]));
}

#[test]
fn several_files_of_several_kinds_are_one_source() {
    let second = ROW.replace("489434", "489435");
    let given = Given::file("b.csv", csv(&[ROW, "bad"])).and("a.csv", csv(&[&second]));
    let raw = given.raw();
    assert_eq!(column(&raw.rows, raw::FILE), ["b.csv", "a.csv"]);
    assert_eq!(column(&raw.rows, raw::ROW), ["1", "3"], "unreadable rows are counted");
    assert_eq!(column(&raw.unreadable, "sales_line_id"), ["2"]);
    assert_eq!(raw.sources, ["b.csv", "a.csv"]);
    let both = csv(&[ROW, "bad"]) + &csv(&[&second]);
    let hash: String = Sha256::digest(both).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(raw.source_hash, hash, "over the bytes of both in order");
}

#[test]
fn progress_ends_at_the_size_of_all_files() {
    let given = Given::file("a.csv", csv(&[ROW])).and("b.csv", csv(&[ROW, ROW]));
    let mut told = Vec::new();
    read(&given.paths, &given.options, &mut |done, total| told.push((done, total))).unwrap();
    let size = (csv(&[ROW]).len() + csv(&[ROW, ROW]).len()) as u64;
    assert_eq!(told.last(), Some(&(size, size)));
    assert!(told.is_sorted());
}

#[test]
fn extra_columns_are_typed_and_a_wrong_value_makes_the_row_unreadable() {
    let given = Given::file(
        "sales.csv",
        format!("{HEADER},Loyalty Tier,Score,Margin,Vip,Joined,Seen,Share\n{ROW},Gold ,7,1.25,yes,2009-01-31,,0.5\n{ROW},,x,,,,,\n"),
    )
    .with(
        r#"
        [extra]
        tier = { column = "Loyalty Tier", table = "dim_customer", type = "text", description = "Tier" }
        score = { column = "score", table = "dim_customer", type = "integer" }
        margin = { column = "Margin", table = "fact_sales", type = "money" }
        vip = { column = "Vip", table = "dim_customer", type = "boolean" }
        joined = { column = "Joined", table = "dim_customer", type = "date" }
        seen = { column = "Seen", table = "dim_customer", type = "datetime" }
        share = { column = "Share", table = "dim_product", type = "number" }
        "#,
    );
    let raw = given.raw();
    let extras: Vec<_> = raw.rows.columns()[raw::ALL.len()..]
        .iter()
        .map(|column| (column.name().as_str(), column.dtype().clone()))
        .collect();
    assert_eq!(
        extras,
        [
            ("joined", DataType::Date),
            ("margin", DataType::Int64),
            ("score", DataType::Int64),
            ("seen", DataType::Datetime(TimeUnit::Microseconds, None)),
            ("share", DataType::Float64),
            ("tier", DataType::String),
            ("vip", DataType::Boolean),
        ]
    );
    assert_eq!(row(&raw.rows, 0)[raw::ALL.len()..], ["2009-01-31", "12500", "7", "-", "0.5", "Gold", "true"]);
    assert_eq!(column(&raw.unreadable, "detail"), ["score: expected a whole number, found `x`"]);
}

#[test]
fn the_real_file_is_read_whole() {
    let Ok(shared) = std::env::var("PBIFORGE_SHARED") else {
        println!("skipped: PBIFORGE_SHARED does not say where the real data is");
        return;
    };
    let path = Path::new(&shared).join("data/online_retail_II.csv.zst");
    let before = peak_memory();
    let start = Instant::now();
    let mut last = (0, 0);
    let read = read(&[path], &Options::default(), &mut |done, total| last = (done, total)).unwrap();
    let (elapsed, after) = (start.elapsed(), peak_memory());
    println!("{elapsed:?}, peak memory {before} to {after} MiB");
    assert_eq!((read.rows_in, read.rows.height(), read.unreadable.height()), (1_067_371, 1_067_371, 0));
    let nulls = |name: &str| read.rows.column(name).unwrap().null_count();
    assert_eq!((nulls(raw::CUSTOMER_ID), nulls(raw::DESCRIPTION)), (243_007, 4_382));
    assert_eq!(last, (6_399_062, 6_399_062));
    assert_eq!(read.source_hash, "544a06b35c7282db58901e055d5428ff5cd9b863cdf08d17c780d8d605e9f892");
    assert_eq!(read.warnings, []);
    let lines = read.rows.column(raw::LINE).unwrap().i64().unwrap();
    assert_eq!((lines.get(0), lines.get(1_067_370)), (Some(2), Some(1_067_372)), "no field of it has a line break");
}

/// In MiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
