//! Market basket: which products are bought together, beyond what chance would give.
//!
//! A basket is an invoice, its items are the distinct stock codes on it. Frequent itemsets are mined by pattern
//! growth over lists of occurrences (see [`mine`]); the matrix of invoices and products is never built.

use polars_lazy::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ALL_REGIONS, frame, option_in_range};
use crate::diag::Diagnostic;

pub(super) mod baskets;
pub mod error;
pub mod metrics;
pub mod mine;
mod rules;
pub(super) mod threshold;

pub use error::Error;
pub use mine::{Itemsets, itemsets};

use baskets::Baskets;
use error::What;
use rules::Rule;

/// `[basket]`: which itemsets are frequent, which rules are kept, and when to give up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// An itemset is frequent in a region when it is in at least this share of its invoices. Default 0.01.
    pub min_support: f64,
    /// … and in at least this many invoices, so that a region of fifty makes no rules of two. Default 10.
    pub min_count: u32,
    /// Keep rules with at least this confidence. Default 0.2.
    pub min_confidence: f64,
    /// Keep rules with at least this lift; 1 is what chance gives. Default 1.0.
    pub min_lift: f64,
    /// Largest number of products in an itemset, both sides of a rule together. Default 3.
    pub max_length: usize,
    /// Give up, with an error, on a region with more frequent itemsets than this. Default 200 000.
    pub max_itemsets: usize,
    /// Give up, with an error, on a region with more rules than this. Default 200 000.
    pub max_rules: usize,
    /// Leave out postage, bank charges and other codes that are no products. Default true.
    pub products_only: bool,
    /// Make rules of each region too, not only of all together. Default true.
    pub per_region: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_support: 0.01,
            min_count: 10,
            min_confidence: 0.2,
            min_lift: 1.0,
            max_length: 3,
            max_itemsets: 200_000,
            max_rules: 200_000,
            products_only: true,
            per_region: true,
        }
    }
}

/// Everything that is wrong with the options.
pub fn check(options: &Options) -> Vec<Diagnostic> {
    let Options { min_support, min_count, min_confidence, min_lift, max_length, .. } = *options;
    let lift_is_good = min_lift >= 0.0 && min_lift.is_finite();
    let ranges = [
        option_in_range(
            "basket.min_support",
            min_support,
            min_support > 0.0 && min_support <= 1.0,
            "above 0, at most 1",
        ),
        option_in_range("basket.min_count", min_count, min_count > 0, "1 or more"),
        option_in_range("basket.min_confidence", min_confidence, (0.0..=1.0).contains(&min_confidence), "from 0 to 1"),
        option_in_range("basket.min_lift", min_lift, lift_is_good, "0 or more"),
        // A rule has two sides; an itemset of n makes 2^n - 2 rules.
        option_in_range("basket.max_length", max_length, (2..=10).contains(&max_length), "from 2 to 10"),
        option_in_range("basket.max_itemsets", options.max_itemsets, options.max_itemsets > 0, "1 or more"),
        option_in_range("basket.max_rules", options.max_rules, options.max_rules > 0, "1 or more"),
    ];
    ranges.into_iter().flatten().collect()
}

/// `basket_rule`: the rules of all regions together, as region `All`, and of each region.
pub fn basket_rule(
    fact_sales: LazyFrame,
    dim_product: LazyFrame,
    dim_customer: LazyFrame,
    options: &Options,
) -> Result<LazyFrame, Error> {
    let baskets = Baskets::read(fact_sales, dim_product, dim_customer, options.products_only)?;
    let all = [(ALL_REGIONS, baskets.all())];
    let regions = if options.per_region { baskets.by_region() } else { Vec::new() };
    let rules = all.into_iter().chain(regions).map(|(region, invoices)| {
        let rules = region_rules(region, &invoices, options)?;
        Ok((region, rules))
    });
    let rules = rules.collect::<Result<Vec<(&str, Vec<Rule>)>, Error>>()?;
    Ok(frame::conform(rules::frame(&rules, &baskets)?.lazy(), "basket_rule"))
}

fn region_rules(region: &str, invoices: &[&[u32]], options: &Options) -> Result<Vec<Rule>, Error> {
    let min_count = threshold::min_count(options, invoices.len());
    let too_many = |what| Error::TooMany { what, region: region.to_owned(), min_count, invoices: invoices.len() };
    let itemsets = itemsets(invoices, min_count, options.max_length, options.max_itemsets)
        .ok_or_else(|| too_many(What::Itemsets { max: options.max_itemsets }))?;
    rules::rules(&itemsets, invoices.len(), options).ok_or_else(|| too_many(What::Rules { max: options.max_rules }))
}

#[cfg(test)]
mod tests {
    use polars_core::prelude::*;

    use super::super::orders::{customers, sales};
    use super::*;

