//! What the JSON of a report names: the fields of visuals, filters, bookmarks, pages, and the keys made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::ObjectRef;
use super::mention::{Form, Key, Part};
use super::project::Project;
use super::source::Collected;
use crate::dax::parse_expression;
use crate::dax::tree::ExprKind;
use crate::pbir::{Json, Read};

type Aliases<'a> = BTreeMap<&'a str, &'a str>;

/// The keys of one visual: as they are, and what they are made of.
type Keys = BTreeMap<String, Key>;

/// The bytes of a JSON string without its quotes.
pub fn inside(value: &Json) -> Range<usize> {
    value.span.start + 1..value.span.end.saturating_sub(1).max(value.span.start + 1)
}

pub fn collect(read: &Read, project: &Project, found: &mut Collected) {
    let keys = keys_of_visuals(read, project);
    for (path, json) in read.definition() {
        if read.inside(path) == "definition/reportExtensions.json" {
            extension_file(path, json, project, found);
            continue;
        }
        let mut walk = Walk { path, project, found };
        walk.fields(json, &Aliases::new());
        match visual_of(path) {
            Some(visual) => walk.keys(json, keys.get(visual).unwrap_or(&Keys::new())),
            // In a bookmark each visual's state stands below the visual's name.
            None => json.each(&mut |member| {
                if member.key == "visualContainers" {
                    for state in member.value.members() {
                        walk.keys(&state.value, keys.get(state.key.as_str()).unwrap_or(&Keys::new()));
                    }
                }
            }),
        }
        walk.native_names(json);
    }
}

/// The folder of the visual that a file belongs to.
fn visual_of(path: &str) -> Option<&str> {
    let (_, rest) = path.rsplit_once("/visuals/")?;
    rest.split('/').next()
}

struct Walk<'a, 'f> {
    path: &'a str,
    project: &'a Project,
    found: &'f mut Collected,
}

fn text<'a>(json: &'a Json, key: &str) -> Option<&'a str> {
    json.get(key)?.text()
}

/// The table that an expression is of; none for a query within a query.
fn table<'a>(expression: &'a Json, aliases: &Aliases<'a>) -> Option<&'a str> {
    let source = expression.at(&["Expression", "SourceRef"])?;
    text(source, "Entity").or_else(|| aliases.get(text(source, "Source")?).copied())
}

/// Whether it is a measure of the report itself.
fn is_of_report(expression: &Json) -> bool {
    expression.at(&["Expression", "SourceRef", "Schema"]).is_some()
}

