//! The analytics on the public data set Online Retail II (Chen, D., 2012, doi:10.24432/C5CG6D), against its known
//! figures. Without the environment variable `PBIFORGE_SHARED`, the folder with `data/`, these tests are skipped.

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::Instant;

use polars_core::prelude::*;
use polars_lazy::prelude::*;

use super::basket::{Options as BasketOptions, basket_rule};
use super::calendar::iso;
use super::cohort::{self, cohort_retention};
use super::customer_360::{customer, customer_360};
use super::customer_month::customer_month;
use super::frame;
use super::last_invoice;
use super::rfm::{self, quintile::cut_points, rfm};
use super::segment_profile::{segment_profile, verdict};
use super::statistics::mean;
use super::statistics::tests::close;
use crate::etl::{clean, read, star};
use crate::region::Mapping;

struct Data {
    sales: DataFrame,
    customers: DataFrame,
    products: DataFrame,
}

/// The data under the plain rule: customer present, quantity and price above zero, nothing else.
fn data() -> Option<&'static Data> {
    static DATA: OnceLock<Option<Data>> = OnceLock::new();
    DATA.get_or_init(|| read::real_data().map(Data::of)).as_ref()
}

impl Data {
    fn of(raw: DataFrame) -> Self {
        // Every country a region of its own: many more and much smaller regions than a mapping file makes.
        let countries: BTreeSet<&str> = raw.column("country").unwrap().str().unwrap().iter().flatten().collect();
        let countries = countries.into_iter().map(|country| (country.to_owned(), country.to_owned())).collect();
        let mapping = Mapping { countries, ..Mapping::default() };
        let rules = clean::Options { preset: clean::Preset::Plain, ..clean::Options::default() }.resolved();
        let kept = clean::clean(raw.lazy(), &rules).unwrap().kept;
        Data {
            sales: star::fact_sales(kept.clone(), &[]).collect().unwrap(),
            customers: star::dim_customer(kept.clone(), &mapping, &[]).unwrap().collect().unwrap(),
            products: star::dim_product(kept, &rules, &[]).unwrap().collect().unwrap(),
        }
    }
    fn sales(&self) -> LazyFrame {
        self.sales.clone().lazy()
    }
    fn customers(&self) -> LazyFrame {
        self.customers.clone().lazy()
    }
    fn products(&self) -> LazyFrame {
        self.products.clone().lazy()
    }
    fn last_invoice(&self) -> i64 {
        last_invoice(self.sales()).unwrap().unwrap()
    }
    fn rfm(&self) -> DataFrame {
        let options = rfm::Options::default();
        let reference_date = rfm::reference_date(&options, self.last_invoice()).unwrap();
        assert_eq!(iso(reference_date), "2011-12-10");
        let of_360 = customer_360(self.sales(), self.customers());
        rfm(of_360, self.sales(), reference_date, &options).collect().unwrap()
    }
}

#[test]
fn the_customers_and_their_revenue_are_all_there() {
    let Some(data) = data() else { return };
    let frame = customer_360(data.sales(), data.customers()).collect().unwrap();
    let sum = |name: &str| frame::integers(&frame, name).unwrap().iter().sum::<i64>();
    assert_eq!((data.sales.height(), frame.height(), data.products.height()), (805_549, 5_878, 4_631));
    assert_eq!(sum("frequency"), 36_969);
    // 17,743,429.18 in units.
    assert_eq!(sum("monetary"), 177_434_291_780);
    let single = frame::integers(&frame, "frequency").unwrap().into_iter().filter(|invoices| *invoices == 1);
    assert_eq!(single.count(), 1_623);
}

#[test]
fn rfm_scores_have_their_known_corners_and_cuts() {
    let Some(data) = data() else { return };
    let frame = data.rfm();
    let scores: Vec<&str> = frame::texts(&frame, "rfm_score").unwrap().iter().flatten().collect();
    let count = |score: &str| scores.iter().filter(|other| **other == score).count();
    assert_eq!((count("555"), count("111")), (474, 320));
    let recency = frame::integers(&frame, "recency_days").unwrap();
    assert_eq!(cut_points(&recency), [1.0, 19.0, 59.0, 189.0, 410.0, 739.0]);
}

