//! The data contract: every table pbiforge itself makes, with types, keys and descriptions, before any row is in it.
//!
//! The etl and the analytics make frames with exactly these columns, in this order; the warehouse checks them
//! against it and stores it as its catalog; the generator reads it from there.

use super::{Catalog, Column, DataType, ForeignKey, Table, TableKind};
use DataType::{Boolean, Date, DateTime, Integer, Money, Number, Text};

/// Every table and view of the contract, in an order in which foreign keys only point backwards.
pub fn contract() -> Catalog {
    Catalog {
        tables: vec![
            etl_run(),
            etl_reject(),
            dim_region(),
            region_manager(),
            dim_date(),
            dim_product(),
            dim_customer(),
            fact_sales(),
            fact_customer_month(),
            customer_rfm(),
            segment_profile(),
            cohort_retention(),
            basket_rule(),
            vw_customer_360(),
            vw_customer(),
        ],
    }
}

/// One table of the contract. A name that is not in it is a bug of ours.
pub fn table(name: &str) -> Option<Table> {
    contract().tables.into_iter().find(|table| table.name == *name)
}

fn new(name: &str, grain: &str, description: &str) -> Table {
    Table {
        name: name.into(),
        kind: if name.starts_with("vw_") { TableKind::View } else { TableKind::Table },
        grain: grain.to_owned(),
        description: description.to_owned(),
        columns: Vec::new(),
        primary_key: Vec::new(),
        foreign_keys: Vec::new(),
        rows: None,
    }
}

impl Table {
    fn column_of(mut self, name: &str, kind: DataType, nullable: bool, description: &str) -> Self {
        let description = description.to_owned();
        self.columns.push(Column { name: name.into(), kind, nullable, description, statistics: None });
        self
    }
    fn has(self, name: &str, kind: DataType, description: &str) -> Self {
        self.column_of(name, kind, false, description)
    }
    fn may_have(self, name: &str, kind: DataType, description: &str) -> Self {
        self.column_of(name, kind, true, description)
    }
    fn key(mut self, columns: &[&str]) -> Self {
        self.primary_key = columns.iter().map(|name| (*name).into()).collect();
        self
    }
    fn refers(mut self, column: &str, to_table: &str, to_column: &str) -> Self {
        let (columns, to_columns) = (vec![column.into()], vec![to_column.into()]);
        self.foreign_keys.push(ForeignKey { columns, to_table: to_table.into(), to_columns });
        self
    }
}

fn fact_sales() -> Table {
    new("fact_sales", "one kept invoice line", "Sales: every invoice line that the cleaning kept.")
        .has("sales_line_id", Integer, "Row number of the line in the source: stable across runs of one file.")
        .has("invoice_no", Text, "Invoice number as in the source.")
        .has("invoice_date", DateTime, "Date and time of the invoice.")
        .has("date_key", Date, "Day of the invoice.")
        .has("customer_id", Text, "Customer who bought.")
        .has("stock_code", Text, "Stock code of the product sold.")
        .has("quantity", Integer, "Units sold.")
        .has("unit_price", Money, "Price of one unit.")
        .has("revenue", Money, "Quantity times unit price.")
        .key(&["sales_line_id"])
        .refers("date_key", "dim_date", "date_key")
        .refers("customer_id", "dim_customer", "customer_id")
        .refers("stock_code", "dim_product", "stock_code")
}

fn dim_customer() -> Table {
    new("dim_customer", "customer", "Customers with at least one kept invoice line.")
        .has("customer_id", Text, "Customer number.")
        .has("country", Text, "Latest country by invoice date.")
        .has("country_count", Integer, "Countries this customer has bought from.")
        .has("region", Text, "Region that claims the country; Unassigned where none does.")
        .key(&["customer_id"])
        .refers("region", "dim_region", "region")
}

fn dim_product() -> Table {
    new("dim_product", "stock code, trimmed and in upper case", "Everything that was sold, services included.")
        .has("stock_code", Text, "Stock code.")
        .may_have("description", Text, "Most frequent description; ties by the latest, then by alphabet.")
        .has("is_product", Boolean, "False for postage, bank charges, manual lines and the like.")
        .key(&["stock_code"])
}

