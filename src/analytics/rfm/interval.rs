//! The usual interval of a customer, and who is past it.

use polars_core::prelude::*;
use polars_lazy::prelude::*;

use super::Options;
use crate::analytics::calendar::DAY;
use crate::analytics::frame::{self, Columns};
use crate::analytics::orders::{self, Order};

pub const COLUMN: &str = "usual_interval_days";

/// Mean days between the consecutive invoices of each customer, an invoice being of the time of its first line;
/// null after one invoice.
pub fn usual_intervals(fact_sales: LazyFrame) -> LazyFrame {
    let schema = schema();
    frame::map(orders::columns(fact_sales), schema, "usual intervals", |lines| {
        let orders = orders::orders(&lines)?;
        let intervals = orders.by_customer().map(usual_interval).collect();
        Columns::default().text("customer_id", &orders.customers).maybe_number(COLUMN, intervals).frame(&self::schema())
    })
}

fn schema() -> Schema {
    let rfm = frame::schema("customer_rfm");
    rfm.into_iter().filter(|(name, _)| name == "customer_id" || name == COLUMN).collect()
}

/// The mean of the gaps between moments in a row is the whole span by the number of gaps.
fn usual_interval(orders: &[Order]) -> Option<f64> {
    // An invoice that runs over the end of a month stands twice; its first line is what counts.
    let invoices = orders.chunk_by(|a, b| a.invoice == b.invoice);
    let starts: Vec<i64> = invoices.filter_map(|invoice| invoice.iter().map(|order| order.first).min()).collect();
    let (first, last) = (starts.iter().min()?, starts.iter().max()?);
    let gaps = starts.len() - 1;
    (gaps > 0).then(|| (last - first) as f64 / DAY as f64 / gaps as f64)
}

/// Whether so many days are more than the customer usually lets pass. After one invoice nothing is usual.
pub fn is_overdue(recency_days: i64, usual_interval: Option<f64>, options: &Options) -> bool {
    let overdue = |interval: f64| recency_days as f64 > options.churn_interval_factor * interval;
    recency_days > options.churn_min_days && usual_interval.is_some_and(overdue)
}

#[cfg(test)]
mod tests {
    use super::super::super::orders::sales;
    use super::*;

    #[test]
    fn the_interval_is_the_mean_of_the_gaps_between_invoices() {
        let lines = sales(&[
            ("1", "a", "X", "2011-01-01 12:00", 1, 1),
            ("1", "a", "Y", "2011-01-01 12:30", 1, 1),
            ("2", "a", "X", "2011-01-03 12:00", 1, 1),
            ("3", "a", "X", "2011-01-10 00:00", 1, 1),
            ("4", "b", "X", "2011-01-31 23:00", 1, 1),
            ("4", "b", "X", "2011-02-01 01:00", 1, 1),
        ]);
        let frame = usual_intervals(lines).collect().unwrap();
        assert_eq!(frame::numbers(&frame, COLUMN).unwrap(), [Some(4.25), None]);
    }

    #[test]
    fn nobody_is_overdue_within_the_least_days_or_after_one_invoice() {
        let options = Options::default();
        assert!(is_overdue(21, Some(10.0), &options));
        assert!(!is_overdue(20, Some(10.0), &options));
        assert!(!is_overdue(7, Some(0.01), &options));
        assert!(is_overdue(8, Some(0.01), &options));
        assert!(!is_overdue(700, None, &options));
    }
}
