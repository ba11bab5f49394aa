//! What Babelfish for PostgreSQL takes instead.
//!
//! It has no `CREATE OR ALTER VIEW`: the views of a file are dropped, last one first, and created anew; the rights
//! that matter are those on the schema and survive. Its foreign keys fail on columns with a collation of their own,
//! so those columns take the server's; a key that it then cannot tell from another stops the load, loudly.

use crate::catalog::contract::contract;

const VIEW: &str = "CREATE OR ALTER VIEW ";
const BYTES: &str = " COLLATE Latin1_General_100_BIN2";

pub fn translate(text: &str) -> String {
    let views: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(VIEW)?.split_whitespace().next()).collect();
    let drops =
        views.iter().rev().map(|view| format!("IF OBJECT_ID(N'{view}', N'V') IS NOT NULL DROP VIEW {view};\nGO\n"));
    let keys = foreign_keys();
    let lines = text.lines().map(|line| {
        let is_key = keys.iter().any(|key| line.trim_start().starts_with(key));
        let line = if is_key { line.replace(BYTES, "") } else { line.to_owned() };
        format!("{}\n", line.replace(" /* bytes */", BYTES))
    });
    drops.chain(lines).collect::<String>().replace(VIEW, "CREATE VIEW ")
}

/// The columns at either end of a foreign key, as a line that declares one begins.
fn foreign_keys() -> Vec<String> {
    let keys = contract().tables.into_iter().flat_map(|table| table.foreign_keys);
    let mut columns: Vec<String> = keys
        .flat_map(|key| key.columns.into_iter().chain(key.to_columns))
        .map(|column| format!("[{column}] "))
        .collect();
    columns.sort();
    columns.dedup();
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_dropped_last_one_first_and_created() {
        let text = "CREATE OR ALTER VIEW [s].[a] AS\nSELECT\n[region] /* bytes */ AS [x]\nGO\nCREATE OR ALTER VIEW [s].[b] AS\nSELECT 1\n";
        let translated = translate(text);
        let (b, a) = (translated.find("DROP VIEW [s].[b]"), translated.find("DROP VIEW [s].[a]"));
        assert!(b.is_some() && b < a && !translated.contains("ALTER"));
        assert!(translated.contains("[region] COLLATE Latin1_General_100_BIN2 AS [x]"));
    }

    #[test]
    fn columns_of_foreign_keys_take_the_servers_collation_and_others_keep_theirs() {
        let text = "    [customer_id] nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,\n    [invoice_no] nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL\n";
        let translated = translate(text);
        assert!(translated.contains("[customer_id] nvarchar(50) NOT NULL"));
        assert!(translated.contains("[invoice_no] nvarchar(50) COLLATE"));
    }
}
