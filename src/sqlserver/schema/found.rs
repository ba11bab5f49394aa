//! What the schema of a database has, read from its catalog views: those that Babelfish fills as well.

use std::collections::{BTreeMap, BTreeSet};

use tiberius::Row;

use super::shape::{Column, Foreign, Shape, SqlType};
use crate::name::sql_text;
use crate::sqlserver::script::Names;
use crate::sqlserver::{Connection, Error, Options};

#[derive(Clone, Debug, Default)]
pub struct Found {
    pub tables: BTreeMap<String, Shape>,
    pub views: BTreeSet<String>,
    /// Foreign keys and checks that the server does not vouch for: table and name.
    pub untrusted: Vec<(String, String)>,
    pub applied: Vec<Applied>,
}

/// A script that was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub script: String,
    pub version: i32,
    pub sha256: String,
}

impl Found {
    /// The version of the schema; 0 where pbiforge has recorded none.
    pub fn version(&self) -> i32 {
        self.applied.iter().map(|applied| applied.version).max().unwrap_or(0)
    }

    /// Whether the script was run, in whatever form.
    pub fn ran(&self, script: &str) -> bool {
        self.applied.iter().any(|applied| applied.script == script)
    }
}

pub fn read(connection: &mut Connection, options: &Options) -> Result<Found, Error> {
    let schema = sql_text(&options.schema);
    let mut ask = |sql: &str| connection.query("read the schema", &sql.replace("@schema", &schema), &[]);
    let mut found = Found::default();
    for row in ask(OBJECTS)? {
        match text(&row, 1).trim() {
            "U" => drop(found.tables.insert(text(&row, 0), Shape::default())),
            _ => drop(found.views.insert(text(&row, 0))),
        }
    }
    for row in ask(COLUMNS)? {
        let Some(shape) = found.tables.get_mut(&text(&row, 0)) else { continue };
        let numbers = [3, 4, 5].map(|at| row.get::<i32, _>(at).unwrap_or(0));
        let kind = sql_type(&text(&row, 2), numbers);
        shape.columns.push(Column { name: text(&row, 1), kind, nullable: row.get::<i32, _>(6) == Some(1) });
    }
    for row in ask(PRIMARY_KEYS)? {
        let Some(shape) = found.tables.get_mut(&text(&row, 0)) else { continue };
        shape.primary_key.push(text(&row, 1));
    }
    let mut last = String::new();
    for row in ask(FOREIGN_KEYS)? {
        let [table, key, column, to_table, to_column] = [0, 1, 2, 3, 4].map(|at| text(&row, at));
        let Some(shape) = found.tables.get_mut(&table) else { continue };
        let id = format!("{table}\0{key}");
        if id != last {
            shape.foreign_keys.push(Foreign { columns: Vec::new(), to_table, to_columns: Vec::new() });
            if row.get::<i32, _>(5) == Some(1) {
                found.untrusted.push((table, key));
            }
            last = id;
        }
        if let Some(foreign) = shape.foreign_keys.last_mut() {
            foreign.columns.push(column);
            foreign.to_columns.push(to_column);
        }
    }
    for row in ask(CHECKS)? {
        let (table, check) = (text(&row, 0), text(&row, 1));
        let Some(shape) = found.tables.get_mut(&table) else { continue };
        shape.checks.push(check.clone());
        if row.get::<i32, _>(2) == Some(1) {
            found.untrusted.push((table, check));
        }
    }
    if found.tables.contains_key("schema_version") {
        let versions = Names::new(options)?.put(VERSIONS);
        let rows = connection.query("read the version of the schema", &versions, &[])?;
        found.applied = rows.iter().map(applied).collect();
    }
    Ok(found)
}

const OBJECTS: &str = "\
SELECT CAST([o].[name] AS nvarchar(128)), CAST([o].[type] AS nvarchar(2))
FROM sys.objects AS [o]
INNER JOIN sys.schemas AS [s] ON [s].[schema_id] = [o].[schema_id]
WHERE [s].[name] = @schema AND [o].[type] IN ('U', 'V')
ORDER BY [o].[name]";

const COLUMNS: &str = "\
SELECT CAST([t].[name] AS nvarchar(128)), CAST([c].[name] AS nvarchar(128)), CAST([k].[name] AS nvarchar(128)),
    CAST([c].[max_length] AS int), CAST([c].[precision] AS int), CAST([c].[scale] AS int), CAST([c].[is_nullable] AS int)
