//! Lines of adjustments, such as bad debt.

use super::{Lines, Reason, Rules, Verdicts};

/// An adjustment corrects the books: nobody bought anything.
pub(super) fn ask(lines: &Lines, rules: &Rules, verdicts: &mut Verdicts) {
    if rules.adjustments {
        let adjustments = lines.invoices_with(&rules.adjustment_prefix);
        verdicts.reject_where(Reason::Adjustment, |row| lines.is_one_of(&adjustments, row));
    }
}

#[cfg(test)]
mod tests {
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, reasons};

    #[test]
    fn the_prefix_tells_an_adjustment() {
        let rows = [Row { invoice: "A563185", ..Row::default() }, Row { invoice: "563186", ..Row::default() }];
        assert_eq!(reasons(&rows, &Options::default()), [Some("adjustment"), None]);
        let keep = Options { adjustments: Some(false), ..Options::default() };
        assert_eq!(reasons(&rows, &keep), [None, None]);
    }
}
