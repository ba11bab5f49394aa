//! Which files of the output folder are ours, and which of those somebody has edited since.
//!
//! A record of what was generated last is kept beside the project. Generating again replaces a file only when it
//! still is as recorded, so that a hand edit is never overwritten silently.
//!
//! Writing is in two steps, so that whatever can fail fails first: [`stage`] writes every file into the record's
//! folder, [`Staged::commit`] lets them take their places. A run that is killed in between leaves some files old and
//! some new; the record then names both, and the next run takes neither for a hand edit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

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

/// Our own folder in the output folder, with the record, the lock of whoever writes, and files on their way.
const FOLDER: &str = ".pbiforge";
const RECORD: &str = ".pbiforge/generated.json";
const LOCK: &str = ".lock";

#[derive(Default, Serialize, Deserialize)]
struct Record {
    format: u32,
    /// Path to SHA-256 of the bytes that were generated.
    files: BTreeMap<String, String>,
    /// The same of the project that is about to replace it; empty but while files take their places.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    next: BTreeMap<String, String>,
}

/// Two runs into one folder would leave a mixture of two projects.
#[derive(Debug, thiserror::Error)]
#[error("another process is writing the project in `{0}`")]
struct Busy(String);

/// What writing the tree would do, or has done, to the folder.
pub struct Plan {
    pub changes: Vec<(String, Change)>,
    /// Files that would lose a hand edit.
    pub edited: Vec<Diagnostic>,
    stale: Vec<String>,
    /// What the folder has of our files, with their hashes.
    on_disk: BTreeMap<String, String>,
}

/// A project that lies complete in the record's folder; nothing of the one before has been touched.
pub struct Staged {
    /// In their order: the record that names the old files and the new ones, the files, the record of the new ones.
    steps: [disk::Staged; 3],
    plan: Plan,
    /// Held until the project is in its place.
    _lock: Lock,
}

/// Compares the tree with the folder and with the record of what was generated last.
pub fn plan(tree: &FileTree, folder: &Path) -> Plan {
    let record = read_record(folder);
    let mut plan = Plan { changes: Vec::new(), edited: Vec::new(), stale: Vec::new(), on_disk: BTreeMap::new() };
    for (path, bytes) in tree.iter() {
        let Ok(on_disk) = fs::read(folder.join(path)) else {
            plan.changes.push((path.to_owned(), Change::Added));
            continue;
        };
        let found = hash(&on_disk);
        if on_disk != bytes {
            plan.changes.push((path.to_owned(), Change::Changed));
            if !record.names(path, &found) {
                plan.edited.push(edited(folder, path, "would be overwritten"));
            }
        }
        plan.on_disk.insert(path.to_owned(), found);
    }
    for path in record.paths().into_iter().filter(|path| !tree.contains(path)) {
        let Ok(on_disk) = fs::read(folder.join(path)) else { continue };
        let found = hash(&on_disk);
        plan.changes.push((path.to_owned(), Change::Removed));
        plan.stale.push(path.to_owned());
        if !record.names(path, &found) {
            plan.edited.push(edited(folder, path, "would be removed"));
        }
        plan.on_disk.insert(path.to_owned(), found);
    }
    plan.changes.sort_by(|a, b| a.0.cmp(&b.0));
    plan
}

/// Writes the tree and the new record, unless that would lose a hand edit that is not given up by `overwrite`.
pub fn persist(tree: &FileTree, folder: &Path, overwrite: bool) -> Result<Vec<(String, Change)>, Failure> {
    stage(tree, folder, overwrite)?.commit()
}

/// The first half of [`persist`]: afterwards the folder holds the old project still, and room for the new one.
pub fn stage(tree: &FileTree, folder: &Path, overwrite: bool) -> Result<Staged, Failure> {
    disk::inside(folder, RECORD)?;
    let refused = plan(tree, folder);
    if !refused.edited.is_empty() && !overwrite {
        return Err(Failure::diagnostics(refused.edited));
    }
    let lock = lock(folder)?;
    remove_litter(&folder.join(FOLDER));
    // What another process has done before it let go of the lock counts.
    let plan = plan(tree, folder);
    let next: BTreeMap<_, _> = tree.iter().map(|(path, bytes)| (path.to_owned(), hash(bytes))).collect();
    let under_way = match read_record(folder).files == next {
        true => FileTree::new(),
        false => record_of(Record { format: 1, files: plan.on_disk.clone(), next: next.clone() })?,
    };
    let done = record_of(Record { format: 1, files: next, next: BTreeMap::new() })?;
    let stage = |files: &FileTree| disk::stage(files, folder, &folder.join(FOLDER));
    let steps = [stage(&under_way)?, stage(tree)?, stage(&done)?];
    Ok(Staged { steps, plan, _lock: lock })
}

