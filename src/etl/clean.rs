//! Cleaning: which raw rows are sales, and why the others are not.
//!
//! Every rule stands in a file of its own and is asked in the order of [`Reason`]; the first that applies is the
//! row's reason. No row is lost: what is not kept is rejected, and the money of both adds up to the money that came
//! in.

use polars_core::prelude::*;
use polars_lazy::frame::{IntoLazy, LazyFrame};

pub use non_products::Patterns;
pub use options::{Dedupe, Options, Preset, Rules, StockCode};
pub use summary::{ReasonTotal, by_reason};

use super::{Reason, raw};
use lines::Lines;
use verdicts::Verdicts;

mod frames;
mod lines;
mod non_products;
mod options;
mod summary;
mod verdicts;

mod adjustment;
mod cancellation;
mod cancelled_original;
mod missing_customer;
mod non_positive_price;
mod non_positive_quantity;
mod repeated_invoice;
mod repeated_line;
mod unreadable;

#[cfg(test)]
mod real_data_tests;
#[cfg(test)]
pub(in crate::etl) mod testing;

/// The customer of a kept row that names none, where the configuration keeps such rows: the star schema has a row
/// for everyone who bought.
pub const UNKNOWN_CUSTOMER: &str = "Unknown";

/// The raw rows, parted in two.
#[derive(Clone)]
pub struct Cleaned {
    /// The raw columns, extra ones included, with `stock_code` at the grain of dim_product, then `revenue` (`Int64`
    /// of ten-thousandths) and `date_key` (`Date`). In the order of the source.
    pub kept: LazyFrame,
    /// The columns of etl_reject without `run_id`, in the order of the source. `stock_code` is as in the source.
    pub rejected: LazyFrame,
}

/// Asks every rule of every row.
///
/// An error is the world's or a bug's (a raw frame that breaks its contract), with one exception: amounts so large
/// that their sum does not fit the money type.
pub fn clean(raw: LazyFrame, rules: &Rules) -> PolarsResult<Cleaned> {
    let mut raw = raw.collect()?;
    raw.rechunk_mut_par();
    let lines = Lines::of(&raw, rules)?;
    let verdicts = judge(&lines, rules);
    let rejected = frames::rejected(&raw, &lines, &verdicts)?;
    let kept = frames::kept(&raw, &lines, &verdicts)?;
    Ok(Cleaned { kept: kept.lazy(), rejected: rejected.lazy() })
}

/// A rule looks at the rows that no earlier rule has rejected and rejects those it is about.
type Rule = fn(&Lines, &Rules, &mut Verdicts);

/// Every rule, in the order of [`Reason`].
const IN_ORDER: [(Reason, Rule); 9] = [
    (Reason::Unreadable, unreadable::ask),
    (Reason::RepeatedInvoice, repeated_invoice::ask),
    (Reason::RepeatedLine, repeated_line::ask),
    (Reason::MissingCustomer, missing_customer::ask),
    (Reason::Cancellation, cancellation::ask),
    (Reason::CancelledOriginal, cancelled_original::ask),
    (Reason::Adjustment, adjustment::ask),
    (Reason::NonPositiveQuantity, non_positive_quantity::ask),
    (Reason::NonPositivePrice, non_positive_price::ask),
];

