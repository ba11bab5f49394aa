//! The day to which recency is counted: a parameter, never the clock.

use super::Options;
use crate::analytics::calendar::{day_of, iso, parse_iso};
use crate::diag::{Code, Diagnostic, Severity};

/// `rfm.reference_date` cannot be read, or some invoice is not before it.
pub const REFERENCE_DATE: Code = Code {
    id: "ET104",
    name: "reference-date",
    severity: Severity::Error,
    explanation: "Recency is counted from the last purchase to `rfm.reference_date`: a date written as `2011-12-10` \
that is after the last kept invoice. Without it the day after the last kept invoice is taken.

Wrong:  [rfm]
        reference_date = \"10/12/2011\"
Right:  [rfm]
        reference_date = \"2011-12-10\"",
};

/// The reference date as a day since 1970; `last_invoice` is in microseconds since 1970.
pub fn reference_date(options: &Options, last_invoice: i64) -> Result<i32, Diagnostic> {
    let last = day_of(last_invoice);
    let Some(text) = &options.reference_date else { return Ok(last.saturating_add(1)) };
    let day = read(text)?;
    if day > last {
        return Ok(day);
    }
    let message = format!("`rfm.reference_date` is {text}, the last kept invoice is of {}", iso(last));
    let help = format!("it must be {} or later; leave it out to take that day", iso(last.saturating_add(1)));
    Err(Diagnostic::new(&REFERENCE_DATE, message).help(help))
}

/// The day that the option's text names.
pub(super) fn read(text: &str) -> Result<i32, Diagnostic> {
    let unreadable = || Diagnostic::new(&REFERENCE_DATE, format!("`rfm.reference_date` is not a date: `{text}`"));
    parse_iso(text).ok_or_else(|| unreadable().help("write year, month and day, such as `2011-12-10`"))
}

#[cfg(test)]
mod tests {
    use super::super::super::orders::moment;
    use super::*;

    fn date(text: Option<&str>) -> Result<String, String> {
        let options = Options { reference_date: text.map(str::to_owned), ..Options::default() };
        reference_date(&options, moment("2011-12-09 12:50")).map(iso).map_err(|diagnostic| diagnostic.message)
    }

    #[test]
    fn without_the_option_it_is_the_day_after_the_last_invoice() {
        assert_eq!(date(None).unwrap(), "2011-12-10");
    }

    #[test]
    fn a_date_that_is_not_after_the_last_invoice_is_refused() {
        assert_eq!(date(Some("2012-01-01")).unwrap(), "2012-01-01");
        let error = date(Some("2011-12-09")).unwrap_err();
        assert_eq!(error, "`rfm.reference_date` is 2011-12-09, the last kept invoice is of 2011-12-09");
        assert_eq!(date(Some("soon")).unwrap_err(), "`rfm.reference_date` is not a date: `soon`");
    }
}
