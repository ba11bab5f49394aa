//! Time intelligence: sets of days, made of the days that the context leaves.
//!
//! Each gives values of the column of days that it was given. As a filter on the key of a date table they take the
//! place of every other filter on that table.

use super::column::Column;
use super::compile::{Entry, Shaped, table};
use super::date::{add_months, civil, length, number};
use super::evaluate::{Evaluated, Evaluator, Out, fails, refused};
use super::node::{Kind, Node};
use super::relation::Rel;
use crate::calendar::Date;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

pub const FUNCTIONS: &[Entry] = &[
    table("DATESYTD", "d?s", Shaped::As(0), year_to_date),
    table("DATESQTD", "d", Shaped::As(0), |e, n, a| to_date(e, n, a, Unit::Quarter)),
    table("DATESMTD", "d", Shaped::As(0), |e, n, a| to_date(e, n, a, Unit::Month)),
    table("SAMEPERIODLASTYEAR", "d", Shaped::As(0), |e, n, a| shift(e, n, a, -1, Unit::Year)),
    table("DATEADD", "dsw", Shaped::As(0), |e, n, a| {
        let (count, unit) = (e.number(&a[1])? as i64, unit(&a[2])?);
        shift(e, n, a, count, unit)
    }),
    table("PARALLELPERIOD", "dsw", Shaped::As(0), |e, n, a| {
        let (count, unit) = (e.number(&a[1])? as i64, unit(&a[2])?);
        parallel(e, n, a, count, unit)
    }),
    table("DATESINPERIOD", "dssw", Shaped::As(0), in_period),
    table("DATESBETWEEN", "dss", Shaped::As(0), between),
    table("PREVIOUSDAY", "d", Shaped::As(0), |e, n, a| beside(e, n, a, -1, Unit::Day)),
    table("PREVIOUSMONTH", "d", Shaped::As(0), |e, n, a| beside(e, n, a, -1, Unit::Month)),
    table("PREVIOUSQUARTER", "d", Shaped::As(0), |e, n, a| beside(e, n, a, -1, Unit::Quarter)),
    table("PREVIOUSYEAR", "d", Shaped::As(0), |e, n, a| beside(e, n, a, -1, Unit::Year)),
    table("NEXTDAY", "d", Shaped::As(0), |e, n, a| beside(e, n, a, 1, Unit::Day)),
    table("NEXTMONTH", "d", Shaped::As(0), |e, n, a| beside(e, n, a, 1, Unit::Month)),
    table("NEXTQUARTER", "d", Shaped::As(0), |e, n, a| beside(e, n, a, 1, Unit::Quarter)),
    table("NEXTYEAR", "d", Shaped::As(0), |e, n, a| beside(e, n, a, 1, Unit::Year)),
    table("STARTOFMONTH", "d", Shaped::As(0), |e, n, a| edge(e, n, a, Unit::Month, false)),
    table("STARTOFQUARTER", "d", Shaped::As(0), |e, n, a| edge(e, n, a, Unit::Quarter, false)),
    table("STARTOFYEAR", "d", Shaped::As(0), |e, n, a| edge(e, n, a, Unit::Year, false)),
    table("ENDOFMONTH", "d", Shaped::As(0), |e, n, a| edge(e, n, a, Unit::Month, true)),
    table("ENDOFQUARTER", "d", Shaped::As(0), |e, n, a| edge(e, n, a, Unit::Quarter, true)),
    table("ENDOFYEAR", "d", Shaped::As(0), |e, n, a| edge(e, n, a, Unit::Year, true)),
    table("FIRSTDATE", "d", Shaped::As(0), |e, n, a| edge(e, n, a, Unit::Day, false)),
    table("LASTDATE", "d", Shaped::As(0), |e, n, a| edge(e, n, a, Unit::Day, true)),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Quarter,
    Year,
}

impl Unit {
    fn months(self) -> i64 {
        match self {
            Unit::Day => 0,
            Unit::Month => 1,
            Unit::Quarter => 3,
            Unit::Year => 12,
        }
    }

    /// The first and the last day of the unit that a day is in.
    fn around(self, days: f64) -> (f64, f64) {
        let date = civil(days);
        let (from, count) = match self {
            Unit::Day => return (days.floor(), days.floor()),
            Unit::Month => (date.month, 1),
            Unit::Quarter => ((date.month - 1) / 3 * 3 + 1, 3),
            Unit::Year => (1, 12),
        };
        let first = Date { year: date.year, month: from, day: 1 };
        (number(first), number(add_months(first, count)) - 1.0)
    }

