//! Functions of single dates. A date is the days since 30 December 1899.

use super::compile::{Entry, entry};
use super::evaluate::{Evaluated, Evaluator, Out, fails, refused, scalar};
use super::node::Node;
use crate::calendar::{Date, iso_week, weekday};
use crate::proof::value::Value;

pub const FUNCTIONS: &[Entry] = &[
    entry("DATE", "sss", make),
    entry("TIME", "sss", |e, _, a| {
        let (hours, minutes, seconds) = (e.number(&a[0])?, e.number(&a[1])?, e.number(&a[2])?);
        scalar(Value::Date((hours * 3600.0 + minutes * 60.0 + seconds) / SECONDS))
    }),
    entry("DATEVALUE", "s", |e, n, a| {
        let text = e.text(&a[0])?;
        parse(&text)
            .map_or_else(|| Err(refused(&n.span, format!("the date of the text `{text}`"))), |d| scalar(Value::Date(d)))
    }),
    entry("YEAR", "s", |e, n, a| part(e, n, a, |days| i64::from(civil(days).year))),
    entry("MONTH", "s", |e, n, a| part(e, n, a, |days| i64::from(civil(days).month))),
    entry("DAY", "s", |e, n, a| part(e, n, a, |days| i64::from(civil(days).day))),
    entry("QUARTER", "s", |e, n, a| part(e, n, a, |days| i64::from(civil(days).month.div_ceil(3)))),
    entry("HOUR", "s", |e, n, a| clock(e, n, a, 3600, 24)),
    entry("MINUTE", "s", |e, n, a| clock(e, n, a, 60, 60)),
    entry("SECOND", "s", |e, n, a| clock(e, n, a, 1, 60)),
    entry("WEEKDAY", "s?s", week_day),
    entry("WEEKNUM", "s?s", week_number),
    entry("EDATE", "ss", |e, n, a| shifted(e, n, a, |date, months| Some(add_months(date, months)))),
    entry("EOMONTH", "ss", |e, n, a| {
        shifted(e, n, a, |date, months| {
            let date = add_months(Date { day: 1, ..date }, months);
            Some(Date { day: length(date.year, date.month), ..date })
        })
    }),
    entry("DATEDIFF", "ssw", difference),
    entry("TODAY", "", |_, n, _| Err(refused(&n.span, "`TODAY`: a preview is the same on every day"))),
    entry("NOW", "", |_, n, _| Err(refused(&n.span, "`NOW`: a preview is the same on every day"))),
];

const SECONDS: f64 = 86_400.0;
/// Days from 30 December 1899 to 1970.
const EPOCH: i64 = 25_569;

/// The day of a number of days.
pub fn civil(days: f64) -> Date {
    Date::of((days.floor() as i64 - EPOCH).clamp(-1_000_000, 10_000_000) as i32)
}

pub fn number(date: Date) -> f64 {
    (i64::from(date.days()) + EPOCH) as f64
}

pub fn length(year: i32, month: u32) -> u32 {
    let next =
        if month == 12 { Date { year: year + 1, month: 1, day: 1 } } else { Date { year, month: month + 1, day: 1 } };
    (next.days() - Date { year, month, day: 1 }.days()) as u32
}

/// The same day of another month, or its last.
pub fn add_months(date: Date, months: i64) -> Date {
    let all = i64::from(date.year) * 12 + i64::from(date.month) - 1 + months;
    let (year, month) = (all.div_euclid(12) as i32, all.rem_euclid(12) as u32 + 1);
    Date { year, month, day: date.day.min(length(year, month)) }
}

/// `2010-12-31`, with or without a time of day behind it.
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    let (day, time) = text.split_once(['T', ' ']).map_or((text, None), |(day, time)| (day, Some(time)));
    let parts: Vec<i64> = day.split(['-', '/']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [year, month, day] = parts.as_slice() else { return None };
    if *year < 1000 || !(1..=12).contains(month) || *day < 1 || *day > i64::from(length(*year as i32, *month as u32)) {
        return None;
    }
    let date = number(Date { year: *year as i32, month: *month as u32, day: *day as u32 });
    let seconds = match time {
        None => 0.0,
        Some(time) => {
            let parts: Vec<f64> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
            parts.iter().zip([3600.0, 60.0, 1.0]).map(|(part, factor)| part * factor).sum()
        }
    };
    Some(date + seconds / SECONDS)
}

