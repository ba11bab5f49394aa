//! `--set KEY=VALUE`: one key of the configuration on the command line.

use serde_json::Value as Json;
use toml_edit::{DocumentMut, Item, Key, Table, Value};

use super::keys::{Known, WRONG_VALUE, look_up, unknown_key};
use crate::diag::Diagnostic;

/// Puts every setting into the document; a setting that cannot be is a diagnostic, and the others are tried all the
/// same.
pub fn apply(document: &mut DocumentMut, settings: &[String], known: &Json) -> Vec<Diagnostic> {
    settings.iter().filter_map(|setting| apply_one(document, setting, known).err()).collect()
}

fn apply_one(document: &mut DocumentMut, setting: &str, known: &Json) -> Result<(), Diagnostic> {
    let Some((keys, text)) = parted(setting) else {
        let wrong = Diagnostic::new(&WRONG_VALUE, format!("`--set {setting}` has no `=`"));
        return Err(wrong.help("write it as `--set section.key=value`"));
    };
    let parts: Vec<&str> = keys.iter().map(String::as_str).collect();
    let wants_text = match look_up(known, &parts) {
        Known::Unknown(keys) => return Err(unknown_key(&parts.join("."), keys).note("it was given by `--set`")),
        Known::Free => true,
        Known::Key(default) => default.is_string(),
    };
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
    table.insert(key, Item::Value(value(text.trim(), wants_text)));
    Ok(())
}

/// Keys and value. A key may be quoted as in TOML, since those of the user's own may have points in them:
/// `model.names.columns."dim_store.city"=Town`.
fn parted(setting: &str) -> Option<(Vec<String>, &str)> {
    let parted = |(at, _): (usize, &str)| Some((Key::parse(&setting[..at]).ok()?, &setting[at + 1..]));
    match setting.match_indices('=').find_map(parted) {
        Some((keys, text)) => Some((keys.iter().map(|key| key.get().to_owned()).collect(), text)),
        // What TOML wants quoted may stand here as it is: `source.extra.größe.column=Größe`.
        None => {
            let (path, text) = setting.split_once('=')?;
            Some((path.split('.').map(|key| key.trim().to_owned()).collect(), text))
        }
    }
}

/// The text as a TOML value where it is one, otherwise as a string: `plain` needs no quotes, and neither does a number
/// where a text belongs. Dates are texts in every key.
fn value(text: &str, wants_text: bool) -> Value {
    match text.parse() {
        Ok(Value::Datetime(_)) | Err(_) => Value::from(text),
        Ok(Value::Integer(_) | Value::Float(_) | Value::Boolean(_)) if wants_text => Value::from(text),
        Ok(value) => value,
    }
}
