//! Rows that cost nothing, or less: gifts, samples, corrections.

use super::{Lines, Reason, Rules, Verdicts};

/// Under every preset a sale has a price above zero.
pub(super) fn ask(lines: &Lines, _: &Rules, verdicts: &mut Verdicts) {
    verdicts.reject_where(Reason::NonPositivePrice, |row| lines.price[row] <= 0);
}

#[cfg(test)]
mod tests {
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, reasons};

    #[test]
    fn a_sale_has_a_price_above_zero() {
        let rows = [-1, 0, 1].map(|price| Row { price, ..Row::default() });
        let told = [Some("non_positive_price"), Some("non_positive_price"), None];
        assert_eq!(reasons(&rows, &Options::default()), told);
    }
}
