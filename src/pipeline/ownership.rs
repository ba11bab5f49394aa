//! Which files of the output folder make the project, and what becomes of them when it is generated again.
//!
//! What was generated last is kept beside the project. Generating again merges three ways, so that no hand edit is
//! lost: what both sides have changed stops everything, and so does a merged project with an error in it.
//!
//! Writing is in two steps, so that whatever can fail fails first: [`stage`] writes every file into our own folder,
//! [`Staged::commit`] lets them take their places. A run that is killed in between leaves some files old and some
//! new; the record then names both, and the next run takes neither for a hand edit. What was replaced stays in
//! `.pbiforge/backup/`.

use std::path::Path;

use crate::check;
use crate::diag::{Code, Diagnostic};
use crate::file_tree::{Change, FileTree, disk};
use crate::merge::{self, Accept};
use crate::pipeline::{Failure, renames};
use crate::rename::proposals::Proposal;
use crate::rename::{self, Rename};

use lock::{Lock, lock, remove_litter};
use record::Record;

mod lock;
mod record;
mod roles;

pub use record::RECORD;
pub use roles::ROLES_GONE;

pub const CODES: &[&Code] = &[&ROLES_GONE];

/// Our own folder in the output folder, with the record, the lock of whoever writes, and files on their way.
const FOLDER: &str = ".pbiforge";
const BACKUP: &str = ".pbiforge/backup";

/// What is to become of hand edits.
#[derive(Clone, Debug, Default)]
pub struct Intent {
    /// Give them up: the project becomes what is generated. Files that were never generated stay.
    pub overwrite: bool,
    /// How conflicts are decided.
    pub accept: Accept,
    /// What is called otherwise from now on.
    pub renames: Vec<Rename>,
}

/// What writing the project would do, or has done, to the folder.
#[derive(Debug)]
pub struct Plan {
    pub on_disk: FileTree,
    /// The same with what is to be renamed in it.
    pub renamed: FileTree,
    pub renames: Vec<Rename>,
    /// The project as it will be.
    pub merged: FileTree,
    pub changes: Vec<(String, Change)>,
    record: Record,
}

/// A project that lies complete in our own folder; nothing of the one before has been touched.
pub struct Staged {
    /// In their order: the backup and the record that names the old files and the new ones, the files, the record of
    /// the new ones.
    steps: [disk::Staged; 3],
    plan: Plan,
    old_backup: Vec<String>,
    /// Held until the project is in its place.
    _lock: Lock,
}

/// Merges what is generated now with what is on disk.
pub fn plan(generated: &FileTree, folder: &Path, intent: &Intent) -> Result<Plan, Failure> {
    let record = Record::read(folder);
    let on_disk = on_disk(folder, generated, &record)?;
    let carry = |tree: &FileTree| match renames::carry(tree, &intent.renames) {
        Ok(carried) => Ok(carried),
        Err(faults) => refuse(faults, tree, folder).map(|()| (tree.clone(), Vec::new())),
    };
    let (base, _) = carry(&record.base(&on_disk))?;
    let (renamed, renames) = carry(&on_disk)?;
    let merged = match intent.overwrite {
        true => overwritten(&on_disk, &record, generated),
        false => {
            let merged = merge::merge(&base, &renamed, generated, &intent.accept);
            refuse(merged.diagnostics, &renamed, folder)?;
            merged.files
        }
    };
    refuse(roles::gone(&base, &renamed, &merged), &renamed, folder)?;
    if merged != *generated {
        let mut faults: Vec<Diagnostic> = check::check(&merged).into_iter().filter(Diagnostic::is_error).collect();
        if let Some(first) = faults.first_mut() {
            first.help.extend(proposals(&renamed, &merged).iter().map(Proposal::question));
        }
        refuse(faults, &merged, folder)?;
    }
    let changes = on_disk.diff(&merged).into_iter().map(|(path, change)| (path.to_owned(), change)).collect();
    Ok(Plan { on_disk, renamed, renames, merged, changes, record })
}

