//! The lines that a cancellation takes back.

use rustc_hash::FxHashMap;

use super::{Lines, Reason, Rules, Verdicts};

/// A cancellation that repeats an earlier line of its customer, in product and price and with the quantity negated,
/// takes that line back: it was never a sale. Without this rule an order of 80,995 units that was cancelled minutes
/// later stays as revenue.
///
/// Each cancellation line takes one original: the latest before it (by date, then by row) that no earlier
/// cancellation has taken. A line without a customer is nobody's and takes nothing. Repeated cancellations have
/// been rejected before and take nothing either.
pub(super) fn ask(lines: &Lines, rules: &Rules, verdicts: &mut Verdicts) {
    if !rules.cancelled_originals {
        return;
    }
    let cancellations = lines.invoices_with(&rules.cancellation_prefix);
    let mut by_deal = cancellations_by_deal(lines, &cancellations, verdicts);
    add_originals(lines, &cancellations, verdicts, &mut by_deal);
    for mut events in by_deal.into_values() {
        events.sort_unstable_by_key(|event| (lines.date[event.row as usize], event.row));
        let mut not_taken = Vec::new();
        for event in events {
            match event.kind {
                Kind::Original => not_taken.push(event.row),
                Kind::Cancellation => {
                    if let Some(original) = not_taken.pop() {
                        verdicts.reject_for(Reason::CancelledOriginal, original, event.row);
                    }
                }
            }
        }
    }
}

/// What an original and its cancellation have in common.
#[derive(PartialEq, Eq, Hash)]
struct Deal {
    customer: u32,
    product: u32,
    price: i64,
    quantity: u64,
}

struct Event {
    row: u32,
    kind: Kind,
}

enum Kind {
    Original,
    Cancellation,
}

impl Deal {
    fn of(lines: &Lines, row: usize) -> Self {
        Self {
            customer: lines.customer.of_row[row],
            product: lines.product.of_row[row],
            price: lines.price[row],
            quantity: lines.quantity[row].unsigned_abs(),
        }
    }
}

/// The cancellation lines that could take something, whether the rule before has rejected them or was switched off.
fn cancellations_by_deal(lines: &Lines, cancellations: &[bool], verdicts: &Verdicts) -> FxHashMap<Deal, Vec<Event>> {
    let mut by_deal: FxHashMap<Deal, Vec<Event>> = FxHashMap::default();
    for row in 0..lines.len() {
        let standing = matches!(verdicts.reason(row), None | Some(Reason::Cancellation));
        if standing && lines.quantity[row] < 0 && lines.has_customer(row) && lines.is_one_of(cancellations, row) {
            let event = Event { row: row as u32, kind: Kind::Cancellation };
            by_deal.entry(Deal::of(lines, row)).or_default().push(event);
        }
    }
    by_deal
}

