//! Customer analytics over the star schema: customer 360, RFM segments, cohorts, market basket, statistics.
//!
//! Star-schema frames of [`crate::catalog::contract`] in, its analytic tables out, each with exactly the columns of
//! the contract and sorted by its primary key. Nothing here knows files, clocks or Power BI: the reference date is a
//! parameter, and the same frames give the same tables.

use polars_core::prelude::*;
use polars_lazy::prelude::*;

use crate::diag::{Code, Diagnostic, Severity};

pub mod basket;
mod calendar;
pub mod cohort;
pub mod customer_360;
pub mod customer_month;
mod dictionary;
mod frame;
mod money;
mod orders;
#[cfg(test)]
mod real_data_tests;
pub mod rfm;
pub mod segment_profile;
pub mod statistics;

/// The region that stands for every region in cohorts and basket rules. No region of a mapping may be called so.
pub const ALL_REGIONS: &str = crate::region::ALL;

/// Every code the analytics can report, for `pbiforge explain`.
pub const CODES: &[&Code] = &[
    &rfm::check::SEGMENT_GAP,
    &rfm::check::SEGMENT_RULE,
    &rfm::check::SEGMENT_SHADOWED,
    &rfm::reference_date::REFERENCE_DATE,
    &OPTION_RANGE,
    &segment_profile::verdict::CHAMPIONS_NOT_BEST,
    &basket::error::TOO_MANY_ITEMSETS,
];

/// An option of the analytics has a value it cannot have.
pub const OPTION_RANGE: Code = Code {
    id: "ET105",
    name: "analytics-option-range",
    severity: Severity::Error,
    explanation: "An option of `[rfm]`, `[cohort]` or `[basket]` is outside the range in which it means something.

A share lies between 0 and 1, a count is at least 1. `min_support = 1` asks for products that are in every invoice; \
`min_support = 1.5` asks for the impossible and is refused.

Wrong:  [basket]
        min_support = 1.5
Right:  [basket]
        min_support = 0.015",
};

/// The date and time of the last kept invoice, in microseconds since 1970; `None` without a sale.
pub fn last_invoice(fact_sales: LazyFrame) -> PolarsResult<Option<i64>> {
    let last = fact_sales.select([col("invoice_date").max()]).collect()?;
    Ok(last.column("invoice_date")?.datetime()?.physical().get(0))
}

/// A diagnostic where `good` is false; `range` says what the value must be.
fn option_in_range(option: &str, value: impl std::fmt::Display, good: bool, range: &str) -> Option<Diagnostic> {
    if good {
        return None;
    }
    Some(Diagnostic::new(&OPTION_RANGE, format!("`{option}` is {value}")).help(format!("it must be {range}")))
}

/// Refuses a region that bears the name of all regions: its rows and theirs could not be told apart.
fn refuse_region_all<'a>(regions: impl IntoIterator<Item = &'a str>) -> PolarsResult<()> {
    let clash = regions.into_iter().any(|region| region == ALL_REGIONS);
    polars_ensure!(!clash, ComputeError: "a region is called `{ALL_REGIONS}`, the name that stands for every region");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_explained() {
        let ids: BTreeSet<_> = CODES.iter().flat_map(|code| [code.id, code.name]).collect();
        assert_eq!(ids.len(), 2 * CODES.len());
        assert!(CODES.iter().all(|code| code.id.starts_with("ET1") && code.explanation.contains("Right:")));
    }

    #[test]
    fn the_last_invoice_of_nothing_is_none() {
        let none = DataFrame::empty_with_schema(&frame::schema("fact_sales"));
        assert_eq!(last_invoice(none.lazy()).unwrap(), None);
    }
}
