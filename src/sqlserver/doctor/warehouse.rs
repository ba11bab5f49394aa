//! What of the warehouse is there, and what the server can do for it.

use super::Check;
use super::reach::said;
use crate::name::{sql_name, sql_text};
use crate::sqlserver::{Connection, Options};

pub fn examine(connection: &mut Connection, options: &Options, checks: &mut Vec<Check>) {
    checks.push(features(connection, options));
    checks.push(match tables(connection, options) {
        Ok(0) => Check::ok(
            "warehouse",
            format!("the schema `{}` has no tables yet: `pbiforge load` makes them", options.schema),
        ),
        Ok(tables) => Check::ok(
            "warehouse",
            format!("the schema `{}` has {tables} tables{}", options.schema, scripts(connection, options)),
        ),
        Err(error) => Check::failed("warehouse", said(&error), error.help()),
    });
}

fn features(connection: &Connection, options: &Options) -> Check {
    let info = connection.info();
    let word = |has: bool| if has { "yes" } else { "no" };
    let found = format!(
        "columnstore: {}, row-level security: {}",
        word(info.has_columnstore()),
        word(info.has_row_level_security())
    );
    match options.row_level_security && !info.has_row_level_security() {
        true => Check::failed(
            "features",
            found,
            Some(
                "this server cannot hide rows: set `row_level_security = false`; the model's roles still do".to_owned(),
            ),
        ),
        false => Check::ok("features", found),
    }
}

fn tables(connection: &mut Connection, options: &Options) -> Result<i32, crate::sqlserver::Error> {
    let sql = format!(
        "SELECT CAST(COUNT(*) AS int) FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id \
         WHERE s.name = {} AND t.name <> N'schema_version'",
        sql_text(&options.schema)
    );
    let rows = connection.query("count the warehouse's tables", &sql, &[])?;
    Ok(rows.first().and_then(|row| row.try_get::<i32, _>(0).ok().flatten()).unwrap_or_default())
}

/// How many of the schema's scripts have been run, where the record of them is there and may be read.
fn scripts(connection: &mut Connection, options: &Options) -> String {
    let table = format!("{}.{}", sql_name(&options.schema), sql_name("schema_version"));
    let there = format!("SELECT CAST(OBJECT_ID({}, N'U') AS int)", sql_text(&table));
    let count = format!("SELECT CAST(COUNT(*) AS int) FROM {table}");
    let mut first = |sql: &str| {
        let rows = connection.query("read the schema's version", sql, &[]).ok()?;
        rows.first().and_then(|row| row.try_get::<i32, _>(0).ok().flatten())
    };
    if first(&there).is_none() {
        return ", made by hand: no script of pbiforge has run there".to_owned();
    }
    match first(&count) {
        Some(count) => format!(", {count} scripts of pbiforge have run there"),
        None => String::new(),
    }
}
