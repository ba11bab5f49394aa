//! Sample transactions with the shape and the faults of real ones, and known truths planted.
//!
//! [`write()`] makes a raw file such as a shop's till system would export: two years of invoices, one row a line, with
//! all that is wrong with real exports in the proportions of the public data set "Online Retail II" (missing
//! customers, cancellations, repeated blocks, service codes, padded names …), and tells afterwards what it planted
//! ([`Truth`]), so that a pipeline's answers can be held against it.
//!
//! The same options give the same bytes on every machine: whole numbers from an own generator and tables,
//! no clock, no library mathematics. Rows are made in the order of time from a state that is bounded by the numbers
//! of customers (at most 100,000) and products (at most 20,000), so the memory does not grow with the rows.

use std::io::Write;

use serde::{Deserialize, Serialize};

mod bundle;
mod calendar;
mod country;
mod curve;
mod customer;
mod generator;
mod invoice;
mod order;
mod product;
mod rare;
mod repeats;
mod returns;
mod rng;
mod stock;
mod text;
mod truth;
mod words;

pub use truth::{Bundle, Customers, Faults, Kept, Products, Truth};

/// First line of the file.
pub const HEADER: &str = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country";

/// How much is handed to the writer at a time.
const CHUNK: usize = 1 << 18;

/// What sample to make.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Data rows, the header not counted.
    pub rows: u64,
    /// Another seed is another sample of the same kind.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { rows: 200_000, seed: 7 }
    }
}

/// Writes the sample, and tells the rows written so far now and then. It buffers for itself.
pub fn write(options: &Options, out: &mut impl Write, progress: &mut dyn FnMut(u64)) -> std::io::Result<Truth> {
    let mut generator = generator::Generator::new(options);
    let mut chunk = Vec::with_capacity(CHUNK + (CHUNK >> 1));
    chunk.extend_from_slice(HEADER.as_bytes());
    chunk.push(b'\n');
    while let Some(block) = generator.next() {
        chunk.extend_from_slice(block);
        if chunk.len() >= CHUNK {
            out.write_all(&chunk)?;
            chunk.clear();
            progress(generator.written());
        }
    }
    out.write_all(&chunk)?;
    out.flush()?;
    progress(generator.written());
    let mut truth = generator.truth();
    truth.state_bytes += chunk.capacity();
    Ok(truth)
}

#[cfg(test)]
mod tests;
