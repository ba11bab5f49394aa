//! The warehouse as it was when the project was generated last, as far as the project tells.

use super::{Drift, Kind};
use crate::catalog::{Catalog, Column, DataType, ForeignKey, Table, TableKind};
use crate::generate::relationship_id;
use crate::model::{self, Model};
use crate::proof::source;

/// The tables and columns that a generated model reads.
pub fn catalog(base: &Model) -> Catalog {
    let mut tables: Vec<Table> = base.tables.iter().filter_map(table).collect();
    for one in base.relationships.iter().filter(|one| is_of_foreign_key(one)) {
        let end = |end: &model::ColumnReference| {
            let table = base.table(end.table.as_str())?;
            let column = table.column(end.column.as_str())?.source_column.clone()?;
            Some((source::of(table).ok()?, column))
        };
        let (Some((from, column)), Some((to, to_column))) = (end(&one.from), end(&one.to)) else { continue };
        if let Some(table) = tables.iter_mut().find(|table| table.name == *from.as_str()) {
            table.foreign_keys.push(ForeignKey {
                columns: vec![column.as_str().into()],
                to_table: to.as_str().into(),
                to_columns: vec![to_column.as_str().into()],
            });
        }
    }
    Catalog { tables }
}

/// An authored relationship has a name of its own.
fn is_of_foreign_key(one: &model::Relationship) -> bool {
    let ends = [&one.from, &one.to].map(|end| (end.table.as_str(), end.column.as_str()));
    one.name == relationship_id(ends[0], ends[1])
}

fn table(table: &model::Table) -> Option<Table> {
    let own = table.columns.iter().filter_map(|one| Some((one, one.source_column.as_deref()?)));
    Some(Table {
        name: source::of(table).ok()?.as_str().into(),
        kind: TableKind::Table,
        grain: String::new(),
        description: table.description.clone().unwrap_or_default(),
        columns: own.clone().filter_map(|(one, source)| column(one, source)).collect(),
        primary_key: own.filter(|(one, _)| one.is_key).map(|(_, source)| source.into()).collect(),
        foreign_keys: Vec::new(),
        rows: None,
    })
}

fn column(column: &model::Column, source: &str) -> Option<Column> {
    let kind = match column.data_type.as_deref()? {
        "string" => DataType::Text,
        "int64" => DataType::Integer,
        "decimal" => DataType::Money,
        "double" => DataType::Number,
        "boolean" => DataType::Boolean,
        "dateTime" if column.format_string.as_deref() == Some("Short Date") => DataType::Date,
        "dateTime" => DataType::DateTime,
        _ => return None,
    };
    let description = column.description.clone().unwrap_or_default();
    Some(Column { name: source.into(), kind, nullable: true, description, statistics: None })
}

/// The catalog as it would be without these drifts.
pub fn restored(catalog: &Catalog, old: &Catalog, drifts: &[&Drift]) -> Catalog {
    let mut restored = catalog.clone();
    for drift in drifts {
        let Some(was) = old.table(&drift.table) else { continue };
        match (restored.tables.iter_mut().find(|table| table.name == was.name), &drift.column) {
            (None, _) => restored.tables.push(Table { foreign_keys: Vec::new(), ..was.clone() }),
            (Some(now), Some(column)) => restore_column(now, was, column, drift.kind),
            (Some(_), None) => {}
        }
    }
    restore_keys(&mut restored, old, drifts);
    restored
}

fn restore_column(now: &mut Table, was: &Table, column: &str, kind: Kind) {
    let Some(old) = was.column(column) else { return };
    if let Kind::Retyped { from, .. } = kind {
        now.columns.iter_mut().filter(|one| one.name == old.name).for_each(|one| one.kind = from);
        return;
    }
    let before = was.columns.iter().take_while(|one| one.name != old.name);
    let last = before.filter_map(|before| now.columns.iter().position(|one| one.name == before.name)).max();
    now.columns.insert(last.map_or(0, |at| at + 1), old.clone());
    if now.primary_key.is_empty() && was.primary_key == [old.name.clone()] {
        now.primary_key.clone_from(&was.primary_key);
    }
}

/// A foreign key goes with either of its ends.
fn restore_keys(restored: &mut Catalog, old: &Catalog, drifts: &[&Drift]) {
    let is_gone = |table: &str, column: &str| {
        let is_it = |drift: &&&Drift| drift.table == table && drift.column.as_deref().is_none_or(|one| one == column);
        drifts.iter().filter(is_it).any(|drift| !drift.is_retyped())
    };
    for was in &old.tables {
        let Some(now) = restored.tables.iter_mut().find(|table| table.name == was.name) else { continue };
        for key in &was.foreign_keys {
            let ([from], [to]) = (key.columns.as_slice(), key.to_columns.as_slice()) else { continue };
            let has_gone = is_gone(was.name.as_str(), from.as_str()) || is_gone(key.to_table.as_str(), to.as_str());
            if has_gone && !now.foreign_keys.iter().any(|one| one.columns == key.columns) {
                now.foreign_keys.push(key.clone());
            }
        }
    }
}
