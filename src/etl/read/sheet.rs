//! Workbooks: every sheet in order, the first row with anything in it as its header.

use std::io::Cursor;
use std::path::Path;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError};

use super::cell::{Cell, Record};
use super::codes::{BROKEN_FILE, SKIPPED_SHEET};
use super::header::{layout, recognised};
use super::rows::Source;
use super::text::no_rows;
use super::{Error, Reading, date, whole};
use crate::diag::{Diagnostic, Place};

/// Fewer columns than fields that are required can't hold sales.
const FEWEST: usize = 6;
/// Day 0 of the two calendars that spreadsheets count in, from 1970.
const DAY_ZERO_1900: i64 = -25_569;
const DAY_ZERO_1904: i64 = -24_107;

type Workbook = Xlsx<Cursor<Vec<u8>>>;

pub fn read(reading: &mut Reading, path: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
    let bytes = whole(path, &mut reading.hash, progress)?;
    let broken = |error: XlsxError| broken(path, &error);
    let mut workbook: Workbook = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let is_sheet = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let sheets: Vec<String> =
        workbook.sheets_metadata().iter().filter(is_sheet).map(|sheet| sheet.name.clone()).collect();
    let before = reading.rows.seen;
    let mut faults = Vec::new();
    for sheet in &sheets {
        match read_sheet(reading, path, &mut workbook, sheet) {
            Ok(()) => {}
            Err(Error::Diagnostics(mut found)) => faults.append(&mut found),
            Err(error) => return Err(error),
        }
    }
    if !faults.is_empty() {
        return Err(Error::Diagnostics(faults));
    }
    if reading.rows.seen == before {
        reading.warnings.push(no_rows(&path.display().to_string()));
    }
    Ok(())
}

fn broken(path: &Path, error: &XlsxError) -> Error {
    let shown = path.display().to_string();
    Diagnostic::new(&BROKEN_FILE, format!("`{shown}` can't be read as a workbook: {error}"))
        .at(Place::file(shown), "")
        .help("open it in the spreadsheet program and save it anew")
        .into()
}

fn read_sheet(reading: &mut Reading, path: &Path, workbook: &mut Workbook, sheet: &str) -> Result<(), Error> {
    let broken = |error: XlsxError| broken(path, &error);
    let day_zero = if workbook.has_1904_epoch() { DAY_ZERO_1904 } else { DAY_ZERO_1900 };
    let file = format!("{}#{sheet}", path.display());
    let name = format!("{}#{sheet}", path.file_name().unwrap_or_default().to_string_lossy());
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(broken)?;
    let mut row = Row { number: 0, cells: Vec::new(), day_zero };
    let mut source: Option<Source> = None;
    loop {
        let cell = cells.next_cell().map_err(broken)?;
        let number = cell.as_ref().map(|cell| u64::from(cell.get_position().0) + 1);
        if number != Some(row.number) {
            if !row.is_blank() {
                match &source {
                    Some(source) => reading.rows.push(source, row.number, &row, None),
                    None => {
                        let Some(found) = header(reading, &row, &file, &name)? else { return Ok(()) };
                        source = Some(found);
                    }
                }
            }
            row.cells.clear();
            row.number = number.unwrap_or(0);
        }
        let Some(cell) = cell else { return Ok(()) };
        row.set(cell.get_position().1 as usize, cell.get_value().clone());
    }
}

/// The sheet's columns; `None`, with a warning, where it can't hold sales at all.
fn header(reading: &mut Reading, row: &Row, file: &str, name: &str) -> Result<Option<Source>, Error> {
    let headers: Vec<String> = (0..row.cells.len())
        .map(|at| row.cell(at).trimmed().ok().flatten().map_or_else(String::new, |text| text.into_owned()))
        .collect();
    let filled = headers.iter().filter(|header| !header.is_empty()).count();
    let place = Place::line(file, row.number as usize);
    if filled < FEWEST && recognised(&headers, reading.options) == 0 {
        let message = format!("the sheet `{file}` holds no sales and was left out");
        let columns = if filled == 1 { "column" } else { "columns" };
        let label = format!("the first row has {filled} {columns}, none of them known");
        reading.warnings.push(Diagnostic::new(&SKIPPED_SHEET, message).at(place, label));
        return Ok(None);
    }
    let layout = layout(headers, reading.options, &place)?;
    Ok(Some(reading.rows.begin(file.to_owned(), name.to_owned(), layout)))
}

struct Row<'s> {
    /// As the spreadsheet shows it, from 1.
    number: u64,
    cells: Vec<DataRef<'s>>,
    day_zero: i64,
}

impl<'s> Row<'s> {
    fn set(&mut self, column: usize, value: DataRef<'s>) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, DataRef::Empty);
        }
        self.cells[column] = value;
    }

    fn is_blank(&self) -> bool {
        (0..self.cells.len()).all(|at| {
            matches!(self.cell(at), Cell::Empty) || matches!(self.cell(at), Cell::Text(text) if text.trim().is_empty())
        })
    }
}

impl Record for Row<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        let day_zero = self.day_zero;
        match self.cells.get(column) {
            None | Some(DataRef::Empty) => Cell::Empty,
            Some(DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text)) => Cell::Text(text),
            Some(DataRef::SharedString(text)) => Cell::Text(text),
            Some(DataRef::Int(number)) => Cell::Serial { value: *number as f64, day_zero },
            Some(DataRef::Float(value)) => Cell::Serial { value: *value, day_zero },
            Some(DataRef::Bool(value)) => Cell::Boolean(*value),
            Some(DataRef::DateTime(serial)) => moment(serial, day_zero),
            Some(DataRef::Error(error)) => Cell::Broken(error_text(error)),
        }
    }
}

/// A date; a duration, or what is out of the calendar, stays the number it is stored as.
fn moment(serial: &ExcelDateTime, day_zero: i64) -> Cell<'static> {
    let value = serial.as_f64();
    match date::from_serial(value, day_zero) {
        Some(micros) if serial.is_datetime() => Cell::DateTime(micros),
        _ => Cell::Serial { value, day_zero },
    }
}

fn error_text(error: &calamine::CellErrorType) -> &'static str {
    use calamine::CellErrorType::{Div0, NA, Name, Null, Num, Ref, Value};
    match error {
        Div0 => "#DIV/0!",
        NA => "#N/A",
        Name => "#NAME?",
        Null => "#NULL!",
        Num => "#NUM!",
        Ref => "#REF!",
        Value => "#VALUE!",
        _ => "#ERROR",
    }
}
