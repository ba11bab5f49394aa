//! A model as TMDL files, in the order and layout of Power BI Desktop.

use crate::file_tree::FileTree;
use crate::model::{Model, Property, PropertyValue};
use crate::name::tmdl_name;
use crate::tmdl::column_reference;

pub mod file_name;
mod objects;
pub(super) mod writer;

use file_name::FileNames;
use writer::Writer;

/// The files of a model, with paths relative to its `definition` folder.
pub fn print(model: &Model) -> FileTree {
    let mut tree = FileTree::new();
    let more = split(&model.more);
    if let Some(text) = database(model, &more) {
        tree.insert("database.tmdl", text);
    }
    tree.insert("model.tmdl", model_file(model, &more));
    insert_all(&mut tree, "relationships.tmdl", &model.relationships, objects::relationship);
    insert_all(&mut tree, "expressions.tmdl", &model.expressions, objects::expression);
    insert_all(&mut tree, "functions.tmdl", &more.functions, |writer, object| writer.object(0, object));
    insert_all(&mut tree, "dataSources.tmdl", &more.data_sources, |writer, object| writer.object(0, object));
    let mut names = FileNames::default();
    for table in &model.tables {
        tree.insert(names.path("tables", table.name.as_str()), file(|writer| objects::table(writer, table)));
    }
    for role in &model.roles {
        tree.insert(names.path("roles", role.name.as_str()), file(|writer| objects::role(writer, role)));
    }
    for (folder, objects) in [("perspectives", &more.perspectives), ("cultures", &more.cultures)] {
        for object in objects {
            tree.insert(names.path(folder, &name_of(object)), file(|writer| writer.object(0, object)));
        }
    }
    tree
}

/// What the model carries, by the file it goes to.
#[derive(Default)]
struct More<'a> {
    database: Option<&'a Property>,
    /// Indented below `model`.
    header: Vec<&'a Property>,
    /// At the left edge of `model.tmdl`.
    root: Vec<&'a Property>,
    functions: Vec<&'a Property>,
    data_sources: Vec<&'a Property>,
    perspectives: Vec<&'a Property>,
    cultures: Vec<&'a Property>,
}

fn split(more: &[Property]) -> More<'_> {
    let mut split = More::default();
    for property in more {
        let kind = property.name.split(' ').next().unwrap_or_default();
        let list = match kind {
            _ if !matches!(property.value, PropertyValue::Object(..)) => &mut split.header,
            "database" => {
                split.database = Some(property);
                continue;
            }
            "function" => &mut split.functions,
            "dataSource" => &mut split.data_sources,
            "perspective" => &mut split.perspectives,
            "cultureInfo" => &mut split.cultures,
            _ if !property.name.contains(' ') => &mut split.header,
            _ => &mut split.root,
        };
        list.push(property);
    }
    split
}

fn name_of(object: &Property) -> String {
    let name = object.name.split_once(' ').map_or("", |(_, name)| name);
    column_reference::name(name).unwrap_or_else(|| name.to_owned())
}

fn database(model: &Model, more: &More) -> Option<String> {
    let level = model.compatibility_level;
    if level.is_none() && more.database.is_none() {
        return None;
    }
    let known = level.map(|level| writer::text("compatibilityLevel", level.to_string()));
    let carried = match more.database.map(|database| &database.value) {
        Some(PropertyValue::Object(_, properties)) => properties.as_slice(),
        _ => &[],
    };
    let head = more.database.map_or("database", |database| database.name.as_str());
    Some(file(|writer| {
        writer.head(0, None, head, None, carried);
        writer.properties(1, "database", known.into_iter().collect(), carried);
        writer.objects(1, carried);
    }))
}

fn model_file(model: &Model, more: &More) -> String {
    file(|writer| {
        // A model must have a name; this is the one that Power BI Desktop gives.
        let head = format!("model {}", tmdl_name(if model.name.is_empty() { "Model" } else { &model.name }));
        let header: Vec<Property> = more.header.iter().map(|property| (*property).clone()).collect();
        writer.head(0, None, &head, None, &header);
        writer.properties(1, "model", Vec::new(), &header);
        writer.objects(1, &header);
        for object in &more.root {
            writer.blank();
            writer.object(0, object);
        }
        writer.annotations(0, &model.annotations);
        writer.references("table", model.tables.iter().map(|table| table.name.to_string()));
        writer.references("role", model.roles.iter().map(|role| role.name.to_string()));
        writer.references("perspective", more.perspectives.iter().map(|object| name_of(object)));
        writer.references("cultureInfo", more.cultures.iter().map(|object| name_of(object)));
    })
}

/// One file, which ends with an empty line as those of Power BI Desktop do.
fn file(write: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::default();
    write(&mut writer);
    writer.blank();
    writer.finish()
}

fn insert_all<T>(tree: &mut FileTree, path: &str, objects: &[T], write: impl Fn(&mut Writer, &T)) {
    if objects.is_empty() {
        return;
    }
    let text = file(|writer| {
        for (at, object) in objects.iter().enumerate() {
            if at > 0 {
                writer.blank();
            }
            write(writer, object);
        }
    });
    tree.insert(path, text);
}

#[cfg(test)]
mod tests;
