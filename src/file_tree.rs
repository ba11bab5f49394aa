//! A folder of files in memory: what the generator makes, what the checker reads, and the only thing that is
//! written to disk.

use std::collections::BTreeMap;
use std::path::PathBuf;

pub mod disk;
pub mod patch;

/// Path, relative and with `/`, to bytes. Sorted, so that whatever walks it does so in one order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTree {
    files: BTreeMap<String, Vec<u8>>,
}

/// How one path differs between two trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Added,
    Changed,
    Removed,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot read `{path}`")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("cannot write `{path}`")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("refusing to write through the link `{path}`")]
    Link { path: PathBuf },
    #[error("refusing the path `{path}`: it would leave the folder")]
    Outside { path: String },
}

impl FileTree {
    pub fn new() -> Self {
        Self::default()
    }
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }
    pub fn remove(&mut self, path: &str) -> Option<Vec<u8>> {
        self.files.remove(path)
    }
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
    /// The file as text; `None` where it is missing or not UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.get(path)?).ok()
    }
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
    /// The files below `folder` (no slash at its end), with their whole paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.iter().filter(move |(path, _)| {
            path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')) || folder.is_empty()
        })
    }
    pub fn len(&self) -> usize {
        self.files.len()
    }
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
    pub fn extend(&mut self, other: FileTree) {
        self.files.extend(other.files);
    }

    /// What must happen to `self` to become `new`.
    pub fn diff<'a>(&'a self, new: &'a FileTree) -> Vec<(&'a str, Change)> {
        let mut changes: Vec<_> = new
            .iter()
            .filter_map(|(path, bytes)| match self.get(path) {
                None => Some((path, Change::Added)),
                Some(old) if old != bytes => Some((path, Change::Changed)),
                Some(_) => None,
            })
            .chain(self.paths().filter(|path| !new.contains(path)).map(|path| (path, Change::Removed)))
            .collect();
        changes.sort_by_key(|(path, _)| *path);
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> FileTree {
        let mut tree = FileTree::new();
        for (path, text) in files {
            tree.insert(*path, *text);
        }
        tree
    }

    #[test]
    fn a_diff_names_every_path_that_differs() {
        let old = tree(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let new = tree(&[("a", "1"), ("b", "x"), ("d", "4")]);
        assert_eq!(old.diff(&new), [("b", Change::Changed), ("c", Change::Removed), ("d", Change::Added)]);
    }

    #[test]
    fn below_a_folder_is_not_below_its_namesake() {
        let tree = tree(&[("a/x", ""), ("ab/y", "")]);
        assert_eq!(tree.below("a").map(|(path, _)| path).collect::<Vec<_>>(), ["a/x"]);
    }
}