fn dim_date() -> Table {
    new("dim_date", "day", "Calendar in whole years that cover the data.")
        .has("date_key", Date, "The day.")
        .has("year", Integer, "Calendar year.")
        .has("quarter", Integer, "Quarter of the year, 1 to 4.")
        .has("quarter_name", Text, "Quarter with its year, such as Q1 2010.")
        .has("year_quarter", Integer, "Year and quarter as a number that sorts, such as 20101.")
        .has("month", Integer, "Month of the year, 1 to 12.")
        .has("month_name", Text, "English name of the month.")
        .has("month_year", Text, "Month with its year, such as Jan 2010.")
        .has("year_month", Integer, "Year and month as a number that sorts, such as 201001.")
        .has("month_start", Date, "First day of the month.")
        .has("day_of_month", Integer, "Day of the month, 1 to 31.")
        .has("day_of_week", Integer, "ISO day of the week, Monday = 1.")
        .has("weekday_name", Text, "English name of the weekday.")
        .has("iso_year", Integer, "Year of the ISO week.")
        .has("iso_week", Integer, "ISO week, 1 to 53.")
        .has("is_weekend", Boolean, "Saturday or Sunday.")
        .key(&["date_key"])
}

fn dim_region() -> Table {
    new("dim_region", "region", "Sales regions of the mapping file; Unassigned is always there.")
        .has("region", Text, "Region.")
        .key(&["region"])
}

fn region_manager() -> Table {
    new("region_manager", "region and manager", "Who may see which region; * is expanded to every region.")
        .has("region", Text, "Region the manager sees.")
        .has("manager", Text, "User principal name of the manager.")
        .key(&["region", "manager"])
        .refers("region", "dim_region", "region")
}

fn fact_customer_month() -> Table {
    new("fact_customer_month", "customer and month with a purchase", "Months in which a customer bought.")
        .has("customer_id", Text, "Customer who bought.")
        .has("activity_month", Date, "First day of the month of the purchases.")
        .has("cohort_month", Date, "First day of the month of the customer's first kept invoice.")
        .has("months_since_first", Integer, "Months between the two.")
        .has("orders", Integer, "Distinct invoices in the month.")
        .has("revenue", Money, "Revenue of the month.")
        .key(&["customer_id", "activity_month"])
        .refers("customer_id", "dim_customer", "customer_id")
}

fn rfm_columns(table: Table) -> Table {
    table
        .has("recency_days", Integer, "Days from the last invoice to the reference date.")
        .has("r_score", Integer, "Recency score, 5 = most recent fifth.")
        .has("f_score", Integer, "Frequency score, 5 = most frequent fifth.")
        .has("m_score", Integer, "Monetary score, 5 = highest revenue fifth.")
        .has("rfm_score", Text, "The three scores side by side, such as 555.")
        .has("segment", Text, "Segment that the score ranges of the configuration give.")
        .has("is_whale", Boolean, "Among the customers who together make the top share of revenue.")
        .may_have("usual_interval_days", Number, "Mean days between the customer's invoices; empty after one invoice.")
        .has("churn_risk", Boolean, "Once frequent or valuable, now past their own usual interval.")
}

fn customer_rfm() -> Table {
    let table = new("customer_rfm", "customer", "Recency, frequency and monetary value, scored and segmented.")
        .has("customer_id", Text, "Customer number.")
        .has("frequency", Integer, "Distinct invoices.")
        .has("monetary", Money, "Revenue.");
    rfm_columns(table).key(&["customer_id"]).refers("customer_id", "dim_customer", "customer_id")
}

