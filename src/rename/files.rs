//! The files that are called as the object in them.

use std::collections::{BTreeMap, BTreeSet};

use super::ObjectRef;
use super::plan::Plan;
use super::project::Project;
use crate::file_tree::FileTree;
use crate::tmdl::print::file_name::stem;

/// Old paths to new ones: `tables/Sales.tmdl`, `roles/North.tmdl`. Where a file of the new name is there already, the
/// old name stays: what a file is called means nothing.
pub fn renamed(tree: &FileTree, project: &Project, plan: &Plan) -> BTreeMap<String, String> {
    let mut paths = BTreeMap::new();
    for (object, new) in plan.renamed() {
        let folder = match object {
            ObjectRef::Table(_) => "tables",
            ObjectRef::Role(_) => "roles",
            _ => continue,
        };
        let end = format!("{folder}/{}.tmdl", stem(object.name()));
        let is_file = |path: &&String| *path == &end || path.ends_with(&format!("/{end}"));
        if let Some(path) = project.source.files.iter().find(is_file) {
            let start = path.len() - end.len();
            let new = format!("{}{folder}/{}.tmdl", path.get(..start).unwrap_or_default(), stem(new));
            if new != *path {
                paths.insert(path.clone(), new);
            }
        }
    }
    // One that stays is in the way of one that comes, until none is.
    loop {
        let stay: BTreeSet<String> =
            tree.paths().filter(|path| !paths.contains_key(*path)).map(str::to_lowercase).collect();
        let mut seen = BTreeSet::new();
        let blocked: Vec<String> = paths
            .iter()
            .filter(|(_, new)| stay.contains(&new.to_lowercase()) || !seen.insert(new.to_lowercase()))
            .map(|(old, _)| old.clone())
            .collect();
        if blocked.is_empty() {
            return paths;
        }
        blocked.iter().for_each(|old| drop(paths.remove(old)));
    }
}
