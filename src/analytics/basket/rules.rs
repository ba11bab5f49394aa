//! Rules: every split of a frequent itemset into what is bought and what is bought with it.

use polars_core::prelude::*;
use rustc_hash::FxHashMap;

use super::baskets::Baskets;
use super::metrics::Counts;
use super::{Itemsets, Options};
use crate::analytics::frame::{self, Columns};

pub struct Rule {
    antecedent: Vec<u32>,
    consequent: Vec<u32>,
    pub counts: Counts,
}

/// The rules of a region's itemsets that reach the confidence and the lift of the options; `None` when there are
/// more of them than the options allow.
pub fn rules(itemsets: &Itemsets, baskets: usize, options: &Options) -> Option<Vec<Rule>> {
    // Every part of a frequent itemset is frequent, so its count is known.
    let counts: FxHashMap<&[u32], u32> = itemsets.iter().collect();
    let count_of = |items: &[u32]| counts.get(items).copied().unwrap_or(0);
    let mut rules = Vec::new();
    let (mut antecedent, mut consequent) = (Vec::new(), Vec::new());
    for (items, both) in itemsets.iter().filter(|(items, _)| items.len() > 1) {
        for split in 1..(1_u32 << items.len()) - 1 {
            part(items, split, &mut antecedent);
            part(items, !split, &mut consequent);
            let counts = Counts { baskets, antecedent: count_of(&antecedent), consequent: count_of(&consequent), both };
            if counts.confidence() < options.min_confidence || counts.lift() < options.min_lift {
                continue;
            }
            if rules.len() == options.max_rules {
                return None;
            }
            rules.push(Rule { antecedent: antecedent.clone(), consequent: consequent.clone(), counts });
        }
    }
    Some(rules)
}

/// The items whose bit is set.
fn part(items: &[u32], bits: u32, part: &mut Vec<u32>) {
    part.clear();
    part.extend(items.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, item)| *item));
}

/// The rules of regions, each with its name and number of baskets, as `basket_rule`, not yet sorted.
pub fn frame(regions: &[(&str, Vec<Rule>)], baskets: &Baskets) -> PolarsResult<DataFrame> {
    let all = || regions.iter().flat_map(|(region, rules)| rules.iter().map(move |rule| (*region, rule)));
    let rules = || all().map(|(_, rule)| rule);
    let text = |items: &[u32], of: fn(&super::baskets::Item) -> &str| {
        items.iter().map(|item| of(&baskets.items[*item as usize])).collect::<Vec<_>>().join(" + ")
    };
    let codes = |items| text(items, |item| &item.code);
    let names = |items| text(items, |item| &item.name);
    let integers = |of: fn(&Rule) -> i64| rules().map(of).collect::<Vec<i64>>();
    let numbers = |of: fn(Counts) -> f64| rules().map(|rule| of(rule.counts)).collect::<Vec<f64>>();
    Columns::default()
        .text("region", all().map(|(region, _)| region))
        .text("antecedents", rules().map(|rule| codes(&rule.antecedent)))
        .text("consequents", rules().map(|rule| codes(&rule.consequent)))
        .text("antecedent_names", rules().map(|rule| names(&rule.antecedent)))
        .text("consequent_names", rules().map(|rule| names(&rule.consequent)))
        .integer("antecedent_size", integers(|rule| rule.antecedent.len() as i64))
        .integer("consequent_size", integers(|rule| rule.consequent.len() as i64))
        .integer("baskets", integers(|rule| rule.counts.baskets as i64))
        .integer("antecedent_count", integers(|rule| i64::from(rule.counts.antecedent)))
        .integer("consequent_count", integers(|rule| i64::from(rule.counts.consequent)))
        .integer("rule_count", integers(|rule| i64::from(rule.counts.both)))
        .number("support", numbers(Counts::support))
        .number("confidence", numbers(Counts::confidence))
        .number("lift", numbers(Counts::lift))
        .number("leverage", numbers(Counts::leverage))
        .maybe_number("conviction", rules().map(|rule| rule.counts.conviction()).collect())
        .number("zhang", numbers(Counts::zhang))
        .frame(&frame::schema("basket_rule"))
}
