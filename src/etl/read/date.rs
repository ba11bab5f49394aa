//! Dates and times: the usual written forms to microseconds from 1970, as written, without a time zone.

use super::cell::Cell;
use crate::calendar::{Date, MICROSECONDS_PER_DAY as DAY, day_of, iso};

const MICROS: i64 = 1_000_000;

/// Years outside of these are typing mistakes or stand for "no date"; one of them would make a date table of
/// thousands of years.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2199;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Date and time; `None` where the cell is empty.
pub fn moment(cell: Cell, dayfirst: bool) -> Result<Option<i64>, String> {
    let cell = cell.present();
    let micros = match cell {
        Cell::Empty => return Ok(None),
        Cell::DateTime(micros) => micros,
        Cell::Serial { value, day_zero } => match from_serial(value, day_zero) {
            Some(micros) => micros,
            None => return Err(cell.instead_of("a date")),
        },
        Cell::Text(text) => match parse(text.trim(), dayfirst) {
            Ok(micros) => return Ok(Some(micros)),
            Err(fault) => return Err(fault.describe(cell, dayfirst)),
        },
        _ => return Err(cell.instead_of("a date")),
    };
    let year = i64::from(Date::of(day_of(micros)).year);
    if YEARS.contains(&year) { Ok(Some(micros)) } else { Err(Fault::Year.describe(cell, dayfirst)) }
}

/// The day of [`moment`], in days from 1970; a time of day that is not midnight is refused, not dropped.
pub fn day(cell: Cell, dayfirst: bool) -> Result<Option<i64>, String> {
    match moment(cell, dayfirst)? {
        Some(micros) if micros.rem_euclid(DAY) != 0 => Err(cell.instead_of("a date without a time")),
        micros => Ok(micros.map(|micros| micros.div_euclid(DAY))),
    }
}

/// A sheet's serial number: days since `day_zero`, with the time as the fraction, good to the millisecond.
pub fn from_serial(value: f64, day_zero: i64) -> Option<i64> {
    // Before 1 March 1900 the spreadsheets' calendar has a day that never was, and no sale is that old.
    if !(61.0..2_000_000.0).contains(&value) {
        return None;
    }
    let milliseconds = (value * 86_400_000.0).round() as i64;
    Some(milliseconds * 1_000 + day_zero * DAY)
}

/// Date and time as somebody has written it, year first.
pub fn written(text: &str) -> Option<i64> {
    parse(text.trim(), false).ok()
}

/// `2010-12-01 08:26:00`, for messages and where a date stands in a column of text.
pub fn show(micros: i64) -> String {
    let seconds = micros.rem_euclid(DAY) / MICROS;
    let date = iso(day_of(micros));
    if seconds == 0 {
        return date;
    }
    format!("{date} {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Not one of the forms.
    Form,
    /// No such day or month.
    NoSuchDay,
    /// No such day or month in the order that is set; `swapped`: there is one in the other order.
    Order {
        swapped: bool,
    },
    Year,
    Time,
}

impl Fault {
    fn describe(self, cell: Cell, dayfirst: bool) -> String {
        let order = if dayfirst { "day/month/year" } else { "month/day/year" };
        match self {
            Fault::Form => cell.instead_of("a date such as `2010-12-01 08:26`"),
            Fault::NoSuchDay => cell.instead_of("a day that exists"),
            Fault::Order { swapped: false } => {
                format!("{}; no such day (`dayfirst` is {dayfirst})", cell.instead_of(order))
            }
            Fault::Order { swapped: true } => {
                format!("{}; `dayfirst = {}` reads it the other way", cell.instead_of(order), !dayfirst)
            }
            Fault::Year => cell.instead_of("a year from 1900 to 2199"),
            Fault::Time => cell.instead_of("a time such as `08:26`"),
        }
    }
}

fn parse(text: &str, dayfirst: bool) -> Result<i64, Fault> {
    let mut cursor = Cursor(text.as_bytes());
    let days = date(&mut cursor, dayfirst)?;
    let time = time(&mut cursor).ok_or(Fault::Time)?;
    Ok(days * DAY + time)
}

fn date(cursor: &mut Cursor, dayfirst: bool) -> Result<i64, Fault> {
    let (first, digits) = cursor.number().ok_or(Fault::Form)?;
    let separator = cursor.next_if(|byte| matches!(byte, b'-' | b'/' | b'.' | b' ')).ok_or(Fault::Form)?;
    if let Some(month) = cursor.month_name() {
        cursor.next_if(|byte| byte == separator).ok_or(Fault::Form)?;
        let year = cursor.year().ok_or(Fault::Form)?;
        return days(year, month, first).ok_or(Fault::NoSuchDay);
    }
    let (second, _) = cursor.number().ok_or(Fault::Form)?;
    cursor.next_if(|byte| byte == separator && byte != b' ').ok_or(Fault::Form)?;
    if digits == 4 {
        let (third, _) = cursor.number().ok_or(Fault::Form)?;
        let year = Some(first).filter(|year| YEARS.contains(year)).ok_or(Fault::Year)?;
        return days(year, second, third).ok_or(Fault::NoSuchDay);
    }
    let year = cursor.year().ok_or(Fault::Form)?;
    let year = Some(year).filter(|year| YEARS.contains(year)).ok_or(Fault::Year)?;
    // Where points stand between, the day comes first in every country that writes so.
    if separator == b'.' {
        return days(year, second, first).ok_or(Fault::NoSuchDay);
    }
    let (day, month) = if dayfirst { (first, second) } else { (second, first) };
    days(year, month, day).ok_or_else(|| Fault::Order { swapped: days(year, day, month).is_some() })
}

/// Microseconds of the day; nothing left is midnight.
fn time(cursor: &mut Cursor) -> Option<i64> {
    if cursor.0.is_empty() {
        return Some(0);
    }
    cursor.next_if(|byte| matches!(byte, b' ' | b'T' | b't' | b','))?;
    cursor.skip_spaces();
    let (mut hour, _) = cursor.number()?;
    let (mut minute, mut second, mut micros) = (0, 0, 0);
    let minutes = cursor.next_if(|byte| byte == b':').is_some();
    if minutes {
        (minute, _) = cursor.number()?;
    }
    if minutes && cursor.next_if(|byte| byte == b':').is_some() {
        (second, _) = cursor.number()?;
        micros = cursor.fraction()?;
    }
    cursor.skip_spaces();
    let half = cursor.half_of_day();
    if let Some(afternoon) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    cursor.zone()?;
    let valid = cursor.0.is_empty() && (minutes || half.is_some()) && hour < 24 && minute < 60 && second < 60;
    valid.then_some(((hour * 60 + minute) * 60 + second) * MICROS + micros)
}

/// Days from 1970 of a day that exists.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    let date = Date { year: i32::try_from(year).ok()?, month: month as u32, day: day as u32 };
    Some(i64::from(date.days()))
}

