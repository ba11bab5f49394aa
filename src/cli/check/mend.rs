//! `--fix`: from what was mended in memory to the disk.

use std::fs;

use serde_json::{Value, json};

use super::project::{Project, rebase};
use crate::check::examine::{Options, examine};
use crate::check::fix;
use crate::cli::output::Output;
use crate::cli::summary::counted;
use crate::diag::Diagnostic;
use crate::file_tree::{FileTree, disk, patch};
use crate::pipeline::Failure;

/// What was mended in all the projects.
#[derive(Default)]
pub struct Repairs {
    projects: Vec<Repaired>,
    fixed: Vec<Diagnostic>,
    refused: Vec<(Diagnostic, String)>,
    patch: String,
}

/// The changed files of one project, before and after.
struct Repaired {
    project: std::path::PathBuf,
    old: FileTree,
    new: FileTree,
}

impl Repairs {
    /// Mends the project in memory.
    pub fn mend(&mut self, project: &mut Project, options: &Options) {
        let mended = fix::mend(&project.tree, &|tree| examine(tree, options).diagnostics);
        let (mut old, mut new) = (FileTree::new(), FileTree::new());
        let (mut old_named, mut new_named) = (FileTree::new(), FileTree::new());
        for (path, _) in project.tree.diff(&mended.tree) {
            let (before, after) =
                (project.tree.get(path).unwrap_or_default(), mended.tree.get(path).unwrap_or_default());
            old.insert(path, before);
            new.insert(path, after);
            old_named.insert(format!("{}{path}", project.prefix), before);
            new_named.insert(format!("{}{path}", project.prefix), after);
        }
        self.patch += &patch::unified(&old_named, &new_named);
        self.fixed.extend(mended.fixed.into_iter().map(|found| rebase(found, &project.prefix)));
        let refused = mended.refused.into_iter().map(|(found, why)| (rebase(found, &project.prefix), why));
        self.refused.extend(refused);
        self.projects.push(Repaired { project: project.folder.clone(), old, new });
        project.tree = mended.tree;
    }

    /// Writes what changed, each file whole or not at all. A file that somebody else changed meanwhile stops it before
    /// anything is written.
    pub fn write(&self) -> Result<(), Failure> {
        for Repaired { project, old, .. } in &self.projects {
            for (path, bytes) in old.iter() {
                let target = disk::inside(project, path)?;
                if !fs::read(&target).is_ok_and(|now| now == bytes) {
                    let text = format!("`{}` changed while it was being mended; nothing was written", target.display());
                    return Err(Failure::Usage(text));
                }
            }
        }
        for Repaired { project, new, .. } in &self.projects {
            disk::persist(new, project, &[])?;
        }
        Ok(())
    }

    pub fn changes(&self) -> bool {
        self.projects.iter().any(|project| !project.new.is_empty())
    }

    /// Tells people what was mended and what was not.
    pub fn tell(&self, dry_run: bool, output: &Output) {
        if dry_run {
            output.result(&self.patch);
        }
        for (found, why) in &self.refused {
            let place = found.place().map_or("", |place| place.file.as_str());
            output.note(&format!("not mended: {} in `{place}`, {}: {why}", found.code.id, found.message));
        }
        let files: usize = self.projects.iter().map(|project| project.new.len()).sum();
        let verb = if dry_run { "would be mended" } else { "mended" };
        output.note(&format!(
            "{} {verb} in {}",
            counted(self.fixed.len() as i64, "fault"),
            counted(files as i64, "file")
        ));
    }

    pub fn json(&self, dry_run: bool) -> Value {
        let told = |found: &Diagnostic| {
            let title = found.fix.as_ref().map(|fix| &fix.title);
            let file = found.place().map(|place| &place.file);
            json!({ "code": found.code.id, "message": found.message, "file": file, "title": title })
        };
        let refused = self.refused.iter().map(|(found, why)| {
            let mut value = told(found);
            value["reason"] = json!(why);
            value
        });
        let mut value = json!({
            "fixed": self.fixed.iter().map(told).collect::<Vec<_>>(),
            "refused": refused.collect::<Vec<_>>(),
        });
        if dry_run {
            value["patch"] = json!(self.patch);
        }
        value
    }
}
