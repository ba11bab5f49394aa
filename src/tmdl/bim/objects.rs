//! Each noun as its object.

use serde_json::{Value, json};

use super::carried::{carry, flag, insert, ordinals, put, put_some};
use super::{Object, annotations, described, list};
use crate::model::{
    Column, Hierarchy, Level, Measure, Member, NamedExpression, Partition, Relationship, Role, Table, TablePermission,
};
use crate::name::same;

pub fn table(table: &Table) -> Object {
    let mut object = described(table.name.as_str(), table.description.as_deref(), "table", &table.more);
    flag(&mut object, "isHidden", table.is_hidden);
    put_some(&mut object, "lineageTag", table.lineage_tag.as_deref());
    put_some(&mut object, "dataCategory", table.data_category.as_deref());
    let is_calculated = table.partitions.iter().any(|partition| same(&partition.kind, "calculated"));
    list(&mut object, "columns", &table.columns, |one| column(one, is_calculated));
    list(&mut object, "measures", &table.measures, measure);
    list(&mut object, "hierarchies", &table.hierarchies, hierarchy);
    list(&mut object, "partitions", &table.partitions, partition);
    if table.partitions.is_empty() && object.contains_key("calculationGroup") {
        // A calculation group has its partition even where none is written.
        let source = json!({ "type": "calculationGroup" });
        insert(&mut object, "partitions", json!([{ "name": "Partition", "mode": "import", "source": source }]));
    }
    annotations(&mut object, &table.annotations);
    object
}

fn column(column: &Column, in_calculated: bool) -> Object {
    let mut object = Object::new();
    if column.expression.is_some() {
        put(&mut object, "type", "calculated");
    } else if in_calculated {
        put(&mut object, "type", "calculatedTableColumn");
    }
    object.extend(described(column.name.as_str(), column.description.as_deref(), "column", &column.more));
    if in_calculated && column.expression.is_none() {
        object.entry("isNameInferred").or_insert(json!(false));
    }
    put_some(&mut object, "dataType", column.data_type.as_deref());
    put_some(&mut object, "sourceColumn", column.source_column.as_deref());
    put_some(&mut object, "expression", column.expression.as_deref());
    flag(&mut object, "isHidden", column.is_hidden);
    flag(&mut object, "isKey", column.is_key);
    put_some(&mut object, "formatString", column.format_string.as_deref());
    put_some(&mut object, "displayFolder", column.display_folder.as_deref());
    put_some(&mut object, "lineageTag", column.lineage_tag.as_deref());
    put_some(&mut object, "dataCategory", column.data_category.as_deref());
    put_some(&mut object, "summarizeBy", column.summarize_by.as_deref().filter(|by| !same(by, "default")));
    put_some(&mut object, "sortByColumn", column.sort_by_column.as_ref().map(|name| name.as_str()));
    annotations(&mut object, &column.annotations);
    object
}

fn measure(measure: &Measure) -> Object {
    let mut object = described(measure.name.as_str(), measure.description.as_deref(), "measure", &measure.more);
    put(&mut object, "expression", &measure.expression);
    flag(&mut object, "isHidden", measure.is_hidden);
    put_some(&mut object, "formatString", measure.format_string.as_deref());
    put_some(&mut object, "displayFolder", measure.display_folder.as_deref());
    put_some(&mut object, "lineageTag", measure.lineage_tag.as_deref());
    if let Some(format) = &measure.format_string_expression {
        insert(&mut object, "formatStringDefinition", json!({ "expression": format }));
    }
    annotations(&mut object, &measure.annotations);
    object
}

fn hierarchy(hierarchy: &Hierarchy) -> Object {
    let mut object = described(&hierarchy.name, hierarchy.description.as_deref(), "hierarchy", &hierarchy.more);
    flag(&mut object, "isHidden", hierarchy.is_hidden);
    put_some(&mut object, "displayFolder", hierarchy.display_folder.as_deref());
    put_some(&mut object, "lineageTag", hierarchy.lineage_tag.as_deref());
    list(&mut object, "levels", &hierarchy.levels, level);
    ordinals(&mut object, "levels");
    annotations(&mut object, &hierarchy.annotations);
    object
}

