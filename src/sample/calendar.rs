//! When things are sold: the days the file covers, how the rows spread over them, and the hours of a day.

use super::curve::Curve;

/// Days covered: 2009-12-01 to 2011-12-09.
pub const DAYS: usize = 739;

/// Share of the rows, in 1/10,000, of each month from December 2009 to December 2011 (nine days).
const MONTHS: [u32; 25] = [
    422, 295, 278, 396, 322, 334, 377, 316, 318, 399, 558, 738, 408, 341, 268, 356, 290, 359, 357, 383, 342, 487, 589,
    821, 247,
];

/// Monday to Sunday; nobody sells on a Saturday.
const WEEKDAYS: [u32; 7] = [16, 19, 18, 21, 16, 0, 10];

/// Minute of the day below which so many of 10,000 invoices are written.
const HOURS: Curve = Curve(&[
    (0, 380),
    (25, 480),
    (239, 540),
    (895, 600),
    (2_019, 660),
    (3_255, 720),
    (4_765, 780),
    (6_101, 840),
    (7_317, 900),
    (8_467, 960),
    (9_244, 1_020),
    (9_718, 1_080),
    (9_872, 1_140),
    (9_981, 1_200),
    (10_000, 1_230),
]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    pub year: u32,
    pub month: u32,
    pub day: u32,
}

/// The days in order, and how many rows are written by the end of each.
pub struct Calendar {
    dates: Vec<Date>,
    targets: Vec<u64>,
}

impl Calendar {
    pub fn new(rows: u64) -> Self {
        let dates: Vec<Date> = dates().collect();
        let weights = weights(&dates);
        let total = weights.iter().map(|weight| u128::from(*weight)).sum::<u128>().max(1);
        let mut so_far = 0;
        let targets = weights.iter().map(|weight| {
            so_far += u128::from(*weight);
            ((u128::from(rows) * so_far + total / 2) / total) as u64
        });
        let targets = targets.collect();
        Self { dates, targets }
    }

    pub fn date(&self, day: usize) -> Date {
        self.dates[day.min(DAYS - 1)]
    }

    /// Rows written by the end of the day.
    pub fn target(&self, day: usize) -> u64 {
        self.targets.get(day).copied().unwrap_or(u64::MAX)
    }

    /// The minute of the day at which a file with so many rows stands.
    pub fn minute(&self, day: usize, written: u64) -> u32 {
        let from = day.checked_sub(1).map_or(0, |eve| self.target(eve));
        let span = u128::from((self.target(day).saturating_sub(from)).max(1));
        let share = u128::from(written.saturating_sub(from)) * u128::from(super::curve::WHOLE) / span;
        HOURS.at(share.min(u128::from(super::curve::WHOLE)) as u32)
    }

    /// From September to December the Christmas goods are out.
    pub fn is_christmas(&self, day: usize) -> bool {
        self.date(day).month >= 9
    }
}

/// First and last day, of those on which the shop is open, of a month of the file, counted from 0.
pub fn month_days(month: usize) -> (u32, u32) {
    let before: u32 = (0..month).map(length).sum();
    let open = if month.is_multiple_of(12) { 23 } else { length(month) };
    (before, (before + open).min(DAYS as u32) - 1)
}

/// Days of a month of the file.
fn length(month: usize) -> u32 {
    match (month + 11) % 12 + 1 {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn dates() -> impl Iterator<Item = Date> {
    let months = (0..MONTHS.len()).flat_map(|month| {
        let year = 2009 + (month as u32).div_ceil(12);
        (1..=length(month)).map(move |day| Date { year, month: (month as u32 + 11) % 12 + 1, day })
    });
    months.take(DAYS)
}

/// A month's share is spread over its open days by weekday; from Christmas Eve to 3 January the shop is shut.
fn weights(dates: &[Date]) -> Vec<u64> {
    let open = |(at, date): (usize, &Date)| match (date.month, date.day) {
        (12, 24..) | (1, ..=3) => 0,
        // 2009-12-01 was a Tuesday.
        _ => WEEKDAYS[(at + 1) % 7],
    };
    let open: Vec<u32> = dates.iter().enumerate().map(open).collect();
    let month = |date: &Date| (date.year * 12 + date.month - (2009 * 12 + 12)) as usize;
    let mut whole = [0; MONTHS.len()];
    for (date, open) in dates.iter().zip(&open) {
        whole[month(date)] += u64::from(*open);
    }
    let weight = |(date, open): (&Date, &u32)| {
        u64::from(MONTHS[month(date)]) * u64::from(*open) * 1_000_000 / whole[month(date)].max(1)
    };
    dates.iter().zip(&open).map(weight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_covers_two_years_and_nine_days() {
        let calendar = Calendar::new(1_000);
        assert_eq!(calendar.date(0), Date { year: 2009, month: 12, day: 1 });
        assert_eq!(calendar.date(31), Date { year: 2010, month: 1, day: 1 });
        assert_eq!(calendar.date(DAYS - 1), Date { year: 2011, month: 12, day: 9 });
        assert_eq!(calendar.target(DAYS - 1), 1_000);
        assert_eq!([month_days(0), month_days(1), month_days(24)], [(0, 22), (31, 61), (730, 738)]);
    }

    #[test]
    fn nothing_is_planned_for_a_saturday_or_for_christmas() {
        let calendar = Calendar::new(1_000_000);
        // 2009-12-05 was a Saturday.
        assert_eq!(calendar.target(3), calendar.target(4));
        assert_eq!(calendar.target(22), calendar.target(33));
        assert!(calendar.target(2) < calendar.target(3));
    }

    #[test]
    fn a_day_runs_from_morning_to_evening() {
        let calendar = Calendar::new(1_000_000);
        assert_eq!(calendar.minute(0, 0), 380);
        assert!((700..800).contains(&calendar.minute(0, calendar.target(0) / 2)));
        assert_eq!(calendar.minute(0, calendar.target(0) * 3), 1_229);
    }
}
