//! What the templates are rendered with: plain values, every decision already taken.

use serde::Serialize;

use super::incremental::{Range, Window};
use super::modes::{Edge, Modes};
use super::{Mode, Options, Warehouse, ids, naming::Names, paths};
use crate::catalog::{Catalog, Column, DataType, ForeignKey, Table};

#[derive(Debug, Serialize)]
pub(crate) struct ModelContext {
    pub name: String,
    pub culture: String,
    pub compatibility_level: u32,
    /// The values of the parameters by which the queries find the warehouse.
    pub warehouse: serde_json::Value,
    /// The window of incremental refresh in Power BI Desktop.
    pub range: Option<Range>,
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
    pub mode: &'static str,
    pub columns: Vec<ColumnContext>,
    /// Columns whose values a query gives the type of money, which the database's decimal has not.
    pub money: Vec<String>,
    pub incremental: Option<Window>,
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
    /// There is another way for a filter already.
    pub inactive: bool,
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

pub(crate) fn model(
    catalog: &Catalog,
    names: &Names,
    options: &Options,
    warehouse: &Warehouse,
    modes: &Modes,
    window: Option<&Window>,
) -> ModelContext {
    let relationships = relationships(catalog, names);
    let of_table = |table| of_table(table, names, &relationships, modes, window);
    let tables: Vec<TableContext> = names.shown(catalog).into_iter().map(of_table).collect();
    let mut queries = shared_queries(warehouse, window);
    queries.extend(tables.iter().map(|table| table.name.as_str()));
    ModelContext {
        name: options.name.clone(),
        culture: options.culture.clone(),
        compatibility_level: options.compatibility_level,
        warehouse: match warehouse {
            Warehouse::Parquet => serde_json::json!({ "folder": options.warehouse_folder() }),
            Warehouse::SqlServer(database) => serde_json::json!(database),
        },
        range: window.map(|window| window.range.clone()),
        query_order: serde_json::Value::from(queries).to_string(),
        relationships,
        tables,
    }
}

/// The shared queries and parameters that the templates declare, in the order of Power BI's list.
pub(crate) fn shared_queries(warehouse: &Warehouse, window: Option<&Window>) -> Vec<&'static str> {
    let range: &[&str] = if window.is_some() { &["RangeStart", "RangeEnd"] } else { &[] };
    warehouse.queries().iter().chain(range).copied().collect()
}

fn of_table(
    table: &Table,
    names: &Names,
    relationships: &[RelationshipContext],
    modes: &Modes,
    window: Option<&Window>,
) -> TableContext {
    let source = table.name.as_str();
    let name = names.table(source);
    let is_target = relationships.iter().any(|relationship| relationship.to_table == name);
    let columns = table.columns.iter().map(|column| of_column(table, column, names, is_target));
    let mode = modes.of(source);
    // A change of type need not fold, and what does not fold cannot be asked live.
    let money = table.columns.iter().filter(|column| mode == Mode::Import && column.kind == DataType::Money);
    TableContext {
        source: source.to_owned(),
        hidden: names.is_table_hidden(source),
        mode: mode.as_str(),
        columns: columns.collect(),
        money: money.map(|column| column.name.as_str().to_owned()).collect(),
        incremental: window.filter(|window| window.table == source).cloned(),
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

/// The type that a column of the warehouse has in the model.
pub fn model_type(kind: DataType) -> &'static str {
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
fn links<'a>(catalog: &'a Catalog, names: &Names) -> Vec<Link<'a>> {
    let mut links = Vec::new();
    for from in names.shown(catalog) {
        for key in from.foreign_keys.iter().filter(|_| !names.is_unrelated(from.name.as_str())) {
            links.extend(link(catalog, names, from, key));
        }
    }
    links
}

/// A relationship in the warehouse's words: table and column of the many side, then of the one side.
struct Link<'a> {
    from: (&'a Table, &'a str),
    to: (&'a Table, &'a str),
}

fn link<'a>(catalog: &'a Catalog, names: &Names, from: &'a Table, key: &'a ForeignKey) -> Option<Link<'a>> {
    let ([from_column], [to_column]) = (key.columns.as_slice(), key.to_columns.as_slice()) else {
        return None;
    };
    let to = key.to_table.as_str();
    let to = names.stand_in(to, catalog).or_else(|| catalog.table(to))?;
    let is_usable = to.name != from.name && !names.is_unrelated(to.name.as_str());
    if !is_usable || to.column(to_column.as_str()).is_none() {
        return None;
    }
    Some(Link { from: (from, from_column.as_str()), to: (to, to_column.as_str()) })
}

/// The tables that relationships join, by the warehouse's names.
pub(crate) fn edges(catalog: &Catalog, names: &Names) -> Vec<Edge> {
    let name = |table: &Table| table.name.as_str().to_owned();
    links(catalog, names).iter().map(|link| (name(link.from.0), name(link.to.0))).collect()
}

fn relationships(catalog: &Catalog, names: &Names) -> Vec<RelationshipContext> {
    let links = links(catalog, names);
    let active = paths::active(links.iter().map(|link| (link.from.0.name.as_str(), link.to.0.name.as_str())));
    links.iter().zip(active).map(|(link, active)| relationship(names, link, !active)).collect()
}

/// What a relationship that is made of a foreign key is called, by the model's names of its ends.
pub fn relationship_id(from: (&str, &str), to: (&str, &str)) -> String {
    ids::id(&["relationship", from.0, from.1, to.0, to.1])
}

fn relationship(names: &Names, link: &Link, inactive: bool) -> RelationshipContext {
    let end = |(table, column): (&Table, &str)| {
        let table = table.name.as_str();
        (names.table(table), names.column(table, column))
    };
    let ((from_table, from_column), (to_table, to_column)) = (end(link.from), end(link.to));
    let id = relationship_id((&from_table, &from_column), (&to_table, &to_column));
    RelationshipContext { id, inactive, from_table, from_column, to_table, to_column }
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
        let model = model(&contract(), &names, &Options::default(), &Warehouse::Parquet, &Modes::default(), None);
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
