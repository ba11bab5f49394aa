//! A small table of two named columns, whatever spreadsheet it comes from.

use super::{text, workbook};
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const HEADER: Code = Code {
    id: "RL002",
    name: "mapping-header",
    severity: Severity::Error,
    explanation: "A mapping file begins with the names of its columns: `country,region` or `region,manager`. Without \
                  them nobody can tell which column is which.",
};

pub const EMPTY_CELL: Code = Code {
    id: "RL003",
    name: "empty-cell",
    severity: Severity::Error,
    explanation: "A line of a mapping file has an empty or missing cell.",
};

pub const FORMULA: Code = Code {
    id: "RL009",
    name: "looks-like-a-formula",
    severity: Severity::Error,
    explanation: "A value begins with `=`, `+` or `@`, or a cell of a workbook is reckoned by a formula. A spreadsheet \
                  would run it for whoever opens the file, and no country, region or manager is called so.",
};

pub const LINE_BREAK: Code = Code {
    id: "RL012",
    name: "line-break-in-cell",
    severity: Severity::Error,
    explanation: "A cell runs over the end of its line: most likely a quote is opened and not closed, and the lines \
                  below it would be lost. Tabs and other control characters cannot stand in a name either: Power BI \
                  has no way to write them.",
};

pub const EXTRA_CELL: Code = Code {
    id: "RL013",
    name: "extra-cell",
    severity: Severity::Error,
    explanation: "A line of a mapping file has more cells than the header has columns. Most likely a name with a comma \
                  stands without quotes, and what follows the comma would pass for the next cell.",
};

/// A line of the file as it is written.
pub(super) struct Record {
    pub line: usize,
    pub cells: Vec<String>,
}

/// A line whose two cells hold something.
pub(super) struct Row {
    pub line: usize,
    /// Without the spaces around them.
    pub cells: [String; 2],
    /// Whether there were any.
    pub had_spaces: bool,
}

/// The rows with both cells, in the order `columns` names them; `None` where the file as a whole is unreadable.
pub(super) fn rows((file, bytes): (&str, &[u8]), columns: [&str; 2], faults: &mut Vec<Diagnostic>) -> Option<Vec<Row>> {
    let records = if workbook::is_workbook(bytes) {
        workbook::records(file, bytes, columns)
    } else {
        text::decode(file, bytes).map(|text| split(&text)).map_err(|fault| vec![fault])
    };
    let mut records = match records {
        Ok(records) => records.into_iter(),
        Err(found) => {
            faults.extend(found);
            return None;
        }
    };
    let names = records.next();
    let Some((names, at)) = names.and_then(|names| header(&names.cells, columns).map(|at| (names, at))) else {
        let wanted = columns.join(",");
        let fault = Diagnostic::new(&HEADER, format!("`{file}` does not begin with `{wanted}`"));
        faults.push(fault.at(Place::line(file, 1), "expected the names of the columns"));
        return None;
    };
    let width = names.cells.len();
    let mut good = Vec::new();
    for record in records.filter(|record| record.cells.iter().any(|cell| !cell.trim().is_empty())) {
        if let Some(cell) = record.cells.iter().skip(width).find(|cell| !cell.trim().is_empty()) {
            let fault = Diagnostic::new(&EXTRA_CELL, format!("`{}` stands in no column", cell.trim()));
            let fault = fault.at(Place::line(file, record.line), "more cells than the header has");
            faults.push(fault.help("put a name that has a comma in quotes; give each manager a line"));
            continue;
        }
        good.extend(row(file, &record, at, columns, faults));
    }
    Some(good)
}

/// Where the two columns are.
pub(super) fn header(cells: &[String], columns: [&str; 2]) -> Option<[usize; 2]> {
    let position = |name: &str| cells.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    Some([position(columns[0])?, position(columns[1])?])
}

fn split(text: &str) -> Vec<Record> {
    let (delimiter, skipped) = delimiter(text);
    let body = text.get(skipped..).unwrap_or_default();
    let before = text.get(..skipped).unwrap_or_default().matches('\n').count();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(body.as_bytes());
    let records = reader.records().filter_map(Result::ok);
    let record = |record: csv::StringRecord| Record {
        line: before + line(body, &record),
        cells: record.iter().map(str::to_owned).collect(),
    };
    records.map(record).collect()
}

/// The reader counts from where the last record ended: the blank lines between are still to be skipped.
fn line(text: &str, record: &csv::StringRecord) -> usize {
    let Some(position) = record.position() else { return 0 };
    let rest = text.get(position.byte() as usize..).unwrap_or_default();
    let blank = rest.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n').count();
    position.line() as usize + blank
}