    /// Some units before or behind a day.
    fn shifted(self, days: f64, count: i64) -> f64 {
        match self {
            Unit::Day => days.floor() + count as f64,
            unit => number(add_months(civil(days), unit.months() * count)),
        }
    }
}

fn unit(node: &Node) -> Evaluated<Unit> {
    Ok(match node.word() {
        Some("DAY") => Unit::Day,
        Some("MONTH") => Unit::Month,
        Some("QUARTER") => Unit::Quarter,
        Some("YEAR") => Unit::Year,
        _ => return Err(refused(&node.span, "this unit of time")),
    })
}

/// Days, sorted, and the column that they are of.
struct Days {
    id: ColumnId,
    days: Vec<f64>,
}

impl Evaluator<'_> {
    fn days(&mut self, node: &Node) -> Evaluated<Days> {
        let span = &node.span;
        let (id, codes) = match &node.kind {
            Kind::Column(id) => {
                let context = self.transition(span)?;
                (*id, self.values_in(span, *id, false, &context)?)
            }
            _ => match &*self.table(node)? {
                Rel::Coded(coded) if coded.columns.len() == 1 => (coded.columns[0], coded.codes.clone()),
                _ => return Err(refused(span, "days that are not those of one column")),
            },
        };
        let column = self.column(span, id)?;
        let mut days = Vec::with_capacity(codes.len());
        for code in codes {
            match column.value_of(code) {
                Value::Date(day) => days.push(day.floor()),
                Value::Blank => {}
                other => return Err(fails(span, format!("{} where a date is needed", other.kind()))),
            }
        }
        days.sort_by(f64::total_cmp);
        days.dedup();
        Ok(Days { id, days })
    }

    /// The days of the column within these bounds.
    fn span(&self, node: &Node, id: ColumnId, from: f64, to: f64) -> Evaluated<Out> {
        let column = self.column(&node.span, id)?;
        let order = column.order();
        let day = |code: &u32| if let Value::Date(day) = column.value_of(*code) { Some(day.floor()) } else { None };
        let first = order.partition_point(|code| day(code).is_none_or(|day| day < from));
        let last = order.partition_point(|code| day(code).is_none_or(|day| day <= to));
        Out::table(Rel::coded(vec![id], order.get(first..last.max(first)).unwrap_or_default().to_vec()))
    }
}

fn none(id: ColumnId) -> Evaluated<Out> {
    Out::table(Rel::coded(vec![id], Vec::new()))
}

fn to_date(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], unit: Unit) -> Evaluated<Out> {
    let Days { id, days } = evaluator.days(&arguments[0])?;
    match days.last() {
        Some(last) => evaluator.span(node, id, unit.around(*last).0, *last),
        None => none(id),
    }
}

/// The year may end on another day: `"30/6"`, `"6-30"`, `"2010-06-30"` are not told apart safely, but for ISO.
fn year_to_date(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let Some(end) = arguments.get(1) else { return to_date(evaluator, node, arguments, Unit::Year) };
    let text = evaluator.text(end)?;
    let (month, day) = year_end(&text).ok_or_else(|| refused(&end.span, format!("the end of a year `{text}`")))?;
    let Days { id, days } = evaluator.days(&arguments[0])?;
    let Some(last) = days.last() else { return none(id) };
    let year = civil(*last).year;
    let end_of = |year: i32| number(Date { year, month, day: day.min(length(year, month)) });
    let before = if end_of(year) < *last { end_of(year) } else { end_of(year - 1) };
    evaluator.span(node, id, before + 1.0, *last)
}

