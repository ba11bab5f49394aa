//! Text files: delimited, quoted, in UTF-8 or Windows-1252, with the line on which each row begins.

use std::path::Path;

use csv::{ByteRecord, StringRecord};

use super::cell::{Cell, Record};
use super::codes::{DECODED, EMPTY_FILE, NO_ROWS, UNCLOSED_QUOTE, UNKNOWN_FILE_KIND};
use super::encoding::Decoder;
use super::header::{self, layout};
use super::kind::Compression;
use super::rows::{Fault, Rows};
use super::stream::{self, Blocks, END};
use super::{Error, Options, Reading, world};
use crate::diag::{Diagnostic, Place};

/// Tried in this order; of equally good ones the first is taken.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

pub fn read(
    reading: &mut Reading,
    path: &Path,
    compression: Compression,
    progress: &mut dyn FnMut(u64),
) -> Result<(), Error> {
    let Reading { options, rows, hash, warnings } = reading;
    let file = File { path, shown: path.display().to_string(), options };
    let parsed = stream::parse(path, compression, hash, progress, |blocks| file.parse(blocks, rows, warnings));
    parsed.map_err(world(path))?
}

impl Record for StringRecord {
    #[inline]
    fn cell(&self, column: usize) -> Cell<'_> {
        self.get(column).map_or(Cell::Empty, Cell::Text)
    }
}

struct File<'a> {
    path: &'a Path,
    shown: String,
    options: &'a Options,
}

impl File<'_> {
    fn parse(&self, mut blocks: Blocks, rows: &mut Rows, warnings: &mut Vec<Diagnostic>) -> Result<(), Error> {
        let head = blocks.peek().map_err(world(self.path))?;
        if let Some(fault) = self.not_text(head) {
            return Err(fault.into());
        }
        let delimiter = self.options.delimiter.unwrap_or_else(|| delimiter(head, self.options));
        let mut lines = Lines::new(blocks, delimiter);
        let mut decoder = Decoder::new(self.options.encoding);
        let mut record = ByteRecord::new();
        let Some(line) = self.next(&mut lines, &mut record)? else {
            return Err(Diagnostic::new(&EMPTY_FILE, format!("`{}` is empty", self.shown))
                .at(Place::line(&self.shown, 1), "expected a header")
                .into());
        };
        let headers: Vec<String> = decoder.decode(record).0.iter().map(|header| header.trim().to_owned()).collect();
        let width = headers.len();
        let layout = layout(headers, self.options, &Place::line(&self.shown, line as usize))?;
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let source = rows.begin(self.shown.clone(), name, layout);

        let before = rows.seen;
        record = ByteRecord::new();
        while let Some(line) = self.next(&mut lines, &mut record)? {
            let mut fault = lines.fault(&record, width);
            if fault.is_some() {
                rows.swallowed += lines.breaks;
            }
            let (text, undecoded) = decoder.decode(record);
            fault = fault.or(undecoded);
            rows.push(&source, line, &text, fault);
            record = text.into_byte_record();
        }
        if rows.seen == before {
            warnings.push(no_rows(&self.shown));
        }
        if decoder.lines > 0 && self.options.encoding == super::Encoding::Auto {
            warnings.push(decoded(&self.shown, decoder.lines));
        }
        Ok(())
    }

    fn not_text(&self, head: &[u8]) -> Option<Diagnostic> {
        let what = match head {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "text in UTF-16",
            [b'P', b'K', 3, 4, ..] | [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => "another archive",
            [b'P', b'A', b'R', b'1', ..] => "a Parquet file",
            head if head.iter().take_while(|byte| **byte != b'\n').any(|byte| *byte == 0) => "binary",
            _ => return None,
        };
        let message = format!("`{}` is {what} inside, expected text", self.shown);
        Some(
            Diagnostic::new(&UNKNOWN_FILE_KIND, message).at(Place::file(&self.shown), "").help("save it as UTF-8 text"),
        )
    }

    /// The next row that isn't blank, and the line on which it begins.
    fn next(&self, lines: &mut Lines, record: &mut ByteRecord) -> Result<Option<u64>, Error> {
        loop {
            let Some(line) = lines.next(record).map_err(world(self.path))? else { return Ok(None) };
            if lines.is_open(record) {
                return Err(self.unclosed(lines, record).into());
            }
            if !is_blank(record) {
                return Ok(Some(line));
            }
        }
    }

    fn unclosed(&self, lines: &Lines, record: &ByteRecord) -> Diagnostic {
        let field = record.iter().next_back().unwrap_or_default();
        let line = lines.line() - line_feeds(field);
        let first = String::from_utf8_lossy(field.split(|byte| *byte == b'\n').next().unwrap_or_default()).into_owned();
        let column = record.len();
        Diagnostic::new(&UNCLOSED_QUOTE, format!("`{}` ends inside of a quoted field", self.shown))
            .at(
                Place::line(&self.shown, line as usize),
                format!("column {column}: the quote before `{}` is never closed", super::cell::shown(&first)),
            )
            .help("close the quote, or double it (`\"\"`) where it is part of the text; or is the file cut off?")
    }
}

