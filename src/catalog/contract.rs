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
        .has(
            "sales_line_id",
            Integer,
            "Row number of the invoice line in the source; the same in every run over one file.",
        )
        .has("invoice_no", Text, "Invoice number as in the source.")
        .has("invoice_date", DateTime, "Date and time of the invoice.")
        .has("date_key", Date, "Day of the invoice.")
        .has("customer_id", Text, "Number of the customer who bought.")
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
        .has("country", Text, "Country of the customer; of several, the one of the latest invoice.")
        .has("country_count", Integer, "Number of countries the customer has bought from.")
        .has("region", Text, "Sales region of the customer's country; Unassigned where no region claims it.")
        .key(&["customer_id"])
        .refers("region", "dim_region", "region")
}

fn dim_product() -> Table {
    new("dim_product", "stock code, trimmed and in upper case", "Everything that was sold, services included.")
        .has("stock_code", Text, "Stock code of the product.")
        .may_have(
            "description",
            Text,
            "Name of the product: its most frequent description, of equally frequent ones the latest.",
        )
        .has("is_product", Boolean, "False for postage, bank charges, manual lines and the like.")
        .key(&["stock_code"])
}

fn dim_date() -> Table {
    new("dim_date", "day", "Calendar in whole years that cover the data.")
        .has("date_key", Date, "Calendar day.")
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
        .has("is_covered", Boolean, "The data has the day: from the first day of its first month to its last sale.")
        .key(&["date_key"])
}

fn dim_region() -> Table {
    new("dim_region", "region", "Sales regions of the mapping file; Unassigned is always there.")
        .has("region", Text, "Sales region; Unassigned is where countries go that no region claims.")
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
        .has("customer_id", Text, "Number of the customer who bought.")
        .has("activity_month", Date, "Month of the purchases, as its first day.")
        .has("cohort_month", Date, "Month of the customer's first purchase, as its first day.")
        .has("months_since_first", Integer, "Months from the customer's first purchase to this month.")
        .has("orders", Integer, "Invoices of the customer in the month.")
        .has("revenue", Money, "Revenue from the customer in the month.")
        .key(&["customer_id", "activity_month"])
        .refers("customer_id", "dim_customer", "customer_id")
}

fn rfm_columns(table: Table) -> Table {
    table
        .has("recency_days", Integer, "Whole days from the customer's last invoice to the reference date.")
        .has("r_score", Integer, "Recency score from 1 to 5; 5 is the fifth of customers who bought most recently.")
        .has("f_score", Integer, "Frequency score from 1 to 5; 5 is the fifth of customers with the most invoices.")
        .has("m_score", Integer, "Monetary score from 1 to 5; 5 is the fifth of customers with the highest revenue.")
        .has("rfm_score", Text, "Recency, frequency and monetary score side by side, such as 555.")
        .has("segment", Text, "RFM segment of the customer, from the three scores.")
        .may_have(
            "previous_segment",
            Text,
            "RFM segment that the customer had before ([rfm] movement_days); empty for who had not bought by then.",
        )
        .has(
            "segment_movement",
            Text,
            "How the segment has changed since: Up, Down, Same, or New for who had not bought by then.",
        )
        .has(
            "is_whale",
            Boolean,
            "Whether the customer is one of the largest, who together make the top share of revenue.",
        )
        .may_have("usual_interval_days", Number, "Mean days between the customer's invoices; empty after one invoice.")
        .has(
            "churn_risk",
            Boolean,
            "Whether a frequent or valuable customer has been away for longer than is usual for them.",
        )
}

fn customer_rfm() -> Table {
    let table = new("customer_rfm", "customer", "Recency, frequency and monetary value, scored and segmented.")
        .has("customer_id", Text, "Customer number.")
        .has("frequency", Integer, "Number of invoices of the customer.")
        .has("monetary", Money, "Revenue from the customer.");
    rfm_columns(table).key(&["customer_id"]).refers("customer_id", "dim_customer", "customer_id")
}

