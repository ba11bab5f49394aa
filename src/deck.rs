//! The findings as a presentation: sentences, charts and tables with the numbers that the model's own measures give.
//!
//! ```text
//! deck.toml ─ file ─▶ entries ─ plan ─▶ questions ──┐
//! engine (model, rows, reader) ──── fill ───────────┼─▶ slides ─ pages, chart, notes ─▶ XML ─ package ─▶ .pptx
//! theme of the report ──────────────────────────────┘
//! ```
//!
//! What a slide says stands in `deck/deck.toml` among the templates; nothing is said here. Charts are PowerPoint's
//! own, each with its workbook, so that they can be edited. There is no clock in it: the same data gives the same
//! bytes.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use crate::diag::Code;

mod chart;
pub mod file;
mod fill;
mod fit;
mod master;
mod notes;
mod package;
mod pages;
mod plan;
mod pptx;
mod shapes;
mod table;
mod template;
mod theme;
mod workbook;
mod xml;

#[cfg(test)]
mod tests;

pub use file::DECK_FILE;
pub use fill::{Filled, fill};
pub use plan::{Plan, plan};
pub use pptx::pptx;
pub use theme::Theme;

pub const CODES: &[&Code] = &[&DECK_FILE];

/// What is shown, in words and numbers, without any place or colour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deck {
    pub title: String,
    pub subtitle: String,
    /// At the foot of every slide.
    pub footer: String,
    pub slides: Vec<Slide>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slide {
    /// What it is about.
    pub name: String,
    /// What it says.
    pub title: String,
    pub cards: Vec<Card>,
    pub sentences: Vec<String>,
    pub visual: Option<Visual>,
    /// A paragraph a line.
    pub notes: Vec<String>,
}

/// A number that is seen from afar.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub text: String,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Visual {
    Chart(Chart),
    Table(Table),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bar,
    Column,
    Stacked,
    Line,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub kind: Kind,
    pub title: String,
    /// What the categories are called.
    pub category: String,
    pub categories: Vec<String>,
    pub series: Vec<Series>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub name: String,
    pub format: Option<String>,
    /// As the categories.
    pub values: Vec<Option<f64>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub title: String,
    pub heads: Vec<Head>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub name: String,
    pub is_number: bool,
}
