//! One writer at a time: two runs into one folder would leave a mixture of two projects.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::FOLDER;
use crate::file_tree::disk;
use crate::pipeline::Failure;

const LOCK: &str = ".lock";

#[derive(Debug, thiserror::Error)]
#[error("another process is writing the project in `{0}`")]
struct Busy(String);

/// Taken away with its file, so that a project's folder holds the same files before and after. Whoever opened the
/// file a moment before that may hold a lock of their own on it: nobody is writing any longer then.
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

pub fn lock(folder: &Path) -> Result<Lock, Failure> {
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
pub fn remove_litter(own: &Path) {
    let Ok(entries) = fs::read_dir(own) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(disk::TEMPORARY) {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}
