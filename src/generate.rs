//! From the catalog to a Power BI project: templates rendered, merged with the authored declarations, completed,
//! printed, and read back by the checker before anybody sees them.
//!
//! What is made here needs no Power BI to be believed: every file of it has passed [`crate::check`], and the same
//! catalog, templates and options give the same bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::Catalog;
use crate::diag::{self, Code, Diagnostic, Severity};
use crate::file_tree::FileTree;
use crate::model::Model;
use crate::region::Mapping;
use crate::tmdl::origins::Origins;
use crate::{check, rls, tmdl};

mod captions;
mod combined_keys;
mod complete;
mod context;
mod declared;
mod files;
mod hidden;
mod ids;
pub mod incremental;
mod model;
pub mod modes;
mod naming;
mod option_values;
mod paths;
mod relocate;
mod render;
pub mod report;
pub mod templates;
pub mod warehouse;

pub use context::{model_type, relationship_id};
pub use declared::{NO_SUCH_COLUMN, NO_SUCH_TABLE};
pub use incremental::IncrementalRefresh;
pub use model::{model_name, warehouse_tables};
pub use modes::Mode;
pub use relocate::Relocation;
pub use render::fault as template_fault;
pub use templates::Templates;
pub use warehouse::Warehouse;

pub const CODES: &[&Code] = &[
    &option_values::BAD_VALUE,
    &combined_keys::COMBINED_KEY,
    &naming::BAD_NAMES_FILE,
    &naming::NAME_CLASH,
    &naming::UNKNOWN_NAME,
    &declared::NO_SUCH_TABLE,
    &declared::NO_SUCH_COLUMN,
    &templates::UNKNOWN_TEMPLATE,
    &templates::UNREADABLE_TEMPLATE,
    &render::TEMPLATE_FAULT,
    &modes::NEEDS_SQLSERVER,
    &modes::NOT_IN_MODEL,
    &modes::UNSECURED,
    &incremental::BAD_WINDOW,
];

/// `[model]`: the semantic model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the project, its files and folders.
    pub name: String,
    /// Culture of the model, which decides how dates and numbers are shown: `en-GB`.
    pub culture: String,
    /// Folder of the warehouse as the machine that refreshes sees it: the value of the model's parameter `Warehouse
    /// Folder`. Unset, it is a placeholder to be filled in in Power BI, so that the files are the same everywhere. A
    /// warehouse in SQL Server has no folder.
    pub warehouse_folder: Option<String>,
    /// Compatibility level of the model; 1606 opens in every Power BI Desktop of the last years.
    pub compatibility_level: u32,
    /// Whether rows are held in the model or asked of SQL Server by every visual; `modes` says it of single tables.
    pub mode: Mode,
    /// The warehouse's table to its mode.
    pub modes: BTreeMap<String, Mode>,
    /// The one table that is refreshed in parts.
    pub incremental_refresh: IncrementalRefresh,
    /// Names of tables and columns in the model, over those of `names.toml`.
    pub names: NameOverrides,
}

/// `[model.names]`: what the model calls tables and columns of the warehouse, those of one's own above all. The
/// built-in measures, hierarchies and report pages know the contract's tables by the names of `names.toml`: where
/// one of these is changed, the generator says which declaration has to follow it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NameOverrides {
    /// The warehouse's table to the model's: `dim_store = "Store"`.
    pub tables: BTreeMap<String, String>,
    /// The warehouse's column to the model's, in every table or, as `"dim_store.city"`, in one.
    pub columns: BTreeMap<String, String>,
}

/// The value of `Warehouse Folder` where the configuration gives none.
pub const WAREHOUSE_FOLDER_PLACEHOLDER: &str = "C:\\pbiforge\\output\\warehouse\\";

impl Default for Options {
    fn default() -> Self {
        Self {
            name: "Customer Analytics".to_owned(),
            culture: "en-GB".to_owned(),
            warehouse_folder: None,
            compatibility_level: 1606,
            mode: Mode::Import,
            modes: BTreeMap::new(),
            incremental_refresh: IncrementalRefresh::default(),
            names: NameOverrides::default(),
        }
    }
}

impl Options {
    /// What the model's parameter `Warehouse Folder` is set to.
    pub fn warehouse_folder(&self) -> &str {
        self.warehouse_folder.as_deref().unwrap_or(WAREHOUSE_FOLDER_PLACEHOLDER)
    }

    /// The name as files and folders can have it on every system.
    pub fn file_name(&self) -> String {
        files::file_name(&self.name)
    }
}

/// A project that has been checked.
#[derive(Clone, Debug)]
pub struct Project {
    /// Every file, relative to the output folder.
    pub files: FileTree,
    pub model: Model,
    /// What is doubtful but no reason to refuse.
    pub warnings: Vec<Diagnostic>,
}

/// Why there is no project: at least one error, and the texts that the diagnostics point into.
#[derive(Clone, Debug)]
pub struct Failure {
    pub diagnostics: Vec<Diagnostic>,
    pub sources: FileTree,
    /// The project that did not pass the checker; empty where there is none.
    pub files: FileTree,
}

/// The sections of the configuration that say what a project looks like.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    pub warehouse: Warehouse,
    pub model: Options,
    pub roles: rls::Options,
    /// Whom roles of single regions are made for.
    pub mapping: Mapping,
    pub report: report::Options,
}

/// A project with everything that is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Attempt {
    /// Empty where there is an error before any file could be made.
    pub files: FileTree,
    pub model: Model,
    /// Where the templates declare what is in the model.
    pub origins: Origins,
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub sources: FileTree,
}

/// The whole project in memory, or everything that is wrong with it.
pub fn project(catalog: &Catalog, templates: &Templates, settings: &Settings) -> Result<Project, Failure> {
    let Attempt { files, model, diagnostics, sources, .. } = attempt(catalog, templates, settings);
    match diagnostics.iter().any(Diagnostic::is_error) {
        true => Err(Failure { diagnostics, sources, files }),
        false => Ok(Project { files, model, warnings: diagnostics }),
    }
}

/// As much of the project as can be made.
pub fn attempt(catalog: &Catalog, templates: &Templates, settings: &Settings) -> Attempt {
    let model::Built { model, origins, mut diagnostics, mut sources } = model::build(catalog, templates, settings);
    let mut files = FileTree::new();
    if !diagnostics.iter().any(Diagnostic::is_error) {
        match self::files(&model, templates, settings) {
            Ok(made) => files = made,
            Err(faults) => diagnostics.extend(faults),
        }
    }
    if !files.is_empty() {
        let mut found = check::check(&files);
        // What might be better is for `check` to say to whoever asks; here it would hide what must be done.
        found.retain(|diagnostic| diagnostic.severity > Severity::Note);
        relocate::relocate(&mut found, &files, &origins);
        diagnostics.extend(hidden::used(&files, &model));
        diagnostics.extend(found);
        sources.extend(files.clone());
    }
    diag::sort(&mut diagnostics);
    Attempt { files, model, origins, diagnostics, sources }
}

fn files(model: &Model, templates: &Templates, settings: &Settings) -> Result<FileTree, Vec<Diagnostic>> {
    let name = settings.model.file_name();
    let mut files = files::project(templates, &settings.model)?;
    for (path, bytes) in tmdl::print(model).iter() {
        files.insert(format!("{name}.SemanticModel/definition/{path}"), bytes);
    }
    // The shortcut opens the report by this name.
    let report = report::Options { name: name.clone(), semantic_model: name, ..settings.report.clone() };
    files.extend(report::report(model, templates.report(), &report)?);
    Ok(files)
}

#[cfg(test)]
mod tests;
