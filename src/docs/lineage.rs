//! From the field of the source, by way of the warehouse and the model, to the visual that shows it.
//!
//! What a column of the warehouse is made of is known of the data contract ([`origin`]) and of the configuration.
//! The way down is written in the query of a table (which tables of the warehouse it reads, what it renames) and in
//! `sourceColumn`; the way up is the graph of what uses what.

use serde_json::{Value, json};

use super::Source;
use super::measures::pages;
use super::project::{Project, Related};
use crate::catalog::{Catalog, origin};
use crate::deps::{Direction, Kind};
use crate::model::{Column, Table};

mod mermaid;
pub mod source;

/// What is known of one column.
pub struct Line {
    pub column: String,
    /// Fields of the source, under their headers where these are known.
    pub fields: Vec<String>,
    /// `fact_sales.revenue`; none of a calculated column, and where the query cannot be followed.
    pub warehouse: Vec<String>,
    /// What its query calls it, or that it is calculated.
    pub source: String,
    /// What uses it itself.
    pub direct: Related,
    /// What uses it, by way of others too.
    pub all: Related,
}

/// One value a table of a model.
pub fn tables(catalog: &Catalog, headers: &Source, project: &Project) -> Value {
    let mut found = Vec::new();
    for (folder, model) in &project.models {
        let queries = source::Queries::read(model);
        for table in &model.tables {
            let origin = queries.of(table, catalog);
            let lines: Vec<Line> = table
                .columns
                .iter()
                .map(|column| line(catalog, headers, project, (folder, table, column), &origin))
                .collect();
            let number = found.len() + 1;
            let sources: Vec<&str> = origin.tables.iter().map(|at| catalog.tables[*at].name.as_str()).collect();
            found.push(json!({
                "id": format!("lineage-{number}"),
                "name": table.name.as_str(),
                "sources": sources.join(", "),
                "columns": lines.iter().map(value).collect::<Vec<_>>(),
                "mermaid": mermaid::mermaid(table.name.as_str(), &lines),
            }));
        }
    }
    Value::Array(found)
}

fn line(
    catalog: &Catalog,
    headers: &Source,
    project: &Project,
    (folder, table, column): (&str, &Table, &Column),
    origin: &source::Origin,
) -> Line {
    let name = format!("{}[{}]", table.name, column.name);
    let at = project.find(folder, Kind::Column, &name);
    let source = match (&column.source_column, &column.expression) {
        (_, Some(_)) => "calculated".to_owned(),
        (Some(source), None) => source.clone(),
        (None, None) => String::new(),
    };
    let is_read = column.expression.is_none();
    let warehouse = column.source_column.as_deref().filter(|_| is_read).map(|source| origin.columns(source, catalog));
    let warehouse = warehouse.unwrap_or_default();
    Line {
        column: column.name.to_string(),
        fields: fields(&warehouse, headers),
        warehouse,
        source,
        direct: project.related(at, Direction::On, true),
        all: project.related(at, Direction::On, false),
    }
}

/// What these columns of the warehouse are made of, each field once.
fn fields(warehouse: &[String], headers: &Source) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (table, column) in warehouse.iter().filter_map(|name| name.split_once('.')) {
        match origin::fields(table, column) {
            Some(fields) => found.extend(fields.into_iter().map(|field| match headers.headers.get(field) {
                Some(header) => format!("{field} ({header})"),
                None => field.to_owned(),
            })),
            None => found.extend(headers.own.get(column).cloned()),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|field| seen.insert(field.clone()));
    found
}

fn value(line: &Line) -> Value {
    json!({
        "fields": line.fields.join(", "),
        "name": line.column,
        "source": line.source,
        "warehouse": line.warehouse.join(", "),
        "measures": line.all.names(Kind::Measure).join(", "),
        "columns": line.all.names(Kind::Column).join(", "),
        "roles": line.all.names(Kind::Role).join(", "),
        "pages": pages(&line.all),
    })
}
