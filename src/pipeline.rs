//! The stages put together: what the commands run, callable without a command line.
//!
//! Everything below is frames, nouns and files in memory; here they are tied to a configuration and to folders.

use std::error::Error;

use crate::diag::Diagnostic;
use crate::file_tree::FileTree;

#[cfg(feature = "etl")]
pub mod analyze;
pub mod drift;
#[cfg(feature = "etl")]
pub mod figures;
pub mod generate;
#[cfg(feature = "etl")]
pub mod history;
#[cfg(feature = "etl")]
pub mod load;
#[cfg(feature = "etl")]
pub mod mapping;
pub mod ownership;
pub mod plan;
#[cfg(feature = "etl")]
pub mod proof;
pub mod renames;
#[cfg(feature = "etl")]
mod scratch;
pub mod workspace;

/// Is told what goes on; the command line turns it into bars and times.
pub trait Progress {
    /// A stage begins; the one before it has ended.
    fn stage(&mut self, name: &'static str);
    /// How far the stage is.
    fn advance(&mut self, done: u64, total: u64);
}

/// Nobody watches.
pub struct Silent;

impl Progress for Silent {
    fn stage(&mut self, _: &'static str) {}
    fn advance(&mut self, _: u64, _: u64) {}
}

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// The user's input has errors; the sources are what the diagnostics point into.
    Diagnostics { diagnostics: Vec<Diagnostic>, sources: FileTree },
    /// File, network, server; and the way out, where there is one to be told.
    World { error: Box<dyn Error + Send + Sync>, help: Option<String> },
    /// What was asked for cannot be had this way.
    Usage(String),
    /// Ours.
    Bug(String),
}

impl Failure {
    pub fn diagnostics(diagnostics: Vec<Diagnostic>) -> Self {
        Failure::Diagnostics { diagnostics, sources: FileTree::new() }
    }
    pub fn world(error: impl Error + Send + Sync + 'static) -> Self {
        Failure::World { error: Box::new(error), help: None }
    }
}

impl From<crate::file_tree::Error> for Failure {
    fn from(error: crate::file_tree::Error) -> Self {
        Failure::world(error)
    }
}

/// A frame that does not collect is a bug of ours: what the user's data can do wrong was found while reading it.
#[cfg(feature = "etl")]
impl From<polars_core::error::PolarsError> for Failure {
    fn from(error: polars_core::error::PolarsError) -> Self {
        Failure::Bug(format!("a frame could not be computed: {error}"))
    }
}

#[cfg(feature = "etl")]
impl From<crate::etl::read::Error> for Failure {
    fn from(error: crate::etl::read::Error) -> Self {
        match error {
            crate::etl::read::Error::Diagnostics(diagnostics) => Failure::diagnostics(diagnostics),
            crate::etl::read::Error::Frame(error) => error.into(),
            error => Failure::world(error),
        }
    }
}

#[cfg(feature = "etl")]
impl From<crate::warehouse::Error> for Failure {
    fn from(error: crate::warehouse::Error) -> Self {
        match error {
            crate::warehouse::Error::Refused(diagnostics) => Failure::diagnostics(diagnostics),
            error => Failure::World { help: error.help(), error: Box::new(error) },
        }
    }
}
