//! Rows that sell nothing, or less: returns, write-offs, corrections.

use super::{Lines, Reason, Rules, Verdicts};

/// Under every preset a sale has a quantity above zero.
pub(super) fn ask(lines: &Lines, _: &Rules, verdicts: &mut Verdicts) {
    verdicts.reject_where(Reason::NonPositiveQuantity, |row| lines.quantity[row] <= 0);
}

#[cfg(test)]
mod tests {
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, reasons};

    #[test]
    fn a_sale_has_a_quantity_above_zero() {
        let rows = [-1, 0, 1].map(|quantity| Row { quantity, ..Row::default() });
        let told = [Some("non_positive_quantity"), Some("non_positive_quantity"), None];
        assert_eq!(reasons(&rows, &Options::default()), told);
    }
}
