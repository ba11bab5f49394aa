//! What of the warehouse is there, and what the server can do for it.

use super::Check;
use super::reach::said;
use crate::name::sql_text;
use crate::sqlserver::schema::{self, State};
use crate::sqlserver::{Connection, Options};

pub fn examine(connection: &mut Connection, options: &Options, checks: &mut Vec<Check>) {
    checks.push(features(connection, options));
    checks.push(match tables(connection, options) {
        Ok(0) => Check::ok(
            "warehouse",
            format!("the schema `{}` has no tables yet: `pbiforge load` makes them", options.schema),
        ),
        Ok(tables) => of_tables(connection, options, tables),
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

/// Whether the tables that are there are those that a load writes to.
fn of_tables(connection: &mut Connection, options: &Options, tables: i32) -> Check {
    const NAME: &str = "warehouse";
    let text = format!("the schema `{}` has {tables} tables", options.schema);
    match schema::look(connection, options) {
        Ok(State::Unknown) => Check::ok(NAME, format!("{text}, made by hand: no script of pbiforge has run there")),
        Ok(State::Ours { pending: 0 }) => Check::ok(NAME, format!("{text}, as this pbiforge makes them")),
        Ok(State::Ours { pending }) => Check::ok(NAME, format!("{text}; a load runs {pending} scripts first")),
        Ok(State::Newer { found }) => Check::failed(
            NAME,
            format!("{text} of version {found}; this pbiforge makes version {}", schema::VERSION),
            Some("update pbiforge, or choose another schema".to_owned()),
        ),
        Ok(State::Altered(differences)) => {
            let said: Vec<_> = differences.iter().map(|found| found.message.as_str()).collect();
            Check::failed(
                NAME,
                format!("{text}, changed by hand: {}", said.join("; ")),
                Some("undo what was done by hand, or choose another schema; until then no load touches it".to_owned()),
            )
        }
        // Who only reads the data may not see all that describes it.
        Err(_) => Check::ok(NAME, text),
    }
}
