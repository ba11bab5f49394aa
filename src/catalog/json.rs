//! The catalog as JSON: stored with the embedded warehouse, printed by `pbiforge inspect`, committed by users.
//!
//! Printing is stable: the same catalog gives the same bytes. Reading finds every problem at once and says of each
//! where it stands, because people edit the committed file.

use super::{Catalog, consistency};
use crate::diag::{Code, Diagnostic, Place, Severity};

mod locate;
mod lower;
mod print;

/// The only version there is; a higher one was written by a newer pbiforge.
pub const FORMAT: u64 = 1;

pub const CODES: &[&Code] = &[&BROKEN_JSON, &UNKNOWN_FORMAT, &BAD_SHAPE, &UNKNOWN_WORD];

pub const BROKEN_JSON: Code = Code {
    id: "SC001",
    name: "broken-catalog",
    severity: Severity::Error,
    explanation: "The catalog is not JSON: a comma or bracket is missing or one too many, a text is not closed, or \
                  the file is cut off. `pbiforge inspect` writes it anew from the warehouse.",
};

pub const UNKNOWN_FORMAT: Code = Code {
    id: "SC002",
    name: "unknown-catalog-format",
    severity: Severity::Error,
    explanation: "The catalog says that it has another format than `\"format\": 1`, the one this pbiforge reads. A \
                  higher number was written by a newer pbiforge.",
};

pub const BAD_SHAPE: Code = Code {
    id: "SC003",
    name: "bad-catalog-shape",
    severity: Severity::Error,
    explanation: "A value of the catalog is of the wrong type (a text where a number must stand, say), or a key that \
                  must be there is missing.",
};

pub const UNKNOWN_WORD: Code = Code {
    id: "SC004",
    name: "unknown-catalog-word",
    severity: Severity::Error,
    explanation: "The catalog uses a key, a column type or a table kind that does not exist. Column types are text, \
                  integer, money, number, boolean, date and datetime; table kinds are table and view.",
};

/// The catalog as pretty JSON with a line break at its end.
pub fn to_json(catalog: &Catalog) -> String {
    print::print(catalog)
}

/// The catalog in `text`, or every problem of it. `file` is the name under which the diagnostics show it.
pub fn from_json(text: &str, file: &str) -> Result<Catalog, Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value = serde_json::from_str(text).map_err(|error| vec![not_json(&error, file)])?;
    let (catalog, mut faults) = lower::lower(&value);
    // What could not be read would only be reported again as missing.
    if faults.is_empty() {
        faults = consistency::faults(&catalog);
    }
    if faults.is_empty() {
        return Ok(catalog);
    }
    let place = |fault: consistency::Fault| {
        let (line, column) = locate::locate(text, &fault.path);
        fault.diagnostic.at(Place::line_column(file, line, column), "")
    };
    Err(faults.into_iter().map(place).collect())
}

