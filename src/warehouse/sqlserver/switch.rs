//! The publish: one transaction of plain statements on the live tables, so that foreign keys of a user's own tables
//! hold through it and every reader sees the old rows or the new ones.
//!
//! All tables are locked before the first is changed. A reader who waits for a lock holds what it has until its
//! statement is over; so it either has its tables before the publish can begin, or after it has ended. A reader with
//! row versions (the default of Azure SQL and of Babelfish) does not wait and sees the old rows until the commit.
//! Should the two wait for each other, it is the publish that gives way and begins again.
//!
//! Rows that stay as they are, are not touched: a publish of the same tables writes nothing.

use polars_core::frame::DataFrame;

use super::super::Error;
use super::stage::Staged;
use super::{marker, reconcile, sql};
use crate::catalog::{Column, DataType, Table};
use crate::name::{TableName, sql_name};
use crate::sqlserver::{Connection, Error as ServerError, Options, security};

/// What becomes of the live tables.
pub struct Switch<'a> {
    pub options: &'a Options,
    /// In an order in which foreign keys point backwards.
    pub tables: &'a [Staged<'a>],
    /// Every table of ours that is there, in such an order: those published, those emptied, those that stay.
    pub order: &'a [TableName],
    pub emptied: &'a [TableName],
    pub views: &'a [(&'a Table, &'a DataFrame)],
}

impl Switch<'_> {
    /// Changes the live tables in a transaction that is still open afterwards. For each table whether it was as it
    /// should be before.
    pub fn apply(&self, connection: &mut Connection, id: &str) -> Result<Vec<bool>, Error> {
        connection.run("begin the publish", "SET XACT_ABORT ON; SET DEADLOCK_PRIORITY LOW; BEGIN TRANSACTION")?;
        self.lock(connection)?;
        let mut changed = Vec::with_capacity(self.tables.len());
        for staged in self.tables {
            changed.push(self.update_and_insert(connection, staged.table)?);
        }
        for name in self.order.iter().rev() {
            if let Some(at) = self.tables.iter().position(|staged| staged.table.name == *name) {
                changed[at] += self.delete_gone(connection, self.tables[at].table)?;
            } else if self.emptied.contains(name) {
                let sql = format!("DELETE FROM {}", sql::live(self.options, name.as_str()));
                affected(connection, &format!("empty the table `{name}`"), &sql)?;
            }
        }
        // Who sees every region changes together with the regions.
        if let Some(list) = security::refresh(connection, self.options)? {
            connection.run("write down who sees every region", &list)?;
        }
        self.count(connection)?;
        reconcile::views(connection, self.options, self.views)?;
        marker::set(connection, self.options, id)?;
        Ok(changed.into_iter().map(|rows| rows == 0).collect())
    }

    fn lock(&self, connection: &mut Connection) -> Result<(), ServerError> {
        for name in self.order {
            let live = sql::live(self.options, name.as_str());
            let sql = format!(
                "DECLARE @rows int; SELECT @rows = COUNT(*) FROM \
                 (SELECT TOP (1) 1 AS one FROM {live} WITH (TABLOCKX, HOLDLOCK)) AS t"
            );
            connection.run(&format!("lock the table `{name}`"), &sql)?;
        }
        Ok(())
    }

    /// The number of rows that were new or different.
    fn update_and_insert(&self, connection: &mut Connection, table: &Table) -> Result<i64, Error> {
        let name = &table.name;
        let (live, source) = (sql::live(self.options, name.as_str()), sql::source(self.options, table));
        let (into, columns) = (sql::columns(table, ""), sql::columns(table, "s."));
        let insert = format!("INSERT INTO {live} WITH (TABLOCK) ({into}) SELECT {columns} FROM {source} AS s");
        let is_empty = format!("SELECT CASE WHEN EXISTS (SELECT 1 FROM {live}) THEN 0 ELSE 1 END");
        let is_empty = connection.query(&format!("look into the table `{name}`"), &is_empty, &[])?;
        let is_empty = is_empty.first().and_then(|row| row.get::<i32, _>(0)) == Some(1);
        let inserting = format!("insert into the table `{name}`");
        if is_empty {
            return affected(connection, &inserting, &insert);
        }
        if table.primary_key.is_empty() {
            // Without a key no row can be told from another.
            return affected(connection, &inserting, &format!("DELETE FROM {live}; {insert}"));
        }
        let same_key = sql::same_key(table);
        let mut rows = 0;
        let (key, other): (Vec<&Column>, Vec<&Column>) =
            table.columns.iter().partition(|column| table.primary_key.contains(&column.name));
        // Keys that the database takes for one may be written otherwise than before.
        let key: Vec<&Column> = key.into_iter().filter(|column| column.kind == DataType::Text).collect();
        for columns in [key, other] {
            if columns.is_empty() {
                continue;
            }
            let set = columns.iter().map(|column| {
                let column = sql_name(column.name.as_str());
                format!("{column} = s.{column}")
            });
            let set = set.collect::<Vec<_>>().join(", ");
            let differs = columns.iter().map(|column| sql::differs(column)).collect::<Vec<_>>().join(" OR ");
            let update =
                format!("UPDATE t SET {set} FROM {live} AS t JOIN {source} AS s ON {same_key} WHERE {differs}");
            rows += affected(connection, &format!("update the table `{name}`"), &update)?;
        }
        let insert = format!("{insert} WHERE NOT EXISTS (SELECT 1 FROM {live} AS t WHERE {same_key})");
        Ok(rows + affected(connection, &inserting, &insert)?)
    }

    fn delete_gone(&self, connection: &mut Connection, table: &Table) -> Result<i64, Error> {
        if table.primary_key.is_empty() {
            return Ok(0);
        }
        let (live, source) = (sql::live(self.options, table.name.as_str()), sql::source(self.options, table));
        let same_key = sql::same_key(table);
        let delete =
            format!("DELETE t FROM {live} AS t WHERE NOT EXISTS (SELECT 1 FROM {source} AS s WHERE {same_key})");
        affected(connection, &format!("delete from the table `{}`", table.name), &delete)
    }

    /// Every live table has as many rows as were sent: a trigger or a security policy may have had its own mind.
    fn count(&self, connection: &mut Connection) -> Result<(), Error> {
        for staged in self.tables {
            let name = &staged.table.name;
            let sql = format!("SELECT COUNT_BIG(*) FROM {}", sql::live(self.options, name.as_str()));
            let rows = connection.query(&format!("count the table `{name}`"), &sql, &[])?;
            let found = rows.first().and_then(|row| row.get::<i64, _>(0)).unwrap_or(-1);
            let sent = staged.frame.height() as i64;
            if found != sent {
                let (sent, found) = (sent.to_string(), found.to_string());
                return Err(Error::Mismatch { table: name.to_string(), what: "rows".to_owned(), sent, found });
            }
        }
        Ok(())
    }
}

/// Runs a statement and tells how many rows it changed.
fn affected(connection: &mut Connection, action: &str, sql: &str) -> Result<i64, Error> {
    let rows = connection.query(action, &format!("{sql}; SELECT CAST(@@ROWCOUNT AS bigint)"), &[]);
    let rows = rows.map_err(super::refusal::explain)?;
    Ok(rows.first().and_then(|row| row.get::<i64, _>(0)).unwrap_or(0))
}
