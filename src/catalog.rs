//! The warehouse as data: tables, columns, types, keys, foreign keys, descriptions, row statistics.
//!
//! The data half and the Power BI half meet only here. These nouns know no SQL, TMDL, JSON or serde; the verbs that
//! turn text into them stand in the children.

use crate::name::{ColumnName, TableName};

pub mod consistency;
pub mod contract;
pub mod json;
pub mod order;
pub mod origin;
pub mod taken_in;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    pub tables: Vec<Table>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub name: TableName,
    pub kind: TableKind,
    /// One row of it is one of these.
    pub grain: String,
    pub description: String,
    pub columns: Vec<Column>,
    /// Empty where the table has no key.
    pub primary_key: Vec<ColumnName>,
    pub foreign_keys: Vec<ForeignKey>,
    /// `None` where nobody counted.
    pub rows: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    Table,
    View,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: ColumnName,
    pub kind: DataType,
    pub nullable: bool,
    pub description: String,
    pub statistics: Option<Statistics>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataType {
    Text,
    /// 64 bits.
    Integer,
    /// Money: in a frame it is an `Int64` of ten-thousandths, in the warehouse a decimal(19,4).
    Money,
    /// A double.
    Number,
    Boolean,
    Date,
    DateTime,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    pub distinct: u64,
    pub nulls: u64,
    /// As text in the column's own form; `None` where every value is null.
    pub min: Option<String>,
    pub max: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ForeignKey {
    pub columns: Vec<ColumnName>,
    pub to_table: TableName,
    pub to_columns: Vec<ColumnName>,
}

impl Catalog {
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == *name)
    }
}

impl Table {
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == *name)
    }
    /// Whether the column takes part in the primary key or in a foreign key.
    pub fn is_key(&self, column: &str) -> bool {
        self.primary_key.iter().chain(self.foreign_keys.iter().flat_map(|key| &key.columns)).any(|key| *key == *column)
    }
}

impl DataType {
    pub fn as_str(self) -> &'static str {
        match self {
            DataType::Text => "text",
            DataType::Integer => "integer",
            DataType::Money => "money",
            DataType::Number => "number",
            DataType::Boolean => "boolean",
            DataType::Date => "date",
            DataType::DateTime => "datetime",
        }
    }
    pub const ALL: [DataType; 7] = [
        DataType::Text,
        DataType::Integer,
        DataType::Money,
        DataType::Number,
        DataType::Boolean,
        DataType::Date,
        DataType::DateTime,
    ];
    pub fn parse(text: &str) -> Option<DataType> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}
