//! The configuration: `pbiforge.toml` and `--set KEY=VALUE` to the options of every stage.
//!
//! Each module owns its options; this one only gathers them, so that one text sets them all and every unknown key is
//! found, wherever it stands.

use serde::{Deserialize, Serialize};

#[cfg(feature = "etl")]
use crate::{analytics, etl};
use crate::{generate, rls, sample};

mod keys;
mod parse;
mod set;

pub use keys::CODES;
pub use parse::parse;

/// The commented default configuration that `pbiforge init` writes.
pub const TEMPLATE: &str = include_str!("config/init.toml");

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub project: Project,
    #[cfg(feature = "etl")]
    pub source: etl::read::Options,
    pub sample: sample::Options,
    #[cfg(feature = "etl")]
    pub clean: etl::clean::Options,
    #[cfg(feature = "etl")]
    pub rfm: analytics::rfm::Options,
    #[cfg(feature = "etl")]
    pub cohort: analytics::cohort::Options,
    #[cfg(feature = "etl")]
    pub basket: analytics::basket::Options,
    pub warehouse: Warehouse,
    pub model: generate::Options,
    pub roles: rls::Options,
    pub report: generate::report::Options,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Project {
    /// Where the Power BI project goes.
    pub output: String,
    /// A folder of templates that replace or extend the built-in ones, or none.
    pub templates: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Warehouse {
    pub kind: WarehouseKind,
    /// The folder of the embedded warehouse.
    pub path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WarehouseKind {
    /// Parquet files in a folder.
    Parquet,
}

impl Default for Project {
    fn default() -> Self {
        Self { output: "output".to_owned(), templates: None }
    }
}

impl Default for Warehouse {
    fn default() -> Self {
        Self { kind: WarehouseKind::Parquet, path: "output/warehouse".to_owned() }
    }
}
