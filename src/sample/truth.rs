//! What was planted in a sample, counted while it was written: the answers a pipeline is to find.

use serde::Serialize;

/// Counts are of rows as they stand in the file, repeats included, unless their name says otherwise; a row can have
/// several faults.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Truth {
    pub rows: u64,
    /// Different invoice numbers.
    pub invoices: u64,
    pub faults: Faults,
    /// Customer present, quantity and price positive, nothing else asked.
    pub plain: Kept,
    /// The same without the repeated invoice blocks.
    pub plain_without_repeats: Kept,
    pub customers: Customers,
    pub products: Products,
    /// Invoices that cleaning with the default rules leaves at least one product of.
    pub baskets: u64,
    pub bundles: Vec<Bundle>,
    /// What the generator held in memory at the end, its output buffer included.
    #[serde(skip)]
    pub state_bytes: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    pub rows: u64,
    pub revenue_pennies: i64,
}

impl Kept {
    pub fn add(&mut self, other: Kept) {
        self.rows += other.rows;
        self.revenue_pennies += other.revenue_pennies;
    }
}

/// Customers that stand in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Customers {
    /// Kept buying to the end.
    pub loyal: u64,
    /// Left after a while; their last day may be the file's last.
    pub churned: u64,
    /// Made to buy once.
    pub one_off: u64,
    pub in_two_countries: u64,
}

/// The catalogue; in a small file not every product is sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Products {
    pub codes: u64,
    pub with_several_names: u64,
    pub with_the_name_of_another: u64,
}

/// A planted rule: planted probabilities, and what the throws came to over [`Truth::baskets`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bundle {
    pub antecedents: Vec<String>,
    pub consequent: String,
    pub confidence: f64,
    pub support: f64,
    pub lift: f64,
    /// Baskets that hold all antecedents, the consequent, and all of them.
    pub antecedent_baskets: u64,
    pub consequent_baskets: u64,
    pub bundle_baskets: u64,
}

impl Bundle {
    pub fn measured_confidence(&self) -> f64 {
        self.bundle_baskets as f64 / self.antecedent_baskets.max(1) as f64
    }

    pub fn measured_lift(&self, baskets: u64) -> f64 {
        self.measured_confidence() * baskets as f64 / self.consequent_baskets.max(1) as f64
    }
}

/// Declares [`Faults`] and its sum from one list.
macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct Faults {
            $($(#[$doc])* pub $name: u64,)*
        }

        impl Faults {
            pub fn add(&mut self, other: &Faults) {
                $(self.$name += other.$name;)*
            }

            /// Each fault with its name, in the order of declaration.
            pub fn list(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

faults! {
    missing_customer,
    missing_description,
    /// Rows on invoices `C…`.
    cancelled,
    /// Blocks of invoices `C…`.
    cancellation_invoices,
    /// Rows on invoices `C…` whose original (customer, code, price, quantity) stands before them.
    cancelled_with_original,
    /// Blocks of invoices `C…` that take an order back within a quarter of an hour.
    cancelled_minutes_later,
    /// Orders of 70,000 units and more, taken back minutes later.
    giant_orders,
    /// Rows on invoices `A…`.
    adjustments,
    negative_price,
    /// Blocks that stand a second time.
    repeated_invoices,
    /// Rows in such blocks.
    repeated_rows,
    /// Rows that stand in their block already.
    identical_rows,
    /// Rows of codes that are no product.
    service_codes,
    padded_description,
    lower_case_code,
    zero_price,
    zero_price_with_customer,
    /// Negative quantity on an ordinary invoice.
    write_offs,
    /// Blocks with two time stamps.
    two_time_invoices,
}
