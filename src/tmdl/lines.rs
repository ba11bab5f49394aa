//! A file cut into lines, each with the column it begins in.
//!
//! Microsoft's reader knows columns, not levels: a tab reaches to the next multiple of four, and what stands further
//! to the right than an object belongs to it. Tabs and spaces may mix as long as their columns agree.

use super::{Span, SyntaxError, conflict};
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
    severity: Severity::Warning,
    explanation: "Indentation says what belongs to what. Some lines of the file are indented with tabs and some with \
spaces: Power BI Desktop counts a tab as four columns and reads the file, an editor with another width shows other \
levels than those that count. Desktop itself writes tabs.

Wrong:
    table Sales
    <tab>column Revenue
    <eight spaces>dataType: int64
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
    /// How far to the right it begins, in columns.
    pub column: usize,
}

pub struct Lines<'a> {
    pub text: &'a str,
    pub lines: Vec<Line>,
    /// The columns that one level seems to take: only a guess, for telling what was meant.
    pub unit: usize,
    /// Where a merge left its markers.
    pub conflicts: Vec<Span>,
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
        let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut lines = Vec::new();
        while start < text.len() {
            let next = line_end(text, start);
            lines.push(line(text, start, next));
            start = next;
        }
        let conflicts = conflict::take_out(text, &mut lines);
        let unit = unit(text, &lines);
        Self { text, lines, unit, conflicts }
    }

    pub fn content(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| &self.text[line.content.min(line.end)..line.end])
    }

    /// The first line from `at` on that says something.
    pub fn next_filled(&self, at: usize) -> Option<usize> {
        (at..self.lines.len()).find(|at| !self.lines[*at].is_blank())
    }

    pub fn indentation(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| &self.text[line.start..line.content])
    }
}

/// The lines of declarations and properties that are not indented as the first of them was.
#[derive(Default)]
pub struct Mixed {
    style: Option<u8>,
    first: Option<Span>,
    edits: Vec<(Span, String)>,
}

impl Mixed {
    pub fn look(&mut self, lines: &Lines, at: usize) {
        let Some(line) = lines.lines.get(at) else { return };
        let indentation = lines.indentation(at);
        let Some(first) = indentation.bytes().next() else { return };
        let style = *self.style.get_or_insert(first);
        if indentation.bytes().all(|byte| byte == style) {
            return;
        }
        self.first.get_or_insert_with(|| line.span());
        let like = match style {
            b'\t' => format!("{}{}", "\t".repeat(line.column / TAB), " ".repeat(line.column % TAB)),
            _ => " ".repeat(line.column),
        };
        self.edits.push((line.start..line.content, like));
    }

    /// One warning for the whole file.
    pub fn warning(self) -> Option<SyntaxError> {
        let (is, other) = if self.style == Some(b'\t') { ("tabs", "spaces") } else { ("spaces", "tabs") };
        let warning =
            SyntaxError::new(&MIXED_INDENTATION, self.first?, "this line is indented in another way than the file")
                .label(format!("{other} here, {is} above"))
                .help("indent every line with tabs, one a level; a tab counts as four spaces")
                .fix("indent every line of the file alike", self.edits);
        Some(warning)
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

/// Behind the line break that ends the line at this byte. As for Microsoft's reader, a carriage return alone is one.
pub fn line_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let end = rest.bytes().position(|byte| matches!(byte, b'\n' | b'\r'));
    end.map_or(text.len(), |end| at + end + if rest[end..].starts_with("\r\n") { 2 } else { 1 })
}

fn unit(text: &str, lines: &[Line]) -> usize {
    let mut columns = lines.iter().filter(|line| !line.is_blank() && line.column > 0);
    let Some(first) = columns.next() else { return TAB };
    match text[first.start..].starts_with('\t') {
        true => TAB,
        false => columns.map(|line| line.column).fold(first.column, usize::min),
    }
}

fn line(text: &str, start: usize, next: usize) -> Line {
    let whole = &text[start..next];
    let without_break = whole.strip_suffix('\n').unwrap_or(whole);
    let without_break = without_break.strip_suffix('\r').unwrap_or(without_break);
    let indentation = without_break.len() - without_break.trim_start_matches([' ', '\t']).len();
    let content = start + indentation;
    let end = (start + without_break.trim_end().len()).max(content);
    Line { start, content, end, raw_end: start + without_break.len(), column: column(&whole[..indentation]) }
}

/// The columns of a tab.
const TAB: usize = 4;

/// The column behind an indentation.
fn column(indentation: &str) -> usize {
    indentation.bytes().fold(0, |column, byte| if byte == b'\t' { (column / TAB + 1) * TAB } else { column + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> Vec<usize> {
        Lines::new(text).lines.iter().map(|line| line.column).collect()
    }

    #[test]
    fn a_tab_reaches_to_the_next_multiple_of_four() {
        assert_eq!(columns("a\n\tb\n\t\tc\n\t\t  d\n"), [0, 4, 8, 10]);
        assert_eq!(columns("a\n \tb\n   \tc\n    \td\n  e"), [0, 4, 4, 8, 2]);
    }

    #[test]
    fn the_unit_is_a_tab_or_the_smallest_indentation() {
        assert_eq!(Lines::new("a\n\tb\n  c\n").unit, 4);
        assert_eq!(Lines::new("a\n        b\n    c\n").unit, 4);
        assert_eq!(Lines::new("a\n\n").unit, 4);
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
    fn a_carriage_return_alone_ends_a_line() {
        let lines = Lines::new("a\r\tb \r\r\nc\n\r");
        let contents: Vec<&str> = (0..lines.lines.len()).map(|at| lines.content(at)).collect();
        assert_eq!(contents, ["a", "b", "", "c", ""]);
        assert_eq!(lines.lines[1].column, 4);
    }

    #[test]
    fn lines_indented_in_another_way_are_one_warning() {
        let lines = Lines::new("a\n\tb\n        c\n\t d\n");
        let mut mixed = Mixed::default();
        (0..4).for_each(|at| mixed.look(&lines, at));
        let warning = mixed.warning().expect("a warning");
        assert_eq!(warning.span, 13..14);
        let edits: Vec<String> = warning.fix.expect("a fix").1.into_iter().map(|(_, text)| text).collect();
        assert_eq!(edits, ["\t\t", "\t "]);
        let lines = Lines::new("a\n\tb\n");
        let mut mixed = Mixed::default();
        (0..2).for_each(|at| mixed.look(&lines, at));
        assert_eq!(mixed.warning(), None);
    }
}