fn segment_profile() -> Table {
    new("segment_profile", "segment", "Segments described and tested: do the Champions deserve their name?")
        .has("segment", Text, "RFM segment.")
        .has("segment_order", Integer, "Position of the segment, best first.")
        .has("customers", Integer, "Customers in the segment.")
        .has("revenue", Money, "Their revenue.")
        .has("customer_share", Number, "Share of all customers.")
        .has("revenue_share", Number, "Share of all revenue.")
        .has("recency_mean", Number, "Mean recency in days.")
        .has("recency_median", Number, "Median recency in days.")
        .has("frequency_mean", Number, "Mean number of invoices.")
        .has("frequency_median", Number, "Median number of invoices.")
        .has("monetary_mean", Number, "Mean revenue of a customer.")
        .has("monetary_median", Number, "Median revenue of a customer.")
        .may_have("recency_kruskal_h", Number, "Kruskal-Wallis H of recency across all segments.")
        .may_have("recency_kruskal_p", Number, "Its p-value.")
        .may_have("monetary_kruskal_h", Number, "Kruskal-Wallis H of revenue across all segments.")
        .may_have("monetary_kruskal_p", Number, "Its p-value.")
        .may_have("recency_vs_champions_p", Number, "P-value that Champions are not more recent, Holm-adjusted.")
        .may_have("monetary_vs_champions_p", Number, "P-value that Champions do not spend more, Holm-adjusted.")
        .key(&["segment"])
}

fn cohort_retention() -> Table {
    new("cohort_retention", "region (and All), cohort month and months since", "Retention of monthly cohorts.")
        .has("region", Text, "Region of the customers, or All.")
        .has("cohort_month", Date, "First day of the month of the first kept invoice.")
        .has("months_since", Integer, "Months since the cohort month.")
        .has("cohort_size", Integer, "Customers of the cohort.")
        .has("active_customers", Integer, "Customers of it who bought in that month.")
        .has("retention_rate", Number, "Active customers by cohort size.")
        .has("revenue", Money, "Revenue of the cohort in that month.")
        .has("cumulative_revenue_per_customer", Money, "Revenue so far by cohort size.")
        .has("is_left_censored", Boolean, "First month of the data: holds older customers too.")
        .has("is_partial_month", Boolean, "The month is the last of the data and not complete.")
        .key(&["region", "cohort_month", "months_since"])
}

fn basket_rule() -> Table {
    new(
        "basket_rule",
        "region (and All) and rule",
        "Association rules: who buys the antecedents also buys the consequents.",
    )
    .has("region", Text, "Region of the customers, or All.")
    .has("antecedents", Text, "Stock codes on the left, sorted, with + between.")
    .has("consequents", Text, "Stock codes on the right, sorted, with + between.")
    .has("antecedent_names", Text, "Descriptions on the left.")
    .has("consequent_names", Text, "Descriptions on the right.")
    .has("antecedent_size", Integer, "Products on the left.")
    .has("consequent_size", Integer, "Products on the right.")
    .has("baskets", Integer, "Invoices of the region.")
    .has("antecedent_count", Integer, "Invoices with all of the left.")
    .has("consequent_count", Integer, "Invoices with all of the right.")
    .has("rule_count", Integer, "Invoices with both.")
    .has("support", Number, "Share of invoices with both.")
    .has("confidence", Number, "Share of the invoices with the left that have the right.")
    .has("lift", Number, "Confidence by the share of invoices with the right.")
    .has("leverage", Number, "Support less what independence would give.")
    .may_have("conviction", Number, "How often the rule would be wrong by chance; empty where it never is.")
    .has("zhang", Number, "Zhang's metric of association, -1 to 1.")
    .key(&["region", "antecedents", "consequents"])
}

fn etl_run() -> Table {
    new("etl_run", "run", "What a run read, kept and rejected.")
        .has("run_id", Text, "Hash of source and configuration.")
        .has("source", Text, "Names of the source files.")
        .has("source_hash", Text, "SHA-256 of the source's bytes.")
        .has("rows_in", Integer, "Rows read.")
        .has("rows_kept", Integer, "Rows kept.")
        .has("rows_rejected", Integer, "Rows rejected, with a reason each.")
        .has("amount_in", Money, "Quantity times price of all readable rows.")
        .has("amount_kept", Money, "The same of the rows kept: the revenue.")
        .has("amount_rejected", Money, "The same of the rows rejected.")
        .may_have("first_invoice", DateTime, "First kept invoice.")
        .may_have("last_invoice", DateTime, "Last kept invoice.")
        .may_have("reference_date", Date, "Day to which recency is counted.")
        .key(&["run_id"])
}

