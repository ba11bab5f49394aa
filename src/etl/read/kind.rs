//! What kind of file it is: the extension says it, and the first bytes must agree.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use super::codes::{MISSING_FILE, NOT_A_FILE, UNKNOWN_FILE_KIND, WRONG_EXTENSION};
use super::{Error, world};
use crate::diag::{Diagnostic, Place};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text(Compression),
    Workbook,
    Parquet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    None,
    Gzip,
    Zstd,
}

/// The kind of the file, with a warning where content and extension disagree and the content can be read.
pub fn kind(path: &Path) -> Result<(Kind, Option<Diagnostic>), Error> {
    if let Some(fault) = no_file(path) {
        return Err(Error::Diagnostics(vec![fault]));
    }
    let mut file = File::open(path).map_err(world(path))?;
    let mut head = Vec::with_capacity(8);
    Read::by_ref(&mut file).take(8).read_to_end(&mut head).map_err(world(path))?;
    file.rewind().map_err(world(path))?;
    judge(path, &head).map_err(|fault| Error::Diagnostics(vec![fault]))
}

/// A diagnostic where there is nothing or a folder.
fn no_file(path: &Path) -> Option<Diagnostic> {
    let place = Place::file(path.display().to_string());
    let shown = path.display();
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Some(
            Diagnostic::new(&NOT_A_FILE, format!("`{shown}` is a folder, expected a file"))
                .at(place, "")
                .help(format!("name the files in it, such as `{}`", path.join("*.csv").display())),
        ),
        // Whatever else keeps it from being read is found on opening it.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let diagnostic = Diagnostic::new(&MISSING_FILE, format!("no file `{shown}`")).at(place, "");
            let Some(names) = names_in(folder) else {
                return Some(diagnostic.note(format!("there is no folder `{}`", folder.display())));
            };
            Some(diagnostic.did_you_mean(&name, names.iter().map(String::as_str)))
        }
        _ => None,
    }
}

fn names_in(folder: &Path) -> Option<Vec<String>> {
    let entries = std::fs::read_dir(folder).ok()?;
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Some(names)
}

fn judge(path: &Path, head: &[u8]) -> Result<(Kind, Option<Diagnostic>), Diagnostic> {
    let shown = path.display().to_string();
    let place = Place::file(&shown);
    let refuse = |what: &str, help: &str| {
        Err(Diagnostic::new(&UNKNOWN_FILE_KIND, format!("`{shown}` {what}")).at(place.clone(), "").help(help))
    };
    let Some(expected) = by_extension(path) else {
        return refuse(
            "has an extension that is not known",
            "sources are .csv, .txt or .tsv (also with .gz or .zst), .xlsx, .xlsm or .parquet",
        );
    };
    let found = match head {
        [0x1f, 0x8b, ..] => Kind::Text(Compression::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Kind::Text(Compression::Zstd),
        [b'P', b'A', b'R', b'1', ..] => Kind::Parquet,
        [b'P', b'K', 3, 4, ..] if expected == Kind::Workbook => Kind::Workbook,
        [b'P', b'K', 3 | 5, 4 | 6, ..] => {
            return refuse("is a ZIP archive", "unpack it, or call it .xlsx where it is a workbook");
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return refuse("is an old .xls or an encrypted workbook", "save it as .xlsx without a password");
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return refuse("is text in UTF-16", "save it as UTF-8"),
        [] => expected,
        _ if matches!(expected, Kind::Workbook | Kind::Parquet) => {
            return refuse(
                &format!("is not {}", expected.describe()),
                "give it the extension of what it is, such as .csv for text",
            );
        }
        _ => Kind::Text(Compression::None),
    };
    if found == expected {
        return Ok((found, None));
    }
    let message = format!("`{shown}` is not {} but {}, and was read as that", expected.describe(), found.describe());
    Ok((found, Some(Diagnostic::new(&WRONG_EXTENSION, message).at(place, ""))))
}

fn by_extension(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let (stem, compression) = match name.rsplit_once('.')? {
        (stem, "gz") => (stem, Compression::Gzip),
        (stem, "zst" | "zstd") => (stem, Compression::Zstd),
        _ => (name.as_str(), Compression::None),
    };
    match stem.rsplit_once('.').map(|(_, extension)| extension) {
        Some("csv" | "txt" | "tsv") => Some(Kind::Text(compression)),
        Some("xlsx" | "xlsm") if compression == Compression::None => Some(Kind::Workbook),
        Some("parquet") if compression == Compression::None => Some(Kind::Parquet),
        _ => None,
    }
}

impl Kind {
    fn describe(self) -> &'static str {
        match self {
            Kind::Text(Compression::None) => "plain text",
            Kind::Text(Compression::Gzip) => "a gzip file",
            Kind::Text(Compression::Zstd) => "a zstd file",
            Kind::Workbook => "a workbook",
            Kind::Parquet => "a Parquet file",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(name: &str, head: &[u8]) -> Result<(Kind, bool), String> {
        judge(Path::new(name), head)
            .map(|(kind, warning)| (kind, warning.is_some()))
            .map_err(|diagnostic| diagnostic.message)
    }

    #[test]
    fn the_extension_tells_the_kind_in_any_case() {
        assert_eq!(judged("a.CSV", b"Invoice,"), Ok((Kind::Text(Compression::None), false)));
        assert_eq!(judged("a.b.csv.gz", &[0x1f, 0x8b]), Ok((Kind::Text(Compression::Gzip), false)));
        assert_eq!(judged("a.tsv.zst", &[0x28, 0xb5, 0x2f, 0xfd]), Ok((Kind::Text(Compression::Zstd), false)));
        assert_eq!(judged("a.xlsx", b"PK\x03\x04"), Ok((Kind::Workbook, false)));
        assert_eq!(judged("a.parquet", b"PAR1"), Ok((Kind::Parquet, false)));
        for name in ["a.json", "csv", "a.xls", "a.parquet.gz", "a.gz"] {
            assert!(judged(name, b"Invoice,").unwrap_err().contains("not known"), "{name}");
        }
    }

    #[test]
    fn content_wins_over_a_wrong_extension_where_it_is_certain() {
        assert_eq!(judged("a.csv", &[0x1f, 0x8b]), Ok((Kind::Text(Compression::Gzip), true)));
        assert_eq!(judged("a.csv.gz", b"Invoice,"), Ok((Kind::Text(Compression::None), true)));
        assert_eq!(judged("a.csv", b"PAR1"), Ok((Kind::Parquet, true)));
        assert!(judged("a.csv", b"PK\x03\x04").unwrap_err().contains("is a ZIP archive"));
        assert!(judged("a.xlsx", &[0xd0, 0xcf, 0x11, 0xe0]).unwrap_err().contains("old .xls"));
        assert!(judged("a.csv", &[0xff, 0xfe, b'I', 0]).unwrap_err().contains("UTF-16"));
        assert!(judged("a.xlsx", b"Invoice,").unwrap_err().contains("is not a workbook"));
    }
}
