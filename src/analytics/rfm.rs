//! RFM: recency, frequency and monetary value of each customer, scored 1 to 5, named as a segment.
//!
//! The scores are quintiles as the usual tools cut them (`pandas.qcut`): recency and monetary at the quantiles of
//! their values, frequency, where most values are ties, at the quantiles of its rank. See [`quintile`].

use polars_core::prelude::*;
use polars_lazy::prelude::*;
use serde::{Deserialize, Serialize};

use super::calendar::{DAY, day_of};
use super::dictionary::id_ranks;
use super::frame::{self, Columns};

pub mod check;
mod interval;
mod movement;
pub mod quintile;
pub mod reference_date;
mod segments;
mod whale;

pub use check::check;
pub use reference_date::reference_date;

const TABLE: &str = "customer_rfm";

/// `[rfm]`: how customers are scored and named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The day to which recency is counted, as `2011-12-10`. Default: the day after the last kept invoice.
    pub reference_date: Option<String>,
    /// A whale is one of the largest customers who together make this share of all revenue. Default 0.5.
    pub whale_revenue_share: f64,
    /// Churn risk is asked of customers who were frequent: with at least this frequency score. Default 4.
    pub churn_min_f_score: u8,
    /// … or valuable: with at least this monetary score. Default 4.
    pub churn_min_m_score: u8,
    /// They are at risk once their recency exceeds their usual interval times this. Default 2.0.
    pub churn_interval_factor: f64,
    /// … and this many days, so that two invoices of one morning make nobody late by noon. Default 7.
    pub churn_min_days: i64,
    /// Segments are compared with those that customers had this many days before. Default 90.
    pub movement_days: u32,
    /// Score ranges and the segment they mean, best segment first; the first match wins. The first segment is held
    /// to be the Champions: every other one is tested against it.
    pub segments: Vec<SegmentRule>,
}

/// Customers with scores in these ranges, ends included, belong to the segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentRule {
    pub name: String,
    /// Recency scores, lowest and highest. Default 1 to 5.
    #[serde(default = "any_score")]
    pub r: [u8; 2],
    /// Frequency scores. Default 1 to 5.
    #[serde(default = "any_score")]
    pub f: [u8; 2],
    /// Monetary scores. Default 1 to 5.
    #[serde(default = "any_score")]
    pub m: [u8; 2],
}

fn any_score() -> [u8; 2] {
    [1, 5]
}

impl Default for Options {
    fn default() -> Self {
        Self {
            reference_date: None,
            whale_revenue_share: 0.5,
            churn_min_f_score: 4,
            churn_min_m_score: 4,
            churn_interval_factor: 2.0,
            churn_min_days: 7,
            movement_days: 90,
            segments: segments::usual(),
        }
    }
}

/// `customer_rfm`: one row a customer of `customer_360`.
///
/// `reference_date` is a day since 1970, see [`reference_date()`]. It is meant at the time of day of the last
/// invoice, so that recency counts whole days of 24 hours back from one day after it: the last customer's is 1.
pub fn rfm(customer_360: LazyFrame, fact_sales: LazyFrame, reference_date: i32, options: &Options) -> LazyFrame {
    let now = scored(customer_360, fact_sales.clone(), reference_date, options);
    frame::sorted(movement::with_movement(now, fact_sales, reference_date, options), TABLE)
}

/// The scored customers, but for their movement.
fn scored(customer_360: LazyFrame, fact_sales: LazyFrame, reference_date: i32, options: &Options) -> LazyFrame {
    let customers = customer_360.select(["customer_id", "frequency", "monetary", "last_purchase"].map(col));
    let intervals = interval::usual_intervals(fact_sales);
    let customers = customers.left_join(intervals, col("customer_id"), col("customer_id"));
    let options = options.clone();
    let score = move |customers| score(&customers, reference_date, &options);
    frame::map(customers, schema(), "rfm", score)
}

fn schema() -> Schema {
    let mut schema = frame::schema(TABLE);
    schema.shift_remove(movement::PREVIOUS);
    schema.shift_remove(movement::MOVEMENT);
    schema
}

