//! What the files of a report may hold: which keys, of which types, and which words.
//!
//! The tables stand in a notation of their own (`shapes/*.txt`), one for each part of the format, over all published
//! versions of it: a key is known where any version has it, and must be there where all that have it say so.
//!
//! `{ a text, b! number, c* X, d* Y }` is an object that may have `a`, must have `b` and has one of `c` and `d`; with
//! `..` at its end it may have others. `{ * X }` has keys of any name. `[X]` is a list, `X / Y` one or the other,
//! `'A'|'B'` and `1|2` some words and numbers, `(a b)` an object of formats, and `<X>` formats with their selectors.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::schema::{self, Kind};

mod notation;
#[cfg(test)]
mod schema_tests;

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Any,
    Null,
    Text,
    Number,
    Bool,
    Words(Vec<&'static str>),
    Numbers(Vec<i32>),
    List(Box<Shape>),
    Object(Object),
    Either(Vec<Shape>),
    /// Another shape by its name.
    Named(&'static str),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    pub keys: Vec<Key>,
    /// What the keys hold that are not listed; `None` where there are no others.
    pub rest: Option<Box<Shape>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub name: &'static str,
    pub need: Need,
    pub shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Optional,
    Required,
    /// One of those that have this is required.
    OneOf,
}

impl Object {
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }
    /// The keys of which one has to be there.
    pub fn one_of(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().filter(|key| key.need == Need::OneOf).map(|key| key.name)
    }
}

/// What the schemas leave open and the tables know all the same: Power BI reads it as far as it understands it.
const OF_OURS: [&str; 11] = [
    "Colour",
    "FillRule",
    "FilterKind",
    "NullColour",
    "Paragraph",
    "Stop",
    "TextClass",
    "Texts",
    "ThemeFile",
    "ThemeValue",
    "Value",
];

pub fn is_of_ours(name: &str) -> bool {
    OF_OURS.contains(&name)
}

const TABLES: [&str; 6] = [
    include_str!("shapes/query.txt"),
    include_str!("shapes/formatting.txt"),
    include_str!("shapes/report.txt"),
    include_str!("shapes/bookmark.txt"),
    include_str!("shapes/theme.txt"),
    include_str!("shapes/project.txt"),
];

static SHAPES: LazyLock<BTreeMap<&'static str, Shape>> =
    LazyLock::new(|| TABLES.iter().flat_map(|table| notation::read(table).unwrap_or_default()).collect());

/// A shape by its name.
pub fn named(name: &str) -> Option<&'static Shape> {
    SHAPES.get(name)
}

/// The shape of a whole file.
pub fn of_kind(kind: &Kind) -> Option<&'static Shape> {
    let name = match kind.path {
        path if path == schema::VISUAL.path => "Visual",
        path if path == schema::MOBILE.path => "Mobile",
        path if path == schema::PAGE.path => "Page",
        path if path == schema::PAGES.path => "Pages",
        path if path == schema::REPORT.path => "Report",
        path if path == schema::EXTENSIONS.path => "Extensions",
        path if path == schema::BOOKMARK.path => "Bookmark",
        path if path == schema::BOOKMARKS.path => "Bookmarks",
        path if path == schema::VERSION.path => "Version",
        path if path == schema::REFERENCE.path => "Reference",
        path if path == schema::PLATFORM.path => "Platform",
        path if path == schema::PROJECT.path => "Project",
        path if path == schema::SEMANTIC_MODEL.path => "SemanticModel",
        _ => return None,
    };
    named(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(shape: &Shape, found: &mut Vec<&'static str>) {
        match shape {
            Shape::Named(name) => found.push(name),
            Shape::List(shape) => names(shape, found),
            Shape::Either(shapes) => shapes.iter().for_each(|shape| names(shape, found)),
            Shape::Object(object) => {
                object.keys.iter().for_each(|key| names(&key.shape, found));
                object.rest.iter().for_each(|shape| names(shape, found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_table_can_be_read_and_names_what_there_is() {
        let mut count = 0;
        for table in TABLES {
            let shapes = notation::read(table).expect("a table");
            count += shapes.len();
            for (name, shape) in shapes {
                let mut found = Vec::new();
                names(&shape, &mut found);
                found.iter().for_each(|other| assert!(named(other).is_some(), "{name} speaks of {other}"));
            }
        }
        assert_eq!(SHAPES.len(), count, "a name is given twice");
    }

    #[test]
    fn every_kind_of_file_of_a_report_has_its_shape() {
        for kind in [schema::VISUAL, schema::PAGE, schema::REPORT, schema::BOOKMARK, schema::PLATFORM] {
            assert!(of_kind(&kind).is_some(), "{}", kind.path);
        }
    }
}
