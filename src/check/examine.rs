//! The whole check: the rules, the exceptions that the project makes, and how seriously each finding is taken.

use super::{levels, schemas, silence};
use crate::catalog::Catalog;
use crate::diag::{self, Code, Diagnostic, Silenced};
use crate::file_tree::FileTree;

#[derive(Clone, Debug, Default)]
pub struct Options {
    pub levels: levels::Options,
    /// Microsoft's JSON schemas, to validate against as well.
    pub schemas: Option<FileTree>,
    /// Whether rules that are off by default speak as well; else only where a level names them.
    pub all: bool,
    /// What the warehouse is known to hold, for the rules about data.
    pub catalog: Option<Catalog>,
}

#[derive(Clone, Debug, Default)]
pub struct Examined {
    pub diagnostics: Vec<Diagnostic>,
    pub silenced: Vec<Silenced>,
}

/// Checks the project in the tree.
pub fn examine(tree: &FileTree, options: &Options) -> Examined {
    let is_on = |code: &Code| options.all || !super::is_off(code) || options.levels.asks_for(code);
    let mut found = super::rules(tree, options.catalog.as_ref());
    if let Some(schemas) = &options.schemas {
        schemas::add(&mut found, schemas::validate(tree, schemas));
    }
    let (mut silences, faults) = silence::find(tree);
    // Where something could not be read, what is allowed may be what would have been found.
    let is_whole = !found.iter().any(|found| levels::is_syntax(found.code));
    let (mut diagnostics, mut silenced) = silence::apply(found, &mut silences);
    diagnostics.retain(|found| is_on(found.code));
    silenced.retain(|found| is_on(found.diagnostic.code));
    let was_looked_for = |code: &Code| {
        let is_of_schemas = schemas::CODES.iter().any(|of_schemas| of_schemas.id == code.id);
        !is_of_schemas || options.schemas.is_some()
    };
    if is_whole {
        diagnostics.extend(silence::unused(&silences, was_looked_for));
    }
    diagnostics.extend(faults);
    options.levels.apply(&mut diagnostics);
    diag::sort(&mut diagnostics);
    silenced.sort_by(|a, b| a.diagnostic.place().cmp(&b.diagnostic.place()));
    Examined { diagnostics, silenced }
}