fn segment_profile() -> Table {
    new("segment_profile", "segment", "Segments described and tested: do the Champions deserve their name?")
        .has("segment", Text, "RFM segment.")
        .has("segment_order", Integer, "Rank of the segment among all segments, best first.")
        .has("customers", Integer, "Number of customers in the segment.")
        .has("revenue", Money, "Revenue from the segment's customers.")
        .has("customer_share", Number, "Share of all customers who are in the segment, 0 to 1.")
        .has("revenue_share", Number, "Share of all revenue that the segment's customers make, 0 to 1.")
        .has("recency_mean", Number, "Mean number of days since the last invoice, over the segment's customers.")
        .has("recency_median", Number, "Median number of days since the last invoice, over the segment's customers.")
        .has("frequency_mean", Number, "Mean number of invoices of the segment's customers.")
        .has("frequency_median", Number, "Median number of invoices of the segment's customers.")
        .has("monetary_mean", Number, "Mean revenue from a customer of the segment.")
        .has("monetary_median", Number, "Median revenue from a customer of the segment.")
        .may_have(
            "recency_kruskal_h",
            Number,
            "Kruskal-Wallis statistic H: how much recency differs between all segments.",
        )
        .may_have(
            "recency_kruskal_p",
            Number,
            "P-value of the Kruskal-Wallis test that recency differs between all segments.",
        )
        .may_have(
            "monetary_kruskal_h",
            Number,
            "Kruskal-Wallis statistic H: how much revenue differs between all segments.",
        )
        .may_have(
            "monetary_kruskal_p",
            Number,
            "P-value of the Kruskal-Wallis test that revenue differs between all segments.",
        )
        .may_have(
            "recency_vs_champions_p",
            Number,
            "P-value of the test that the first segment bought more recently than this one, Holm-adjusted.",
        )
        .may_have(
            "monetary_vs_champions_p",
            Number,
            "P-value of the test that the first segment spends more than this one, Holm-adjusted.",
        )
        .key(&["segment"])
}

fn cohort_retention() -> Table {
    new("cohort_retention", "region (and All), cohort month and months since", "Retention of monthly cohorts.")
        .has("region", Text, "Sales region of the customers, or All for every region together.")
        .has("cohort_month", Date, "Month of the customers' first purchase, as its first day.")
        .has("months_since", Integer, "Months since the month of the first purchase.")
        .has("cohort_size", Integer, "Number of customers who first bought in the cohort month.")
        .has("active_customers", Integer, "Customers of the cohort who bought again so many months later.")
        .has("retention_rate", Number, "Share of the cohort's customers who bought so many months later, 0 to 1.")
        .has("revenue", Money, "Revenue from the cohort so many months later.")
        .has(
            "cumulative_revenue_per_customer",
            Money,
            "Revenue from the cohort up to this month, divided by all of its customers.",
        )
        .has(
            "is_left_censored",
            Boolean,
            "Whether the cohort is the first of the data, and so holds customers from before it too.",
        )
        .has("is_partial_month", Boolean, "Whether the month is the last of the data and not complete.")
        .key(&["region", "cohort_month", "months_since"])
}

fn basket_rule() -> Table {
    new(
        "basket_rule",
        "region (and All) and rule",
        "Association rules: who buys the antecedents also buys the consequents.",
    )
    .has("region", Text, "Sales region of the customers, or All for every region together.")
    .has("antecedents", Text, "Stock codes of the rule's left side, sorted, with + between.")
    .has("consequents", Text, "Stock codes of the rule's right side, sorted, with + between.")
    .has("antecedent_names", Text, "Product names of the rule's left side.")
    .has("consequent_names", Text, "Product names of the rule's right side.")
    .has("antecedent_size", Integer, "Number of products on the rule's left side.")
    .has("consequent_size", Integer, "Number of products on the rule's right side.")
    .has("baskets", Integer, "Number of invoices of the region.")
    .has("antecedent_count", Integer, "Number of invoices with every product of the rule's left side.")
    .has("consequent_count", Integer, "Number of invoices with every product of the rule's right side.")
    .has("rule_count", Integer, "Number of invoices with every product of the rule.")
    .has("support", Number, "Share of all invoices that have every product of the rule, 0 to 1.")
    .has(
        "confidence",
        Number,
        "Of the invoices with the rule's left side, the share that have its right side too, 0 to 1.",
    )
    .has("lift", Number, "How many times as often both sides stand on one invoice as they would by chance.")
    .has("leverage", Number, "Support of the rule less the support that chance would give.")
    .may_have(
        "conviction",
        Number,
        "How many times as often the rule would be wrong by chance as it is; empty where it never is.",
    )
    .has("zhang", Number, "Zhang's metric: from -1, the two sides avoid each other, to 1, they always go together.")
    .key(&["region", "antecedents", "consequents"])
}

