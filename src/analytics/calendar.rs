//! Days and months as numbers: days since 1970-01-01 as polars keeps a date, months counted from year 0.

use crate::calendar::Date;

pub use crate::calendar::{MICROSECONDS_PER_DAY as DAY, day_of, iso};

/// The month of a day: its year times 12 plus its month from 0.
pub fn month_of(day: i32) -> i32 {
    let Date { year, month, .. } = Date::of(day);
    year * 12 + month as i32 - 1
}

/// The first day of a month.
pub fn first_day(month: i32) -> i32 {
    Date { year: month.div_euclid(12), month: month.rem_euclid(12) as u32 + 1, day: 1 }.days()
}

/// The day that `2011-12-10` names; `None` for anything that is not such a date.
pub fn parse_iso(text: &str) -> Option<i32> {
    let mut parts = text.trim().split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
    // 31 February would come back as another day.
    (Date::of(date.days()) == date).then_some(date.days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_thousand_years_follows_the_one_before() {
        let mut last = Date::of(-200_000);
        for day in -199_999..200_000 {
            let next = Date::of(day);
            assert_eq!(next.days(), day);
            assert!(next > last && (next.day == last.day + 1 || next.day == 1));
            assert_eq!(first_day(month_of(day)), day - next.day as i32 + 1);
            last = next;
        }
    }

    #[test]
    fn dates_are_read_and_written_as_iso_8601() {
        assert_eq!(parse_iso("1970-01-01"), Some(0));
        assert_eq!(parse_iso("2011-12-10"), Some(15_318));
        assert_eq!(iso(15_318), "2011-12-10");
        for wrong in ["", "2011-12", "2011-02-29", "2011-13-01", "10/12/2011", "2011-12-10-1", "+011-12-10"] {
            assert_eq!(parse_iso(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_moment_before_1970_belongs_to_its_own_day() {
        assert_eq!(day_of(-1), -1);
        assert_eq!(day_of(DAY), 1);
    }
}
