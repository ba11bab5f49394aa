//! What TMDL names without any formula: declarations, and what they say of one another.

use super::mention::Form;
use super::project::Project;
use super::source::Collected;
use super::{ObjectRef, report};
use crate::dax::parse_expression;
use crate::dax::tree::ExprKind;
use crate::pbir::Json;
use crate::pbir::json;
use crate::tmdl::declaration::leading_name;
use crate::tmdl::{Document, Expression, Name, Object, Property, Span, Value, column_reference};

struct Walk<'a> {
    file: &'a str,
    text: &'a str,
    project: &'a Project,
    found: &'a mut Collected,
}

pub fn collect(file: &str, document: &Document, project: &Project, found: &mut Collected) {
    let mut walk = Walk { file, text: document.text(), project, found };
    document.objects.iter().for_each(|object| walk.root(object));
}

fn is(object: &Object, kind: &str) -> bool {
    object.kind.eq_ignore_ascii_case(kind)
}

fn named(object: &Object) -> &str {
    object.name.as_ref().map_or("", |name| &name.text)
}

impl Walk<'_> {
    fn at(&mut self, span: &Span, of: Option<ObjectRef>, form: Form) {
        self.found.mention(Some((self.file, span.clone())), of, form);
    }

    fn own_name(&mut self, object: &Object, of: Option<ObjectRef>) {
        if let Some(name) = &object.name {
            self.at(&name.span, of, Form::Tmdl);
        }
    }

    fn root(&mut self, object: &Object) {
        let project = self.project;
        let name = named(object);
        match object.kind.to_ascii_lowercase().as_str() {
            "table" if object.is_ref => self.own_name(object, project.table_ref(name)),
            "role" if object.is_ref => self.own_name(object, project.role(name)),
            _ if object.is_ref => {}
            "model" => object.children.iter().for_each(|child| self.root(child)),
            "table" => self.table(object),
            "relationship" => {
                for property in ["fromColumn", "toColumn"] {
                    self.pairs(object, property, |table, column| project.column(table, column));
                }
            }
            "expression" => self.pairs(object, "parameterValuesColumn", |table, column| project.column(table, column)),
            "role" => {
                self.own_name(object, project.role(name));
                for permission in object.children.iter().filter(|child| is(child, "tablePermission")) {
                    let table = named(permission);
                    self.own_name(permission, project.table_ref(table));
                    for column in permission.children.iter().filter(|child| is(child, "columnPermission")) {
                        self.own_name(column, project.column(table, named(column)));
                    }
                }
            }
            "perspective" => {
                for shown in object.children.iter().filter(|child| is(child, "perspectiveTable")) {
                    self.own_name(shown, project.table_ref(named(shown)));
                    self.members(shown, named(shown), "perspective");
                }
            }
            "cultureinfo" | "culture" => self.culture(object),
            "annotation" if name == "PBI_QueryOrder" => {
                if let Some(order) = &object.default {
                    self.query_order(order);
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, object: &Object) {
        let table = named(object);
        self.own_name(object, self.project.table_ref(table));
        for child in &object.children {
            let name = named(child);
            match child.kind.to_ascii_lowercase().as_str() {
                "column" => self.column(child, table),
                "measure" => self.own_name(child, self.project.measure(name)),
                "hierarchy" => {
                    self.own_name(child, self.project.hierarchy(table, name));
                    for level in child.children.iter().filter(|child| is(child, "level")) {
                        self.own_name(level, self.project.level(table, name, named(level)));
                        self.columns(level, "column", table);
                    }
                }
                // Power BI Desktop calls the one partition of a table as the table.
                "partition" => {
                    let of = self.project.table_ref(table).filter(|of| of.name() == name);
                    if let Some(name) = &child.name {
                        self.at(&name.span, of, Form::Partition);
                    }
                }
                "calendar" => {
                    for group in child.children.iter().filter(|child| is(child, "calendarColumnGroup")) {
                        for property in ["primaryColumn", "associatedColumn", "column"] {
                            self.columns(group, property, table);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn column(&mut self, object: &Object, table: &str) {
        let project = self.project;
        self.own_name(object, project.column(table, named(object)));
        self.columns(object, "sortByColumn", table);
        for child in &object.children {
            match child.kind.to_ascii_lowercase().as_str() {
                "relatedcolumndetails" => self.columns(child, "groupByColumn", table),
                "alternateof" => {
                    self.pairs(child, "baseColumn", |table, column| project.column(table, column));
                    self.names(child, "baseTable", |name| project.table_ref(name));
                }
                "variation" => {
                    self.pairs(child, "defaultHierarchy", |table, name| project.hierarchy(table, name));
                    self.pairs(child, "defaultColumn", |table, column| project.column(table, column));
                }
                _ => {}
            }
        }
        let is_calculated = project.table(table).is_some_and(|table| {
            table.partitions.iter().any(|partition| partition.kind.eq_ignore_ascii_case("calculated"))
        });
        if is_calculated {
            self.texts(object, "sourceColumn").into_iter().for_each(|value| self.taken_over(value));
        }
    }

    /// `sourceColumn: Sales[Amount]` of a calculated table: the column that it was taken over from.
    fn taken_over(&mut self, value: &Name) {
        let parsed = parse_expression(&value.text);
        let (ExprKind::Column(column), true) = (&parsed.tree.kind, self.is_plain(value)) else { return };
        let Some(table) = &column.table else { return };
        let of = self.project.column(&table.text, &column.name.text);
        if of.is_some() {
            let at = |span: &Span| value.span.start + span.start..value.span.start + span.end;
            self.at(&at(&table.span), self.project.table_ref(&table.text), Form::DaxTable(Default::default()));
            self.at(&at(&column.name.span), of, Form::DaxName(None));
        }
    }

    /// Children such as `perspectiveColumn` or, in a translation, `column`.
    fn members(&mut self, object: &Object, table: &str, prefix: &str) {
        let project = self.project;
        for child in &object.children {
            let kind = child.kind.to_ascii_lowercase();
            let name = named(child);
            match kind.strip_prefix(prefix) {
                Some("column") => self.own_name(child, project.column(table, name)),
                Some("measure") => self.own_name(child, project.measure(name)),
                Some("hierarchy") => {
                    self.own_name(child, project.hierarchy(table, name));
                    for level in child.children.iter().filter(|child| is(child, "level")) {
                        self.own_name(level, project.level(table, name, named(level)));
                    }
                }
                _ => {}
            }
        }
    }

    fn culture(&mut self, object: &Object) {
        for child in &object.children {
            if is(child, "linguisticMetadata") {
                child.default.iter().for_each(|text| self.linguistic(text));
            }
            for model in child.children.iter().filter(|model| is(child, "translations") && is(model, "model")) {
                for table in model.children.iter().filter(|child| is(child, "table")) {
                    self.own_name(table, self.project.table_ref(named(table)));
                    self.members(table, named(table), "");
                }
            }
        }
    }

    /// What questions in everyday language are about: each entity is bound to an object.
    fn linguistic(&mut self, text: &Expression) {
        let Ok(json) = json::parse(&text.text) else { return };
        let project = self.project;
        let mut bindings = Vec::new();
        json.each(&mut |member| {
            if member.key == "Binding" {
                bindings.push(&member.value);
            }
        });
        for binding in bindings {
            let part = |key: &str| binding.get(key).and_then(|value| Some((value.text()?, value)));
            let Some((table, value)) = part("ConceptualEntity") else { continue };
            self.json(text, value, project.table_ref(table));
            if let Some((name, value)) = part("ConceptualProperty") {
                self.json(text, value, project.column(table, name).or_else(|| project.measure(name)));
            }
            if let Some((name, value)) = part("Hierarchy") {
                self.json(text, value, project.hierarchy(table, name));
                if let Some((level, value)) = part("HierarchyLevel") {
                    self.json(text, value, project.level(table, name, level));
                }
            }
        }
    }

    fn query_order(&mut self, order: &Expression) {
        let Ok(json) = json::parse(&order.text) else { return };
        for item in json.items() {
            let of = item.text().and_then(|name| self.project.query(name));
            self.json(order, item, of);
        }
    }

    /// A name that is a JSON string of an expression.
    fn json(&mut self, expression: &Expression, value: &Json, of: Option<ObjectRef>) {
        let span = report::inside(value);
        let span = expression.file_offset(span.start)..expression.file_offset(span.end);
        self.found.escaped(Some((self.file, span)), of, Form::Plain(None));
    }

    /// The values of a property that may stand more than once.
    fn texts<'o>(&self, object: &'o Object, property: &str) -> Vec<&'o Name> {
        let wanted = |one: &&'o Property| one.name.text.eq_ignore_ascii_case(property);
        let text = |one: &'o Property| match &one.value {
            Value::Text(text) => Some(text),
            _ => None,
        };
        object.properties.iter().filter(wanted).filter_map(text).collect()
    }

    /// Whether the file has the value byte for byte, without double quotes around it.
    fn is_plain(&self, value: &Name) -> bool {
        self.text.get(value.span.clone()) == Some(value.text.as_str())
    }

    fn columns(&mut self, object: &Object, property: &str, table: &str) {
        let project = self.project;
        self.names(object, property, |name| project.column(table, name));
    }

    fn names(&mut self, object: &Object, property: &str, of: impl Fn(&str) -> Option<ObjectRef>) {
        for value in self.texts(object, property) {
            if let Some(name) = column_reference::name(&value.text) {
                self.at(&value.span, of(&name), Form::Tmdl);
            }
        }
    }

    /// `Sales.'Invoice Day'`: a table, and something in it.
    fn pairs(&mut self, object: &Object, property: &str, of: impl Fn(&str, &str) -> Option<ObjectRef>) {
        for value in self.texts(object, property) {
            let Some((table, name)) = column_reference::table_and_column(&value.text) else { continue };
            // In double quotes, which nobody writes around a reference, its parts have no bytes of their own.
            if !self.is_plain(value) {
                continue;
            }
            let Some((_, length)) = leading_name(&value.text) else { continue };
            let written = value.text.get(..length).unwrap_or_default();
            let start = value.span.start;
            self.at(&(start..start + written.trim_end().len()), self.project.table_ref(&table), Form::Tmdl);
            let rest = value.text.get(length..).unwrap_or_default();
            let second = rest.trim_start().trim_start_matches('.').trim_start();
            let from = start + value.text.len() - second.len();
            self.at(&(from..start + value.text.len()), of(&table, &name), Form::Tmdl);
        }
    }
}
