//! The names that a DAX expression uses, found without parsing it: strings and comments are skipped, `'T'[C]`,
//! `T[C]`, `'T'` and `[C]` are told apart. The compiler will know more.

use std::ops::Range;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct References {
    pub names: Vec<Reference>,
    /// The texts of string literals: names of columns that the expression itself makes.
    pub literals: Vec<String>,
    /// Every bare word: functions, variables, tables.
    pub words: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    pub table: Option<String>,
    /// `None` for a table alone, `'Sales'`.
    pub column: Option<String>,
    pub span: Range<usize>,
}

pub fn references(dax: &str) -> References {
    let mut scanner = Scanner { dax, pos: 0, found: References::default() };
    while scanner.step() {}
    scanner.found
}

struct Scanner<'a> {
    dax: &'a str,
    pos: usize,
    found: References,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.dax.get(self.pos..).unwrap_or_default()
    }

    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        let start = self.pos;
        match first {
            '"' => {
                let (text, length) = delimited(rest, '"');
                self.found.literals.push(text);
                self.pos += length;
            }
            '\'' => {
                let (table, length) = delimited(rest, '\'');
                self.pos += length;
                let blank = self.rest().len() - self.rest().trim_start().len();
                let column = if self.rest().trim_start().starts_with('[') { self.bracket(blank) } else { None };
                self.push(Some(table), column, start);
            }
            '[' => {
                let column = self.bracket(0);
                self.push(None, column, start);
            }
            '.' if rest[1..].trim_start().starts_with('[') => {
                // `'Date'[Date].[Month]`: a level of the date's own hierarchy, not a name of the model.
                let blank = 1 + rest[1..].len() - rest[1..].trim_start().len();
                self.bracket(blank);
            }
            '/' if rest.starts_with("//") => self.skip_to("\n"),
            '-' if rest.starts_with("--") => self.skip_to("\n"),
            '/' if rest.starts_with("/*") => self.skip_to("*/"),
            c if c.is_alphabetic() || c == '_' => self.word(start),
            c if c.is_numeric() => {
                self.pos += rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '.').len();
            }
            c => self.pos += c.len_utf8(),
        }
        true
    }

    fn word(&mut self, start: usize) {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '.').len();
        let word = rest[..length].to_owned();
        self.pos += length;
        if self.rest().starts_with('[') {
            let column = self.bracket(0);
            self.push(Some(word), column, start);
        } else {
            self.found.words.push(word);
        }
    }

    /// Reads `[…]` that begins `blank` bytes on.
    fn bracket(&mut self, blank: usize) -> Option<String> {
        self.pos += blank;
        let (name, length) = delimited(self.rest(), ']');
        self.pos += length;
        Some(name)
    }

    fn push(&mut self, table: Option<String>, column: Option<String>, start: usize) {
        self.found.names.push(Reference { table, column, span: start..self.pos });
    }

    fn skip_to(&mut self, end: &str) {
        self.pos += self.rest().find(end).map_or(self.rest().len(), |at| at + end.len());
    }
}

/// What stands between the first character and the next `close`, which is doubled inside, and the length of it all.
fn delimited(text: &str, close: char) -> (String, usize) {
    let mut inside = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != close {
            inside.push(c);
        } else if chars.next_if(|(_, next)| *next == close).is_some() {
            inside.push(close);
        } else {
            return (inside, at + c.len_utf8());
        }
    }
    (inside, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(dax: &str) -> Vec<String> {
        let column = |column: Option<String>| column.map_or(String::new(), |column| format!("[{column}]"));
        let names = references(dax).names.into_iter();
        names.map(|name| format!("{}{}", name.table.unwrap_or_default(), column(name.column))).collect()
    }

    #[test]
    fn names_are_found_and_taken_apart() {
        assert_eq!(names("SUM('Big ''T'''[a]]b]) + Sales[x] * [Total]"), ["Big 'T'[a]b]", "Sales[x]", "[Total]"]);
        assert_eq!(names("COUNTROWS('Sales') 'T' [C]"), ["Sales", "T[C]"]);
        assert_eq!(names("VAR x = 1 RETURN [Total] IN [y]"), ["[Total]", "[y]"]);
        assert_eq!(names("'Date'[Date].[Month]"), ["Date[Date]"]);
        assert_eq!(names("1e5 + .5 + T.x[c]"), ["T.x[c]"]);
    }

    #[test]
    fn strings_and_comments_hold_no_names() {
        assert_eq!(names("\"[a] \"\"'b'\" // [c]\n-- 'd'[e]\n/* [f] */ [g]"), ["[g]"]);
        assert_eq!(references("ADDCOLUMNS(t, \"@x\", 1)").literals, ["@x"]);
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_to_its_end(dax in "[\\[\\]'\"/*\\-.a é1\n]{0,30}") {
            for name in references(&dax).names {
                prop_assert!(dax.get(name.span).is_some());
            }
        }
    }
}
