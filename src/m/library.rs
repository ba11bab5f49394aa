//! The names that every query can use: the standard library and the connectors of Power BI.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A module, a colon, its members; an indented line continues the one before.
const NAMES: &str = include_str!("library.txt");

static LIBRARY: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut module = "";
    let mut names = BTreeSet::new();
    for word in NAMES.split_whitespace() {
        match word.strip_suffix(':') {
            Some(name) => module = name,
            None => {
                names.insert(format!("{module}.{word}"));
            }
        }
    }
    names
});

pub fn contains(name: &str) -> bool {
    // With the number sign they are names of the language itself.
    name.starts_with('#') || LIBRARY.contains(name)
}

pub fn names() -> impl Iterator<Item = &'static str> {
    LIBRARY.iter().map(String::as_str)
}

/// What a connector does not add to: the modules of the language's own values. `Xyz.Type` is a type of its own.
const OF_THE_LANGUAGE: &[&str] = &[
    "Binary",
    "Character",
    "Combiner",
    "Comparer",
    "Csv",
    "CsvStyle",
    "Date",
    "DateTime",
    "DateTimeZone",
    "Day",
    "Duration",
    "Error",
    "Expression",
    "ExtraValues",
    "File",
    "Function",
    "GroupKind",
    "Guid",
    "JoinAlgorithm",
    "JoinKind",
    "JoinSide",
    "Json",
    "Lines",
    "List",
    "Logical",
    "MissingField",
    "Number",
    "Occurrence",
    "Order",
    "Precision",
    "QuoteStyle",
    "Record",
    "RelativePosition",
    "Replacer",
    "RoundingMode",
    "Splitter",
    "Table",
    "Text",
    "TextEncoding",
    "Time",
    "Type",
    "Uri",
    "Value",
    "Xml",
];

/// Whether nothing but the library could have such a name.
pub fn is_of_the_language(name: &str) -> bool {
    name.split_once('.').is_some_and(|(module, member)| member == "Type" || OF_THE_LANGUAGE.contains(&module))
}

/// Whether it is written as names of the library are: `Xyz.Abc`.
pub fn looks_like_one(name: &str) -> bool {
    let mut parts = name.split('.');
    let is_word = |part: &str| part.starts_with(char::is_alphanumeric) && part.chars().all(|c| c.is_alphanumeric());
    name.contains('.') && name.starts_with(char::is_alphabetic) && parts.all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_constants_types_and_connectors_are_known() {
        for name in [
            "Table.AddColumn",
            "Text.Type",
            "Int64.Type",
            "Order.Ascending",
            "JoinKind.LeftOuter",
            "MissingField.UseNull",
            "BinaryFormat.7BitEncodedSignedInteger",
            "Number.PI",
            "#date",
            "#shared",
            "Sql.Database",
            "Excel.Workbook",
            "SharePoint.Files",
            "Odbc.DataSource",
            "PowerPlatform.Dataflows",
            "Lakehouse.Contents",
            "AnalysisServices.Databases",
            "Snowflake.Databases",
            "GoogleBigQuery.Database",
            "Databricks.Catalogs",
            "Parquet.Document",
        ] {
            assert!(contains(name), "{name}");
        }
        for name in ["Table.AddColumns", "table.AddColumn", "Sales", "Table"] {
            assert!(!contains(name), "{name}");
        }
        assert!(names().count() > 1000);
    }

    #[test]
    fn every_name_looks_like_one() {
        assert_eq!(names().filter(|name| !looks_like_one(name)).collect::<Vec<_>>(), [""; 0]);
        for name in ["Sales", "Sales.", "my step.x", "_x.y", "a..b", "1.a"] {
            assert!(!looks_like_one(name), "{name}");
        }
    }
}
