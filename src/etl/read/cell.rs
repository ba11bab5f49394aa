//! One value of a source row, before it is known what it should be: the same for text files, sheets and Parquet.

use std::borrow::Cow;

use super::date;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(&'a str),
    Integer(i64),
    Float(f64),
    /// A number of a sheet: where a date is expected it counts days since `day_zero` (in days from 1970).
    Serial {
        value: f64,
        day_zero: i64,
    },
    /// `digits` by ten to the power of `scale`.
    Decimal {
        digits: i128,
        scale: usize,
    },
    Boolean(bool),
    /// Microseconds from 1970.
    DateTime(i64),
    /// Not readable as anything, such as `#N/A` in a sheet.
    Broken(&'a str),
}

/// A source row, by column number.
pub trait Record {
    fn cell(&self, column: usize) -> Cell<'_>;
}

impl<'a> Cell<'a> {
    /// The cell as it is, or `Empty` where it only says that there is no value.
    #[inline]
    pub fn present(self) -> Self {
        match self {
            Cell::Text(text) if is_absent(text.trim()) => Cell::Empty,
            Cell::Float(number) if number.is_nan() => Cell::Empty,
            cell => cell,
        }
    }

    /// The cell as text with its outer spaces; `None` where it is empty.
    #[inline]
    pub fn text(self) -> Result<Option<Cow<'a, str>>, String> {
        Ok(Some(match self.present() {
            Cell::Empty => return Ok(None),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Integer(number) => Cow::Owned(number.to_string()),
            Cell::Float(number) | Cell::Serial { value: number, .. } => Cow::Owned(number.to_string()),
            Cell::Decimal { digits, scale } => Cow::Owned(decimal_text(digits, scale)),
            Cell::Boolean(value) => Cow::Owned(value.to_string()),
            Cell::DateTime(micros) => Cow::Owned(date::show(micros)),
            cell @ Cell::Broken(_) => return Err(cell.instead_of("text")),
        }))
    }

    /// The cell as text without outer spaces; `None` where it is empty.
    #[inline]
    pub fn trimmed(self) -> Result<Option<Cow<'a, str>>, String> {
        Ok(self.text()?.map(trim))
    }

    pub fn boolean(self) -> Result<Option<bool>, String> {
        let cell = self.present();
        match cell {
            Cell::Empty => Ok(None),
            Cell::Boolean(value) => Ok(Some(value)),
            Cell::Integer(0) => Ok(Some(false)),
            Cell::Integer(1) => Ok(Some(true)),
            Cell::Float(value) | Cell::Serial { value, .. } if value == 0.0 => Ok(Some(false)),
            Cell::Float(value) | Cell::Serial { value, .. } if value == 1.0 => Ok(Some(true)),
            Cell::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "t" | "yes" | "y" | "1" => Ok(Some(true)),
                "false" | "f" | "no" | "n" | "0" => Ok(Some(false)),
                _ => Err(cell.instead_of("true or false")),
            },
            _ => Err(cell.instead_of("true or false")),
        }
    }

    /// ``expected …, found `…` ``, with the value cut to a length that fits a line.
    pub fn instead_of(self, expected: &str) -> String {
        let found = match self {
            Cell::Broken(text) | Cell::Text(text) => text.to_owned(),
            cell => match cell.text() {
                Ok(Some(text)) => text.into_owned(),
                _ => return format!("expected {expected}, found nothing"),
            },
        };
        format!("expected {expected}, found `{}`", shown(&found))
    }
}

/// Nothing, or what databases and data frames write where there is no value.
#[inline]
fn is_absent(trimmed: &str) -> bool {
    matches!(trimmed.as_bytes(), b"" | b"NULL" | b"null" | b"NaN" | b"nan")
}

/// Text as a message can show it: on one line, and not longer than a line.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    // `escape_debug` is for string literals; in back-ticks quotes need no backslash.
    shown.replace("\\\"", "\"").replace("\\'", "'")
}

#[inline]
fn trim(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

fn decimal_text(digits: i128, scale: usize) -> String {
    let sign = if digits < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_no_value_is_no_value() {
        for word in ["", "  ", "        ", "NULL", "nan", " NaN "] {
            assert_eq!(Cell::Text(word).present(), Cell::Empty, "{word:?}");
        }
        assert_eq!(Cell::Text("Null").present(), Cell::Text("Null"), "a surname");
    }

    #[test]
    fn numbers_become_text_without_a_trailing_point() {
        assert_eq!(Cell::Float(85048.0).trimmed(), Ok(Some("85048".into())));
        assert_eq!(Cell::Decimal { digits: 8504800, scale: 2 }.trimmed(), Ok(Some("85048".into())));
        assert_eq!(Cell::Decimal { digits: -5, scale: 2 }.trimmed(), Ok(Some("-0.05".into())));
    }

    #[test]
    fn booleans_are_read_in_the_usual_words() {
        assert_eq!(Cell::Text(" Yes").boolean(), Ok(Some(true)));
        assert_eq!(Cell::Serial { value: 0.0, day_zero: 0 }.boolean(), Ok(Some(false)));
        assert_eq!(Cell::Text("maybe").boolean(), Err("expected true or false, found `maybe`".to_owned()));
    }

    #[test]
    fn a_value_in_a_message_stays_on_its_line() {
        assert_eq!(shown("a\n\"b\"\0"), "a\\n\"b\"\\0");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 41);
    }
}
