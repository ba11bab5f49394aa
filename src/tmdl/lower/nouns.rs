//! Each kind of object as its noun.

use super::Lowerer;
use super::properties::{Properties, carried, description, in_order};
use crate::model::{
    Annotation, Column, ColumnReference, Hierarchy, Level, Measure, Member, Model, NamedExpression, Partition,
    Property, PropertyValue, Relationship, Role, Table, TablePermission,
};
use crate::tmdl::column_reference;
use crate::tmdl::merge::Node;
use crate::tmdl::vocabulary;

impl Lowerer<'_> {
    pub fn model(&mut self, root: Node) -> Model {
        let mut model = Model::default();
        for node in root.children {
            match node.kind.as_str() {
                "database" => self.database(node, &mut model),
                "model" => self.header(node, &mut model),
                "table" => model.tables.push(self.table(node)),
                "relationship" => model.relationships.push(self.relationship(node)),
                "role" => model.roles.push(self.role(node)),
                "expression" => model.expressions.push(self.expression(node)),
                _ => model.more.push(carried(self, "", node, false)),
            }
        }
        in_order("model", &mut model.more);
        super::translations::in_order(&mut model);
        model
    }

    fn database(&mut self, node: Node, model: &mut Model) {
        let path = self.locate("", &node);
        let mut properties = self.properties(&path, &node);
        if let Some(level) = properties.text("compatibilityLevel") {
            match level.parse() {
                Ok(level) => model.compatibility_level = Some(level),
                Err(_) => properties.rest.push(text("compatibilityLevel", level)),
            }
        }
        let mut more: Vec<Property> = description(&node).into_iter().collect();
        more.append(&mut properties.rest);
        let name = node.name.clone();
        more.extend(node.children.into_iter().map(|child| carried(self, &path, child, false)).collect::<Vec<_>>());
        in_order("database", &mut more);
        if name.is_some() || !more.is_empty() {
            let name = crate::tmdl::origins::step("database", name.as_ref().map(|name| name.text.as_str()));
            model.more.push(Property { name, value: PropertyValue::Object(None, more) });
        }
    }

    fn header(&mut self, node: Node, model: &mut Model) {
        let path = self.locate("", &node);
        model.name = node.name_text().to_owned();
        let properties = self.properties(&path, &node);
        model.more.extend(description(&node));
        model.more.extend(properties.rest);
        model.annotations = self.children(&path, node, &mut model.more, |_, _, node| Some(node));
    }

    fn table(&mut self, node: Node) -> Table {
        let path = self.locate("", &node);
        let mut properties = self.properties(&path, &node);
        let mut table = Table {
            name: node.name_text().into(),
            description: node.description.clone(),
            is_hidden: properties.flag("isHidden"),
            lineage_tag: properties.text("lineageTag"),
            data_category: properties.text("dataCategory"),
            more: properties.rest,
            ..Table::default()
        };
        let mut more = std::mem::take(&mut table.more);
        table.annotations = self.children(&path, node, &mut more, |lowerer, path, node| {
            match node.kind.as_str() {
                "column" => table.columns.push(lowerer.column(path, node)),
                "measure" => table.measures.push(lowerer.measure(path, node)),
                "hierarchy" => table.hierarchies.push(lowerer.hierarchy(path, node)),
                "partition" => table.partitions.push(lowerer.partition(path, node)),
                _ => return Some(node),
            }
            None
        });
        table.more = more;
        table
    }

    fn column(&mut self, parent: &str, node: Node) -> Column {
        let path = self.locate(parent, &node);
        let mut properties = self.properties(&path, &node);
        let mut column = Column {
            name: node.name_text().into(),
            description: node.description.clone(),
            // One that there is not has been said: nothing is compared with it.
            data_type: properties.text("dataType").filter(|data_type| vocabulary::is_data_type(data_type)),
            source_column: properties.text("sourceColumn"),
            expression: Self::default_text(&node),
            is_hidden: properties.flag("isHidden"),
            is_key: properties.flag("isKey"),
            format_string: properties.text("formatString"),
            display_folder: properties.text("displayFolder"),
            lineage_tag: properties.text("lineageTag"),
            data_category: properties.text("dataCategory"),
            summarize_by: properties.text("summarizeBy"),
            sort_by_column: self.column_name(&mut properties, "sortByColumn").map(Into::into),
            annotations: Vec::new(),
            more: properties.rest,
        };
        column.annotations = self.children(&path, node, &mut column.more, |_, _, node| Some(node));
        column
    }

    fn measure(&mut self, parent: &str, node: Node) -> Measure {
        let path = self.locate(parent, &node);
        let mut properties = self.properties(&path, &node);
        let mut measure = Measure {
            name: node.name_text().into(),
            description: node.description.clone(),
            expression: Self::default_text(&node).unwrap_or_default(),
            is_hidden: properties.flag("isHidden"),
            format_string: properties.text("formatString"),
            display_folder: properties.text("displayFolder"),
            lineage_tag: properties.text("lineageTag"),
            ..Measure::default()
        };
        let mut format = None;
        measure.more = properties.rest;
        measure.annotations = self.children(&path, node, &mut measure.more, |lowerer, path, node| {
            if node.kind != "formatStringDefinition" || !node.children.is_empty() || !node.properties.is_empty() {
                return Some(node);
            }
            lowerer.locate(path, &node);
            format = Self::default_text(&node);
            None
        });
        measure.format_string_expression = format;
        measure
    }

    fn hierarchy(&mut self, parent: &str, node: Node) -> Hierarchy {
        let path = self.locate(parent, &node);
        let mut properties = self.properties(&path, &node);
        let mut hierarchy = Hierarchy {
            name: node.name_text().to_owned(),
            description: node.description.clone(),
            is_hidden: properties.flag("isHidden"),
            display_folder: properties.text("displayFolder"),
            lineage_tag: properties.text("lineageTag"),
            ..Hierarchy::default()
        };
        let mut levels = Vec::new();
        hierarchy.more = properties.rest;
        hierarchy.annotations = self.children(&path, node, &mut hierarchy.more, |lowerer, path, node| {
            if node.kind != "level" {
                return Some(node);
            }
            levels.push(lowerer.level(path, node));
            None
        });
        hierarchy.levels = levels;
        hierarchy
    }

    fn level(&mut self, parent: &str, node: Node) -> Level {
        let path = self.locate(parent, &node);
        let mut properties = self.properties(&path, &node);
        let mut level = Level {
            name: node.name_text().to_owned(),
            description: node.description.clone(),
            lineage_tag: properties.text("lineageTag"),
            column: self.column_name(&mut properties, "column").unwrap_or_default().into(),
            annotations: Vec::new(),
            more: properties.rest,
        };
        level.annotations = self.children(&path, node, &mut level.more, |_, _, node| Some(node));
        level
    }

    fn partition(&mut self, parent: &str, node: Node) -> Partition {
        let path = self.locate(parent, &node);
        let mut properties = self.properties(&path, &node);
        let mut partition = Partition {
            name: node.name_text().to_owned(),
            kind: Self::default_text(&node).unwrap_or_default(),
            mode: properties.text("mode"),
            source: properties.expression("source").unwrap_or_default(),
            annotations: Vec::new(),
            more: description(&node).into_iter().chain(properties.rest).collect(),
        };
        partition.annotations = self.children(&path, node, &mut partition.more, |_, _, node| Some(node));
        partition
    }

    fn relationship(&mut self, node: Node) -> Relationship {
        let path = self.locate("", &node);
        let mut properties = self.properties(&path, &node);
        let mut relationship = Relationship {
            name: node.name_text().to_owned(),
            from: self.endpoint(&mut properties, "fromColumn"),
            to: self.endpoint(&mut properties, "toColumn"),
            is_active: properties.optional_flag("isActive"),
            cross_filtering: properties.text("crossFilteringBehavior"),
            security_filtering: properties.text("securityFilteringBehavior"),
            from_cardinality: properties.text("fromCardinality"),
            to_cardinality: properties.text("toCardinality"),
            annotations: Vec::new(),
            more: description(&node).into_iter().chain(properties.rest).collect(),
        };
        relationship.annotations = self.children(&path, node, &mut relationship.more, |_, _, node| Some(node));
        relationship
    }

    fn endpoint(&mut self, properties: &mut Properties, name: &str) -> ColumnReference {
        let reference = self.reference(properties, name, "`Table.Column`", column_reference::table_and_column);
        reference.map_or_else(ColumnReference::default, |(table, column)| ColumnReference {
            table: table.into(),
            column: column.into(),
        })
    }

    fn role(&mut self, node: Node) -> Role {
        let path = self.locate("", &node);
        let mut properties = self.properties(&path, &node);
        let mut role = Role {
            name: node.name_text().into(),
            description: node.description.clone(),
            permission: properties.text("modelPermission"),
            ..Role::default()
        };
        let mut more = properties.rest;
        role.annotations = self.children(&path, node, &mut more, |lowerer, path, node| {
            match node.kind.as_str() {
                "tablePermission" => role.table_permissions.push(lowerer.table_permission(path, node)),
                "member" => role.members.push(lowerer.member(path, node)),
                _ => return Some(node),
            }
            None
        });
        role.more = more;
        role
    }

    fn table_permission(&mut self, parent: &str, node: Node) -> TablePermission {
        let path = self.locate(parent, &node);
        let mut properties = self.properties(&path, &node);
        TablePermission {
            table: node.name_text().into(),
            filter: Self::default_text(&node).or_else(|| properties.expression("filterExpression")),
            more: self.rest(&path, node, properties),
        }
    }

    fn member(&mut self, parent: &str, node: Node) -> Member {
        let path = self.locate(parent, &node);
        let properties = self.properties(&path, &node);
        Member {
            name: node.name_text().to_owned(),
            kind: Self::default_text(&node),
            more: self.rest(&path, node, properties),
        }
    }

    fn expression(&mut self, node: Node) -> NamedExpression {
        let path = self.locate("", &node);
        let mut properties = self.properties(&path, &node);
        let mut expression = NamedExpression {
            name: node.name_text().to_owned(),
            description: node.description.clone(),
            expression: Self::default_text(&node).unwrap_or_default(),
            lineage_tag: properties.text("lineageTag"),
            annotations: Vec::new(),
            more: properties.rest,
        };
        expression.annotations = self.children(&path, node, &mut expression.more, |_, _, node| Some(node));
        expression
    }

    /// Everything of an object whose noun has no field for annotations.
    fn rest(&mut self, path: &str, node: Node, properties: Properties) -> Vec<Property> {
        let mut more: Vec<Property> = description(&node).into_iter().chain(properties.rest).collect();
        more.extend(node.children.into_iter().map(|child| carried(self, path, child, false)).collect::<Vec<_>>());
        in_order(&node.kind, &mut more);
        more
    }

    /// Gives each child to `take`; of those it gives back, annotations are returned and the others are carried.
    fn children(
        &mut self,
        path: &str,
        node: Node,
        more: &mut Vec<Property>,
        mut take: impl FnMut(&mut Self, &str, Node) -> Option<Node>,
    ) -> Vec<Annotation> {
        let mut annotations = Vec::new();
        for child in node.children {
            let Some(child) = take(self, path, child) else { continue };
            if child.kind == "annotation" && child.properties.is_empty() && child.children.is_empty() {
                self.locate(path, &child);
                let value = Self::default_text(&child).unwrap_or_default();
                annotations.push(Annotation { name: child.name_text().to_owned(), value });
            } else {
                more.push(carried(self, path, child, false));
            }
        }
        in_order(&node.kind, more);
        annotations
    }
}

fn text(name: &str, value: String) -> Property {
    Property { name: name.to_owned(), value: PropertyValue::Text(value) }
}