/// By the same definitions in pandas.
#[test]
fn whales_make_half_of_the_revenue_and_those_overdue_are_at_risk() {
    let Some(data) = data() else { return };
    let frame = data.rfm();
    let count = |name: &str| frame.column(name).unwrap().bool().unwrap().sum();
    assert_eq!((count("is_whale"), count("churn_risk")), (Some(259), Some(603)));
    let intervals: Vec<f64> = frame::numbers(&frame, "usual_interval_days").unwrap().into_iter().flatten().collect();
    assert_eq!(intervals.len(), 5_878 - 1_623);
    close(mean(&intervals).unwrap(), 102.30064515170693);
}

/// By pandas and SciPy on the same segments; the p-values adjusted by Holm.
#[test]
fn segments_are_described_and_tested_as_scipy_does() {
    let Some(data) = data() else { return };
    let profile = segment_profile(data.rfm().lazy(), &rfm::Options::default()).collect().unwrap();
    let segments: Vec<&str> = frame::texts(&profile, "segment").unwrap().iter().flatten().collect();
    let expected = [
        ("About to Sleep", 385),
        ("At Risk", 597),
        ("Can't Lose", 227),
        ("Champions", 743),
        ("Hibernating", 1_523),
        ("Loyalists", 1_255),
        ("Need Attention", 266),
        ("New", 54),
        ("Potential Loyalists", 714),
        ("Promising", 114),
    ];
    let customers = frame::integers(&profile, "customers").unwrap();
    assert_eq!(segments.into_iter().zip(customers).collect::<Vec<_>>(), expected);
    let number = |name: &str, row: usize| frame::numbers(&profile, name).unwrap()[row].unwrap();
    close(number("recency_kruskal_h", 0), 5108.016430372409);
    close(number("monetary_kruskal_h", 9), 3881.554443906788);
    close(number("recency_median", 3), 8.0);
    close(number("monetary_median", 3), 4656.17);
    close(number("frequency_mean", 3), 21.069986541050);
    close(number("recency_vs_champions_p", 7), 0.002346878420944);
    close(number("monetary_vs_champions_p", 2), 1.015081223879e-25);
    close(number("monetary_vs_champions_p", 1), 7.514649653871e-195);
    assert_eq!(verdict(&profile).unwrap(), []);
}

#[test]
fn cohorts_come_back_as_known() {
    let Some(data) = data() else { return };
    let months = customer_month(data.sales());
    let cohorts = cohort_retention(months, data.customers(), data.last_invoice(), &cohort::Options::default());
    let cohorts = cohorts.collect().unwrap();
    let region = frame::texts(&cohorts, "region").unwrap();
    let month = frame::days(&cohorts, "cohort_month").unwrap();
    let active = frame::integers(&cohorts, "active_customers").unwrap();
    let of = |cohort: &str| -> Vec<i64> {
        let rows = (0..cohorts.height()).filter(|row| region.get(*row) == Some("All") && iso(month[*row]) == cohort);
        rows.map(|row| active[row]).collect()
    };
    assert_eq!(of("2009-12-01")[..4], [955, 337, 319, 406]);
    assert_eq!(of("2009-12-01").len(), 25);
    assert_eq!(of("2010-01-01")[..4], [383, 79, 119, 117]);
    assert_eq!(of("2011-12-01").len(), 1);
    let flag = |name: &str| cohorts.column(name).unwrap().bool().unwrap().clone();
    let (left, partial) = (flag("is_left_censored"), flag("is_partial_month"));
    let since = frame::integers(&cohorts, "months_since").unwrap();
    for (row, month) in month.iter().enumerate() {
        assert_eq!(left.get(row), Some(iso(*month) == "2009-12-01"));
        // 9 December 2011 does not end its month.
        let is_last = since[row] == months_to_the_end(*month);
        assert_eq!(partial.get(row), Some(is_last));
    }
}

fn months_to_the_end(month: i32) -> i64 {
    let until = super::calendar::month_of(super::calendar::parse_iso("2011-12-01").unwrap());
    i64::from(until - super::calendar::month_of(month))
}

/// Rules by lift only, over all regions and all codes.
fn all_rules(data: &Data, min_support: f64) -> DataFrame {
    let options = BasketOptions { min_support, min_count: 1, min_confidence: 0.0, max_length: 8, ..Default::default() };
    let options = BasketOptions { products_only: false, per_region: false, ..options };
    basket_rule(data.sales(), data.products(), data.customers(), &options).unwrap().collect().unwrap()
}

