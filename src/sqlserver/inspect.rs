//! What is in the warehouse's schema: the catalog, read from the server's own tables about tables.
//!
//! Every table and view of the schema is taken in, whoever made it, as far as the login may see it. What a database
//! cannot say of the contract's tables is added as for every other source ([`taken_in`]). Rows are counted where
//! the server knows their number, statistics of values are not taken.
//!
//! Babelfish tells every name in lower case, no description of a view's column, and of a view's decimals no places:
//! there these are numbers, but for the contract's own.

use std::collections::BTreeMap;

use super::{Connection, Error, Options};
use crate::catalog::{Catalog, Column, ForeignKey, Table, taken_in};
use crate::ddl::{notes, property};
use crate::diag::{self, Diagnostic};

mod queries;

use queries::{ForeignKeyPart, Object, Property, RawColumn};

/// The catalog of the schema, and what of it could not be taken in.
pub fn catalog(connection: &mut Connection, options: &Options) -> Result<(Catalog, Vec<Diagnostic>), Error> {
    let mut objects = queries::objects(connection, &options.schema)?;
    objects.retain(|object| !taken_in::is_technical(&object.name));
    let described = Described {
        columns: by_object(queries::columns(connection, &options.schema)?, |column| column.object),
        keys: queries::primary_keys(connection, &options.schema)?,
        foreign_keys: queries::foreign_keys(connection, &options.schema)?,
        properties: queries::properties(connection, &options.schema)?,
        rows: queries::rows(connection, &options.schema, &objects)?,
    };
    let mut diagnostics = Vec::new();
    let tables = objects.iter().map(|object| described.table(object, &objects, &mut diagnostics)).collect();
    let (catalog, left_out) = taken_in::catalog(tables);
    diagnostics.extend(left_out.into_iter().map(|(_, diagnostic)| diagnostic));
    diag::sort(&mut diagnostics);
    Ok((catalog, diagnostics))
}

/// The server's answers; a column goes by the ids of its table and of itself.
struct Described {
    columns: BTreeMap<i32, Vec<RawColumn>>,
    keys: Vec<(i32, i32)>,
    foreign_keys: Vec<ForeignKeyPart>,
    properties: Vec<Property>,
    rows: BTreeMap<i32, u64>,
}

impl Described {
    fn table(&self, object: &Object, objects: &[Object], diagnostics: &mut Vec<Diagnostic>) -> Table {
        let mut columns = Vec::new();
        for column in self.columns_of(object.id).iter().filter(|column| !column.hidden) {
            match column.kind() {
                Some(kind) => columns.push(Column {
                    name: column.name.as_str().into(),
                    kind,
                    nullable: column.nullable,
                    description: String::new(),
                    statistics: None,
                }),
                None => {
                    let name = format!("{}.{}", object.name, column.name);
                    diagnostics.push(notes::unsupported_type(&name, &column.type_name));
                }
            }
        }
        let is_shown = |name: &str| columns.iter().any(|column| column.name == *name);
        let key: Vec<&str> = self
            .keys
            .iter()
            .filter(|(table, _)| *table == object.id)
            .filter_map(|(table, column)| self.column_name(*table, *column))
            .collect();
        let primary_key = if key.iter().all(|name| is_shown(name)) { key } else { Vec::new() };
        let mut table = Table {
            name: object.name.as_str().into(),
            kind: object.kind,
            grain: String::new(),
            description: String::new(),
            primary_key: primary_key.into_iter().map(Into::into).collect(),
            foreign_keys: self.foreign_keys_of(object, objects, &is_shown, diagnostics),
            columns,
            rows: self.rows.get(&object.id).copied(),
        };
        for said in self.properties.iter().filter(|said| said.table == object.id) {
            let column = match said.column {
                0 => None,
                id => match self.column_name(object.id, id) {
                    Some(name) => Some(name),
                    None => continue,
                },
            };
            property::apply(&mut table, said.about, column, &said.value);
        }
        table
    }

    fn foreign_keys_of(
        &self,
        object: &Object,
        objects: &[Object],
        is_shown: &dyn Fn(&str) -> bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<ForeignKey> {
        let mut keys = Vec::new();
        let own: Vec<&ForeignKeyPart> = self.foreign_keys.iter().filter(|part| part.table == object.id).collect();
        for parts in own.chunk_by(|a, b| a.id == b.id) {
            let Some(first) = parts.first() else { continue };
            let columns: Vec<&str> =
                parts.iter().filter_map(|part| self.column_name(part.table, part.column)).collect();
            let to_columns: Vec<&str> =
                parts.iter().filter_map(|part| self.column_name(part.to_table, part.to_column)).collect();
            let target = objects.iter().find(|target| target.id == first.to_table);
            match target.filter(|_| columns.len() == parts.len() && columns.iter().all(|name| is_shown(name))) {
                Some(target) => keys.push(ForeignKey {
                    columns: columns.into_iter().map(Into::into).collect(),
                    to_table: target.name.as_str().into(),
                    to_columns: to_columns.into_iter().map(Into::into).collect(),
                }),
                None => diagnostics.push(notes::outside(&object.name, &first.to_name)),
            }
        }
        keys
    }

    fn columns_of(&self, object: i32) -> &[RawColumn] {
        self.columns.get(&object).map(Vec::as_slice).unwrap_or_default()
    }

    fn column_name(&self, object: i32, column: i32) -> Option<&str> {
        self.columns_of(object).iter().find(|own| own.id == column).map(|own| own.name.as_str())
    }
}

fn by_object<T>(items: Vec<T>, object: impl Fn(&T) -> i32) -> BTreeMap<i32, Vec<T>> {
    let mut map: BTreeMap<i32, Vec<T>> = BTreeMap::new();
    for item in items {
        map.entry(object(&item)).or_default().push(item);
    }
    map
}
