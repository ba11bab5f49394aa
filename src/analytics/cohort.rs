//! Cohorts: of the customers who first bought in one month, how many buy again, and what they are worth so far.

use std::collections::BTreeMap;

use polars_core::prelude::*;
use polars_lazy::prelude::*;
use serde::{Deserialize, Serialize};

use super::calendar::{day_of, first_day, month_of};
use super::frame::{self, Columns};
use super::money::{self, div_round};
use super::{ALL_REGIONS, option_in_range, refuse_region_all};
use crate::diag::Diagnostic;

const TABLE: &str = "cohort_retention";

/// `[cohort]`: how long cohorts are followed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Follow each cohort for this many months after its first. Default: to the end of the data.
    pub max_months: Option<u32>,
}

/// Everything that is wrong with the options.
pub fn check(options: &Options) -> Vec<Diagnostic> {
    let months = options.max_months.unwrap_or(1);
    option_in_range("cohort.max_months", months, months > 0, "1 or more").into_iter().collect()
}

/// `cohort_retention`: for each region and `All` every cohort, month by month to the last month of the data, months
/// without an active customer included. `last_invoice` is in microseconds since 1970.
pub fn cohort_retention(
    fact_customer_month: LazyFrame,
    dim_customer: LazyFrame,
    last_invoice: i64,
    options: &Options,
) -> LazyFrame {
    let columns = ["customer_id", "cohort_month", "months_since_first", "revenue"];
    let regions = dim_customer.select(["customer_id", "region"].map(col));
    let months = fact_customer_month.select(columns.map(col));
    let months = months.inner_join(regions, col("customer_id"), col("customer_id"));
    let max_months = options.max_months.map_or(i64::MAX, i64::from);
    let retention = move |months: DataFrame| retention(&months, last_invoice, max_months);
    frame::conform(frame::map(months, frame::schema(TABLE), "cohorts", retention), TABLE)
}

/// Active customers and their revenue, by months since the first.
type Activity = BTreeMap<i64, (i64, i64)>;

fn retention(months: &DataFrame, last_invoice: i64, max_months: i64) -> PolarsResult<DataFrame> {
    let cohorts = cohorts(months)?;
    let first_month = cohorts.keys().map(|(_, month)| *month).min().unwrap_or(0);
    let last_day = day_of(last_invoice);
    let last_month = month_of(last_day);
    let is_partial = last_day.saturating_add(1) < first_day(last_month + 1);

    let mut rows: Vec<Row> = Vec::new();
    for ((region, month), activity) in &cohorts {
        let size = activity.get(&0).map_or(0, |(customers, _)| *customers);
        let mut total = 0;
        for since in 0..=i64::from(last_month - month).min(max_months) {
            let (active, revenue) = activity.get(&since).copied().unwrap_or_default();
            total = money::add(total, revenue)?;
            rows.push(Row { region, month: *month, since, size, active, revenue, total });
        }
    }
    let integers = |of: fn(&Row) -> i64| rows.iter().map(of).collect::<Vec<i64>>();
    let is_last = |row: &Row| i64::from(row.month) + row.since == i64::from(last_month);
    Columns::default()
        .text("region", rows.iter().map(|row| row.region))
        .date("cohort_month", rows.iter().map(|row| first_day(row.month)).collect())
        .integer("months_since", integers(|row| row.since))
        .integer("cohort_size", integers(|row| row.size))
        .integer("active_customers", integers(|row| row.active))
        .number("retention_rate", rows.iter().map(|row| row.active as f64 / row.size.max(1) as f64).collect())
        .integer("revenue", integers(|row| row.revenue))
        .integer("cumulative_revenue_per_customer", integers(|row| div_round(row.total, row.size)))
        .boolean("is_left_censored", rows.iter().map(|row| row.month == first_month).collect())
        .boolean("is_partial_month", rows.iter().map(|row| is_partial && is_last(row)).collect())
        .frame(&frame::schema(TABLE))
}

struct Row<'a> {
    region: &'a str,
    month: i32,
    since: i64,
    size: i64,
    active: i64,
    revenue: i64,
    /// Revenue of the cohort so far.
    total: i64,
}

/// Activity by region and cohort month; every customer counts for their region and for all.
fn cohorts(months: &DataFrame) -> PolarsResult<BTreeMap<(&str, i32), Activity>> {
    let regions = frame::texts(months, "region")?;
    refuse_region_all(regions.iter().flatten())?;
    let cohort = frame::days(months, "cohort_month")?;
    let since = frame::integers(months, "months_since_first")?;
    let revenue = frame::integers(months, "revenue")?;
    let mut cohorts: BTreeMap<(&str, i32), Activity> = BTreeMap::new();
    for (row, region) in regions.iter().enumerate() {
        for region in [region.unwrap_or_default(), ALL_REGIONS] {
            let activity = cohorts.entry((region, month_of(cohort[row]))).or_default();
            let (customers, sum) = activity.entry(since[row]).or_default();
            *customers += 1;
            *sum = money::add(*sum, revenue[row])?;
        }
    }
    Ok(cohorts)
}

