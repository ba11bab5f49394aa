//! Rows whose amount cannot be told.

use super::{Lines, Reason, Rules, Verdicts};

/// Reading has already put aside what it could not read. One thing shows only here: quantity and price can be read,
/// but their product is more than the money type holds.
pub(super) fn ask(lines: &Lines, _: &Rules, verdicts: &mut Verdicts) {
    verdicts.reject_where(Reason::Unreadable, |row| lines.amount(row).is_none());
}

#[cfg(test)]
mod tests {
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, clean_rows};

    #[test]
    fn an_amount_that_does_not_fit_is_unreadable_and_has_no_amount() {
        let rows = [Row { quantity: i64::MAX, price: 20_000, ..Row::default() }];
        let (kept, rejected) = clean_rows(&rows, &Options::default());
        assert_eq!(kept.height(), 0);
        let text = |column: &str| rejected.column(column).expect("there").str().expect("text").get(0);
        assert_eq!(text("reason"), Some("unreadable"));
        assert_eq!(text("detail"), Some("quantity times price is too large"));
        assert_eq!(rejected.column("amount").expect("there").null_count(), 1);
    }
}
