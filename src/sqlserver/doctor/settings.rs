//! Who came in, and how the database is set up.

use tiberius::Row;

use super::reach::said;
use super::{Check, Purpose};
use crate::name::sql_name;
use crate::sqlserver::{Connection, Dialect};

/// SQL Server 2016's: below it a database behaves like an older server.
const COMPATIBILITY: i32 = 130;

pub fn examine(connection: &mut Connection, purpose: Purpose, checks: &mut Vec<Check>) {
    checks.push(login(connection));
    let sql = "SELECT CAST(DB_NAME() AS nvarchar(128)), CAST(d.collation_name AS nvarchar(128)), \
               CAST(d.compatibility_level AS int), CAST(d.is_read_committed_snapshot_on AS int), \
               CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(128)) \
               FROM sys.databases d WHERE d.database_id = DB_ID()";
    match connection.query("ask how the database is set up", sql, &[]) {
        Ok(rows) => match rows.first() {
            Some(row) => database(connection.dialect(), row, purpose, checks),
            None => checks.push(Check::warning(
                "database",
                "it does not show how it is set up",
                "grant VIEW DATABASE STATE",
            )),
        },
        Err(error) => checks.push(Check::failed("database", said(&error), error.help())),
    }
    if let Some(check) = wire(connection) {
        checks.push(check);
    }
}

fn text(row: &Row, at: usize) -> String {
    row.try_get::<&str, _>(at).ok().flatten().unwrap_or_default().to_owned()
}

fn number(row: &Row, at: usize) -> i32 {
    row.try_get::<i32, _>(at).ok().flatten().unwrap_or_default()
}

/// As whom: the login at the door, and the user that it is in this database.
fn login(connection: &mut Connection) -> Check {
    let sql = "SELECT CAST(SUSER_SNAME() AS nvarchar(128)), CAST(ORIGINAL_LOGIN() AS nvarchar(128)), \
               CAST(USER_NAME() AS nvarchar(128))";
    match connection.query("ask who this is", sql, &[]) {
        Ok(rows) => {
            let Some(row) = rows.first() else { return Check::failed("login", "nobody knows who this is", None) };
            let (now, original, user) = (text(row, 0), text(row, 1), text(row, 2));
            let through =
                if original.is_empty() || original == now { String::new() } else { format!(", through `{original}`") };
            Check::ok("login", format!("as `{now}`{through}, user `{user}` of the database"))
        }
        Err(error) => Check::failed("login", said(&error), error.help()),
    }
}

fn database(dialect: Dialect, row: &Row, purpose: Purpose, checks: &mut Vec<Check>) {
    let name = text(row, 0);
    let alter = format!("its owner runs: ALTER DATABASE {} SET", sql_name(&name));
    let found = format!("`{name}`, collation {}, compatibility level {}", text(row, 1), number(row, 2));
    checks.push(match (dialect, number(row, 2)) {
        (Dialect::SqlServer, level) if level < COMPATIBILITY => {
            Check::warning("database", found, format!("{alter} COMPATIBILITY_LEVEL = {COMPATIBILITY}"))
        }
        _ => Check::ok("database", found),
    });
    if purpose == Purpose::Loading && text(row, 4) == "READ_ONLY" {
        checks.push(Check::failed(
            "writing",
            "the database can only be read",
            Some("name the primary or the listener as `host`, or ask the administrator".to_owned()),
        ));
    }
    checks.push(match number(row, 3) {
        0 => Check::warning(
            "snapshots",
            "readers wait while a load is published (READ_COMMITTED_SNAPSHOT is off)",
            format!("{alter} READ_COMMITTED_SNAPSHOT ON"),
        ),
        _ => Check::ok("snapshots", "readers do not wait for a load"),
    });
}

/// What the server knows about this connection, where it may be asked.
fn wire(connection: &mut Connection) -> Option<Check> {
    let sql = "SELECT CAST(encrypt_option AS nvarchar(40)), CAST(auth_scheme AS nvarchar(40)), \
               CAST(client_net_address AS nvarchar(48)) FROM sys.dm_exec_connections WHERE session_id = @@SPID";
    let rows = connection.query("ask about the connection", sql, &[]).ok()?;
    let row = rows.first()?;
    let scheme = match text(row, 1) {
        scheme if scheme.is_empty() => String::new(),
        scheme => format!(", {scheme} login"),
    };
    let encrypted = if text(row, 0).eq_ignore_ascii_case("TRUE") { "encrypted" } else { "not encrypted" };
    // Behind a gateway the last stretch may be in the clear, which says nothing about the first.
    Some(Check::ok("session", format!("the server sees {}{scheme}; its own end is {encrypted}", text(row, 2))))
}
