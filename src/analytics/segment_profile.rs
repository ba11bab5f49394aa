//! Segments described and tested: a pipeline whose Champions are not the best says so.

use polars_core::prelude::*;
use polars_lazy::prelude::*;

use super::frame::{self, Columns};
use super::money::{self, units};
use super::rfm;
use super::statistics::holm::holm;
use super::statistics::kruskal_wallis::kruskal_wallis;
use super::statistics::mann_whitney::{Claim, mann_whitney};
use super::statistics::{Test, mean, median};

pub mod verdict;

pub use verdict::verdict;

const TABLE: &str = "segment_profile";

/// `segment_profile`: one row a segment that has customers. The first segment of the rules stands for the
/// Champions: each other one is compared with it, one-sided, the p-values of each measure adjusted by Holm.
pub fn segment_profile(customer_rfm: LazyFrame, options: &rfm::Options) -> LazyFrame {
    let customers = customer_rfm.select(["segment", "recency_days", "frequency", "monetary"].map(col));
    let order = segment_order(options);
    let profiles = move |customers: DataFrame| profiles(&groups(&customers, &order)?);
    frame::conform(frame::map(customers, frame::schema(TABLE), "segment profile", profiles), TABLE)
}

/// Each segment once, where its first rule stands.
fn segment_order(options: &rfm::Options) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    for rule in &options.segments {
        if !order.contains(&rule.name) {
            order.push(rule.name.clone());
        }
    }
    order
}

struct Group<'a> {
    name: &'a str,
    /// From 1, best first.
    order: i64,
    revenue: i64,
    recency: Vec<f64>,
    frequency: Vec<f64>,
    monetary: Vec<f64>,
}

/// One of the three lists of a group.
type Values = for<'a, 'b> fn(&'a Group<'b>) -> &'a Vec<f64>;

/// The segments that have customers, best first.
fn groups<'a>(customers: &DataFrame, order: &'a [String]) -> PolarsResult<Vec<Group<'a>>> {
    let empty = |(at, name): (usize, &'a String)| {
        let (recency, frequency, monetary) = (Vec::new(), Vec::new(), Vec::new());
        Group { name, order: at as i64 + 1, revenue: 0, recency, frequency, monetary }
    };
    let mut groups: Vec<Group<'a>> = order.iter().enumerate().map(empty).collect();
    let recency = frame::integers(customers, "recency_days")?;
    let frequency = frame::integers(customers, "frequency")?;
    let monetary = frame::integers(customers, "monetary")?;
    for (row, segment) in frame::texts(customers, "segment")?.iter().enumerate() {
        let group = groups.iter_mut().find(|group| Some(group.name) == segment);
        let group = group.ok_or_else(|| polars_err!(ComputeError: "segment {segment:?} is in no rule of `rfm`"))?;
        group.revenue = money::add(group.revenue, monetary[row])?;
        group.recency.push(recency[row] as f64);
        group.frequency.push(frequency[row] as f64);
        group.monetary.push(units(monetary[row] as f64));
    }
    groups.retain(|group| !group.recency.is_empty());
    Ok(groups)
}

fn profiles(groups: &[Group]) -> PolarsResult<DataFrame> {
    let customers: usize = groups.iter().map(|group| group.recency.len()).sum();
    let revenue = groups.iter().try_fold(0, |sum, group| money::add(sum, group.revenue))?;
    let share = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
    let column = |of: &dyn Fn(&Group) -> f64| groups.iter().map(of).collect::<Vec<f64>>();
    let of_all = |value: Option<f64>| vec![value; groups.len()];

    let samples = |of: Values| groups.iter().map(|group| of(group).clone()).collect::<Vec<_>>();
    let recency: Option<Test> = kruskal_wallis(&samples(|group| &group.recency));
    let monetary: Option<Test> = kruskal_wallis(&samples(|group| &group.monetary));

    Columns::default()
        .text("segment", groups.iter().map(|group| group.name))
        .integer("segment_order", groups.iter().map(|group| group.order).collect())
        .integer("customers", groups.iter().map(|group| group.recency.len() as i64).collect())
        .integer("revenue", groups.iter().map(|group| group.revenue).collect())
        .number("customer_share", column(&|group| share(group.recency.len() as f64, customers as f64)))
        .number("revenue_share", column(&|group| share(group.revenue as f64, revenue as f64)))
        .number("recency_mean", column(&|group| mean(&group.recency).unwrap_or(0.0)))
        .number("recency_median", column(&|group| median(&group.recency).unwrap_or(0.0)))
        .number("frequency_mean", column(&|group| mean(&group.frequency).unwrap_or(0.0)))
        .number("frequency_median", column(&|group| median(&group.frequency).unwrap_or(0.0)))
        // From the exact sum, not from a sum of floats.
        .number("monetary_mean", column(&|group| units(group.revenue as f64) / group.recency.len() as f64))
        .number("monetary_median", column(&|group| median(&group.monetary).unwrap_or(0.0)))
        .maybe_number("recency_kruskal_h", of_all(recency.map(|test| test.statistic)))
        .maybe_number("recency_kruskal_p", of_all(recency.map(|test| test.p)))
        .maybe_number("monetary_kruskal_h", of_all(monetary.map(|test| test.statistic)))
        .maybe_number("monetary_kruskal_p", of_all(monetary.map(|test| test.p)))
        .maybe_number("recency_vs_champions_p", versus_champions(groups, Claim::Smaller, |group| &group.recency))
        .maybe_number("monetary_vs_champions_p", versus_champions(groups, Claim::Larger, |group| &group.monetary))
        .frame(&frame::schema(TABLE))
}

