//! The raw frame as the rules see it: numbers in slices, texts as codes.

use std::borrow::Cow;

use polars_core::prelude::*;

use super::{Rules, StockCode, raw};
use crate::etl::codes::{Codes, NONE, trimmed};

pub(super) struct Lines<'a> {
    /// `sales_line_id`: strictly ascending.
    pub number: &'a [i64],
    pub invoice: Codes<'a>,
    /// The stock code at the grain of dim_product.
    pub product: Codes<'a>,
    pub customer: Codes<'a>,
    pub quantity: &'a [i64],
    pub price: &'a [i64],
    /// Microseconds.
    pub date: &'a [i64],
    stock_code: &'a StringChunked,
    description: &'a StringChunked,
    country: &'a StringChunked,
}

/// Everything a source row says: two rows with the same content are repeats of each other.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Content<'a> {
    stock_code: Option<&'a str>,
    description: Option<&'a str>,
    quantity: i64,
    date: i64,
    price: i64,
    customer: u32,
    country: Option<&'a str>,
}

impl<'a> Lines<'a> {
    /// The frame's columns must be of one chunk each.
    pub fn of(raw: &'a DataFrame, rules: &Rules) -> PolarsResult<Self> {
        let stock_code = raw.column(raw::STOCK_CODE)?.str()?;
        let lines = Self {
            number: integers(raw.column(raw::ROW)?.i64()?)?,
            invoice: Codes::of(raw.column(raw::INVOICE_NO)?.str()?),
            product: Codes::of(stock_code).merged(|code| product_code(code, rules.stock_code)),
            customer: Codes::of(raw.column(raw::CUSTOMER_ID)?.str()?),
            quantity: integers(raw.column(raw::QUANTITY)?.i64()?)?,
            price: integers(raw.column(raw::UNIT_PRICE)?.i64()?)?,
            date: integers(raw.column(raw::INVOICE_DATE)?.datetime()?.physical())?,
            stock_code,
            description: raw.column(raw::DESCRIPTION)?.str()?,
            country: raw.column(raw::COUNTRY)?.str()?,
        };
        polars_ensure!(
            lines.number.is_sorted_by(|a, b| a < b),
            InvalidOperation: "the raw frame's rows are not in the order of their numbers"
        );
        lines.fits_the_money_type()?;
        Ok(lines)
    }

    /// With this, no sum over any choice of rows can overflow, here or further down.
    fn fits_the_money_type(&self) -> PolarsResult<()> {
        let total: i128 = self.amounts().flatten().map(|amount| i128::from(amount.unsigned_abs())).sum();
        polars_ensure!(
            total <= i128::from(i64::MAX),
            ComputeError: "the amounts of the source add up to more than {}, which is more than the money type holds",
            i64::MAX / crate::etl::MONEY_SCALE
        );
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.number.len()
    }

    pub fn has_customer(&self, row: usize) -> bool {
        self.customer.of_row[row] != NONE
    }

    /// Quantity times price, `None` where that is more than the money type holds.
    pub fn amount(&self, row: usize) -> Option<i64> {
        self.quantity[row].checked_mul(self.price[row])
    }

    pub fn amounts(&self) -> impl Iterator<Item = Option<i64>> {
        (0..self.len()).map(|row| self.amount(row))
    }

    /// What the row says beside its invoice number. Outer spaces of the description do not count: exports differ in
    /// them.
    pub fn content(&self, row: usize) -> Content<'_> {
        Content {
            stock_code: self.stock_code.get(row),
            description: self.description.get(row).map(str::trim).filter(|text| !text.is_empty()),
            quantity: self.quantity[row],
            date: self.date[row],
            price: self.price[row],
            customer: self.customer.of_row[row],
            country: self.country.get(row),
        }
    }

    /// Whether each invoice's number begins with the prefix, by invoice code. An empty prefix begins nothing.
    pub fn invoices_with(&self, prefix: &str) -> Vec<bool> {
        let prefix = prefix.trim().as_bytes();
        let begins = |text: &str| text.as_bytes().get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix));
        self.invoice.texts.iter().map(|text| !prefix.is_empty() && begins(text)).collect()
    }

    /// Whether each row's invoice is one of those that [`Lines::invoices_with`] found.
    pub fn is_one_of(&self, invoices: &[bool], row: usize) -> bool {
        invoices.get(self.invoice.of_row[row] as usize).copied().unwrap_or(false)
    }

    /// The rows of each invoice, in the order of the source, invoices by their first row.
    pub fn by_invoice(&self) -> ByInvoice {
        let invoices = self.invoice.len();
        let mut ends = vec![0_u32; invoices + 1];
        for code in &self.invoice.of_row {
            if let Some(end) = ends.get_mut(*code as usize + 1) {
                *end += 1;
            }
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut next = ends.clone();
        let mut rows = vec![0_u32; ends.last().copied().unwrap_or(0) as usize];
        for (row, code) in self.invoice.of_row.iter().enumerate() {
            if *code != NONE {
                let at = &mut next[*code as usize];
                rows[*at as usize] = row as u32;
                *at += 1;
            }
        }
        ByInvoice { bounds: ends, rows }
    }
}

/// Row indices grouped by invoice.
pub(super) struct ByInvoice {
    bounds: Vec<u32>,
    rows: Vec<u32>,
}

impl ByInvoice {
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.bounds.windows(2).map(|bounds| &self.rows[bounds[0] as usize..bounds[1] as usize])
    }
}

/// A stock code as dim_product has it.
fn product_code(code: Cow<'_, str>, grain: StockCode) -> Cow<'_, str> {
    let code = trimmed(code);
    if grain == StockCode::Raw || !code.chars().any(|c| c.to_uppercase().next() != Some(c)) {
        return code;
    }
    Cow::Owned(code.to_uppercase())
}

fn integers(column: &Int64Chunked) -> PolarsResult<&[i64]> {
    if column.is_empty() {
        return Ok(&[]);
    }
    column.cont_slice().map_err(|_| polars_err!(InvalidOperation: "the raw column `{}` has nulls", column.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn product_codes_lose_outer_spaces_and_case_unless_they_are_raw() {
        assert_eq!(product_code(" 85123a ".into(), StockCode::Upper), "85123A");
        assert_eq!(product_code(" 85123a ".into(), StockCode::Raw), "85123a");
        assert!(matches!(product_code("85123A".into(), StockCode::Upper), Cow::Borrowed(_)));
        assert_eq!(product_code("straße".into(), StockCode::Upper), "STRASSE");
    }
}
