//! The questions to the server, and their answers as plain values. The schema's name is always a parameter.

use std::collections::BTreeMap;

use tiberius::Row;

use super::super::{Connection, Dialect, Error};
use crate::catalog::{DataType, TableKind};
use crate::ddl::property::About;
use crate::ddl::types::SqlType;
use crate::name::{sql_name, sql_text};

pub struct Object {
    pub id: i32,
    pub name: String,
    pub kind: TableKind,
}

pub struct RawColumn {
    pub object: i32,
    pub id: i32,
    pub name: String,
    /// The built-in type, also of a column with an alias type.
    pub type_name: String,
    precision: u32,
    scale: u32,
    pub nullable: bool,
    pub hidden: bool,
}

/// One pair of columns of a foreign key; the pairs of one key stand together and in order.
pub struct ForeignKeyPart {
    pub id: i32,
    pub table: i32,
    pub column: i32,
    pub to_table: i32,
    pub to_column: i32,
    /// With its schema, for people.
    pub to_name: String,
}

impl RawColumn {
    pub fn kind(&self) -> Option<DataType> {
        SqlType::new(&self.type_name, Some(self.precision), Some(self.scale)).and_then(SqlType::kind)
    }
}

/// Tables and views by name; of a system-versioned table its history is left out.
pub fn objects(connection: &mut Connection, schema: &str) -> Result<Vec<Object>, Error> {
    let sql = "SELECT o.object_id, o.name, CASE WHEN o.type = 'V' THEN 1 ELSE 0 END \
               FROM sys.objects o LEFT JOIN sys.tables t ON t.object_id = o.object_id \
               WHERE o.schema_id = SCHEMA_ID(@P1) AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0 \
               AND COALESCE(t.temporal_type, 0) <> 1 ORDER BY o.name";
    let rows = connection.query("list the tables of the schema", sql, &[&schema])?;
    let object = |row: &Row| Object {
        id: int(row, 0),
        name: text(row, 1),
        kind: if int(row, 2) == 1 { TableKind::View } else { TableKind::Table },
    };
    Ok(rows.iter().map(object).collect())
}

pub fn columns(connection: &mut Connection, schema: &str) -> Result<Vec<RawColumn>, Error> {
    let sql = "SELECT c.object_id, c.column_id, c.name, \
               COALESCE(TYPE_NAME(c.system_type_id), TYPE_NAME(c.user_type_id)), \
               CAST(c.precision AS int), CAST(c.scale AS int), CAST(c.is_nullable AS int), \
               CAST(COALESCE(c.is_hidden, 0) AS int) \
               FROM sys.columns c JOIN sys.objects o ON o.object_id = c.object_id \
               WHERE o.schema_id = SCHEMA_ID(@P1) AND o.type IN ('U', 'V') ORDER BY c.object_id, c.column_id";
    let rows = connection.query("list the columns of the schema", sql, &[&schema])?;
    let column = |row: &Row| RawColumn {
        object: int(row, 0),
        id: int(row, 1),
        name: text(row, 2),
        type_name: text(row, 3),
        precision: u32::try_from(int(row, 4)).unwrap_or_default(),
        scale: u32::try_from(int(row, 5)).unwrap_or_default(),
        nullable: int(row, 6) == 1,
        hidden: int(row, 7) == 1,
    };
    Ok(rows.iter().map(column).collect())
}

/// Table and column, the columns of one key in its order.
pub fn primary_keys(connection: &mut Connection, schema: &str) -> Result<Vec<(i32, i32)>, Error> {
    let sql = "SELECT i.object_id, ic.column_id FROM sys.indexes i \
               JOIN sys.index_columns ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id \
               JOIN sys.objects o ON o.object_id = i.object_id \
               WHERE o.schema_id = SCHEMA_ID(@P1) AND i.is_primary_key = 1 AND ic.key_ordinal > 0 \
               ORDER BY i.object_id, ic.key_ordinal";
    let rows = connection.query("list the primary keys of the schema", sql, &[&schema])?;
    Ok(rows.iter().map(|row| (int(row, 0), int(row, 1))).collect())
}