fn etl_run() -> Table {
    new("etl_run", "run", "What each run read, kept and rejected; the rest of the warehouse is of the last one.")
        .has("run_id", Text, "Hash of the source and the configuration that the run was made from.")
        .has("run_number", Integer, "Place of the run in the history: the highest is the last run.")
        .may_have("run_at", DateTime, "Date and time of the run in UTC, where it was told.")
        .has("source", Text, "Names of the source files.")
        .has("source_hash", Text, "SHA-256 of the source's bytes.")
        .has("rows_in", Integer, "Number of rows read from the source.")
        .has("rows_kept", Integer, "Number of rows that the cleaning kept.")
        .has("rows_rejected", Integer, "Number of rows that were rejected, each with a reason.")
        .has("amount_in", Money, "Quantity times price of all readable rows.")
        .has("amount_kept", Money, "Quantity times price of the rows kept, which is the revenue.")
        .has("amount_rejected", Money, "Quantity times price of the rows rejected.")
        .has("invoices", Integer, "Number of different invoices kept.")
        .has("customers", Integer, "Number of different customers of the rows kept.")
        .has("products", Integer, "Number of different stock codes of the rows kept.")
        .may_have("first_invoice", DateTime, "Date and time of the first invoice kept.")
        .may_have("last_invoice", DateTime, "Date and time of the last invoice kept.")
        .may_have("reference_date", Date, "Day to which recency is counted.")
        .key(&["run_id"])
}

fn etl_reject() -> Table {
    new("etl_reject", "rejected row", "Every source row that was not kept, with its reason and line.")
        .has("sales_line_id", Integer, "Row number of the rejected row in the source.")
        .has("run_id", Text, "Run that rejected the row.")
        .has("source_file", Text, "Source file that the row stands in.")
        .has("source_line", Integer, "Line of the source file, or row of the sheet, where the row stands.")
        .has("reason", Text, "Code of the reason why the row was rejected.")
        .may_have("detail", Text, "What exactly was wrong with the row, where the reason alone does not say it.")
        .may_have("invoice_no", Text, "Invoice number of the rejected row, where it could be read.")
        .may_have("invoice_date", DateTime, "Date and time of the rejected row's invoice, where it could be read.")
        .may_have("customer_id", Text, "Customer number of the rejected row, where there is one.")
        .may_have("stock_code", Text, "Stock code of the rejected row, where it could be read.")
        .may_have("quantity", Integer, "Quantity of the rejected row, where it could be read.")
        .may_have("unit_price", Money, "Price of the rejected row, where it could be read.")
        .may_have("amount", Money, "Quantity times price of the rejected row, where both could be read.")
        .key(&["sales_line_id"])
        .refers("run_id", "etl_run", "run_id")
}

fn customer_360_columns(table: Table) -> Table {
    table
        .has("frequency", Integer, "Number of invoices of the customer.")
        .has("monetary", Money, "Revenue from the customer.")
        .has("first_purchase", DateTime, "Date and time of the customer's first invoice.")
        .has("last_purchase", DateTime, "Date and time of the customer's last invoice.")
        .has("quantity", Integer, "Number of units the customer has bought.")
        .has("distinct_products", Integer, "Number of different stock codes the customer has bought.")
        .has("average_order_value", Money, "Revenue from the customer divided by the number of their invoices.")
}

fn vw_customer_360() -> Table {
    let table = new("vw_customer_360", "customer", "Customer 360: what each customer has bought, in one row.")
        .has("customer_id", Text, "Customer number.")
        .has("country", Text, "Country of the customer; of several, the one of the latest invoice.")
        .has("region", Text, "Sales region of the customer's country; Unassigned where no region claims it.");
    customer_360_columns(table).key(&["customer_id"]).refers("customer_id", "dim_customer", "customer_id")
}

fn vw_customer() -> Table {
    let table = new(
        "vw_customer",
        "customer",
        "Customer with its customer 360 and RFM figures: the model's one Customer table.",
    )
    .has("customer_id", Text, "Customer number.")
    .has("country", Text, "Country of the customer; of several, the one of the latest invoice.")
    .has("country_count", Integer, "Number of countries the customer has bought from.")
    .has("region", Text, "Sales region of the customer's country; Unassigned where no region claims it.");
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
