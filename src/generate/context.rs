//! What the templates are rendered with: plain values, every decision already taken.

use serde::Serialize;

use super::{Options, ids, naming::Names};
use crate::catalog::{Catalog, Column, DataType, ForeignKey, Table};

#[derive(Debug, Serialize)]
pub(crate) struct ModelContext {
    pub name: String,
    pub culture: String,
    pub compatibility_level: u32,
    pub warehouse_folder: String,
    /// JSON: the queries in the order of Power BI's list.
    pub query_order: String,
    pub tables: Vec<TableContext>,
    pub relationships: Vec<RelationshipContext>,
}

#[derive(Debug, Serialize)]
pub(crate) struct TableContext {
    pub name: String,
    /// The warehouse's table.
    pub source: String,
    pub hidden: bool,
    pub columns: Vec<ColumnContext>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ColumnContext {
    pub name: String,
    /// The warehouse's column.
    pub source: String,
    #[serde(rename = "type")]
    pub data_type: &'static str,
    pub m_type: &'static str,
    pub hidden: bool,
    /// The one column by which other tables refer to this one.
    pub key: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct RelationshipContext {
    pub id: String,
    pub from_table: String,
    pub from_column: String,
    pub to_table: String,
    pub to_column: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct ProjectContext {
    pub name: String,
    pub report_folder: String,
    pub logical_id: String,
}

pub(crate) fn model(catalog: &Catalog, names: &Names, options: &Options) -> ModelContext {
    let relationships = relationships(catalog, names);
    let tables: Vec<TableContext> =
        names.shown(catalog).into_iter().map(|table| of_table(table, names, &relationships)).collect();
    let queries: Vec<&str> = ["Warehouse Folder", "Warehouse Table"]
        .into_iter()
        .chain(tables.iter().map(|table| table.name.as_str()))
        .collect();
    ModelContext {
        name: options.name.clone(),
        culture: options.culture.clone(),
        compatibility_level: options.compatibility_level,
        warehouse_folder: options.warehouse_folder().to_owned(),
        query_order: serde_json::Value::from(queries).to_string(),
        relationships,
        tables,
    }
}

fn of_table(table: &Table, names: &Names, relationships: &[RelationshipContext]) -> TableContext {
    let name = names.table(table.name.as_str());
    let is_target = relationships.iter().any(|relationship| relationship.to_table == name);
    let columns = table.columns.iter().map(|column| of_column(table, column, names, is_target));
    TableContext {
        source: table.name.as_str().to_owned(),
        hidden: names.is_table_hidden(table.name.as_str()),
        columns: columns.collect(),
        name,
    }
}

fn of_column(table: &Table, column: &Column, names: &Names, is_target: bool) -> ColumnContext {
    let name = column.name.as_str();
    ColumnContext {
        name: names.column(table.name.as_str(), name),
        source: name.to_owned(),
        data_type: model_type(column.kind),
        m_type: m_type(column.kind),
        hidden: names.is_column_hidden(table, name),
        key: is_target && matches!(table.primary_key.as_slice(), [key] if key == name),
    }
}

fn model_type(kind: DataType) -> &'static str {
    match kind {
        DataType::Text => "string",
        DataType::Integer => "int64",
        DataType::Money => "decimal",
        DataType::Number => "double",
        DataType::Boolean => "boolean",
        DataType::Date | DataType::DateTime => "dateTime",
    }
}

fn m_type(kind: DataType) -> &'static str {
    match kind {
        DataType::Text => "type text",
        DataType::Integer => "Int64.Type",
        DataType::Money => "Currency.Type",
        DataType::Number => "type number",
        DataType::Boolean => "type logical",
        DataType::Date => "type date",
        DataType::DateTime => "type datetime",
    }
}

/// The foreign keys of one column, between the tables that the model shows. What refers to a table that another one
/// stands in for refers to that one; a reference that comes out as one to itself says nothing.
fn relationships(catalog: &Catalog, names: &Names) -> Vec<RelationshipContext> {
    let mut relationships = Vec::new();
    for from in names.shown(catalog) {
        for key in from.foreign_keys.iter().filter(|_| !names.is_unrelated(from.name.as_str())) {
            relationships.extend(relationship(catalog, names, from, key));
        }
    }
    relationships
}

fn relationship(catalog: &Catalog, names: &Names, from: &Table, key: &ForeignKey) -> Option<RelationshipContext> {
    let ([from_column], [to_column]) = (key.columns.as_slice(), key.to_columns.as_slice()) else {
        return None;
    };
    let to = key.to_table.as_str();
    let to = names.stand_in(to, catalog).or_else(|| catalog.table(to))?;
    let is_usable = to.name != from.name && !names.is_unrelated(to.name.as_str());
    if !is_usable || to.column(to_column.as_str()).is_none() {
        return None;
    }
    let (from_table, to_table) = (names.table(from.name.as_str()), names.table(to.name.as_str()));
    let from_column = names.column(from.name.as_str(), from_column.as_str());
    let to_column = names.column(to.name.as_str(), to_column.as_str());
    let id = ids::id(&["relationship", &from_table, &from_column, &to_table, &to_column]);
    Some(RelationshipContext { id, from_table, from_column, to_table, to_column })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;
    use crate::generate::{NameOverrides, templates::Templates};

    #[test]
    fn foreign_keys_to_the_customer_table_go_to_the_view_that_stands_in_for_it() {
        let templates = Templates::embedded();
        let source = templates.get("model/names.toml").expect("it is embedded");
        let names = Names::read(source, &NameOverrides::default()).expect("it is TOML");
        let model = model(&contract(), &names, &Options::default());
        let arrows: Vec<String> = model
            .relationships
            .iter()
            .map(|r| format!("{}[{}] > {}[{}]", r.from_table, r.from_column, r.to_table, r.to_column))
            .collect();
        assert_eq!(
            arrows,
            [
                "Sales[Invoice Day] > Date[Date]",
                "Sales[Customer ID] > Customer[Customer ID]",
                "Sales[Stock Code] > Product[Stock Code]",
                "Customer[Region] > Region[Region]",
                "Customer Month[Customer ID] > Customer[Customer ID]",
                "Rejected Lines[Run ID] > Load Run[Run ID]",
            ]
        );
    }
}
