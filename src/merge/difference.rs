//! What is different between two projects, object by object: what a review reads.

use std::collections::BTreeMap;

use super::tmdl::{model, named};
use super::{json, model_folder, texts};
use crate::file_tree::FileTree;
use crate::merge::piece::Piece;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Removed,
    Renamed,
    Changed,
    Added,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Removed => "removed",
            Kind::Renamed => "renamed",
            Kind::Changed => "changed",
            Kind::Added => "added",
        }
    }
}

/// One object that comes or goes, or one of its properties that changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// What uses the object may not work any longer, or show something else to somebody.
    pub is_breaking: bool,
    pub kind: Kind,
    /// `table`, `measure`, …, or for a report `page`, `visual`, `file`.
    pub sort: String,
    /// As a person names it: `Sales[Revenue]`.
    pub object: String,
    /// The property; empty where the whole object comes or goes.
    pub part: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

/// Breaking ones first, then by object.
pub fn differences(old: &FileTree, new: &FileTree) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut folders: Vec<&str> = [old, new].iter().flat_map(|tree| tree.paths()).filter_map(model_folder).collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders {
        let [before, after] = [old, new].map(|tree| model(&texts(folder, tree)));
        if let (Some(before), Some(after)) = (before, after) {
            compare("", &before, &after, &mut found);
        }
    }
    let is_other = |path: &&str| model_folder(path).is_none();
    for (path, _) in old.diff(new).into_iter().filter(|(path, _)| is_other(path)) {
        json::differences(path, old, new, &mut found);
    }
    found.sort_by(|a, b| {
        let key = |one: &Difference| (!one.is_breaking, one.object.to_lowercase(), one.kind, one.part.clone());
        key(a).cmp(&key(b))
    });
    found
}

fn compare(object: &str, old: &Piece, new: &Piece, found: &mut Vec<Difference>) {
    let (before, after) = (index(old), index(new));
    for (key, part) in before.iter().map(|(key, part)| (key, *part)) {
        let own = named(object, part);
        let Some(now) = after.get(key).copied() else {
            found.push(one(part, own, Kind::Removed, [Some(part), None], old));
            continue;
        };
        let is_other = part.value != now.value || part.is_property && part.kind != now.kind;
        if part.is_property {
            if is_other {
                found.push(one(part, own, Kind::Changed, [Some(part), Some(now)], old));
            }
            continue;
        }
        if is_other {
            let mut changed = one(part, own.clone(), Kind::Changed, [Some(part), Some(now)], old);
            changed.part = "expression".to_owned();
            changed.is_breaking = part.kind.eq_ignore_ascii_case("tablePermission");
            found.push(changed);
        }
        if part.description != now.description {
            let mut changed = one(part, own.clone(), Kind::Changed, [None, None], old);
            (changed.part, changed.is_breaking) = ("description".to_owned(), false);
            (changed.old, changed.new) = (part.description.clone(), now.description.clone());
            found.push(changed);
        }
        compare(&own, part, now, found);
    }
    for (_, part) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        found.push(one(part, named(object, part), Kind::Added, [None, Some(part)], new));
    }
}

fn index(piece: &Piece) -> BTreeMap<&str, &Piece> {
    piece.parts.iter().map(|part| (part.key.as_str(), part)).collect()
}

fn one(part: &Piece, object: String, kind: Kind, pieces: [Option<&Piece>; 2], owner: &Piece) -> Difference {
    let [old, new] = pieces.map(|piece| piece.and_then(|piece| piece.value.clone()));
    let is_object = !part.is_property;
    let breaks = match part.is_property {
        true => is_breaking_property(&owner.kind, &part.kind),
        false => kind == Kind::Removed && is_breaking_object(&part.kind),
    };
    // A property that comes or goes is a change of its object.
    let (kind, sort, name) = match is_object {
        true => (kind, part.kind.clone(), String::new()),
        false => (Kind::Changed, owner.kind.clone(), part.kind.clone()),
    };
    Difference { is_breaking: breaks, kind, sort, object, part: name, old, new }
}

/// Whether what uses the object breaks, or sees more or less, when the property changes.
fn is_breaking_property(owner: &str, property: &str) -> bool {
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(property));
    match owner.to_lowercase().as_str() {
        "column" => is(&["dataType", "isKey"]),
        "relationship" => true,
        "role" => is(&["modelPermission"]),
        "columnpermission" | "tablepermission" => true,
        "partition" => is(&["mode"]),
        _ => false,
    }
}

fn is_breaking_object(kind: &str) -> bool {
    let breaking = [
        "table",
        "column",
        "measure",
        "hierarchy",
        "level",
        "relationship",
        "role",
        "tablePermission",
        "columnPermission",
        "member",
        "expression",
        "function",
        "calculationItem",
        "calculationGroup",
        "perspective",
    ];
    breaking.iter().any(|known| known.eq_ignore_ascii_case(kind))
}
