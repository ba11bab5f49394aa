use proptest::prelude::*;

use super::*;
use crate::catalog::contract::contract;
use crate::catalog::{DataType, Table};

mod scripts;
mod views;

fn files(files: &[(&str, &str)]) -> FileTree {
    let mut tree = FileTree::new();
    files.iter().for_each(|(path, text)| tree.insert(*path, *text));
    tree
}

fn read_all(texts: &[(&str, &str)]) -> (Catalog, Vec<String>) {
    let files = files(texts);
    let (catalog, diagnostics) = read(&files, None);
    let told = |diagnostic: &Diagnostic| {
        let (line, _) = diagnostic.place().map(|place| place.line_and_column(&files)).unwrap_or_default();
        format!("{} {}: {}", diagnostic.code.id, line.unwrap_or_default(), diagnostic.message)
    };
    (catalog, diagnostics.iter().map(told).collect())
}

/// The catalog of one file that nothing is to be said about.
#[track_caller]
fn clean(text: &str) -> Catalog {
    let (catalog, told) = read_all(&[("a.sql", text)]);
    assert_eq!(told, [""; 0]);
    catalog
}

#[track_caller]
fn table<'a>(catalog: &'a Catalog, name: &str) -> &'a Table {
    catalog.table(name).unwrap_or_else(|| panic!("no table {name}"))
}

/// `name type` of every column, with `?` where it may be empty.
fn columns(table: &Table) -> Vec<String> {
    let column = |column: &crate::catalog::Column| {
        format!("{} {}{}", column.name, column.kind.as_str(), if column.nullable { "?" } else { "" })
    };
    table.columns.iter().map(column).collect()
}

fn keys(table: &Table) -> Vec<String> {
    let names = |names: &[crate::name::ColumnName]| names.iter().map(|n| n.as_str()).collect::<Vec<_>>().join("+");
    let own = (!table.primary_key.is_empty()).then(|| names(&table.primary_key));
    let others = table
        .foreign_keys
        .iter()
        .map(|key| format!("{}>{}.{}", names(&key.columns), key.to_table, names(&key.to_columns)));
    own.into_iter().chain(others).collect()
}

/// The scripts of the warehouse are the contract.
#[test]
fn our_own_scripts_make_the_contract() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sql");
    let scripts = crate::file_tree::disk::read(&folder, &|path| path.ends_with(".sql")).expect("they are there");
    assert!(!scripts.is_empty());
    let (catalog, diagnostics) = read(&scripts, Some("mart"));
    assert_eq!(diagnostics, []);
    assert_eq!(catalog, crate::catalog::order::in_order(contract().tables));
}

#[test]
fn text_that_never_ends_or_nests_without_end_is_said_and_not_followed() {
    let deep = format!("CREATE VIEW v AS SELECT {}1{} AS a", "(".repeat(10_000), ")".repeat(10_000));
    let (_, told) = read_all(&[("a.sql", &deep)]);
    assert!(told[0].contains("cannot read the query of the view `v`"), "{told:?}");
    let long = format!("CREATE VIEW v AS SELECT 1{} AS a", " + 1".repeat(100_000));
    assert_eq!(read_all(&[("a.sql", &long)]).1.len(), 1);
    let nested = format!("CREATE TABLE t (a int DEFAULT {}", "(".repeat(100_000));
    assert!(read_all(&[("a.sql", &nested)]).1[0].starts_with("SC040"));
    let script = (0..50).fold("CREATE TABLE t (a int)".to_owned(), |inner, _| {
        let quoted = inner.replace('\'', "''");
        if quoted.len() < 100_000 { format!("EXEC(N'{quoted}')") } else { inner }
    });
    assert!(read_all(&[("a.sql", &script)]).0.tables.is_empty());
    let circle = "CREATE VIEW a AS SELECT x FROM b\nGO\nCREATE VIEW b AS SELECT x FROM a\nGO\n";
    assert!(read_all(&[("a.sql", circle)]).1.iter().all(|told| told.starts_with("SC04") || told.starts_with("SC008")));
    assert!(read_all(&[("a.sql", "CREATE TABLE t (a int)\n/* never closed")]).1[0].starts_with("SC040 2:"));
}

const PIECES: &[&str] = &[
    "CREATE TABLE",
    "CREATE VIEW",
    "ALTER TABLE",
    "DROP TABLE",
    "t",
    "dbo.t",
    "[a b]",
    "(",
    ")",
    ",",
    "int",
    "decimal(19,4)",
    "NOT NULL",
    "PRIMARY KEY",
    "REFERENCES",
    "FOREIGN KEY",
    "CONSTRAINT",
    "AS",
    "SELECT",
    "FROM",
    "*",
    "a",
    "ADD",
    "ALTER COLUMN",
    "DROP COLUMN",
    "\nGO\n",
    ";",
    "'x'",
    "EXEC",
    "sp_addextendedproperty",
    "N'MS_Description'",
    "@v",
    "=",
    "IF",
    "BEGIN",
    "END",
    "LEFT JOIN t ON 1 = 1",
    "UNION ALL",
    "WITH x AS (SELECT 1 AS a)",
    "CASE WHEN a = 1 THEN 2 END",
    "CAST(a AS int)",
    "COUNT(*)",
    "EXEC(N'CREATE TABLE u (a int)')",
    "CREATE TYPE k FROM int",
    "/*",
    "--",
    "[",
    "'",
    "1.5",
    "GENERATED ALWAYS",
    "DEFAULT",
];

proptest! {
    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        let _ = read(&files(&[("a.sql", &text)]), None);
    }

    #[test]
    fn no_order_of_words_is_too_strange(words in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)) {
        let text = words.join(" ");
        let (catalog, diagnostics) = read(&files(&[("a.sql", &text)]), None);
        prop_assert_eq!(crate::catalog::consistency::faults(&catalog), []);
        for place in diagnostics.iter().filter_map(Diagnostic::place) {
            let crate::diag::At::Bytes { start, end } = place.at else { continue };
            prop_assert!(start <= end && text.get(start..end).is_some(), "{start}..{end}");
        }
    }
}

#[test]
fn a_kind_is_never_guessed() {
    let catalog = clean("CREATE TABLE t (a decimal(9), b decimal(9, 2), c real)");
    let kinds: Vec<DataType> = table(&catalog, "t").columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [DataType::Integer, DataType::Money, DataType::Number]);
}
