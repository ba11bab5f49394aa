//! The difference of two trees as a patch.

use similar::TextDiff;

use super::FileTree;

/// What `patch -p1` and `git apply` read: every file that both trees have as text, and that differs.
pub fn unified(old: &FileTree, new: &FileTree) -> String {
    let changed = old.diff(new).into_iter();
    let texts = changed.filter_map(|(path, _)| Some((path, old.text(path)?, new.text(path)?)));
    texts
        .map(|(path, old, new)| {
            let diff = TextDiff::from_lines(old, new);
            diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_shows_the_changed_lines_and_their_neighbours() {
        let (mut old, mut new) = (FileTree::new(), FileTree::new());
        old.insert("a/b.txt", "1\n2\n3\n4\n5\n6\n");
        new.insert("a/b.txt", "1\n2\n3\n4\nfive\n6\n");
        old.insert("same", "x");
        new.insert("same", "x");
        let patch = "--- a/a/b.txt\n+++ b/a/b.txt\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n";
        assert_eq!(unified(&old, &new), patch);
    }
}
