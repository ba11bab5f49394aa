//! pbiforge: customer analytics for Power BI as code.
#![forbid(unsafe_code)]

// Layer 0: names, diagnostics, files in memory.
pub mod diag;
pub mod file_tree;
pub mod name;

// Layer 1, nouns: what the two halves speak about, without any text form.
pub mod catalog;
pub mod model;
pub mod region;
pub mod report;

// Layer 1, syntax: text to trees and back.
pub mod pbir;
pub mod tmdl;

// Layer 2, the data half.
#[cfg(feature = "etl")]
pub mod analytics;
#[cfg(feature = "etl")]
pub mod etl;
pub mod sample;
#[cfg(feature = "etl")]
pub mod warehouse;

// Layer 2, the Power BI half.
pub mod check;
pub mod generate;
pub mod rls;
