//! JSON values to nouns. What is wrong is noted with its path and replaced by a default, so that the rest is read.

use serde_json::{Map, Value};

use super::{BAD_SHAPE, FORMAT, UNKNOWN_FORMAT, UNKNOWN_WORD};
use crate::catalog::consistency::{Fault, Step};
use crate::catalog::{Catalog, Column, DataType, ForeignKey, Statistics, Table, TableKind};
use crate::diag::{Code, Diagnostic};

const TABLE_KEYS: &[&str] = &["name", "kind", "grain", "description", "rows", "primary_key", "foreign_keys", "columns"];
const FOREIGN_KEY_KEYS: &[&str] = &["columns", "to_table", "to_columns"];
const COLUMN_KEYS: &[&str] = &["name", "type", "nullable", "description", "statistics"];
const STATISTICS_KEYS: &[&str] = &["distinct", "nulls", "min", "max"];

pub fn lower(value: &Value) -> (Catalog, Vec<Fault>) {
    let mut lower = Lower::default();
    let catalog = lower.catalog(value);
    (catalog, lower.faults)
}

#[derive(Default)]
struct Lower {
    path: Vec<Step>,
    faults: Vec<Fault>,
}

impl Lower {
    fn catalog(&mut self, value: &Value) -> Catalog {
        let Some(object) = self.object(value, "the catalog") else { return Catalog::default() };
        match object.get("format").map(Value::as_u64) {
            Some(Some(FORMAT)) => {}
            // Of another format nothing else is known, so nothing else is reported.
            Some(format) => {
                self.wrong_format(format);
                return Catalog::default();
            }
            None => self.missing("format"),
        }
        self.known_keys(object, &["format", "tables"]);
        if !object.contains_key("tables") {
            self.missing("tables");
        }
        Catalog { tables: self.list(object, "tables", Self::table) }
    }

    fn wrong_format(&mut self, format: Option<u64>) {
        self.path.push(Step::Field("format"));
        match format {
            Some(format) => {
                let message = format!("the catalog has format {format}, this pbiforge reads format {FORMAT}");
                self.fault(Diagnostic::new(&UNKNOWN_FORMAT, message).help("update pbiforge"));
            }
            None => self.note(&BAD_SHAPE, "`format` must be a whole number".to_owned()),
        }
        self.path.pop();
    }

    fn table(&mut self, value: &Value) -> Option<Table> {
        let object = self.object(value, "a table")?;
        self.known_keys(object, TABLE_KEYS);
        Some(Table {
            name: self.required_text(object, "name").into(),
            kind: match self.text(object, "kind").as_deref() {
                None | Some("table") => TableKind::Table,
                Some("view") => TableKind::View,
                Some(other) => {
                    self.unknown_word("kind", "table kind", other, &["table", "view"]);
                    TableKind::Table
                }
            },
            grain: self.text(object, "grain").unwrap_or_default(),
            description: self.text(object, "description").unwrap_or_default(),
            rows: self.count(object, "rows"),
            primary_key: self.names(object, "primary_key"),
            foreign_keys: self.list(object, "foreign_keys", Self::foreign_key),
            columns: self.list(object, "columns", Self::column),
        })
    }

    fn foreign_key(&mut self, value: &Value) -> Option<ForeignKey> {
        let object = self.object(value, "a foreign key")?;
        self.known_keys(object, FOREIGN_KEY_KEYS);
        Some(ForeignKey {
            columns: self.names(object, "columns"),
            to_table: self.required_text(object, "to_table").into(),
            to_columns: self.names(object, "to_columns"),
        })
    }

    fn column(&mut self, value: &Value) -> Option<Column> {
        let object = self.object(value, "a column")?;
        self.known_keys(object, COLUMN_KEYS);
        let name = self.required_text(object, "name");
        let kind = self.required_text(object, "type");
        Some(Column {
            name: name.into(),
            kind: DataType::parse(&kind).unwrap_or_else(|| {
                if !kind.is_empty() {
                    self.unknown_word("type", "column type", &kind, &DataType::ALL.map(DataType::as_str));
                }
                DataType::Text
            }),
            nullable: self.get(object, "nullable", "true or false", Value::as_bool).unwrap_or_default(),
            description: self.text(object, "description").unwrap_or_default(),
            statistics: match object.get("statistics") {
                None | Some(Value::Null) => None,
                Some(value) => self.inside(Step::Field("statistics"), |lower| lower.statistics(value)),
            },
        })
    }

