//! What a server's types cannot hold is refused before anything is sent, and how much room text needs is measured.

use polars_core::frame::DataFrame;
use polars_core::frame::column::Column as FrameColumn;

use super::super::Error;
use super::super::frame::{Values, values};
use super::encode::EPOCH;
use crate::calendar::MICROSECONDS_PER_DAY;
use crate::catalog::{Column, DataType, Table};
use crate::diag::{Code, Diagnostic, Severity};
use crate::sqlserver::Dialect;

pub const CODES: &[&Code] = &[&TEXT_TOO_LONG, &DATE_OUT_OF_RANGE, &NUL_CHARACTER];

pub const TEXT_TOO_LONG: Code = Code {
    id: "SC050",
    name: "text-too-long",
    severity: Severity::Error,
    explanation: "A text is longer than its column of the database, and would have to be cut. A column that is no \
                  part of a key is made wider by itself, up to nvarchar(max); a key cannot be, because an index has \
                  a limit. No text may be longer than 32 767 UTF-16 units: Power BI reads no more either.\n\n\
                  Wrong:  a stock code of 300 characters in a key of nvarchar(100)\n\
                  Right:  a shorter stock code, or a column of the table that was made wider by hand",
};

pub const DATE_OUT_OF_RANGE: Code = Code {
    id: "SC051",
    name: "date-out-of-range",
    severity: Severity::Error,
    explanation: "A date lies outside the years 1 to 9999, which is all that SQL Server and Power BI know.\n\n\
                  Wrong:  an invoice of the year 20101\nRight:  an invoice of the year 2010",
};

pub const NUL_CHARACTER: Code = Code {
    id: "SC052",
    name: "nul-character",
    severity: Severity::Error,
    explanation: "A text holds the character U+0000, which Babelfish for PostgreSQL cannot store.\n\n\
                  Wrong:  `MUG` followed by U+0000\nRight:  `MUG`",
};

/// The longest text that a bulk load carries, in UTF-16 units.
pub const LONGEST: usize = 32_767;
/// 9999-12-31, in days since 1970-01-01.
const LAST_DAY: i64 = 2_932_896;
/// How much of a text a diagnostic shows.
const SHOWN: usize = 30;

/// For each column of text the UTF-16 units of its longest value; 0 for the others.
pub fn check(
    table: &Table,
    frame: &DataFrame,
    dialect: Dialect,
    wrong: &mut Vec<Diagnostic>,
) -> Result<Vec<usize>, Error> {
    let mut lengths = Vec::with_capacity(table.columns.len());
    for (column, stored) in table.columns.iter().zip(frame.columns()) {
        let failed = |source| Error::Table { action: "measure", table: table.name.to_string(), source };
        lengths.push(match values(stored).map_err(failed)? {
            Values::Texts(texts) => {
                let measured = measure(texts);
                if measured.longest > LONGEST {
                    wrong.push(too_long(table, column, stored, measured.longest, LONGEST));
                }
                if dialect == Dialect::Babelfish && measured.has_nul {
                    let message = format!("`{}.{}` holds a text with the character U+0000", table.name, column.name);
                    wrong.push(Diagnostic::new(&NUL_CHARACTER, message).help("take the character out of the source"));
                }
                measured.longest
            }
            Values::Numbers(numbers) => {
                let per_day = match column.kind {
                    DataType::Date => Some(1),
                    DataType::DateTime => Some(MICROSECONDS_PER_DAY),
                    _ => None,
                };
                if let Some(per_day) = per_day {
                    let is_outside = |value: &i64| !(-EPOCH..=LAST_DAY).contains(&value.div_euclid(per_day));
                    let outside = numbers.flatten().filter(is_outside).count();
                    if outside > 0 {
                        let name = format!("`{}.{}`", table.name, column.name);
                        let message = format!("{name} lies outside the years 1 to 9999 in {outside} rows");
                        wrong.push(Diagnostic::new(&DATE_OUT_OF_RANGE, message));
                    }
                }
                0
            }
        });
    }
    Ok(lengths)
}

struct Measured {
    longest: usize,
    has_nul: bool,
}

fn measure<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Measured {
    let mut measured = Measured { longest: 0, has_nul: false };
    for text in texts.flatten() {
        // A text has at most as many units as bytes, so most need not be counted.
        if text.len() > measured.longest {
            measured.longest = measured.longest.max(units(text));
        }
        measured.has_nul = measured.has_nul || text.as_bytes().contains(&0);
    }
    measured
}

pub fn units(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// A column whose longest value has more units than fit.
pub fn too_long(table: &Table, column: &Column, stored: &FrameColumn, longest: usize, fits: usize) -> Diagnostic {
    let message =
        format!("a text of {longest} UTF-16 units does not fit the {fits} of `{}.{}`", table.name, column.name);
    let texts = stored.str().into_iter().flat_map(|texts| texts.iter().flatten());
    let diagnostic = Diagnostic::new(&TEXT_TOO_LONG, message);
    match texts.into_iter().find(|text| units(text) == longest) {
        Some(text) => {
            let begins: String = text.chars().take(SHOWN).collect();
            diagnostic.note(format!("it begins with `{}`", begins.escape_debug()))
        }
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_measured_in_utf_16_units() {
        let measured = measure([Some("abc"), None, Some("ä"), Some("😀😀"), Some("")].into_iter());
        assert_eq!((measured.longest, measured.has_nul), (4, false));
        assert!(measure([Some("a\0")].into_iter()).has_nul);
    }
}
