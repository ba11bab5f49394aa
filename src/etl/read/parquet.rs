//! Parquet files: columns of any sensible type, a row's number in the file as its line.

use std::io::Cursor;
use std::path::Path;

use polars_core::prelude::*;
use polars_core::utils::arrow::datatypes::ArrowDataType;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use super::cell::{Cell, Record};
use super::codes::BROKEN_FILE;
use super::header::{Field, Layout, layout};
use super::rows::Source;
use super::text::no_rows;
use super::{Error, Reading, whole};
use crate::diag::{Diagnostic, Place};

pub fn read(reading: &mut Reading, path: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
    let bytes = whole(path, &mut reading.hash, progress)?;
    let shown = path.display().to_string();
    let broken = |error: PolarsError| -> Error {
        Diagnostic::new(&BROKEN_FILE, format!("`{shown}` can't be read as a Parquet file: {error}"))
            .at(Place::file(&shown), "")
            .into()
    };
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let schema = reader.schema().map_err(broken)?;
    let headers: Vec<String> = schema.iter_names().map(|name| name.to_string()).collect();
    let layout = layout(headers, reading.options, &Place::file(&shown))?;
    let wanted = wanted(&layout);
    for at in &wanted {
        if let Some((name, field)) = schema.get_at_index(*at)
            && !is_readable(field.dtype())
        {
            let message = format!("the column `{name}` of `{shown}` has a type that can't be read");
            return Err(Diagnostic::new(&BROKEN_FILE, message)
                .at(Place::file(&shown), format!("found {:?}", field.dtype()))
                .help("write it as text, a number, a date or a timestamp")
                .into());
        }
    }
    if reader.num_rows().map_err(broken)? == 0 {
        reading.warnings.push(no_rows(&shown));
        return Ok(());
    }
    let mut frame = reader.with_projection(Some(wanted.clone())).finish().map_err(broken)?;
    frame.rechunk_mut_par();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = reading.rows.begin(shown.clone(), name, layout);
    push(reading, &source, &wanted, &frame);
    Ok(())
}

/// The columns that are read, ascending.
fn wanted(layout: &Layout) -> Vec<usize> {
    let fields = Field::ALL.iter().filter_map(|field| layout.column(*field));
    let mut wanted: Vec<usize> = fields.chain(layout.extras.iter().copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

/// The types that this build of polars knows, and that are values of a sale.
fn is_readable(kind: &ArrowDataType) -> bool {
    use ArrowDataType as Arrow;
    match kind {
        Arrow::Timestamp(_, zone) => zone.is_none(),
        Arrow::Null
        | Arrow::Boolean
        | Arrow::Int32
        | Arrow::Int64
        | Arrow::UInt32
        | Arrow::UInt64
        | Arrow::Float32
        | Arrow::Float64
        | Arrow::Utf8
        | Arrow::LargeUtf8
        | Arrow::Utf8View
        | Arrow::Binary
        | Arrow::LargeBinary
        | Arrow::BinaryView
        | Arrow::Date32
        | Arrow::Date64
        | Arrow::Decimal32(..)
        | Arrow::Decimal64(..)
        | Arrow::Decimal(..) => true,
        _ => false,
    }
}

fn push(reading: &mut Reading, source: &Source, wanted: &[usize], frame: &DataFrame) {
    let mut slots = vec![None; source.layout.headers.len()];
    for (slot, at) in wanted.iter().enumerate() {
        slots[*at] = Some(slot);
    }
    let series: Vec<&Series> = frame.columns().iter().map(|column| column.as_materialized_series()).collect();
    let mut columns: Vec<_> = series.iter().map(|series| series.iter()).collect();
    let mut row = Row { slots, values: Vec::with_capacity(columns.len()) };
    for line in 1..=frame.height() as u64 {
        row.values.clear();
        row.values.extend(columns.iter_mut().map(|column| column.next().unwrap_or(AnyValue::Null)));
        reading.rows.push(source, line, &row, None);
    }
}

struct Row<'f> {
    /// Column of the file to column of the frame.
    slots: Vec<Option<usize>>,
    values: Vec<AnyValue<'f>>,
}

impl Record for Row<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        let value = self.slots.get(column).copied().flatten().and_then(|slot| self.values.get(slot));
        value.map_or(Cell::Empty, cell)
    }
}

fn cell<'v>(value: &'v AnyValue<'_>) -> Cell<'v> {
    const DAY: i64 = 86_400_000_000;
    match value {
        AnyValue::Null => Cell::Empty,
        AnyValue::Boolean(value) => Cell::Boolean(*value),
        AnyValue::String(text) => Cell::Text(text),
        AnyValue::StringOwned(text) => Cell::Text(text),
        AnyValue::Binary(bytes) => std::str::from_utf8(bytes).map_or(Cell::Broken("binary"), Cell::Text),
        AnyValue::Int32(number) => Cell::Integer((*number).into()),
        AnyValue::Int64(number) => Cell::Integer(*number),
        AnyValue::UInt32(number) => Cell::Integer((*number).into()),
        AnyValue::UInt64(number) => Cell::Decimal { digits: (*number).into(), scale: 0 },
        AnyValue::Float32(number) => Cell::Float(widened(*number)),
        AnyValue::Float64(number) => Cell::Float(*number),
        AnyValue::Decimal(digits, _, scale) => Cell::Decimal { digits: *digits, scale: *scale },
        AnyValue::Date(days) => Cell::DateTime(i64::from(*days) * DAY),
        AnyValue::Datetime(at, unit, _) | AnyValue::DatetimeOwned(at, unit, _) => Cell::DateTime(match unit {
            TimeUnit::Nanoseconds => at.div_euclid(1_000),
            TimeUnit::Microseconds => *at,
            TimeUnit::Milliseconds => at.saturating_mul(1_000),
        }),
        _ => Cell::Broken("a value of an unknown type"),
    }
}

/// The double that shows the same decimals: 6.95 stays 6.95 and does not become 6.949999809265137.
fn widened(number: f32) -> f64 {
    number.to_string().parse().unwrap_or(number.into())
}
