//! Dates and times, one value at a time.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY, Visuals};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: NOT_IN_DIRECT_QUERY,
        text: r#"
CALENDAR(start_date end_date: datetime) -> {"Date" = datetime}
DATE(year month day: integer) -> datetime
EDATE EOMONTH(start_date: datetime, months: integer) -> datetime
TIME(hour minute second: integer) -> datetime
"#,
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.visuals(Visuals::Discouraged),
        text: r#"
CALENDARAUTO(fiscal_year_end_month?: integer) -> {"Date" = datetime}
"#,
    },
    Section {
        notes: EVERYWHERE,
        text: r#"
DATEDIFF(start_date end_date: datetime, interval: {SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR}) -> integer
DATEVALUE TIMEVALUE(text) -> datetime
NETWORKDAYS(start_date end_date: datetime, weekend?: integer | text, holidays?: table) -> integer
WEEKDAY WEEKNUM(date: datetime, return_type?: integer) -> integer
YEAR QUARTER MONTH DAY HOUR MINUTE SECOND(date: datetime) -> integer
YEARFRAC(start_date end_date: datetime, basis?: integer) -> number
"#,
    },
    Section {
        notes: EVERYWHERE.volatile(),
        text: r#"
NOW TODAY UTCNOW UTCTODAY() -> datetime
"#,
    },
];
