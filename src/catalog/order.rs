//! The one order of a catalog's tables: by name, but no table before one that it refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalog, Table};

/// The same tables give the same order, wherever they were read. In a circle of references somebody has to be first:
/// the first by name.
pub fn in_order(tables: Vec<Table>) -> Catalog {
    let mut left: BTreeMap<String, Vec<Table>> = BTreeMap::new();
    for table in tables {
        left.entry(table.name.to_string()).or_default().push(table);
    }
    let mut waits_for: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut waited_for: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, tables) in &left {
        for target in tables.iter().flat_map(|table| &table.foreign_keys).map(|key| key.to_table.as_str()) {
            if target != name && left.contains_key(target) {
                waits_for.entry(name.clone()).or_default().insert(target.to_owned());
                waited_for.entry(target.to_owned()).or_default().insert(name.clone());
            }
        }
    }
    let mut ready: BTreeSet<String> = left.keys().filter(|name| !waits_for.contains_key(*name)).cloned().collect();
    let mut ordered = Vec::new();
    while let Some(next) = ready.pop_first().or_else(|| left.keys().next().cloned()) {
        ordered.extend(left.remove(&next).into_iter().flatten());
        for waiting in waited_for.remove(&next).into_iter().flatten() {
            let Some(targets) = waits_for.get_mut(&waiting) else { continue };
            targets.remove(&next);
            if targets.is_empty() && left.contains_key(&waiting) {
                ready.insert(waiting);
            }
        }
    }
    Catalog { tables: ordered }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;
    use crate::catalog::{ForeignKey, TableKind};

    fn names(catalog: &Catalog) -> Vec<&str> {
        catalog.tables.iter().map(|table| table.name.as_str()).collect()
    }

    fn table(name: &str, targets: &[&str]) -> Table {
        let key = |to: &&str| ForeignKey { columns: Vec::new(), to_table: (*to).into(), to_columns: Vec::new() };
        Table {
            name: name.into(),
            kind: TableKind::Table,
            grain: String::new(),
            description: String::new(),
            columns: Vec::new(),
            primary_key: Vec::new(),
            foreign_keys: targets.iter().map(key).collect(),
            rows: None,
        }
    }

    #[test]
    fn by_name_and_no_table_before_its_targets() {
        let forwards = in_order(contract().tables);
        let mut tables = contract().tables;
        tables.reverse();
        assert_eq!(forwards, in_order(tables));
        for (at, table) in forwards.tables.iter().enumerate() {
            for key in &table.foreign_keys {
                assert!(forwards.tables[..at].iter().any(|earlier| earlier.name == key.to_table), "{}", table.name);
            }
        }
        assert_eq!(names(&in_order(vec![table("b", &[]), table("a", &["b"]), table("c", &[])])), ["b", "a", "c"]);
    }

    #[test]
    fn a_circle_ends_and_keeps_every_table() {
        let circle = vec![table("c", &["a"]), table("b", &["c", "b"]), table("a", &["b", "nowhere"]), table("d", &[])];
        assert_eq!(names(&in_order(circle)), ["d", "a", "c", "b"]);
    }
}
