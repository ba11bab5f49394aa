//! What the live tables are like, as far as reading and loading have to know: one query for all of them. The catalog
//! tells much more and takes the server a hundred times as long.

use super::{Connection, Error, Options};
use crate::catalog::{Column, Table, TableKind, contract};
use crate::ddl::types::SqlType;

/// A table or view of the schema.
pub struct Live {
    /// Keys and foreign keys are those of the contract; other tables have none here.
    pub table: Table,
    pub texts: Vec<Text>,
}

/// A column of text.
pub struct Text {
    pub column: String,
    /// The UTF-16 units that fit; `None` where there is no limit.
    pub fits: Option<usize>,
    /// How it compares; `None` where the server does not say.
    pub collation: Option<String>,
}

/// Everything that is in the schema, by name. Columns of types that no kind has are left out.
pub fn schema(connection: &mut Connection, options: &Options) -> Result<Vec<Live>, Error> {
    let sql = "SELECT o.name, CASE WHEN o.type = 'V' THEN 1 ELSE 0 END, c.name, \
               COALESCE(TYPE_NAME(c.system_type_id), TYPE_NAME(c.user_type_id)), CAST(c.precision AS int), \
               CAST(c.scale AS int), c.is_nullable, CAST(c.max_length AS int), c.collation_name \
               FROM sys.columns AS c JOIN sys.objects AS o ON o.object_id = c.object_id \
               WHERE o.schema_id = SCHEMA_ID(@P1) AND o.type IN ('U', 'V') ORDER BY o.name, c.column_id";
    let rows = connection.query("look at the tables", sql, &[&options.schema.as_str()])?;
    let mut schema: Vec<Live> = Vec::new();
    for row in &rows {
        let text = |at: usize| row.get::<&str, _>(at).unwrap_or_default();
        let int = |at: usize| row.get::<i32, _>(at).unwrap_or_default();
        if schema.last().is_none_or(|last| last.table.name != *text(0)) {
            let kind = if int(1) == 1 { TableKind::View } else { TableKind::Table };
            schema.push(Live { table: empty(text(0), kind), texts: Vec::new() });
        }
        let Some(live) = schema.last_mut() else { continue };
        let known = contract::table(text(0)).and_then(|table| Some(table.column(text(2))?.kind));
        let sql_type = SqlType::new(text(3), u32::try_from(int(4)).ok(), u32::try_from(int(5)).ok());
        let Some(kind) = known.or_else(|| sql_type.and_then(SqlType::kind)) else { continue };
        let nullable = row.get::<bool, _>(6).unwrap_or(true);
        let (description, statistics) = (String::new(), None);
        live.table.columns.push(Column { name: text(2).into(), kind, nullable, description, statistics });
        if ["nvarchar", "nchar"].contains(&text(3)) {
            // A collation is written without quotes: what is not its name does not get into a statement.
            let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            live.texts.push(Text {
                column: text(2).to_owned(),
                fits: usize::try_from(int(7)).ok().map(|bytes| bytes / 2),
                collation: row.get::<&str, _>(8).filter(is_name).map(str::to_owned),
            });
        }
    }
    Ok(schema)
}

fn empty(name: &str, kind: TableKind) -> Table {
    let known = contract::table(name).map(|table| Table { columns: Vec::new(), ..table });
    known.unwrap_or_else(|| Table {
        name: name.into(),
        kind,
        grain: String::new(),
        description: String::new(),
        columns: Vec::new(),
        primary_key: Vec::new(),
        foreign_keys: Vec::new(),
        rows: None,
    })
}