/// Months and days beyond their end count on, and a year below 1900 is one after 1900.
fn make(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let mut parts = [0i64; 3];
    for (part, argument) in parts.iter_mut().zip(arguments) {
        *part = evaluator.number(argument)?.round() as i64;
    }
    let [year, month, day] = parts;
    let year = if (0..1900).contains(&year) { year + 1900 } else { year };
    if !(1..10_000).contains(&year) {
        return Err(fails(&node.span, "a date of this year"));
    }
    let first = add_months(Date { year: year as i32, month: 1, day: 1 }, month - 1);
    scalar(Value::Date(number(first) + (day - 1) as f64))
}

fn days(node: &Node, value: &Value) -> Evaluated<Option<f64>> {
    match value {
        Value::Blank => Ok(None),
        Value::Text(text) => {
            parse(text).map(Some).ok_or_else(|| refused(&node.span, format!("the date of the text `{text}`")))
        }
        other => other
            .number()
            .map(Some)
            .ok_or_else(|| fails(&node.span, format!("{} where a date is needed", other.kind()))),
    }
}

fn part(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], of: impl Fn(f64) -> i64) -> Evaluated<Out> {
    let value = evaluator.scalar(&arguments[0])?;
    scalar(days(node, &value)?.map_or(Value::Blank, |days| Value::Integer(of(days))))
}

fn clock(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], seconds: i64, of: i64) -> Evaluated<Out> {
    part(evaluator, node, arguments, |days| ((days - days.floor()) * SECONDS).round() as i64 / seconds % of)
}

fn option(evaluator: &mut Evaluator, arguments: &[Node]) -> Evaluated<i64> {
    arguments.get(1).map_or(Ok(1), |node| Ok(evaluator.number(node)? as i64))
}

fn week_day(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let kind = option(evaluator, arguments)?;
    let of = |days: f64| weekday((days.floor() as i64 - EPOCH) as i32);
    match kind {
        1 => part(evaluator, node, arguments, |days| of(days) % 7 + 1),
        2 => part(evaluator, node, arguments, of),
        3 => part(evaluator, node, arguments, |days| of(days) - 1),
        kind => Err(refused(&node.span, format!("`WEEKDAY` with {kind}"))),
    }
}

/// Weeks begin on Sunday or on Monday, and the first is that of the first of January; or ISO weeks.
fn week_number(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let kind = option(evaluator, arguments)?;
    let count = |days: f64, offset: i64| {
        let date = civil(days);
        let new_year = Date { day: 1, month: 1, ..date }.days();
        let first = (weekday(new_year) - 1 + offset).rem_euclid(7);
        (i64::from(date.days() - new_year) + first) / 7 + 1
    };
    match kind {
        1 => part(evaluator, node, arguments, |days| count(days, 1)),
        2 => part(evaluator, node, arguments, |days| count(days, 0)),
        21 => part(evaluator, node, arguments, |days| iso_week((days.floor() as i64 - EPOCH) as i32).1),
        kind => Err(refused(&node.span, format!("`WEEKNUM` with {kind}"))),
    }
}

fn shifted(
    evaluator: &mut Evaluator,
    node: &Node,
    arguments: &[Node],
    of: impl Fn(Date, i64) -> Option<Date>,
) -> Evaluated<Out> {
    let value = evaluator.scalar(&arguments[0])?;
    let months = evaluator.number(&arguments[1])?.trunc() as i64;
    let Some(days) = days(node, &value)? else { return scalar(Value::Blank) };
    scalar(of(civil(days), months).map_or(Value::Blank, |date| Value::Date(number(date))))
}

/// Boundaries of the unit between two instants, not whole units.
fn difference(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let (a, b) = (evaluator.scalar(&arguments[0])?, evaluator.scalar(&arguments[1])?);
    let (Some(a), Some(b)) = (days(node, &a)?, days(node, &b)?) else { return scalar(Value::Blank) };
    let seconds = |days: f64| (days * SECONDS).round() as i64;
    let months = |days: f64| i64::from(civil(days).year) * 12 + i64::from(civil(days).month) - 1;
    let index = |days: f64| -> Option<i64> {
        Some(match arguments[2].word()? {
            "DAY" => days.floor() as i64,
            "MONTH" => months(days),
            "QUARTER" => months(days).div_euclid(3),
            "YEAR" => i64::from(civil(days).year),
            // Weeks begin on Sunday; day 1 of the count, 31 December 1899, was one.
            "WEEK" => (days.floor() as i64 - 1).div_euclid(7),
            "HOUR" => seconds(days).div_euclid(3600),
            "MINUTE" => seconds(days).div_euclid(60),
            "SECOND" => seconds(days),
            _ => return None,
        })
    };
    match (index(a), index(b)) {
        (Some(a), Some(b)) => scalar(Value::Integer(b - a)),
        _ => Err(refused(&node.span, "`DATEDIFF` in this unit")),
    }
}
