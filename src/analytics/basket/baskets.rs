//! Invoices as baskets: each one's distinct items as sorted numbers, side by side in one list.

use std::collections::BTreeMap;

use polars_core::prelude::*;
use polars_lazy::prelude::*;
use rustc_hash::FxHashMap;

use crate::analytics::dictionary::{Dictionary, encode};
use crate::analytics::{frame, refuse_region_all};

pub struct Baskets {
    /// Stock code and name of each item, in ascending order of code: to sort items is to sort their codes.
    pub items: Vec<Item>,
    regions: Vec<String>,
    /// Place in `regions` of each basket.
    region: Vec<usize>,
    /// Where the items of each basket begin in `list`, and at the end where the last one's end.
    starts: Vec<usize>,
    list: Vec<u32>,
}

pub struct Item {
    pub code: String,
    /// The description; the code where there is none.
    pub name: String,
}

impl Baskets {
    pub fn read(
        fact_sales: LazyFrame,
        dim_product: LazyFrame,
        dim_customer: LazyFrame,
        products_only: bool,
    ) -> PolarsResult<Self> {
        let lines = fact_sales.select(["invoice_no", "customer_id", "stock_code"].map(col)).collect()?;
        let products = dim_product.select(["stock_code", "description", "is_product"].map(col)).collect()?;
        let customers = dim_customer.select(["customer_id", "region"].map(col)).collect()?;
        let invoices = encode(frame::texts(&lines, "invoice_no")?)?;
        let (items, item_of) = items(&lines, &products, products_only)?;
        let (regions, region) = regions(&lines, &customers, &invoices)?;
        let pairs = invoices.codes.iter().zip(item_of).filter_map(|(invoice, item)| Some((*invoice, item?)));
        let (starts, list) = distinct(invoices.values.len(), pairs);
        Ok(Self { items, regions, region, starts, list })
    }

    pub fn all(&self) -> Vec<&[u32]> {
        self.starts.windows(2).map(|ends| &self.list[ends[0]..ends[1]]).collect()
    }

    /// The regions that have invoices, sorted, with their baskets.
    pub fn by_region(&self) -> Vec<(&str, Vec<&[u32]>)> {
        let mut by_region: BTreeMap<&str, Vec<&[u32]>> = BTreeMap::new();
        for (basket, region) in self.all().into_iter().zip(&self.region) {
            by_region.entry(&self.regions[*region]).or_default().push(basket);
        }
        by_region.into_iter().collect()
    }
}

/// The items in order of their codes, and for each line which item it has; `None` for what is not to count.
fn items(lines: &DataFrame, products: &DataFrame, products_only: bool) -> PolarsResult<(Vec<Item>, Vec<Option<u32>>)> {
    let codes = encode(frame::texts(lines, "stock_code")?)?;
    let known = frame::texts(products, "stock_code")?.iter();
    let about = frame::texts(products, "description")?.iter().zip(products.column("is_product")?.bool()?.iter());
    let about: FxHashMap<&str, _> = known.zip(about).filter_map(|(code, about)| Some((code?, about))).collect();

    let counts =
        |code: &str| !products_only || about.get(code).is_none_or(|(_, is_product)| *is_product != Some(false));
    let mut order: Vec<usize> = (0..codes.values.len()).filter(|at| counts(codes.values[*at])).collect();
    order.sort_unstable_by_key(|at| codes.values[*at]);
    let mut item_of = vec![None; codes.values.len()];
    for (item, at) in order.iter().enumerate() {
        item_of[*at] = Some(item as u32);
    }
    let item = |at: &usize| {
        let code = codes.values[*at];
        let name = about.get(code).and_then(|(description, _)| *description).unwrap_or(code);
        Item { code: code.to_owned(), name: name.to_owned() }
    };
    Ok((order.iter().map(item).collect(), codes.codes.into_iter().map(|code| item_of[code as usize]).collect()))
}

