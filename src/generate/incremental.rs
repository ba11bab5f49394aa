//! `[model.incremental_refresh]`: the table whose old rows stay in the model while a refresh reads the latest ones.

use serde::{Deserialize, Serialize};

use super::modes::{self, Mode};
use super::naming::Names;
use crate::calendar::Date;
use crate::catalog::{Catalog, DataType};
use crate::diag::{Code, Diagnostic, Severity};

pub const BAD_WINDOW: Code = Code {
    id: "MD123",
    name: "bad-incremental-refresh",
    severity: Severity::Error,
    explanation: "`[model.incremental_refresh]` cannot be had as it is written: its column is neither a date nor a \
                  date and time, a period is not a number of days, months, quarters or years, more would be \
                  refreshed than is kept, a day is none, or the table is not imported.\n\n\
                  Wrong:  keep = \"1 month\"\n        refresh = \"5 years\"\n\
                  Right:  keep = \"5 years\"\n        refresh = \"1 month\"",
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IncrementalRefresh {
    /// The warehouse's table; without one, every refresh reads everything.
    pub table: Option<String>,
    /// Its column that says how old a row is.
    pub column: String,
    /// How long rows stay: `5 years`.
    pub keep: String,
    /// How much a refresh reads again: `1 month`.
    pub refresh: String,
    /// What Power BI Desktop loads before the model is published: from this day …
    pub desktop_start: String,
    /// … to the day before this one.
    pub desktop_end: String,
}

impl Default for IncrementalRefresh {
    fn default() -> Self {
        Self {
            table: None,
            column: "invoice_date".to_owned(),
            keep: "5 years".to_owned(),
            refresh: "1 month".to_owned(),
            desktop_start: "2000-01-01".to_owned(),
            desktop_end: "2100-01-01".to_owned(),
        }
    }
}

/// What the templates of the table are rendered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Window {
    #[serde(skip)]
    pub table: String,
    pub column: String,
    /// M: the bounds in the column's own type.
    pub start: &'static str,
    pub end: &'static str,
    pub keep: Period,
    pub refresh: Period,
    #[serde(skip)]
    pub range: Range,
}

/// The parameters' values: year, month and day as M writes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Range {
    pub start: String,
    pub end: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Period {
    pub periods: u32,
    pub granularity: &'static str,
    #[serde(skip)]
    days: u32,
}

/// The window, where one is configured and possible.
pub(super) fn window(
    options: &IncrementalRefresh,
    catalog: &Catalog,
    names: &Names,
    mode: impl Fn(&str) -> Mode,
) -> Result<Option<Window>, Vec<Diagnostic>> {
    let Some(name) = &options.table else { return Ok(None) };
    let mut faults = Vec::new();
    let mut fault = |message: String, help: &str| {
        let message = format!("`[model.incremental_refresh]`: {message}");
        faults.push(Diagnostic::new(&BAD_WINDOW, message).help(help));
    };
    let [keep, refresh] = [("keep", &options.keep), ("refresh", &options.refresh)].map(|(key, text)| {
        let period = period(text);
        if period.is_none() {
            fault(format!("`{key}` is `{text}`, which is no period"), "write one such as `10 days` or `5 years`");
        }
        period
    });
    let [start, end] =
        [("desktop_start", &options.desktop_start), ("desktop_end", &options.desktop_end)].map(|(key, text)| {
            let day = day(text);
            if day.is_none() {
                fault(format!("`{key}` is `{text}`, which is no day"), "write one such as `2011-12-01`");
            }
            day
        });
    if let (Some(keep), Some(refresh)) = (keep, refresh)
        && refresh.days > keep.days
    {
        fault(
            format!("`refresh` is {}, longer than `keep`, {}", options.refresh, options.keep),
            "refresh a part of what is kept",
        );
    }
    if let (Some(start), Some(end)) = (start, end)
        && start.days() >= end.days()
    {
        fault("`desktop_start` is not before `desktop_end`".to_owned(), "let it be at least a day earlier");
    }
    let table = match modes::shown(name, catalog, names) {
        Ok(table) => table,
        Err(missing) => {
            faults.push(missing);
            return Err(faults);
        }
    };
    if mode(name) != Mode::Import {
        let message = format!("`{name}` is {}, and only imported rows are refreshed", mode(name).as_str());
        fault(message, "set its mode to \"import\" in `[model.modes]`, or leave `table` out");
    }
    let kind = table.column(&options.column).map(|column| column.kind);
    let (from, to) = match kind {
        Some(DataType::DateTime) => ("RangeStart", "RangeEnd"),
        Some(DataType::Date) => ("Date.From(RangeStart)", "Date.From(RangeEnd)"),
        Some(_) => {
            fault(format!("`{name}.{}` is no date", options.column), "name a column of dates, or of dates and times");
            ("", "")
        }
        None => {
            let known = table.columns.iter().map(|column| column.name.as_str());
            let message = format!("`[model.incremental_refresh]`: `{name}` has no column `{}`", options.column);
            faults.push(Diagnostic::new(&BAD_WINDOW, message).did_you_mean(&options.column, known));
            ("", "")
        }
    };
    let (Some(keep), Some(refresh), Some(first), Some(last), true) = (keep, refresh, start, end, faults.is_empty())
    else {
        return Err(faults);
    };
    let range = Range { start: m_day(first), end: m_day(last) };
    let (table, column) = (name.clone(), options.column.clone());
    Ok(Some(Window { table, column, start: from, end: to, keep, refresh, range }))
}

