//! Tables as a database or its DDL tells of them, made into a catalog.
//!
//! Whatever the source, what comes out holds together ([`consistency`]), stands in the one order there is, says of
//! pbiforge's own tables what no database can say (the grain; of a view its keys and what may be empty), and has no
//! table that only serves pbiforge itself. So two sources of one schema give one catalog.

use std::collections::BTreeSet;

use super::consistency::{self, Step};
use super::order::in_order;
use super::{Catalog, Column, DataType, Table, TableKind, contract};
use crate::diag::{Diagnostic, Severity};
use crate::name::{self, TableName};

/// Tables of the warehouse's schema that are no data: nobody models them.
const TECHNICAL: &[&str] = &["schema_version", "every_region_manager", "sysdiagrams"];

pub fn is_technical(table: &str) -> bool {
    TECHNICAL.iter().any(|technical| name::same(technical, table))
}

/// The catalog, and what had to be left out of it, each with the table it was found in.
pub fn catalog(tables: Vec<Table>) -> (Catalog, Vec<(TableName, Diagnostic)>) {
    let mut tables: Vec<Table> = tables.into_iter().filter(|table| !is_technical(table.name.as_str())).collect();
    let known: Vec<TableName> = tables.iter().map(|table| table.name.clone()).collect();
    for table in &mut tables {
        complete(table, &known);
    }
    let mut catalog = Catalog { tables };
    let left_out = repair(&mut catalog);
    for table in &mut catalog.tables {
        sort_foreign_keys(table);
    }
    (in_order(catalog.tables), left_out)
}

/// Says of a table of the contract what its source could not say. A namesake with other columns is left as it is.
fn complete(table: &mut Table, known: &[TableName]) {
    let Some(ours) = contract::table(table.name.as_str()) else { return };
    // Of a view's decimals Babelfish does not tell the places.
    let is_kind = |own: DataType, ours: DataType| {
        own == ours || table.kind == TableKind::View && (own, ours) == (DataType::Number, DataType::Money)
    };
    let has = |ours: &Column| table.column(ours.name.as_str()).is_some_and(|own| is_kind(own.kind, ours.kind));
    if table.kind != ours.kind || !ours.columns.iter().all(has) {
        return;
    }
    fill(&mut table.grain, ours.grain);
    fill(&mut table.description, ours.description);
    for column in &mut table.columns {
        let Some(ours) = ours.columns.iter().find(|ours| ours.name == column.name) else { continue };
        fill(&mut column.description, ours.description.clone());
        if table.kind == TableKind::View {
            column.nullable = ours.nullable;
            column.kind = ours.kind;
        }
    }
    if table.kind == TableKind::View && table.primary_key.is_empty() {
        table.primary_key = ours.primary_key;
    }
    if table.kind == TableKind::View && table.foreign_keys.is_empty() {
        table.foreign_keys = ours.foreign_keys;
        table.foreign_keys.retain(|key| known.contains(&key.to_table));
    }
}

fn fill(text: &mut String, with: String) {
    if text.is_empty() {
        *text = with;
    }
}

/// By the place of their columns in the table: constraints have no order of their own.
fn sort_foreign_keys(table: &mut Table) {
    let place = |name: &crate::name::ColumnName| table.columns.iter().position(|column| column.name == *name);
    let mut keys = std::mem::take(&mut table.foreign_keys);
    keys.sort_by_cached_key(|key| (key.columns.iter().map(place).collect::<Vec<_>>(), key.to_table.clone()));
    keys.dedup();
    table.foreign_keys = keys;
}

/// What of a table is left out; in the order in which nothing that is taken out moves what comes before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Table,
    PrimaryKey,
    ForeignKey(usize),
    Column(usize),
}

