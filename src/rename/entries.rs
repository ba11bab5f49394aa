//! What a person writes below `[renames]`, told apart into names of the model and names of the warehouse.

use std::collections::BTreeMap;

use super::{ObjectRef, Rename};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Model;
use crate::name::same;

pub static MALFORMED_ENTRY: Code = Code {
    id: "MG017",
    name: "malformed-rename",
    severity: Severity::Error,
    explanation: "On the left of an entry below `[renames]` stands the object by its old name, on the right its new name \
alone. A table is `Sales` or `'Net Sales'`, a column or hierarchy `Sales[Revenue]`, a measure `[Total]`, a level \
`Date[Calendar][Year]`, a role its name. A table of the warehouse is `fact_sales`, a column of it `fact_sales.revenue`. A \
name without brackets that the model has is the model's.

Wrong:  \"Sales[Revenue\" = \"Net Revenue\"
        \"Sales[Revenue]\" = \"Sales[Net Revenue]\"
Right:  \"Sales[Revenue]\" = \"Net Revenue\"",
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Renames {
    pub model: Vec<Rename>,
    pub warehouse: Vec<WarehouseRename>,
    /// Entries that cannot be read.
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarehouseRename {
    pub from: WarehouseRef,
    pub to: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarehouseRef {
    Table(String),
    Column { table: String, column: String },
}

/// `model` is the one before the renaming, for what a name alone does not tell.
pub fn parse_renames(entries: &BTreeMap<String, String>, model: &Model) -> Renames {
    let mut renames = Renames::default();
    for (from, to) in entries {
        match object(from.trim(), model) {
            Some(_) if to.trim().is_empty() => renames.diagnostics.push(malformed(from, to).help("write the new name")),
            Some(Either::Model(object)) => {
                let written = written(to).filter(|_| from.contains('['));
                match written.and_then(|mut parts| parts.names.pop()) {
                    Some(alone) => {
                        let help = format!("write the new name alone: `{alone}`");
                        renames.diagnostics.push(malformed(from, to).help(help));
                    }
                    None => renames.model.push(Rename { from: object, to: to.clone() }),
                }
            }
            Some(Either::Warehouse(from)) => renames.warehouse.push(WarehouseRename { from, to: to.clone() }),
            None => renames.diagnostics.push(
                malformed(from, to)
                    .help("write `Sales`, `Sales[Revenue]` or `[Total]`, or `fact_sales.revenue` of the warehouse"),
            ),
        }
    }
    renames
}

fn malformed(from: &str, to: &str) -> Diagnostic {
    Diagnostic::new(&MALFORMED_ENTRY, format!("the entry `{from}` = `{to}` cannot be read"))
}

enum Either {
    Model(ObjectRef),
    Warehouse(WarehouseRef),
}

/// A table, and the names in brackets behind it.
struct Written {
    table: String,
    is_quoted: bool,
    names: Vec<String>,
}

/// `None` where it has no brackets, or more than names.
fn written(text: &str) -> Option<Written> {
    let parts = parts(text)?;
    (!parts.names.is_empty()).then_some(parts)
}

fn parts(text: &str) -> Option<Written> {
    let (table, is_quoted, mut rest) = match text.strip_prefix('\'') {
        Some(inner) => {
            let (table, rest) = until(inner, '\'')?;
            (table, true, rest)
        }
        None => {
            let end = text.find('[').unwrap_or(text.len());
            (text.get(..end)?.trim().to_owned(), false, text.get(end..)?)
        }
    };
    let mut names = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Some(Written { table, is_quoted, names });
        }
        let (name, behind) = until(rest.strip_prefix('[')?, ']')?;
        names.push(name);
        rest = behind;
    }
}

/// What stands before the closing sign, which is doubled inside, and what stands behind it.
fn until(text: &str, close: char) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = text;
    loop {
        let (before, behind) = rest.split_once(close)?;
        name.push_str(before);
        match behind.strip_prefix(close) {
            Some(behind) => {
                name.push(close);
                rest = behind;
            }
            None => return Some((name, behind)),
        }
    }
}

fn object(text: &str, model: &Model) -> Option<Either> {
    // The model may have a table that looks like anything.
    if let Some(table) = model.table(text) {
        return Some(Either::Model(ObjectRef::Table(table.name.to_string())));
    }
    let written = parts(text)?;
    let table = written.table;
    let is_named = !table.is_empty() || written.is_quoted;
    match <[String; 2]>::try_from(written.names) {
        Ok([hierarchy, name]) => is_named.then(|| Either::Model(ObjectRef::Level { table, hierarchy, name })),
        Err(mut names) => match (names.pop(), names.is_empty()) {
            (Some(name), true) if is_named => Some(Either::Model(in_table(table, name, model))),
            (Some(name), true) => {
                let home = model.measures().find(|(_, measure)| same(measure.name.as_str(), &name));
                let table = home.map_or_else(String::new, |(table, _)| table.name.to_string());
                Some(Either::Model(ObjectRef::Measure { table, name }))
            }
            (None, _) => bare(table, written.is_quoted, model),
            _ => None,
        },
    }
}

