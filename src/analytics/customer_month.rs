//! Customer months: in which months a customer bought, counted from their first.

use polars_core::prelude::*;
use polars_lazy::prelude::*;

use super::calendar::first_day;
use super::frame::{self, Columns};
use super::{money, orders};

const TABLE: &str = "fact_customer_month";

/// `fact_customer_month`: one row a customer and month with a purchase. The cohort month is the month of the
/// customer's first kept invoice.
pub fn customer_month(fact_sales: LazyFrame) -> LazyFrame {
    let months = frame::map(orders::columns(fact_sales), frame::schema(TABLE), "customer months", months);
    frame::conform(months, TABLE)
}

fn months(lines: DataFrame) -> PolarsResult<DataFrame> {
    let orders = orders::orders(&lines)?;
    let (mut customer, mut activity, mut cohort, mut since) = (vec![], vec![], vec![], vec![]);
    let (mut count, mut revenue) = (vec![], vec![]);
    for (of_customer, name) in orders.by_customer().zip(&orders.customers) {
        let mut of_customer = of_customer.to_vec();
        of_customer.sort_unstable_by_key(|order| order.month);
        let first = of_customer.first().map_or(0, |order| order.month);
        for month in of_customer.chunk_by(|a, b| a.month == b.month) {
            customer.push(*name);
            activity.push(first_day(month[0].month));
            cohort.push(first_day(first));
            since.push(i64::from(month[0].month - first));
            count.push(month.len() as i64);
            revenue.push(month.iter().try_fold(0, |sum, order| money::add(sum, order.revenue))?);
        }
    }
    Columns::default()
        .text("customer_id", customer)
        .date("activity_month", activity)
        .date("cohort_month", cohort)
        .integer("months_since_first", since)
        .integer("orders", count)
        .integer("revenue", revenue)
        .frame(&frame::schema(TABLE))
}

#[cfg(test)]
mod tests {
    use super::super::calendar::{iso, parse_iso};
    use super::super::orders::sales;
    use super::*;

    #[test]
    fn months_are_counted_from_the_first_over_the_turn_of_the_year() {
        let lines = sales(&[
            ("2", "a", "X", "2011-01-05", 1, 7),
            ("3", "a", "X", "2011-01-31 23:59", 1, 3),
            ("1", "a", "X", "2010-11-30 23:59", 1, 10),
        ]);
        let frame = customer_month(lines).collect().unwrap();
        assert_eq!(frame::integers(&frame, "months_since_first").unwrap(), [0, 2]);
        assert_eq!(frame::integers(&frame, "orders").unwrap(), [1, 2]);
        assert_eq!(frame::integers(&frame, "revenue").unwrap(), [10, 10]);
        let months = frame::days(&frame, "activity_month").unwrap();
        assert_eq!(months.iter().map(|day| iso(*day)).collect::<Vec<_>>(), ["2010-11-01", "2011-01-01"]);
        assert_eq!(frame::days(&frame, "cohort_month").unwrap(), [parse_iso("2010-11-01").unwrap(); 2]);
    }

    #[test]
    fn no_sales_are_no_months() {
        let frame = customer_month(sales(&[])).collect().unwrap();
        assert_eq!((frame.height(), &**frame.schema()), (0, &frame::schema(TABLE)));
    }
}
