//! The figures of the real Online Retail II file, to the row and the penny.

use std::collections::BTreeSet;
use std::time::Instant;

use polars_core::prelude::*;
use polars_lazy::frame::{IntoLazy, LazyFrame};

use super::*;
use crate::etl::star::testing::assert_keeps_the_contract;
use crate::etl::{read, star};
use crate::region::Mapping;

fn distinct(frame: &DataFrame, column: &str) -> usize {
    frame.column(column).expect("there").str().expect("text").iter().collect::<BTreeSet<_>>().len()
}

/// Pennies, rounded half away from zero, with two places.
fn money(amount: i64) -> String {
    let pennies = (amount.abs() + 50) / 100;
    format!("{}{}.{:02}", if amount < 0 { "-" } else { "" }, pennies / 100, pennies % 100)
}

fn sum(frame: &DataFrame, column: &str) -> i64 {
    frame.column(column).expect("there").i64().expect("integers").iter().flatten().sum()
}

#[test]
fn the_real_data_gives_the_published_figures_under_every_rule() {
    let Some(raw) = read::real_data() else { return };
    let plain = Options { preset: Preset::Plain, ..Options::default() };
    rule_a(&raw, &plain);
    rule_b(&raw, &Options { dedupe: Some(Dedupe::Invoice), ..plain });
    defaults(raw);
}

fn rule_a(raw: &DataFrame, options: &Options) {
    let cleaned = clean(raw.clone().lazy(), &options.resolved()).expect("cleaned");
    let kept = cleaned.kept.collect().expect("collected");
    assert_eq!((kept.height(), money(sum(&kept, "revenue"))), (805_549, "17743429.18".to_owned()));
    let counts = [raw::CUSTOMER_ID, raw::STOCK_CODE, raw::INVOICE_NO].map(|column| distinct(&kept, column));
    assert_eq!(counts, [5_878, 4_631, 36_969]);
}

fn rule_b(raw: &DataFrame, options: &Options) {
    let cleaned = clean(raw.clone().lazy(), &options.resolved()).expect("cleaned");
    let kept = cleaned.kept.collect().expect("collected");
    assert_eq!((kept.height(), money(sum(&kept, "revenue"))), (791_045, "17431551.18".to_owned()));
    let rejected = cleaned.rejected.collect().expect("collected");
    let repeated = rejected.column("reason").expect("there").str().expect("text").iter();
    let repeated: BooleanChunked = repeated.map(|reason| Some(reason == Some("repeated_invoice"))).collect();
    let repeated = rejected.filter(&repeated).expect("filtered");
    assert_eq!((repeated.height(), distinct(&repeated, raw::INVOICE_NO)), (22_523, 1_088));
    assert_eq!(money(sum(&repeated, "amount")), "377488.45");
}

/// Rows and money in are rows and money out; the tables keep the contract; the time and the reasons are printed.
fn defaults(raw: DataFrame) {
    let numbers = |column: &str| raw.column(column).expect("there").i64().expect("integers").clone();
    let (quantities, prices) = (numbers(raw::QUANTITY), numbers(raw::UNIT_PRICE));
    let amounts = quantities.iter().flatten().zip(prices.iter().flatten());
    let amount_in: i64 = amounts.map(|(quantity, price)| quantity * price).sum();
    let rows_in = raw.height() as i64;

    let rules = Options::default().resolved();
    let start = Instant::now();
    let Cleaned { kept, rejected } = clean(raw.lazy(), &rules).expect("cleaned");
    println!("clean {:?}", start.elapsed());
    for (name, table) in tables(&kept, &rules) {
        let start = Instant::now();
        let table = table.collect().expect("collected");
        println!("{name} {} rows, collected in {:?}", table.height(), start.elapsed());
        assert_keeps_the_contract(&table, name, &[]);
    }
    let totals = star::totals(kept, rejected.clone()).expect("counted");
    println!("all {:?} since the raw frame, checks of the contract included; {totals:?}", start.elapsed());
    assert_eq!((totals.rows_in(), totals.amount_in()), (rows_in, amount_in));
    let large = large_cancelled_orders(rejected.clone().collect().expect("collected"));
    assert_eq!(large, [("12346".to_owned(), 74_215), ("16446".to_owned(), 80_995)]);
    let by_reason = by_reason(rejected).expect("totals");
    for total in &by_reason {
        println!("{:22} {:8} {:>14}", total.reason.as_str(), total.rows, money(total.amount));
    }
    assert_eq!(by_reason.iter().map(|total| total.rows as i64).sum::<i64>(), totals.rows_rejected);
    assert_eq!(by_reason.iter().map(|total| total.amount).sum::<i64>(), totals.amount_rejected);
}

/// Customer and quantity of the cancelled originals above 50,000 units.
fn large_cancelled_orders(rejected: DataFrame) -> Vec<(String, i64)> {
    let text = |column: &str| rejected.column(column).expect("there").str().expect("text").clone();
    let (reasons, customers) = (text("reason"), text(raw::CUSTOMER_ID));
    let quantities = rejected.column(raw::QUANTITY).expect("there").i64().expect("integers");
    let rows = reasons.iter().zip(customers.iter()).zip(quantities.iter());
    let large =
        rows.filter(|((reason, _), quantity)| *reason == Some("cancelled_original") && *quantity > Some(50_000));
    large.map(|((_, customer), quantity)| (customer.unwrap_or("").to_owned(), quantity.unwrap_or(0))).collect()
}

fn tables(kept: &LazyFrame, rules: &Rules) -> Vec<(&'static str, LazyFrame)> {
    let timed = |name: &'static str, make: &dyn Fn() -> PolarsResult<LazyFrame>| {
        let start = Instant::now();
        let table = make().expect("made");
        println!("{name} made in {:?}", start.elapsed());
        (name, table)
    };
    let mapping = Mapping::default();
    vec![
        timed("fact_sales", &|| Ok(star::fact_sales(kept.clone(), &[]))),
        timed("dim_customer", &|| star::dim_customer(kept.clone(), &mapping, &[])),
        timed("dim_product", &|| star::dim_product(kept.clone(), rules, &[])),
        timed("dim_date", &|| star::dim_date(kept.clone())),
    ]
}
