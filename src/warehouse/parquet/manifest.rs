//! The manifest: which file each table is in, and the catalog. Whoever replaces it has published.

use std::collections::BTreeMap;
use std::fs;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::Error;
use super::{ParquetWarehouse, files, is_missing};
use crate::catalog::{Catalog, json};

const FORMAT: u64 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u64,
    /// By name, so that Power Query finds a table's entry as a field.
    pub tables: BTreeMap<String, Entry>,
    /// As [`json`] writes it: one rename replaces it together with the tables it describes.
    catalog: Value,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// In the same folder, without any path.
    pub file: String,
    pub bytes: u64,
    pub sha256: String,
}

/// The part of a manifest that every format has.
#[derive(Deserialize)]
struct Header {
    format: u64,
}

impl Manifest {
    pub fn new(tables: BTreeMap<String, Entry>, catalog: &Catalog) -> Manifest {
        // What was just printed is JSON.
        let catalog = serde_json::from_str(&json::to_json(catalog)).unwrap_or_default();
        Manifest { format: FORMAT, tables, catalog }
    }

    pub fn catalog(&self) -> Result<Catalog, Error> {
        json::from_json(&self.catalog.to_string(), files::MANIFEST).map_err(|diagnostics| {
            let first = diagnostics.first().map(|diagnostic| diagnostic.message.as_str()).unwrap_or_default();
            Error::damaged(format!("the catalog in its `{}` cannot be read: {first}", files::MANIFEST))
        })
    }

    pub fn to_json(&self) -> String {
        // Only a map with keys that are no texts could fail, and there is none.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// The manifest on the disk; `None` where there is none.
    pub fn load(warehouse: &ParquetWarehouse) -> Result<Option<Manifest>, Error> {
        let path = warehouse.folder.join(files::MANIFEST);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(Error::io("read", path)(error)),
        };
        let damaged = |error: serde_json::Error| Error::Damaged {
            what: format!("`{}` cannot be read", path.display()),
            source: Some(Box::new(error)),
        };
        let Header { format } = serde_json::from_slice(&bytes).map_err(damaged)?;
        if format != FORMAT {
            return Err(Error::Newer { place: warehouse.place(), format, known: FORMAT });
        }
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(damaged)?;
        if let Some(file) = manifest.files().find(|file| !files::is_ours(file)) {
            return Err(Error::damaged(format!("`{}` names the file `{file}`", path.display())));
        }
        Ok(Some(manifest))
    }

    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.tables.values().map(|entry| entry.file.as_str())
    }
}
