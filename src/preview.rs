//! The report as one page of HTML: laid out as it is, with the numbers that Power BI would show.
//!
//! ```text
//! report on disk ─ file ─▶ pages, visuals ─┐
//! engine (model, rows) ── views ───────────┼─▶ shown, chart, grid ─▶ html
//! readers (roles) ─────────────────────────┘
//! ```
//!
//! A browser cannot ask a model. So every picture is made beforehand for every view: each reader, each choice of the
//! slicers that work. Of equal pictures one is kept.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod chart;
pub mod file;
mod grid;
pub mod html;
mod same;
mod shown;
mod views;
pub mod wanted;

use crate::engine::{Engine, Reader};
use crate::proof::schema::ColumnId;

pub use views::{Drawn, draw};

/// What is to be shown to whom.
pub struct Preview<'e> {
    pub title: String,
    pub report: file::Report,
    pub engine: &'e Engine<'e>,
    /// The first is who looks before another is chosen.
    pub viewers: Vec<Viewer>,
    /// The columns whose slicers work, at most [`SLICERS`].
    pub slicers: Vec<ColumnId>,
}

pub struct Viewer {
    pub name: String,
    pub reader: Reader,
}

pub const SLICERS: usize = 2;
