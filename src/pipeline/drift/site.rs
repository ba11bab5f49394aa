//! The object that a place is in, so that what is said of one object comes together.

use crate::deps::{Kind, Object};
use crate::diag::{At, Place};
use crate::file_tree::FileTree;
use crate::tmdl;

/// An object of the model by its kind and lower-case name, or a file of a report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    Model(Kind, String),
    /// By its id, which the page file and the generated file share.
    Visual(String),
    File(String),
}

/// Of an object of the graph of uses.
pub fn of_object(object: &Object) -> Site {
    let named = |name: &str| Site::Model(object.kind, name.to_lowercase());
    match object.kind {
        Kind::Report | Kind::Page | Kind::Visual | Kind::Bookmark => of_file(&object.place.file),
        // What has no name that a person gives it has an id.
        Kind::Relationship => named(object.aliases.first().unwrap_or(&object.name)),
        Kind::Partition => Site::Model(Kind::Table, object.name.to_lowercase()),
        _ => named(&object.name),
    }
}

fn of_file(path: &str) -> Site {
    let visual = path.strip_suffix("/visual.json").and_then(|folder| folder.rsplit('/').next());
    visual.map_or_else(|| Site::File(path.to_owned()), |id| Site::Visual(id.to_owned()))
}

/// Of a place in one of these texts; `folder` is what the paths of the project's own files begin with.
pub fn of_place(place: &Place, sources: &FileTree, folder: &str) -> Option<Site> {
    if !place.file.contains(".tmdl") {
        let path = place.file.strip_prefix(folder).map_or(place.file.as_str(), |path| path.trim_start_matches('/'));
        return Some(of_file(path));
    }
    let At::Bytes { start, .. } = place.at else { return None };
    let document = tmdl::parse(sources.text(&place.file)?);
    let mut chain = Vec::new();
    let mut objects = &document.objects;
    while let Some(object) = objects.iter().find(|object| object.span.start <= start && start <= object.span.end) {
        // What stands below `model` could as well stand at the left edge.
        if object.kind != "model" {
            chain.push((object.kind.as_str(), object.name.as_ref().map_or("", |name| name.text.as_str())));
        }
        objects = &object.children;
    }
    of_chain(&chain)
}

fn of_chain(chain: &[(&str, &str)]) -> Option<Site> {
    let site = |kind, name: String| Some(Site::Model(kind, name.to_lowercase()));
    match chain {
        [("table", table), ("measure", name), ..] if !table.is_empty() => site(Kind::Measure, format!("[{name}]")),
        [("table", table), ("column", name), ..] => site(Kind::Column, format!("{table}[{name}]")),
        [("table", table), ("hierarchy", name), ..] => site(Kind::Hierarchy, format!("{table}[{name}]")),
        [("table", table), ("calculationGroup", _), ("calculationItem", name), ..] => {
            site(Kind::CalculationItem, format!("{table}[{name}]"))
        }
        [("table", table), ..] => site(Kind::Table, (*table).to_owned()),
        [("role", name), ..] => site(Kind::Role, (*name).to_owned()),
        [("relationship", name), ..] => site(Kind::Relationship, (*name).to_owned()),
        [("function", name), ..] => site(Kind::Function, (*name).to_owned()),
        [("perspective", name), ..] => site(Kind::Perspective, (*name).to_owned()),
        [("expression", name), ..] => site(Kind::Expression, (*name).to_owned()),
        _ => None,
    }
}
