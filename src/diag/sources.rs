//! The texts that diagnostics point into, each cut into lines once, however many diagnostics point there.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{At, Diagnostic, Place};
use crate::file_tree::FileTree;

pub struct Sources<'a> {
    texts: BTreeMap<&'a str, Text<'a>>,
}

pub struct Text<'a> {
    pub text: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
    /// What stands before every `STEP`th byte, so that a line of megabytes is not counted for each place in it.
    counts: Vec<Count>,
}

const STEP: usize = 4096;

/// How many there are.
#[derive(Clone, Copy, Default)]
struct Count {
    characters: usize,
    /// Of UTF-16.
    units: usize,
}

impl Count {
    fn add(self, bytes: &[u8]) -> Self {
        let count = |is: fn(u8) -> bool| bytes.iter().filter(|byte| is(**byte)).count();
        // A byte that continues a character begins none; one that begins four is two units.
        let characters = count(|byte| byte & 0xc0 != 0x80);
        Self { characters: self.characters + characters, units: self.units + characters + count(|byte| byte >= 0xf0) }
    }
}

/// From where to where, one-based, the end exclusive, columns in UTF-16 code units: what editors and the formats for
/// them count in. Of a place without bytes only the line is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    pub line: usize,
    pub column: Option<usize>,
    pub end: Option<(usize, usize)>,
}

impl<'a> Sources<'a> {
    pub fn new(diagnostics: impl IntoIterator<Item = &'a Diagnostic> + Clone, tree: &'a FileTree) -> Self {
        let labels = diagnostics.clone().into_iter().flat_map(|diagnostic| &diagnostic.labels);
        let fixes = diagnostics.into_iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
        let files = labels.map(|label| label.place.file.as_str()).chain(fixes.map(|fix| fix.file.as_str()));
        let mut texts = BTreeMap::new();
        for file in files {
            if !texts.contains_key(file)
                && let Some(text) = tree.text(file)
            {
                texts.insert(file, Text::new(text));
            }
        }
        Self { texts }
    }

    pub fn get(&self, file: &str) -> Option<&Text<'a>> {
        self.texts.get(file)
    }

    /// One-based line and column (in characters), where the place has them.
    pub fn line_and_column(&self, place: &Place) -> (Option<usize>, Option<usize>) {
        match &place.at {
            At::File => (None, None),
            At::Line { line, column } => (Some(*line), *column),
            At::Bytes { start, .. } => match self.get(&place.file) {
                None => (None, None),
                Some(text) => {
                    let (line, column) = text.line_and_column(*start);
                    (Some(line), Some(column))
                }
            },
        }
    }

    /// Where the place is, for a program; `None` where it is a whole file.
    pub fn region(&self, place: &Place) -> Option<Region> {
        match &place.at {
            At::File => None,
            At::Line { line, column } => Some(Region { line: *line, column: *column, end: None }),
            At::Bytes { start, end } => self.get(&place.file).map(|text| text.region(&(*start..*end))),
        }
    }
}

