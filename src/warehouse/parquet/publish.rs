//! The publish itself: see the parent for its steps and what holds at each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use polars_core::frame::DataFrame;

use super::super::verify::{Carried, verify};
use super::super::{Error, Keep, Progress, Published, Written};
use super::manifest::{Entry, Manifest};
use super::{ParquetWarehouse, disk, encode, files, is_missing, read};
use crate::catalog::order::in_order;
use crate::catalog::{Catalog, Table};
use crate::diag::suggest;
use crate::name::TableName;
use crate::parallel;

pub fn publish(
    warehouse: &ParquetWarehouse,
    tables: &[(Table, DataFrame)],
    keep: &Keep,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Published, Error> {
    let folder = &warehouse.folder;
    warehouse.disk.create_folder(folder).map_err(Error::io("create the folder", folder))?;
    let lock = folder.join(files::LOCK);
    let lock = warehouse.disk.lock(&lock).map_err(Error::io("lock", &lock))?;
    let Some(_lock) = lock else { return Err(Error::Busy { place: warehouse.place() }) };
    remove(warehouse, files::is_litter);

    let old = old_state(warehouse, keep)?;
    let carried = carried(&old, keep, tables)?;
    let read = |table: &str, columns: &[&str]| match (&old.manifest, carried.iter().find(|found| found.name == *table))
    {
        (Some(manifest), Some(table)) => read::columns_of(warehouse, manifest, table, Some(columns)),
        _ => Err(Error::NoTable { table: table.to_owned(), nearest: None }),
    };
    let described = verify(tables, &Carried { tables: &carried, read: &read })?;
    progress(Progress::Verified { tables: described.len() });

    let mut attempt = Attempt { warehouse, created: Mutex::new(BTreeSet::new()), is_published: false };
    let frames: Vec<_> = described.iter().zip(tables.iter().map(|(_, frame)| frame)).collect();
    let written = attempt.write_tables(&frames, progress)?;
    let catalog = in_order(carried.iter().chain(&described).cloned().collect());
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    for table in &carried {
        let entry = old.manifest.as_ref().and_then(|manifest| manifest.tables.get(table.name.as_str()));
        entries.extend(entry.map(|entry| (table.name.to_string(), entry.clone())));
    }
    for (table, (entry, _)) in described.iter().zip(&written) {
        entries.insert(table.name.to_string(), entry.clone());
    }
    let manifest = Manifest::new(entries, &catalog);
    attempt.switch(&manifest)?;
    progress(Progress::Switched);
    sweep(warehouse, &manifest, old.manifest.as_ref());

    let written = described.iter().zip(written).map(|(table, (entry, unchanged))| Written {
        table: table.name.clone(),
        rows: table.rows.unwrap_or_default(),
        bytes: Some(entry.bytes),
        unchanged,
    });
    let carried = carried.iter().map(|table| table.name.clone()).collect();
    Ok(Published { written: written.collect(), carried, catalog })
}

#[derive(Default)]
struct Old {
    manifest: Option<Manifest>,
    catalog: Catalog,
}

fn old_state(warehouse: &ParquetWarehouse, keep: &Keep) -> Result<Old, Error> {
    let load = || {
        let Some(manifest) = Manifest::load(warehouse)? else { return Ok(Old::default()) };
        match keep {
            // The old files still belong to their readers, but what they say is of no interest.
            Keep::Nothing => Ok(Old { manifest: Some(manifest), catalog: Catalog::default() }),
            Keep::Others | Keep::Tables(_) => {
                let catalog = manifest.catalog()?;
                Ok(Old { manifest: Some(manifest), catalog })
            }
        }
    };
    match load() {
        // A damaged warehouse is mended by publishing everything anew.
        Err(Error::Damaged { .. }) if *keep == Keep::Nothing => Ok(Old::default()),
        result => result,
    }
}

/// The tables carried over, as the old catalog describes them.
fn carried(old: &Old, keep: &Keep, tables: &[(Table, DataFrame)]) -> Result<Vec<Table>, Error> {
    let is_new = |name: &TableName| tables.iter().any(|(table, _)| table.name == *name);
    let known = || old.catalog.tables.iter().map(|table| table.name.as_str());
    if let Keep::Tables(wanted) = keep
        && let Some(name) = wanted.iter().find(|name| !is_new(name) && old.catalog.table(name.as_str()).is_none())
    {
        let nearest = suggest::nearest(name.as_str(), known()).map(str::to_owned);
        return Err(Error::NoTable { table: name.to_string(), nearest });
    }
    let is_kept = |name: &TableName| match keep {
        Keep::Nothing => false,
        Keep::Others => true,
        Keep::Tables(wanted) => wanted.contains(name),
    };
    let kept = old.catalog.tables.iter().filter(|table| is_kept(&table.name) && !is_new(&table.name));
    Ok(kept.cloned().collect())
}

/// One try to publish. Dropped before it has succeeded, it takes back what it has written.
struct Attempt<'a> {
    warehouse: &'a ParquetWarehouse,
    created: Mutex<BTreeSet<String>>,
    is_published: bool,
}

