//! Longer texts than the schema foresaw.

use super::{SqlType, apply};
use crate::catalog::Catalog;
use crate::name::sql_name;
use crate::sqlserver::{Connection, Dialect, Error, Options, script};

/// The longest `nvarchar` that is not `max`.
const LONGEST: u32 = 4_000;

/// A text column of the warehouse that is to hold more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wider<'a> {
    pub table: &'a str,
    pub column: &'a str,
    /// In UTF-16 units.
    pub length: u32,
    /// As it is; it stays so.
    pub nullable: bool,
}

/// Makes text columns longer, all or none. None of them may be part of a key. The views are made anew: Babelfish
/// alters no column that a view shows, and on SQL Server a view remembers how long its columns were.
pub fn widen(
    connection: &mut Connection,
    options: &Options,
    wanted: &Catalog,
    columns: &[Wider<'_>],
) -> Result<(), Error> {
    if columns.is_empty() {
        return Ok(());
    }
    let dialect = connection.dialect();
    let mut batches = Vec::new();
    if dialect == Dialect::Babelfish {
        batches.extend(VIEWS.iter().map(|view| format!("DROP VIEW {}.{}", sql_name(&options.schema), sql_name(view))));
    }
    batches.extend(columns.iter().map(|column| statement(dialect, options, column)));
    let scripts = script::render(script::SCRIPTS, options, dialect, wanted)?;
    let views = scripts.into_iter().find(|script| script.name == script::VIEWS);
    batches.extend(views.into_iter().flat_map(|script| script.batches));
    apply::in_transaction(connection, |connection| {
        for batch in &batches {
            connection.run("widen the texts of the warehouse", batch)?;
        }
        Ok(())
    })
}

/// Last one first.
const VIEWS: [&str; 2] = ["vw_customer", "vw_customer_360"];

fn statement(dialect: Dialect, options: &Options, wider: &Wider<'_>) -> String {
    let kind = SqlType::Text(Some(wider.length).filter(|length| *length <= LONGEST));
    // Without it SQL Server lets the column be null; Babelfish keeps what it was and takes no word about it.
    let null = match (dialect, wider.nullable) {
        (Dialect::Babelfish, _) => "",
        (_, true) => " NULL",
        (_, false) => " NOT NULL",
    };
    let [schema, table, column] = [options.schema.as_str(), wider.table, wider.column].map(sql_name);
    format!("ALTER TABLE {schema}.{table} ALTER COLUMN {column} {kind}{null};")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_keeps_its_nulls_and_takes_its_length() {
        let options = Options { schema: "a]b".to_owned(), ..Options::default() };
        let sql = |dialect, length, nullable| {
            statement(dialect, &options, &Wider { table: "t", column: "c d", length, nullable })
        };
        let expected = "ALTER TABLE [a]]b].[t] ALTER COLUMN [c d] nvarchar(500) NOT NULL;";
        assert_eq!(sql(Dialect::SqlServer, 500, false), expected);
        assert!(sql(Dialect::SqlServer, 4001, true).ends_with("nvarchar(max) NULL;"));
        assert!(sql(Dialect::Babelfish, 4000, false).ends_with("nvarchar(4000);"));
    }
}