fn row(file: &str, record: &Record, at: [usize; 2], columns: [&str; 2], faults: &mut Vec<Diagnostic>) -> Option<Row> {
    let written = at.map(|at| record.cells.get(at).map(String::as_str).unwrap_or_default());
    let cells = written.map(|cell| cell.trim().to_owned());
    let before = faults.len();
    for (cell, column) in cells.iter().zip(columns) {
        let fault = if cell.is_empty() {
            Diagnostic::new(&EMPTY_CELL, format!("the {column} is missing"))
        } else if cell.starts_with(['=', '+', '@']) {
            Diagnostic::new(&FORMULA, format!("the {column} `{cell}` looks like a formula"))
                .help("write the name itself")
        } else if cell.contains(['\n', '\r']) {
            let fault = Diagnostic::new(&LINE_BREAK, format!("the {column} runs over the end of the line"));
            fault.help("close the quote")
        } else if let Some(control) = cell.chars().find(|c| c.is_control()) {
            let message = format!("the {column} holds the control character U+{:04X}", u32::from(control));
            Diagnostic::new(&LINE_BREAK, message).help("type the name anew")
        } else {
            continue;
        };
        faults.push(fault.at(Place::line(file, record.line), "in this line"));
    }
    let had_spaces = written.iter().zip(&cells).any(|(written, cell)| written.len() != cell.len());
    (faults.len() == before).then_some(Row { line: record.line, cells, had_spaces })
}

/// What separates the cells, and how much of the text comes before the header. Spreadsheets of half of Europe separate
/// by semicolons, "Unicode text" by tabs: the header tells, or a line `sep=;` before it, as Excel reads it.
fn delimiter(text: &str) -> (u8, usize) {
    let first = text.lines().next().unwrap_or_default();
    let said = first.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and_then(|_| first.as_bytes().get(4));
    if let (Some(said @ (b',' | b';' | b'\t' | b'|')), true) = (said, first.trim_end().len() <= 5) {
        return (*said, text.find('\n').map_or(text.len(), |end| end + 1));
    }
    let by = [b';', b'\t'].into_iter().find(|by| first.contains(char::from(*by)) && !first.contains(','));
    (by.unwrap_or(b','), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(usize, [String; 2])>, Vec<&'static str>) {
        let mut faults = Vec::new();
        let rows = rows(("f.csv", text.as_bytes()), ["a", "b"], &mut faults).unwrap_or_default();
        let rows = rows.into_iter().map(|row| (row.line, row.cells)).collect();
        (rows, faults.iter().map(|fault| fault.code.id).collect())
    }

    #[test]
    fn columns_are_found_by_name_and_blank_lines_are_nothing() {
        let (rows, faults) = read("note,B,A\n\nx,2,1\n,,\ny,4,3\n");
        assert_eq!(faults, [""; 0]);
        assert_eq!(rows, [(3, ["1".to_owned(), "2".to_owned()]), (5, ["3".to_owned(), "4".to_owned()])]);
    }

    #[test]
    fn tabs_and_a_line_that_says_the_separator_are_read() {
        for text in ["a\tb\n1, x\t2\n", "sep=;\r\na;b\r\n1, x;2\r\n"] {
            let (rows, faults) = read(text);
            assert_eq!((rows[0].1.clone(), faults.len()), (["1, x".to_owned(), "2".to_owned()], 0));
            assert_eq!(rows[0].0, text.lines().count());
        }
    }

    #[test]
    fn an_open_quote_is_told_instead_of_swallowing_the_rest() {
        assert_eq!(read("a,b\n\"x,1\ny,2\n").1, ["RL012", "RL003"]);
        assert_eq!(read("a,b\n\"x\ty\",1\n").1, ["RL012"]);
    }

    #[test]
    fn a_name_with_a_comma_and_no_quotes_is_told_and_empty_cells_at_the_end_are_nothing() {
        let (rows, faults) = read("a,b\nKorea, Republic of,East\n\"Korea, Republic of\",East,,\n");
        assert_eq!(faults, ["RL013"]);
        assert_eq!(rows, [(3, ["Korea, Republic of".to_owned(), "East".to_owned()])]);
    }

    #[test]
    fn a_short_line_misses_a_cell() {
        assert_eq!(read("a,b\nx\n@y,1\n").1, ["RL003", "RL009"]);
    }
}
