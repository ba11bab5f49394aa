//! Each noun as its object.

use super::writer::{Writer, text};
use crate::model::{
    Column, Hierarchy, Level, Measure, Member, NamedExpression, Partition, Property, PropertyValue, Relationship, Role,
    Table, TablePermission,
};
use crate::name::{tmdl_column, tmdl_name};

/// Collects the properties a noun has.
#[derive(Default)]
struct Known(Vec<Property>);

impl Known {
    fn text(mut self, name: &str, value: Option<&str>) -> Self {
        self.0.extend(value.map(|value| text(name, value)));
        self
    }
    fn flag(mut self, name: &str, value: bool) -> Self {
        if value {
            self.0.push(Property { name: name.to_owned(), value: PropertyValue::Flag });
        }
        self
    }
    fn optional_flag(self, name: &str, value: Option<bool>) -> Self {
        match value {
            Some(false) => self.text(name, Some("false")),
            value => self.flag(name, value.is_some()),
        }
    }
}

fn head(kind: &str, name: &str) -> String {
    format!("{kind} {}", tmdl_name(name))
}

pub fn table(writer: &mut Writer, table: &Table) {
    writer.head(0, table.description.as_deref(), &head("table", table.name.as_str()), None, &table.more);
    let known = Known::default()
        .flag("isHidden", table.is_hidden)
        .text("lineageTag", table.lineage_tag.as_deref())
        .text("dataCategory", table.data_category.as_deref());
    writer.properties(1, "table", known.0, &table.more);
    // A calculation group comes first, whatever else is carried last.
    let (first, last): (Vec<Property>, Vec<Property>) = table
        .more
        .iter()
        .cloned()
        .partition(|object| matches!(object.name.as_str(), "calculationGroup" | "refreshPolicy"));
    writer.objects(1, &first);
    for one in &table.measures {
        writer.blank();
        measure(writer, one);
    }
    for one in &table.columns {
        writer.blank();
        column(writer, one);
    }
    for one in &table.hierarchies {
        writer.blank();
        hierarchy(writer, one);
    }
    for one in &table.partitions {
        writer.blank();
        partition(writer, one);
    }
    writer.objects(1, &last);
    writer.annotations(1, &table.annotations);
}

fn measure(writer: &mut Writer, measure: &Measure) {
    let default = (!measure.expression.is_empty()).then_some(measure.expression.as_str());
    writer.head(1, measure.description.as_deref(), &head("measure", measure.name.as_str()), default, &measure.more);
    let known = Known::default()
        .text("formatString", measure.format_string.as_deref())
        .flag("isHidden", measure.is_hidden)
        .text("displayFolder", measure.display_folder.as_deref())
        .text("lineageTag", measure.lineage_tag.as_deref());
    writer.properties(2, "measure", known.0, &measure.more);
    if let Some(format) = &measure.format_string_expression {
        writer.blank();
        writer.expression(2, "formatStringDefinition", format);
    }
    writer.objects(2, &measure.more);
    writer.annotations(2, &measure.annotations);
}

fn column(writer: &mut Writer, column: &Column) {
    let name = head("column", column.name.as_str());
    writer.head(1, column.description.as_deref(), &name, column.expression.as_deref(), &column.more);
    let sort_by = column.sort_by_column.as_ref().map(|column| tmdl_name(column.as_str()));
    let known = Known::default()
        .text("dataType", column.data_type.as_deref())
        .flag("isHidden", column.is_hidden)
        .flag("isKey", column.is_key)
        .text("formatString", column.format_string.as_deref())
        .text("displayFolder", column.display_folder.as_deref())
        .text("lineageTag", column.lineage_tag.as_deref())
        .text("dataCategory", column.data_category.as_deref())
        .text("summarizeBy", column.summarize_by.as_deref())
        .text("sourceColumn", column.source_column.as_deref())
        .text("sortByColumn", sort_by.as_deref());
    writer.properties(2, "column", known.0, &column.more);
    writer.objects(2, &column.more);
    writer.annotations(2, &column.annotations);
}

