//! Tables as a server has them: the types of their columns, keys and constraints. The files are read for it, so that
//! they stay the one place that says how long a text may be.

use std::collections::BTreeMap;

use sqlparser::ast::{ColumnOption, DataType, ObjectName, Statement, TableConstraint};
use sqlparser::dialect::MsSqlDialect;
use sqlparser::parser::Parser;

use super::found::Found;
use crate::catalog::Catalog;
use crate::sqlserver::script::{self, Script};

/// A type as T-SQL writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqlType {
    /// nvarchar; `None` is `max`.
    Text(Option<u32>),
    /// Any other, in lower case and without spaces: `decimal(19,4)`.
    Other(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: SqlType,
    pub nullable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Foreign {
    pub columns: Vec<String>,
    pub to_table: String,
    pub to_columns: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    pub columns: Vec<Column>,
    pub primary_key: Vec<String>,
    pub foreign_keys: Vec<Foreign>,
    /// Names of the check constraints.
    pub checks: Vec<String>,
}

/// What is to be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    pub tables: BTreeMap<String, Shape>,
    pub views: Vec<String>,
    /// Table and name of the columns that the configuration adds.
    pub extra: Vec<(String, String)>,
}

impl std::fmt::Display for SqlType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SqlType::Text(Some(length)) => write!(f, "nvarchar({length})"),
            SqlType::Text(None) => f.write_str("nvarchar(max)"),
            SqlType::Other(name) => f.write_str(name),
        }
    }
}

impl SqlType {
    /// Whether every value of `other` fits: a text may be longer.
    pub fn holds(&self, other: &SqlType) -> bool {
        match (self, other) {
            (SqlType::Text(None), SqlType::Text(_)) => true,
            (SqlType::Text(Some(own)), SqlType::Text(Some(other))) => own >= other,
            _ => self == other,
        }
    }
}

