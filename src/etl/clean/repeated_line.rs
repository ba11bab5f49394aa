//! Lines that stand again, anywhere in the source.

use rustc_hash::FxHashMap;

use super::lines::Content;
use super::{Dedupe, Lines, Reason, Rules, Verdicts};

/// Every row that says the same as an earlier one of its invoice goes. That takes real repeats with it (the same
/// product scanned twice), which is why `dedupe = "invoice"` is the default and this is not.
pub(super) fn ask(lines: &Lines, rules: &Rules, verdicts: &mut Verdicts) {
    if rules.dedupe != Dedupe::Line {
        return;
    }
    let mut first: FxHashMap<Content, u32> = FxHashMap::default();
    for rows in lines.by_invoice().iter() {
        first.clear();
        for row in rows {
            let earlier = *first.entry(lines.content(*row as usize)).or_insert(*row);
            if earlier != *row {
                verdicts.reject_for(Reason::RepeatedLine, *row, earlier);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::etl::clean::testing::{Row, reasons};
    use crate::etl::clean::{Dedupe, Options};

    #[test]
    fn every_repeat_of_a_whole_line_goes() {
        let line = Row::default();
        let rows = [
            line,
            Row { quantity: 7, ..line },
            line,
            Row { invoice: "2", ..line },
            Row { country: "Spain", ..line },
            Row { description: Some(" LANTERN "), ..line },
        ];
        let options = Options { dedupe: Some(Dedupe::Line), ..Options::default() };
        let again = Some("repeated_line");
        assert_eq!(reasons(&rows, &options), [None, None, again, None, None, again]);
    }
}
