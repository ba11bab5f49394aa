//! Renames objects of a model in every file of a project, by what names stand for and not by their letters.
//!
//! [`rename()`] finds each [mention](mention::Mention) of each object: the declaration, what TMDL says elsewhere, every
//! reference that the binder finds in DAX, the queries of M, and the JSON of the reports. It writes the new name where
//! a mention is of a renamed object, as the old one was written there, and leaves every other byte alone. Then it reads
//! the result again: each mention must stand for the same object as before, or nothing is given back.
//!
//! [`entries`] reads what a person wrote below `[renames]`, and [`proposals`] says what they perhaps should have.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

use std::fmt;

use crate::diag::{Code, Diagnostic};
use crate::file_tree::FileTree;
use crate::name::{dax_name, dax_table};

mod apply;
mod dax;
pub mod entries;
mod files;
mod mention;
mod names;
mod plan;
mod project;
mod proof;
pub mod proposals;
mod report;
mod source;
mod tmdl;

pub use entries::parse_renames;
pub use proposals::proposals;

/// An object of the model, by the names it has before the renaming.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectRef {
    Table(String),
    Column { table: String, name: String },
    Measure { table: String, name: String },
    Hierarchy { table: String, name: String },
    Level { table: String, hierarchy: String, name: String },
    Role(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    pub from: ObjectRef,
    pub to: String,
}

/// Every code of this module.
pub const CODES: &[&Code] = &[
    &plan::UNKNOWN_OBJECT,
    &plan::NAME_TAKEN,
    &plan::RENAMED_TWICE,
    &plan::INVALID_NAME,
    &proof::CAPTURED_NAME,
    &source::UNCLEAR_MENTION,
    &project::LEGACY_REPORT,
    &entries::MALFORMED_ENTRY,
    &project::NOT_ONE_MODEL,
    &proof::NOT_PROVEN,
];

/// The files with the objects renamed in all of them. A swap of two names is as good as any other renaming.
///
/// The tree holds one semantic model with its reports, as they are read from the disk. What cannot be read cannot be
/// renamed in: its faults are given back as they are.
pub fn rename(tree: &FileTree, renames: &[Rename]) -> Result<FileTree, Vec<Diagnostic>> {
    let project = project::read(tree)?;
    let plan = plan::Plan::new(&project, renames)?;
    let found = source::collect(tree, &project);
    let unclear = source::unclear(&found, &plan, &project);
    if !unclear.is_empty() {
        return Err(unclear);
    }
    let paths = files::renamed(tree, &project, &plan);
    let new = apply::apply(tree, &found.mentions, &plan, &paths).map_err(|bug| vec![bug])?;
    proof::prove(&found.mentions, &plan, &paths, &new)?;
    Ok(new)
}

impl ObjectRef {
    /// Its own name, without those of what it stands in.
    pub fn name(&self) -> &str {
        match self {
            ObjectRef::Table(name) | ObjectRef::Role(name) => name,
            ObjectRef::Column { name, .. }
            | ObjectRef::Measure { name, .. }
            | ObjectRef::Hierarchy { name, .. }
            | ObjectRef::Level { name, .. } => name,
        }
    }
    pub fn kind(&self) -> &'static str {
        match self {
            ObjectRef::Table(_) => "table",
            ObjectRef::Column { .. } => "column",
            ObjectRef::Measure { .. } => "measure",
            ObjectRef::Hierarchy { .. } => "hierarchy",
            ObjectRef::Level { .. } => "level",
            ObjectRef::Role(_) => "role",
        }
    }
    /// The table that it stands in, or is.
    pub fn table(&self) -> Option<&str> {
        match self {
            ObjectRef::Role(_) => None,
            ObjectRef::Table(table)
            | ObjectRef::Column { table, .. }
            | ObjectRef::Measure { table, .. }
            | ObjectRef::Hierarchy { table, .. }
            | ObjectRef::Level { table, .. } => Some(table),
        }
    }
}

/// As it is written below `[renames]`: `Sales`, `Sales[Revenue]`, `[Total]`, `Date[Calendar][Year]`.
impl fmt::Display for ObjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = |table: &str| match entries::is_plain(table) {
            true => table.to_owned(),
            false => dax_table(table),
        };
        match self {
            ObjectRef::Table(name) | ObjectRef::Role(name) => f.write_str(&table(name)),
            ObjectRef::Measure { name, .. } => f.write_str(&dax_name(name)),
            ObjectRef::Column { table: of, name } | ObjectRef::Hierarchy { table: of, name } => {
                write!(f, "{}{}", table(of), dax_name(name))
            }
            ObjectRef::Level { table: of, hierarchy, name } => {
                write!(f, "{}{}{}", table(of), dax_name(hierarchy), dax_name(name))
            }
        }
    }
}