/// The names of the regions, and for each invoice which one it is of: that of the customer on its first line.
fn regions(lines: &DataFrame, customers: &DataFrame, invoices: &Dictionary) -> PolarsResult<(Vec<String>, Vec<usize>)> {
    let regions = encode(frame::texts(customers, "region")?)?;
    refuse_region_all(regions.values.iter().copied())?;
    let ids = frame::texts(customers, "customer_id")?.iter();
    let region_of: FxHashMap<&str, usize> =
        ids.zip(&regions.codes).filter_map(|(id, region)| Some((id?, *region as usize))).collect();
    let mut of_invoice = vec![None; invoices.values.len()];
    for (customer, invoice) in frame::texts(lines, "customer_id")?.iter().zip(&invoices.codes) {
        let region = &mut of_invoice[*invoice as usize];
        if region.is_none() {
            let customer = customer.unwrap_or_default();
            let found = region_of.get(customer).copied();
            *region = Some(found.ok_or_else(|| polars_err!(ComputeError: "no customer `{customer}` in dim_customer"))?);
        }
    }
    Ok((regions.values.into_iter().map(str::to_owned).collect(), of_invoice.into_iter().flatten().collect()))
}

/// The distinct items of each basket, sorted, and where each basket begins.
fn distinct(baskets: usize, pairs: impl Iterator<Item = (u32, u32)>) -> (Vec<usize>, Vec<u32>) {
    let mut pairs: Vec<u64> = pairs.map(|(basket, item)| u64::from(basket) << 32 | u64::from(item)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut starts = vec![0; baskets + 1];
    pairs.iter().for_each(|pair| starts[(pair >> 32) as usize + 1] += 1);
    for basket in 0..baskets {
        starts[basket + 1] += starts[basket];
    }
    (starts, pairs.into_iter().map(|pair| pair as u32).collect())
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::analytics::orders::{customers, sales};

    pub fn products(rows: &[(&str, Option<&str>, bool)]) -> LazyFrame {
        let description: Vec<Option<&str>> = rows.iter().map(|row| row.1).collect();
        let frame = DataFrame::new_infer_height(vec![
            StringChunked::from_iter_values("stock_code".into(), rows.iter().map(|row| row.0)).into_column(),
            StringChunked::from_slice_options("description".into(), &description).into_column(),
            BooleanChunked::from_iter_values("is_product".into(), rows.iter().map(|row| row.2)).into_column(),
        ]);
        frame.unwrap().lazy()
    }

    fn small(products_only: bool) -> Baskets {
        let day = "2011-01-01";
        let lines = sales(&[
            ("1", "a", "B", day, 1, 1),
            ("1", "a", "A", day, 1, 1),
            ("2", "b", "POST", day, 1, 1),
            ("1", "a", "B", day, 2, 1),
            ("3", "a", "C", day, 1, 1),
            ("3", "a", "POST", day, 1, 1),
        ]);
        let products = products(&[("A", Some("ant"), true), ("B", None, true), ("POST", Some("post"), false)]);
        Baskets::read(lines, products, customers(&[("a", "West"), ("b", "East")]), products_only).unwrap()
    }

    #[test]
    fn items_are_distinct_and_in_order_of_their_codes() {
        let baskets = small(true);
        let items: Vec<_> = baskets.items.iter().map(|item| (item.code.as_str(), item.name.as_str())).collect();
        // A code that the products do not know is a product.
        assert_eq!(items, [("A", "ant"), ("B", "B"), ("C", "C")]);
        let expected: [&[u32]; 3] = [&[0, 1], &[], &[2]];
        assert_eq!(baskets.all(), expected);
    }

    #[test]
    fn services_count_where_asked() {
        let expected: [&[u32]; 3] = [&[0, 1], &[3], &[2, 3]];
        assert_eq!(small(false).all(), expected);
    }

    #[test]
    fn baskets_belong_to_the_region_of_their_customer() {
        let baskets = small(true);
        let sizes: Vec<_> = baskets.by_region().into_iter().map(|(region, baskets)| (region, baskets.len())).collect();
        assert_eq!(sizes, [("East", 1), ("West", 2)]);
    }
}
