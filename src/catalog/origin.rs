//! What of the source a column of the contract is made of: fields of the transactions, by their names in
//! `[source.columns]`, and columns of the mapping files. Rows that the cleaning rejects hang on every field; that is
//! not said of each column again.

const INVOICE: &str = "invoice";
const STOCK_CODE: &str = "stock_code";
const DESCRIPTION: &str = "description";
const QUANTITY: &str = "quantity";
const DATE: &str = "invoice_date";
const PRICE: &str = "unit_price";
const CUSTOMER: &str = "customer_id";
const COUNTRY: &str = "country";

/// Every field of the transactions.
pub const FIELDS: [&str; 8] = [INVOICE, STOCK_CODE, DESCRIPTION, QUANTITY, DATE, PRICE, CUSTOMER, COUNTRY];

/// Columns of the mapping files.
const REGION: &str = "regions: region";
const REGION_COUNTRY: &str = "regions: country";
const MANAGED_REGION: &str = "managers: region";
const MANAGER: &str = "managers: manager";

/// Empty where the column is counted or told by the run itself; `None` of a column that the contract does not have.
pub fn fields(table: &str, column: &str) -> Option<Vec<&'static str>> {
    let region = [CUSTOMER, COUNTRY, REGION_COUNTRY, REGION];
    let scores = [CUSTOMER, INVOICE, DATE, QUANTITY, PRICE];
    let found: &[&'static str] = match (table, column) {
        (_, "sales_line_id" | "run_id" | "run_number" | "run_at") => &[],
        ("fact_sales" | "etl_reject" | "dim_product", "stock_code") => &[STOCK_CODE],
        ("fact_sales" | "etl_reject", "invoice_no") => &[INVOICE],
        ("fact_sales" | "etl_reject", "invoice_date") | ("fact_sales", "date_key") => &[DATE],
        ("fact_sales" | "etl_reject", "quantity") => &[QUANTITY],
        ("fact_sales" | "etl_reject", "unit_price") => &[PRICE],
        ("fact_sales", "revenue") | ("etl_reject", "amount") => &[QUANTITY, PRICE],
        ("region_manager", "region") => &[MANAGED_REGION],
        ("region_manager", "manager") => &[MANAGER],
        ("dim_region", "region") => &[REGION],
        (_, "customer_id") => &[CUSTOMER],
        (_, "country" | "country_count") => &[CUSTOMER, COUNTRY],
        ("dim_product", "description") => &[STOCK_CODE, DESCRIPTION],
        ("dim_product", "is_product") => &[STOCK_CODE],
        ("dim_product", "first_sale" | "last_sale" | "first_sold" | "last_sold") => &[STOCK_CODE, DATE],
        ("dim_date", _) => &[DATE],
        ("fact_customer_month", "orders") => &[CUSTOMER, DATE, INVOICE],
        ("fact_customer_month", "revenue") => &[CUSTOMER, DATE, QUANTITY, PRICE],
        ("fact_customer_month", _) => &[CUSTOMER, DATE],
        ("dim_customer" | "vw_customer" | "vw_customer_360", "region") => &region,
        ("dim_customer", "first_purchase" | "last_purchase") => &[CUSTOMER, DATE],
        ("customer_rfm" | "vw_customer" | "vw_customer_360", column) => match column {
            "frequency" | "f_score" => &[CUSTOMER, INVOICE],
            "monetary" | "m_score" | "is_whale" => &[CUSTOMER, QUANTITY, PRICE],
            "recency_days" | "r_score" | "first_purchase" | "last_purchase" => &[CUSTOMER, DATE],
            "usual_interval_days" => &[CUSTOMER, INVOICE, DATE],
            "quantity" => &[CUSTOMER, QUANTITY],
            "distinct_products" => &[CUSTOMER, STOCK_CODE],
            "average_order_value" => &[CUSTOMER, INVOICE, QUANTITY, PRICE],
            "rfm_score" | "segment" | "previous_segment" | "segment_movement" | "churn_risk" => &scores,
            _ => return None,
        },
        ("segment_profile", _) => &scores,
        ("cohort_retention" | "basket_rule", "region") => &region,
        ("cohort_retention", "revenue" | "cumulative_revenue_per_customer") => &[CUSTOMER, DATE, QUANTITY, PRICE],
        ("cohort_retention", _) => &[CUSTOMER, DATE],
        ("basket_rule", "antecedent_names" | "consequent_names") => &[INVOICE, STOCK_CODE, DESCRIPTION],
        ("basket_rule", _) => &[INVOICE, STOCK_CODE],
        ("etl_run", "source" | "source_hash") => &[],
        ("etl_run", "rows_in" | "rows_kept" | "rows_rejected") => &FIELDS,
        ("etl_run", "amount_in" | "amount_kept" | "amount_rejected") => &[QUANTITY, PRICE],
        ("etl_run", "invoices") => &[INVOICE],
        ("etl_run", "customers") => &[CUSTOMER],
        ("etl_run", "products") => &[STOCK_CODE],
        ("etl_run", "first_invoice" | "last_invoice" | "reference_date") => &[DATE],
        ("etl_reject", "source_file" | "source_line") => &[],
        ("etl_reject", "reason" | "detail") => &FIELDS,
        _ => return None,
    };
    Some(found.to_vec())
}

#[cfg(test)]
mod tests {
    use super::super::contract::contract;
    use super::*;

    #[test]
    fn every_column_of_the_contract_has_an_origin() {
        for table in contract().tables {
            for column in &table.columns {
                let found = fields(table.name.as_str(), column.name.as_str());
                assert!(found.is_some(), "{}.{}", table.name, column.name);
            }
        }
        assert_eq!(fields("vw_customer", "shoe_size"), None);
        assert_eq!(fields("somebody_elses", "revenue"), None);
    }

    #[test]
    fn views_say_what_the_tables_below_them_say() {
        for (view, table) in
            [("vw_customer", "customer_rfm"), ("vw_customer", "vw_customer_360"), ("vw_customer", "dim_customer")]
        {
            let columns = contract().tables.into_iter().find(|one| one.name == *table).expect("there").columns;
            for column in columns {
                let name = column.name.as_str();
                assert_eq!(fields(view, name), fields(table, name), "{table}.{name}");
            }
        }
    }
}
