//! `--set KEY=VALUE`: one key of the configuration on the command line.

use serde_json::Value as Json;
use toml_edit::{DocumentMut, Item, Table, Value};

use super::keys::{Known, WRONG_VALUE, look_up, unknown_key};
use crate::diag::Diagnostic;

/// Puts every setting into the document; a setting that cannot be is a diagnostic, and the others are tried all the
/// same.
pub fn apply(document: &mut DocumentMut, settings: &[String], known: &Json) -> Vec<Diagnostic> {
    settings.iter().filter_map(|setting| apply_one(document, setting, known).err()).collect()
}

fn apply_one(document: &mut DocumentMut, setting: &str, known: &Json) -> Result<(), Diagnostic> {
    let Some((path, text)) = setting.split_once('=') else {
        let wrong = Diagnostic::new(&WRONG_VALUE, format!("`--set {setting}` has no `=`"));
        return Err(wrong.help("write it as `--set section.key=value`"));
    };
    let parts: Vec<&str> = path.trim().split('.').map(str::trim).collect();
    if let Known::Unknown(keys) = look_up(known, &parts) {
        return Err(unknown_key(path.trim(), keys).note("it was given by `--set`"));
    }
    let Some((key, tables)) = parts.split_last() else { return Ok(()) };
    let mut table: &mut Table = document.as_table_mut();
    for name in tables {
        let next = table.entry(name).or_insert_with(|| Item::Table(Table::new()));
        // `a = { b = 1 }` in the file is a table as well; it becomes one that can be written into.
        if let Some(inline) = next.as_inline_table() {
            *next = Item::Table(inline.clone().into_table());
        }
        table = next.as_table_mut().ok_or_else(|| {
            Diagnostic::new(&WRONG_VALUE, format!("`--set {setting}`: `{name}` is not a table of the configuration"))
        })?;
    }
    table.insert(key, Item::Value(value(text.trim())));
    Ok(())
}

/// The text as a TOML value where it is one, otherwise as a string: `plain` needs no quotes.
fn value(text: &str) -> Value {
    text.parse().unwrap_or_else(|_| Value::from(text))
}
