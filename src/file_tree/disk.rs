//! Between a [`FileTree`] and the disk.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::{Error, FileTree};

/// What is taken of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    Whole,
    /// That it is there: it stands in the tree without its bytes.
    Name,
    Nothing,
}

/// Reads every file below `folder` that `wanted` accepts by its relative path. Links are not followed.
pub fn read(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<FileTree, Error> {
    read_some(folder, &|path| if wanted(path) { Take::Whole } else { Take::Nothing })
}

/// Reads of every file below `folder` what `take` says by its relative path. Links are not followed.
pub fn read_some(folder: &Path, take: &dyn Fn(&str) -> Take) -> Result<FileTree, Error> {
    let mut tree = FileTree::new();
    read_into(&mut tree, folder, "", take)?;
    Ok(tree)
}

fn read_into(tree: &mut FileTree, folder: &Path, prefix: &str, take: &dyn Fn(&str) -> Take) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Read { path, source }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        let kind = entry.file_type().map_err(failed(&path))?;
        if kind.is_dir() {
            read_into(tree, &path, &relative, take)?;
            continue;
        }
        match if kind.is_file() { take(&relative) } else { Take::Nothing } {
            Take::Whole => tree.insert(relative, fs::read(&path).map_err(failed(&path))?),
            Take::Name => tree.insert(relative, ""),
            Take::Nothing => {}
        }
    }
    Ok(())
}

/// How the name of a file begins that has not taken its place yet; a process that was killed leaves such files.
pub const TEMPORARY: &str = ".tmp";

/// Files that lie complete in a folder of their own and only have to take their places. Dropped before that, they go.
pub struct Staged {
    folder: PathBuf,
    files: Vec<(TempPath, PathBuf)>,
}

/// Writes `tree` below `folder`, each file whole or not at all, and removes the files of `stale` and the folders
/// that this leaves empty. A file that already has its bytes is left alone, so that its time does not change.
pub fn persist(tree: &FileTree, folder: &Path, stale: &[String]) -> Result<(), Error> {
    stage(tree, folder, folder)?.commit(stale)
}

/// Writes what `folder` does not have of `tree` yet into `scratch`, on the same disk: what can fail fails here, with
/// nothing changed.
pub fn stage(tree: &FileTree, folder: &Path, scratch: &Path) -> Result<Staged, Error> {
    let mut staged = Staged { folder: folder.to_owned(), files: Vec::new() };
    for (path, bytes) in tree.iter() {
        let target = inside(folder, path)?;
        if fs::read(&target).is_ok_and(|old| old == bytes) {
            continue;
        }
        let file = temporary(scratch, bytes).map_err(|source| Error::Write { path: target.clone(), source })?;
        staged.files.push((file.into_temp_path(), target));
    }
    Ok(staged)
}

impl Staged {
    /// Lets every file take its place, and removes the files of `stale`.
    pub fn commit(self, stale: &[String]) -> Result<(), Error> {
        for (file, target) in self.files {
            // What replaces a file may be read and written by whom that could be.
            if let Ok(old) = fs::metadata(&target) {
                let _ = fs::set_permissions(&file, old.permissions());
            }
            let parent = target.parent().unwrap_or(&self.folder);
            let placed = fs::create_dir_all(parent).and_then(|()| file.persist(&target).map_err(|error| error.error));
            placed.map_err(|source| Error::Write { path: target, source })?;
        }
        for path in stale {
            let target = inside(&self.folder, path)?;
            match fs::remove_file(&target) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::Write { path: target, source: error });
                }
                _ => remove_empty_parents(&target, &self.folder),
            }
        }
        Ok(())
    }
}

/// Writes one file beside its place and moves it there.
pub fn write(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    temporary(parent, bytes)?.persist(target).map_err(|error| error.error)?;
    Ok(())
}

/// The same, with an error that names the file.
pub fn save(target: &Path, bytes: &[u8]) -> Result<(), Error> {
    write(target, bytes).map_err(|source| Error::Write { path: target.to_owned(), source })
}

fn temporary(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
    file.write_all(bytes)?;
    // The temporary file is private to its owner; what it becomes is a file like any other.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    Ok(file)
}

/// The path below `folder`, refused where it leaves the folder by `..` or passes through a link.
pub fn inside(folder: &Path, path: &str) -> Result<PathBuf, Error> {
    let mut target = folder.to_owned();
    for part in path.split('/') {
        if part.is_empty() || part == "." || part == ".." || part.contains('\\') {
            return Err(Error::Outside { path: path.to_owned() });
        }
        target.push(part);
        if fs::symlink_metadata(&target).is_ok_and(|meta| meta.file_type().is_symlink()) {
            return Err(Error::Link { path: target });
        }
    }
    Ok(target)
}

fn remove_empty_parents(file: &Path, folder: &Path) {
    let mut parent = file.parent();
    while let Some(path) = parent.filter(|path| path.starts_with(folder) && *path != folder) {
        if fs::remove_dir(path).is_err() {
            return;
        }
        parent = path.parent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back_and_what_is_stale_goes() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut tree = FileTree::new();
        tree.insert("a/b/c.txt", "one");
        persist(&tree, folder.path(), &[]).expect("written");
        assert_eq!(read(folder.path(), &|_| true).expect("read"), tree);

        let mut next = FileTree::new();
        next.insert("d.txt", "two");
        persist(&next, folder.path(), &["a/b/c.txt".to_owned()]).expect("written");
        assert_eq!(read(folder.path(), &|_| true).expect("read"), next);
        assert!(!folder.path().join("a").exists());
    }

    #[test]
    fn a_file_may_be_taken_by_its_name_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a.txt"), "one").expect("written");
        fs::write(folder.path().join("b.png"), "two").expect("written");
        let take = |path: &str| if path.ends_with(".txt") { Take::Whole } else { Take::Name };
        let tree = read_some(folder.path(), &take).expect("read");
        assert_eq!((tree.text("a.txt"), tree.text("b.png")), (Some("one"), Some("")));
    }

    #[test]
    fn nothing_is_written_outside_the_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut tree = FileTree::new();
        tree.insert("../x", "one");
        assert!(matches!(persist(&tree, folder.path(), &[]), Err(Error::Outside { .. })));
    }

    #[test]
    fn what_is_staged_and_given_up_leaves_no_trace() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut tree = FileTree::new();
        tree.insert("a", "one");
        tree.insert("b/c", "two");
        drop(stage(&tree, folder.path(), folder.path()).expect("staged"));
        assert_eq!(read(folder.path(), &|_| true).expect("read"), FileTree::new());
        stage(&tree, folder.path(), folder.path()).and_then(|staged| staged.commit(&[])).expect("written");
        assert_eq!(read(folder.path(), &|_| true).expect("read"), tree);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("out")).expect("a link");
        let mut tree = FileTree::new();
        tree.insert("out/x", "one");
        assert!(matches!(persist(&tree, folder.path(), &[]), Err(Error::Link { .. })));
    }
}
