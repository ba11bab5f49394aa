//! What the live tables' columns of text are like, as far as a load has to know.

use super::sql;
use crate::name::sql_text;
use crate::sqlserver::{Connection, Error as ServerError, Options};

/// A text column of a live table.
pub struct TextColumn {
    pub name: String,
    /// The UTF-16 units that fit; `None` where there is no limit.
    pub fits: Option<usize>,
    /// How it compares; `None` where the server does not say.
    pub collation: Option<String>,
}

pub fn texts(connection: &mut Connection, options: &Options, table: &str) -> Result<Vec<TextColumn>, ServerError> {
    let query = format!(
        "SELECT c.name, CAST(c.max_length AS int), c.collation_name FROM sys.columns AS c \
         WHERE c.object_id = OBJECT_ID({}) AND TYPE_NAME(c.user_type_id) IN ('nvarchar', 'nchar')",
        sql_text(&sql::live(options, table)),
    );
    let rows = connection.query(&format!("measure the columns of `{table}`"), &query, &[])?;
    let column = |row: &tiberius::Row| {
        let bytes = row.get::<i32, _>(1)?;
        // A collation is written without quotes: what is not its name does not get into a statement.
        let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        Some(TextColumn {
            name: row.get::<&str, _>(0)?.to_owned(),
            fits: usize::try_from(bytes).ok().map(|bytes| bytes / 2),
            collation: row.get::<&str, _>(2).filter(is_name).map(str::to_owned),
        })
    };
    Ok(rows.iter().filter_map(column).collect())
}