/// Adds the lines that one of the cancellations could be about.
fn add_originals(
    lines: &Lines,
    cancellations: &[bool],
    verdicts: &Verdicts,
    by_deal: &mut FxHashMap<Deal, Vec<Event>>,
) {
    let mut cancels = vec![false; lines.customer.len()];
    for deal in by_deal.keys() {
        cancels[deal.customer as usize] = true;
    }
    for row in 0..lines.len() {
        let customer_cancels = cancels.get(lines.customer.of_row[row] as usize).copied().unwrap_or(false);
        let sells = lines.quantity[row] > 0 && verdicts.is_open(row) && !lines.is_one_of(cancellations, row);
        if !customer_cancels || !sells {
            continue;
        }
        if let Some(events) = by_deal.get_mut(&Deal::of(lines, row)) {
            events.push(Event { row: row as u32, kind: Kind::Original });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, clean_rows, reasons};

    const SOLD: Option<&str> = None;
    const CANCELLATION: Option<&str> = Some("cancellation");
    const CANCELLED: Option<&str> = Some("cancelled_original");

    fn row(invoice: &'static str, quantity: i64, date: i64) -> Row {
        Row { invoice, quantity, date, ..Row::default() }
    }

    #[test]
    fn the_original_of_a_cancellation_goes_with_it() {
        let rows = [row("1", 80_995, 1), row("C2", -80_995, 2)];
        assert_eq!(reasons(&rows, &Options::default()), [CANCELLED, CANCELLATION]);
        let (_, rejected) = clean_rows(&rows, &Options::default());
        let detail = rejected.column("detail").expect("there").str().expect("text").clone();
        assert_eq!(detail.get(0), Some("cancelled by row 2, invoice `C2`"));
    }

    #[test]
    fn each_cancellation_takes_the_latest_original_not_yet_taken() {
        let rows = [row("1", 5, 1), row("2", 5, 2), row("3", 5, 9), row("C4", -5, 3)];
        assert_eq!(reasons(&rows, &Options::default()), [SOLD, CANCELLED, SOLD, CANCELLATION]);
        let rows = [row("1", 5, 1), row("2", 5, 2), row("C3", -5, 3), row("C4", -5, 3), row("C5", -5, 4)];
        let told = [CANCELLED, CANCELLED, CANCELLATION, CANCELLATION, CANCELLATION];
        assert_eq!(reasons(&rows, &Options::default()), told);
    }

    #[test]
    fn an_original_comes_before_its_cancellation_by_date_and_then_by_row() {
        assert_eq!(reasons(&[row("C1", -5, 2), row("2", 5, 1)], &Options::default()), [CANCELLATION, CANCELLED]);
        assert_eq!(reasons(&[row("C1", -5, 1), row("2", 5, 1)], &Options::default()), [CANCELLATION, SOLD]);
        assert_eq!(reasons(&[row("1", 5, 1), row("C2", -5, 1)], &Options::default()), [CANCELLED, CANCELLATION]);
    }

    #[test]
    fn another_customer_product_price_or_quantity_is_another_deal() {
        let original = row("1", 5, 1);
        for cancellation in [
            Row { customer: Some("9"), ..row("C2", -5, 2) },
            Row { code: "22423", ..row("C2", -5, 2) },
            Row { price: 1, ..row("C2", -5, 2) },
            row("C2", -4, 2),
        ] {
            assert_eq!(reasons(&[original, cancellation], &Options::default()), [SOLD, CANCELLATION]);
        }
        let other_case = Row { code: "85123a", ..row("C2", -5, 2) };
        assert_eq!(reasons(&[original, other_case], &Options::default()), [CANCELLED, CANCELLATION]);
    }

    #[test]
    fn a_repeated_cancellation_takes_nothing_a_second_time() {
        let rows = [row("1", 5, 1), row("2", 5, 2), row("C3", -5, 3), row("4", 1, 3), row("C3", -5, 3)];
        let told = [SOLD, CANCELLED, CANCELLATION, SOLD, Some("repeated_invoice")];
        assert_eq!(reasons(&rows, &Options::default()), told);
    }

    #[test]
    fn nobody_s_cancellation_takes_nobody_s_line() {
        let options = Options { missing_customer: Some(false), ..Options::default() };
        let rows = [row("1", 5, 1), row("C2", -5, 2)].map(|row| Row { customer: None, ..row });
        assert_eq!(reasons(&rows, &options), [SOLD, CANCELLATION]);
    }

    #[test]
    fn the_rule_can_be_asked_without_the_one_before_it_and_left_out() {
        let rows = [row("1", 5, 1), row("C2", -5, 2)];
        let alone = Options { cancellations: Some(false), ..Options::default() };
        assert_eq!(reasons(&rows, &alone), [CANCELLED, Some("non_positive_quantity")]);
        let without = Options { cancelled_originals: Some(false), ..Options::default() };
        assert_eq!(reasons(&rows, &without), [SOLD, CANCELLATION]);
    }
}
