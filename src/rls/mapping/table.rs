//! A small CSV file of two named columns, whatever spreadsheet it comes from.

use crate::diag::{Code, Diagnostic, Place, Severity};

pub const NOT_UTF8: Code = Code {
    id: "RL001",
    name: "mapping-not-utf8",
    severity: Severity::Error,
    explanation: "A mapping file is not text in UTF-8. Save it as \"CSV UTF-8\": a name that is read wrongly matches \
                  nothing.",
};

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
    explanation: "A value begins with `=`, `+` or `@`. A spreadsheet would run it as a formula for whoever opens the \
                  file, and no country, region or manager is called so.",
};

pub const LINE_BREAK: Code = Code {
    id: "RL012",
    name: "line-break-in-cell",
    severity: Severity::Error,
    explanation: "A cell runs over the end of its line: most likely a quote is opened and not closed, and the lines \
                  below it would be lost.",
};

pub const EXTRA_CELL: Code = Code {
    id: "RL013",
    name: "extra-cell",
    severity: Severity::Error,
    explanation: "A line of a mapping file has more cells than the header has columns. Most likely a name with a comma \
                  stands without quotes, and what follows the comma would pass for the next cell.",
};

/// A line whose two cells hold something.
pub(super) struct Row {
    pub line: usize,
    pub cells: [String; 2],
}

/// The rows with both cells, in the order `columns` names them; `None` where the file as a whole is unreadable.
pub(super) fn rows((file, bytes): (&str, &[u8]), columns: [&str; 2], faults: &mut Vec<Diagnostic>) -> Option<Vec<Row>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            let line = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
            let fault = Diagnostic::new(&NOT_UTF8, format!("`{file}` is not text in UTF-8"));
            faults.push(fault.at(Place::line(file, line), "not UTF-8").help("save it as CSV in UTF-8"));
            return None;
        }
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records().filter_map(Result::ok);
    let header = records.next();
    let position = |name: &str| header.as_ref()?.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    let (Some(first), Some(second)) = (position(columns[0]), position(columns[1])) else {
        let wanted = columns.join(",");
        let fault = Diagnostic::new(&HEADER, format!("`{file}` does not begin with `{wanted}`"));
        faults.push(fault.at(Place::line(file, 1), "expected the names of the columns"));
        return None;
    };
    let records = records.filter(|record| record.iter().any(|cell| !cell.is_empty()));
    let width = header.as_ref().map_or(0, csv::StringRecord::len);
    let mut good = Vec::new();
    for record in records {
        let line = line(text, &record);
        if let Some(cell) = record.iter().skip(width).find(|cell| !cell.is_empty()) {
            let fault = Diagnostic::new(&EXTRA_CELL, format!("`{cell}` stands in no column"));
            let fault = fault.at(Place::line(file, line), "more cells than the header has");
            faults.push(fault.help("put a name that has a comma in quotes; give each manager a line"));
            continue;
        }
        good.extend(row(file, line, &record, [first, second], columns, faults));
    }
    Some(good)
}

/// The reader counts from where the last record ended: the blank lines between are still to be skipped.
fn line(text: &str, record: &csv::StringRecord) -> usize {
    let Some(position) = record.position() else { return 0 };
    let rest = text.get(position.byte() as usize..).unwrap_or_default();
    let blank = rest.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n').count();
    position.line() as usize + blank
}

fn row(
    file: &str,
    line: usize,
    record: &csv::StringRecord,
    at: [usize; 2],
    columns: [&str; 2],
    faults: &mut Vec<Diagnostic>,
) -> Option<Row> {
    let cells = at.map(|at| record.get(at).unwrap_or_default().to_owned());
    let before = faults.len();
    for (cell, column) in cells.iter().zip(columns) {
        let fault = if cell.is_empty() {
            Diagnostic::new(&EMPTY_CELL, format!("the {column} is missing"))
        } else if cell.starts_with(['=', '+', '@']) {
            Diagnostic::new(&FORMULA, format!("the {column} `{cell}` looks like a formula"))
        } else if cell.contains('\n') {
            let fault = Diagnostic::new(&LINE_BREAK, format!("the {column} runs over the end of the line"));
            fault.help("close the quote")
        } else {
            continue;
        };
        faults.push(fault.at(Place::line(file, line), "in this line"));
    }
    (faults.len() == before).then_some(Row { line, cells })
}

/// Spreadsheets of half of Europe separate by semicolons; the header tells.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    if header.contains(';') && !header.contains(',') { b';' } else { b',' }
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
    fn an_open_quote_is_told_instead_of_swallowing_the_rest() {
        assert_eq!(read("a,b\n\"x,1\ny,2\n").1, ["RL012", "RL003"]);
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