fn period(text: &str) -> Option<Period> {
    let (number, unit) = text.trim().split_once(' ')?;
    let periods = number.parse().ok().filter(|periods| (1..=1_000).contains(periods))?;
    let (granularity, days) = match unit.trim().trim_end_matches('s') {
        "day" => ("day", 1),
        "month" => ("month", 30),
        "quarter" => ("quarter", 91),
        "year" => ("year", 365),
        _ => return None,
    };
    Some(Period { periods, granularity, days: periods * days })
}

/// A day that there is, as `2011-12-01`.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
    ((1900..=9998).contains(&date.year) && Date::of(date.days()) == date).then_some(date)
}

fn m_day(date: Date) -> String {
    format!("{}, {}, {}", date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;
    use crate::generate::{NameOverrides, Templates};

    fn of(options: IncrementalRefresh) -> Result<Option<Window>, Vec<Diagnostic>> {
        let templates = Templates::embedded();
        let source = templates.get("model/names.toml").expect("it is embedded");
        let names = Names::read(source, &NameOverrides::default()).expect("it is TOML");
        window(&options, &contract(), &names, |_| Mode::Import)
    }

    fn sales() -> IncrementalRefresh {
        IncrementalRefresh { table: Some("fact_sales".to_owned()), ..IncrementalRefresh::default() }
    }

    fn messages(options: IncrementalRefresh) -> String {
        let faults = of(options).expect_err("it is refused");
        faults.into_iter().map(|fault| fault.message + "\n").collect()
    }

    #[test]
    fn without_a_table_there_is_none() {
        assert_eq!(of(IncrementalRefresh::default()), Ok(None));
    }

    #[test]
    fn periods_and_days_are_read() {
        let window = of(sales()).expect("it is right").expect("there is one");
        assert_eq!((window.keep.periods, window.keep.granularity), (5, "year"));
        assert_eq!((window.refresh.periods, window.refresh.granularity), (1, "month"));
        assert_eq!((window.range.start.as_str(), window.range.end.as_str()), ("2000, 1, 1", "2100, 1, 1"));
        assert_eq!((window.start, window.end), ("RangeStart", "RangeEnd"));
    }

    #[test]
    fn a_column_of_days_is_compared_with_days() {
        let window = of(IncrementalRefresh { column: "date_key".to_owned(), ..sales() });
        assert_eq!(window.expect("it is right").expect("there is one").start, "Date.From(RangeStart)");
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = IncrementalRefresh {
            column: "invoice_dat".to_owned(),
            keep: "some years".to_owned(),
            refresh: "0 days".to_owned(),
            desktop_start: "2011-02-30".to_owned(),
            ..sales()
        };
        let said = messages(wrong);
        assert_eq!(said.lines().count(), 4, "{said}");
        let column = IncrementalRefresh { column: "invoice_no".to_owned(), ..sales() };
        assert!(messages(column).contains("`fact_sales.invoice_no` is no date"));
        let long = IncrementalRefresh { refresh: "6 years".to_owned(), ..sales() };
        assert!(messages(long).contains("longer than `keep`"));
        let back = IncrementalRefresh { desktop_end: "2000-01-01".to_owned(), ..sales() };
        assert!(messages(back).contains("is not before"));
    }

    #[test]
    fn a_table_that_the_model_does_not_show_is_told() {
        let missing = IncrementalRefresh { table: Some("fact_sale".to_owned()), ..sales() };
        assert!(messages(missing).contains("the warehouse has no table `fact_sale`"));
    }
}
