//! What a live table looks like, as far as reading and loading it have to know.

use super::super::Error;
use super::sql;
use crate::catalog::{Column, DataType, Table, TableKind, contract};
use crate::name::{sql_name, sql_text};
use crate::sqlserver::{Connection, Error as ServerError, Options};

/// The table or view; `None` where there is none. Columns of types that no kind has are left out.
pub fn table(connection: &mut Connection, options: &Options, name: &str) -> Result<Option<Table>, Error> {
    let object = sql_text(&sql::live(options, name));
    let query = format!(
        "SELECT c.name, TYPE_NAME(c.user_type_id), c.is_nullable, CAST(c.scale AS int) FROM sys.columns AS c \
         WHERE c.object_id = OBJECT_ID({object}) ORDER BY c.column_id"
    );
    let rows = connection.query(&format!("describe `{name}`"), &query, &[])?;
    let columns: Vec<Column> = rows
        .iter()
        .filter_map(|row| {
            let kind = kind(row.get::<&str, _>(1)?, row.get::<i32, _>(3)?)?;
            let nullable = row.get::<bool, _>(2)?;
            let name = row.get::<&str, _>(0)?.into();
            Some(Column { name, kind, nullable, description: String::new(), statistics: None })
        })
        .collect();
    if columns.is_empty() {
        return Ok(None);
    }
    let known = contract::table(name);
    Ok(Some(Table {
        name: name.into(),
        kind: known.as_ref().map_or(TableKind::Table, |table| table.kind),
        grain: String::new(),
        description: String::new(),
        columns,
        primary_key: known.as_ref().map(|table| table.primary_key.clone()).unwrap_or_default(),
        foreign_keys: known.map(|table| table.foreign_keys).unwrap_or_default(),
        rows: None,
    }))
}

fn kind(name: &str, scale: i32) -> Option<DataType> {
    Some(match name {
        "bigint" | "int" | "smallint" | "tinyint" => DataType::Integer,
        "nvarchar" | "varchar" | "nchar" | "char" => DataType::Text,
        "decimal" | "numeric" if scale == 4 => DataType::Money,
        "money" | "smallmoney" => DataType::Money,
        "float" | "real" => DataType::Number,
        "bit" => DataType::Boolean,
        "date" => DataType::Date,
        "datetime2" | "datetime" | "smalldatetime" => DataType::DateTime,
        _ => return None,
    })
}

/// The names of the schema's tables and views.
pub fn names(connection: &mut Connection, options: &Options) -> Result<Vec<String>, ServerError> {
    let query = format!(
        "SELECT o.name FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id \
         WHERE s.name = {} AND o.type IN ('U', 'V') ORDER BY o.name",
        sql_text(&options.schema)
    );
    let rows = connection.query("list the tables", &query, &[])?;
    Ok(rows.iter().filter_map(|row| row.get::<&str, _>(0).map(str::to_owned)).collect())
}

/// How many UTF-16 units fit the text columns of a table, by name; `None` where there is no limit.
pub fn lengths(
    connection: &mut Connection,
    options: &Options,
    table: &str,
) -> Result<Vec<(String, Option<usize>)>, ServerError> {
    let query = format!(
        "SELECT c.name, CAST(c.max_length AS int) FROM sys.columns AS c WHERE c.object_id = OBJECT_ID({}) \
         AND TYPE_NAME(c.user_type_id) IN ({}, {})",
        sql_text(&sql::live(options, table)),
        sql_text("nvarchar"),
        sql_text("nchar")
    );
    let rows = connection.query(&format!("measure the columns of `{table}`"), &query, &[])?;
    let length = |row: &tiberius::Row| {
        let bytes = row.get::<i32, _>(1)?;
        Some((row.get::<&str, _>(0)?.to_owned(), usize::try_from(bytes).ok().map(|bytes| bytes / 2)))
    };
    Ok(rows.iter().filter_map(length).collect())
}

/// A column as reading asks for it: money and instants in the one form that is read.
pub fn selected(column: &Column) -> String {
    let name = sql_name(column.name.as_str());
    match column.kind {
        DataType::Money => format!("CAST({name} AS decimal(19, 4))"),
        DataType::DateTime => format!("CAST({name} AS datetime2({}))", super::encode::TIME_SCALE),
        _ => name,
    }
}
