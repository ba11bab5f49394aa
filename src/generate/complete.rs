//! What an author may leave out of a model: descriptions, formats and lineage tags, filled in where they are missing.

use super::context::{ColumnContext, ModelContext, TableContext};
use super::ids;
use crate::catalog::{self, Catalog, DataType};
use crate::model::{Column, Model, Table};

pub(super) fn complete(model: &mut Model, context: &ModelContext, catalog: &Catalog) {
    for table in &mut model.tables {
        if let Some(known) = context.tables.iter().find(|known| table.name == *known.name.as_str()) {
            from_catalog(table, known, catalog);
        }
        for column in &mut table.columns {
            column.summarize_by.get_or_insert_with(|| "none".to_owned());
        }
        tag(table);
    }
    for expression in &mut model.expressions {
        expression.lineage_tag.get_or_insert_with(|| ids::id(&["expression", &expression.name]));
    }
}

/// Roles have no lineage tag in TMDL, but a description that tells an administrator what they are for.
pub(super) fn roles(model: &mut Model) {
    for role in &mut model.roles {
        role.description.get_or_insert_with(|| {
            "Sees the regions that the table of managers gives the reader, and nothing that no region decides."
                .to_owned()
        });
    }
}

fn from_catalog(table: &mut Table, context: &TableContext, catalog: &Catalog) {
    let Some(source) = catalog.table(&context.source) else { return };
    describe(&mut table.description, &source.description);
    for column in &mut table.columns {
        let known = context.columns.iter().find(|known| column.name == *known.name.as_str());
        if let Some(source) = known.and_then(|known: &ColumnContext| source.column(&known.source)) {
            column_from_catalog(column, source);
        }
    }
}

fn column_from_catalog(column: &mut Column, source: &catalog::Column) {
    describe(&mut column.description, &source.description);
    if column.format_string.is_none() {
        column.format_string = format(source.kind).map(str::to_owned);
    }
}

fn describe(description: &mut Option<String>, text: &str) {
    if description.is_none() && !text.trim().is_empty() {
        *description = Some(text.to_owned());
    }
}

/// How values of a type are shown. Dates follow the reader's own habits.
fn format(kind: DataType) -> Option<&'static str> {
    match kind {
        DataType::Text => None,
        DataType::Integer => Some("#,0"),
        DataType::Money | DataType::Number => Some("#,0.00"),
        DataType::Boolean => Some("\"TRUE\";\"TRUE\";\"FALSE\""),
        DataType::Date => Some("Short Date"),
        DataType::DateTime => Some("General Date"),
    }
}

fn tag(table: &mut Table) {
    let name = table.name.as_str();
    for column in &mut table.columns {
        column.lineage_tag.get_or_insert_with(|| ids::id(&["table", name, "column", column.name.as_str()]));
    }
    for measure in &mut table.measures {
        measure.lineage_tag.get_or_insert_with(|| ids::id(&["table", name, "measure", measure.name.as_str()]));
    }
    for hierarchy in &mut table.hierarchies {
        let path = ["table", name, "hierarchy", &hierarchy.name];
        hierarchy.lineage_tag.get_or_insert_with(|| ids::id(&path));
        for level in &mut hierarchy.levels {
            level.lineage_tag.get_or_insert_with(|| ids::id(&[&path[..], &["level", &level.name]].concat()));
        }
    }
    table.lineage_tag.get_or_insert_with(|| ids::id(&["table", name]));
}