/// What is left of the text.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn next_if(&mut self, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !wanted(*first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }

    fn skip_spaces(&mut self) {
        while self.next_if(|byte| byte == b' ').is_some() {}
    }

    /// One to four digits, and how many.
    fn number(&mut self) -> Option<(i64, usize)> {
        let (mut value, mut digits) = (0, 0);
        while let Some(byte) = self.next_if(|byte| byte.is_ascii_digit()) {
            value = value * 10 + i64::from(byte - b'0');
            digits += 1;
            if digits > 4 {
                return None;
            }
        }
        (digits > 0).then_some((value, digits))
    }

    /// Four digits, or two: `70` to `99` are of the last century, as `strptime` has it.
    fn year(&mut self) -> Option<i64> {
        match self.number()? {
            (year, 4) => Some(year),
            (year @ 0..=69, 2) => Some(2000 + year),
            (year, 2) => Some(1900 + year),
            _ => None,
        }
    }

    fn month_name(&mut self) -> Option<i64> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, rest) = self.0.split_at(length);
        let word = std::str::from_utf8(word).ok()?.to_ascii_lowercase();
        let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
        self.0 = rest;
        i64::try_from(at + 1).ok()
    }

    /// Digits behind a point or comma as microseconds, further ones dropped; none is zero.
    fn fraction(&mut self) -> Option<i64> {
        if self.next_if(|byte| matches!(byte, b'.' | b',')).is_none() {
            return Some(0);
        }
        let (mut micros, mut unit) = (0, MICROS / 10);
        let before = self.0.len();
        while let Some(byte) = self.next_if(|byte| byte.is_ascii_digit()) {
            micros += i64::from(byte - b'0') * unit;
            unit /= 10;
        }
        (self.0.len() < before).then_some(micros)
    }

    /// `AM` is false, `PM` is true.
    fn half_of_day(&mut self) -> Option<bool> {
        let (afternoon, rest) = match self.0 {
            [b'a' | b'A', b'm' | b'M', rest @ ..] => (false, rest),
            [b'p' | b'P', b'm' | b'M', rest @ ..] => (true, rest),
            _ => return None,
        };
        self.0 = rest;
        Some(afternoon)
    }

    /// `Z` or `+01:00` is read over: a sale belongs to the hour that the shop's clock showed.
    fn zone(&mut self) -> Option<()> {
        if self.next_if(|byte| matches!(byte, b'Z' | b'z')).is_some() {
            return Some(());
        }
        if self.next_if(|byte| matches!(byte, b'+' | b'-')).is_some() {
            self.number()?;
            if self.next_if(|byte| byte == b':').is_some() {
                self.number()?;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, dayfirst: bool) -> Result<String, String> {
        moment(Cell::Text(text), dayfirst).map(|micros| micros.map_or_else(String::new, show))
    }

    #[test]
    fn every_usual_form_is_read() {
        for (text, expected) in [
            ("2010-12-01 08:26:00", "2010-12-01 08:26:00"),
            ("2010-12-01T08:26", "2010-12-01 08:26:00"),
            ("2010-12-01T08:26:05.123456Z", "2010-12-01 08:26:05"),
            ("2010-12-01 08:26:00+01:00", "2010-12-01 08:26:00"),
            ("2010-12-01", "2010-12-01"),
            ("2010/12/1", "2010-12-01"),
            ("12/1/2010 08:26", "2010-12-01 08:26:00"),
            ("12/1/2010 8:26:30 PM", "2010-12-01 20:26:30"),
            ("12/1/2010 12:05am", "2010-12-01 00:05:00"),
            ("12/1/10 8:26", "2010-12-01 08:26:00"),
            ("12-1-2010", "2010-12-01"),
            ("1.12.2010 8:26", "2010-12-01 08:26:00"),
            ("01-Dec-2010", "2010-12-01"),
            ("1 december 2010 08:26", "2010-12-01 08:26:00"),
            ("2/29/2012", "2012-02-29"),
        ] {
            assert_eq!(read(text, false), Ok(expected.to_owned()), "{text}");
        }
        assert_eq!(read("01/12/2010", true), Ok("2010-12-01".to_owned()));
        assert_eq!(moment(Cell::Text("2010-12-01 00:00:00.25"), false), Ok(Some(14_944 * DAY + 250_000)));
    }

    #[test]
    fn a_day_that_the_setting_forbids_says_how_it_was_read() {
        assert_eq!(
            read("13/31/2010", false),
            Err("expected month/day/year, found `13/31/2010`; no such day (`dayfirst` is false)".to_owned()),
            "it exists neither way",
        );
        assert_eq!(
            read("31/12/2010", false),
            Err("expected month/day/year, found `31/12/2010`; `dayfirst = true` reads it the other way".to_owned())
        );
        assert!(read("12/31/2010", true).unwrap_err().contains("`dayfirst = false`"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "abc",
            "2010",
            "2010-13-01",
            "2010-02-30",
            "2/29/2011",
            "2010-12-01 25:00",
            "2010-12-01 08:60",
            "2010-12",
            "2010-12-01 08",
            "2010-12-01x",
            "9999-12-31",
            "0001-01-01",
            "12/1/201",
            "1-Foo-2010",
            "2010-12-01 13:00 PM",
            "2010-12/01",
            "1 2 2010",
            "40148.35",
            "2010-12-01 08:26:00.",
        ] {
            assert!(read(text, false).is_err(), "{text}: {:?}", read(text, false));
        }
        assert_eq!(moment(Cell::Text(" "), false), Ok(None));
    }

    #[test]
    fn serial_numbers_of_sheets_are_dates() {
        let day_zero = -25_569;
        let serial = |value| moment(Cell::Serial { value, day_zero }, false).map(|micros| micros.map(show));
        assert_eq!(serial(40_513.351_388_888_89), Ok(Some("2010-12-01 08:26:00".to_owned())));
        assert_eq!(serial(40_513.0), Ok(Some("2010-12-01".to_owned())));
        for value in [f64::NAN, -1.0, 0.5, 1e12] {
            assert!(serial(value).is_err(), "{value}");
        }
    }

    #[test]
    fn a_day_with_a_time_is_not_cut_to_a_day() {
        assert_eq!(day(Cell::Text("1970-01-02"), false), Ok(Some(1)));
        assert!(day(Cell::Text("1970-01-02 08:26"), false).unwrap_err().contains("without a time"));
    }

    proptest! {
        #[test]
        fn every_day_reads_back_in_every_order(at in -25_567_i64..83_000, second in 0_i64..86_400) {
            let micros = at * DAY + second * MICROS;
            let Date { year, month, day } = Date::of(at as i32);
            prop_assert_eq!(days(year.into(), month.into(), day.into()), Some(at));
            let time = format!("{}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
            for (text, dayfirst) in [
                (format!("{year}-{month}-{day}T{time}"), true),
                (format!("{month}/{day}/{year} {time}"), false),
                (format!("{day:02}/{month:02}/{year} {time}"), true),
                (format!("{day}.{month}.{year} {time}"), false),
            ] {
                prop_assert_eq!(moment(Cell::Text(&text), dayfirst), Ok(Some(micros)), "{}", text);
            }
        }

        #[test]
        fn no_text_breaks_the_parser(text in "[0-9 :/.TZAPMapm+-]{0,30}|.*") {
            let _ = (moment(Cell::Text(&text), false), day(Cell::Text(&text), true));
        }
    }
}