fn score(customers: &DataFrame, reference_date: i32, options: &Options) -> PolarsResult<DataFrame> {
    let ids: Vec<&str> = frame::texts(customers, "customer_id")?.iter().flatten().collect();
    let frequency = frame::integers(customers, "frequency")?;
    let monetary = frame::integers(customers, "monetary")?;
    let interval = frame::numbers(customers, interval::COLUMN)?;
    let recency = recency_days(&frame::moments(customers, "last_purchase")?, reference_date);
    let ranks = id_ranks(&ids);

    // The smallest recency is the best.
    let r: Vec<u8> = quintile::of_values(&recency).into_iter().map(|quintile| 6 - quintile).collect();
    let f = quintile::of_ranks(&frequency, &ranks);
    let m = quintile::of_values(&monetary);
    let segments = segments::Lookup::new(&options.segments);
    let rows = || (0..ids.len()).map(|row| (r[row], f[row], m[row]));
    let segment = rows().map(|(r, f, m)| segments.name(r, f, m)).collect::<PolarsResult<Vec<&str>>>()?;
    let at_risk = |row: usize| {
        let cared_for = f[row] >= options.churn_min_f_score || m[row] >= options.churn_min_m_score;
        cared_for && interval::is_overdue(recency[row], interval[row], options)
    };
    let at_risk = (0..ids.len()).map(at_risk).collect();
    let integers = |scores: &[u8]| scores.iter().map(|score| i64::from(*score)).collect();

    Columns::default()
        .text("customer_id", &ids)
        .integer("frequency", frequency)
        .integer("monetary", monetary.clone())
        .integer("recency_days", recency)
        .integer("r_score", integers(&r))
        .integer("f_score", integers(&f))
        .integer("m_score", integers(&m))
        .text("rfm_score", rows().map(|(r, f, m)| format!("{r}{f}{m}")))
        .text("segment", segment)
        .boolean("is_whale", whale::whales(&monetary, &ranks, options.whale_revenue_share))
        .maybe_number("usual_interval_days", interval)
        .boolean("churn_risk", at_risk)
        .frame(&schema())
}

/// Whole days from each purchase to the reference date at the time of day of the last of them all.
fn recency_days(purchases: &[i64], reference_date: i32) -> Vec<i64> {
    let last = purchases.iter().copied().max().unwrap_or(0);
    let shift = (i64::from(reference_date) - i64::from(day_of(last))) * DAY;
    purchases.iter().map(|purchase| (last - purchase + shift).div_euclid(DAY)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::calendar::parse_iso;
    use super::super::customer_360::customer_360;
    use super::super::orders::{customers, moment, sales};
    use super::*;

    fn small() -> DataFrame {
        let lines = sales(&[
            ("1", "1", "X", "2011-12-01 10:00", 1, 10),
            ("2", "1", "X", "2011-12-09 10:00", 1, 90),
            ("3", "2", "X", "2011-11-29 14:00", 1, 50),
            ("4", "3", "X", "2011-01-01 10:00", 1, 50),
            ("5", "3", "X", "2011-01-11 22:00", 1, 50),
        ]);
        let of_360 = customer_360(lines.clone(), customers(&[("1", "W"), ("2", "W"), ("3", "W")]));
        rfm(of_360, lines, parse_iso("2011-12-10").unwrap(), &Options::default()).collect().unwrap()
    }

    #[test]
    fn recency_is_counted_in_whole_days_from_a_day_after_the_last_invoice() {
        let purchases = ["2011-12-09 12:50", "2011-12-08 12:51", "2011-12-08 12:50"].map(moment);
        let day = |text| parse_iso(text).unwrap();
        assert_eq!(recency_days(&purchases, day("2011-12-10")), [1, 1, 2]);
        assert_eq!(recency_days(&purchases, day("2011-12-31")), [22, 22, 23]);
        assert!(recency_days(&[], 0).is_empty());
    }

    #[test]
    fn a_customer_is_scored_named_and_watched() {
        let frame = small();
        assert_eq!(**frame.schema(), frame::schema(TABLE));
        assert_eq!(frame::integers(&frame, "recency_days").unwrap(), [1, 10, 332]);
        assert_eq!(frame::integers(&frame, "r_score").unwrap(), [5, 3, 1]);
        // Two customers with two invoices: the lower id has the lower rank.
        assert_eq!(frame::integers(&frame, "f_score").unwrap(), [3, 1, 5]);
        assert_eq!(frame::texts(&frame, "rfm_score").unwrap().get(1), Some("311"));
        assert_eq!(frame::numbers(&frame, "usual_interval_days").unwrap(), [Some(8.0), None, Some(10.5)]);
        let risk: Vec<bool> = frame.column("churn_risk").unwrap().bool().unwrap().iter().flatten().collect();
        assert_eq!(risk, [false, false, true]);
    }

    #[test]
    fn no_customers_are_no_rows() {
        let frame = rfm(customer_360(sales(&[]), customers(&[])), sales(&[]), 0, &Options::default());
        let frame = frame.collect().unwrap();
        assert_eq!((frame.height(), &**frame.schema()), (0, &frame::schema(TABLE)));
    }

    #[test]
    fn options_are_read_from_toml_with_their_defaults() {
        let options: Options = toml::from_str("[[segments]]\nname = 'Best'\nr = [5, 5]").unwrap();
        let best = SegmentRule { name: "Best".into(), r: [5, 5], f: [1, 5], m: [1, 5] };
        assert_eq!(options, Options { segments: vec![best], ..Options::default() });
        assert!(toml::from_str::<Options>("[[segments]]\nr = [5, 5]").is_err());
        assert!(toml::from_str::<Options>("whales = 0.5").is_err());
    }
}
