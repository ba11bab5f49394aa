//! PBIR: the JSON files of a report read into nouns, each with where it stands.
//!
//! Reading never fails and never panics: it gives what it could read and a diagnostic for each file that it could
//! not. What the files mean is for `check` to judge.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Place};
use crate::file_tree::FileTree;
use crate::report::Report;

pub mod edit;
pub mod fields;
pub mod folders;
pub mod formats;
pub mod json;
pub mod malformed;
mod read;
pub mod schema;
pub mod shapes;
pub mod visual_types;

pub use folders::folders;
pub use json::Json;
pub use read::{read, read_folder};

pub const CODES: &[&Code] = &[&malformed::MALFORMED];

/// A report as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The report's folder in the tree, such as `X.Report`; empty where the tree is the folder.
    pub folder: String,
    pub report: Report,
    pub origins: Origins,
    /// Every JSON file of the report that is JSON, by its path in the tree.
    pub files: BTreeMap<String, Json>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Where the nouns stand: the same lists as in the [`Report`], in the same order.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    pub fields: Vec<Place>,
    pub pages: Vec<PageOrigin>,
}

#[derive(Clone, Debug)]
pub struct PageOrigin {
    /// Path of its `page.json`.
    pub file: String,
    pub fields: Vec<Place>,
    pub visuals: Vec<VisualOrigin>,
}

#[derive(Clone, Debug)]
pub struct VisualOrigin {
    /// Path of its `visual.json`.
    pub file: String,
    pub position: Place,
    pub fields: Vec<Place>,
}

impl Read {
    /// A path of the tree for one inside the report's folder.
    pub fn path(&self, inside: &str) -> String {
        folders::join(&self.folder, inside)
    }
    /// A file of the report that is JSON, by its path inside the report's folder.
    pub fn file(&self, inside: &str) -> Option<&Json> {
        self.files.get(&self.path(inside))
    }
    /// The path inside the report's folder of one in the tree.
    pub fn inside<'a>(&self, path: &'a str) -> &'a str {
        path.strip_prefix(self.folder.as_str()).unwrap_or(path).trim_start_matches('/')
    }
    /// Every JSON file of the definition, by its path in the tree.
    pub fn definition(&self) -> impl Iterator<Item = (&str, &Json)> + use<'_> {
        let root = self.path("definition/");
        self.files.iter().filter(move |(path, _)| path.starts_with(&root)).map(|(path, json)| (path.as_str(), json))
    }
    pub fn has(&self, tree: &FileTree, inside: &str) -> bool {
        tree.contains(&self.path(inside))
    }
}
