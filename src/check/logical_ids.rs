//! PB044: two items of a project have one logical id.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::pbir::json;

pub static DUPLICATE_LOGICAL_ID: Code = Code {
    id: "PB044",
    name: "duplicate-logical-id",
    severity: Severity::Warning,
    explanation: "\
Fabric knows the items of a folder by the `logicalId` in their `.platform` files. Two of one folder have the same, most
often because one was copied from the other: Fabric refuses to take the folder over from Git.

Wrong:  X.Report/.platform and Y.Report/.platform both with \"logicalId\": \"6d7c2b6e-64b2-4d7f-8d5b-0b8a54f5a3c1\"
Right:  a UUID of its own in each of them
",
};

/// Only items that stand side by side: a tree may hold copies of a whole project, each in a folder of its own.
pub fn check(tree: &FileTree) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<(String, String), &str> = BTreeMap::new();
    let mut found = Vec::new();
    for path in tree.paths() {
        let Some(item) = path.strip_suffix("/.platform") else { continue };
        let Some(json) = tree.text(path).and_then(|text| json::parse(text).ok()) else { continue };
        let id = json.at(&["config", "logicalId"]).and_then(|value| Some((value, value.text()?)));
        // Templates bear the id that is all zeros.
        let Some((value, id)) = id.filter(|(_, id)| id.contains(|c: char| c != '0' && c != '-')) else { continue };
        let parent = item.rsplit_once('/').map_or("", |(parent, _)| parent);
        let key = (parent.to_owned(), id.to_lowercase());
        match seen.get(&key) {
            Some(first) => found.push(
                Diagnostic::new(&DUPLICATE_LOGICAL_ID, format!("the logical id `{id}` is taken"))
                    .at(Place::bytes(path, value.span.clone()), "")
                    .note(format!("it is that of `{first}`"))
                    .help("give this one a UUID of its own, such as `uuidgen` makes"),
            ),
            None => drop(seen.insert(key, path)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(first: &str, second: &str, id: &str) -> usize {
        let mut tree = FileTree::new();
        for path in [first, second] {
            tree.insert(format!("{path}/.platform"), format!("{{\"config\": {{\"logicalId\": \"{id}\"}}}}"));
        }
        check(&tree).len()
    }

    #[test]
    fn items_side_by_side_have_ids_of_their_own() {
        assert_eq!(said("X.Report", "Y.Report", "6d7c2b6e-64b2-4d7f-8d5b-0b8a54f5a3c1"), 1);
        assert_eq!(said("a/X.Report", "b/X.Report", "6d7c2b6e-64b2-4d7f-8d5b-0b8a54f5a3c1"), 0);
        assert_eq!(said("X.Report", "Y.Report", "00000000-0000-0000-0000-000000000000"), 0);
    }
}
