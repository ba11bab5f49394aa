//! Raw frames in a few words, for tests.

use polars_core::prelude::*;
use polars_lazy::frame::IntoLazy;

use super::{Options, clean, raw};

/// One raw row; its number and line follow from its place. The default is an ordinary sale.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub invoice: &'static str,
    pub code: &'static str,
    pub description: Option<&'static str>,
    pub quantity: i64,
    /// Microseconds.
    pub date: i64,
    /// Ten-thousandths.
    pub price: i64,
    pub customer: Option<&'static str>,
    pub country: &'static str,
}

impl Default for Row {
    fn default() -> Self {
        Self {
            invoice: "1",
            code: "85123A",
            description: Some("LANTERN"),
            quantity: 6,
            date: 0,
            price: 25_000,
            customer: Some("13085"),
            country: "France",
        }
    }
}

/// Midnight at the beginning of a day of 2010, counted from 0, in microseconds.
pub fn day_2010(day: i64) -> i64 {
    (14_610 + day) * 86_400_000_000
}

/// The rows as a raw frame.
pub fn frame(rows: &[Row]) -> DataFrame {
    let numbers: Vec<i64> = (1..=rows.len() as i64).collect();
    let lines: Vec<i64> = numbers.iter().map(|number| number + 1).collect();
    let dates: Vec<i64> = rows.iter().map(|row| row.date).collect();
    let dates = Int64Chunked::from_vec(raw::INVOICE_DATE.into(), dates).into_datetime(TimeUnit::Microseconds, None);
    let text = |name: &str, of: fn(&Row) -> Option<&'static str>| {
        let column: StringChunked = rows.iter().map(of).collect();
        column.with_name(name.into()).into_column()
    };
    let number = |name: &str, of: fn(&Row) -> i64| Column::new(name.into(), rows.iter().map(of).collect::<Vec<_>>());
    DataFrame::new_infer_height(vec![
        Column::new(raw::ROW.into(), numbers),
        text(raw::FILE, |_| Some("sales.csv")),
        Column::new(raw::LINE.into(), lines),
        text(raw::INVOICE_NO, |row| Some(row.invoice)),
        text(raw::STOCK_CODE, |row| Some(row.code)),
        text(raw::DESCRIPTION, |row| row.description),
        number(raw::QUANTITY, |row| row.quantity),
        dates.into_column(),
        number(raw::UNIT_PRICE, |row| row.price),
        text(raw::CUSTOMER_ID, |row| row.customer),
        text(raw::COUNTRY, |row| Some(row.country)),
    ])
    .expect("columns of one length")
}

/// Kept and rejected rows.
pub fn clean_rows(rows: &[Row], options: &Options) -> (DataFrame, DataFrame) {
    let cleaned = clean(frame(rows).lazy(), &options.resolved()).expect("cleaned");
    (cleaned.kept.collect().expect("collected"), cleaned.rejected.collect().expect("collected"))
}

/// The reason of each row, `None` where it is kept.
pub fn reasons(rows: &[Row], options: &Options) -> Vec<Option<&'static str>> {
    let (_, rejected) = clean_rows(rows, options);
    let numbers = rejected.column(raw::ROW).expect("there").i64().expect("integers").clone();
    let told = rejected.column("reason").expect("there").str().expect("text").clone();
    let mut reasons = vec![None; rows.len()];
    for (number, reason) in numbers.iter().zip(told.iter()) {
        let known = crate::etl::Reason::ALL.into_iter().find(|known| Some(known.as_str()) == reason);
        reasons[number.expect("a number") as usize - 1] = known.map(|known| known.as_str());
    }
    reasons
}
