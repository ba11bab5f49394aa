//! dim_date: the calendar.

use std::ops::RangeInclusive;

use polars_core::prelude::*;
use polars_lazy::frame::{IntoLazy, LazyFrame};

use super::columns;
use crate::calendar::{Date, MONTHS, WEEKDAYS, iso_week, weekday};

/// Every day from the first of January of the first kept invoice's year to the last of December of the last one's;
/// none where nothing was kept. Whole years are what Power BI's time intelligence asks of a date table.
///
/// Which of them the data has is told here and not in the model: to a role that sees one region's sales, the data
/// still ends where it ends, and a table that is asked at query time can have no column over other tables.
pub fn dim_date(kept: LazyFrame) -> PolarsResult<LazyFrame> {
    let kept = columns(kept, ["date_key"])?;
    let days = kept.column("date_key")?.date()?.physical();
    let (Some(first), Some(last)) = (days.iter().flatten().min(), days.iter().flatten().max()) else {
        return Ok(calendar(&[], 0..=0)?.lazy());
    };
    let covered = Date { day: 1, ..Date::of(first) }.days()..=last;
    let first = Date { year: Date::of(first).year, month: 1, day: 1 };
    let last = Date { year: Date::of(last).year, month: 12, day: 31 };
    let days: Vec<i32> = (first.days()..=last.days()).collect();
    Ok(calendar(&days, covered)?.lazy())
}

fn calendar(days: &[i32], covered: RangeInclusive<i32>) -> PolarsResult<DataFrame> {
    let flag = |name: &str, of: &dyn Fn(i32) -> bool| {
        Column::new(name.into(), days.iter().map(|day| of(*day)).collect::<Vec<_>>())
    };
    let integer = |name: &str, of: fn(i32, Date) -> i64| {
        Column::new(name.into(), days.iter().map(|day| of(*day, Date::of(*day))).collect::<Vec<_>>())
    };
    let text = |name: &str, of: fn(i32, Date) -> String| {
        StringChunked::from_iter_values(name.into(), days.iter().map(|day| of(*day, Date::of(*day)))).into_column()
    };
    let date = |name: &str, of: fn(i32, Date) -> i32| {
        let days = days.iter().map(|day| of(*day, Date::of(*day))).collect();
        Int32Chunked::from_vec(name.into(), days).into_date().into_column()
    };
    DataFrame::new_infer_height(vec![
        date("date_key", |day, _| day),
        integer("year", |_, date| year(date)),
        integer("quarter", |_, date| quarter(date)),
        text("quarter_name", |_, date| format!("Q{} {}", quarter(date), date.year)),
        integer("year_quarter", |_, date| year(date) * 10 + quarter(date)),
        integer("month", |_, date| i64::from(date.month)),
        text("month_name", |_, date| month_name(date).to_owned()),
        text("month_year", |_, date| format!("{} {}", &month_name(date)[..3], date.year)),
        integer("year_month", |_, date| year(date) * 100 + i64::from(date.month)),
        date("month_start", |_, date| Date { day: 1, ..date }.days()),
        integer("day_of_month", |_, date| i64::from(date.day)),
        integer("day_of_week", |day, _| weekday(day)),
        text("weekday_name", |day, _| WEEKDAYS[weekday(day) as usize - 1].to_owned()),
        integer("iso_year", |day, _| i64::from(iso_week(day).0)),
        integer("iso_week", |day, _| iso_week(day).1),
        flag("is_weekend", &|day| weekday(day) >= 6),
        flag("is_covered", &|day| covered.contains(&day)),
    ])
}

fn year(date: Date) -> i64 {
    i64::from(date.year)
}

fn quarter(date: Date) -> i64 {
    i64::from(date.month.div_ceil(3))
}

fn month_name(date: Date) -> &'static str {
    MONTHS[date.month as usize - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, clean_rows, day_2010};
    use crate::etl::star::testing::{assert_keeps_the_contract, numbers, texts};

    fn dates(rows: &[Row]) -> DataFrame {
        let (kept, _) = clean_rows(rows, &Options::default());
        let dates = dim_date(kept.lazy()).expect("made").collect().expect("collected");
        assert_keeps_the_contract(&dates, "dim_date", &[]);
        dates
    }

    #[test]
    fn the_calendar_is_whole_years_around_the_data() {
        let day = |day| Row { date: day_2010(day) + 1, ..Row::default() };
        let dates = dates(&[day(-31), day(708)]);
        assert_eq!(dates.height(), 3 * 365);
        let at = |column: &str, row: usize| numbers(&dates, column)[row];
        assert_eq!((at("year", 0), at("year", 1_094)), (Some(2009), Some(2011)));
        // 2009-12-31 and 2010-01-03, a Thursday and a Sunday of the same ISO week.
        assert_eq!((at("year_quarter", 364), at("year_month", 364)), (Some(20_094), Some(200_912)));
        assert_eq!((at("iso_year", 367), at("iso_week", 367), at("day_of_week", 367)), (Some(2009), Some(53), Some(7)));
        let name = |column: &str, row: usize| texts(&dates, column)[row].clone().expect("a name");
        assert_eq!((name("quarter_name", 367), name("month_year", 364)), ("Q1 2010".to_owned(), "Dec 2009".to_owned()));
        assert_eq!((name("month_name", 31), name("weekday_name", 364)), ("February".to_owned(), "Thursday".to_owned()));
        let flags = |name: &str| -> Vec<bool> {
            dates.column(name).expect("there").bool().expect("flags").iter().flatten().collect()
        };
        assert_eq!(flags("is_weekend")[364..369], [false, false, true, true, false]);
        // From the first of December 2009 to the last sale, 2011-12-10.
        let covered = flags("is_covered");
        assert_eq!(covered.iter().position(|covered| *covered), Some(334));
        assert_eq!(covered.iter().rposition(|covered| *covered), Some(2 * 365 + 343));
    }

    #[test]
    fn every_month_is_in_its_quarter() {
        let quarters: Vec<i64> = (1..=12).map(|month| quarter(Date { year: 2010, month, day: 1 })).collect();
        assert_eq!(quarters, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
    }

    #[test]
    fn without_sales_there_are_no_days() {
        assert_eq!(dates(&[]).height(), 0);
    }
}
