//! Reading: the manifest says which file, its hash says whether the file is what was written.

use std::fs::File;
use std::io::{self, Seek};

use polars_core::frame::DataFrame;

use super::super::Error;
use super::manifest::{Entry, Manifest};
use super::{ParquetWarehouse, decode, disk, is_missing};
use crate::catalog::{Catalog, Table};
use crate::diag::suggest;

/// A reader so slow that two publishes overtake it starts again, this many times.
const ATTEMPTS: usize = 5;

/// A table, or some columns of it.
pub fn table(warehouse: &ParquetWarehouse, name: &str, only: Option<&[&str]>) -> Result<DataFrame, Error> {
    with_manifest(warehouse, |manifest| {
        let catalog = manifest.catalog()?;
        let known = || catalog.tables.iter().map(|table| table.name.as_str());
        let nearest = || suggest::nearest(name, known()).map(str::to_owned);
        let table = catalog.table(name).ok_or_else(|| Error::NoTable { table: name.to_owned(), nearest: nearest() })?;
        columns_of(warehouse, manifest, table, only)
    })
}

pub fn catalog(warehouse: &ParquetWarehouse) -> Result<Catalog, Error> {
    with_manifest(warehouse, Manifest::catalog)
}

/// Reads by the manifest on the disk, and again where a file is gone because a later manifest has come.
fn with_manifest<T>(warehouse: &ParquetWarehouse, read: impl Fn(&Manifest) -> Result<T, Error>) -> Result<T, Error> {
    let load = || Manifest::load(warehouse)?.ok_or_else(|| Error::NoWarehouse { place: warehouse.place() });
    let mut manifest = load()?;
    for _ in 1..ATTEMPTS {
        let result = read(&manifest);
        let now = match result {
            Err(Error::Damaged { .. }) => load()?,
            result => return result,
        };
        if now == manifest {
            return result;
        }
        manifest = now;
    }
    read(&manifest)
}

/// Some columns of a table, or all of them.
pub fn columns_of(
    warehouse: &ParquetWarehouse,
    manifest: &Manifest,
    table: &Table,
    only: Option<&[&str]>,
) -> Result<DataFrame, Error> {
    let Some(entry) = manifest.tables.get(table.name.as_str()) else {
        return Err(Error::damaged(format!("its manifest does not name the table `{}`", table.name)));
    };
    let file = open(warehouse, entry)?;
    let frame = decode::decode(table, file, only);
    frame.map_err(|source| Error::Table { action: "read", table: table.name.to_string(), source })
}

/// The file, rewound, with the bytes that were written and no others.
fn open(warehouse: &ParquetWarehouse, entry: &Entry) -> Result<File, Error> {
    let path = warehouse.folder.join(&entry.file);
    let mut file = File::open(&path).map_err(|error| match is_missing(&error) {
        true => Error::damaged(format!("its file `{}` is missing", entry.file)),
        false => Error::io("read", &path)(error),
    })?;
    let same = is_same(&mut file, entry).map_err(Error::io("read", &path))?;
    if same { Ok(file) } else { Err(Error::damaged(format!("its file `{}` was changed or cut off", entry.file))) }
}

fn is_same(file: &mut File, entry: &Entry) -> io::Result<bool> {
    if file.metadata()?.len() != entry.bytes {
        return Ok(false);
    }
    let (sha256, _) = disk::hash_file(file)?;
    file.rewind()?;
    Ok(sha256 == entry.sha256)
}