pub fn foreign_keys(connection: &mut Connection, schema: &str) -> Result<Vec<ForeignKeyPart>, Error> {
    let sql = "SELECT k.object_id, k.parent_object_id, c.parent_column_id, k.referenced_object_id, \
               c.referenced_column_id, SCHEMA_NAME(t.schema_id), t.name \
               FROM sys.foreign_keys k \
               JOIN sys.foreign_key_columns c ON c.constraint_object_id = k.object_id \
               JOIN sys.objects o ON o.object_id = k.parent_object_id \
               JOIN sys.objects t ON t.object_id = k.referenced_object_id \
               WHERE o.schema_id = SCHEMA_ID(@P1) ORDER BY k.object_id, c.constraint_column_id";
    let rows = connection.query("list the foreign keys of the schema", sql, &[&schema])?;
    let part = |row: &Row| ForeignKeyPart {
        id: int(row, 0),
        table: int(row, 1),
        column: int(row, 2),
        to_table: int(row, 3),
        to_column: int(row, 4),
        to_name: format!("{}.{}", text(row, 5), text(row, 6)),
    };
    Ok(rows.iter().map(part).collect())
}

/// Of a table, and of the column where it is not 0.
pub struct Property {
    pub table: i32,
    pub column: i32,
    pub about: About,
    pub value: String,
}

pub fn properties(connection: &mut Connection, schema: &str) -> Result<Vec<Property>, Error> {
    let known: Vec<String> = About::ALL.iter().map(|(_, name)| sql_text(name)).collect();
    let sql = format!(
        "SELECT p.major_id, p.minor_id, p.name, CAST(p.value AS nvarchar(4000)) FROM sys.extended_properties p \
         JOIN sys.objects o ON o.object_id = p.major_id \
         WHERE p.class = 1 AND p.name IN ({}) AND o.schema_id = SCHEMA_ID(@P1)",
        known.join(", ")
    );
    let rows = connection.query("read the descriptions of the schema", &sql, &[&schema])?;
    let property = |row: &Row| {
        let about = About::parse(&text(row, 2))?;
        Some(Property { table: int(row, 0), column: int(row, 1), about, value: text(row, 3) })
    };
    Ok(rows.iter().filter_map(property).collect())
}

/// Rows by table: what the server's bookkeeping says, or counted where it keeps none. Views are not counted.
pub fn rows(connection: &mut Connection, schema: &str, objects: &[Object]) -> Result<BTreeMap<i32, u64>, Error> {
    let count = |row: &Row, at: usize| u64::try_from(row.get::<i64, _>(at).unwrap_or_default()).unwrap_or_default();
    let mut counted = BTreeMap::new();
    match connection.dialect() {
        Dialect::SqlServer => {
            let sql = "SELECT p.object_id, CAST(SUM(p.rows) AS bigint) FROM sys.partitions p \
                       JOIN sys.objects o ON o.object_id = p.object_id \
                       WHERE o.schema_id = SCHEMA_ID(@P1) AND p.index_id IN (0, 1) GROUP BY p.object_id";
            let rows = connection.query("count the rows of the schema", sql, &[&schema])?;
            counted.extend(rows.iter().map(|row| (int(row, 0), count(row, 1))));
        }
        Dialect::Babelfish => {
            for table in objects.iter().filter(|object| object.kind == TableKind::Table) {
                let sql = format!("SELECT COUNT_BIG(*) FROM {}.{}", sql_name(schema), sql_name(&table.name));
                let rows = connection.query(&format!("count the rows of `{}`", table.name), &sql, &[])?;
                counted.extend(rows.first().map(|row| (table.id, count(row, 0))));
            }
        }
    }
    Ok(counted)
}

fn int(row: &Row, at: usize) -> i32 {
    match row.try_get::<i32, _>(at) {
        Ok(value) => value.unwrap_or_default(),
        // Some servers count in smaller numbers.
        Err(_) => row.try_get::<i16, _>(at).ok().flatten().map(i32::from).unwrap_or_default(),
    }
}

fn text(row: &Row, at: usize) -> String {
    row.try_get::<&str, _>(at).ok().flatten().unwrap_or_default().to_owned()
}