impl<'a> Walk<'a, '_> {
    fn put(&mut self, value: &Json, of: Option<ObjectRef>, form: Form) {
        self.found.escaped(Some((self.path, inside(value))), of, form);
    }
    fn name(&mut self, value: Option<&Json>, of: Option<ObjectRef>) {
        if let Some(value) = value {
            self.put(value, of, Form::Plain(None));
        }
    }

    fn fields(&mut self, json: &'a Json, outer: &Aliases<'a>) {
        for item in json.items() {
            self.fields(item, outer);
        }
        let mut own = None;
        if let Some(from) = json.get("From") {
            let aliases: &mut Aliases = own.insert(outer.clone());
            for source in from.items() {
                let Some(name) = text(source, "Name") else { continue };
                match text(source, "Entity") {
                    Some(entity) => {
                        aliases.insert(name, entity);
                        self.name(source.get("Entity"), self.project.table_ref(entity));
                    }
                    None => drop(aliases.remove(name)),
                }
            }
        }
        let aliases = own.as_ref().unwrap_or(outer);
        for member in json.members() {
            let value = &member.value;
            match member.key.as_str() {
                "SourceRef" => {
                    let of = text(value, "Entity").and_then(|entity| self.project.table_ref(entity));
                    self.name(value.get("Entity"), of);
                }
                "Column" | "Measure" => self.field(value, member.key == "Column", aliases),
                "PropertyVariationSource" => self.field(value, true, aliases),
                "Hierarchy" => {
                    let of = self.hierarchy(value, aliases).map(|(table, name)| self.project.hierarchy(table, name));
                    self.name(value.get("Hierarchy"), of.flatten());
                    self.variation(value, aliases);
                }
                "HierarchyLevel" => self.level(value, aliases),
                "In" => self.chosen_of_many(value, aliases),
                "Comparison" => {
                    if let (Some(left), Some(right)) = (value.get("Left"), value.get("Right")) {
                        self.chosen(left, right, aliases);
                    }
                }
                _ => {}
            }
            self.fields(value, aliases);
        }
    }

    fn field(&mut self, value: &'a Json, is_column: bool, aliases: &Aliases<'a>) {
        let Some((name, property)) = value.get("Property").and_then(|property| Some((property.text()?, property)))
        else {
            return;
        };
        let Some(table) = table(value, aliases).filter(|_| !is_of_report(value)) else { return };
        let column = || self.project.column(table, name);
        if let Some(of) = is_column.then(column).flatten() {
            return self.put(property, Some(of), Form::Plain(None));
        }
        match self.project.measured(name) {
            Some(found) => self.put(property, Some(found.measure), Form::Plain(found.part)),
            // A column that is asked for as a measure is found by nobody, and renamed with its column.
            None => self.put(property, column(), Form::Plain(None)),
        }
    }

    /// The table and the name of a hierarchy.
    fn hierarchy(&self, value: &'a Json, aliases: &Aliases<'a>) -> Option<(&'a str, &'a str)> {
        Some((table(value, aliases)?, text(value, "Hierarchy")?))
    }

    /// The hierarchy that stands in the place of a column.
    fn varied(&self, hierarchy: &'a Json, aliases: &Aliases<'a>) -> Option<(String, String)> {
        let source = hierarchy.at(&["Expression", "PropertyVariationSource"])?;
        self.project.variation(table(source, aliases)?, text(source, "Property")?, text(source, "Name"))
    }

    fn variation(&mut self, hierarchy: &'a Json, aliases: &Aliases<'a>) {
        if let Some((table, name)) = self.varied(hierarchy, aliases) {
            let is_it = text(hierarchy, "Hierarchy").is_some_and(|written| crate::name::same(written, &name));
            self.name(hierarchy.get("Hierarchy"), self.project.hierarchy(&table, &name).filter(|_| is_it));
        }
    }

    fn level(&mut self, value: &'a Json, aliases: &Aliases<'a>) {
        let Some(hierarchy) = value.at(&["Expression", "Hierarchy"]) else { return };
        let Some((name, level)) = value.get("Level").and_then(|level| Some((level.text()?, level))) else { return };
        let of = match self.hierarchy(hierarchy, aliases) {
            Some((table, hierarchy)) => self.project.level(table, hierarchy, name),
            None => self.varied(hierarchy, aliases).and_then(|(table, own)| self.project.level(&table, &own, name)),
        };
        self.name(Some(level), of);
    }

    fn chosen_of_many(&mut self, list: &'a Json, aliases: &Aliases<'a>) {
        let rows = list.get("Values").map(Json::items).unwrap_or_default();
        for (at, expression) in list.get("Expressions").map(Json::items).unwrap_or_default().iter().enumerate() {
            for cell in rows.iter().filter_map(|row| row.items().get(at)) {
                self.chosen(expression, cell, aliases);
            }
        }
    }

    /// A text that a field parameter is compared with: `'Sales'[Revenue]`, as NAMEOF gives it.
    fn chosen(&mut self, column: &'a Json, literal: &Json, aliases: &Aliases<'a>) {
        let Some(value) = literal.at(&["Literal", "Value"]) else { return };
        let named = column.get("Column").and_then(|column| Some((table(column, aliases)?, text(column, "Property")?)));
        let is_parameter = named.is_some_and(|(table, name)| self.project.is_field_parameter(table, name));
        let Some(written) = value.text().filter(|_| is_parameter) else { return };
        let inner = written.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        let parsed = parse_expression(&inner.unwrap_or_default().replace("''", "'"));
        let ExprKind::Column(column) = &parsed.tree.kind else { return };
        let Some(home) = &column.table else { return };
        let of = self.project.column(&home.text, &column.name.text);
        let of = of.or_else(|| self.project.measure(&column.name.text)).filter(|of| of.table() == Some(&home.text));
        self.put(value, of, Form::FieldText);
    }

    /// Wherever one of the visual's keys is written.
    fn keys(&mut self, json: &Json, keys: &Keys) {
        let mut put = |value: &Json| {
            let Some(key) = value.text().and_then(|text| keys.get(text)) else { return };
            let of = key.parts.iter().rev().find_map(|part| match part {
                Part::Name(object) => Some(object.clone()),
                Part::Word(_) => None,
            });
            self.found.escaped(Some((self.path, inside(value))), of, Form::Key(key.clone()));
        };
        json.each(&mut |member| match member.key.as_str() {
            "queryRef" | "metadata" => put(&member.value),
            "queryRefs" => member.value.items().iter().for_each(&mut put),
            _ => {}
        });
    }

    /// `nativeQueryRef`, where it is the name of the field. Calculations within a visual name fields by it: then it stays.
    fn native_names(&mut self, json: &Json) {
        let mut has_calculation = false;
        json.each(&mut |member| has_calculation |= member.key == "NativeVisualCalculation");
        if has_calculation {
            return;
        }
        let native = |one: &Json| one.get("nativeQueryRef").and_then(Json::text).map(str::to_owned);
        let all: BTreeSet<String> = projections(json).into_iter().filter_map(native).collect();
        for projection in projections(json) {
            let field = projection.get("field").and_then(|field| self.object(field));
            let (Some(of), Some(value)) = (field, projection.get("nativeQueryRef")) else { continue };
            if value.text() != Some(of.name()) {
                continue;
            }
            // Two fields of a visual that were told apart are told apart still.
            let others = all.iter().filter(|other| *other != of.name()).cloned().collect();
            let parts = vec![Part::Name(of.clone())];
            let key = Key { before: String::new(), parts, after: String::new(), others: Rc::new(others) };
            self.put(value, Some(of), Form::Key(key));
        }
    }

    /// The object that a field shows.
    fn object(&self, field: &Json) -> Option<ObjectRef> {
        match path_of(field, self.project)?.pop()? {
            Part::Name(object) => Some(object),
            Part::Word(_) => None,
        }
    }
}

