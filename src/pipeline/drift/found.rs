//! What the warehouse has no longer, or of another type.

use std::collections::BTreeMap;

use super::{Drift, Kind};
use crate::catalog::{Catalog, Column, Table};
use crate::generate::model_type;
use crate::model::Model;
use crate::proof::source;
use crate::rename::entries::WarehouseRef;
use crate::rename::{ObjectRef, parse_renames};

/// What `[renames]` says has another name now, by the warehouse's names.
pub fn renamed(entries: &BTreeMap<String, String>, base: &Model) -> Vec<WarehouseRef> {
    let renames = parse_renames(entries, base);
    let of_model = renames.model.iter().filter_map(|rename| in_warehouse(&rename.from, base));
    of_model.chain(renames.warehouse.iter().map(|rename| rename.from.clone())).collect()
}

fn in_warehouse(object: &ObjectRef, base: &Model) -> Option<WarehouseRef> {
    let model = base.table(object.table()?)?;
    let table = source::of(model).ok()?;
    match object {
        ObjectRef::Table(_) => Some(WarehouseRef::Table(table)),
        ObjectRef::Column { name, .. } => {
            let column = model.column(name)?.source_column.clone()?;
            Some(WarehouseRef::Column { table, column })
        }
        _ => None,
    }
}

/// Every drift from the old catalog to the new one, but for what was renamed.
pub fn drifts(old: &Catalog, new: &Catalog, renamed: &[WarehouseRef]) -> Vec<Drift> {
    let mut found = Vec::new();
    for table in &old.tables {
        let name = table.name.as_str();
        if renamed.contains(&WarehouseRef::Table(name.to_owned())) {
            continue;
        }
        let drift = |column: Option<&Column>, kind| Drift {
            table: name.to_owned(),
            column: column.map(|column| column.name.to_string()),
            kind,
        };
        match new.table(name) {
            None => found.push(drift(None, Kind::Dropped)),
            Some(now) => {
                let is_renamed = |column: &&Column| {
                    let column = column.name.to_string();
                    renamed.contains(&WarehouseRef::Column { table: name.to_owned(), column })
                };
                let own = table.columns.iter().filter(|column| !is_renamed(column));
                found.extend(own.filter_map(|column| Some(drift(Some(column), of_column(column, now)?))));
            }
        }
    }
    found
}

fn of_column(column: &Column, now: &Table) -> Option<Kind> {
    match now.column(column.name.as_str()) {
        None => Some(Kind::Dropped),
        Some(now) if model_type(now.kind) == model_type(column.kind) => None,
        Some(now) => Some(Kind::Retyped { from: column.kind, to: now.kind }),
    }
}
