//! Where the tables live: one trait, published all or nothing, described by a catalog.
//!
//! A publish takes finished frames with their catalog tables, verifies them ([`verify`]: columns, types, keys),
//! describes them (row counts, distinct counts, smallest and largest values) and makes them visible in one step.
//! The trait knows nothing of files: [`parquet`] is the embedded implementation, a database can be another.
//!
//! In a frame money is an `Int64` of ten-thousandths; how a warehouse stores it is its own affair, and reading gives
//! the same `Int64` back.

use std::path::PathBuf;

use polars_core::error::PolarsError;
use polars_core::frame::DataFrame;

use crate::catalog::{Catalog, Table};
use crate::diag::{Code, Diagnostic};
use crate::name::TableName;

mod frame;
mod index;
pub mod parquet;
mod profile;
#[cfg(feature = "sqlserver")]
pub mod sqlserver;
mod text;
pub mod verify;

/// Every code that publishing can report.
pub const CODES: &[&Code] = verify::CODES;

/// A set of tables that is replaced all at once.
pub trait Warehouse {
    /// Verifies the tables, then makes them, together with the tables carried over, the content of the warehouse.
    /// Until it returns `Ok`, and whenever it does not, readers see the content of before.
    fn publish(
        &self,
        tables: Vec<(Table, DataFrame)>,
        keep: Keep,
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<Published, Error>;

    /// All rows of a table, in the order in which they were published.
    fn read(&self, table: &str) -> Result<DataFrame, Error>;

    /// The same with these columns alone, in the order of the catalog.
    fn read_columns(&self, table: &str, columns: &[&str]) -> Result<DataFrame, Error>;

    /// What is in the warehouse, with row counts and statistics. An order in which foreign keys point backwards.
    fn catalog(&self) -> Result<Catalog, Error>;
}

/// Which of the tables that are already in the warehouse a publish carries over, unchanged. A table that is
/// published anew is never carried over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// None: afterwards the warehouse holds what was published and nothing else.
    #[default]
    Nothing,
    /// Every other table.
    Others,
    /// These, which must be there.
    Tables(Vec<TableName>),
}

/// What a publish has just done, for a progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'a> {
    /// Columns, types and keys of all tables are in order, and all statistics are taken.
    Verified { tables: usize },
    /// Not yet visible. Tables are written side by side, so `done` counts, but the order of the names is by chance.
    Written { table: &'a str, rows: u64, done: usize, tables: usize },
    /// The new content is what readers now see.
    Switched,
}

/// What a publish did.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The whole content of the warehouse, tables carried over included.
    pub catalog: Catalog,
    pub written: Vec<Written>,
    pub carried: Vec<TableName>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub table: TableName,
    pub rows: u64,
    /// The room it takes, where the warehouse knows it.
    pub bytes: Option<u64>,
    /// The same table was there already, so that nothing had to be stored.
    pub unchanged: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no warehouse in `{place}`")]
    NoWarehouse { place: String },
    #[error("the warehouse has no table `{table}`")]
    NoTable { table: String, nearest: Option<String> },
    #[error("the warehouse in `{place}` has format {format}; this pbiforge reads format {known}")]
    Newer { place: String, format: u64, known: u64 },
    #[error("the warehouse is damaged: {what}")]
    Damaged { what: String, source: Option<Box<dyn std::error::Error + Send + Sync>> },
    #[error("another process is publishing to the warehouse in `{place}`")]
    Busy { place: String },
    #[error("{}", refused(.0))]
    Refused(Vec<Diagnostic>),
    #[error("cannot {action} `{path}`")]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },
    #[cfg(feature = "sqlserver")]
    #[error(transparent)]
    Server(Box<crate::sqlserver::Error>),
    /// The server has something else than was sent.
    #[cfg(feature = "sqlserver")]
    #[error("the server misread `{table}`: {what}: {sent} sent, {found} found")]
    Mismatch { table: String, what: String, sent: String, found: String },
    #[cfg(feature = "sqlserver")]
    #[error("{what}: {message}")]
    Constraint { what: &'static str, message: String, help: &'static str },
    #[cfg(feature = "sqlserver")]
    #[error(transparent)]
    Schema(Box<crate::sqlserver::schema::Refused>),
    /// The connection broke at the very end, and another loader was there before one could look.
    #[cfg(feature = "sqlserver")]
    #[error("the connection broke while the publish ended, and another loader has published since")]
    Uncertain { source: Box<crate::sqlserver::Error> },
    #[error("cannot {action} the table `{table}`")]
    Table { action: &'static str, table: String, source: PolarsError },
}

#[cfg(feature = "sqlserver")]
impl From<crate::sqlserver::Error> for Error {
    fn from(error: crate::sqlserver::Error) -> Self {
        Error::Server(Box::new(error))
    }
}

impl Error {
    /// The way out, where there is one to be told.
    pub fn help(&self) -> Option<String> {
        match self {
            Error::NoWarehouse { .. } => Some("run `pbiforge load` first".to_owned()),
            Error::NoTable { nearest: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Error::NoTable { .. } => {
                Some("run `pbiforge load` first, and `pbiforge analyze` for the analytics".to_owned())
            }
            Error::Newer { .. } => Some("update pbiforge, or choose another warehouse folder".to_owned()),
            Error::Damaged { .. } => Some("run `pbiforge load` to publish it anew".to_owned()),
            Error::Busy { .. } => Some("wait until it is done, then run again".to_owned()),
            Error::Refused(_) => Some("nothing was published: the warehouse is as it was before".to_owned()),
            #[cfg(feature = "sqlserver")]
            Error::Server(error) => error.help(),
            #[cfg(feature = "sqlserver")]
            Error::Mismatch { .. } => Some("nothing was published: the warehouse is as it was before".to_owned()),
            #[cfg(feature = "sqlserver")]
            Error::Schema(refused) => refused.help(),
            #[cfg(feature = "sqlserver")]
            Error::Constraint { help, .. } => Some((*help).to_owned()),
            #[cfg(feature = "sqlserver")]
            Error::Uncertain { .. } => {
                Some("what is in the warehouse is whole; run again to be sure it is yours".to_owned())
            }
            Error::Io { .. } | Error::Table { .. } => None,
        }
    }

    /// What was wrong with the tables, where that is why.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Error::Refused(diagnostics) => diagnostics,
            #[cfg(feature = "sqlserver")]
            Error::Schema(refused) => refused.diagnostics(),
            _ => &[],
        }
    }

    fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.into();
        move |source| Error::Io { action, path, source }
    }

    fn damaged(what: impl Into<String>) -> Error {
        Error::Damaged { what: what.into(), source: None }
    }
}

fn refused(diagnostics: &[Diagnostic]) -> String {
    let first = diagnostics.first().map(|diagnostic| diagnostic.message.as_str()).unwrap_or_default();
    match diagnostics.len() {
        1 => format!("the tables cannot be published: {first}"),
        n => format!("the tables cannot be published for {n} reasons, the first: {first}"),
    }
}
