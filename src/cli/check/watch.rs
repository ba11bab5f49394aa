//! `--watch`: checks again when a file changes.
//!
//! Times and lengths are looked at a few times a second, which needs no help of the system and works on every disk,
//! shared ones included.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::project::is_skipped;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::pipeline::Failure;

const PAUSE: Duration = Duration::from_millis(250);

/// What can be told of files without reading them.
pub type Stamp = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Checks until somebody ends the process. What goes wrong is told and does not end it: it may pass.
pub fn watch(
    paths: &[PathBuf],
    config: &Path,
    output: &Output,
    check: &dyn Fn() -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    let mut count = 0;
    let mut look = || {
        let mut stamp = Stamp::new();
        let projects = paths.iter().map(|path| if path.is_file() { path.parent().unwrap_or(path) } else { path });
        projects.chain([config]).for_each(|path| note(path, &mut stamp));
        stamp
    };
    let mut run = || {
        count += 1;
        output.separator(&format!("check {count}"));
        if let Err(failure) = check() {
            output.failure(&failure);
        }
        true
    };
    follow(&mut look, &mut || std::thread::sleep(PAUSE), &mut run);
    Ok(Exit::Clean)
}

/// Runs at once and after every change, as long as `run` wants to. A change counts when things are quiet again: many
/// files are often written one after the other. What changes during a run is not missed.
fn follow(look: &mut dyn FnMut() -> Stamp, pause: &mut dyn FnMut(), run: &mut dyn FnMut() -> bool) {
    let mut seen = look();
    while run() {
        loop {
            pause();
            let mut now = look();
            if now == seen {
                continue;
            }
            loop {
                pause();
                let next = look();
                if next == now {
                    break;
                }
                now = next;
            }
            seen = now;
            break;
        }
    }
}

fn note(path: &Path, stamp: &mut Stamp) {
    let Ok(meta) = fs::symlink_metadata(path) else { return };
    if !meta.is_dir() {
        stamp.insert(path.to_owned(), (meta.modified().ok(), meta.len()));
        return;
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        if !is_skipped(&entry.file_name().to_string_lossy()) {
            note(&entry.path(), stamp);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often it ran, where each look sees the next of these lengths and the last run is the one after the last.
    fn runs(lengths: &[u64]) -> Vec<u64> {
        let at = std::cell::Cell::new(0);
        let mut ran = Vec::new();
        let length = || lengths[at.get().min(lengths.len() - 1)];
        let mut look = || {
            let stamp = Stamp::from([(PathBuf::from("a"), (None, length()))]);
            at.set(at.get() + 1);
            stamp
        };
        let mut run = || {
            ran.push(length());
            at.get() < lengths.len()
        };
        follow(&mut look, &mut || {}, &mut run);
        ran
    }

    #[test]
    fn it_runs_at_once_and_after_each_change_that_has_come_to_rest() {
        assert_eq!(runs(&[1]).len(), 1);
        // Two changes in a row are one; the same for a while is none.
        assert_eq!(runs(&[1, 1, 1, 2, 3, 3, 3, 3, 4, 4]), [1, 3, 4]);
    }

    #[test]
    fn files_are_noted_and_other_peoples_folders_are_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for path in ["a/b.tmdl", ".git/x"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "one").expect("written");
        }
        let mut stamp = Stamp::new();
        note(folder.path(), &mut stamp);
        assert_eq!(stamp.keys().collect::<Vec<_>>(), [&folder.path().join("a/b.tmdl")]);
    }
}
