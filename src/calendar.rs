//! The Gregorian calendar in days since 1970-01-01, as frames count them.

/// How an instant is counted.
pub const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// By their English names, as Power BI shows them and the date table has them.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// From Monday on.
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The day of an instant in microseconds.
pub fn day_of(microseconds: i64) -> i32 {
    // 64 bits of microseconds are fewer than 32 bits of days.
    microseconds.div_euclid(MICROSECONDS_PER_DAY) as i32
}

/// A day as `2011-12-10`.
pub fn iso(days: i32) -> String {
    let Date { year, month, day } = Date::of(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl Date {
    /// After Howard Hinnant's `civil_from_days`: years that begin in March, in eras of 400 years.
    pub fn of(days: i32) -> Self {
        let shifted = i64::from(days) + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self { year: year as i32, month: month as u32, day: day as u32 }
    }

    /// The inverse of [`Date::of`].
    pub fn days(self) -> i32 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let march_month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * march_month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        (era * 146_097 + day_of_era - 719_468) as i32
    }
}

/// ISO day of the week, Monday = 1.
pub fn weekday(days: i32) -> i64 {
    // 1970-01-01 was a Thursday.
    (i64::from(days) + 3).rem_euclid(7) + 1
}

/// ISO year and week: a week belongs to the year of its Thursday.
pub fn iso_week(days: i32) -> (i32, i64) {
    let thursday = days + 4 - weekday(days) as i32;
    let year = Date::of(thursday).year;
    let new_year = Date { year, month: 1, day: 1 }.days();
    (year, i64::from((thursday - new_year) / 7 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(year: i32, month: u32, day: u32) -> i32 {
        Date { year, month, day }.days()
    }

    #[test]
    fn every_day_of_eight_centuries_follows_the_one_before() {
        let mut expected = Date { year: 1600, month: 1, day: 1 };
        for number in days(1600, 1, 1)..days(2400, 1, 1) {
            assert_eq!(Date::of(number), expected);
            assert_eq!(expected.days(), number);
            let leap = expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0);
            let length = match expected.month {
                2 => 28 + u32::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            expected = match expected {
                Date { year, month: 12, day: 31 } => Date { year: year + 1, month: 1, day: 1 },
                Date { year, month, day } if day == length => Date { year, month: month + 1, day: 1 },
                Date { year, month, day } => Date { year, month, day: day + 1 },
            };
        }
        assert_eq!(Date::of(0), Date { year: 1970, month: 1, day: 1 });
    }

    #[test]
    fn iso_weeks_belong_to_the_year_of_their_thursday() {
        assert_eq!(iso_week(days(2010, 1, 3)), (2009, 53));
        assert_eq!(iso_week(days(2010, 1, 4)), (2010, 1));
        assert_eq!(iso_week(days(2012, 12, 31)), (2013, 1));
        assert_eq!(iso_week(days(2011, 12, 9)), (2011, 49));
        assert_eq!((weekday(days(2011, 12, 9)), weekday(days(2011, 12, 11))), (5, 7));
    }

    #[test]
    fn an_instant_before_1970_is_on_the_day_it_is_on() {
        assert_eq!((day_of(-1), day_of(0), day_of(86_399_999_999), day_of(86_400_000_000)), (-1, 0, 0, 1));
    }
}
