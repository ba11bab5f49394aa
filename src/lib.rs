//! pbiforge: customer analytics for Power BI as code.
//!
//! Raw sales transactions go in; a warehouse and a complete, checked Power BI project come out, the same bytes every
//! time. This page is the architecture; the README is for users.
//!
//! # One direction
//!
//! ```text
//! files ─ etl::read ─▶ raw frame ─ etl::clean ─▶ kept + rejected ─ etl::star ─▶ star schema
//!                                                                                  │
//!          ┌───────────────────────────── analytics ◀──────────────────────────────┤
//!          ▼                                                                       ▼
//!   customer 360, RFM, cohorts, basket ───────────────▶ warehouse::publish (all or nothing)
//!                                                                                  │
//!                                                                          catalog::Catalog
//!                                                                                  │
//! model-templates/ + roles/ ─────────────────────────▶ generate ─▶ model, report ─▶ FileTree
//!                                                                                  │
//!                                                               check (refuses) ───┴─▶ output/
//! ```
//!
//! The data half (frames) and the Power BI half (model and report) meet only in the [`catalog`]: neither knows the
//! other. What is written was first generated into memory, read back and checked.
//!
//! # Layers
//!
//! A module uses the layers below its own; `tests/it/layers.rs` reads the `use crate::` edges and holds them.
//!
//! | layer | modules |
//! |---|---|
//! | 0 | [`name`] (the only place that quotes for TMDL, DAX, M, T-SQL), [`calendar`], [`diag`], [`file_tree`], [`parallel`] |
//! | 1, nouns | [`catalog`], [`model`], [`region`], [`report`]: no text form, no serde |
//! | 1, syntax | [`tmdl`], [`dax`], [`m`], [`ddl`], [`pbir`]: parsing never fails or panics, it gives a tree and diagnostics |
//! | 2, data | [`etl`], [`analytics`], [`warehouse`], [`sample`]: frames in, frames out; [`history`] (is the last run a usual one), [`sqlserver`]: no frames |
//! | 2, Power BI | [`bind`] (what the names of DAX stand for), [`generate`], [`merge`], [`rename`], [`rls`], [`proof`] (who sees what, on the data), [`engine`] (what measures and visuals show), [`check`], [`deps`] (what uses what) |
//! | 2, beside it | [`template`] (of files that are no part of the project), [`docs`], [`preview`] (the report in a browser), [`deck`] (slides), [`schedule`], [`pack`] (the project as one file) |
//! | 3 | [`config`], [`pipeline`], [`cli`]: the only place that prints, exits, reads the environment or the clock |
//!
//! Without the `etl` feature the data half is not built, and with it polars; the Power BI half stands alone.
//!
//! # What is absent, on purpose
//!
//! - No clock, randomness, environment, hash order or locale below [`cli`]. Ids are UUIDv5 of the object's path.
//! - No float in a sum of money: a frame holds `Int64` of ten-thousandths ([`etl::MONEY_SCALE`]), the warehouse
//!   decimal(19,4).
//! - No quoting outside [`name`]: what reaches TMDL, DAX, M or SQL goes through one of its functions.
//! - No diagnostic without a code and, where there is one, a place; no row dropped without a reason.
//! - No half-written warehouse: readers follow a manifest that is replaced by one rename.
//!
//! # Where later parts go
//!
//! What the compiler does with the trees of [`dax`] belongs into [`bind`], with those of [`m`] into [`check`];
//! further commands one file each below [`cli`].
#![forbid(unsafe_code)]

// Layer 0: names, dates, diagnostics, files in memory, threads.
pub mod calendar;
pub mod diag;
pub mod file_tree;
pub mod name;
pub mod parallel;

// Layer 1, nouns: what the two halves speak about, without any text form.
pub mod catalog;
pub mod model;
pub mod region;
pub mod report;

// Layer 1, syntax: text to trees and back.
pub mod dax;
pub mod ddl;
pub mod m;
pub mod pbir;
pub mod tmdl;

// Layer 2, the data half.
#[cfg(feature = "etl")]
pub mod analytics;
#[cfg(feature = "etl")]
pub mod etl;
pub mod history;
pub mod sample;
pub mod sqlserver;
#[cfg(feature = "etl")]
pub mod warehouse;

// Layer 2, the Power BI half.
pub mod bind;
pub mod check;
pub mod deck;
pub mod deps;
pub mod docs;
pub mod engine;
pub mod generate;
pub mod merge;
pub mod pack;
pub mod preview;
pub mod proof;
pub mod rename;
pub mod rls;
pub mod schedule;
pub mod template;

// Layer 3: everything tied together.
pub mod cli;
pub mod config;
pub mod pipeline;

pub use check::check;

/// Every diagnostic code there is, sorted.
pub fn codes() -> Vec<&'static diag::Code> {
    let mut codes = [
        config::CODES,
        history::CODES,
        catalog::json::CODES,
        catalog::consistency::CODES,
        ddl::CODES,
        tmdl::CODES,
        dax::CODES,
        m::CODES,
        bind::CODES,
        pbir::CODES,
        check::CODES,
        check::best_practice::CODES,
        check::report::CODES,
        check::roles::CODES,
        check::schemas::CODES,
        generate::CODES,
        generate::report::CODES,
        deck::CODES,
        merge::CODES,
        rename::CODES,
        rls::CODES,
        proof::CODES,
        proof::judge::CODES,
        proof::expect::CODES,
        pipeline::drift::CODES,
        pipeline::ownership::CODES,
        #[cfg(feature = "sqlserver")]
        sqlserver::schema::CODES,
        #[cfg(feature = "sqlserver")]
        sqlserver::security::CODES,
        #[cfg(feature = "etl")]
        etl::read::CODES,
        #[cfg(feature = "etl")]
        pipeline::load::CODES,
        #[cfg(feature = "etl")]
        analytics::CODES,
        #[cfg(feature = "etl")]
        warehouse::CODES,
        #[cfg(all(feature = "etl", feature = "sqlserver"))]
        warehouse::sqlserver::CODES,
    ]
    .concat();
    codes.sort_by_key(|code| code.id);
    codes
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_and_their_names_are_unique_and_explained() {
        let codes = super::codes();
        for (at, code) in codes.iter().enumerate() {
            let id = code.id.as_bytes();
            assert!(id.len() == 5 && id[..2].is_ascii() && id[2..].iter().all(u8::is_ascii_digit), "{}", code.id);
            assert!(code.explanation.len() > 40, "{} is not explained", code.id);
            for earlier in &codes[..at] {
                assert!(earlier.id != code.id && earlier.name != code.name, "{} {} twice", code.id, code.name);
            }
        }
    }
}
