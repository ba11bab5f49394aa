//! Invoice lines folded into orders: what the customer tables count is invoices, not lines.

use polars_core::prelude::*;
use polars_lazy::prelude::*;

use super::calendar::{day_of, month_of};
use super::dictionary::encode;
use super::{frame, money};

/// What one customer bought on one invoice in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Place of the customer in [`Orders::customers`].
    pub customer: u32,
    pub invoice: u32,
    pub month: i32,
    /// First and last line, in microseconds since 1970.
    pub first: i64,
    pub last: i64,
    pub quantity: i64,
    pub revenue: i64,
}

pub struct Orders<'a> {
    pub customers: Vec<&'a str>,
    /// Sorted by customer, invoice and month.
    pub orders: Vec<Order>,
}

impl Order {
    fn key(&self) -> (u32, u32, i32) {
        (self.customer, self.invoice, self.month)
    }

    fn merge(&mut self, other: &Order) -> PolarsResult<()> {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.quantity = money::add(self.quantity, other.quantity)?;
        self.revenue = money::add(self.revenue, other.revenue)?;
        Ok(())
    }
}

impl Orders<'_> {
    /// The orders of each customer, in the order of [`Orders::customers`].
    pub fn by_customer(&self) -> impl Iterator<Item = &[Order]> {
        self.orders.chunk_by(|a, b| a.customer == b.customer)
    }
}

/// The columns of `fact_sales` that orders are made of.
pub fn columns(fact_sales: LazyFrame) -> LazyFrame {
    fact_sales.select(["customer_id", "invoice_no", "invoice_date", "quantity", "revenue"].map(col))
}

pub fn orders(lines: &DataFrame) -> PolarsResult<Orders<'_>> {
    let customers = encode(frame::texts(lines, "customer_id")?)?;
    let invoices = encode(frame::texts(lines, "invoice_no")?)?;
    let moments = frame::moments(lines, "invoice_date")?;
    let quantities = frame::integers(lines, "quantity")?;
    let revenues = frame::integers(lines, "revenue")?;
    let lines = (0..moments.len()).map(|row| Order {
        customer: customers.codes[row],
        invoice: invoices.codes[row],
        month: month_of(day_of(moments[row])),
        first: moments[row],
        last: moments[row],
        quantity: quantities[row],
        revenue: revenues[row],
    });
    // The lines of an invoice mostly stand together: folding neighbours first leaves little to sort.
    let mut orders = fold(lines)?;
    orders.sort_unstable_by_key(Order::key);
    Ok(Orders { customers: customers.values, orders: fold(orders.into_iter())? })
}

/// Merges neighbours of one key.
fn fold(orders: impl Iterator<Item = Order>) -> PolarsResult<Vec<Order>> {
    let mut folded: Vec<Order> = Vec::new();
    for order in orders {
        match folded.last_mut() {
            Some(last) if last.key() == order.key() => last.merge(&order)?,
            _ => folded.push(order),
        }
    }
    Ok(folded)
}

/// A small `fact_sales` for tests: invoice, customer, stock code, moment, quantity, revenue.
#[cfg(test)]
pub fn sales(lines: &[(&str, &str, &str, &str, i64, i64)]) -> LazyFrame {
    let moments: Vec<i64> = lines.iter().map(|line| moment(line.3)).collect();
    let schema = frame::schema("fact_sales");
    let frame = frame::Columns::default()
        .integer("sales_line_id", (1..=lines.len() as i64).collect())
        .text("invoice_no", lines.iter().map(|line| line.0))
        .moment("invoice_date", moments.clone())
        .date("date_key", moments.iter().map(|moment| day_of(*moment)).collect())
        .text("customer_id", lines.iter().map(|line| line.1))
        .text("stock_code", lines.iter().map(|line| line.2))
        .integer("quantity", lines.iter().map(|line| line.4).collect())
        .integer("unit_price", lines.iter().map(|line| line.5 / line.4.max(1)).collect())
        .integer("revenue", lines.iter().map(|line| line.5).collect())
        .frame(&schema);
    frame.unwrap().lazy()
}

/// A small `dim_customer` for tests: customer and region, the country named as the region.
#[cfg(test)]
pub fn customers(rows: &[(&str, &str)]) -> LazyFrame {
    let frame = frame::Columns::default()
        .text("customer_id", rows.iter().map(|row| row.0))
        .text("country", rows.iter().map(|row| row.1))
        .integer("country_count", vec![1; rows.len()])
        .text("region", rows.iter().map(|row| row.1))
        .frame(&frame::schema("dim_customer"));
    frame.unwrap().lazy()
}

/// `2011-12-09 12:50` in microseconds since 1970.
#[cfg(test)]
pub fn moment(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').unwrap_or((text, "00:00"));
    let (hour, minute) = time.split_once(':').unwrap();
    let minutes = hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap();
    i64::from(super::calendar::parse_iso(day).unwrap()) * super::calendar::DAY + minutes * 60_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_an_invoice_are_one_order_wherever_they_stand() {
        let lines = sales(&[
            ("1", "b", "X", "2011-01-31 23:59", 1, 10),
            ("2", "a", "X", "2011-02-03", 1, 7),
            ("1", "b", "Y", "2011-01-31 09:00", 2, 5),
            ("1", "b", "Y", "2011-02-01 00:01", 2, 5),
        ]);
        let lines = columns(lines).collect().unwrap();
        let orders = orders(&lines).unwrap();
        assert_eq!(orders.customers, ["b", "a"]);
        let first = orders.orders[0];
        assert_eq!((first.quantity, first.revenue), (3, 15));
        assert_eq!((first.first, first.last), (moment("2011-01-31 09:00"), moment("2011-01-31 23:59")));
        // The invoice that runs over the end of a month is an order of both.
        assert_eq!(orders.by_customer().map(<[Order]>::len).collect::<Vec<_>>(), [2, 1]);
    }
}