fn hierarchy(writer: &mut Writer, hierarchy: &Hierarchy) {
    let name = head("hierarchy", &hierarchy.name);
    writer.head(1, hierarchy.description.as_deref(), &name, None, &hierarchy.more);
    let known = Known::default()
        .flag("isHidden", hierarchy.is_hidden)
        .text("displayFolder", hierarchy.display_folder.as_deref())
        .text("lineageTag", hierarchy.lineage_tag.as_deref());
    writer.properties(2, "hierarchy", known.0, &hierarchy.more);
    for one in &hierarchy.levels {
        writer.blank();
        level(writer, one);
    }
    writer.objects(2, &hierarchy.more);
    writer.annotations(2, &hierarchy.annotations);
}

fn level(writer: &mut Writer, level: &Level) {
    writer.head(2, level.description.as_deref(), &head("level", &level.name), None, &level.more);
    let column = (!level.column.as_str().is_empty()).then(|| tmdl_name(level.column.as_str()));
    let known = Known::default().text("lineageTag", level.lineage_tag.as_deref()).text("column", column.as_deref());
    writer.properties(3, "level", known.0, &level.more);
    writer.objects(3, &level.more);
    writer.annotations(3, &level.annotations);
}

fn partition(writer: &mut Writer, partition: &Partition) {
    let kind = (!partition.kind.is_empty()).then_some(partition.kind.as_str());
    writer.head(1, None, &head("partition", &partition.name), kind, &partition.more);
    let mut known = Known::default().text("mode", partition.mode.as_deref());
    if !partition.source.is_empty() {
        let value = PropertyValue::Expression(partition.source.clone());
        known.0.push(Property { name: "source".to_owned(), value });
    }
    writer.properties(2, "partition", known.0, &partition.more);
    writer.objects(2, &partition.more);
    writer.annotations(2, &partition.annotations);
}

pub fn relationship(writer: &mut Writer, relationship: &Relationship) {
    writer.head(0, None, &head("relationship", &relationship.name), None, &relationship.more);
    let endpoint = |reference: &crate::model::ColumnReference| {
        let is_set = !reference.table.as_str().is_empty() || !reference.column.as_str().is_empty();
        is_set.then(|| tmdl_column(reference.table.as_str(), reference.column.as_str()))
    };
    let known = Known::default()
        .optional_flag("isActive", relationship.is_active)
        .text("crossFilteringBehavior", relationship.cross_filtering.as_deref())
        .text("securityFilteringBehavior", relationship.security_filtering.as_deref())
        .text("fromCardinality", relationship.from_cardinality.as_deref())
        .text("toCardinality", relationship.to_cardinality.as_deref())
        .text("fromColumn", endpoint(&relationship.from).as_deref())
        .text("toColumn", endpoint(&relationship.to).as_deref());
    writer.properties(1, "relationship", known.0, &relationship.more);
    writer.objects(1, &relationship.more);
    writer.annotations(1, &relationship.annotations);
}

pub fn expression(writer: &mut Writer, expression: &NamedExpression) {
    let default = (!expression.expression.is_empty()).then_some(expression.expression.as_str());
    let name = head("expression", &expression.name);
    writer.head(0, expression.description.as_deref(), &name, default, &expression.more);
    let known = Known::default().text("lineageTag", expression.lineage_tag.as_deref());
    writer.properties(1, "expression", known.0, &expression.more);
    writer.objects(1, &expression.more);
    writer.annotations(1, &expression.annotations);
}

pub fn role(writer: &mut Writer, role: &Role) {
    writer.head(0, role.description.as_deref(), &head("role", role.name.as_str()), None, &role.more);
    let known = Known::default().text("modelPermission", role.permission.as_deref());
    writer.properties(1, "role", known.0, &role.more);
    for one in &role.table_permissions {
        writer.blank();
        table_permission(writer, one);
    }
    for one in &role.members {
        writer.blank();
        member(writer, one);
    }
    writer.objects(1, &role.more);
    writer.annotations(1, &role.annotations);
}

fn table_permission(writer: &mut Writer, permission: &TablePermission) {
    let name = head("tablePermission", permission.table.as_str());
    writer.head(1, None, &name, permission.filter.as_deref(), &permission.more);
    writer.properties(2, "tablePermission", Vec::new(), &permission.more);
    writer.objects(2, &permission.more);
}

fn member(writer: &mut Writer, member: &Member) {
    writer.head(1, None, &head("member", &member.name), member.kind.as_deref(), &member.more);
    writer.properties(2, "member", Vec::new(), &member.more);
    writer.objects(2, &member.more);
}