impl Staged {
    /// The second half of [`persist`]: tells what has changed.
    pub fn commit(self) -> Result<Vec<(String, Change)>, Failure> {
        let [under_way, files, done] = self.steps;
        under_way.commit(&[])?;
        files.commit(&self.plan.stale)?;
        done.commit(&[])?;
        Ok(self.plan.changes)
    }
}

impl Record {
    /// Whether a file of these bytes is one that was generated.
    fn names(&self, path: &str, hash: &str) -> bool {
        [&self.files, &self.next].iter().any(|files| files.get(path).is_some_and(|named| named == hash))
    }

    fn paths(&self) -> BTreeSet<&str> {
        self.files.keys().chain(self.next.keys()).map(String::as_str).collect()
    }
}

/// Taken away with its file, so that a project's folder holds the same files before and after. Whoever opened the
/// file a moment before that may hold a lock of their own on it: nobody is writing any longer then.
struct Lock {
    path: PathBuf,
    _file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn lock(folder: &Path) -> Result<Lock, Failure> {
    let own = folder.join(FOLDER);
    let path = own.join(LOCK);
    let open = || {
        fs::create_dir_all(&own)?;
        OpenOptions::new().create(true).truncate(false).write(true).open(&path)
    };
    let failed = |source| Failure::from(crate::file_tree::Error::Write { path: path.clone(), source });
    let file = open().map_err(&failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { path, _file: file }),
        Err(TryLockError::WouldBlock) => Err(Failure::World {
            error: Box::new(Busy(folder.display().to_string())),
            help: Some("wait until it is done, then run again".to_owned()),
        }),
        // Some network file systems have no locks: one writer at a time is then the user's affair.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(Lock { path, _file: file }),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Removes what a run that was killed has left on its way.
fn remove_litter(own: &Path) {
    let Ok(entries) = fs::read_dir(own) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(disk::TEMPORARY) {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
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

fn record_of(record: Record) -> Result<FileTree, Failure> {
    let text = serde_json::to_string_pretty(&record).map_err(Failure::world)?;
    let mut file = FileTree::new();
    file.insert(RECORD, format!("{text}\n"));
    Ok(file)
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

    /// A process that is killed while its files take their places: some are in them, and the last record is missing.
    fn killed(tree: &FileTree, folder: &Path, placed: &[&str]) {
        let Staged { steps: [under_way, ..], .. } =
            stage(tree, folder, false).unwrap_or_else(|failure| panic!("not staged: {failure:?}"));
        under_way.commit(&[]).expect("written");
        for path in placed {
            fs::write(folder.join(path), tree.get(path).expect("a file")).expect("written");
        }
        fs::write(folder.join(FOLDER).join(".tmpLITTER"), "left").expect("written");
    }

    #[test]
    fn what_a_killed_run_has_written_is_no_hand_edit() {
        let folder = tempfile::tempdir().expect("a folder");
        persist(&tree(&[("a", "1"), ("b", "1"), ("old", "1")]), folder.path(), false).expect("written");
        killed(&tree(&[("a", "2"), ("b", "2"), ("new", "2")]), folder.path(), &["a", "new"]);
        killed(&tree(&[("a", "3"), ("b", "3")]), folder.path(), &["b"]);
        let last = tree(&[("a", "4"), ("b", "4")]);
        persist(&last, folder.path(), false).expect("written");
        let mut found = disk::read(folder.path(), &|_| true).expect("read");
        let record = found.remove(RECORD).expect("a record");
        assert!(!String::from_utf8_lossy(&record).contains("next"));
        assert!(found == last, "{found:?}");
    }

    #[test]
    fn a_hand_edit_after_a_killed_run_is_one() {
        let folder = tempfile::tempdir().expect("a folder");
        persist(&tree(&[("a", "1"), ("b", "1")]), folder.path(), false).expect("written");
        killed(&tree(&[("a", "2"), ("b", "2")]), folder.path(), &["a"]);
        fs::write(folder.path().join("b"), "mine").expect("written");
        assert!(matches!(persist(&tree(&[("a", "3"), ("b", "3")]), folder.path(), false),
            Err(Failure::Diagnostics { diagnostics, .. }) if diagnostics.len() == 1));
    }

    #[test]
    fn two_processes_do_not_write_one_folder_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = stage(&tree(&[("a", "1")]), folder.path(), false).unwrap_or_else(|failure| panic!("{failure:?}"));
        assert!(matches!(
            persist(&tree(&[("a", "2")]), folder.path(), false),
            Err(Failure::World { help: Some(_), .. })
        ));
        first.commit().expect("written");
        persist(&tree(&[("a", "2")]), folder.path(), false).expect("written");
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
