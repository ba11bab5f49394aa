//! Row-level security that would go without anybody having said so.
//!
//! The role is made where the warehouse says which manager has which region. A warehouse that no longer does makes a
//! project without a role, which compiles and shows everybody everything: that is asked about, not done.

use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;

pub const ROLES_GONE: Code = Code {
    id: "MG023",
    name: "roles-gone",
    severity: Severity::Error,
    explanation: "The project was generated with roles, and would be generated without any: the warehouse no longer \
                  has the tables or columns that say which manager has which region. Whoever may open the model would \
                  then see every row. Nothing was written.\n\n\
                  Wrong:  `manager` taken out of `region_manager`\n\
                  Right:  the column brought back, its successor named below `[renames]`, or, where the model is to \
                  have no roles, their files deleted from the project first",
};

/// The error where all roles would go.
pub fn gone(base: &FileTree, on_disk: &FileTree, merged: &FileTree) -> Vec<Diagnostic> {
    let is_role = |path: &&str| path.ends_with(".tmdl") && path.contains(".SemanticModel/definition/roles/");
    let lost: Vec<&str> = base.paths().filter(is_role).filter(|path| on_disk.get(path).is_some()).collect();
    let Some(first) = lost.first().filter(|_| !merged.paths().any(|path| is_role(&path))) else { return Vec::new() };
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".tmdl").to_owned();
    let names = lost.iter().map(|path| format!("`{}`", name(path))).collect::<Vec<_>>().join(", ");
    let (is, them) = if lost.len() == 1 { ("role", "it") } else { ("roles", "them") };
    let message = format!("the {is} {names} would go, and with {them} all row-level security");
    let diagnostic = Diagnostic::new(&ROLES_GONE, message)
        .at(Place::file(*first), "would be deleted")
        .note("the warehouse no longer says which manager has which region: `region_manager` with `region` and `manager`, `dim_region` with `region`")
        .help("bring it back, or name its successor below `[renames]`")
        .help(format!("where the model is to have no roles, delete {them} from the project first"));
    vec![diagnostic]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str]) -> FileTree {
        let mut tree = FileTree::new();
        paths.iter().for_each(|path| tree.insert((*path).to_owned(), "role x"));
        tree
    }

    #[test]
    fn roles_go_only_when_somebody_has_taken_them_away() {
        const ROLE: &str = "A.SemanticModel/definition/roles/R.tmdl";
        const OTHER: &str = "A.SemanticModel/definition/roles/Mine.tmdl";
        let (with, without) = (tree(&[ROLE]), tree(&["A.SemanticModel/definition/model.tmdl"]));
        assert_eq!(gone(&with, &with, &without).len(), 1);
        assert_eq!(gone(&with, &with, &with), []);
        assert_eq!(gone(&with, &without, &without), [], "deleted by hand");
        assert_eq!(gone(&without, &with, &without), [], "never generated");
        assert_eq!(gone(&with, &with, &tree(&[OTHER])), [], "another one holds");
    }
}