    /// Ten invoices in the West: bread and butter on six, bread on eight, tea on two; two invoices in the East.
    fn rules(options: &Options) -> Result<DataFrame, Error> {
        let day = "2011-01-01";
        let numbers: Vec<String> = (0..12).map(|invoice| invoice.to_string()).collect();
        let mut lines = Vec::new();
        for (invoice, number) in numbers.iter().enumerate() {
            let goods: &[&str] = match invoice {
                0..6 => &["BREAD", "BUTTER", "POST"],
                6..8 => &["BREAD", "POST"],
                8..10 => &["TEA", "POST"],
                _ => &["BREAD", "TEA"],
            };
            let customer = if invoice < 10 { "1" } else { "2" };
            lines.extend(goods.iter().map(|code| (number.as_str(), customer, *code, day, 1, 1)));
        }
        let goods = [("BREAD", Some("Brown bread"), true), ("BUTTER", None, true), ("POST", None, false)];
        let products = baskets::tests::products(&goods);
        let rules = basket_rule(sales(&lines), products, customers(&[("1", "West"), ("2", "East")]), options)?;
        Ok(rules.collect()?)
    }

    fn keys(frame: &DataFrame) -> Vec<String> {
        let column = |name: &str| frame::texts(frame, name).unwrap().iter().flatten().collect::<Vec<_>>();
        let sides = column("antecedents").into_iter().zip(column("consequents"));
        column("region").into_iter().zip(sides).map(|(region, (a, c))| format!("{region}: {a} > {c}")).collect()
    }

    #[test]
    fn rules_are_made_for_all_and_for_each_region() {
        let options = Options { min_count: 2, ..Options::default() };
        let frame = rules(&options).unwrap();
        assert_eq!(**frame.schema(), frame::schema("basket_rule"));
        let expected = [
            "All: BREAD > BUTTER",
            "All: BUTTER > BREAD",
            "East: BREAD > TEA",
            "East: TEA > BREAD",
            "West: BREAD > BUTTER",
            "West: BUTTER > BREAD",
        ];
        assert_eq!(keys(&frame), expected);
        assert_eq!(frame::texts(&frame, "antecedent_names").unwrap().get(0), Some("Brown bread"));
        assert_eq!(frame::integers(&frame, "baskets").unwrap(), [12, 12, 2, 2, 10, 10]);
        assert_eq!(frame::integers(&frame, "antecedent_count").unwrap()[0], 10);
        assert_eq!(frame::integers(&frame, "rule_count").unwrap(), [6, 6, 2, 2, 6, 6]);
        assert_eq!(frame::numbers(&frame, "confidence").unwrap()[..2], [Some(0.6), Some(1.0)]);
        assert_eq!(frame::numbers(&frame, "conviction").unwrap()[1], None);
        assert_eq!(frame::numbers(&frame, "lift").unwrap()[0], Some(1.2));
    }

    #[test]
    fn regions_and_services_are_as_asked() {
        let options = Options { per_region: false, products_only: false, min_lift: 1.2, ..Options::default() };
        let options = Options { min_count: 2, ..options };
        let expected = [
            "All: BREAD > BUTTER",
            "All: BREAD > BUTTER + POST",
            "All: BREAD + BUTTER > POST",
            "All: BREAD + POST > BUTTER",
            "All: BUTTER > BREAD",
            "All: BUTTER > BREAD + POST",
            "All: BUTTER > POST",
            "All: BUTTER + POST > BREAD",
            "All: POST > BREAD + BUTTER",
            "All: POST > BUTTER",
        ];
        assert_eq!(keys(&rules(&options).unwrap()), expected);
    }

    #[test]
    fn the_default_floor_makes_no_rules_of_two_invoices() {
        assert_eq!(rules(&Options::default()).unwrap().height(), 0);
    }

    #[test]
    fn too_much_is_an_error_that_says_what_to_raise() {
        let error = rules(&Options { min_count: 2, max_itemsets: 3, ..Options::default() }).unwrap_err();
        let diagnostic = error.diagnostic().unwrap();
        assert_eq!(diagnostic.message, "region `All` has more than 3 itemsets in at least 2 of its 12 invoices");
        assert!(diagnostic.help.concat().contains("basket.min_support"), "{:?}", diagnostic.help);
        let error = rules(&Options { min_count: 2, max_rules: 1, ..Options::default() }).unwrap_err();
        assert_eq!(error.to_string(), "region `All` has more than 1 rules in at least 2 of its 12 invoices");
    }

    #[test]
    fn options_out_of_range_are_all_reported() {
        assert_eq!(check(&Options::default()), []);
        let options = Options {
            min_support: 0.0,
            min_count: 0,
            min_confidence: 1.5,
            min_lift: f64::NAN,
            max_length: 1,
            max_itemsets: 0,
            max_rules: 0,
            ..Options::default()
        };
        assert_eq!(check(&options).len(), 7);
        assert_eq!(check(&options)[0].message, "`basket.min_support` is 0");
    }
}
