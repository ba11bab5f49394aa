//! What of a project uses what: from the rows of a query to the visual that shows them.
//!
//! [`Graph::of`] reads every model and report of a tree and keeps for each object what it uses, as the binder and the
//! parser of M have found it; [`Graph::find`] takes an object by the name a person gives it, and [`Graph::reach`]
//! follows the uses, to what an object depends on or to what breaks without it. Everything comes in a fixed order,
//! and circles end where they began.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::collections::BTreeMap;

use crate::diag::Place;

mod build;
mod dax;
pub mod dot;
mod extensions;
mod find;
pub mod json;
mod model;
mod reach;
mod report;
pub mod text;

#[cfg(test)]
mod tests;

pub use reach::{Direction, Reached};

#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Sorted by kind, then by name.
    pub objects: Vec<Object>,
    /// What each object uses, and where it first says so.
    uses: Vec<BTreeMap<usize, Place>>,
    used_by: Vec<BTreeMap<usize, Place>>,
    /// What goes when the object goes: the columns of a table, the visuals of a page.
    parts: Vec<Vec<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub kind: Kind,
    /// As a person names it: `Sales[Revenue]`, `[Total]`, `Sales`.
    pub name: String,
    /// Other names that it is found by: its id, its bare name.
    pub aliases: Vec<String>,
    /// Where it is declared.
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Table,
    Column,
    Measure,
    Hierarchy,
    CalculationItem,
    Function,
    Relationship,
    Role,
    Perspective,
    /// A shared M expression: a parameter or a query.
    Expression,
    Partition,
    Report,
    Page,
    Visual,
    Bookmark,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Table => "table",
            Kind::Column => "column",
            Kind::Measure => "measure",
            Kind::Hierarchy => "hierarchy",
            Kind::CalculationItem => "calculation item",
            Kind::Function => "function",
            Kind::Relationship => "relationship",
            Kind::Role => "role",
            Kind::Perspective => "perspective",
            Kind::Expression => "expression",
            Kind::Partition => "partition",
            Kind::Report => "report",
            Kind::Page => "page",
            Kind::Visual => "visual",
            Kind::Bookmark => "bookmark",
        }
    }

    /// `1 measure`, `3 hierarchies`.
    pub fn counted(self, count: usize) -> String {
        match (count, self) {
            (1, kind) => format!("1 {}", kind.as_str()),
            (count, Kind::Hierarchy) => format!("{count} hierarchies"),
            (count, kind) => format!("{count} {}s", kind.as_str()),
        }
    }
}

impl Graph {
    pub fn uses(&self, at: usize) -> impl Iterator<Item = (usize, &Place)> {
        self.uses.get(at).into_iter().flatten().map(|(to, place)| (*to, place))
    }
    /// What uses the object itself, and where it first says so.
    pub fn users(&self, at: usize) -> impl Iterator<Item = (usize, &Place)> {
        self.used_by.get(at).into_iter().flatten().map(|(from, place)| (*from, place))
    }
    /// What goes when the object goes.
    pub fn parts(&self, at: usize) -> &[usize] {
        self.parts.get(at).map(Vec::as_slice).unwrap_or_default()
    }
}