/// The objects with a field and a key.
fn projections(json: &Json) -> Vec<&Json> {
    let mut found = Vec::new();
    let mut open = vec![json];
    while let Some(json) = open.pop() {
        if json.get("field").is_some() && json.get("queryRef").is_some() {
            found.push(json);
        }
        open.extend(json.items());
        open.extend(json.members().iter().map(|member| &member.value));
    }
    found
}

/// The names that the key of a field is made of.
fn path_of(field: &Json, project: &Project) -> Option<Vec<Part>> {
    let none = Aliases::new();
    if let Some(of) = field.at(&["Aggregation", "Expression"]) {
        return path_of(of, project);
    }
    let pair = |table: &str, of: ObjectRef| Some(vec![Part::Name(project.table_ref(table)?), Part::Name(of)]);
    for (key, is_column) in [("Column", true), ("Measure", false)] {
        let Some(value) = field.get(key) else { continue };
        let (table, name) = (table(value, &none)?, text(value, "Property")?);
        if is_of_report(value) {
            return Some(vec![Part::Name(project.table_ref(table)?), Part::Word(name.to_owned())]);
        }
        let of = if is_column { project.column(table, name) } else { project.measure(name) };
        return pair(table, of?);
    }
    let level = field.get("HierarchyLevel")?;
    let hierarchy = level.at(&["Expression", "Hierarchy"])?;
    let (level, own) = (text(level, "Level")?, text(hierarchy, "Hierarchy")?);
    if let Some(source) = hierarchy.at(&["Expression", "PropertyVariationSource"]) {
        let (table, column, variation) = (table(source, &none)?, text(source, "Property")?, text(source, "Name")?);
        let (other, name) = project.variation(table, column, Some(variation))?;
        let mut path = pair(table, project.column(table, column)?)?;
        path.push(Part::Word(variation.to_owned()));
        path.push(Part::Name(project.hierarchy(&other, &name)?));
        path.push(Part::Name(project.level(&other, &name, level)?));
        return Some(path);
    }
    let table = table(hierarchy, &none)?;
    let mut path = pair(table, project.hierarchy(table, own)?)?;
    path.push(Part::Name(project.level(table, own, level)?));
    Some(path)
}

