//! The files of a project on the disk, and what they are called for the user.

use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Place};
use crate::file_tree::FileTree;
use crate::file_tree::disk::{self, Take};
use crate::pipeline::Failure;
use crate::pipeline::workspace::nearest;

pub struct Project {
    pub folder: PathBuf,
    /// What stands before the names of its files for the user.
    pub prefix: String,
    pub tree: FileTree,
}

impl Project {
    pub fn read(path: &Path) -> Result<Self, Failure> {
        if !path.exists() {
            let hint = nearest(path).map_or(String::new(), |near| format!("; did you mean `{}`?", near.display()));
            return Err(Failure::Usage(format!("there is no `{}`{hint}", path.display())));
        }
        if path.is_file() && path.extension().is_none_or(|kind| kind != "pbip") {
            let folder = folder_of(path).display().to_string();
            return Err(Failure::Usage(format!(
                "`{}` is a file: give its project's folder, such as `{folder}`",
                path.display()
            )));
        }
        let folder = if path.is_file() { folder_of(path) } else { path };
        let tree = disk::read_some(folder, &take)?;
        if !tree.paths().any(|path| path.ends_with(".tmdl") || path.ends_with(".pbip") || path.ends_with(".pbir")) {
            return Err(Failure::Usage(format!(
                "`{}` holds no Power BI project: no .pbip, .tmdl or .pbir file",
                path.display()
            )));
        }
        Ok(Self { folder: folder.to_owned(), prefix: prefix(folder), tree })
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The folder as seen from the current one, where it lies below that: what other programs that read a report join
/// the names to.
fn prefix(folder: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let relative = folder.strip_prefix(&current).unwrap_or(folder);
    let text = relative.display().to_string().replace('\\', "/");
    let mut text = text.trim_end_matches('/').to_owned();
    while let Some(rest) = text.strip_prefix("./") {
        text = rest.trim_start_matches('/').to_owned();
    }
    match text.as_str() {
        "." => String::new(),
        "" if folder.has_root() && relative == folder => "/".to_owned(),
        "" => String::new(),
        text => format!("{text}/"),
    }
}

/// Data, caches and other people's folders are no part of a project; of images and the like it matters only that
/// they are there, and some are larger than memory.
fn take(path: &str) -> Take {
    let is_other = path.split('/').any(is_skipped);
    if is_other || path.ends_with(".parquet") || path.ends_with(".abf") {
        return Take::Nothing;
    }
    if is_read(path) { Take::Whole } else { Take::Name }
}

/// Folders in which there is nothing to look at.
pub fn is_skipped(name: &str) -> bool {
    ["target", "node_modules", ".git", ".pbiforge"].contains(&name)
}

/// Whether the checker looks into the file.
pub fn is_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let kind = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ["tmdl", "json", "pbip", "pbir", "pbism", "platform", "dax"].contains(&kind.as_str())
}

/// The diagnostic with its files named as the user knows them.
pub fn rebase(mut diagnostic: Diagnostic, prefix: &str) -> Diagnostic {
    for label in &mut diagnostic.labels {
        label.place.file.insert_str(0, prefix);
    }
    if let Some(fix) = &mut diagnostic.fix {
        fix.file.insert_str(0, prefix);
    }
    diagnostic
}

pub fn rebase_place(mut place: Place, prefix: &str) -> Place {
    place.file.insert_str(0, prefix);
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_from_where_the_user_stands() {
        let current = std::env::current_dir().expect("a current folder");
        assert_eq!(prefix(&current.join("a b/c")), "a b/c/");
        assert_eq!(prefix(&current), "");
        assert_eq!(prefix(Path::new("./a//")), "a/");
        assert_eq!(prefix(Path::new(".")), "");
        assert_eq!(prefix(Path::new("../a")), "../a/");
    }
}