impl Shape {
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl Expected {
    /// Whether every table and view is there, so that no script has one to make.
    pub fn is_complete(&self, found: &Found) -> bool {
        self.tables.keys().all(|table| found.tables.contains_key(table))
            && self.views.iter().all(|view| found.views.contains(view))
    }
}

/// The tables that pbiforge's own files declare.
pub fn declared() -> BTreeMap<String, Shape> {
    tables(script::SCRIPTS)
}

/// What the scripts and the extra columns of `wanted` come to.
pub fn expected(scripts: &[Script], wanted: &Catalog) -> Expected {
    let mut tables = tables(scripts);
    let mut extra = Vec::new();
    for table in &wanted.tables {
        let Some(shape) = tables.get_mut(table.name.as_str()) else { continue };
        extra.extend(script::extra_columns(table).map(|column| (table.name.to_string(), column.name.to_string())));
        shape.columns.extend(script::extra_columns(table).map(|column| {
            let kind = match script::sql_type(column.kind) {
                text if text.starts_with("nvarchar(") => {
                    SqlType::Text(text["nvarchar(".len()..text.len() - 1].parse().ok())
                }
                other => SqlType::Other(other.to_owned()),
            };
            Column { name: column.name.to_string(), kind, nullable: true }
        }));
    }
    let views = script::batches_of(scripts).filter_map(|batch| {
        let name = batch.split_once("CREATE OR ALTER VIEW [mart].[")?.1;
        Some(name.split(']').next()?.to_owned())
    });
    Expected { views: views.collect(), tables, extra }
}

/// Of statements that the parser does not know none makes a table.
fn tables(scripts: &[Script]) -> BTreeMap<String, Shape> {
    let mut tables = BTreeMap::new();
    for batch in script::batches_of(scripts) {
        for statement in Parser::parse_sql(&MsSqlDialect {}, batch).unwrap_or_default() {
            collect(statement, &mut tables);
        }
    }
    tables
}

fn collect(statement: Statement, tables: &mut BTreeMap<String, Shape>) {
    match statement {
        Statement::If(branch) => {
            for statement in branch.if_block.statements() {
                collect(statement.clone(), tables);
            }
        }
        Statement::CreateTable(table) => {
            let mut shape = Shape::default();
            for column in table.columns {
                let nullable = !column.options.iter().any(|option| option.option == ColumnOption::NotNull);
                shape.columns.push(Column { name: column.name.value, kind: sql_type(&column.data_type), nullable });
            }
            for constraint in table.constraints {
                constrain(&mut shape, constraint);
            }
            tables.insert(last(&table.name), shape);
        }
        // A column that a later version of the schema adds.
        Statement::AlterTable(change) => {
            let Some(shape) = tables.get_mut(&last(&change.name)) else { return };
            for operation in change.operations {
                if let sqlparser::ast::AlterTableOperation::AddColumn { column_def, .. } = operation {
                    let nullable = !column_def.options.iter().any(|option| option.option == ColumnOption::NotNull);
                    let kind = sql_type(&column_def.data_type);
                    shape.columns.push(Column { name: column_def.name.value, kind, nullable });
                }
            }
        }
        _ => {}
    }
}

fn constrain(shape: &mut Shape, constraint: TableConstraint) {
    match constraint {
        TableConstraint::PrimaryKey(key) => {
            shape.primary_key = key.columns.iter().map(|column| bare(&column.column.expr.to_string())).collect();
        }
        TableConstraint::ForeignKey(key) => shape.foreign_keys.push(Foreign {
            columns: key.columns.into_iter().map(|column| column.value).collect(),
            to_table: last(&key.foreign_table),
            to_columns: key.referred_columns.into_iter().map(|column| column.value).collect(),
        }),
        TableConstraint::Check(check) => shape.checks.extend(check.name.map(|name| name.value)),
        _ => {}
    }
}

fn sql_type(kind: &DataType) -> SqlType {
    let text: String = kind.to_string().to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    match text.strip_prefix("nvarchar(").and_then(|rest| rest.strip_suffix(')')) {
        Some(length) => SqlType::Text(length.parse().ok()),
        None => SqlType::Other(text),
    }
}

fn last(name: &ObjectName) -> String {
    name.0.last().map(|part| bare(&part.to_string())).unwrap_or_default()
}

fn bare(name: &str) -> String {
    name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name).replace("]]", "]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{DataType as Kind, TableKind, contract};

    fn of(kind: Kind) -> fn(&SqlType) -> bool {
        match kind {
            Kind::Text => |kind| matches!(kind, SqlType::Text(_)),
            Kind::Integer => |kind| kind.to_string() == "bigint",
            Kind::Money => |kind| kind.to_string() == "decimal(19,4)",
            Kind::Number => |kind| kind.to_string() == "float",
            Kind::Boolean => |kind| kind.to_string() == "bit",
            Kind::Date => |kind| kind.to_string() == "date",
            Kind::DateTime => |kind| kind.to_string() == "datetime2(6)",
        }
    }

    #[test]
    fn the_files_declare_the_tables_of_the_contract() {
        let mut declared = declared();
        assert!(declared.remove("schema_version").is_some());
        for table in contract::contract().tables.iter().filter(|table| table.kind == TableKind::Table) {
            let shape = declared.remove(table.name.as_str()).unwrap_or_else(|| panic!("no {}", table.name));
            let names =
                |columns: &[crate::name::ColumnName]| columns.iter().map(ToString::to_string).collect::<Vec<_>>();
            assert_eq!(shape.columns.len(), table.columns.len(), "{}", table.name);
            for (found, wanted) in shape.columns.iter().zip(&table.columns) {
                assert_eq!(found.name, wanted.name.as_str());
                assert_eq!(found.nullable, wanted.nullable, "{}.{}", table.name, wanted.name);
                assert!(of(wanted.kind)(&found.kind), "{}.{}: {}", table.name, wanted.name, found.kind);
            }
            assert_eq!(shape.primary_key, names(&table.primary_key), "{}", table.name);
            let keys: Vec<Foreign> = table
                .foreign_keys
                .iter()
                .map(|key| Foreign {
                    columns: names(&key.columns),
                    to_table: key.to_table.to_string(),
                    to_columns: names(&key.to_columns),
                })
                .collect();
            assert_eq!(shape.foreign_keys, keys, "{}", table.name);
        }
        assert_eq!(declared.keys().collect::<Vec<_>>(), Vec::<&String>::new());
    }

    #[test]
    fn a_longer_text_holds_a_shorter_one() {
        let text = SqlType::Text;
        assert!(text(None).holds(&text(Some(4000))) && text(Some(60)).holds(&text(Some(50))));
        assert!(!text(Some(40)).holds(&text(Some(50))) && !text(Some(40)).holds(&text(None)));
        assert!(!text(Some(40)).holds(&SqlType::Other("bigint".to_owned())));
    }
}
