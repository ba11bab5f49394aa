//! A frame's columns as the cells of a bulk load, row by row, straight from where they lie: text is borrowed.

use std::borrow::Cow;

use polars_core::datatypes::DataType as FrameType;
use polars_core::error::PolarsResult;
use polars_core::frame::column::Column;
use tiberius::ColumnData;
use tiberius::time::{Date, DateTime2, Time};

use crate::calendar::MICROSECONDS_PER_DAY;

/// Days from 0001-01-01, from which the server counts, to 1970-01-01.
pub const EPOCH: i64 = 719_162;
/// The digits of a second that a frame holds.
pub const TIME_SCALE: u8 = 6;

pub type Cells<'a> = Box<dyn Iterator<Item = ColumnData<'a>> + 'a>;

/// The column must have passed [`super::limits`]: its dates are dates of the server.
pub fn cells(column: &Column) -> PolarsResult<Cells<'_>> {
    Ok(match column.dtype() {
        FrameType::String => Box::new(column.str()?.iter().map(|value| ColumnData::String(value.map(Cow::Borrowed)))),
        FrameType::Float64 => Box::new(column.f64()?.iter().map(ColumnData::F64)),
        FrameType::Boolean => Box::new(column.bool()?.iter().map(ColumnData::Bit)),
        FrameType::Date => {
            let days = column.date()?.phys.iter();
            Box::new(days.map(|days| ColumnData::Date(days.map(|days| date(i64::from(days))))))
        }
        FrameType::Datetime(..) => {
            Box::new(column.datetime()?.phys.iter().map(|micros| ColumnData::DateTime2(micros.map(date_time))))
        }
        _ => Box::new(column.i64()?.iter().map(ColumnData::I64)),
    })
}

fn date(days: i64) -> Date {
    Date::new((days + EPOCH) as u32)
}

fn date_time(micros: i64) -> DateTime2 {
    let time = Time::new(micros.rem_euclid(MICROSECONDS_PER_DAY) as u64, TIME_SCALE);
    DateTime2::new(date(micros.div_euclid(MICROSECONDS_PER_DAY)), time)
}

/// Days since 1970-01-01.
pub fn days(date: Date) -> i64 {
    i64::from(date.days()) - EPOCH
}

/// Microseconds since 1970-01-01; what is finer is cut off.
pub fn micros(value: DateTime2) -> i64 {
    let (increments, scale) = (value.time().increments() as i64, u32::from(value.time().scale()));
    let time = match scale.checked_sub(u32::from(TIME_SCALE)) {
        Some(finer) => increments / 10i64.pow(finer),
        None => increments * 10i64.pow(u32::from(TIME_SCALE) - scale),
    };
    days(value.date()) * MICROSECONDS_PER_DAY + time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_instants_come_back_as_they_went() {
        for day in [-EPOCH, -1, 0, 1, 15_317, 2_932_896] {
            assert_eq!(days(date(day)), day);
        }
        for instant in [-EPOCH * MICROSECONDS_PER_DAY, -1, 0, 1_323_434_999_123_456] {
            assert_eq!(micros(date_time(instant)), instant);
        }
        assert_eq!(micros(DateTime2::new(date(1), Time::new(5, 0))), MICROSECONDS_PER_DAY + 5_000_000);
        assert_eq!(micros(DateTime2::new(date(1), Time::new(25, 7))), MICROSECONDS_PER_DAY + 2);
    }
}
