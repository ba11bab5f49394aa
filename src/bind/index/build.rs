//! The index of a model.

use std::cell::Cell;

use super::{Calendar, Column, Function, Hierarchy, Index, Measure, Relationship, Table};
use crate::bind::types::Value;
use crate::dax::parse_function;
use crate::model::{self, Model, Property, PropertyValue};

pub fn build(model: &Model) -> Index {
    let mut index = Index::default();
    for table in &model.tables {
        let at = index.add_table(of_table(table));
        for measure in &table.measures {
            let name = measure.name.as_str();
            index.add_measure(at, Measure { name: name.to_owned(), ..Measure::default() });
            if measure.more.iter().any(|child| child.name == "kpi") {
                for part in ["Goal", "Status", "Trend"] {
                    let name = format!("_{name} {part}");
                    index.add_measure(at, Measure { name, is_of_indicator: true, ..Measure::default() });
                }
            }
        }
        let names = table.more.iter().filter_map(|property| named(property, "calendar"));
        index.calendars.extend(names.map(|name| Calendar { name, table: at }));
        index.has_calculation_group |= table.more.iter().any(|property| property.name == "calculationGroup");
    }
    for property in &model.more {
        if let (Some(name), PropertyValue::Object(text, _)) = (named(property, "function"), &property.value) {
            let parsed = parse_function(text.as_deref().unwrap_or_default());
            let tree = parsed.errors.is_empty().then_some(parsed.tree);
            index.add_function(Function { name, tree, is_of_query: false });
        }
    }
    index.relationships = model.relationships.iter().map(Relationship::new).collect();
    let ends = index.relationships.iter().flat_map(|relationship| {
        [(relationship.from_is_one, &relationship.from.0), (relationship.to_is_one, &relationship.to.0)]
    });
    let keyed: Vec<usize> = ends.filter(|(is_one, _)| *is_one).filter_map(|(_, table)| index.position(table)).collect();
    for at in keyed {
        if let Some(table) = index.table_mut(at) {
            table.has_key = true;
        }
    }
    index
}

fn of_table(source: &model::Table) -> Table {
    let is_calculated = source.partitions.iter().any(|partition| partition.kind.eq_ignore_ascii_case("calculated"));
    let mut table = Table {
        name: source.name.as_str().to_owned(),
        has_key: source.columns.iter().any(|column| column.is_key),
        is_calculated,
        is_live: source.is_live(),
        ..Table::default()
    };
    for column in &source.columns {
        table.add_column(Column {
            name: column.name.as_str().to_owned(),
            value: Cell::new(column.data_type.as_deref().map_or(Value::Unknown, Value::declared)),
            is_calculated: column.expression.is_some(),
            has_variation: column.more.iter().any(|child| named(child, "variation").is_some()),
            is_of_query: false,
        });
    }
    table.hierarchies = source.hierarchies.iter().map(of_hierarchy).collect();
    table
}

fn of_hierarchy(source: &model::Hierarchy) -> Hierarchy {
    let levels = source.levels.iter();
    let levels = levels.map(|level| (level.name.clone(), level.column.as_str().to_owned())).collect();
    Hierarchy { name: source.name.clone(), levels }
}

/// The name of a carried object of this kind, without its quotes.
fn named(property: &Property, kind: &str) -> Option<String> {
    let name = property.name.strip_prefix(kind)?.strip_prefix(' ')?;
    let quoted = name.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    Some(quoted.map_or_else(|| name.to_owned(), |inner| inner.replace("''", "'")))
}
