//! The end of reading: too many rows that can't be read, none at all, or the frames.

use std::path::PathBuf;

use sha2::Digest;

use super::codes::{AMOUNTS_TOO_LARGE, NO_ROWS, TOO_MANY_UNREADABLE, UNREADABLE_ROWS};
use super::rows::Rows;
use super::{Error, Raw, Reading};
use crate::diag::{Diagnostic, sort};

impl Reading<'_> {
    pub fn finish(mut self, paths: &[PathBuf]) -> Result<Raw, Error> {
        if self.rows.seen == 0 {
            return Err(no_rows(&self.warnings).into());
        }
        if let Some(found) = unreadable(&self.rows, self.options.max_unreadable_share) {
            if found.is_error() {
                return Err(found.into());
            }
            self.warnings.push(found);
        }
        if self.rows.amounts > i64::MAX as u128 {
            return Err(too_large().into());
        }
        sort(&mut self.warnings);
        let rows_in = self.rows.seen;
        let (rows, unreadable) = self.rows.finish()?;
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Raw {
            rows,
            unreadable,
            rows_in,
            source_hash: self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
            sources: paths.iter().map(name).collect(),
            warnings: self.warnings,
        })
    }
}

fn no_rows(warnings: &[Diagnostic]) -> Diagnostic {
    let diagnostic = Diagnostic::new(&NO_ROWS, "no source file has a row");
    let places = warnings.iter().flat_map(|warning| &warning.labels);
    places.fold(diagnostic, |diagnostic, label| diagnostic.at(label.place.clone(), label.text.clone()))
}

fn too_large() -> Diagnostic {
    let most = i64::MAX / crate::etl::MONEY_SCALE;
    let message = format!("the amounts of the source add up to more than {most}, which is all that money can be");
    Diagnostic::new(&AMOUNTS_TOO_LARGE, message)
        .help("look at the columns taken for quantity and unit_price, and at `decimal_comma` in `[source]`")
}

/// An error where there are too many of them, a warning where there are some.
fn unreadable(rows: &Rows, allowed: f64) -> Option<Diagnostic> {
    let unreadable = rows.rejects.len() as u64;
    if unreadable == 0 {
        return None;
    }
    // A quote left open makes one row of many, and they are all lost.
    let lost = unreadable + rows.swallowed;
    let all = rows.seen + rows.swallowed;
    let share = lost as f64 / all as f64;
    let lines = if rows.swallowed > 0 { " (and lines that an open quote hides)" } else { "" };
    let message = format!("{lost} of {all} rows{lines} can't be read");
    let diagnostic = if share > allowed {
        Diagnostic::new(&TOO_MANY_UNREADABLE, format!("{message}, more than the share of {allowed} that is allowed"))
            .help("if that is right, raise `max_unreadable_share` in `[source]`")
    } else {
        Diagnostic::new(&UNREADABLE_ROWS, message)
    };
    Some(rows.shown.iter().fold(diagnostic, |diagnostic, (place, text)| diagnostic.at(place.clone(), text)))
}