/// A column where there is one, or else a measure or a hierarchy.
fn in_table(table: String, name: String, model: &Model) -> ObjectRef {
    let home = model.table(&table);
    let is_column = home.is_some_and(|home| home.column(&name).is_some());
    if !is_column && home.is_some_and(|home| home.measure(&name).is_some()) {
        return ObjectRef::Measure { table, name };
    }
    if !is_column && home.is_some_and(|home| home.hierarchy(&name).is_some()) {
        return ObjectRef::Hierarchy { table, name };
    }
    ObjectRef::Column { table, name }
}

fn bare(name: String, is_quoted: bool, model: &Model) -> Option<Either> {
    if name.is_empty() {
        return None;
    }
    if is_quoted || model.table(&name).is_some() {
        return Some(Either::Model(ObjectRef::Table(name)));
    }
    if model.roles.iter().any(|role| same(role.name.as_str(), &name)) {
        return Some(Either::Model(ObjectRef::Role(name)));
    }
    Some(Either::Warehouse(match name.rsplit_once('.') {
        Some((table, column)) if !table.is_empty() && !column.is_empty() => {
            WarehouseRef::Column { table: table.to_owned(), column: column.to_owned() }
        }
        Some(_) => return None,
        None => WarehouseRef::Table(name),
    }))
}

/// Whether a table's name needs no quotes in an entry.
pub fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && !name.contains(['[', '\'', ']'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tmdl;

    fn model() -> Model {
        let text = "table Sales\n\tmeasure Total = 1\n\tcolumn Revenue\n\thierarchy Time\n\t\tlevel Year\n\t\t\tcolumn: \
                    Revenue\ntable 'O''Brien [x]'\n\tcolumn 'a]b'\nrole North\n";
        tmdl::lower(&[("t.tmdl".to_owned(), tmdl::parse(text))]).model
    }

    fn read(from: &str) -> String {
        let entries = BTreeMap::from([(from.to_owned(), "New".to_owned())]);
        let renames = parse_renames(&entries, &model());
        let model = renames.model.iter().map(|one| format!("{} {}", one.from.kind(), one.from));
        let warehouse = renames.warehouse.iter().map(|one| format!("{:?}", one.from));
        let faults = renames.diagnostics.iter().map(|one| one.code.id.to_owned());
        model.chain(warehouse).chain(faults).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn an_object_is_written_as_people_write_it() {
        assert_eq!(read("Sales[Revenue]"), "column Sales[Revenue]");
        assert_eq!(read("'Sales'[revenue]"), "column Sales[revenue]");
        assert_eq!(read("Sales[Total]"), "measure [Total]");
        assert_eq!(read("[Total]"), "measure [Total]");
        assert_eq!(read("Sales[Time]"), "hierarchy Sales[Time]");
        assert_eq!(read("Sales[Time][Year]"), "level Sales[Time][Year]");
        assert_eq!(read("sales"), "table Sales");
        assert_eq!(read("North"), "role North");
        assert_eq!(read("'O''Brien [x]'[a]]b]"), "column 'O''Brien [x]'[a]]b]");
        assert_eq!(read("O'Brien [x]"), "table 'O''Brien [x]'");
    }

    #[test]
    fn what_the_model_does_not_have_is_of_the_warehouse() {
        assert_eq!(read("fact_sales"), "Table(\"fact_sales\")");
        assert_eq!(read("fact_sales.revenue"), "Column { table: \"fact_sales\", column: \"revenue\" }");
        assert_eq!(read("mart.fact_sales.revenue"), "Column { table: \"mart.fact_sales\", column: \"revenue\" }");
    }

    #[test]
    fn what_is_no_name_is_said() {
        for from in ["", "Sales[Revenue", "Sales[Revenue]x", "'Sales", "a[b][c][d]", ".x", "x.", "[a][b]"] {
            assert_eq!(read(from), "MG017", "{from}");
        }
        let entries = BTreeMap::from([
            ("Sales[Revenue]".to_owned(), "Sales[Net]".to_owned()),
            ("[Total]".to_owned(), String::new()),
        ]);
        let renames = parse_renames(&entries, &model());
        let help: Vec<&str> = renames.diagnostics.iter().flat_map(|one| &one.help).map(String::as_str).collect();
        assert_eq!(help, ["write the new name alone: `Net`", "write the new name"]);
    }

    #[test]
    fn an_object_is_read_back_as_it_is_shown() {
        let objects = [
            ObjectRef::Table("O'Brien [x]".to_owned()),
            ObjectRef::Column { table: "O'Brien [x]".to_owned(), name: "a]b".to_owned() },
            ObjectRef::Measure { table: "Sales".to_owned(), name: "Total".to_owned() },
            ObjectRef::Level { table: "Sales".to_owned(), hierarchy: "Time".to_owned(), name: "Year".to_owned() },
        ];
        for object in objects {
            let entries = BTreeMap::from([(object.to_string(), "New".to_owned())]);
            assert_eq!(parse_renames(&entries, &model()).model, [Rename { from: object, to: "New".to_owned() }]);
        }
    }
}