FROM sys.tables AS [t]
INNER JOIN sys.schemas AS [s] ON [s].[schema_id] = [t].[schema_id]
INNER JOIN sys.columns AS [c] ON [c].[object_id] = [t].[object_id]
INNER JOIN sys.types AS [k] ON [k].[user_type_id] = [c].[user_type_id]
WHERE [s].[name] = @schema
ORDER BY [t].[name], [c].[column_id]";

const PRIMARY_KEYS: &str = "\
SELECT CAST([k].[TABLE_NAME] AS nvarchar(128)), CAST([k].[COLUMN_NAME] AS nvarchar(128))
FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS AS [c]
INNER JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE AS [k]
    ON [k].[CONSTRAINT_SCHEMA] = [c].[CONSTRAINT_SCHEMA] AND [k].[CONSTRAINT_NAME] = [c].[CONSTRAINT_NAME]
    AND [k].[TABLE_NAME] = [c].[TABLE_NAME]
WHERE [c].[CONSTRAINT_TYPE] = 'PRIMARY KEY' AND [c].[TABLE_SCHEMA] = @schema AND [k].[TABLE_SCHEMA] = @schema
ORDER BY [k].[TABLE_NAME], [k].[ORDINAL_POSITION]";

const FOREIGN_KEYS: &str = "\
SELECT CAST([t].[name] AS nvarchar(128)), CAST([f].[name] AS nvarchar(128)), CAST([a].[name] AS nvarchar(128)),
    CAST([r].[name] AS nvarchar(128)), CAST([b].[name] AS nvarchar(128)),
    CASE WHEN [f].[is_disabled] = 1 OR [f].[is_not_trusted] = 1 THEN 1 ELSE 0 END
FROM sys.foreign_keys AS [f]
INNER JOIN sys.schemas AS [s] ON [s].[schema_id] = [f].[schema_id]
INNER JOIN sys.tables AS [t] ON [t].[object_id] = [f].[parent_object_id]
INNER JOIN sys.tables AS [r] ON [r].[object_id] = [f].[referenced_object_id]
INNER JOIN sys.foreign_key_columns AS [p] ON [p].[constraint_object_id] = [f].[object_id]
INNER JOIN sys.columns AS [a]
    ON [a].[object_id] = [p].[parent_object_id] AND [a].[column_id] = [p].[parent_column_id]
INNER JOIN sys.columns AS [b]
    ON [b].[object_id] = [p].[referenced_object_id] AND [b].[column_id] = [p].[referenced_column_id]
WHERE [s].[name] = @schema
ORDER BY [t].[name], [f].[name], [p].[constraint_column_id]";

const CHECKS: &str = "\
SELECT CAST([t].[name] AS nvarchar(128)), CAST([c].[name] AS nvarchar(128)),
    CASE WHEN [c].[is_disabled] = 1 OR [c].[is_not_trusted] = 1 THEN 1 ELSE 0 END
FROM sys.check_constraints AS [c]
INNER JOIN sys.tables AS [t] ON [t].[object_id] = [c].[parent_object_id]
INNER JOIN sys.schemas AS [s] ON [s].[schema_id] = [t].[schema_id]
WHERE [s].[name] = @schema
ORDER BY [t].[name], [c].[name]";

const VERSIONS: &str = "SELECT [script], [version], [sha256] FROM [mart].[schema_version] ORDER BY [script]";

fn applied(row: &Row) -> Applied {
    Applied { script: text(row, 0), version: row.get::<i32, _>(1).unwrap_or(0), sha256: text(row, 2) }
}

fn text(row: &Row, at: usize) -> String {
    row.get::<&str, _>(at).unwrap_or_default().to_owned()
}

/// From the name of the type, the length in bytes, precision and scale.
fn sql_type(name: &str, [length, precision, scale]: [i32; 3]) -> SqlType {
    match name {
        "nvarchar" => SqlType::Text(u32::try_from(length).ok().map(|bytes| bytes / 2)),
        "varchar" | "char" | "nchar" | "binary" | "varbinary" => {
            SqlType::Other(format!("{name}({})", if length < 0 { "max".to_owned() } else { length.to_string() }))
        }
        "decimal" | "numeric" => SqlType::Other(format!("decimal({precision},{scale})")),
        "datetime2" | "datetimeoffset" | "time" => SqlType::Other(format!("{name}({scale})")),
        _ => SqlType::Other(name.to_owned()),
    }
}
