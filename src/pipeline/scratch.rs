//! A folder for what lives no longer than one command.
//!
//! A command that ends removes its folder. One that is killed cannot; but the system then takes away the lock that
//! it held in it, by which the next command tells that the folder is nobody's.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use tempfile::{Builder, TempDir};

const PREFIX: &str = "pbiforge-";
const LOCK: &str = ".lock";

pub struct Scratch {
    folder: TempDir,
    _lock: File,
}

impl Scratch {
    /// A new folder in the system's folder of temporary files; abandoned ones go first.
    pub fn new() -> io::Result<Self> {
        Self::below(&std::env::temp_dir())
    }

    fn below(parent: &Path) -> io::Result<Self> {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let is_one = entry.file_name().to_string_lossy().starts_with(PREFIX);
            if is_one && File::open(entry.path().join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok()) {
                // What cannot be removed is in nobody's way.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let folder = Builder::new().prefix(PREFIX).tempdir_in(parent)?;
        let lock = File::create(folder.path().join(LOCK))?;
        // Where the file system has no locks, nobody can tell that the folder is abandoned, and nobody removes it.
        let _ = lock.try_lock();
        Ok(Self { folder, _lock: lock })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abandoned_folder_is_removed_and_one_in_use_is_not() {
        let parent = tempfile::tempdir().expect("a folder");
        let abandoned = parent.path().join("pbiforge-killed");
        fs::create_dir(&abandoned).and_then(|()| fs::write(abandoned.join(LOCK), "")).expect("made");
        fs::create_dir(parent.path().join("somebody-s")).expect("made");
        let first = Scratch::below(parent.path()).expect("made");
        let second = Scratch::below(parent.path()).expect("made");
        assert!(!abandoned.exists() && first.path().exists() && second.path().exists());
        drop((first, second));
        assert_eq!(fs::read_dir(parent.path()).expect("read").count(), 1);
    }
}