/// Takes out what does not hold together. Leaving something out can leave something else without its target, so it
/// goes on until nothing is wrong; every round takes something away.
fn repair(catalog: &mut Catalog) -> Vec<(TableName, Diagnostic)> {
    let mut left_out = Vec::new();
    loop {
        let faults = consistency::faults(catalog);
        let mut parts = BTreeSet::new();
        for fault in faults {
            let Some((at, part)) = part(&fault.path) else { continue };
            let Some(table) = catalog.tables.get(at) else { continue };
            let what = match part {
                Part::Table => "the table is left out",
                Part::PrimaryKey => "the key is left out",
                Part::ForeignKey(_) => "the foreign key is left out",
                Part::Column(_) => "the column is left out",
            };
            let mut diagnostic = fault.diagnostic.note(what);
            diagnostic.severity = Severity::Warning;
            left_out.push((table.name.clone(), diagnostic));
            parts.insert((at, part));
        }
        if parts.is_empty() {
            return left_out;
        }
        for (at, part) in parts.into_iter().rev() {
            match part {
                Part::Table => drop(catalog.tables.remove(at)),
                Part::PrimaryKey => catalog.tables[at].primary_key.clear(),
                Part::ForeignKey(key) => drop(catalog.tables[at].foreign_keys.remove(key)),
                Part::Column(column) => drop(catalog.tables[at].columns.remove(column)),
            }
        }
    }
}

/// The table a fault is in, and what of it has to go.
fn part(path: &[Step]) -> Option<(usize, Part)> {
    use Step::{At, Field};
    let [Field("tables"), At(at), rest @ ..] = path else { return None };
    let part = match rest {
        [Field("columns"), At(column), ..] => Part::Column(*column),
        [Field("primary_key"), ..] => Part::PrimaryKey,
        [Field("foreign_keys"), At(key), ..] => Part::ForeignKey(*key),
        _ => Part::Table,
    };
    Some((*at, part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::ForeignKey;
    use crate::catalog::contract::contract;

    /// What a database says of the contract's tables.
    fn as_a_database_has_them() -> Vec<Table> {
        let mut tables = contract().tables;
        for table in &mut tables {
            table.grain.clear();
            table.foreign_keys.reverse();
            if table.kind == TableKind::View {
                table.primary_key.clear();
                table.foreign_keys.clear();
                for column in &mut table.columns {
                    column.nullable = true;
                    column.description.clear();
                    if column.kind == DataType::Money {
                        column.kind = DataType::Number;
                    }
                }
            }
        }
        tables.reverse();
        tables
    }

    fn own(name: &str, columns: &[&str]) -> Table {
        let column = |name: &&str| Column {
            name: (*name).into(),
            kind: DataType::Text,
            nullable: true,
            description: String::new(),
            statistics: None,
        };
        Table {
            name: name.into(),
            kind: TableKind::Table,
            grain: String::new(),
            description: String::new(),
            columns: columns.iter().map(column).collect(),
            primary_key: Vec::new(),
            foreign_keys: Vec::new(),
            rows: None,
        }
    }

    #[test]
    fn the_contract_comes_back_whole() {
        let (catalog, left_out) = catalog(as_a_database_has_them());
        assert_eq!(catalog, in_order(contract().tables));
        assert_eq!(left_out, []);
    }

    #[test]
    fn a_namesake_with_other_columns_is_not_ours() {
        let (catalog, _) = catalog(vec![own("fact_sales", &["a"]), own("Schema_Version", &["version"])]);
        assert_eq!(catalog.tables, [own("fact_sales", &["a"])]);
    }

    #[test]
    fn what_does_not_hold_together_is_left_out_and_said() {
        let mut target = own("target", &["id", "ID", "x\ty"]);
        target.primary_key = vec!["x\ty".into()];
        let mut pointing = own("pointing", &["a"]);
        let key =
            |to: &str| ForeignKey { columns: vec!["a".into()], to_table: to.into(), to_columns: vec!["b".into()] };
        pointing.foreign_keys = vec![key("target"), key("gone")];
        let (catalog, left_out) = catalog(vec![target, own("none", &[]), own("TARGET", &["a"]), pointing]);
        assert_eq!(catalog.tables, [own("pointing", &["a"]), own("target", &["id"])]);
        assert!(left_out.iter().all(|(_, diagnostic)| diagnostic.severity == Severity::Warning));
        let told: Vec<_> = left_out.iter().map(|(table, diagnostic)| (table.as_str(), diagnostic.code.id)).collect();
        for told_of in [("target", "SC005"), ("target", "SC006"), ("target", "SC007"), ("pointing", "SC007")] {
            assert!(told.contains(&told_of), "{told_of:?} in {told:?}");
        }
        assert_eq!(consistency::faults(&catalog), []);
    }
}
