//! A project as one file: the template (`.pbit`) that Power BI Desktop makes a new report from.
//!
//! A template is an OPC package: a zip whose parts and their encodings nobody documents. What is written here, and
//! where it is known from:
//!
//! | part | what it is | known from |
//! |---|---|---|
//! | `Version` | `1.32`, UTF-16 LE without a byte order mark | files that Desktop saves since November 2025: pbi-tools issue 424 (`1.28` held `Report/Layout`, `1.32` holds the report as PBIR) |
//! | `[Content_Types].xml` | UTF-8 with a byte order mark; parts without an ending by name, the others by ending, their types empty or `application/json` | templates saved by Desktop in 2021 and 2024 (sql-bi/DaxDateTemplate, microsoft/PowerBI-LogAnalytics-Template-Reports) |
//! | `DataModelSchema` | the model in the JSON of BIM files, UTF-16 LE without a mark, lines ended by CR LF, indented by two | the same templates |
//! | `DiagramLayout`, `Settings`, `Metadata` | JSON in one line, UTF-16 LE | the same templates; `Settings` version 4 and the version of the queries' language from the later one |
//! | `Report/definition/…`, `Report/StaticResources/…` | the report's files as they stand in the project, UTF-8 | pbi-tools issues 424 and 425 (PBIR is the format of files since early 2026), and several public programs that read and rebuild such files |
//! | `SecurityBindings` | left out: it is bound to the machine, and Desktop makes it anew | public programs that build files without it |
//!
//! No Desktop was asked: what it says to such a file could not be tried here. Everything else is held: [`read`] takes
//! the package apart again, and nothing is written that does not give the same model and the same report.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

use serde_json::Value;

use crate::file_tree::FileTree;
use crate::model::Model;

mod content_types;
mod parts;
mod read;
mod utf16;
mod zip;

#[cfg(test)]
mod tests;

pub use read::read;

/// What a template is made of.
pub struct Input<'a> {
    pub title: &'a str,
    pub model: &'a Model,
    /// The folder of the report in `tree`, such as `Sales.Report`; none for a model alone.
    pub report: Option<&'a str>,
    pub tree: &'a FileTree,
}

/// A template, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    pub model: Value,
    /// The files of the report by their path below `Report/`.
    pub report: FileTree,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the package cannot be written or read: {0}")]
    Package(#[from] ::zip::result::ZipError),
    #[error("the package cannot be written or read: {0}")]
    Disk(#[from] std::io::Error),
    #[error("the package has no part `{0}`")]
    Missing(&'static str),
    #[error("the part `{part}` cannot be read: {reason}")]
    Part { part: String, reason: String },
    #[error("what was packed is not what was to be packed: {0}")]
    Differs(String),
}

/// The bytes of the template; the same input gives the same bytes.
pub fn pack(input: &Input) -> Result<Vec<u8>, Error> {
    let parts = parts::parts(input);
    let bytes = zip::write(&parts)?;
    let found = read(&bytes)?;
    if found.model != parts::model(input) {
        return Err(Error::Differs("the model".to_owned()));
    }
    if found.report != parts::report(input) {
        return Err(Error::Differs("the report".to_owned()));
    }
    Ok(bytes)
}
