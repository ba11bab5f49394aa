//! Which folders of a project are reports.

use crate::file_tree::FileTree;

/// Every report's folder in the tree, in order; empty text where the tree itself is one.
pub fn folders(tree: &FileTree) -> Vec<String> {
    let mut folders: Vec<String> = tree.paths().filter_map(report_of).map(str::to_owned).collect();
    folders.sort();
    folders.dedup();
    folders
}

/// The report's folder that a file belongs to, told by the files that only a report has.
fn report_of(path: &str) -> Option<&str> {
    if let Some(at) = path.find(".Report/") {
        return path.get(..at + ".Report".len());
    }
    for inside in ["definition.pbir", "definition/report.json", "definition/pages/pages.json"] {
        if let Some(folder) = path.strip_suffix(inside) {
            let whole = folder.is_empty() || folder.ends_with('/');
            return whole.then(|| folder.trim_end_matches('/'));
        }
    }
    None
}

/// A path inside a folder, where the folder may be the tree itself.
pub fn join(folder: &str, inside: &str) -> String {
    if folder.is_empty() { inside.to_owned() } else { format!("{folder}/{inside}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_found_by_folder_name_and_by_their_own_files() {
        let mut tree = FileTree::new();
        for path in ["a/X.Report/definition/version.json", "Y.Report/definition.pbir", "odd/definition.pbir", "b.json"]
        {
            tree.insert(path, "{}");
        }
        assert_eq!(folders(&tree), ["Y.Report", "a/X.Report", "odd"]);
    }

    #[test]
    fn the_tree_itself_may_be_a_report() {
        let mut tree = FileTree::new();
        tree.insert("definition.pbir", "{}");
        tree.insert("definition/report.json", "{}");
        assert_eq!(folders(&tree), [""]);
        assert_eq!(join("", "a/b"), "a/b");
    }
}