/// What a project in this folder that does not pass the checker breaks beside itself: errors of hand edits that meet
/// what is generated now. None where it cannot be merged.
pub fn also_broken(generated: &FileTree, folder: &Path) -> (Vec<Diagnostic>, FileTree) {
    let record = Record::read(folder);
    let on_disk = on_disk(folder, generated, &record).ok().filter(|on_disk| !on_disk.is_empty());
    let Some(on_disk) = on_disk.filter(|_| !generated.is_empty()) else { return Default::default() };
    let merged = merge::merge(&record.base(&on_disk), &on_disk, generated, &Accept::default());
    if !merged.diagnostics.is_empty() {
        return Default::default();
    }
    let own = check::check(generated);
    let is_own = |fault: &Diagnostic| own.iter().any(|own| own.code == fault.code && own.message == fault.message);
    let faults = check::check(&merged.files).into_iter().filter(|fault| fault.is_error() && !is_own(fault));
    named(faults.collect(), &merged.files, folder)
}

/// The project as it was generated last, and as it is on disk; empty where it cannot be read.
pub fn sides(folder: &Path) -> [FileTree; 2] {
    let record = Record::read(folder);
    let on_disk = on_disk(folder, &FileTree::new(), &record).unwrap_or_default();
    [record.base(&on_disk), on_disk]
}

/// What a project would be in this folder, with its errors beside those of what is generated alone; told of the
/// files as they are called in the folder. Where it cannot be merged, these are the reasons.
pub fn tried(generated: &FileTree, folder: &Path, intent: &Intent) -> (FileTree, Vec<Diagnostic>, FileTree) {
    let record = Record::read(folder);
    let on_disk = on_disk(folder, generated, &record).unwrap_or_default();
    let carry = |tree: &FileTree| renames::carry(tree, &intent.renames).map_or_else(|_| tree.clone(), |(tree, _)| tree);
    let merged = match intent.overwrite {
        true => merge::Merged { files: overwritten(&on_disk, &record, generated), ..Default::default() },
        false => merge::merge(&carry(&record.base(&on_disk)), &carry(&on_disk), generated, &intent.accept),
    };
    let mut faults = merged.diagnostics;
    if faults.is_empty() {
        faults = check::check(&merged.files);
        faults.retain(Diagnostic::is_error);
    }
    let (faults, sources) = named(faults, &merged.files, folder);
    (merged.files, faults, sources)
}

/// Records what is generated now as what the project on disk was made of: from here on every difference is a hand
/// edit, and only what changes later comes in.
pub fn adopt(generated: &FileTree, folder: &Path) -> Result<Plan, Failure> {
    disk::inside(folder, RECORD)?;
    let _lock = lock(folder)?;
    let record = Record::of(generated);
    let on_disk = on_disk(folder, generated, &record)?;
    disk::persist(&record.file()?, folder, &[])?;
    let changes = generated.diff(&on_disk).into_iter().map(|(path, change)| (path.to_owned(), change)).collect();
    let renamed = on_disk.clone();
    Ok(Plan { merged: on_disk.clone(), renamed, renames: Vec::new(), on_disk, changes, record })
}

/// The project as it is; empty where it cannot be read, which whoever writes it will say.
pub fn on_disk_now(folder: &Path) -> FileTree {
    on_disk(folder, &FileTree::new(), &Record::read(folder)).unwrap_or_default()
}

/// What has gone and what has come that may be the same under another name.
pub fn proposals(old: &FileTree, new: &FileTree) -> Vec<Proposal> {
    rename::proposals(&renames::model_of(old), &renames::model_of(new))
}

/// Writes the project and the new record, unless that would lose a hand edit.
pub fn persist(generated: &FileTree, folder: &Path, intent: &Intent) -> Result<Vec<(String, Change)>, Failure> {
    stage(generated, folder, intent)?.commit()
}