fn confident(rules: &DataFrame) -> usize {
    frame::numbers(rules, "confidence").unwrap().into_iter().flatten().filter(|confidence| *confidence >= 0.5).count()
}

#[test]
fn itemsets_and_rules_are_counted_as_known() {
    let Some(data) = data() else { return };
    for (support, count, lengths) in [(0.01, 370, vec![559, 251, 50]), (0.005, 185, vec![1_180, 1_384, 475, 89, 21])] {
        let baskets =
            super::basket::baskets::Baskets::read(data.sales(), data.products(), data.customers(), false).unwrap();
        let options = BasketOptions { min_support: support, ..Default::default() };
        assert_eq!(baskets.all().len(), 36_969);
        assert_eq!(super::basket::threshold::min_count(&options, baskets.all().len()), count);
        let itemsets = super::basket::itemsets(&baskets.all(), count, 8, 200_000).unwrap();
        assert_eq!(itemsets.count_by_length(), lengths);
    }
    let one = all_rules(data, 0.01);
    assert_eq!((one.height(), confident(&one)), (802, 244));
    let half = all_rules(data, 0.005);
    assert_eq!((half.height(), confident(&half)), (7_494, 1_805));
}

#[test]
fn the_top_lift_at_one_percent_is_the_known_pair() {
    let Some(data) = data() else { return };
    let rules = all_rules(data, 0.01);
    let lift: Vec<f64> = frame::numbers(&rules, "lift").unwrap().into_iter().flatten().collect();
    let top = lift.iter().copied().fold(0.0, f64::max);
    assert_eq!((top * 100.0).round() / 100.0, 55.22);
    let column = |name: &str| frame::texts(&rules, name).unwrap();
    let best: Vec<usize> = (0..rules.height()).filter(|row| lift[*row] == top).collect();
    let pairs =
        best.iter().map(|row| (column("antecedents").get(*row).unwrap(), column("consequents").get(*row).unwrap()));
    assert_eq!(pairs.collect::<Vec<_>>(), [("22745", "22746"), ("22746", "22745")]);
    assert!(best.iter().all(|row| frame::integers(&rules, "rule_count").unwrap()[*row] == 382));
}

#[test]
fn a_support_that_would_fill_the_memory_fails_soon() {
    let Some(data) = data() else { return };
    let options = BasketOptions { min_support: 0.00005, min_count: 2, max_length: 10, ..Default::default() };
    let error = basket_rule(data.sales(), data.products(), data.customers(), &options).err().unwrap();
    let message = "region `All` has more than 200000 itemsets in at least 2 of its 36969 invoices";
    assert_eq!(error.to_string(), message);
}

/// With the default options and 41 regions. Printed, not asserted: a busy machine is no fault of the code.
#[test]
fn each_stage_is_timed() {
    let Some(data) = data() else { return };
    let timed = |stage: &str, frame: LazyFrame| -> LazyFrame {
        let start = Instant::now();
        let frame = frame.collect().unwrap();
        eprintln!("{stage}: {:?}, {} rows", start.elapsed(), frame.height());
        frame.lazy()
    };
    let options = rfm::Options::default();
    let last = data.last_invoice();
    let reference_date = rfm::reference_date(&options, last).unwrap();
    let all = Instant::now();
    let of_360 = timed("customer 360", customer_360(data.sales(), data.customers()));
    let months = timed("customer months", customer_month(data.sales()));
    let of_rfm = timed("rfm", rfm(of_360.clone(), data.sales(), reference_date, &options));
    let _ = timed("segment profile", segment_profile(of_rfm.clone(), &options));
    let _ = timed("customer", customer(data.customers(), of_360, of_rfm));
    let _ = timed("cohorts", cohort_retention(months, data.customers(), last, &cohort::Options::default()));
    let start = Instant::now();
    let rules = basket_rule(data.sales(), data.products(), data.customers(), &BasketOptions::default()).unwrap();
    eprintln!("basket mining: {:?}", start.elapsed());
    let _ = timed("basket sort", rules);
    eprintln!("all analytics: {:?}", all.elapsed());
}
