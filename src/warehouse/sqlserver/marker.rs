//! Whether a publish has happened, for the one who lost the connection while it did: a row of the stage schema that
//! changes in the same transaction. The server makes up its id.

use super::super::Error;
use super::sql;
use crate::name::sql_text;
use crate::sqlserver::{Connection, Error as ServerError, Options};

const TABLE: &str = "pbiforge_publish";

/// Writes down that a publish has begun; gives its id.
pub fn begin(connection: &mut Connection, options: &Options) -> Result<String, Error> {
    let table = sql::staged(options, TABLE);
    let sql = format!(
        "{}; CREATE TABLE {table} (id nvarchar(40) NOT NULL, is_done bit NOT NULL)",
        sql::drop_staged(options, TABLE)
    );
    connection.run("write down that a publish begins", &sql)?;
    let sql =
        format!("INSERT INTO {table} (id, is_done) VALUES (CAST(NEWID() AS nvarchar(40)), 0); SELECT id FROM {table}");
    let rows = connection.query("write down that a publish begins", &sql, &[])?;
    let id = rows.first().and_then(|row| row.get::<&str, _>(0));
    id.map(str::to_owned).ok_or_else(|| Error::damaged("the server gave the publish no id"))
}

/// Part of the transaction.
pub fn set(connection: &mut Connection, options: &Options, id: &str) -> Result<(), ServerError> {
    let sql = format!("UPDATE {} SET is_done = 1 WHERE id = {}", sql::staged(options, TABLE), sql_text(id));
    connection.run("write down the publish", &sql)
}

/// Whether that publish is done. `None` where another loader has been here since.
pub fn is_done(connection: &mut Connection, options: &Options, id: &str) -> Result<Option<bool>, ServerError> {
    let sql = format!("SELECT id, is_done FROM {}", sql::staged(options, TABLE));
    let rows = connection.query("look whether the publish is done", &sql, &[])?;
    let row = rows.first().filter(|row| row.get::<&str, _>(0) == Some(id));
    Ok(row.and_then(|row| row.get::<bool, _>(1)))
}
