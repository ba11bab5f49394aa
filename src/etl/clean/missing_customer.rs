//! Rows that name no customer.

use super::{Lines, Reason, Rules, Verdicts};

/// Customer analytics can do nothing with a line of nobody.
pub(super) fn ask(lines: &Lines, rules: &Rules, verdicts: &mut Verdicts) {
    if rules.missing_customer {
        verdicts.reject_where(Reason::MissingCustomer, |row| !lines.has_customer(row));
    }
}

#[cfg(test)]
mod tests {
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, reasons};

    #[test]
    fn a_row_without_a_customer_goes_unless_it_may_stay() {
        let rows = [Row { customer: None, ..Row::default() }, Row::default()];
        assert_eq!(reasons(&rows, &Options::default()), [Some("missing_customer"), None]);
        let keep = Options { missing_customer: Some(false), ..Options::default() };
        assert_eq!(reasons(&rows, &keep), [None, None]);
    }
}