fn level(level: &Level) -> Object {
    let mut object = described(&level.name, level.description.as_deref(), "level", &level.more);
    put_some(&mut object, "lineageTag", level.lineage_tag.as_deref());
    put(&mut object, "column", level.column.as_str());
    annotations(&mut object, &level.annotations);
    object
}

fn partition(partition: &Partition) -> Object {
    let mut object = Object::new();
    put(&mut object, "name", &partition.name);
    put_some(&mut object, "mode", partition.mode.as_deref().filter(|mode| !same(mode, "default")));
    let mut source = Object::new();
    put(&mut source, "type", &partition.kind);
    let is_query = same(&partition.kind, "query");
    put(&mut source, if is_query { "query" } else { "expression" }, &partition.source);
    insert(&mut object, "source", Value::Object(source));
    carry(&mut object, "partition", &partition.more);
    annotations(&mut object, &partition.annotations);
    object
}

pub fn relationship(relationship: &Relationship) -> Object {
    let mut object = described(&relationship.name, None, "relationship", &relationship.more);
    put(&mut object, "fromTable", relationship.from.table.as_str());
    put(&mut object, "fromColumn", relationship.from.column.as_str());
    put(&mut object, "toTable", relationship.to.table.as_str());
    put(&mut object, "toColumn", relationship.to.column.as_str());
    if relationship.is_active == Some(false) {
        insert(&mut object, "isActive", json!(false));
    }
    let unless = |value: &Option<String>, default: &str| value.clone().filter(|value| !same(value, default));
    put_some(&mut object, "crossFilteringBehavior", unless(&relationship.cross_filtering, "oneDirection").as_deref());
    put_some(
        &mut object,
        "securityFilteringBehavior",
        unless(&relationship.security_filtering, "oneDirection").as_deref(),
    );
    put_some(&mut object, "fromCardinality", unless(&relationship.from_cardinality, "many").as_deref());
    put_some(&mut object, "toCardinality", unless(&relationship.to_cardinality, "one").as_deref());
    annotations(&mut object, &relationship.annotations);
    object
}

pub fn role(role: &Role) -> Object {
    let mut object = described(role.name.as_str(), role.description.as_deref(), "role", &role.more);
    put_some(&mut object, "modelPermission", role.permission.as_deref());
    list(&mut object, "tablePermissions", &role.table_permissions, table_permission);
    list(&mut object, "members", &role.members, member);
    annotations(&mut object, &role.annotations);
    object
}

fn table_permission(permission: &TablePermission) -> Object {
    let mut object = described(permission.table.as_str(), None, "tablePermission", &permission.more);
    put_some(&mut object, "filterExpression", permission.filter.as_deref());
    object
}

fn member(member: &Member) -> Object {
    let mut object = Object::new();
    put(&mut object, "memberName", &member.name);
    carry(&mut object, "member", &member.more);
    if member.kind.as_deref().is_some_and(|kind| same(kind, "activeDirectory")) {
        return object;
    }
    object.entry("identityProvider").or_insert(json!("AzureAD"));
    if !object.contains_key("memberType") {
        put(&mut object, "memberType", member.kind.as_deref().unwrap_or("user"));
    }
    object
}

pub fn expression(expression: &NamedExpression) -> Object {
    let mut object = described(&expression.name, expression.description.as_deref(), "expression", &expression.more);
    object.entry("kind").or_insert(json!("m"));
    put(&mut object, "expression", &expression.expression);
    put_some(&mut object, "lineageTag", expression.lineage_tag.as_deref());
    annotations(&mut object, &expression.annotations);
    object
}
