//! Customer 360: what each customer has bought, in one row; and the model's one Customer table.

use polars_core::prelude::*;
use polars_lazy::prelude::*;

use super::dictionary::encode;
use super::frame::{self, Columns};
use super::money::{self, div_round};
use super::orders::{self, Order};

const TABLE: &str = "vw_customer_360";

/// `vw_customer_360`: one row a customer with a sale.
pub fn customer_360(fact_sales: LazyFrame, dim_customer: LazyFrame) -> LazyFrame {
    let customers = dim_customer.select(["customer_id", "country", "region"].map(col));
    frame::conform(bought(fact_sales).inner_join(customers, col("customer_id"), col("customer_id")), TABLE)
}

/// The same without what only `dim_customer` knows.
pub fn bought(fact_sales: LazyFrame) -> LazyFrame {
    let columns = ["customer_id", "invoice_no", "invoice_date", "quantity", "revenue", "stock_code"];
    frame::map(fact_sales.select(columns.map(col)), figures_schema(), "customer 360", figures)
}

/// `vw_customer`: `dim_customer` with the figures of its customer 360 and RFM, one row a customer. Columns that
/// `dim_customer` has beyond the contract follow the contract's own; one that bears the name of a figure, such as
/// `segment`, gives way to it.
pub fn customer(dim_customer: LazyFrame, customer_360: LazyFrame, customer_rfm: LazyFrame) -> LazyFrame {
    let contract = frame::columns("vw_customer");
    let of_customer = frame::columns("dim_customer");
    let extra = (all() - by_name(contract.clone(), false, false)).as_expr();
    let own: Vec<Expr> = of_customer.iter().cloned().map(col).chain([extra.clone()]).collect();
    // Each further frame gives what no frame before it has.
    let figures = |table: &str, not: &[&str]| -> Vec<Expr> {
        frame::columns(table).into_iter().filter(|name| !not.contains(&name.as_str())).map(col).collect()
    };
    let customer_360 = customer_360.select(figures(TABLE, &["country", "region"]));
    let customer_rfm = customer_rfm.select(figures("customer_rfm", &["frequency", "monetary"]));
    let joined = dim_customer.select(own).inner_join(customer_360, col("customer_id"), col("customer_id")).inner_join(
        customer_rfm,
        col("customer_id"),
        col("customer_id"),
    );
    let columns: Vec<Expr> = contract.into_iter().map(col).chain([extra]).collect();
    frame::sorted(joined.select(columns), "vw_customer")
}

fn figures_schema() -> Schema {
    let mut schema = frame::schema(TABLE);
    schema.shift_remove("country");
    schema.shift_remove("region");
    schema
}

fn figures(lines: DataFrame) -> PolarsResult<DataFrame> {
    let orders = orders::orders(&lines)?;
    let sums = orders.by_customer().map(sum).collect::<PolarsResult<Vec<Sums>>>()?;
    let column = |of: fn(&Sums) -> i64| sums.iter().map(of).collect::<Vec<i64>>();
    let products = distinct_products(&lines, orders.customers.len())?;
    Columns::default()
        .text("customer_id", &orders.customers)
        .integer("frequency", column(|sum| sum.frequency))
        .integer("monetary", column(|sum| sum.monetary))
        .moment("first_purchase", column(|sum| sum.first))
        .moment("last_purchase", column(|sum| sum.last))
        .integer("quantity", column(|sum| sum.quantity))
        .integer("distinct_products", products)
        .integer("average_order_value", column(|sum| div_round(sum.monetary, sum.frequency)))
        .frame(&figures_schema())
}

struct Sums {
    frequency: i64,
    monetary: i64,
    first: i64,
    last: i64,
    quantity: i64,
}

fn sum(orders: &[Order]) -> PolarsResult<Sums> {
    let mut sums = Sums { frequency: 0, monetary: 0, first: i64::MAX, last: i64::MIN, quantity: 0 };
    for order in orders {
        sums.monetary = money::add(sums.monetary, order.revenue)?;
        sums.quantity = money::add(sums.quantity, order.quantity)?;
        sums.first = sums.first.min(order.first);
        sums.last = sums.last.max(order.last);
    }
    sums.frequency = orders.chunk_by(|a, b| a.invoice == b.invoice).count() as i64;
    Ok(sums)
}

/// How many stock codes each customer has bought, customers in the order in which they first stand.
fn distinct_products(lines: &DataFrame, customers: usize) -> PolarsResult<Vec<i64>> {
    let customer = encode(frame::texts(lines, "customer_id")?)?.codes;
    let product = encode(frame::texts(lines, "stock_code")?)?.codes;
    let pairs = customer.into_iter().zip(product);
    let mut pairs: Vec<u64> = pairs.map(|(customer, product)| u64::from(customer) << 32 | u64::from(product)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut counts = vec![0; customers];
    for pair in pairs {
        counts[(pair >> 32) as usize] += 1;
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::super::orders::{customers, moment, sales};
    use super::*;

    fn small() -> LazyFrame {
        sales(&[
            ("1", "b", "X", "2011-01-01 10:00", 1, 10),
            ("1", "b", "Y", "2011-01-01 10:01", 2, 5),
            ("2", "a", "X", "2011-02-03", 4, 7),
            ("3", "b", "X", "2011-03-01", 3, 10),
        ])
    }

    #[test]
    fn a_customer_is_summed_over_their_invoices() {
        let people = customers(&[("a", "West"), ("b", "East")]);
        let frame = customer_360(small(), people).collect().unwrap();
        assert_eq!(**frame.schema(), frame::schema(TABLE));
        let integers = |name: &str| frame::integers(&frame, name).unwrap();
        assert_eq!(frame::texts(&frame, "customer_id").unwrap().iter().collect::<Vec<_>>(), [Some("a"), Some("b")]);
        assert_eq!(frame::texts(&frame, "region").unwrap().get(1), Some("East"));
        assert_eq!(integers("frequency"), [1, 2]);
        assert_eq!(integers("monetary"), [7, 25]);
        assert_eq!(integers("quantity"), [4, 6]);
        assert_eq!(integers("distinct_products"), [1, 2]);
        assert_eq!(integers("average_order_value"), [7, 13]);
        assert_eq!(frame::moments(&frame, "first_purchase").unwrap()[1], moment("2011-01-01 10:00"));
        assert_eq!(frame::moments(&frame, "last_purchase").unwrap()[1], moment("2011-03-01"));
    }

    #[test]
    fn no_sales_give_an_empty_table_of_the_same_shape() {
        let frame = customer_360(sales(&[]), customers(&[])).collect().unwrap();
        assert_eq!((frame.height(), &**frame.schema()), (0, &frame::schema(TABLE)));
    }

    #[test]
    fn the_customer_table_has_the_contracts_columns_and_then_the_users_own() {
        let people = customers(&[("a", "West"), ("b", "East")]).with_column(lit("gold").alias("tier"));
        let of_360 = customer_360(small(), people.clone());
        let options = super::super::rfm::Options::default();
        let of_rfm = super::super::rfm::rfm(of_360.clone(), small(), 15_100, &options);
        let frame = customer(people, of_360, of_rfm).collect().unwrap();
        let mut expected = frame::schema("vw_customer");
        expected.insert("tier".into(), DataType::String);
        assert_eq!(**frame.schema(), expected);
        assert_eq!(frame.height(), 2);
    }
}
