//! From what the statements add up to, to a catalog: types and references resolved, views typed.

use std::collections::BTreeMap;

use super::cursor::ObjectName;
use super::database::{Column, Database, Declared, Key, Source, Table, View};
use super::scope::{Relation, Shown, Typed, UNKNOWN};
use super::types::SqlType;
use super::{NO_TABLES, UNREADABLE, notes, property, view};
use crate::catalog::{self, Catalog, ForeignKey, TableKind, taken_in};
use crate::diag::{self, Diagnostic};
use crate::name::{self, TableName};

/// How deep views may stand on views; the server itself allows no more.
const DEEPEST: usize = 32;

impl Database {
    /// The tables and views of a schema, or of every schema, and everything there is to say about the files.
    pub fn catalog(&self, schema: Option<&str>) -> (Catalog, Vec<Diagnostic>) {
        let wanted = |name: &ObjectName| {
            let is_history = self.histories.contains(&name.key());
            let is_schema = schema.is_none_or(|schema| name::same(&name.schema, schema));
            is_schema && !is_history && !taken_in::is_technical(&name.name)
        };
        let mut diagnostics = self.diagnostics.clone();
        let mut resolver = Resolver { database: self, known: BTreeMap::new(), open: Vec::new() };
        let (mut tables, mut places) = (Vec::new(), Vec::new());
        for table in self.tables.values().filter(|table| wanted(&table.name)) {
            places.push((TableName::new(&table.name.name), table.place.clone()));
            tables.push(resolver.table(table, &wanted, &mut diagnostics));
        }
        for view in self.views.values().filter(|view| wanted(&view.name)) {
            match resolver.view(view) {
                Ok(relation) => {
                    places.push((TableName::new(&view.name.name), view.place.clone()));
                    tables.push(shown(view, relation, &mut diagnostics));
                }
                Err(reason) => diagnostics.push(
                    Diagnostic::new(&UNREADABLE, format!("cannot read the query of the view `{}`", view.name.name))
                        .at(view.place.clone(), reason)
                        .help("write it in a plainer form, or take the catalog from the database itself"),
                ),
            }
        }
        for said in self.properties.iter().filter(|said| wanted(&said.object)) {
            let table = tables.iter_mut().find(|table| name::same(table.name.as_str(), &said.object.name));
            table.into_iter().for_each(|table| property::apply(table, said.about, said.column.as_deref(), &said.value));
        }
        if tables.is_empty() && !diagnostics.iter().any(Diagnostic::is_error) {
            diagnostics.push(self.nothing(schema));
        }
        let (catalog, left_out) = taken_in::catalog(tables);
        diagnostics.extend(left_out.into_iter().map(|(table, diagnostic)| {
            match places.iter().find(|(name, _)| *name == table) {
                Some((_, place)) => diagnostic.at(place.clone(), ""),
                None => diagnostic,
            }
        }));
        diag::sort(&mut diagnostics);
        (catalog, diagnostics)
    }

    fn nothing(&self, schema: Option<&str>) -> Diagnostic {
        let schemas: Vec<&str> = self.schemas().into_iter().collect();
        match schema {
            Some(schema) if !schemas.is_empty() => {
                let message = format!("the files make no table in the schema `{schema}`");
                Diagnostic::new(&NO_TABLES, message).help(format!("they make some in {}", schemas.join(", ")))
            }
            _ => Diagnostic::new(&NO_TABLES, "the files make no table"),
        }
    }
}

pub struct Resolver<'d> {
    database: &'d Database,
    known: BTreeMap<Key, Option<Relation>>,
    /// The views that are being looked into: one on the other, or in a circle.
    open: Vec<Key>,
}

impl<'d> Resolver<'d> {
    /// What a table or view shows; `None` where there is none of that name, or where its query is not understood.
    pub fn relation(&mut self, object: &ObjectName) -> Option<Relation> {
        let key = object.key();
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let relation = match self.database.tables.get(&key) {
            Some(table) => Some(self.columns(table)),
            None if self.open.contains(&key) || self.open.len() >= DEEPEST => return None,
            None => {
                let view = self.database.views.get(&key)?;
                self.view(view).ok()
            }
        };
        self.known.insert(key, relation.clone());
        relation
    }

    fn view(&mut self, view: &View) -> Result<Relation, String> {
        self.open.push(view.name.key());
        let relation = view::relation(&view.query, self);
        self.open.pop();
        relation.map(|relation| relation.renamed(view.columns.iter().map(String::as_str)))
    }

    /// Every column of a table in order, computed ones by those that are not.
    fn columns(&mut self, table: &Table) -> Relation {
        let mut relation = Relation::default();
        for column in &table.columns {
            let typed = match &column.source {
                Source::Typed(declared) => self.typed(declared, column, table),
                Source::Computed(_) => UNKNOWN,
            };
            relation.columns.push(Shown { name: column.name.clone(), typed });
        }
        for (at, column) in table.columns.iter().enumerate() {
            if let Source::Computed(expression) = &column.source {
                let typed = view::expression(expression, relation.clone(), self);
                relation.columns[at].typed = Typed { nullable: column.nullable.unwrap_or(typed.nullable), ..typed };
            }
        }
        relation
    }