/// The first half of [`persist`]: afterwards the folder holds the old project still, and room for the new one.
pub fn stage(generated: &FileTree, folder: &Path, intent: &Intent) -> Result<Staged, Failure> {
    disk::inside(folder, RECORD)?;
    // Refused before anything is written, the lock included.
    plan(generated, folder, intent)?;
    let lock = lock(folder)?;
    remove_litter(&folder.join(FOLDER));
    // What another process has done before it let go of the lock counts.
    let plan = plan(generated, folder, intent)?;
    let done = Record::of(generated);
    let mut before = FileTree::new();
    let mut old_backup = Vec::new();
    if !plan.changes.is_empty() {
        before = plan.record.under_way(&plan.on_disk, generated, &plan.merged).file()?;
        let backup = plan.backup();
        if !backup.is_empty() {
            let old = disk::read(folder, &|path| path.starts_with(BACKUP))?;
            old_backup = old.paths().filter(|path| !backup.contains(path)).map(str::to_owned).collect();
        }
        before.extend(backup);
    }
    let stage = |files: &FileTree| disk::stage(files, folder, &folder.join(FOLDER));
    let steps = [stage(&before)?, stage(&plan.merged)?, stage(&done.file()?)?];
    Ok(Staged { steps, plan, old_backup, _lock: lock })
}

impl Staged {
    /// The second half of [`persist`]: tells what has changed.
    pub fn commit(self) -> Result<Vec<(String, Change)>, Failure> {
        let [before, files, done] = self.steps;
        let stale: Vec<String> = self.plan.removed().map(str::to_owned).collect();
        before.commit(&self.old_backup)?;
        files.commit(&stale)?;
        done.commit(&[])?;
        Ok(self.plan.changes)
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}

impl Plan {
    fn removed(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter(|(_, change)| *change == Change::Removed).map(|(path, _)| path.as_str())
    }

    /// The files that go or change, as they are.
    fn backup(&self) -> FileTree {
        let mut backup = FileTree::new();
        for (path, _) in &self.changes {
            if let Some(bytes) = self.on_disk.get(path) {
                backup.insert(format!("{BACKUP}/{path}"), bytes);
            }
        }
        backup
    }
}

/// The project's files: those that are or were generated, and whatever else lies in the folders of its items.
fn on_disk(folder: &Path, generated: &FileTree, record: &Record) -> Result<FileTree, Failure> {
    if !folder.exists() {
        return Ok(FileTree::new());
    }
    let item = |path: &str| path.split_once('/').map(|(item, _)| item.to_owned());
    let is_item = |item: &String| item.ends_with(".SemanticModel") || item.ends_with(".Report");
    let items: Vec<String> = generated.paths().chain(record.paths()).filter_map(item).filter(is_item).collect();
    let known = |path: &str| generated.contains(path) || record.paths().any(|known| known == path);
    // What Desktop keeps of its own there is large and nobody else's.
    let wanted = |path: &str| {
        known(path)
            || item(path).is_some_and(|item| items.contains(&item)) && !path.split('/').any(|part| part == ".pbi")
    };
    Ok(disk::read(folder, &wanted)?)
}

fn overwritten(on_disk: &FileTree, record: &Record, generated: &FileTree) -> FileTree {
    let mut tree = on_disk.clone();
    for path in record.paths().filter(|path| !generated.contains(path)) {
        tree.remove(path);
    }
    tree.extend(generated.clone());
    tree
}

fn refuse(diagnostics: Vec<Diagnostic>, sources: &FileTree, folder: &Path) -> Result<(), Failure> {
    if diagnostics.is_empty() {
        return Ok(());
    }
    let (diagnostics, sources) = named(diagnostics, sources, folder);
    Err(Failure::Diagnostics { diagnostics, sources })
}

/// Diagnostics about files of the folder, which are called as the user knows them.
fn named(mut diagnostics: Vec<Diagnostic>, sources: &FileTree, folder: &Path) -> (Vec<Diagnostic>, FileTree) {
    let name = |path: &str| folder.join(path).display().to_string();
    for label in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
        label.place.file = name(&label.place.file);
    }
    let mut files = FileTree::new();
    sources.iter().for_each(|(path, bytes)| files.insert(name(path), bytes));
    (diagnostics, files)
}

#[cfg(test)]
mod tests;
