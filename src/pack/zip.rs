//! Parts to a zip and back: always the same time, the same order, the same way of packing.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::Error;

pub fn write(parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Error> {
    // The first that a zip can tell.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

pub fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut zip = ZipArchive::new(Cursor::new(bytes))?;
    let mut parts = Vec::new();
    for number in 0..zip.len() {
        let mut file = zip.by_index(number)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        parts.push((file.name()?.into_owned(), bytes));
    }
    Ok(parts)
}