#[cfg(test)]
mod tests {
    use super::super::calendar::iso;
    use super::super::customer_month::customer_month;
    use super::super::orders::{customers, moment, sales};
    use super::*;

    fn cohorts_until(last: &str, options: &Options) -> DataFrame {
        let lines = sales(&[
            ("1", "a", "X", "2011-01-05", 1, 10),
            ("2", "b", "X", "2011-01-09", 1, 20),
            ("3", "c", "X", "2011-02-09", 1, 5),
            ("4", "a", "X", "2011-03-09", 1, 5),
        ]);
        let people = customers(&[("a", "West"), ("b", "East"), ("c", "West")]);
        cohort_retention(customer_month(lines), people, moment(last), options).collect().unwrap()
    }

    #[test]
    fn every_cohort_is_followed_to_the_last_month_for_each_region_and_for_all() {
        let frame = cohorts_until("2011-03-09", &Options::default());
        assert_eq!(**frame.schema(), frame::schema(TABLE));
        let region = frame::texts(&frame, "region").unwrap();
        let (cohort, since) = (frame::days(&frame, "cohort_month").unwrap(), frame::integers(&frame, "months_since"));
        let (size, active) = (frame::integers(&frame, "cohort_size"), frame::integers(&frame, "active_customers"));
        let (since, size, active) = (since.unwrap(), size.unwrap(), active.unwrap());
        let row = |at: usize| (region.get(at).unwrap(), iso(cohort[at]), since[at], size[at], active[at]);
        let expected = [
            ("All", "2011-01-01", 0, 2, 2),
            ("All", "2011-01-01", 1, 2, 0),
            ("All", "2011-01-01", 2, 2, 1),
            ("All", "2011-02-01", 0, 1, 1),
            ("All", "2011-02-01", 1, 1, 0),
            ("East", "2011-01-01", 0, 1, 1),
            ("East", "2011-01-01", 1, 1, 0),
            ("East", "2011-01-01", 2, 1, 0),
            ("West", "2011-01-01", 0, 1, 1),
            ("West", "2011-01-01", 1, 1, 0),
            ("West", "2011-01-01", 2, 1, 1),
            ("West", "2011-02-01", 0, 1, 1),
            ("West", "2011-02-01", 1, 1, 0),
        ];
        let expected =
            expected.map(|(region, month, since, size, active)| (region, month.to_owned(), since, size, active));
        assert_eq!((0..frame.height()).map(row).collect::<Vec<_>>(), expected);
        assert_eq!(frame::integers(&frame, "cumulative_revenue_per_customer").unwrap()[..3], [15, 15, 18]);
        assert_eq!(frame::numbers(&frame, "retention_rate").unwrap()[..3], [Some(1.0), Some(0.0), Some(0.5)]);
    }

    #[test]
    fn the_edges_of_the_data_are_flagged() {
        let flags = |frame: &DataFrame, name: &str| -> Vec<bool> {
            frame.column(name).unwrap().bool().unwrap().iter().flatten().collect()
        };
        let cut = cohorts_until("2011-03-30 23:59", &Options::default());
        assert_eq!(flags(&cut, "is_left_censored")[..5], [true, true, true, false, false]);
        assert_eq!(flags(&cut, "is_partial_month")[..5], [false, false, true, false, true]);
        let whole = cohorts_until("2011-03-31 00:00", &Options::default());
        assert!(!flags(&whole, "is_partial_month").contains(&true));
    }

    #[test]
    fn cohorts_are_followed_no_longer_than_asked() {
        let frame = cohorts_until("2011-03-09", &Options { max_months: Some(1) });
        assert_eq!(frame::integers(&frame, "months_since").unwrap(), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
        assert_eq!(check(&Options { max_months: Some(0) }).len(), 1);
        assert_eq!(check(&Options::default()), []);
    }

    #[test]
    fn no_customers_are_no_cohorts() {
        let frame = cohort_retention(customer_month(sales(&[])), customers(&[]), 0, &Options::default());
        let frame = frame.collect().unwrap();
        assert_eq!((frame.height(), &**frame.schema()), (0, &frame::schema(TABLE)));
    }

    #[test]
    fn a_region_called_all_is_refused() {
        let lines = sales(&[("1", "a", "X", "2011-01-05", 1, 10)]);
        let people = customers(&[("a", "All")]);
        let error = cohort_retention(customer_month(lines), people, 0, &Options::default()).collect().unwrap_err();
        assert!(error.to_string().contains("a region is called `All`"), "{error}");
    }
}
