//! A file cut into lines, each with its depth.
//!
//! The file's first indented line decides what one level is: a tab, or as many spaces as it has. Lines inside an
//! expression may mix as they like; [`Lines::check`] is asked only about the others.

use super::{Span, SyntaxError};
use crate::diag::{Code, Severity};

pub static BYTE_ORDER_MARK: Code = Code {
    id: "TM001",
    name: "byte-order-mark",
    severity: Severity::Error,
    explanation: "The file begins with a byte order mark. TMDL files are UTF-8 without one, and Power BI Desktop \
refuses a file that has it.

Wrong: a file whose first bytes are EF BB BF.
Right: the same file saved as `UTF-8`, not as `UTF-8 with BOM`.",
};

pub static MIXED_INDENTATION: Code = Code {
    id: "TM002",
    name: "mixed-indentation",
    severity: Severity::Error,
    explanation: "Indentation says what belongs to what, one level a step. A line that is indented in another way \
than the rest of the file has no certain level.

Wrong:
    table Sales
    <tab>column Revenue
    <four spaces>dataType: int64
Right:
    table Sales
    <tab>column Revenue
    <tab><tab>dataType: int64",
};

#[derive(Clone, Debug)]
pub struct Line {
    /// Where the line begins, its indentation included.
    pub start: usize,
    /// Where it begins to say something.
    pub content: usize,
    /// Behind its last character that is not white space or part of the line break.
    pub end: usize,
    /// Behind its last character that is not part of the line break.
    pub raw_end: usize,
    pub depth: usize,
}

pub struct Lines<'a> {
    pub text: &'a str,
    pub lines: Vec<Line>,
    unit: Unit,
}

/// What one level of indentation is.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Tab,
    Spaces(usize),
}

impl Line {
    pub fn is_blank(&self) -> bool {
        self.content >= self.end
    }
    pub fn span(&self) -> Span {
        self.content..self.end
    }
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let unit = unit(text);
        let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut lines = Vec::new();
        while start < text.len() {
            let next = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
            lines.push(line(text, start, next, unit));
            start = next;
        }
        Self { text, lines, unit }
    }

    pub fn content(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| &self.text[line.content.min(line.end)..line.end])
    }

    /// The first line from `at` on that says something.
    pub fn next_filled(&self, at: usize) -> Option<usize> {
        (at..self.lines.len()).find(|at| !self.lines[*at].is_blank())
    }

    /// What is wrong with the indentation of a line that is a declaration or a property.
    pub fn check(&self, line: &Line) -> Option<SyntaxError> {
        let indentation = &self.text[line.start..line.content];
        let right = match self.unit {
            Unit::Tab => indentation.bytes().all(|b| b == b'\t'),
            Unit::Spaces(unit) => indentation.bytes().all(|b| b == b' ') && indentation.len().is_multiple_of(unit),
        };
        if right {
            return None;
        }
        let (is, like) = match self.unit {
            Unit::Tab => ("tabs".to_owned(), "\t".repeat(line.depth)),
            Unit::Spaces(unit) => (format!("{unit} spaces a level"), " ".repeat(unit * line.depth)),
        };
        Some(
            SyntaxError::new(&MIXED_INDENTATION, line.span(), "this line is indented in another way than the file")
                .label(format!("the file is indented with {is}"))
                .help("indent every line with tabs, one a level")
                .fix("indent it like the rest of the file", vec![(line.start..line.content, like)]),
        )
    }
}

/// The text without its byte order mark is what counts; this says that there is one.
pub fn byte_order_mark(text: &str) -> Option<SyntaxError> {
    let mark = '\u{feff}'.len_utf8();
    text.starts_with('\u{feff}').then(|| {
        SyntaxError::new(&BYTE_ORDER_MARK, 0..mark, "the file begins with a byte order mark")
            .help("save it as UTF-8 without one")
            .fix("remove the byte order mark", vec![(0..mark, String::new())])
    })
}

fn unit(text: &str) -> Unit {
    let indented = text.lines().find(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty());
    match indented {
        Some(line) if line.starts_with(' ') => Unit::Spaces(line.len() - line.trim_start_matches(' ').len()),
        _ => Unit::Tab,
    }
}

fn line(text: &str, start: usize, next: usize, unit: Unit) -> Line {
    let whole = &text[start..next];
    let without_break = whole.strip_suffix('\n').unwrap_or(whole);
    let without_break = without_break.strip_suffix('\r').unwrap_or(without_break);
    let indentation = without_break.len() - without_break.trim_start_matches([' ', '\t']).len();
    let content = start + indentation;
    let end = (start + without_break.trim_end().len()).max(content);
    Line { start, content, end, raw_end: start + without_break.len(), depth: depth(&whole[..indentation], unit) }
}

/// Levels, the best that can be said of them. Among tabs four spaces are one, as they are for Microsoft's reader.
fn depth(indentation: &str, unit: Unit) -> usize {
    let tabs = indentation.bytes().filter(|b| *b == b'\t').count();
    let spaces = indentation.len() - tabs;
    match unit {
        Unit::Tab => columns(indentation) / COLUMNS_OF_A_TAB,
        Unit::Spaces(unit) => tabs + spaces / unit.max(1),
    }
}

const COLUMNS_OF_A_TAB: usize = 4;

/// How far to the right an indentation reaches, wherever its tabs stand.
pub fn columns(indentation: &str) -> usize {
    indentation.bytes().map(|byte| if byte == b'\t' { COLUMNS_OF_A_TAB } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depths(text: &str) -> Vec<usize> {
        Lines::new(text).lines.iter().map(|line| line.depth).collect()
    }

    #[test]
    fn the_first_indented_line_says_what_a_level_is() {
        assert_eq!(depths("a\n\tb\n\t\tc\n\t\t  d\n"), [0, 1, 2, 2]);
        assert_eq!(depths("a\n\tb\n\t    c\n        d\n"), [0, 1, 2, 2]);
        assert_eq!(depths("a\n  b\n    c\n"), [0, 1, 2]);
        assert_eq!(depths("a\n    b\n        c"), [0, 1, 2]);
    }

    #[test]
    fn every_byte_belongs_to_a_line() {
        let text = "\u{feff}a\r\n\r\n\tb \n\n c";
        let lines = Lines::new(text);
        let ends: Vec<usize> = lines.lines.iter().skip(1).map(|line| line.start).chain([text.len()]).collect();
        let whole: String = lines.lines.iter().zip(ends).map(|(line, end)| &text[line.start..end]).collect();
        assert_eq!(whole, text.trim_start_matches('\u{feff}'));
        assert_eq!(lines.content(2), "b");
    }

    #[test]
    fn a_line_indented_in_another_way_is_found() {
        let lines = Lines::new("a\n\tb\n    c\n\t d\n");
        let wrong: Vec<bool> = lines.lines.iter().map(|line| lines.check(line).is_some()).collect();
        assert_eq!(wrong, [false, false, true, true]);
    }
}
