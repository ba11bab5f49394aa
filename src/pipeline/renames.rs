//! `[renames]`: what is called otherwise from now on, carried through what is on disk before it is merged.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::generate::{self, Templates};
use crate::model::Model;
use crate::rename::entries::WarehouseRef;
use crate::rename::{ObjectRef, Rename, parse_renames, rename};
use crate::tmdl;

/// The entries as renamings of objects of the model. What the warehouse calls otherwise the model does too, where its
/// name comes from the warehouse's. `before` is the model as it was generated last, or else as it is generated now.
pub fn read(
    entries: &BTreeMap<String, String>,
    before: &Model,
    templates: &Templates,
    options: &generate::Options,
) -> Result<Vec<Rename>, Vec<Diagnostic>> {
    let found = parse_renames(entries, before);
    if !found.diagnostics.is_empty() {
        return Err(found.diagnostics);
    }
    let mut renames = found.model;
    let name = |table: &str, column: Option<&str>| generate::model_name(table, column, templates, options);
    for renamed in found.warehouse {
        let (from, to) = match &renamed.from {
            WarehouseRef::Table(table) => (ObjectRef::Table(name(table, None)), name(&renamed.to, None)),
            WarehouseRef::Column { table, column } => (
                ObjectRef::Column { table: name(table, None), name: name(table, Some(column)) },
                name(table, Some(&renamed.to)),
            ),
        };
        if from.name() != to {
            renames.push(Rename { from, to });
        }
    }
    Ok(renames)
}

/// The files with what of the renamings is still to be done in them.
pub fn carry(tree: &FileTree, renames: &[Rename]) -> Result<(FileTree, Vec<Rename>), Vec<Diagnostic>> {
    if renames.is_empty() || tree.is_empty() {
        return Ok((tree.clone(), Vec::new()));
    }
    let model = model_of(tree);
    let open: Vec<Rename> = renames.iter().filter(|one| is_there(&model, &one.from)).cloned().collect();
    if open.is_empty() {
        return Ok((tree.clone(), open));
    }
    Ok((rename(tree, &open)?, open))
}

/// The model that the TMDL files of a project declare.
pub fn model_of(tree: &FileTree) -> Model {
    let documents: Vec<_> = tree
        .paths()
        .filter(|path| path.ends_with(".tmdl"))
        .filter_map(|path| Some((path.to_owned(), tmdl::parse(tree.text(path)?))))
        .collect();
    tmdl::lower(&documents).model
}

fn is_there(model: &Model, object: &ObjectRef) -> bool {
    let table = object.table().and_then(|table| model.table(table));
    match object {
        ObjectRef::Table(_) => table.is_some(),
        ObjectRef::Column { name, .. } => table.is_some_and(|table| table.column(name).is_some()),
        ObjectRef::Measure { name, .. } => table.is_some_and(|table| table.measure(name).is_some()),
        ObjectRef::Hierarchy { name, .. } => table.is_some_and(|table| table.hierarchy(name).is_some()),
        ObjectRef::Level { hierarchy, name, .. } => table
            .and_then(|table| table.hierarchy(hierarchy))
            .is_some_and(|hierarchy| hierarchy.levels.iter().any(|level| crate::name::same(&level.name, name))),
        ObjectRef::Role(name) => model.roles.iter().any(|role| crate::name::same(role.name.as_str(), name)),
    }
}
