//! What the statements of some files add up to, before types and references are resolved.

use std::collections::{BTreeMap, BTreeSet};

use super::cursor::ObjectName;
use super::property::Property;
use super::types::SqlType;
use super::{REPEATED_TABLE, UNKNOWN_TABLE, batch, lex};
use crate::diag::{Diagnostic, Place};
use crate::file_tree::FileTree;
use crate::name;

/// Schema and name in lower case: neither tells tables apart by case.
pub type Key = (String, String);

#[derive(Default)]
pub struct Database {
    pub(super) tables: BTreeMap<Key, Table>,
    pub(super) views: BTreeMap<Key, View>,
    /// Alias types.
    pub(super) types: BTreeMap<Key, Declared>,
    /// The history of system-versioned tables.
    pub(super) histories: BTreeSet<Key>,
    pub(super) properties: Vec<Property>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Of tables that a later file may make.
    deferred: Vec<(ObjectName, Place, Change)>,
}

pub struct Table {
    pub name: ObjectName,
    pub place: Place,
    pub columns: Vec<Column>,
    pub primary_key: Option<PrimaryKey>,
    pub foreign_keys: Vec<ForeignKey>,
}

#[derive(Clone)]
pub struct Column {
    pub name: String,
    pub place: Place,
    pub source: Source,
    /// `None` where nothing was said.
    pub nullable: Option<bool>,
    /// `SELECT *` does not show it.
    pub hidden: bool,
}

#[derive(Clone)]
pub enum Source {
    Typed(Declared),
    /// The expression it is computed by.
    Computed(String),
}

/// A type as it stands behind a column.
#[derive(Clone)]
pub struct Declared {
    pub name: ObjectName,
    pub precision: Option<u32>,
    pub scale: Option<u32>,
    /// Of an alias type that says it.
    pub nullable: Option<bool>,
}

#[derive(Clone)]
pub struct PrimaryKey {
    pub constraint: Option<String>,
    pub columns: Vec<String>,
}

#[derive(Clone)]
pub struct ForeignKey {
    pub constraint: Option<String>,
    pub place: Place,
    pub columns: Vec<String>,
    pub target: ObjectName,
    /// Empty where the target's primary key is meant.
    pub to_columns: Vec<String>,
}

pub struct View {
    pub name: ObjectName,
    pub place: Place,
    /// Names in the header, over those of the query.
    pub columns: Vec<String>,
    pub query: String,
}

#[derive(Clone)]
pub enum Change {
    AddColumn(Column),
    AlterColumn(Column),
    DropColumn(String),
    AddPrimaryKey(PrimaryKey),
    AddForeignKey(ForeignKey),
    DropConstraint(String),
}

impl Declared {
    /// The built-in type, where it is one.
    pub fn built_in(&self) -> Option<SqlType> {
        SqlType::new(&self.name.name, self.precision, self.scale)
    }
}

impl Database {
    pub fn read(files: &FileTree) -> Database {
        let mut database = Database::default();
        for path in files.paths() {
            if let Some(text) = files.text(path) {
                batch::file(&mut database, path, text, &lex::lex(text));
            }
        }
        for (table, place, change) in std::mem::take(&mut database.deferred) {
            match database.tables.get_mut(&table.key()) {
                Some(table) => table.apply(change),
                None => database.unknown_table(&table, place),
            }
        }
        database
    }

    /// The schemas that have tables or views, as they are written.
    pub fn schemas(&self) -> BTreeSet<&str> {
        let tables = self.tables.values().map(|table| table.name.schema.as_str());
        tables.chain(self.views.values().map(|view| view.name.schema.as_str())).collect()
    }

    pub(super) fn add_table(&mut self, table: Table, is_guarded: bool) {
        if !self.is_repeated(&table.name, &table.place, is_guarded) {
            self.tables.insert(table.name.key(), table);
        }
    }

    pub(super) fn add_view(&mut self, view: View, is_guarded: bool, replaces: bool) {
        if replaces || !self.is_repeated(&view.name, &view.place, is_guarded) {
            self.views.insert(view.name.key(), view);
        }
    }

    fn is_repeated(&mut self, name: &ObjectName, place: &Place, is_guarded: bool) -> bool {
        let key = name.key();
        let tables = self.tables.get(&key).map(|table| &table.place);
        let Some(first) = tables.or_else(|| self.views.get(&key).map(|view| &view.place)) else { return false };
        if !is_guarded {
            let message = format!("`{}.{}` is made a second time", name.schema, name.name);
            let diagnostic = Diagnostic::new(&REPEATED_TABLE, message).at(place.clone(), "here");
            self.diagnostics.push(diagnostic.at(first.clone(), "made here, and this is what counts"));
        }
        true
    }

    pub(super) fn change(&mut self, table: &ObjectName, place: &Place, change: Change) {
        match self.tables.get_mut(&table.key()) {
            Some(table) => table.apply(change),
            None => self.deferred.push((table.clone(), place.clone(), change)),
        }
    }

    pub(super) fn drop(&mut self, object: &ObjectName) {
        self.tables.remove(&object.key());
        self.views.remove(&object.key());
        self.properties.retain(|property| property.object.key() != object.key());
    }

    fn unknown_table(&mut self, table: &ObjectName, place: Place) {
        let message = format!("the table `{}.{}` is altered but made nowhere", table.schema, table.name);
        let known = self.tables.values().map(|known| known.name.name.as_str());
        let diagnostic = Diagnostic::new(&UNKNOWN_TABLE, message).at(place, "");
        let diagnostic = match diagnostic.clone().did_you_mean(&table.name, known) {
            near if near.help.is_empty() => diagnostic.help("give the file that makes it too"),
            near => near,
        };
        if !self.diagnostics.iter().any(|known| known.message == diagnostic.message) {
            self.diagnostics.push(diagnostic);
        }
    }
}

impl Table {
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::AddColumn(column) => {
                // Behind an `IF` a column may be added that is there already.
                if self.position(&column.name).is_none() {
                    self.columns.push(column);
                }
            }
            Change::AlterColumn(column) => {
                if let Some(at) = self.position(&column.name) {
                    self.columns[at].source = column.source;
                    self.columns[at].nullable = Some(column.nullable.unwrap_or(true));
                }
            }
            Change::DropColumn(name) => self.columns.retain(|column| !name::same(&column.name, &name)),
            Change::AddPrimaryKey(key) => {
                self.primary_key.get_or_insert(key);
            }
            Change::AddForeignKey(key) => self.foreign_keys.push(key),
            Change::DropConstraint(name) => {
                let is_it = |own: &Option<String>| own.as_deref().is_some_and(|own| name::same(own, &name));
                self.primary_key.take_if(|key| is_it(&key.constraint));
                self.foreign_keys.retain(|key| !is_it(&key.constraint));
            }
        }
    }

    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|own| name::same(&own.name, column))
    }
}
