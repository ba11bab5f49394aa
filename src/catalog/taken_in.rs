//! Tables as a database or its DDL tells of them, made into a catalog.
//!
//! Whatever the source, what comes out holds together ([`consistency`]), stands in the one order there is, says of
//! pbiforge's own tables what no database can say (the grain; of a view its keys and what may be empty), and has no
//! table that only serves pbiforge itself. So two sources of one schema give one catalog.

use super::consistency::{self, Step};
use super::order::in_order;
use super::{Catalog, Table, TableKind, contract};
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
    let has = |column: &super::Column| table.column(column.name.as_str()).is_some_and(|own| own.kind == column.kind);
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

/// Takes out what does not hold together. Leaving something out can leave something else without its target, so it
/// goes on until nothing is wrong; every round takes something away.
fn repair(catalog: &mut Catalog) -> Vec<(TableName, Diagnostic)> {
    let mut left_out = Vec::new();
    loop {
        let faults = consistency::faults(catalog);
        if faults.is_empty() {
            return left_out;
        }
        // From the back, so that the places of what is before stay what they are.
        for fault in faults.iter().rev() {
            let Some((Step::At(at), rest)) = fault.path.get(1).zip(fault.path.get(2..)) else { continue };
            let Some(table) = catalog.tables.get_mut(*at) else { continue };
            let name = table.name.clone();
            let what = match rest {
                [Step::Field("columns"), Step::At(column), ..] if *column < table.columns.len() => {
                    table.columns.remove(*column);
                    "the column is left out"
                }
                [Step::Field("primary_key"), ..] => {
                    table.primary_key.clear();
                    "the key is left out"
                }
                [Step::Field("foreign_keys"), Step::At(key), ..] => {
                    if *key >= table.foreign_keys.len() {
                        continue;
                    }
                    table.foreign_keys.remove(*key);
                    "the foreign key is left out"
                }
                _ => {
                    catalog.tables.remove(*at);
                    "the table is left out"
                }
            };
            let mut diagnostic = fault.diagnostic.clone();
            diagnostic.severity = Severity::Warning;
            left_out.push((name, diagnostic.note(what)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;
    use crate::catalog::{Column, DataType, ForeignKey};

    /// What a database says of the contract's tables.
    fn as_a_database_has_them() -> Vec<Table> {
        let mut tables = contract().tables;
        for table in &mut tables {
            table.grain.clear();
            table.foreign_keys.reverse();
            if table.kind == TableKind::View {
                table.primary_key.clear();
                table.foreign_keys.clear();
                table.columns.iter_mut().for_each(|column| column.nullable = true);
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
