//! Which keys there are, and every key that there is not.

use serde_json::Value;
use toml_edit::{Item, TableLike};

use super::{environment, levels};
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const CODES: &[&Code] = &[
    &SYNTAX,
    &UNKNOWN_KEY,
    &WRONG_VALUE,
    &levels::UNKNOWN_CODE,
    &levels::FIXED_LEVEL,
    &environment::UNKNOWN_ENVIRONMENT,
];

pub const SYNTAX: Code = Code {
    id: "CF001",
    name: "configuration-syntax",
    severity: Severity::Error,
    explanation: "The configuration file is not valid TOML.\n\n\
                  Wrong:  rows = 100 000\nRight:  rows = 100_000",
};

pub const UNKNOWN_KEY: Code = Code {
    id: "CF002",
    name: "unknown-key",
    severity: Severity::Error,
    explanation: "A key of the configuration, or of `--set`, is not one that pbiforge knows. A misspelt key that is \
                  silently ignored is how a month of figures goes wrong, so this is an error.\n\n\
                  Wrong:  [clean]\n        pre_set = \"plain\"\nRight:  [clean]\n        preset = \"plain\"",
};

pub const WRONG_VALUE: Code = Code {
    id: "CF003",
    name: "wrong-value",
    severity: Severity::Error,
    explanation: "A key of the configuration has a value of the wrong type, or one that is not among those it \
                  may have.\n\nWrong:  rows = \"many\"\nRight:  rows = 50_000",
};

/// Tables whose keys are the user's own.
const FREE: &[&str] = &[
    "source.columns",
    "source.extra",
    "model.modes",
    "model.names.tables",
    "model.names.columns",
    "roles.hide",
    "check.levels",
    "environments",
    "renames",
];

/// What a path of keys leads to, in the tree of all known keys.
pub enum Known<'a> {
    /// There, with its default.
    Key(&'a Value),
    /// Below a table whose keys are the user's own.
    Free,
    /// Not there; the keys that are.
    Unknown(Vec<&'a str>),
}

/// Looks the path up in `known`, the default configuration as JSON: every key is in it, optional ones as null.
pub fn look_up<'a>(known: &'a Value, path: &[&str]) -> Known<'a> {
    let mut at = known;
    for (depth, key) in path.iter().enumerate() {
        if FREE.contains(&path[..depth].join(".").as_str()) {
            return Known::Free;
        }
        match at.as_object() {
            Some(table) => match table.get(*key) {
                Some(next) => at = next,
                None => return Known::Unknown(table.keys().map(String::as_str).collect()),
            },
            // A value that is no table has no keys; what is wrong with that, the types say.
            None => return Known::Free,
        }
    }
    Known::Key(at)
}

/// A diagnostic for every key of the document that is not known, each at its place.
pub fn unknown(document: &dyn TableLike, known: &Value, file: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    walk(document, known, file, &mut Vec::new(), &mut found);
    found
}

fn walk(table: &dyn TableLike, known: &Value, file: &str, path: &mut Vec<String>, found: &mut Vec<Diagnostic>) {
    for (key, item) in table.iter() {
        path.push(key.to_owned());
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        match look_up(known, &parts) {
            Known::Unknown(keys) => {
                let span = table.key(key).and_then(|key| key.span());
                let place = span.map_or_else(|| Place::file(file), |span| Place::bytes(file, span));
                found.push(unknown_key(&path.join("."), keys).at(place, "no such key"));
            }
            Known::Free => {}
            Known::Key(_) => {
                if let Some(inner) = as_table(item) {
                    walk(inner, known, file, path, found);
                }
            }
        }
        path.pop();
    }
}

pub fn as_table(item: &Item) -> Option<&dyn TableLike> {
    item.as_table_like()
}

/// Says that a key is not known, with the nearest one or all there are.
pub fn unknown_key(path: &str, known: Vec<&str>) -> Diagnostic {
    let (parent, key) = path.rsplit_once('.').map_or(("", path), |(parent, key)| (parent, key));
    let place = if parent.is_empty() { "the configuration".to_owned() } else { format!("`[{parent}]`") };
    let diagnostic = Diagnostic::new(&UNKNOWN_KEY, format!("unknown key `{key}` in {place}"));
    let all = known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    diagnostic.did_you_mean(key, known).note(format!("known keys: {all}"))
}
