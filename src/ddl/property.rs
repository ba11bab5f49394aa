//! `EXEC sp_addextendedproperty`: the descriptions of tables, views and columns.

use std::collections::BTreeMap;

use super::cursor::{Cursor, ObjectName};
use super::database::Database;
use super::lex::Token;
use crate::name;

/// The parameters in their order, for calls that do not name them.
const PARAMETERS: [&str; 8] =
    ["@name", "@value", "@level0type", "@level0name", "@level1type", "@level1name", "@level2type", "@level2name"];

/// Of all extended properties the one that tools show.
const DESCRIPTION: &str = "MS_Description";

/// After the procedure's name; `variables` are those that were set to a text.
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
    let is_described = is(&property, &[DESCRIPTION]) && is(&level1, &["TABLE", "VIEW"]);
    let column = match &level2 {
        None => None,
        Some(level) if level.eq_ignore_ascii_case("COLUMN") && column.is_some() => column,
        Some(_) => return,
    };
    if let (true, Some(value), Some(object)) = (is_described, value, object) {
        database.descriptions.push((ObjectName::new(schema, object), column, value));
    }
}
