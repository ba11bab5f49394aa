//! One value of a column as text, in the column's own form: money `1234.5000`, dates and times as ISO writes them.

use crate::calendar::{MICROSECONDS_PER_DAY as DAY, iso};
use crate::catalog::DataType;
use crate::etl::MONEY_SCALE;

/// A value that a frame holds as a number (or as one of days, microseconds, ten-thousandths, 0 and 1, …).
pub fn number(kind: DataType, value: i64) -> String {
    match kind {
        DataType::Integer | DataType::Text => value.to_string(),
        DataType::Money => money(value),
        DataType::Number => format!("{:?}", super::frame::from_sortable(value)),
        DataType::Boolean => (value != 0).to_string(),
        DataType::Date => date(value),
        DataType::DateTime => date_time(value),
    }
}

fn money(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (value, scale) = (value.unsigned_abs(), MONEY_SCALE.unsigned_abs());
    format!("{sign}{}.{:04}", value / scale, value % scale)
}

/// Days since 1970-01-01; both a date and the day of an instant fit 32 bits.
fn date(days: i64) -> String {
    iso(days as i32)
}

/// Microseconds since 1970-01-01, with a fraction only where there is one.
fn date_time(micros: i64) -> String {
    let (day, time) = (date(micros.div_euclid(DAY)), micros.rem_euclid(DAY));
    let (seconds, fraction) = (time / 1_000_000, time % 1_000_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:06}") };
    format!("{day}T{hour:02}:{minute:02}:{second:02}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_written_in_its_own_form() {
        assert_eq!(number(DataType::Integer, -7), "-7");
        assert_eq!(number(DataType::Money, 12_345_000), "1234.5000");
        assert_eq!(number(DataType::Money, -1), "-0.0001");
        assert_eq!(number(DataType::Money, i64::MIN), "-922337203685477.5808");
        assert_eq!(number(DataType::Boolean, 1), "true");
        let sortable = super::super::frame::to_sortable;
        assert_eq!(number(DataType::Number, sortable(-0.25)), "-0.25");
        assert_eq!(number(DataType::Number, sortable(1e300)), "1e300");
    }

    #[test]
    fn days_and_times_follow_the_calendar() {
        assert_eq!(number(DataType::Date, 0), "1970-01-01");
        assert_eq!(number(DataType::Date, -1), "1969-12-31");
        assert_eq!(number(DataType::Date, 11_016), "2000-02-29");
        assert_eq!(number(DataType::Date, 15_317), "2011-12-09");
        assert_eq!(number(DataType::DateTime, 15_317 * DAY + 46_200_000_000), "2011-12-09T12:50:00");
        assert_eq!(number(DataType::DateTime, -1), "1969-12-31T23:59:59.999999");
    }
}
