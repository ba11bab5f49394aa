//! The embedded warehouse: a folder of Parquet files and a manifest.
//!
//! # Layout
//! ```text
//! manifest.json                         which file each table is in, and the catalog; replaced by one rename
//! fact_sales.<hash>.parquet             one file a table
//! .lock                                 empty; held by whoever publishes
//! ```
//! `<hash>` is the beginning of the SHA-256 of the file's bytes. So a file never changes once it has its name, the
//! same table is the same file, and whatever a publish does before it renames the manifest, no reader can notice.
//!
//! # A publish
//! 1. take the lock; remove the temporary files of a run that was killed
//! 2. verify the tables, write each one to a temporary file, flush it to the disk, give it its name
//! 3. write the new manifest beside the old one, flush it, rename it over the old one: this is the publish
//! 4. remove the files that neither the new manifest nor the one before names
//!
//! Killed before the rename, the old manifest stands with all its files; killed after it, the new one does. What is
//! left over either way is removed by the next publish that succeeds. A run that fails without being killed removes
//! at once what it has written.
//!
//! A reader that has read the manifest of before still finds its files until the *next* publish is done. Nothing of
//! that history is written down: the manifest of before is the one that lies there when a publish begins. So the
//! manifest and the files it names depend on the tables alone, and nothing else is left when the publish before
//! had the same tables, fewer of them, or none: running twice, in two folders or in one, gives the same bytes.
//!
//! # What others must do to read it
//! Read `manifest.json`, take `tables.<name>.file`, read that file. In Power Query M, as a shared function:
//! ```text
//! (table as text) as table =>
//!     let
//!         Files = Folder.Contents(#"Warehouse Folder"),
//!         Manifest = Json.Document(Files{[Name = "manifest.json"]}[Content]),
//!         Entry = Record.FieldOrDefault(Manifest[tables], table),
//!         Rows =
//!             if Entry = null then
//!                 error Error.Record("pbiforge", "the warehouse has no table " & table, "run pbiforge, then refresh")
//!             else
//!                 Parquet.Document(Files{[Name = Entry[file]]}[Content])
//!     in
//!         Rows
//! ```
//! The folder is the only data source that this touches. A `File.Contents` whose path comes out of another file would
//! be a *dynamic* data source, which the Power BI service does not refresh.

use std::io;
use std::path::{Path, PathBuf};

use polars_core::frame::DataFrame;

use super::{Error, Keep, Progress, Published, Warehouse};
use crate::catalog::{Catalog, Table};

mod decode;
mod disk;
mod encode;
mod files;
mod manifest;
mod publish;
mod read;

use disk::Disk;

pub struct ParquetWarehouse {
    folder: PathBuf,
    disk: Disk,
}

impl ParquetWarehouse {
    /// The warehouse in this folder, which the first publish makes.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, disk: Disk::default() }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn place(&self) -> String {
        self.folder.display().to_string()
    }
}

impl Warehouse for ParquetWarehouse {
    fn publish(
        &self,
        tables: Vec<(Table, DataFrame)>,
        keep: Keep,
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<Published, Error> {
        publish::publish(self, &tables, &keep, progress)
    }

    fn read(&self, table: &str) -> Result<DataFrame, Error> {
        read::table(self, table, None)
    }

    fn read_columns(&self, table: &str, columns: &[&str]) -> Result<DataFrame, Error> {
        read::table(self, table, Some(columns))
    }

    fn catalog(&self) -> Result<Catalog, Error> {
        read::catalog(self)
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound)
}

#[cfg(test)]
mod tests;