fn etl_reject() -> Table {
    new("etl_reject", "rejected row", "Every source row that was not kept, with its reason and line.")
        .has("sales_line_id", Integer, "Row number in the source.")
        .has("run_id", Text, "Run that rejected it.")
        .has("source_file", Text, "File the row stands in.")
        .has("source_line", Integer, "Line of the file, or row of the sheet.")
        .has("reason", Text, "Reason code.")
        .may_have("detail", Text, "What exactly was wrong, where the reason alone does not say it.")
        .may_have("invoice_no", Text, "Invoice number, where it could be read.")
        .may_have("invoice_date", DateTime, "Date and time, where it could be read.")
        .may_have("customer_id", Text, "Customer, where there is one.")
        .may_have("stock_code", Text, "Stock code, where it could be read.")
        .may_have("quantity", Integer, "Quantity, where it could be read.")
        .may_have("unit_price", Money, "Price, where it could be read.")
        .may_have("amount", Money, "Quantity times price, where both could be read.")
        .key(&["sales_line_id"])
        .refers("run_id", "etl_run", "run_id")
}

fn customer_360_columns(table: Table) -> Table {
    table
        .has("frequency", Integer, "Distinct invoices.")
        .has("monetary", Money, "Revenue.")
        .has("first_purchase", DateTime, "First kept invoice.")
        .has("last_purchase", DateTime, "Last kept invoice.")
        .has("quantity", Integer, "Units bought.")
        .has("distinct_products", Integer, "Different stock codes bought.")
        .has("average_order_value", Money, "Revenue by invoices.")
}

fn vw_customer_360() -> Table {
    let table = new("vw_customer_360", "customer", "Customer 360: what each customer has bought, in one row.")
        .has("customer_id", Text, "Customer number.")
        .has("country", Text, "Latest country by invoice date.")
        .has("region", Text, "Region that claims the country.");
    customer_360_columns(table).key(&["customer_id"]).refers("customer_id", "dim_customer", "customer_id")
}

fn vw_customer() -> Table {
    let table = new(
        "vw_customer",
        "customer",
        "Customer with its customer 360 and RFM figures: the model's one Customer table.",
    )
    .has("customer_id", Text, "Customer number.")
    .has("country", Text, "Latest country by invoice date.")
    .has("country_count", Integer, "Countries this customer has bought from.")
    .has("region", Text, "Region that claims the country; Unassigned where none does.");
    rfm_columns(customer_360_columns(table))
        .key(&["customer_id"])
        .refers("customer_id", "dim_customer", "customer_id")
        .refers("region", "dim_region", "region")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_keys_point_backwards_to_primary_keys_of_the_same_type() {
        let catalog = contract();
        for (at, table) in catalog.tables.iter().enumerate() {
            for key in &table.foreign_keys {
                let target = catalog.tables[..at].iter().find(|earlier| earlier.name == key.to_table);
                let target = target.unwrap_or_else(|| panic!("{} refers to a later table", table.name));
                assert_eq!(key.to_columns, target.primary_key, "{}", table.name);
                for (from, to) in key.columns.iter().zip(&key.to_columns) {
                    let kind = |table: &Table, name: &str| table.column(name).map(|column| column.kind);
                    assert_eq!(kind(table, from.as_str()), kind(target, to.as_str()), "{}.{from}", table.name);
                }
            }
        }
    }

    #[test]
    fn everything_is_described_and_no_column_stands_twice() {
        for table in contract().tables {
            assert!(!table.description.is_empty() && !table.grain.is_empty());
            for (at, column) in table.columns.iter().enumerate() {
                assert!(!column.description.is_empty(), "{}.{}", table.name, column.name);
                assert!(table.columns[..at].iter().all(|earlier| earlier.name != column.name));
            }
            for key in &table.primary_key {
                assert!(table.column(key.as_str()).is_some_and(|column| !column.nullable));
            }
        }
    }
}