/// Rows with their lines. Every line break is an LF, and the last line is [`END`].
struct Lines<'p> {
    reader: csv::Reader<Blocks<'p>>,
    delimiter: u8,
    /// Line breaks inside of the last row.
    breaks: u64,
}

impl<'p> Lines<'p> {
    fn new(blocks: Blocks<'p>, delimiter: char) -> Self {
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter).buffer_capacity(1 << 17);
        Self { reader: builder.from_reader(blocks), delimiter, breaks: 0 }
    }

    fn line(&self) -> u64 {
        self.reader.position().line()
    }

    fn next(&mut self, record: &mut ByteRecord) -> std::io::Result<Option<u64>> {
        let before = self.line();
        if !self.reader.read_byte_record(record)? {
            return Ok(None);
        }
        let after = self.line();
        // Blank lines before the row are counted by the reader too, so that only counting back finds its first line.
        self.breaks = if after - before > 1 { line_feeds(record.as_slice()) } else { 0 };
        Ok(Some(after.saturating_sub(self.breaks + 1)))
    }

    /// Whether the end of the file was drawn into the row's last field.
    fn is_open(&self, record: &ByteRecord) -> bool {
        self.breaks > 0 && record.as_slice().ends_with("\u{1a}\n".as_bytes())
    }

    /// What is wrong with the row as a whole.
    fn fault(&self, record: &ByteRecord, width: usize) -> Option<Fault> {
        let fault = |text: String| Some(Fault { column: None, text });
        if self.breaks > 0 && self.holds_rows(record, width) {
            let lines = self.breaks + 1;
            return fault(format!("{lines} lines in one row: a quote seems to be opened that is not closed"));
        }
        let surplus = record.len() > width && record.iter().skip(width).any(|field| !field.is_empty());
        if record.len() < width || surplus {
            return fault(format!("expected {width} fields, found {}", record.len()));
        }
        (self.reader.get_ref().has_nul && record.as_slice().contains(&0))
            .then(|| Fault { column: None, text: "the row holds a NUL byte".to_owned() })
    }

    /// Whether a line inside of a field looks like a row of its own.
    fn holds_rows(&self, record: &ByteRecord, width: usize) -> bool {
        let is_row = |line: &[u8]| line.iter().filter(|byte| **byte == self.delimiter).count() + 1 >= width;
        let inner = |field: &[u8]| field.split(|byte| *byte == b'\n').skip(1).any(is_row);
        width > 1 && record.iter().any(|field| field.contains(&b'\n') && inner(field))
    }
}

/// Nothing but spaces, or the mark of an end: the stream's own, or one that DOS left where files were joined.
fn is_blank(record: &ByteRecord) -> bool {
    record.iter().all(|field| field.trim_ascii().is_empty()) || record.as_slice() == END.as_bytes()
}

fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The delimiter under which the header has most of the fields, and then most columns.
fn delimiter(head: &[u8], options: &Options) -> char {
    let judge = |delimiter: char| {
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter as u8);
        let mut record = ByteRecord::new();
        let read = builder.from_reader(head).read_byte_record(&mut record);
        let headers: Vec<String> = record.iter().map(|header| String::from_utf8_lossy(header).into_owned()).collect();
        (read.is_ok(), header::recognised(&headers, options), headers.len())
    };
    let mut best = (DELIMITERS[0], judge(DELIMITERS[0]));
    for other in &DELIMITERS[1..] {
        let judged = judge(*other);
        if judged > best.1 {
            best = (*other, judged);
        }
    }
    best.0
}

pub fn no_rows(file: &str) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(&NO_ROWS, format!("`{file}` has a header and no rows"));
    diagnostic.severity = crate::diag::Severity::Warning;
    diagnostic.at(Place::file(file), "")
}

fn decoded(file: &str, lines: u64) -> Diagnostic {
    let (rows, are) = if lines == 1 { ("row", "is") } else { ("rows", "are") };
    let message = format!("{lines} {rows} of `{file}` {are} not UTF-8 and read as Windows-1252");
    Diagnostic::new(&DECODED, message)
        .at(Place::file(file), "")
        .help("say `encoding = \"windows-1252\"` in `[source]` if that is right")
}