/// `6/30` or `30/6`, where only one of the two is possible; `06-30` as well.
fn year_end(text: &str) -> Option<(u32, u32)> {
    let parts: Vec<u32> = text.split(['/', '-', '.']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let (a, b) = match parts.as_slice() {
        [a, b] | [_, a, b] => (*a, *b),
        _ => return None,
    };
    let fits = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    match (fits(a, b), fits(b, a)) {
        (true, false) => Some((a, b)),
        (true, true) if a == b || parts.len() == 3 => Some((a, b)),
        (false, true) => Some((b, a)),
        _ => None,
    }
}

/// Days moved by a period. Where the last two days of a month are among them, all days up to the end of the month
/// that it becomes are (learn.microsoft.com, `DATEADD`).
fn shift(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], count: i64, unit: Unit) -> Evaluated<Out> {
    let Days { id, days } = evaluator.days(&arguments[0])?;
    let column = evaluator.column(&node.span, id)?;
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return none(id) };
    // Days that the column does not have are no gaps.
    let all = |day: &f64| column.code(&Value::Date(*day)).is_some();
    let between = (0..=(last - first) as i64).map(|at| first + at as f64).filter(all).count();
    if between != days.len() {
        return Err(refused(&node.span, "days with gaps between them, moved by a period"));
    }
    let mut moved: Vec<f64> = Vec::with_capacity(days.len() + 3);
    for day in days.iter().copied() {
        let to = unit.shifted(day, count);
        moved.push(to);
        let (_, month_end) = Unit::Month.around(day);
        let before = days.binary_search_by(|known| known.total_cmp(&(day - 1.0))).is_ok();
        if unit != Unit::Day && day == month_end && before {
            let (_, end) = Unit::Month.around(to);
            moved.extend((1..=(end - to) as i64).map(|more| to + more as f64));
        }
    }
    let mut codes: Vec<u32> = moved.iter().filter_map(|day| column.code(&Value::Date(*day))).collect();
    sort(column, &mut codes);
    Out::table(Rel::coded(vec![id], codes))
}

fn sort(column: &Column, codes: &mut Vec<u32>) {
    codes.sort_unstable_by_key(|code| column.ranks().get(*code as usize));
    codes.dedup();
}

/// Whole periods, moved.
fn parallel(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], count: i64, unit: Unit) -> Evaluated<Out> {
    let Days { id, days } = evaluator.days(&arguments[0])?;
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return none(id) };
    let from = unit.around(unit.shifted(unit.around(*first).0, count)).0;
    let to = unit.around(unit.shifted(unit.around(*last).0, count)).1;
    evaluator.span(node, id, from, to)
}

/// From the day before the first, or the day behind the last, the whole period.
fn beside(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], count: i64, unit: Unit) -> Evaluated<Out> {
    let Days { id, days } = evaluator.days(&arguments[0])?;
    let day = if count < 0 { days.first() } else { days.last() };
    let Some(day) = day else { return none(id) };
    let (from, to) = unit.around(unit.shifted(unit.around(*day).0, count));
    evaluator.span(node, id, from, to)
}

/// The first or last day of the period of the first or last day, as far as the column has it.
fn edge(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], unit: Unit, is_end: bool) -> Evaluated<Out> {
    let Days { id, days } = evaluator.days(&arguments[0])?;
    let day = if is_end { days.last() } else { days.first() };
    let Some(day) = day else { return none(id) };
    let (from, to) = unit.around(*day);
    let Out::Table(rel) = evaluator.span(node, id, from, to)? else { return none(id) };
    let at = if is_end { rel.len().checked_sub(1) } else { (!rel.is_empty()).then_some(0) };
    Out::table(rel.pick(at.as_slice()))
}

fn column_of(node: &Node) -> Evaluated<ColumnId> {
    match &node.kind {
        Kind::Column(id) => Ok(*id),
        _ => Err(refused(&node.span, "a table where a column of days is needed")),
    }
}

/// So many periods that begin with a day, or end with it. A day that ends its month is taken for the end of a month.
fn in_period(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let id = column_of(&arguments[0])?;
    let start = evaluator.scalar(&arguments[1])?;
    let count = evaluator.number(&arguments[2])? as i64;
    let unit = unit(&arguments[3])?;
    if start == Value::Blank || count == 0 {
        return none(id);
    }
    let start = start.number().ok_or_else(|| fails(&node.span, "a start that is no date"))?.floor();
    let is_end = unit != Unit::Day && Unit::Month.around(start).1 == start;
    let moved = unit.shifted(start, count);
    match count < 0 {
        true if is_end => evaluator.span(node, id, Unit::Month.around(moved).1 + 1.0, start),
        true => evaluator.span(node, id, moved + 1.0, start),
        false => evaluator.span(node, id, start, moved - 1.0),
    }
}

/// BLANK is the first or the last day of the column.
fn between(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let id = column_of(&arguments[0])?;
    let mut bound = |at: usize, otherwise: f64| match arguments.get(at).map(|node| evaluator.scalar(node)) {
        Some(Ok(Value::Blank)) => Ok(otherwise),
        Some(Ok(value)) => value.number().ok_or_else(|| fails(&node.span, "a bound that is no date")),
        Some(Err(fault)) => Err(fault),
        None => Ok(otherwise),
    };
    let (from, to) = (bound(1, f64::NEG_INFINITY)?, bound(2, f64::INFINITY)?);
    evaluator.span(node, id, from, to)
}
