//! The objects of a semantic model and what they use.

use super::build::Builder;
use super::{Kind, dax};
use crate::check::queries;
use crate::check::semantic_models::Read;
use crate::m;
use crate::model::{Column, Model, Property, PropertyValue, Table};
use crate::tmdl::origins::{Origins, path};

pub fn add(builder: &mut Builder, number: usize, read: &Read) {
    let adding = Adding { number, model: &read.lowered.model, origins: &read.lowered.origins };
    adding.objects(builder);
    adding.structure(builder);
    adding.queries(builder);
    dax::add(builder, number, adding.model, adding.origins);
}

struct Adding<'a> {
    number: usize,
    model: &'a Model,
    origins: &'a Origins,
}

/// The key of something inside a table.
pub fn key(table: &str, name: &str) -> String {
    format!("{table}[{name}]")
}

impl Adding<'_> {
    fn object(&self, builder: &mut Builder, kind: Kind, key: &str, name: String, path: String) -> usize {
        let place = self.origins.place(&path);
        builder.known(self.number, key, path, (kind, name, place))
    }

    fn objects(&self, builder: &mut Builder) {
        for table in &self.model.tables {
            self.table(builder, table);
        }
        for one in &self.model.relationships {
            let name = format!("{}[{}] → {}[{}]", one.from.table, one.from.column, one.to.table, one.to.column);
            let at = self.object(builder, Kind::Relationship, &one.name, name, path("", "relationship", &one.name));
            builder.alias(at, &one.name);
        }
        for role in &self.model.roles {
            let name = role.name.as_str();
            self.object(builder, Kind::Role, name, name.to_owned(), path("", "role", name));
        }
        for one in &self.model.expressions {
            self.object(builder, Kind::Expression, &one.name, one.name.clone(), path("", "expression", &one.name));
        }
        for property in &self.model.more {
            for (word, kind) in [("function", Kind::Function), ("perspective", Kind::Perspective)] {
                if let Some(name) = named(property, word) {
                    self.object(builder, kind, &name, name.clone(), property.name.clone());
                }
            }
        }
    }

    fn table(&self, builder: &mut Builder, table: &Table) {
        let own = table.name.as_str();
        let own_path = path("", "table", own);
        let at = self.object(builder, Kind::Table, own, own.to_owned(), own_path.clone());
        let mut parts = Vec::new();
        for column in &table.columns {
            let (key, path) = (key(own, column.name.as_str()), path(&own_path, "column", column.name.as_str()));
            parts.push(self.object(builder, Kind::Column, &key, key.clone(), path));
        }
        for measure in &table.measures {
            let (name, path) = (measure.name.as_str(), path(&own_path, "measure", measure.name.as_str()));
            let part = self.object(builder, Kind::Measure, name, format!("[{name}]"), path);
            builder.alias(part, &key(own, name));
            parts.push(part);
        }
        for hierarchy in &table.hierarchies {
            let key = key(own, &hierarchy.name);
            parts.push(self.object(
                builder,
                Kind::Hierarchy,
                &key,
                key.clone(),
                path(&own_path, "hierarchy", &hierarchy.name),
            ));
        }
        for partition in &table.partitions {
            // The one partition of a table mostly has its name, or one with a number that nobody knows.
            let name = if table.partitions.len() == 1 { own } else { &partition.name };
            let key = key(own, &partition.name);
            self.object(builder, Kind::Partition, &key, name.to_owned(), path(&own_path, "partition", &partition.name));
        }
        for group in table.more.iter().filter(|property| property.name == "calculationGroup") {
            for item in inside(group) {
                let Some(name) = named(item, "calculationItem") else { continue };
                let key = key(own, &name);
                let path = format!("{own_path}/calculationGroup/{}", item.name);
                parts.push(self.object(builder, Kind::CalculationItem, &key, key.clone(), path));
            }
        }
        parts.into_iter().for_each(|part| builder.part(at, part));
    }

    /// What objects say of one another without any formula.
    fn structure(&self, builder: &mut Builder) {
        let number = self.number;
        for table in &self.model.tables {
            let own = table.name.as_str();
            let own_path = path("", "table", own);
            let Some(at) = builder.find(number, Kind::Table, own) else { continue };
            let filled_by: Vec<usize> = table
                .partitions
                .iter()
                .filter_map(|one| builder.find(number, Kind::Partition, &key(own, &one.name)))
                .collect();
            for partition in &filled_by {
                builder.uses(at, Some(*partition), self.origins.place(&own_path));
            }
            for column in &table.columns {
                self.column(builder, table, column, &filled_by);
            }
            for hierarchy in &table.hierarchies {
                let path = path(&own_path, "hierarchy", &hierarchy.name);
                let Some(at) = builder.find(number, Kind::Hierarchy, &key(own, &hierarchy.name)) else { continue };
                for level in &hierarchy.levels {
                    let place =
                        self.origins.property(&crate::tmdl::origins::path(&path, "level", &level.name), "column");
                    let to = builder.find(number, Kind::Column, &key(own, level.column.as_str()));
                    builder.uses(at, to, place);
                }
            }
        }
        for one in &self.model.relationships {
            let Some(at) = builder.find(number, Kind::Relationship, &one.name) else { continue };
            let path = path("", "relationship", &one.name);
            for (end, property) in [(&one.from, "fromColumn"), (&one.to, "toColumn")] {
                let to = builder.find(number, Kind::Column, &key(end.table.as_str(), end.column.as_str()));
                builder.uses(at, to, self.origins.property(&path, property));
            }
        }
        for role in &self.model.roles {
            let Some(at) = builder.find(number, Kind::Role, role.name.as_str()) else { continue };
            for one in &role.table_permissions {
                let table = one.table.as_str();
                let path = path(&path("", "role", role.name.as_str()), "tablePermission", table);
                builder.uses(at, builder.find(number, Kind::Table, table), self.origins.place(&path));
                for column in one.more.iter().filter_map(|property| named(property, "columnPermission")) {
                    let to = builder.find(number, Kind::Column, &key(table, &column));
                    let path = crate::tmdl::origins::path(&path, "columnPermission", &column);
                    builder.uses(at, to, self.origins.place(&path));
                }
            }
        }
        self.model.more.iter().for_each(|property| self.perspective(builder, property));
    }

    fn column(&self, builder: &mut Builder, table: &Table, column: &Column, filled_by: &[usize]) {
        let own = table.name.as_str();
        let Some(at) = builder.find(self.number, Kind::Column, &key(own, column.name.as_str())) else { return };
        let path = path(&path("", "table", own), "column", column.name.as_str());
        if column.expression.is_none() {
            for partition in filled_by {
                builder.uses(at, Some(*partition), self.origins.property(&path, "sourceColumn"));
            }
        }
        if let Some(by) = &column.sort_by_column {
            let to = builder.find(self.number, Kind::Column, &key(own, by.as_str()));
            builder.uses(at, to, self.origins.property(&path, "sortByColumn"));
        }
        for details in column.more.iter().filter(|property| property.name == "relatedColumnDetails") {
            for by in inside(details).iter().filter(|property| property.name == "groupByColumn") {
                let PropertyValue::Text(by) = &by.value else { continue };
                let to = builder.find(self.number, Kind::Column, &key(own, &unquoted(by)));
                let place = self.origins.property(&format!("{path}/relatedColumnDetails"), "groupByColumn");
                builder.uses(at, to, place);
            }
        }
    }

    fn perspective(&self, builder: &mut Builder, property: &Property) {
        let Some(name) = named(property, "perspective") else { return };
        let Some(at) = builder.find(self.number, Kind::Perspective, &name) else { return };
        for shown in inside(property) {
            let Some(table) = named(shown, "perspectiveTable") else { continue };
            let table_path = format!("{}/{}", property.name, shown.name);
            let to = builder.find(self.number, Kind::Table, &table);
            builder.uses(at, to, self.origins.place(&table_path));
            for part in inside(shown) {
                let kinds = [
                    ("perspectiveColumn", Kind::Column),
                    ("perspectiveMeasure", Kind::Measure),
                    ("perspectiveHierarchy", Kind::Hierarchy),
                ];
                for (word, kind) in kinds {
                    let Some(name) = named(part, word) else { continue };
                    let key = if kind == Kind::Measure { name } else { key(&table, &name) };
                    let to = builder.find(self.number, kind, &key);
                    builder.uses(at, to, self.origins.place(&format!("{table_path}/{}", part.name)));
                }
            }
        }
    }

    /// What the M of partitions and shared expressions names.
    fn queries(&self, builder: &mut Builder) {
        for query in queries::read(self.model) {
            let Some(at) = builder.at_path(self.number, &query.path) else { continue };
            let Some(expression) = query.parsed.expression() else { continue };
            for reference in m::references(expression) {
                // M tells upper from lower case.
                let is_shared = self.model.expressions.iter().any(|one| one.name == reference.name);
                let is_table = self.model.tables.iter().any(|one| one.name.as_str() == reference.name);
                let kind = match (is_shared, is_table) {
                    (true, _) => Kind::Expression,
                    (false, true) => Kind::Table,
                    (false, false) => continue,
                };
                let to = builder.find(self.number, kind, &reference.name);
                let text = query.parsed.text();
                builder.uses(at, to, self.origins.inside(&query.path, query.property, text, reference.span));
            }
        }
        for table in &self.model.tables {
            for partition in &table.partitions {
                self.entity(builder, table, &partition.name, &partition.more);
            }
        }
    }

    /// `expressionSource` of a partition that names a shared expression.
    fn entity(&self, builder: &mut Builder, table: &Table, partition: &str, more: &[Property]) {
        let own = table.name.as_str();
        let path = path(&path("", "table", own), "partition", partition);
        let Some(at) = builder.find(self.number, Kind::Partition, &key(own, partition)) else { return };
        let sources = more.iter().filter(|property| property.name == "source").flat_map(inside);
        for property in more.iter().chain(sources).filter(|property| property.name == "expressionSource") {
            let PropertyValue::Text(name) = &property.value else { continue };
            let to = builder.find(self.number, Kind::Expression, &unquoted(name));
            builder.uses(at, to, self.origins.place(&path));
        }
    }
}

/// The name of a carried object of this kind.
fn named(property: &Property, kind: &str) -> Option<String> {
    property.name.strip_prefix(kind)?.strip_prefix(' ').map(unquoted)
}

fn unquoted(name: &str) -> String {
    let inner = name.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    inner.map_or_else(|| name.to_owned(), |inner| inner.replace("''", "'"))
}

fn inside(property: &Property) -> &[Property] {
    match &property.value {
        PropertyValue::Object(_, inside) => inside,
        _ => &[],
    }
}
