//! How many rows and how much money went for which reason.

use polars_core::prelude::*;
use polars_lazy::dsl::col;
use polars_lazy::frame::LazyFrame;

use crate::etl::Reason;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonTotal {
    pub reason: Reason,
    pub rows: u64,
    /// Ten-thousandths, over the rows whose quantity and price could be read.
    pub amount: i64,
}

/// A total for every reason, in the order of the rules, those without a row included.
pub fn by_reason(rejected: LazyFrame) -> PolarsResult<Vec<ReasonTotal>> {
    let rejected = rejected.select([col("reason"), col("amount")]).collect()?;
    let mut totals = Reason::ALL.map(|reason| ReasonTotal { reason, rows: 0, amount: 0 });
    let (reasons, amounts) = (rejected.column("reason")?.str()?, rejected.column("amount")?.i64()?);
    for (reason, amount) in reasons.iter().zip(amounts.iter()) {
        if let Some(total) = totals.iter_mut().find(|total| Some(total.reason.as_str()) == reason) {
            total.rows += 1;
            total.amount = total.amount.saturating_add(amount.unwrap_or(0));
        }
    }
    Ok(totals.to_vec())
}

#[cfg(test)]
mod tests {
    use polars_lazy::frame::IntoLazy;

    use super::*;
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, clean_rows};

    #[test]
    fn rows_and_money_are_added_up_by_reason() {
        let rows = [
            Row { quantity: -2, ..Row::default() },
            Row { quantity: -3, ..Row::default() },
            Row { price: 0, ..Row::default() },
            Row::default(),
        ];
        let (_, rejected) = clean_rows(&rows, &Options::default());
        let totals = by_reason(rejected.lazy()).expect("totals");
        let told = totals.iter().filter(|total| total.rows > 0);
        let told: Vec<_> = told.map(|total| (total.reason, total.rows, total.amount)).collect();
        assert_eq!(told, [(Reason::NonPositiveQuantity, 2, -5 * 25_000), (Reason::NonPositivePrice, 1, 0)]);
    }
}