impl<'a> Text<'a> {
    pub fn new(text: &'a str) -> Self {
        // To an editor a carriage return alone ends a line too.
        let bytes = text.as_bytes();
        let is_end = |at: usize| bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) != Some(&b'\n');
        let breaks = bytes.iter().enumerate().filter(|(at, byte)| **byte == b'\n' || is_end(*at));
        let counts = text
            .as_bytes()
            .chunks(STEP)
            .scan(Count::default(), |count, bytes| Some(std::mem::replace(count, count.add(bytes))));
        Self {
            text,
            starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect(),
            counts: counts.collect(),
        }
    }

    /// What stands before a byte.
    fn count(&self, at: usize) -> Count {
        let at = at.min(self.text.len());
        let mark = (at / STEP).min(self.counts.len().saturating_sub(1));
        let count = self.counts.get(mark).copied().unwrap_or_default();
        count.add(self.text.as_bytes().get(mark * STEP..at).unwrap_or_default())
    }

    /// The line of a byte, counted from nought.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    pub fn line_and_column(&self, at: usize) -> (usize, usize) {
        let line = self.line(at);
        let start = self.starts.get(line).copied().unwrap_or_default();
        (line + 1, self.count(at).characters - self.count(start).characters + 1)
    }

    /// The character at a line and a column, both one-based; none where the text has no such place.
    pub fn character(&self, line: usize, column: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let rest = self.text.get(start..)?;
        let (at, found) = rest.char_indices().take_while(|(_, c)| *c != '\n').nth(column.checked_sub(1)?)?;
        Some(start + at..start + at + found.len_utf8())
    }

    pub fn region(&self, span: &Range<usize>) -> Region {
        let (line, column) = self.line_and_unit(span.start);
        Region { line, column: Some(column), end: Some(self.line_and_unit(span.end)) }
    }

    /// As [`line_and_column`](Self::line_and_column), in UTF-16 code units; a byte order mark is no part of the text.
    fn line_and_unit(&self, at: usize) -> (usize, usize) {
        let line = self.line(at);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let marks =
            self.text.get(start..at).map_or(0, |before| before.chars().take_while(|c| *c == '\u{feff}').count());
        (line + 1, self.count(at).units - self.count(start).units - marks + 1)
    }

    /// The whole lines that the bytes `start..end` touch: their text, where it begins, and its first line, one-based.
    pub fn around(&self, start: usize, end: usize) -> (&'a str, usize, usize) {
        let start_of = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        let mut first = self.line(start);
        if start_of(first) == self.text.len() {
            // The end of the file is shown behind its last line.
            first = first.saturating_sub(1);
        }
        let (from, to) = (start_of(first), start_of(self.line(end) + 1));
        (self.text.get(from..to).unwrap_or_default(), from, first + 1)
    }

    /// What stands on the line of a byte directly around it, and where that begins: of a line too long to be shown.
    pub fn near(&self, at: usize) -> (&'a str, usize) {
        let line = self.line(at);
        let start_of = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        let from = self.text.floor_char_boundary(at.saturating_sub(40)).max(start_of(line));
        let to = self.text.floor_char_boundary(at.saturating_add(200)).min(start_of(line + 1)).max(from);
        (self.text.get(from..to).unwrap_or_default(), from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_and_a_carriage_return_is_none() {
        let text = Text::new("é\r\nab🎉c\r\n");
        assert_eq!(text.line_and_column(0), (1, 1));
        assert_eq!(text.line_and_column(2), (1, 2));
        assert_eq!(text.line_and_column(10), (2, 4));
        assert_eq!(text.line_and_column(13), (3, 1));
        let text = Text::new("a\rb\r\rc\r\nd");
        assert_eq!([2, 4, 5, 8].map(|at| text.line_and_column(at)), [(2, 1), (3, 1), (4, 1), (5, 1)]);
    }

    #[test]
    fn regions_are_counted_as_editors_count() {
        let text = Text::new("\u{feff}a🎉b\r\nc");
        assert_eq!(text.region(&(8..9)), Region { line: 1, column: Some(4), end: Some((1, 5)) });
        assert_eq!(text.region(&(4..12)), Region { line: 1, column: Some(2), end: Some((2, 2)) });
    }

    #[test]
    fn what_stands_near_a_byte_is_whole_characters_of_its_line() {
        let text = format!("a\n{}\nb", "é".repeat(1000));
        let long = Text::new(&text);
        assert_eq!(long.near(1002), (&text[962..1202], 962));
        assert_eq!(long.near(1003), (&text[962..1202], 962));
        assert_eq!(long.near(2), (&text[2..202], 2));
        assert_eq!(long.near(2000), (&text[1960..2003], 1960));
        assert_eq!(long.near(text.len()), ("b", 2003));
    }

    #[test]
    fn a_long_line_is_counted_like_a_short_one() {
        let text = format!("\n{}", "aé🎉".repeat(3 * STEP));
        let long = Text::new(&text);
        for at in (1..text.len()).step_by(7 * 101) {
            assert_eq!(long.line_and_column(at), (2, (at - 1) / 7 * 3 + 1));
            assert_eq!(long.region(&(at..at)).column, Some((at - 1) / 7 * 4 + 1));
        }
        assert_eq!(Text::new(&"x".repeat(STEP)).line_and_column(STEP), (1, STEP + 1));
    }

    #[test]
    fn the_lines_around_a_span_are_whole() {
        let text = Text::new("a\nbc\nd\n");
        assert_eq!(text.around(3, 4), ("bc\n", 2, 2));
        assert_eq!(text.around(0, 6), ("a\nbc\nd\n", 0, 1));
        assert_eq!(text.around(7, 7), ("d\n", 5, 3));
        assert_eq!(Text::new("").around(0, 0), ("", 0, 1));
    }
}