impl Attempt<'_> {
    fn write_tables(
        &self,
        tables: &[(&Table, &DataFrame)],
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<Vec<(Entry, bool)>, Error> {
        let mut largest_first: Vec<usize> = (0..tables.len()).collect();
        largest_first.sort_by_key(|at| std::cmp::Reverse(tables[*at].1.height() * tables[*at].1.width()));
        let done = AtomicUsize::new(0);
        let written = parallel::map(&largest_first, |at| {
            let (table, frame) = tables[*at];
            let entry = self.write_table(*at, table, frame)?;
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            let rows = frame.height() as u64;
            progress(Progress::Written { table: table.name.as_str(), rows, done, tables: tables.len() });
            Ok((*at, entry))
        });
        let mut written = written.into_iter().collect::<Result<Vec<_>, Error>>()?;
        written.sort_by_key(|(at, _)| *at);
        Ok(written.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Writes a table under a temporary name and gives the file the name that its bytes give it. Tells whether
    /// exactly this file was there already: it is then left as it is, because a reader may have it open.
    fn write_table(&self, number: usize, table: &Table, frame: &DataFrame) -> Result<(Entry, bool), Error> {
        let ParquetWarehouse { folder, disk } = self.warehouse;
        let temporary = self.note(files::temporary(&files::unnamed(number)));
        let mut output = disk.create(&temporary).map_err(Error::io("create", &temporary))?;
        let failed = |source| Error::Table { action: "write", table: table.name.to_string(), source };
        encode::encode(table, frame, &mut output).map_err(failed)?;
        let (sha256, bytes) = output.finish().map_err(Error::io("write", &temporary))?;
        let entry = Entry { file: files::name_of(table.name.as_str(), &sha256), bytes, sha256 };
        let path = folder.join(&entry.file);
        if is_there(&path, &entry).map_err(Error::io("read", &path))? {
            // If it stays, the next publish removes it.
            let _ = disk.remove(&temporary);
            return Ok((entry, true));
        }
        if !path.exists() {
            self.note(entry.file.clone());
        }
        disk.rename(&temporary, &path).map_err(Error::io("write", &path))?;
        Ok((entry, false))
    }

    /// The publish: from here on readers see the new state.
    fn switch(&mut self, manifest: &Manifest) -> Result<(), Error> {
        let ParquetWarehouse { folder, disk } = self.warehouse;
        let json = manifest.to_json();
        let path = folder.join(files::MANIFEST);
        if fs::read(&path).is_ok_and(|old| old == json.as_bytes()) {
            self.is_published = true;
            return Ok(());
        }
        let temporary = self.note(files::temporary(files::MANIFEST));
        let mut output = disk.create(&temporary).map_err(Error::io("create", &temporary))?;
        output.write_all(json.as_bytes()).map_err(Error::io("write", &temporary))?;
        output.finish().map_err(Error::io("write", &temporary))?;
        // The files it names must be safely there before it is.
        disk.sync_folder(folder);
        disk.rename(&temporary, &path).map_err(Error::io("replace", &path))?;
        self.is_published = true;
        disk.sync_folder(folder);
        Ok(())
    }

    /// Remembers a file that is about to be made; gives its path.
    fn note(&self, file: String) -> PathBuf {
        let path = self.warehouse.folder.join(&file);
        // A poisoned lock means that a thread has panicked; its note is still good.
        self.created.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
        path
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if self.is_published {
            return;
        }
        let created = self.created.lock().unwrap_or_else(PoisonError::into_inner);
        remove(self.warehouse, |name| created.contains(name));
    }
}

fn is_there(path: &Path, entry: &Entry) -> io::Result<bool> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if is_missing(&error) => return Ok(false),
        Err(error) => return Err(error),
    };
    if file.metadata()?.len() != entry.bytes {
        return Ok(false);
    }
    Ok(disk::hash_file(&mut file)?.0 == entry.sha256)
}

/// Removes what neither the new manifest nor the one before names.
fn sweep(warehouse: &ParquetWarehouse, new: &Manifest, old: Option<&Manifest>) {
    let named: BTreeSet<&str> = [Some(new), old].into_iter().flatten().flat_map(Manifest::files).collect();
    remove(warehouse, |name| files::is_litter(name) || files::is_ours(name) && !named.contains(name));
}

/// A file that cannot be removed (somebody may have it open) is left to the next publish.
fn remove(warehouse: &ParquetWarehouse, unwanted: impl Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(&warehouse.folder) else { return };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| !kind.is_dir());
        if is_file && entry.file_name().to_str().is_some_and(&unwanted) {
            let _ = warehouse.disk.remove(&entry.path());
        }
    }
}
