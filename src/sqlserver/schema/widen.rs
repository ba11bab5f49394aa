//! Longer texts than the schema foresaw.

use super::SqlType;
use crate::name::sql_name;
use crate::sqlserver::{Connection, Dialect, Error, Options};

/// The longest `nvarchar` that is not `max`.
const LONGEST: u32 = 4_000;

/// Makes a text column of the warehouse hold `length` UTF-16 units; it keeps whether it may be null, and is never
/// made shorter than that. It must not be part of a key.
pub fn widen(
    connection: &mut Connection,
    options: &Options,
    (table, column): (&str, &str),
    length: u32,
    nullable: bool,
) -> Result<(), Error> {
    let sql = statement(connection.dialect(), options, (table, column), length, nullable);
    connection.run(&format!("widen `{table}.{column}`"), &sql)
}

fn statement(
    dialect: Dialect,
    options: &Options,
    (table, column): (&str, &str),
    length: u32,
    nullable: bool,
) -> String {
    let kind = SqlType::Text(Some(length).filter(|length| *length <= LONGEST));
    // Without it SQL Server lets the column be null; Babelfish keeps what it was and takes no word about it.
    let null = match (dialect, nullable) {
        (Dialect::Babelfish, _) => "",
        (_, true) => " NULL",
        (_, false) => " NOT NULL",
    };
    let [schema, table, column] = [&options.schema, table, column].map(sql_name);
    format!("ALTER TABLE {schema}.{table} ALTER COLUMN {column} {kind}{null};")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_keeps_its_nulls_and_takes_its_length() {
        let options = Options { schema: "a]b".to_owned(), ..Options::default() };
        let sql = |dialect, length, nullable| statement(dialect, &options, ("t", "c d"), length, nullable);
        let expected = "ALTER TABLE [a]]b].[t] ALTER COLUMN [c d] nvarchar(500) NOT NULL;";
        assert_eq!(sql(Dialect::SqlServer, 500, false), expected);
        assert!(sql(Dialect::SqlServer, 4001, true).ends_with("nvarchar(max) NULL;"));
        assert!(sql(Dialect::Babelfish, 4000, false).ends_with("nvarchar(4000);"));
    }
}