/// P-values of the claim that the Champions' values are so against each other segment's; theirs is null.
fn versus_champions(groups: &[Group], claim: Claim, of: Values) -> Vec<Option<f64>> {
    let Some((champions, others)) = groups.split_first().filter(|(first, _)| first.order == 1) else {
        return vec![None; groups.len()];
    };
    let tests: Option<Vec<Test>> = others.iter().map(|other| mann_whitney(of(champions), of(other), claim)).collect();
    let p: Vec<f64> = tests.into_iter().flatten().map(|test| test.p).collect();
    [None].into_iter().chain(holm(&p).into_iter().map(Some)).collect()
}

/// A `customer_rfm` with what a profile is made of: segment, recency, frequency, monetary.
#[cfg(test)]
pub(crate) fn customers(rows: &[(&str, i64, i64, i64)]) -> LazyFrame {
    let schema = frame::schema("customer_rfm");
    let n = rows.len();
    let frame = Columns::default()
        .text("customer_id", (0..n).map(|id| id.to_string()))
        .integer("frequency", rows.iter().map(|row| row.2).collect())
        .integer("monetary", rows.iter().map(|row| row.3).collect())
        .integer("recency_days", rows.iter().map(|row| row.1).collect())
        .integer("r_score", vec![1; n])
        .integer("f_score", vec![1; n])
        .integer("m_score", vec![1; n])
        .text("rfm_score", vec!["111"; n])
        .text("segment", rows.iter().map(|row| row.0))
        .maybe_text("previous_segment", vec![None; n])
        .text("segment_movement", vec!["New"; n])
        .boolean("is_whale", vec![false; n])
        .maybe_number("usual_interval_days", vec![None; n])
        .boolean("churn_risk", vec![false; n])
        .frame(&schema);
    frame.unwrap().lazy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_described_in_their_order() {
        let customers = customers(&[
            ("New", 3, 1, 10_000),
            ("Champions", 1, 9, 60_000),
            ("New", 8, 2, 20_000),
            ("Champions", 2, 8, 10_000),
        ]);
        let frame = segment_profile(customers, &rfm::Options::default()).collect().unwrap();
        assert_eq!(**frame.schema(), frame::schema(TABLE));
        let numbers = |name: &str| frame::numbers(&frame, name).unwrap().into_iter().flatten().collect::<Vec<f64>>();
        assert_eq!(frame::texts(&frame, "segment").unwrap().get(1), Some("New"));
        assert_eq!(frame::integers(&frame, "segment_order").unwrap(), [1, 4]);
        assert_eq!(frame::integers(&frame, "revenue").unwrap(), [70_000, 30_000]);
        assert_eq!(numbers("customer_share"), [0.5, 0.5]);
        assert_eq!(numbers("revenue_share"), [0.7, 0.3]);
        assert_eq!(numbers("recency_median"), [1.5, 5.5]);
        assert_eq!(numbers("frequency_mean"), [8.5, 1.5]);
        assert_eq!(numbers("monetary_mean"), [3.5, 1.5]);
        assert_eq!(numbers("monetary_median"), [3.5, 1.5]);
        assert_eq!(numbers("recency_kruskal_h").len(), 2);
        // Nobody is compared with themselves.
        assert_eq!(numbers("recency_vs_champions_p").len(), 1);
    }

    #[test]
    fn one_segment_has_nothing_to_be_compared_with() {
        let options = rfm::Options::default();
        let frame = segment_profile(customers(&[("New", 3, 1, 5)]), &options).collect().unwrap();
        assert_eq!(frame::numbers(&frame, "recency_kruskal_p").unwrap(), [None]);
        assert_eq!(frame::numbers(&frame, "monetary_vs_champions_p").unwrap(), [None]);
        assert_eq!(segment_profile(customers(&[]), &options).collect().unwrap().height(), 0);
    }
}
