//! Extended properties: what a database says of its tables, views and columns beyond their definition.
//!
//! `MS_Description` is the one that every tool shows. `pbiforge_grain` says what one row is; a view, which can declare
//! no keys, names them in `pbiforge_primary_key` and `pbiforge_foreign_keys` as a table would: so a view of anybody's
//! is related in the model like a table.

use std::collections::BTreeMap;

use super::cursor::{Cursor, ObjectName};
use super::database::{Change, Database};
use super::lex::{Token, lex};
use super::table;
use crate::catalog::{ForeignKey, Table, TableKind};
use crate::name;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Description,
    Grain,
    PrimaryKey,
    ForeignKeys,
}

impl About {
    pub const ALL: [(About, &str); 4] = [
        (About::Description, "MS_Description"),
        (About::Grain, "pbiforge_grain"),
        (About::PrimaryKey, "pbiforge_primary_key"),
        (About::ForeignKeys, "pbiforge_foreign_keys"),
    ];

    pub fn parse(property: &str) -> Option<About> {
        Self::ALL.into_iter().find(|(_, known)| name::same(known, property)).map(|(about, _)| about)
    }
}

/// Lets a table have what a property says of it or of one of its columns.
pub fn apply(table: &mut Table, about: About, column: Option<&str>, value: &str) {
    match (about, column) {
        (About::Description, None) => value.clone_into(&mut table.description),
        (About::Description, Some(name)) => {
            let column = table.columns.iter_mut().find(|column| name::same(column.name.as_str(), name));
            column.into_iter().for_each(|column| value.clone_into(&mut column.description));
        }
        (About::Grain, None) => value.clone_into(&mut table.grain),
        (About::PrimaryKey | About::ForeignKeys, None) if table.kind == TableKind::View => keys(table, value),
        _ => {}
    }
}

/// `PRIMARY KEY (a)`, or `FOREIGN KEY (a) REFERENCES b (c)` and more of them after commas.
fn keys(view: &mut Table, text: &str) {
    let lexemes = lex(text);
    let mut cursor = Cursor::new(&lexemes);
    let mut changes = Vec::new();
    loop {
        if table::constraint(&mut cursor, &mut changes).is_err() || !cursor.take_symbol(',') {
            break;
        }
    }
    for change in changes {
        match change {
            Change::AddPrimaryKey(key) => view.primary_key = key.columns.into_iter().map(Into::into).collect(),
            Change::AddForeignKey(key) => view.foreign_keys.push(ForeignKey {
                columns: key.columns.into_iter().map(Into::into).collect(),
                to_table: key.target.name.into(),
                to_columns: key.to_columns.into_iter().map(Into::into).collect(),
            }),
            _ => {}
        }
    }
}

/// The parameters in their order, for calls that do not name them.
const PARAMETERS: [&str; 8] =
    ["@name", "@value", "@level0type", "@level0name", "@level1type", "@level1name", "@level2type", "@level2name"];

/// After `EXEC sp_addextendedproperty`; `variables` are those that were set to a text.
pub fn add(database: &mut Database, cursor: &mut Cursor<'_, '_>, variables: &BTreeMap<String, String>) {
    let mut values: [Option<String>; 8] = Default::default();
    for position in 0.. {
        let mut parameter = position;
        if let (Some(Token::Word(word)), Some(Token::Symbol('='))) = (cursor.peek(), cursor.ahead(1)) {
            parameter = PARAMETERS.iter().position(|known| known.eq_ignore_ascii_case(word)).unwrap_or(usize::MAX);
            cursor.at += 2;
        }
        let value = match cursor.peek() {
            Some(Token::Text(text) | Token::Name(text)) => Some(text.clone()),
            Some(Token::Word(word)) if word.starts_with('@') => variables.get(&word.to_lowercase()).cloned(),
            Some(Token::Word(word)) if !word.eq_ignore_ascii_case("NULL") => Some((*word).to_owned()),
            Some(Token::Word(_) | Token::Number(_)) => None,
            _ => break,
        };
        cursor.at += 1;
        if let Some(slot) = values.get_mut(parameter) {
            *slot = value;
        }
        if !cursor.take_symbol(',') {
            break;
        }
    }
    let [property, value, _, schema, level1, object, level2, column] = values;
    let is = |value: &Option<String>, words: &[&str]| {
        value.as_deref().is_some_and(|value| words.iter().any(|word| name::same(value, word)))
    };
    let column = match &level2 {
        None => None,
        Some(_) if is(&level2, &["COLUMN"]) && column.is_some() => column,
        Some(_) => return,
    };
    let about = property.as_deref().and_then(About::parse).filter(|_| is(&level1, &["TABLE", "VIEW"]));
    if let (Some(about), Some(value), Some(object)) = (about, value, object) {
        database.properties.push(Property { object: ObjectName::new(schema, object), column, about, value });
    }
}

/// One of them, as a script adds it.
pub struct Property {
    pub object: ObjectName,
    pub column: Option<String>,
    pub about: About,
    pub value: String,
}