    fn typed(&self, declared: &Declared, column: &Column, table: &Table) -> Typed {
        let alias = self.database.types.get(&declared.name.key());
        let kind = alias.and_then(Declared::built_in).or_else(|| declared.built_in());
        let is_key = table.primary_key.iter().flat_map(|key| &key.columns).any(|key| name::same(key, &column.name));
        let said = column.nullable.or(alias.and_then(|alias| alias.nullable));
        Typed { kind, nullable: said.unwrap_or(true) && !is_key }
    }

    fn table(
        &mut self,
        table: &Table,
        wanted: &dyn Fn(&ObjectName) -> bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> catalog::Table {
        let relation = self.relation(&table.name).unwrap_or_default();
        let mut columns = Vec::new();
        for (column, shown) in table.columns.iter().zip(relation.columns).filter(|(column, _)| !column.hidden) {
            let name = format!("{}.{}", table.name.name, column.name);
            match shown.typed.kind.and_then(SqlType::kind) {
                Some(kind) => columns.push(new_column(&column.name, kind, shown.typed.nullable)),
                None => {
                    diagnostics.push(without_kind(&name, shown.typed.kind, &column.source).at(column.place.clone(), ""))
                }
            }
        }
        let has = |name: &String| columns.iter().any(|column: &catalog::Column| name::same(column.name.as_str(), name));
        let key = table.primary_key.as_ref().filter(|key| key.columns.iter().all(has));
        let primary_key = key.map(|key| key.columns.iter().map(|name| spelled(name, &table.columns).into()).collect());
        let mut foreign_keys = Vec::new();
        for key in &table.foreign_keys {
            let target = self.database.tables.get(&key.target.key()).filter(|target| wanted(&target.name));
            match target.filter(|_| key.columns.iter().all(has)) {
                Some(target) => foreign_keys.push(foreign_key(table, key, target)),
                None => {
                    let target = format!("{}.{}", key.target.schema, key.target.name);
                    diagnostics.push(notes::outside(&table.name.name, &target).at(key.place.clone(), "left out"));
                }
            }
        }
        catalog::Table {
            name: table.name.name.as_str().into(),
            kind: TableKind::Table,
            grain: String::new(),
            description: String::new(),
            columns,
            primary_key: primary_key.unwrap_or_default(),
            foreign_keys,
            rows: None,
        }
    }
}

fn new_column(name: &str, kind: catalog::DataType, nullable: bool) -> catalog::Column {
    catalog::Column { name: name.into(), kind, nullable, description: String::new(), statistics: None }
}

fn without_kind(name: &str, kind: Option<SqlType>, source: &Source) -> Diagnostic {
    match (kind, source) {
        (None, Source::Computed(_)) => notes::unknown_type(name),
        (None, Source::Typed(declared)) => notes::undeclared_type(name, &declared.name.name),
        (Some(_), Source::Typed(declared)) => notes::unsupported_type(name, &declared.name.name),
        (Some(_), Source::Computed(_)) => notes::unsupported_type(name, ""),
    }
}

fn foreign_key(table: &Table, key: &super::database::ForeignKey, target: &Table) -> ForeignKey {
    let to_columns = match key.to_columns.as_slice() {
        [] => target.primary_key.as_ref().map(|key| key.columns.as_slice()).unwrap_or_default(),
        columns => columns,
    };
    ForeignKey {
        columns: key.columns.iter().map(|name| spelled(name, &table.columns).into()).collect(),
        to_table: target.name.name.as_str().into(),
        to_columns: to_columns.iter().map(|name| spelled(name, &target.columns).into()).collect(),
    }
}

/// A column's name as the table spells it.
fn spelled<'a>(name: &'a str, columns: &'a [Column]) -> &'a str {
    columns.iter().find(|column| name::same(&column.name, name)).map_or(name, |column| &column.name)
}

fn shown(view: &View, relation: Relation, diagnostics: &mut Vec<Diagnostic>) -> catalog::Table {
    let mut columns = Vec::new();
    for column in relation.columns {
        let name = format!("{}.{}", view.name.name, column.name);
        match column.typed.kind.map(SqlType::kind) {
            Some(Some(kind)) => columns.push(new_column(&column.name, kind, column.typed.nullable)),
            Some(None) => diagnostics.push(notes::unsupported_type(&name, "").at(view.place.clone(), "in this view")),
            None => diagnostics.push(notes::unknown_type(&name).at(view.place.clone(), "in this view")),
        }
    }
    if relation.is_open {
        let name = format!("{}.*", view.name.name);
        diagnostics.push(notes::unknown_type(&name).at(view.place.clone(), "in this view"));
    }
    catalog::Table {
        name: view.name.name.as_str().into(),
        kind: TableKind::View,
        grain: String::new(),
        description: String::new(),
        columns,
        primary_key: Vec::new(),
        foreign_keys: Vec::new(),
        rows: None,
    }
}
