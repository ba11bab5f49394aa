//! The configuration: `pbiforge.toml` and `--set KEY=VALUE` to the options of every stage.
//!
//! Each module owns its options; this one only gathers them, so that one text sets them all and every unknown key is
//! found, wherever it stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[cfg(feature = "etl")]
use crate::{analytics, etl};
use crate::{check, generate, history, rls, sample, sqlserver};

mod environment;
mod keys;
mod levels;
mod parse;
mod set;

pub use keys::CODES;
pub use parse::{parse, parse_for};

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
    pub history: history::Options,
    pub model: generate::Options,
    pub roles: rls::Options,
    pub report: generate::report::Options,
    pub check: check::levels::Options,
    /// What is called otherwise from now on: an object of the model or of the warehouse, and its new name.
    pub renames: BTreeMap<String, String>,
    /// What stands over the rest for one server or audience, by its name; looked at as keys of the whole.
    pub environments: BTreeMap<String, toml::Table>,
    // A build without the data half reads over the sections that it has no use for.
    #[cfg(not(feature = "etl"))]
    source: NotBuilt,
    #[cfg(not(feature = "etl"))]
    clean: NotBuilt,
    #[cfg(not(feature = "etl"))]
    rfm: NotBuilt,
    #[cfg(not(feature = "etl"))]
    cohort: NotBuilt,
    #[cfg(not(feature = "etl"))]
    basket: NotBuilt,
}

/// A section whose stage this build does not have: anything may stand in it.
#[cfg(not(feature = "etl"))]
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct NotBuilt;

#[cfg(not(feature = "etl"))]
impl<'de> Deserialize<'de> for NotBuilt {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| NotBuilt)
    }
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
    pub sqlserver: sqlserver::Options,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WarehouseKind {
    /// Parquet files in a folder.
    Parquet,
    /// A database of SQL Server.
    SqlServer,
}

impl Default for Project {
    fn default() -> Self {
        Self { output: "output".to_owned(), templates: None }
    }
}

impl Default for Warehouse {
    fn default() -> Self {
        Self { kind: WarehouseKind::Parquet, path: "output/warehouse".to_owned(), sqlserver: Default::default() }
    }
}

#[cfg(all(test, feature = "etl"))]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Every key of the default configuration, with its section.
    fn keys() -> Vec<(String, String)> {
        let config = serde_json::to_value(Config::default()).expect("serialisable");
        let mut keys = Vec::new();
        collect(&config, "", &mut keys);
        keys
    }

    fn collect(table: &Value, path: &str, keys: &mut Vec<(String, String)>) {
        for (key, value) in table.as_object().into_iter().flatten() {
            let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match value.is_object() {
                true => collect(value, &here, keys),
                false => keys.push((path.to_owned(), key.clone())),
            }
        }
    }

    #[test]
    fn the_template_of_init_shows_every_key_in_its_section() {
        for (section, key) in keys() {
            let start = TEMPLATE.find(&format!("[{section}]")).unwrap_or_else(|| panic!("no [{section}]"));
            let text = &TEMPLATE[start + 1..];
            let text = &text[..text.find("\n[").unwrap_or(text.len())];
            let shown = text.lines().any(|line| {
                let line = line.trim_start_matches(['#', ' ', '[']);
                line.starts_with(&format!("{key} ")) || line.starts_with(&format!("{section}.{key}]"))
            });
            assert!(shown, "`{key}` is not in [{section}] of the template");
        }
    }

    #[test]
    fn the_template_of_init_says_the_defaults() {
        let mut written = parse(TEMPLATE, "pbiforge.toml", &[]).expect("valid");
        written.source.kind = Config::default().source.kind;
        written.source.path = Config::default().source.path;
        assert_eq!(written, Config::default());
    }

    #[test]
    fn the_readme_explains_every_key() {
        let readme = include_str!("../README.md");
        for (section, key) in keys() {
            assert!(readme.contains(&format!("`{key}`")), "the README does not explain `{key}` of [{section}]");
        }
    }
}
