//! fact_sales: the kept invoice lines.

use polars_core::prelude::SortMultipleOptions;
use polars_lazy::dsl::col;
use polars_lazy::frame::LazyFrame;

use super::ExtraColumn;

const COLUMNS: [&str; 9] = [
    "sales_line_id",
    "invoice_no",
    "invoice_date",
    "date_key",
    "customer_id",
    "stock_code",
    "quantity",
    "unit_price",
    "revenue",
];

/// One row a kept line, with the extra columns of fact_sales as they are.
pub fn fact_sales(kept: LazyFrame, extra: &[ExtraColumn]) -> LazyFrame {
    let extra = extra.iter().filter(|column| column.table == "fact_sales").map(|column| column.name.as_str());
    let columns: Vec<_> = COLUMNS.into_iter().chain(extra).map(col).collect();
    kept.select(columns).sort(["sales_line_id"], SortMultipleOptions::default())
}

#[cfg(test)]
mod tests {
    use polars_core::prelude::*;
    use polars_lazy::frame::IntoLazy;

    use super::*;
    use crate::catalog;
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, clean_rows};
    use crate::etl::star::testing::{assert_keeps_the_contract, numbers};

    #[test]
    fn sales_keep_the_contract_and_carry_extra_columns() {
        let rows = [Row { quantity: 2, ..Row::default() }, Row { quantity: -1, ..Row::default() }, Row::default()];
        let (mut kept, _) = clean_rows(&rows, &Options::default());
        kept.with_column(Column::new("discount".into(), [Some(0.5), None])).expect("a column");
        let extra = ExtraColumn {
            name: "discount".to_owned(),
            table: "fact_sales".to_owned(),
            kind: catalog::DataType::Number,
            description: "Discount.".to_owned(),
        };
        let elsewhere = ExtraColumn { table: "dim_customer".to_owned(), ..extra.clone() };
        let sales = fact_sales(kept.lazy(), &[extra.clone(), elsewhere]).collect().expect("collected");
        assert_keeps_the_contract(&sales, "fact_sales", &[extra]);
        assert_eq!(numbers(&sales, "sales_line_id"), [Some(1), Some(3)]);
        assert_eq!(numbers(&sales, "revenue"), [Some(50_000), Some(150_000)]);
    }
}
