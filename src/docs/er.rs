//! The warehouse as an entity-relationship diagram: a drawing of our own, and the text of Mermaid.
//!
//! [`layout`] puts the tables into layers, those that refer left of those that are referred to, and finds each foreign
//! key a way between the boxes; [`svg`] draws what it found. Nothing is measured or tried: the same catalog gives the
//! same picture.

use crate::catalog::{Catalog, DataType, Table, TableKind};

mod boxes;
pub mod layout;
pub mod mermaid;
mod order;
mod rank;
pub mod svg;
mod tracks;

#[cfg(test)]
mod tests;

/// Everything stands on a grid of this width and height.
pub const GRID: i64 = 20;

/// One table as a box; `x` and `y` are its upper left corner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The table in the catalog.
    pub table: usize,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
}

/// One foreign key as a line of horizontal and vertical pieces, from the table that refers to the one referred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub points: Vec<(i64, i64)>,
    /// At most one row refers to each: the foreign key is the primary key too.
    pub is_one: bool,
    /// A row may refer to none.
    pub is_optional: bool,
}

/// A finished drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    pub width: i64,
    pub height: i64,
}

/// A foreign key between tables that both are in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub from: usize,
    /// Which of the table's foreign keys.
    pub key: usize,
    pub to: usize,
}

/// Every foreign key that leads somewhere, in the order of the catalog.
pub fn links(catalog: &Catalog) -> Vec<Link> {
    let mut links = Vec::new();
    for (from, table) in catalog.tables.iter().enumerate() {
        for (key, foreign) in table.foreign_keys.iter().enumerate() {
            let to = catalog.tables.iter().position(|other| other.name == foreign.to_table);
            links.extend(to.map(|to| Link { from, key, to }));
        }
    }
    links
}

/// Whether a foreign key is the primary key as well, and whether one of its columns may be empty.
fn cardinality(table: &Table, key: usize) -> (bool, bool) {
    let Some(foreign) = table.foreign_keys.get(key) else { return (false, false) };
    let is_one = !foreign.columns.is_empty()
        && foreign.columns.len() == table.primary_key.len()
        && foreign.columns.iter().all(|column| table.primary_key.contains(column));
    let is_optional =
        foreign.columns.iter().any(|column| table.column(column.as_str()).is_some_and(|one| one.nullable));
    (is_one, is_optional)
}

/// `PK`, `FK`, `PK FK` or nothing.
pub fn key_mark(table: &Table, column: &str) -> &'static str {
    let is_primary = table.primary_key.iter().any(|key| *key == *column);
    let is_foreign = table.foreign_keys.iter().any(|key| key.columns.iter().any(|one| *one == *column));
    match (is_primary, is_foreign) {
        (true, true) => "PK FK",
        (true, false) => "PK",
        (false, true) => "FK",
        (false, false) => "",
    }
}

/// What the type of a column is called in the warehouse's documents.
pub fn type_name(kind: DataType) -> &'static str {
    kind.as_str()
}

fn is_view(table: &Table) -> bool {
    table.kind == TableKind::View
}
