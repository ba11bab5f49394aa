//! What the warehouse knows that the mapping files should say something of.

use std::collections::BTreeMap;

use crate::warehouse::{Error, Warehouse};

/// The countries of the customers, sorted, each with how many live there.
pub fn countries(warehouse: &dyn Warehouse) -> Result<Vec<(String, u64)>, Error> {
    let customers = warehouse.read("dim_customer")?;
    let unreadable = |source| Error::Table { action: "read", table: "dim_customer".to_owned(), source };
    let column = customers.column("country").and_then(|column| column.str()).map_err(unreadable)?;
    let mut countries: BTreeMap<&str, u64> = BTreeMap::new();
    for country in column.iter() {
        *countries.entry(country.unwrap_or_default()).or_default() += 1;
    }
    Ok(countries.into_iter().map(|(country, customers)| (country.to_owned(), customers)).collect())
}
