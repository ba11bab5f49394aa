//! Which files of the output folder are ours, and which of those somebody has edited since.
//!
//! A record of what was generated last is kept beside the project. Generating again replaces a file only when it
//! still is as recorded, so that a hand edit is never overwritten silently.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::{Change, FileTree, disk};
use crate::pipeline::Failure;

pub const CODES: &[&Code] = &[&HAND_EDITED];

pub const HAND_EDITED: Code = Code {
    id: "MG001",
    name: "hand-edited-file",
    severity: Severity::Error,
    explanation: "A file of the output folder is not as pbiforge generated it, and generating again would replace \
                  it. Nothing was written. Move the change into a template (`[project] templates`) or pass \
                  `--overwrite` to give it up.",
};

/// Where the record stands in the output folder.
const RECORD: &str = ".pbiforge/generated.json";

#[derive(Default, Serialize, Deserialize)]
struct Record {
    format: u32,
    /// Path to SHA-256 of the bytes that were generated.
    files: BTreeMap<String, String>,
}

/// What writing the tree would do, or has done, to the folder.
pub struct Plan {
    pub changes: Vec<(String, Change)>,
    /// Files that would lose a hand edit.
    pub edited: Vec<Diagnostic>,
    stale: Vec<String>,
}

/// Compares the tree with the folder and with the record of what was generated last.
pub fn plan(tree: &FileTree, folder: &Path) -> Plan {
    let record = read_record(folder);
    let mut plan = Plan { changes: Vec::new(), edited: Vec::new(), stale: Vec::new() };
    for (path, bytes) in tree.iter() {
        let Ok(on_disk) = fs::read(folder.join(path)) else {
            plan.changes.push((path.to_owned(), Change::Added));
            continue;
        };
        if on_disk == bytes {
            continue;
        }
        plan.changes.push((path.to_owned(), Change::Changed));
        if record.files.get(path) != Some(&hash(&on_disk)) {
            plan.edited.push(edited(folder, path, "would be overwritten"));
        }
    }
    for (path, recorded) in record.files.iter().filter(|(path, _)| !tree.contains(path)) {
        let Ok(on_disk) = fs::read(folder.join(path)) else { continue };
        plan.changes.push((path.clone(), Change::Removed));
        plan.stale.push(path.clone());
        if *recorded != hash(&on_disk) {
            plan.edited.push(edited(folder, path, "would be removed"));
        }
    }
    plan.changes.sort_by(|a, b| a.0.cmp(&b.0));
    plan
}

/// Writes the tree and the new record, unless that would lose a hand edit that is not given up by `overwrite`.
pub fn persist(tree: &FileTree, folder: &Path, overwrite: bool) -> Result<Vec<(String, Change)>, Failure> {
    let plan = plan(tree, folder);
    if !plan.edited.is_empty() && !overwrite {
        return Err(Failure::diagnostics(plan.edited));
    }
    let mut with_record = tree.clone();
    with_record.insert(RECORD, record_of(tree)?);
    disk::persist(&with_record, folder, &plan.stale)?;
    Ok(plan.changes)
}

fn edited(folder: &Path, path: &str, what: &str) -> Diagnostic {
    Diagnostic::new(&HAND_EDITED, format!("`{path}` was edited by hand and {what}"))
        .at(Place::file(folder.join(path).display().to_string()), "")
        .help("move the change into a template, or give it up with `--overwrite`")
}

/// A record that cannot be read counts as none: then every file that differs is taken for a hand edit.
fn read_record(folder: &Path) -> Record {
    let text = fs::read_to_string(folder.join(RECORD)).unwrap_or_default();
    serde_json::from_str(&text).ok().filter(|record: &Record| record.format == 1).unwrap_or_default()
}

fn record_of(tree: &FileTree) -> Result<Vec<u8>, Failure> {
    let files = tree.iter().map(|(path, bytes)| (path.to_owned(), hash(bytes))).collect();
    let text = serde_json::to_string_pretty(&Record { format: 1, files }).map_err(Failure::world)?;
    Ok(format!("{text}\n").into_bytes())
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> FileTree {
        let mut tree = FileTree::new();
        files.iter().for_each(|(path, text)| tree.insert(*path, *text));
        tree
    }

    #[test]
    fn our_own_files_are_replaced_and_stale_ones_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        persist(&tree(&[("a", "1"), ("b", "1")]), folder.path(), false).expect("written");
        let changes = persist(&tree(&[("a", "2")]), folder.path(), false).expect("written");
        assert_eq!(changes, [("a".to_owned(), Change::Changed), ("b".to_owned(), Change::Removed)]);
        assert!(!folder.path().join("b").exists());
    }

    #[test]
    fn a_hand_edit_stops_everything() {
        let folder = tempfile::tempdir().expect("a folder");
        persist(&tree(&[("a", "1"), ("b", "1")]), folder.path(), false).expect("written");
        fs::write(folder.path().join("a"), "mine").expect("written");
        let failure = persist(&tree(&[("a", "2"), ("b", "2")]), folder.path(), false).expect_err("refused");
        assert!(matches!(failure, Failure::Diagnostics { diagnostics, .. } if diagnostics.len() == 1));
        assert_eq!(fs::read_to_string(folder.path().join("b")).expect("there"), "1");
        persist(&tree(&[("a", "2"), ("b", "2")]), folder.path(), true).expect("given up");
        assert_eq!(fs::read_to_string(folder.path().join("a")).expect("there"), "2");
    }

    #[test]
    fn a_hand_edit_that_generating_agrees_with_is_no_conflict() {
        let folder = tempfile::tempdir().expect("a folder");
        persist(&tree(&[("a", "1")]), folder.path(), false).expect("written");
        fs::write(folder.path().join("a"), "2").expect("written");
        persist(&tree(&[("a", "2")]), folder.path(), false).expect("the same");
    }

    #[test]
    fn a_file_that_was_never_ours_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a"), "somebody's").expect("written");
        assert!(persist(&tree(&[("a", "1")]), folder.path(), false).is_err());
    }
}
