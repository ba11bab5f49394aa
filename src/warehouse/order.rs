//! The order of a catalog.

use crate::catalog::{Catalog, Table};

/// By name, but no table before one that it refers to: the same tables give the same order, whichever of them were
/// carried over.
pub fn in_order(mut tables: Vec<Table>) -> Catalog {
    tables.sort_by(|a, b| b.name.cmp(&a.name));
    let mut ordered: Vec<Table> = Vec::with_capacity(tables.len());
    while !tables.is_empty() {
        let waits = |table: &Table| {
            let mut others = tables.iter().filter(|other| other.name != table.name);
            others.any(|other| table.foreign_keys.iter().any(|key| key.to_table == other.name))
        };
        // In a circle of references somebody has to be first.
        let next = tables.iter().rposition(|table| !waits(table)).unwrap_or(tables.len() - 1);
        ordered.push(tables.remove(next));
    }
    Catalog { tables: ordered }
}
