use std::fs;

use super::*;

fn write(tree: &FileTree, folder: &Path, overwrite: bool) -> Result<Vec<(String, Change)>, Failure> {
    persist(tree, folder, &Intent { overwrite, ..Intent::default() })
}

fn tree(files: &[(&str, &str)]) -> FileTree {
    let mut tree = FileTree::new();
    files.iter().for_each(|(path, text)| tree.insert(*path, *text));
    tree
}

#[test]
fn our_own_files_are_replaced_and_stale_ones_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&tree(&[("a", "1"), ("b", "1")]), folder.path(), false).expect("written");
    let changes = write(&tree(&[("a", "2")]), folder.path(), false).expect("written");
    assert_eq!(changes, [("a".to_owned(), Change::Changed), ("b".to_owned(), Change::Removed)]);
    assert!(!folder.path().join("b").exists());
}

#[test]
fn a_hand_edit_stops_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&tree(&[("a", "1"), ("b", "1")]), folder.path(), false).expect("written");
    fs::write(folder.path().join("a"), "mine").expect("written");
    let failure = write(&tree(&[("a", "2"), ("b", "2")]), folder.path(), false).expect_err("refused");
    assert!(matches!(failure, Failure::Diagnostics { diagnostics, .. } if diagnostics.len() == 1));
    assert_eq!(fs::read_to_string(folder.path().join("b")).expect("there"), "1");
    write(&tree(&[("a", "2"), ("b", "2")]), folder.path(), true).expect("given up");
    assert_eq!(fs::read_to_string(folder.path().join("a")).expect("there"), "2");
}

/// A process that is killed while its files take their places: some are in them, and the last record is missing.
fn killed(tree: &FileTree, folder: &Path, placed: &[&str]) {
    let Staged { steps: [under_way, ..], .. } =
        stage(tree, folder, &Intent::default()).unwrap_or_else(|failure| panic!("not staged: {failure:?}"));
    under_way.commit(&[]).expect("written");
    for path in placed {
        fs::write(folder.join(path), tree.get(path).expect("a file")).expect("written");
    }
    fs::write(folder.join(FOLDER).join(".tmpLITTER"), "left").expect("written");
}

#[test]
fn what_a_killed_run_has_written_is_no_hand_edit() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&tree(&[("a", "1"), ("b", "1"), ("old", "1")]), folder.path(), false).expect("written");
    killed(&tree(&[("a", "2"), ("b", "2"), ("new", "2")]), folder.path(), &["a", "new"]);
    killed(&tree(&[("a", "3"), ("b", "3")]), folder.path(), &["b"]);
    let last = tree(&[("a", "4"), ("b", "4")]);
    write(&last, folder.path(), false).expect("written");
    let mut found = disk::read(folder.path(), &|_| true).expect("read");
    let record = found.remove(RECORD).expect("a record");
    assert!(!String::from_utf8_lossy(&record).contains("next"));
    assert!(found == last, "{found:?}");
}

#[test]
fn a_hand_edit_after_a_killed_run_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&tree(&[("a", "1"), ("b", "1")]), folder.path(), false).expect("written");
    killed(&tree(&[("a", "2"), ("b", "2")]), folder.path(), &["a"]);
    fs::write(folder.path().join("b"), "mine").expect("written");
    assert!(matches!(write(&tree(&[("a", "3"), ("b", "3")]), folder.path(), false),
        Err(Failure::Diagnostics { diagnostics, .. }) if diagnostics.len() == 1));
}

#[test]
fn two_processes_do_not_write_one_folder_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let first =
        stage(&tree(&[("a", "1")]), folder.path(), &Intent::default()).unwrap_or_else(|failure| panic!("{failure:?}"));
    assert!(matches!(write(&tree(&[("a", "2")]), folder.path(), false), Err(Failure::World { help: Some(_), .. })));
    first.commit().expect("written");
    write(&tree(&[("a", "2")]), folder.path(), false).expect("written");
}

#[test]
fn a_hand_edit_that_generating_agrees_with_is_no_conflict() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&tree(&[("a", "1")]), folder.path(), false).expect("written");
    fs::write(folder.path().join("a"), "2").expect("written");
    write(&tree(&[("a", "2")]), folder.path(), false).expect("the same");
}

#[test]
fn a_file_that_was_never_ours_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a"), "somebody's").expect("written");
    assert!(write(&tree(&[("a", "1")]), folder.path(), false).is_err());
}
