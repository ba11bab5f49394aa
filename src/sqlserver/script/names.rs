//! The configured names in the place of those that the files are written with.

use crate::name::{sql_name, sql_text};
use crate::sqlserver::{Error, Options};

/// What the names in the files are made of: the schema, then one of these.
const SUFFIXES: [&str; 5] = ["", "_stage", "_reader", "_all_regions", "_loader"];

/// The schema in the files.
const WRITTEN: &str = "mart";

/// Longest name of SQL Server, in UTF-16 units.
const LONGEST: usize = 128;

#[derive(Clone, Debug)]
pub struct Names {
    schema: String,
}

impl Names {
    pub fn new(options: &Options) -> Result<Self, Error> {
        let schema = options.schema.clone();
        let room = LONGEST - SUFFIXES.iter().map(|suffix| suffix.len()).max().unwrap_or(0);
        let length = schema.encode_utf16().count();
        let wrong = match length {
            0 => "is empty".to_owned(),
            _ if schema.trim() != schema => "begins or ends with a space".to_owned(),
            _ if schema.chars().any(char::is_control) => "has a control character in it".to_owned(),
            _ if length > room => format!("is longer than {room} characters"),
            _ => return Ok(Self { schema }),
        };
        Err(Error::Configuration(format!("the name of the schema, `warehouse.sqlserver.schema`, {wrong}")))
    }

    /// A batch with the configured names: the identifier `[mart]`, the whole text `N'mart'`, and `[mart]` within a text
    /// (which is code for the server too). Comments and everything else stay.
    pub fn put(&self, batch: &str) -> String {
        let mut out = String::with_capacity(batch.len());
        let mut rest = batch;
        while let Some(at) = rest.find(['[', '\'', '-', '/']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let (piece, after) = rest.split_at(piece(rest));
            rest = after;
            match piece.as_bytes() {
                [b'[', inner @ .., b']'] => match std::str::from_utf8(inner).ok().and_then(|name| self.real(name)) {
                    Some(real) => out.push_str(&sql_name(&real)),
                    None => out.push_str(piece),
                },
                [b'\'', .., b'\''] if piece.len() > 1 => out.push_str(&self.text(piece)),
                _ => out.push_str(piece),
            }
        }
        out.push_str(rest);
        out
    }

    /// A text literal in its quotes.
    fn text(&self, literal: &str) -> String {
        if let Some(real) = self.real(&literal[1..literal.len() - 1]) {
            // `N` stands before it already.
            return sql_text(&real)[1..].to_owned();
        }
        SUFFIXES.iter().fold(literal.to_owned(), |text, suffix| {
            let real = sql_name(&format!("{}{suffix}", self.schema)).replace('\'', "''");
            text.replace(&format!("[{WRITTEN}{suffix}]"), &real)
        })
    }

    fn real(&self, written: &str) -> Option<String> {
        let suffix = written.strip_prefix(WRITTEN)?;
        SUFFIXES.contains(&suffix).then(|| format!("{}{suffix}", self.schema))
    }
}

/// Length of the name, text or comment that begins here; of any other character, its own.
fn piece(text: &str) -> usize {
    let to = |end: &str| text[1..].find(end).map_or(text.len(), |at| 1 + at + end.len());
    let closed_by = |close: char| {
        let mut at = 1;
        while let Some(found) = text[at..].find(close) {
            at += found + 1;
            match text[at..].starts_with(close) {
                true => at += 1,
                false => return at,
            }
        }
        text.len()
    };
    match text.as_bytes() {
        [b'[', ..] => closed_by(']'),
        [b'\'', ..] => closed_by('\''),
        [b'-', b'-', ..] => to("\n"),
        [b'/', b'*', ..] => to("*/"),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(schema: &str, batch: &str) -> String {
        Names::new(&Options { schema: schema.to_owned(), ..Options::default() }).expect("a name").put(batch)
    }

    #[test]
    fn exactly_the_names_of_the_files_are_replaced() {
        let batch =
            "-- [mart]\n/* [mart] */ SELECT [marty], [a]]b], 'it''s mart', 1 - 2 / 3 FROM [mart].[t] WHERE N'mart' = x";
        let expected =
            "-- [mart]\n/* [mart] */ SELECT [marty], [a]]b], 'it''s mart', 1 - 2 / 3 FROM [dw].[t] WHERE N'dw' = x";
        assert_eq!(put("dw", batch), expected);
        assert_eq!(
            put("dw", "[mart_stage] [mart_loader] [mart_x] N'mart_reader'"),
            "[dw_stage] [dw_loader] [mart_x] N'dw_reader'"
        );
        assert_eq!(put("mart", batch), batch);
    }

    #[test]
    fn a_hostile_name_stays_a_name_also_within_a_text() {
        let hostile = "we]ird 'na\"me";
        assert_eq!(put(hostile, "[mart].[t]"), "[we]]ird 'na\"me].[t]");
        assert_eq!(put(hostile, "SCHEMA_ID(N'mart')"), "SCHEMA_ID(N'we]ird ''na\"me')");
        assert_eq!(put(hostile, "EXEC(N'CREATE SCHEMA [mart]')"), "EXEC(N'CREATE SCHEMA [we]]ird ''na\"me]')");
    }

    #[test]
    fn what_is_not_closed_is_left_as_it_is() {
        for text in ["[mart", "'mart", "/* mart", "-- mart", "[", "'", "'mart''"] {
            assert_eq!(put("dw", text), text);
        }
    }

    #[test]
    fn a_name_that_leaves_no_room_for_the_roles_is_refused() {
        let named = |schema: String| Names::new(&Options { schema, ..Options::default() });
        assert!(named("x".repeat(116)).is_ok());
        for wrong in ["x".repeat(117), String::new(), " a".to_owned(), "a\nGO\nb".to_owned()] {
            assert!(matches!(named(wrong), Err(Error::Configuration(_))));
        }
    }
}
