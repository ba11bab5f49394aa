//! Parquet files: columns of any sensible type, a row's number in the file as its line.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use polars_core::prelude::*;
use polars_core::utils::arrow::datatypes::ArrowDataType;
use polars_io::SerReader;
use polars_io::parquet::read::{FileMetadata, ParquetReader};

use super::cell::{Cell, Record};
use super::codes::BROKEN_FILE;
use super::header::{Field, Layout, layout};
use super::rows::Source;
use super::text::no_rows;
use super::{Error, Reading, whole};
use crate::diag::{Diagnostic, Place};

mod pages;

pub fn read(reading: &mut Reading, path: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
    let bytes = whole(path, &mut reading.hash, progress)?;
    let shown = path.display().to_string();
    let mut reader = ParquetReader::new(Cursor::new(bytes.as_slice()));
    let metadata = guarded(&shown, || reader.get_metadata().cloned())?;
    if !is_consistent(&metadata, bytes.len()) {
        return Err(broken(&shown, "its footer contradicts itself"));
    }
    if !are_pages_consistent(&metadata, &bytes) {
        return Err(broken(&shown, "the headers of its pages contradict its footer"));
    }
    let schema = guarded(&shown, || reader.schema())?;
    let headers: Vec<String> = schema.iter_names().map(|name| name.to_string()).collect();
    let layout = layout(headers, reading.options, &Place::file(&shown))?;
    let wanted = wanted(&layout);
    let types = wanted.iter().filter_map(|at| schema.get_at_index(*at));
    let faults: Vec<Diagnostic> = types.filter_map(|(name, field)| unreadable(&shown, name, field.dtype())).collect();
    if !faults.is_empty() {
        return Err(faults.into());
    }
    if metadata.num_rows == 0 {
        reading.warnings.push(no_rows(&shown));
        return Ok(());
    }
    let frame = guarded(&shown, || {
        let mut frame = reader.with_projection(Some(wanted.clone())).finish()?;
        frame.rechunk_mut_par();
        Ok(frame)
    })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = reading.rows.begin(shown, name, layout);
    push(reading, &source, &wanted, &frame);
    Ok(())
}

/// Runs a step of polars, which gives an error for some damaged files and panics on others.
fn guarded<T>(shown: &str, step: impl FnOnce() -> PolarsResult<T>) -> Result<T, Error> {
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(result) => result.map_err(|error| broken(shown, &error.to_string())),
        Err(_) => Err(broken(shown, "it is damaged")),
    }
}

fn broken(shown: &str, why: &str) -> Error {
    Diagnostic::new(&BROKEN_FILE, format!("`{shown}` can't be read as a Parquet file: {why}"))
        .at(Place::file(shown), "")
        .into()
}

/// Whether the footer's numbers agree with each other and with the size of the file: memory is claimed by them.
fn is_consistent(metadata: &FileMetadata, size: usize) -> bool {
    let sum = metadata.row_groups.iter().try_fold(0_usize, |sum, group| sum.checked_add(group.num_rows()));
    let is_within = |from: i64, length: i64| {
        from >= 0 && length >= 0 && from.checked_add(length).is_some_and(|end| end as u64 <= size as u64)
    };
    let chunks = metadata.row_groups.iter().flat_map(|group| group.parquet_columns().iter().map(move |at| (group, at)));
    sum == Some(metadata.num_rows)
        && u32::try_from(metadata.num_rows).is_ok()
        && chunks.into_iter().all(|(group, chunk)| {
            let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
            let is_flat = chunk.descriptor().descriptor.max_rep_level == 0;
            is_within(start, chunk.compressed_size())
                && (!is_flat || usize::try_from(chunk.num_values()) == Ok(group.num_rows()))
        })
}

fn are_pages_consistent(metadata: &FileMetadata, bytes: &[u8]) -> bool {
    metadata.row_groups.iter().flat_map(|group| group.parquet_columns()).all(|chunk| {
        let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset()) as usize;
        let chunk_bytes = bytes.get(start..).and_then(|rest| rest.get(..chunk.compressed_size() as usize));
        chunk_bytes.is_some_and(|bytes| pages::are_consistent(bytes, chunk.num_values() as u64))
    })
}

fn unreadable(shown: &str, name: &str, kind: &ArrowDataType) -> Option<Diagnostic> {
    (!is_readable(kind)).then(|| {
        Diagnostic::new(&BROKEN_FILE, format!("the column `{name}` of `{shown}` has a type that can't be read"))
            .at(Place::file(shown), format!("found {kind:?}"))
            .help("write it as text, a number, a date or a timestamp")
    })
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
