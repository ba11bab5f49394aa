//! Lines of cancellations.

use super::{Lines, Reason, Rules, Verdicts};

/// The invoice number alone says that a document is a cancellation, whatever the sign of its quantities: a negative
/// quantity on an ordinary invoice is a return or a write-off, and has its own rule.
pub(super) fn ask(lines: &Lines, rules: &Rules, verdicts: &mut Verdicts) {
    if rules.cancellations {
        let cancellations = lines.invoices_with(&rules.cancellation_prefix);
        verdicts.reject_where(Reason::Cancellation, |row| lines.is_one_of(&cancellations, row));
    }
}

#[cfg(test)]
mod tests {
    use crate::etl::clean::testing::{Row, reasons};
    use crate::etl::clean::{Options, Preset};

    fn row(invoice: &'static str, quantity: i64) -> Row {
        Row { invoice, quantity, ..Row::default() }
    }

    #[test]
    fn the_prefix_tells_a_cancellation_in_either_case_and_with_either_sign() {
        let rows = [row("C1", -1), row("c2", 1), row("3", -1), row("", 1)];
        let told = [Some("cancellation"), Some("cancellation"), Some("non_positive_quantity"), None];
        assert_eq!(reasons(&rows, &Options::default()), told);
    }

    #[test]
    fn another_prefix_can_be_set_and_an_empty_one_tells_nothing() {
        let rows = [row("C1", 1), row("KÖ-1", 1), row("K", 1)];
        let prefix = |prefix: &str| Options { cancellation_prefix: prefix.to_owned(), ..Options::default() };
        assert_eq!(reasons(&rows, &prefix("KÖ-")), [None, Some("cancellation"), None]);
        assert_eq!(reasons(&rows, &prefix("")), [None, None, None]);
    }

    #[test]
    fn under_the_plain_rule_only_the_quantity_counts() {
        let plain = Options { preset: Preset::Plain, ..Options::default() };
        assert_eq!(reasons(&[row("C1", -1), row("C2", 1)], &plain), [Some("non_positive_quantity"), None]);
    }
}
