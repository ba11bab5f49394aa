//! Names of the warehouse and of the model, and the only place that quotes names and values for another language.
//!
//! Whatever reaches TMDL, DAX, M or T-SQL goes through one of these functions: a table called `O'Brien [x]` is a
//! table like any other. Each function is total: it accepts every string and returns text that its language reads
//! back as exactly that string.

use std::borrow::Borrow;
use std::fmt;

/// Whether the model takes two names for one: it tells no upper from lower case, in any script.
pub fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || !(a.is_ascii() && b.is_ascii())
            && a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub String);

        impl $name {
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(name)
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }
        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }
    };
}

name!(
    /// A table or view, of the warehouse or of the model.
    TableName
);
name!(
    /// A column of a table, of the warehouse or of the model.
    ColumnName
);
name!(
    /// A measure: unique in the whole model.
    MeasureName
);
name!(
    /// A role of row-level security.
    RoleName
);

/// A name as TMDL writes it: bare where that is unambiguous, otherwise in single quotes with `'` doubled.
///
/// TMDL has no escape for a line break or a tab, so these become a space: a name cannot hold them in any case.
pub fn tmdl_name(name: &str) -> String {
    let needs_quotes = |c: char| c.is_whitespace() || c.is_control() || ".=:'\"`".contains(c);
    if !name.is_empty() && !name.contains(needs_quotes) {
        return name.to_owned();
    }
    let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("'{}'", name.replace('\'', "''"))
}

/// `Table.Column` as TMDL writes a reference to a column of another table.
pub fn tmdl_column(table: &str, column: &str) -> String {
    format!("{}.{}", tmdl_name(table), tmdl_name(column))
}

/// A text value of a TMDL property: bare where it reads back as itself, otherwise in double quotes with `"` doubled.
pub fn tmdl_text(value: &str) -> String {
    // A line break ends the value, whatever stands around it; every other control character is read.
    let value = value.replace(['\n', '\r'], " ");
    let ambiguous = value.is_empty()
        || value == "\""
        || value.trim() != value
        || value.len() >= 2 && value.starts_with('"') && value.ends_with('"')
        || value.starts_with("```");
    if ambiguous { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
}

/// A table name in DAX, always in single quotes.
pub fn dax_table(table: &str) -> String {
    format!("'{}'", table.replace('\'', "''"))
}

/// A column or measure name in DAX, in brackets.
pub fn dax_name(name: &str) -> String {
    format!("[{}]", name.replace(']', "]]"))
}

/// A column in DAX with its table: `'Sales'[Revenue]`.
pub fn dax_column(table: &str, column: &str) -> String {
    format!("{}{}", dax_table(table), dax_name(column))
}

/// A text literal of DAX.
pub fn dax_text(value: &str) -> String {
    format!("\"{}\"", value.replace('"', "\"\""))
}

/// A text literal of Power Query M: `"` doubled, control characters as `#(…)`, and `#(` itself escaped.
pub fn m_text(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => text.push_str("\"\""),
            '#' if chars.peek() == Some(&'(') => text.push_str("#(#)"),
            '\n' => text.push_str("#(lf)"),
            '\r' => text.push_str("#(cr)"),
            '\t' => text.push_str("#(tab)"),
            c if c.is_control() => text.push_str(&format!("#({:08X})", c as u32)),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

/// The name of a query, step or parameter in M, always as a quoted identifier: `#"Warehouse Folder"`.
pub fn m_name(name: &str) -> String {
    format!("#{}", m_text(name))
}

/// A field access in M, `[#"customer_id"]`, safe for every column name.
pub fn m_field(name: &str) -> String {
    format!("[{}]", m_name(name))
}

/// A text of Graphviz's DOT; a line break begins a new line of the label, other control characters become a space.
pub fn dot_text(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

/// An identifier of T-SQL, in brackets.
pub fn sql_name(name: &str) -> String {
    format!("[{}]", name.replace(']', "]]"))
}

/// A national text literal of T-SQL.
pub fn sql_text(value: &str) -> String {
    format!("N'{}'", value.replace('\'', "''"))
}

/// Text of HTML, SVG and XML, in attributes too. Control characters stay as they are; XML does not allow all of them.
pub fn html_text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_html_is_no_markup() {
        assert_eq!(html_text("<a href='x'>\"&"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
    }

    #[test]
    fn tmdl_names_are_quoted_only_where_they_must_be() {
        assert_eq!(tmdl_name("Sales"), "Sales");
        assert_eq!(tmdl_name("Basket Rules"), "'Basket Rules'");
        assert_eq!(tmdl_name("a.b"), "'a.b'");
        assert_eq!(tmdl_name("O'Brien"), "'O''Brien'");
        assert_eq!(tmdl_name(""), "''");
        assert_eq!(tmdl_name("en-US"), "en-US");
        assert_eq!(tmdl_name("YOY%"), "YOY%");
        assert_eq!(tmdl_name("#Capacities"), "#Capacities");
        for bare in ["(x)", "-1", "[x]", "{x}", "/x", "!", "—"] {
            assert_eq!(tmdl_name(bare), bare);
        }
        assert_eq!(tmdl_column("Basket Rules", "Lift"), "'Basket Rules'.Lift");
    }

    #[test]
    fn tmdl_text_that_would_lose_its_quotes_or_spaces_is_quoted() {
        assert_eq!(tmdl_text("#,0"), "#,0");
        assert_eq!(tmdl_text("\"€\"#,0"), "\"€\"#,0");
        assert_eq!(tmdl_text("\"a\" \"b\""), "\"\"\"a\"\" \"\"b\"\"\"");
        assert_eq!(tmdl_text(" a"), "\" a\"");
        assert_eq!(tmdl_text("\""), "\"\"\"\"");
        assert_eq!(tmdl_text("a\tb\u{1}\u{85}c"), "a\tb\u{1}\u{85}c");
        assert_eq!(tmdl_text("a\t"), "\"a\t\"");
        assert_eq!(tmdl_text("a\r\nb"), "a  b");
    }

    #[test]
    fn every_quote_of_a_hostile_name_is_escaped() {
        let hostile = "O'Brien \"North\" & Co]";
        assert_eq!(dax_table(hostile), "'O''Brien \"North\" & Co]'");
        assert_eq!(dax_name(hostile), "[O'Brien \"North\" & Co]]]");
        assert_eq!(dax_text(hostile), "\"O'Brien \"\"North\"\" & Co]\"");
        assert_eq!(m_text("a#(lf)\n\"b\""), "\"a#(#)(lf)#(lf)\"\"b\"\"\"");
        assert_eq!(m_name("Warehouse Folder"), "#\"Warehouse Folder\"");
        assert_eq!(dot_text("a\"b\\N\n\tc"), "\"a\\\"b\\\\N\\n c\"");
        assert_eq!(sql_name(hostile), "[O'Brien \"North\" & Co]]]");
        assert_eq!(sql_text(hostile), "N'O''Brien \"North\" & Co]'");
    }
}
