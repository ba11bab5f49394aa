//! Reading: every file kind to one raw frame; what cannot be read is kept as a reject with its line.
//!
//! Text files are read on two threads, one that decompresses and hashes and one that parses; a row is parsed into
//! columns directly, so that memory holds the columns and little else.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use polars_core::prelude::DataFrame;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::catalog::DataType;
use crate::diag::Diagnostic;

mod cell;
pub mod codes;
mod date;
mod encoding;
mod expand;
mod extra;
mod header;
mod kind;
mod number;
mod outcome;
mod parquet;
mod rejects;
mod rows;
mod settings;
mod sheet;
mod stream;
#[cfg(test)]
mod tests;
mod text;
mod texts;

pub use codes::CODES;
pub use date::{show as show_moment, written as moment};
pub use expand::expand;
pub use settings::check;

/// `[source]`: where the transactions come from and how they are written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// `sample` makes its own transactions, `files` reads those of `path`.
    pub kind: Kind,
    /// A file or pattern, or a list of them, from the folder of the configuration file.
    pub path: OneOrMany<String>,
    /// Field to header, where the header is not one of the usual ones.
    pub columns: BTreeMap<String, String>,
    /// Further columns to carry into the warehouse, by their name there.
    pub extra: BTreeMap<String, Extra>,
    /// `01/12/2010` is the first of December. Dates with points are always read so, those that begin with the year
    /// never need it.
    pub dayfirst: bool,
    /// What stands between fields; none: found out among `,`, `;`, tab and `|`.
    pub delimiter: Option<char>,
    pub encoding: Encoding,
    /// `1.234,50` is a thousand and some; otherwise `1,234.50` is.
    pub decimal_comma: bool,
    /// Share of rows that may be unreadable before reading gives up.
    pub max_unreadable_share: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    #[default]
    Sample,
    Files,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, and Windows-1252 for what is not.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "windows-1252")]
    Windows1252,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a text or a list of texts")]
pub enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

/// A further column of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    /// Its header in the file.
    pub column: String,
    /// The table it goes into.
    pub table: ExtraTable,
    #[serde(rename = "type", with = "kind_name")]
    pub kind: DataType,
    /// What it means, for the model and the data dictionary.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtraTable {
    DimCustomer,
    DimProduct,
    FactSales,
}

/// What reading gives.
#[derive(Debug)]
pub struct Raw {
    /// The columns of [`crate::etl::raw::ALL`], then the extra columns in the order of the configuration.
    pub rows: DataFrame,
    /// The columns of the contract's etl_reject without the run.
    pub unreadable: DataFrame,
    /// Rows of the source: those of both frames.
    pub rows_in: u64,
    /// SHA-256 over the bytes of the files in order, in hexadecimal.
    pub source_hash: String,
    /// The files' names, without folders.
    pub sources: Vec<String>,
    pub warnings: Vec<Diagnostic>,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What is wrong with the user's files.
    #[error("{}", .0.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("\n"))]
    Diagnostics(Vec<Diagnostic>),
    #[error("can't read `{}`", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("can't put the rows that were read together")]
    Frame(#[from] polars_core::prelude::PolarsError),
}

/// Reads the files in order into one frame. `progress` is told how many bytes of how many have been read.
pub fn read(paths: &[PathBuf], options: &Options, progress: &mut dyn FnMut(u64, u64)) -> Result<Raw, Error> {
    let faults = check(options);
    if !faults.is_empty() {
        return Err(Error::Diagnostics(faults));
    }
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let total = paths.iter().map(size).sum();
    let mut reading = Reading { options, rows: rows::Rows::new(options), hash: Sha256::new(), warnings: Vec::new() };
    let mut faults = Vec::new();
    let mut before = 0;
    for path in paths {
        match reading.file(path, &mut |done| progress(before + done, total)) {
            Ok(()) => {}
            Err(Error::Diagnostics(mut found)) => faults.append(&mut found),
            Err(error) => return Err(error),
        }
        before += size(path);
    }
    if !faults.is_empty() {
        return Err(Error::Diagnostics(faults));
    }
    reading.finish(paths)
}

/// What goes on while the files are read one after the other.
struct Reading<'o> {
    options: &'o Options,
    rows: rows::Rows<'o>,
    hash: Sha256,
    warnings: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn file(&mut self, path: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        let (kind, warning) = kind::kind(path)?;
        self.warnings.extend(warning);
        match kind {
            kind::Kind::Text(compression) => text::read(self, path, compression, progress),
            kind::Kind::Workbook => sheet::read(self, path, progress),
            kind::Kind::Parquet => parquet::read(self, path, progress),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            kind: Kind::Sample,
            path: OneOrMany::Many(Vec::new()),
            columns: BTreeMap::new(),
            extra: BTreeMap::new(),
            dayfirst: false,
            delimiter: None,
            encoding: Encoding::Auto,
            decimal_comma: false,
            max_unreadable_share: 0.01,
        }
    }
}

impl<T> OneOrMany<T> {
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one).iter(),
            OneOrMany::Many(many) => many.iter(),
        }
    }
}

impl ExtraTable {
    pub fn as_str(self) -> &'static str {
        match self {
            ExtraTable::DimCustomer => "dim_customer",
            ExtraTable::DimProduct => "dim_product",
            ExtraTable::FactSales => "fact_sales",
        }
    }
}

impl From<Diagnostic> for Error {
    fn from(fault: Diagnostic) -> Self {
        Error::Diagnostics(vec![fault])
    }
}

impl From<Vec<Diagnostic>> for Error {
    fn from(faults: Vec<Diagnostic>) -> Self {
        Error::Diagnostics(faults)
    }
}

/// Makes an error of the world out of one of the operating system, or of a parser that passes it on.
fn world<E: Into<std::io::Error>>(path: &Path) -> impl Fn(E) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { path: path.clone(), source: source.into() }
}

/// The bytes of a file that can only be read as a whole, hashed on the way.
fn whole(path: &Path, hash: &mut Sha256, progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, Error> {
    let mut file = File::open(path).map_err(world(path))?;
    let mut bytes = Vec::new();
    loop {
        let before = bytes.len();
        let length = (&mut file).take(1 << 20).read_to_end(&mut bytes).map_err(world(path))?;
        if length == 0 {
            return Ok(bytes);
        }
        hash.update(&bytes[before..]);
        progress(bytes.len() as u64);
    }
}

/// The public data set Online Retail II (Chen, D., 2012, doi:10.24432/C5CG6D) as a raw frame, for tests against its
/// known figures; `None`, after telling why, where `PBIFORGE_SHARED` does not name the folder with `data/`.
#[cfg(test)]
pub(crate) fn real_data() -> Option<DataFrame> {
    let Some(folder) = std::env::var_os("PBIFORGE_SHARED").filter(|folder| !folder.is_empty()) else {
        println!("skipped: PBIFORGE_SHARED does not name the folder with the real data");
        return None;
    };
    let path = PathBuf::from(folder).join("data/online_retail_II.csv.zst");
    Some(read(&[path], &Options::default(), &mut |_, _| {}).expect("the real data").rows)
}

/// The catalog's types know no serde; here they are written by name.
mod kind_name {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::catalog::DataType;

    pub fn serialize<S: Serializer>(kind: &DataType, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(kind.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DataType, D::Error> {
        let name = String::deserialize(deserializer)?;
        DataType::parse(&name).ok_or_else(|| {
            let known = DataType::ALL.map(|kind| format!("`{}`", kind.as_str())).join(", ");
            D::Error::custom(format!("unknown type `{name}`, expected one of {known}"))
        })
    }
}
