//! The manifest: which file each table is in. Whoever replaces it has published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::{Deserialize, Serialize};

use super::super::Error;
use super::{ParquetWarehouse, files, is_missing};

pub const FORMAT: u64 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u64,
    pub catalog: Entry,
    /// By name, so that Power Query finds a table's entry as a field.
    pub tables: BTreeMap<String, Entry>,
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
        self.tables.values().chain([&self.catalog]).map(|entry| entry.file.as_str())
    }

    pub fn names(&self) -> BTreeSet<&str> {
        self.files().collect()
    }
}
