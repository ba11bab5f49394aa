//! What was generated last, kept beside the project: without it nobody could tell a hand edit from a new template.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::file_tree::FileTree;
use crate::pipeline::Failure;

/// Its path in the output folder.
pub const RECORD: &str = ".pbiforge/generated.json";

const FORMAT: u32 = 2;

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    format: u32,
    /// What was generated last, before any hand edit was merged into it.
    files: BTreeMap<String, Content>,
    /// Only while files take their places: what was generated for them, and the SHA-256 of what each becomes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pending: BTreeMap<String, Content>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    next: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Content {
    /// The lines of a text, so that a version control system shows what has changed.
    Lines(Vec<String>),
    /// The SHA-256 of what is no text, and of every file in records of the first format.
    Hash(String),
}

impl Record {
    /// A record that cannot be read counts as none: then nothing on disk is known to be ours.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(RECORD)).unwrap_or_default();
        serde_json::from_str(&text).ok().filter(|record: &Record| record.format <= FORMAT).unwrap_or_default()
    }

    pub fn of(generated: &FileTree) -> Self {
        Self { format: FORMAT, files: contents(generated), ..Self::default() }
    }

    /// The record for the time in which `generated`, merged with what is on disk, takes its place.
    pub fn under_way(&self, on_disk: &FileTree, generated: &FileTree, merged: &FileTree) -> Self {
        let next = merged.iter().map(|(path, bytes)| (path.to_owned(), hash(bytes))).collect();
        Self { format: FORMAT, files: contents(&self.base(on_disk)), pending: contents(generated), next }
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().chain(self.pending.keys()).map(String::as_str)
    }

    /// What the files on disk were generated as. A run that was killed has left some as it found them and others as
    /// they were to become.
    pub fn base(&self, on_disk: &FileTree) -> FileTree {
        let mut base = FileTree::new();
        for path in self.paths() {
            let found = on_disk.get(path);
            let is_next = found.is_some_and(|found| self.next.get(path).is_some_and(|next| *next == hash(found)));
            let is_gone = found.is_none() && !self.next.is_empty() && !self.next.contains_key(path);
            let from = if is_next { &self.pending } else { &self.files };
            if let Some(bytes) = from.get(path).filter(|_| !is_gone).and_then(|content| content.bytes(found)) {
                base.insert(path, bytes);
            }
        }
        base
    }

    pub fn file(&self) -> Result<FileTree, Failure> {
        let text = serde_json::to_string_pretty(self).map_err(Failure::world)?;
        let mut file = FileTree::new();
        file.insert(RECORD, format!("{text}\n"));
        Ok(file)
    }
}

impl Content {
    fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Lines(text.split('\n').map(str::to_owned).collect()),
            Err(_) => Self::Hash(hash(bytes)),
        }
    }

    /// The bytes, if need be those on disk that have this hash.
    fn bytes(&self, on_disk: Option<&[u8]>) -> Option<Vec<u8>> {
        match self {
            Self::Lines(lines) => Some(lines.join("\n").into_bytes()),
            Self::Hash(wanted) => on_disk.filter(|bytes| hash(bytes) == *wanted).map(<[u8]>::to_vec),
        }
    }
}

fn contents(tree: &FileTree) -> BTreeMap<String, Content> {
    tree.iter().map(|(path, bytes)| (path.to_owned(), Content::of(bytes))).collect()
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_to_the_byte_and_other_bytes_are_known_by_their_hash() {
        let mut tree = FileTree::new();
        tree.insert("a", "one\r\ntwo\n");
        tree.insert("b", vec![0xff, 0]);
        assert_eq!(Record::of(&tree).base(&tree), tree);
        assert_eq!(Record::of(&tree).base(&FileTree::new()).paths().collect::<Vec<_>>(), ["a"]);
    }

    #[test]
    fn a_record_of_hashes_knows_what_nobody_has_touched() {
        let mut tree = FileTree::new();
        tree.insert("a", "1");
        tree.insert("b", "mine");
        let text = format!("{{\"format\": 1, \"files\": {{\"a\": \"{0}\", \"b\": \"{0}\"}}}}", hash(b"1"));
        let record: Record = serde_json::from_str(&text).expect("a record");
        assert_eq!(record.base(&tree).paths().collect::<Vec<_>>(), ["a"]);
    }
}
