//! Days and months as numbers: days since 1970-01-01 as polars keeps a date, months counted from year 0.

/// Microseconds in a day.
pub const DAY: i64 = 86_400_000_000;

/// The day of a moment in microseconds since 1970.
pub fn day_of(moment: i64) -> i32 {
    // 2^63 microseconds are 10^8 days: it fits.
    moment.div_euclid(DAY) as i32
}

/// The month of a day: its year times 12 plus its month from 0.
pub fn month_of(day: i32) -> i32 {
    let (year, month, _) = civil(day);
    year * 12 + month as i32 - 1
}

/// The first day of a month.
pub fn first_day(month: i32) -> i32 {
    days_from_civil(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1)
}

/// A day as `2011-12-10`.
pub fn iso(day: i32) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day that `2011-12-10` names; `None` for anything that is not such a date.
pub fn parse_iso(text: &str) -> Option<i32> {
    let mut parts = text.trim().split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let days = days_from_civil(year.parse().ok()?, month, day);
    // 31 February would come back as another day.
    (civil(days) == (year.parse().ok()?, month, day)).then_some(days)
}

/// Year, month and day of the proleptic Gregorian calendar, after Howard Hinnant's `civil_from_days`
/// (<https://howardhinnant.github.io/date_algorithms.html>).
fn civil(day: i32) -> (i32, u32, u32) {
    let z = i64::from(day) + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year as i32, month as u32, (doy - (153 * mp + 2) / 5 + 1) as u32)
}

/// The inverse of [`civil`], Hinnant's `days_from_civil`.
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let y = i64::from(year) - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = (i64::from(month) + 9) % 12;
    let doy = (153 * mp + 2) / 5 + i64::from(day) - 1;
    (era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_thousand_years_follows_the_one_before() {
        let mut last = civil(-200_000);
        for day in -199_999..200_000 {
            let next = civil(day);
            assert_eq!(days_from_civil(next.0, next.1, next.2), day);
            assert!(next > last && (next.2 == last.2 + 1 || next.2 == 1));
            assert_eq!(first_day(month_of(day)), day - next.2 as i32 + 1);
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