    fn statistics(&mut self, value: &Value) -> Option<Statistics> {
        let object = self.object(value, "`statistics`")?;
        self.known_keys(object, STATISTICS_KEYS);
        Some(Statistics {
            distinct: self.required_count(object, "distinct"),
            nulls: self.required_count(object, "nulls"),
            min: self.text(object, "min"),
            max: self.text(object, "max"),
        })
    }

    fn inside<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = read(self);
        self.path.pop();
        result
    }

    fn object<'v>(&mut self, value: &'v Value, what: &str) -> Option<&'v Map<String, Value>> {
        if value.as_object().is_none() {
            self.note(&BAD_SHAPE, format!("{what} must be an object, not {}", kind_of(value)));
        }
        value.as_object()
    }

    /// The value of a key that may be missing or null.
    fn get<'v, T>(
        &mut self,
        object: &'v Map<String, Value>,
        key: &'static str,
        expected: &str,
        read: impl Fn(&'v Value) -> Option<T>,
    ) -> Option<T> {
        let value = object.get(key).filter(|value| !value.is_null())?;
        let result = read(value);
        if result.is_none() {
            let message = format!("`{key}` must be {expected}, not {}", kind_of(value));
            self.inside(Step::Field(key), |lower| lower.note(&BAD_SHAPE, message));
        }
        result
    }

    fn text(&mut self, object: &Map<String, Value>, key: &'static str) -> Option<String> {
        self.get(object, key, "a text", Value::as_str).map(str::to_owned)
    }

    fn required_text(&mut self, object: &Map<String, Value>, key: &'static str) -> String {
        self.require(object, key);
        self.text(object, key).unwrap_or_default()
    }

    fn count(&mut self, object: &Map<String, Value>, key: &'static str) -> Option<u64> {
        self.get(object, key, "a whole number from 0", Value::as_u64)
    }

    fn required_count(&mut self, object: &Map<String, Value>, key: &'static str) -> u64 {
        self.require(object, key);
        self.count(object, key).unwrap_or_default()
    }

    fn require(&mut self, object: &Map<String, Value>, key: &str) {
        if object.get(key).is_none_or(Value::is_null) {
            self.missing(key);
        }
    }

    fn list<T>(
        &mut self,
        object: &Map<String, Value>,
        key: &'static str,
        read: impl Fn(&mut Self, &Value) -> Option<T>,
    ) -> Vec<T> {
        let Some(items) = self.get(object, key, "a list", Value::as_array) else { return Vec::new() };
        self.inside(Step::Field(key), |lower| {
            let items = items.iter().enumerate();
            items.filter_map(|(at, item)| lower.inside(Step::At(at), |lower| read(lower, item))).collect()
        })
    }

    fn names<T: From<String>>(&mut self, object: &Map<String, Value>, key: &'static str) -> Vec<T> {
        self.list(object, key, |lower, item| {
            if !item.is_string() {
                lower.note(&BAD_SHAPE, format!("`{key}` must be a list of texts, not of {}", kind_of(item)));
            }
            item.as_str().map(|name| T::from(name.to_owned()))
        })
    }

    fn known_keys(&mut self, object: &Map<String, Value>, known: &[&'static str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            let diagnostic = Diagnostic::new(&UNKNOWN_WORD, format!("unknown key `{key}`"));
            let diagnostic = diagnostic.did_you_mean(key, known.iter().copied());
            // An unknown key has no step of its own: `locate` looks for the n-th member instead.
            let at = object.keys().position(|other| other == key).unwrap_or_default();
            self.inside(Step::At(at), |lower| lower.fault(diagnostic));
        }
    }

    fn unknown_word(&mut self, key: &'static str, what: &str, word: &str, known: &[&str]) {
        let diagnostic = Diagnostic::new(&UNKNOWN_WORD, format!("unknown {what} `{word}`"));
        let diagnostic = match diagnostic.clone().did_you_mean(word, known.iter().copied()) {
            near if near.help.is_empty() => diagnostic.help(format!("known are {}", known.join(", "))),
            near => near,
        };
        self.inside(Step::Field(key), |lower| lower.fault(diagnostic));
    }

    fn missing(&mut self, key: &str) {
        self.note(&BAD_SHAPE, format!("`{key}` is missing"));
    }

    fn note(&mut self, code: &'static Code, message: String) {
        self.fault(Diagnostic::new(code, message));
    }

    fn fault(&mut self, diagnostic: Diagnostic) {
        self.faults.push(Fault { path: self.path.clone(), diagnostic });
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
