//! The data dictionary: the tables of the warehouse and what they became in the model.

use serde_json::{Value, json};

use super::er::{key_mark, type_name};
use super::lineage::source;
use super::project::Project;
use crate::catalog::{Catalog, Column, Table, TableKind};
use crate::proof::format::count;

pub fn tables(catalog: &Catalog, project: &Project) -> Value {
    let shown = source::shown(catalog, project);
    let table = |(number, table): (usize, &Table)| {
        let in_model: Vec<&str> =
            shown.iter().filter(|(_, sources)| sources.contains(&number)).map(|(name, _)| name.as_str()).collect();
        let is_measured = table.columns.iter().any(|column| column.statistics.is_some());
        json!({
            "id": format!("table-{}", number + 1),
            "name": table.name.as_str(),
            "kind": if table.kind == TableKind::View { "view" } else { "table" },
            "grain": table.grain,
            "description": table.description,
            "rows": table.rows.map(count),
            "in_model": in_model.join(", "),
            "has_statistics": is_measured,
            "columns": table.columns.iter().map(|one| column(table, one)).collect::<Vec<_>>(),
        })
    };
    catalog.tables.iter().enumerate().map(table).collect()
}

fn column(table: &Table, column: &Column) -> Value {
    let statistics = column.statistics.as_ref();
    json!({
        "name": column.name.as_str(),
        "type": type_name(column.kind),
        "nullable": if column.nullable { "yes" } else { "no" },
        "key": key_mark(table, column.name.as_str()),
        "refers": refers(table, column.name.as_str()),
        "description": column.description,
        "distinct": statistics.map(|one| count(one.distinct)),
        "nulls": statistics.map(|one| count(one.nulls)),
        "min": statistics.and_then(|one| one.min.as_deref()),
        "max": statistics.and_then(|one| one.max.as_deref()),
    })
}

/// `dim_customer.customer_id`, where the column refers there.
fn refers(table: &Table, column: &str) -> String {
    let found = table.foreign_keys.iter().filter_map(|key| {
        let at = key.columns.iter().position(|one| *one == *column)?;
        Some(format!("{}.{}", key.to_table, key.to_columns.get(at)?))
    });
    found.collect::<Vec<_>>().join(", ")
}
