//! The semantic model as data: what TMDL says, without its text.
//!
//! These nouns know no TMDL, spans or serde. `tmdl::lower` makes them from trees and keeps beside them where each
//! object stands; `tmdl::print` writes them. Properties that no verb of ours looks into are kept in `more`, so that
//! nothing of a model is lost by passing through here.

use crate::name::{ColumnName, MeasureName, RoleName, TableName, same};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pub name: String,
    pub compatibility_level: Option<u32>,
    pub tables: Vec<Table>,
    pub relationships: Vec<Relationship>,
    pub roles: Vec<Role>,
    pub expressions: Vec<NamedExpression>,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub name: TableName,
    pub description: Option<String>,
    pub is_hidden: bool,
    pub lineage_tag: Option<String>,
    /// `Time` marks a date table.
    pub data_category: Option<String>,
    pub columns: Vec<Column>,
    pub measures: Vec<Measure>,
    pub hierarchies: Vec<Hierarchy>,
    pub partitions: Vec<Partition>,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    pub name: ColumnName,
    pub description: Option<String>,
    /// `string`, `int64`, `double`, `decimal`, `dateTime`, `boolean`, `binary`, `variant`.
    pub data_type: Option<String>,
    /// The column of the source; `None` for a calculated one.
    pub source_column: Option<String>,
    /// DAX of a calculated column.
    pub expression: Option<String>,
    pub is_hidden: bool,
    pub is_key: bool,
    pub format_string: Option<String>,
    pub display_folder: Option<String>,
    pub lineage_tag: Option<String>,
    pub data_category: Option<String>,
    pub summarize_by: Option<String>,
    /// A column of the same table.
    pub sort_by_column: Option<ColumnName>,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    pub name: MeasureName,
    pub description: Option<String>,
    pub expression: String,
    pub is_hidden: bool,
    pub format_string: Option<String>,
    /// DAX; never together with `format_string`.
    pub format_string_expression: Option<String>,
    pub display_folder: Option<String>,
    pub lineage_tag: Option<String>,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hierarchy {
    pub name: String,
    pub description: Option<String>,
    pub is_hidden: bool,
    pub display_folder: Option<String>,
    pub lineage_tag: Option<String>,
    /// In drill order.
    pub levels: Vec<Level>,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    pub name: String,
    pub description: Option<String>,
    pub lineage_tag: Option<String>,
    /// A column of the same table.
    pub column: ColumnName,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Partition {
    pub name: String,
    /// `m`, `calculated`, `entity`, …
    pub kind: String,
    pub mode: Option<String>,
    /// M or DAX, by `kind`.
    pub source: String,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relationship {
    pub name: String,
    /// The many side.
    pub from: ColumnReference,
    /// The one side.
    pub to: ColumnReference,
    /// `None` is active.
    pub is_active: Option<bool>,
    pub cross_filtering: Option<String>,
    pub security_filtering: Option<String>,
    pub from_cardinality: Option<String>,
    pub to_cardinality: Option<String>,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnReference {
    pub table: TableName,
    pub column: ColumnName,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Role {
    pub name: RoleName,
    pub description: Option<String>,
    pub permission: Option<String>,
    pub table_permissions: Vec<TablePermission>,
    pub members: Vec<Member>,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TablePermission {
    pub table: TableName,
    /// DAX that is true of the rows the role may see.
    pub filter: Option<String>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Member {
    pub name: String,
    /// `group`, `auto`, `activeDirectory`; `None` is a user.
    pub kind: Option<String>,
    pub more: Vec<Property>,
}

/// A shared M expression: a parameter or a query that is not loaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedExpression {
    pub name: String,
    pub description: Option<String>,
    /// M with its `meta` record.
    pub expression: String,
    pub lineage_tag: Option<String>,
    pub annotations: Vec<Annotation>,
    pub more: Vec<Property>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    pub name: String,
    pub value: String,
}

/// A property or child object that the model only carries, in TMDL's own words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Property {
    /// `culture`, or for a child object its kind and name, such as `perspectiveTable Sales`. `///` is the
    /// description of an object that has no field for it.
    pub name: String,
    pub value: PropertyValue,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum PropertyValue {
    /// A bare name: true.
    #[default]
    Flag,
    /// After a colon.
    Text(String),
    /// After an equals sign: DAX, M or JSON.
    Expression(String),
    /// A child object: its default expression and its own properties.
    Object(Option<String>, Vec<Property>),
}

impl Model {
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| same(table.name.as_str(), name))
    }
    /// Every measure with the table it stands in.
    pub fn measures(&self) -> impl Iterator<Item = (&Table, &Measure)> {
        self.tables.iter().flat_map(|table| table.measures.iter().map(move |measure| (table, measure)))
    }
}

impl Table {
    /// Whether every row of the table can be asked of the source at query time.
    pub fn is_live(&self) -> bool {
        let is_live = |mode: &str| ["directQuery", "dual"].iter().any(|live| live.eq_ignore_ascii_case(mode));
        let mut partitions = self.partitions.iter();
        !self.partitions.is_empty() && partitions.all(|partition| partition.mode.as_deref().is_some_and(is_live))
    }
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| same(column.name.as_str(), name))
    }
    pub fn measure(&self, name: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| same(measure.name.as_str(), name))
    }
    pub fn hierarchy(&self, name: &str) -> Option<&Hierarchy> {
        self.hierarchies.iter().find(|hierarchy| same(&hierarchy.name, name))
    }
}
