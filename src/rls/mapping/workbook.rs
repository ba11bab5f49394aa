//! A mapping file that is a workbook (.xlsx): its first sheet that has the two columns.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use super::table::{FORMULA, HEADER, Record, header};
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const UNREADABLE_WORKBOOK: Code = Code {
    id: "RL024",
    name: "unreadable-mapping-workbook",
    severity: Severity::Error,
    explanation: "A mapping file is a workbook that cannot be read: damaged, protected by a password, or of another \
                  kind than .xlsx.\n\nWrong:  roles/regions.xls\nRight:  roles/regions.xlsx, or a CSV file in UTF-8",
};

/// Whether the bytes are those of a workbook, whatever the file is called.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || is_old(bytes)
}

/// .xls, or an .xlsx with a password: both are compound files.
fn is_old(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// The rows of the sheet that has the columns, the one of their names first.
pub fn records(file: &str, bytes: &[u8], columns: [&str; 2]) -> Result<Vec<Record>, Vec<Diagnostic>> {
    if is_old(bytes) {
        return Err(vec![unreadable(file, "it is an old workbook (.xls), or has a password")]);
    }
    let broken = |error: calamine::XlsxError| vec![unreadable(file, &error.to_string())];
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    for sheet in workbook.sheet_names() {
        let Ok(cells) = workbook.worksheet_range(&sheet) else { continue };
        let rows = rows(&cells);
        let Some(start) = rows.iter().position(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) else {
            continue;
        };
        if rows.get(start).is_none_or(|row| header(&row.cells, columns).is_none()) {
            continue;
        }
        let formulas = workbook.worksheet_formula(&sheet).map_err(broken)?;
        let faults = formula_faults(file, &formulas);
        return if faults.is_empty() { Ok(rows.into_iter().skip(start).collect()) } else { Err(faults) };
    }
    let message = format!("no sheet of `{file}` begins with `{}` and `{}`", columns[0], columns[1]);
    let fault = Diagnostic::new(&HEADER, message).at(Place::file(file), "expected the names of the columns");
    Err(vec![fault])
}

fn rows(cells: &Range<Data>) -> Vec<Record> {
    let first = cells.start().map_or(0, |(row, _)| row as usize);
    let row = |(at, row): (usize, &[Data])| Record { line: first + at + 1, cells: row.iter().map(text).collect() };
    cells.rows().enumerate().map(row).collect()
}

/// As the cell shows it: a region may be called `2024`.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What a formula gives depends on when it was last reckoned, and by whom.
fn formula_faults(file: &str, formulas: &Range<String>) -> Vec<Diagnostic> {
    let first = formulas.start().map_or(0, |(row, _)| row as usize);
    let rows = formulas.rows().enumerate();
    let found = rows.filter_map(|(at, row)| Some((at, row.iter().find(|formula| !formula.is_empty())?)));
    found
        .map(|(at, formula)| {
            Diagnostic::new(&FORMULA, format!("a cell is reckoned by the formula `={formula}`"))
                .at(Place::line(file, first + at + 1), "in this row")
                .help("put its value there: copy, then paste as values")
        })
        .collect()
}

fn unreadable(file: &str, why: &str) -> Diagnostic {
    Diagnostic::new(&UNREADABLE_WORKBOOK, format!("`{file}` cannot be read as a workbook: {why}"))
        .at(Place::file(file), "")
        .help("open it in the spreadsheet program and save it as .xlsx, or as \"CSV UTF-8\"")
}