/// By the visual's folder and by its name, which a bookmark calls it by.
fn keys_of_visuals(read: &Read, project: &Project) -> BTreeMap<String, Keys> {
    let mut found = BTreeMap::new();
    for (path, json) in read.definition() {
        let Some(folder) = visual_of(path).filter(|_| path.ends_with("/visual.json")) else { continue };
        let keys = keys_of_visual(json, project);
        if let Some(name) = text(json, "name").filter(|name| *name != folder) {
            found.insert(name.to_owned(), keys.clone());
        }
        found.insert(folder.to_owned(), keys);
    }
    found
}

/// Only keys that are made of their field's names: another is perhaps left from before, and works all the same.
fn keys_of_visual(json: &Json, project: &Project) -> Keys {
    let mut keys = Keys::new();
    let mut others = BTreeSet::new();
    for projection in projections(json) {
        let Some(written) = text(projection, "queryRef") else { continue };
        let parts = projection.get("field").and_then(|field| path_of(field, project));
        match parts.and_then(|parts| key(written, parts)) {
            Some(key) => drop(keys.insert(written.to_owned(), key)),
            None => drop(others.insert(written.to_owned())),
        }
    }
    let others = Rc::new(others);
    keys.values_mut().for_each(|key| key.others = Rc::clone(&others));
    keys
}

/// `Sales.Revenue`, or within a word and parentheses: `Sum(Sales.Revenue)`.
fn key(written: &str, parts: Vec<Part>) -> Option<Key> {
    let key = Key { before: String::new(), parts, after: String::new(), others: Rc::default() };
    let core = key.text(|object| object.name().to_owned());
    if written == core {
        return Some(key);
    }
    let (word, rest) = written.split_once('(')?;
    let is_word = !word.is_empty() && word.chars().all(char::is_alphanumeric);
    (is_word && rest.strip_suffix(')')? == core).then(|| Key {
        before: format!("{word}("),
        after: ")".to_owned(),
        ..key
    })
}

/// The tables that the report's own measures stand at, and the measures that these name.
fn extension_file(path: &str, json: &Json, project: &Project, found: &mut Collected) {
    let mut put = |value: Option<&Json>, of: &dyn Fn(&str) -> Option<ObjectRef>| {
        let named = value.and_then(|value| Some((value, of(value.text()?)?)));
        if let Some((value, of)) = named {
            found.escaped(Some((path, inside(value))), Some(of), Form::Plain(None));
        }
    };
    for entity in json.get("entities").map(Json::items).unwrap_or_default() {
        put(entity.get("name"), &|name| project.table_ref(name));
        for measure in entity.get("measures").map(Json::items).unwrap_or_default() {
            let references = measure.at(&["references", "measures"]).map(Json::items).unwrap_or_default();
            for reference in references {
                put(reference.get("entity"), &|name| project.table_ref(name));
                if text(reference, "schema").is_none_or(str::is_empty) {
                    put(reference.get("name"), &|name| project.measure(name));
                }
            }
        }
    }
}