fn not_json(error: &serde_json::Error, file: &str) -> Diagnostic {
    let message = error.to_string();
    // serde_json says the place in its text as well.
    let message = message.split(" at line ").next().unwrap_or_default();
    Diagnostic::new(&BROKEN_JSON, format!("the catalog is not JSON: {message}"))
        .at(Place::line_column(file, error.line().max(1), error.column().max(1)), "")
        .help("`pbiforge inspect` writes the catalog anew from the warehouse")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::contract::contract;
    use crate::catalog::{Column, DataType, ForeignKey, Statistics, Table, TableKind};
    use crate::diag::At;

    fn problems(text: &str) -> Vec<String> {
        let diagnostics = from_json(text, "catalog.json").expect_err("a broken catalog");
        let line = |diagnostic: &Diagnostic| {
            let Some(At::Line { line, column: Some(column) }) = diagnostic.place().map(|place| place.at.clone()) else {
                panic!("no place: {diagnostic:?}")
            };
            let help = diagnostic.help.first().map(|help| format!(" ({help})")).unwrap_or_default();
            format!("{}:{line}:{column} {}{help}", diagnostic.code.id, diagnostic.message)
        };
        diagnostics.iter().map(line).collect()
    }

    #[test]
    fn the_contract_is_read_back_as_it_was() {
        let json = to_json(&contract());
        assert!(json.starts_with("{\n  \"format\": 1,\n") && json.ends_with("}\n"));
        assert_eq!(from_json(&json, "catalog.json"), Ok(contract()));
    }

    #[test]
    fn broken_json_is_placed() {
        assert_eq!(
            problems("{\n  \"format\": 1,\n  \"tables\": [}\n"),
            ["SC001:3:14 the catalog is not JSON: expected value \
              (`pbiforge inspect` writes the catalog anew from the warehouse)"]
        );
        assert_eq!(problems("").len(), 1);
        assert_eq!(problems(&"[".repeat(100_000)).len(), 1);
    }

    #[test]
    fn a_newer_format_is_said_to_be_one() {
        assert_eq!(
            problems("{ \"tables\": [],\n  \"format\": 2, \"whatever\": {} }"),
            ["SC002:2:13 the catalog has format 2, this pbiforge reads format 1 (update pbiforge)"]
        );
        assert_eq!(problems("{\"tables\": []}"), ["SC003:1:1 `format` is missing"]);
    }

    #[test]
    fn every_problem_is_found_at_once_with_its_place() {
        let text = r#"{
  "format": 1,
  "tables": [
    {
      "name": "a",
      "kind": "vew",
      "colums": [],
      "columns": [
        { "name": 7, "type": "monney" },
        { "type": "text", "nullable": "yes" },
        { "name": "ok", "type": "text", "statistics": { "distinct": -1, "nulls": 0, "min": null } }
      ]
    },
    "b"
  ]
}"#;
        assert_eq!(
            problems(text),
            [
                "SC004:7:7 unknown key `colums` (did you mean `columns`?)",
                "SC004:6:15 unknown table kind `vew` (did you mean `view`?)",
                "SC003:9:19 `name` must be a text, not a number",
                "SC004:9:30 unknown column type `monney` (did you mean `money`?)",
                "SC003:10:9 `name` is missing",
                "SC003:10:39 `nullable` must be true or false, not a text",
                "SC003:11:69 `distinct` must be a whole number from 0, not a number",
                "SC003:14:5 a table must be an object, not a text",
            ]
        );
    }

    #[test]
    fn a_key_that_leads_nowhere_is_placed_where_it_is_named() {
        let json = to_json(&contract()).replace("\"to_table\": \"dim_date\"", "\"to_table\": \"dim_dat\"");
        let problem = problems(&json).join("\n");
        assert!(problem.contains("`fact_sales` refers to the table `dim_dat`"), "{problem}");
        assert!(problem.contains("did you mean `dim_date`?"), "{problem}");
        let place = json.lines().position(|line| line.contains("dim_dat\"")).expect("the line") + 1;
        assert!(problem.starts_with(&format!("SC007:{place}:")), "{problem}");
    }

    fn any_column() -> impl Strategy<Value = Column> {
        let statistics = (any::<u64>(), any::<u64>(), any::<Option<String>>(), any::<Option<String>>())
            .prop_map(|(distinct, nulls, min, max)| Statistics { distinct, nulls, min, max });
        (0..DataType::ALL.len(), any::<bool>(), any::<String>(), proptest::option::of(statistics)).prop_map(
            |(kind, nullable, description, statistics)| Column {
                name: "".into(),
                kind: DataType::ALL[kind],
                nullable,
                description,
                statistics,
            },
        )
    }

    /// Names are made unique and every table's key refers to itself, so that the catalog holds together.
    fn any_table() -> impl Strategy<Value = Table> {
        let columns = proptest::collection::vec((r"\PC{1,20}", any_column()), 1..5);
        let texts = (any::<String>(), any::<String>(), r"\PC{1,20}");
        (columns, texts, any::<bool>(), any::<Option<u64>>()).prop_map(|(columns, texts, is_view, rows)| {
            let columns: Vec<Column> = columns
                .into_iter()
                .enumerate()
                .map(|(at, (name, column))| Column { name: format!("{at}{name}").into(), ..column })
                .collect();
            let key = vec![columns[0].name.clone()];
            Table {
                name: texts.2.into(),
                kind: if is_view { TableKind::View } else { TableKind::Table },
                grain: texts.0,
                description: texts.1,
                columns,
                primary_key: key.clone(),
                foreign_keys: vec![ForeignKey { columns: key.clone(), to_table: "".into(), to_columns: key }],
                rows,
            }
        })
    }

    proptest! {
        #[test]
        fn every_catalog_is_read_back_as_it_was(tables in proptest::collection::vec(any_table(), 0..4)) {
            let tables = tables.into_iter().enumerate().map(|(at, mut table)| {
                table.name = format!("{at}{}", table.name).into();
                table.foreign_keys[0].to_table = table.name.clone();
                table
            });
            let catalog = Catalog { tables: tables.collect() };
            let json = to_json(&catalog);
            prop_assert_eq!(from_json(&json, "catalog.json"), Ok(catalog.clone()));
            prop_assert_eq!(to_json(&catalog), json);
        }

        #[test]
        fn a_damaged_catalog_never_panics(cut in 0usize..9000, junk in "[\\[\\]{}\",:0-9a-z]{0,3}") {
            let json = to_json(&contract());
            let cut = cut.min(json.len());
            if json.is_char_boundary(cut) {
                let _ = from_json(&format!("{}{junk}{}", &json[..cut], &json[cut..]), "catalog.json");
            }
        }
    }
}