fn judge(lines: &Lines, rules: &Rules) -> Verdicts {
    let mut verdicts = Verdicts::all_open(lines.len());
    for (_, rule) in IN_ORDER {
        rule(lines, rules, &mut verdicts);
    }
    verdicts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::testing::{Row, clean_rows, frame, reasons};
    use super::*;

    #[test]
    fn every_reason_has_its_rule_in_its_order() {
        assert_eq!(IN_ORDER.map(|(reason, _)| reason), Reason::ALL);
    }

    #[test]
    fn the_first_reason_wins() {
        let row = Row { invoice: "C1", customer: None, quantity: -1, price: 0, ..Row::default() };
        assert_eq!(reasons(&[row], &Options::default()), [Some("missing_customer")]);
        let row = Row { invoice: "C1", quantity: -1, price: 0, ..Row::default() };
        assert_eq!(reasons(&[row], &Options::default()), [Some("cancellation")]);
    }

    #[test]
    fn an_empty_frame_is_cleaned_to_two_empty_frames() {
        let (kept, rejected) = clean_rows(&[], &Options::default());
        assert_eq!((kept.height(), rejected.height()), (0, 0));
        assert_eq!(kept.width(), raw::ALL.len() + 2);
    }

    #[test]
    fn rejected_rows_have_the_contract_s_columns_without_the_run() {
        let (_, rejected) = clean_rows(&[Row { quantity: 0, ..Row::default() }], &Options::default());
        let table = crate::catalog::contract::table("etl_reject").expect("a table of the contract");
        let columns = table.columns.iter().map(|column| column.name.as_str()).filter(|name| *name != "run_id");
        assert_eq!(rejected.get_column_names(), columns.collect::<Vec<_>>());
    }

    #[test]
    fn extra_columns_are_carried_and_the_stock_code_takes_the_product_s_grain() {
        let rows = [Row { code: " 85123a", ..Row::default() }];
        let mut raw = frame(&rows);
        raw.with_column(Column::new("channel".into(), ["web"])).expect("a column");
        let cleaned = clean(raw.lazy(), &Options::default().resolved()).expect("cleaned");
        let kept = cleaned.kept.collect().expect("collected");
        assert_eq!(kept.get_column_names()[11..], ["channel", "revenue", "date_key"]);
        assert_eq!(kept.column(raw::STOCK_CODE).expect("there").str().expect("text").get(0), Some("85123A"));
    }

    #[test]
    fn rows_without_a_customer_that_are_kept_belong_to_the_unknown_one() {
        let options = Options { missing_customer: Some(false), ..Options::default() };
        let (kept, _) = clean_rows(&[Row { customer: None, ..Row::default() }], &options);
        let customers = kept.column(raw::CUSTOMER_ID).expect("there").str().expect("text").clone();
        assert_eq!(customers.get(0), Some(UNKNOWN_CUSTOMER));
    }

    #[test]
    fn amounts_whose_sum_does_not_fit_are_refused() {
        let row = Row { quantity: 1 << 31, price: 1 << 31, ..Row::default() };
        let error = clean(frame(&[row, row, row]).lazy(), &Options::default().resolved()).err().expect("refused");
        assert!(error.to_string().contains("amounts"), "{error}");
    }

    fn any_row() -> impl Strategy<Value = Row> {
        (
            prop::sample::select(vec!["1", "2", "3", "C4", "C5", "A6", ""]),
            prop::sample::select(vec!["85123A", "85123a", "POST", " M ", "22423"]),
            prop::option::of(prop::sample::select(vec!["a", " a ", "b"])),
            prop::sample::select(vec![-3, -1, 0, 1, 3, i64::MAX, i64::MIN]),
            prop::sample::select(vec![-25_000, 0, 12_500, 25_000]),
            0..4_i64,
            prop::option::of(prop::sample::select(vec!["13085", "13086"])),
        )
            .prop_map(|(invoice, code, description, quantity, price, date, customer)| Row {
                invoice,
                code,
                description,
                quantity,
                price,
                date,
                customer,
                country: "France",
            })
    }

    fn any_options() -> impl Strategy<Value = Options> {
        let dedupe = prop::sample::select(vec![None, Some(Dedupe::Invoice), Some(Dedupe::Line), Some(Dedupe::None)]);
        (any::<bool>(), dedupe, any::<Option<bool>>(), any::<Option<bool>>(), any::<Option<bool>>()).prop_map(
            |(plain, dedupe, cancellations, cancelled_originals, missing_customer)| Options {
                preset: if plain { Preset::Plain } else { Preset::Default },
                dedupe,
                cancellations,
                cancelled_originals,
                missing_customer,
                ..Options::default()
            },
        )
    }

    fn integers(frame: &DataFrame, column: &str) -> Vec<Option<i64>> {
        frame.column(column).expect("there").i64().expect("integers").iter().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn rows_and_money_in_are_rows_and_money_kept_and_rejected(
            rows in prop::collection::vec(any_row(), 0..60),
            options in any_options(),
        ) {
            let (kept, rejected) = clean_rows(&rows, &options);
            let mut numbers = integers(&kept, raw::ROW);
            numbers.extend(integers(&rejected, raw::ROW));
            numbers.sort_unstable();
            prop_assert_eq!(numbers, (1..=rows.len() as i64).map(Some).collect::<Vec<_>>());

            let money_in: i64 = rows.iter().filter_map(|row| row.quantity.checked_mul(row.price)).sum();
            let kept_money: i64 = integers(&kept, "revenue").into_iter().flatten().sum();
            let rejected_money: i64 = integers(&rejected, "amount").into_iter().flatten().sum();
            prop_assert_eq!(money_in, kept_money + rejected_money);
        }
    }
}
