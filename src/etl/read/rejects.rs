//! Rows that could not be read, as the table etl_reject of the contract keeps them.

use polars_core::prelude::*;

use super::texts::Texts;
use crate::etl::Reason;

/// One row, with whatever of it could be read.
pub struct Reject<'a> {
    pub row: i64,
    pub file: &'a str,
    pub line: i64,
    pub detail: &'a str,
    pub invoice_no: Option<&'a str>,
    pub invoice_date: Option<i64>,
    pub customer_id: Option<&'a str>,
    pub stock_code: Option<&'a str>,
    pub quantity: Option<i64>,
    pub unit_price: Option<i64>,
}

#[derive(Default)]
pub struct Rejects {
    row: Vec<i64>,
    file: Texts,
    line: Vec<i64>,
    detail: Texts,
    invoice_no: Texts,
    invoice_date: Vec<Option<i64>>,
    customer_id: Texts,
    stock_code: Texts,
    quantity: Vec<Option<i64>>,
    unit_price: Vec<Option<i64>>,
    amount: Vec<Option<i64>>,
}

impl Rejects {
    pub fn len(&self) -> usize {
        self.row.len()
    }

    pub fn push(&mut self, reject: Reject) {
        self.row.push(reject.row);
        self.file.push(reject.file);
        self.line.push(reject.line);
        self.detail.push(reject.detail);
        self.invoice_no.push_option(reject.invoice_no);
        self.invoice_date.push(reject.invoice_date);
        self.customer_id.push_option(reject.customer_id);
        self.stock_code.push_option(reject.stock_code);
        self.quantity.push(reject.quantity);
        self.unit_price.push(reject.unit_price);
        let factors = reject.quantity.zip(reject.unit_price);
        self.amount.push(factors.and_then(|(quantity, price)| quantity.checked_mul(price)));
    }

    /// The columns of etl_reject without the run, which is not known here.
    pub fn finish(self) -> PolarsResult<DataFrame> {
        let rows = self.row.len();
        let integers =
            |name: &str, values: Vec<Option<i64>>| Int64Chunked::from_iter_options(name.into(), values.into_iter());
        DataFrame::new_infer_height(vec![
            Column::new("sales_line_id".into(), self.row),
            self.file.finish("source_file")?,
            Column::new("source_line".into(), self.line),
            StringChunked::full("reason".into(), Reason::Unreadable.as_str(), rows).into_column(),
            self.detail.finish("detail")?,
            self.invoice_no.finish("invoice_no")?,
            integers("invoice_date", self.invoice_date).into_datetime(TimeUnit::Microseconds, None).into_column(),
            self.customer_id.finish("customer_id")?,
            self.stock_code.finish("stock_code")?,
            integers("quantity", self.quantity).into_column(),
            integers("unit_price", self.unit_price).into_column(),
            integers("amount", self.amount).into_column(),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract;

    #[test]
    fn the_columns_are_those_of_the_contract_without_the_run() {
        let frame = Rejects::default().finish().unwrap();
        let names: Vec<_> = frame.columns().iter().map(|column| column.name().to_string()).collect();
        let table = contract::table("etl_reject").unwrap();
        let expected: Vec<_> =
            table.columns.iter().map(|column| column.name.to_string()).filter(|name| name != "run_id").collect();
        assert_eq!(names, expected);
    }
}
