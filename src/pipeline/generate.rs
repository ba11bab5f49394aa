//! The Power BI side: catalog, templates and roles to a checked project in memory.

use crate::catalog::Catalog;
use crate::config::{self, WarehouseKind};
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::generate::{self, Settings, Templates, Warehouse, warehouse::Database};
use crate::model::Model;
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Failure, ownership, renames};
use crate::rename::Rename;

/// A project that has passed the checker, not yet written.
pub struct Generated {
    pub tree: FileTree,
    pub figures: Figures,
    /// What is called otherwise from now on, on disk too.
    pub renames: Vec<Rename>,
    pub warnings: Vec<Diagnostic>,
    /// What the warnings point into.
    pub sources: FileTree,
}

/// How much there is of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub tables: usize,
    pub columns: usize,
    pub measures: usize,
    pub relationships: usize,
    pub roles: usize,
    pub pages: usize,
    pub visuals: usize,
}

/// Generates the project; what does not pass the checker is not given out.
pub fn generate(workspace: &Workspace, catalog: &Catalog) -> Result<Generated, Failure> {
    let (mapping, mut warnings, mut sources) = workspace.mapping()?;
    let config = &workspace.config;
    let (templates, odd, own) = templates(workspace)?;
    warnings.extend(odd);
    sources.extend(own);
    let settings = Settings {
        warehouse: warehouse(&config.warehouse),
        model: config.model.clone(),
        roles: config.roles.clone(),
        mapping,
        report: config.report.clone(),
    };
    let project = generate::project(catalog, &templates, &settings).map_err(|failure| {
        let generate::Failure { mut diagnostics, mut sources, files } = failure;
        // What breaks of the templates breaks hand edits too, and all of it is to be told at once.
        let (broken, texts) = ownership::also_broken(&files, &workspace.output());
        diagnostics.extend(broken);
        sources.extend(texts);
        Failure::Diagnostics { diagnostics, sources }
    })?;
    warnings.extend(project.warnings);
    sources.extend(project.files.clone());
    let figures = Figures::of(&project.model, &project.files);
    let on_disk = if config.renames.is_empty() { FileTree::new() } else { ownership::on_disk_now(&workspace.output()) };
    let models = [&project.model, &renames::model_of(&on_disk)];
    let failed = |diagnostics| Failure::Diagnostics { diagnostics, sources: project.files.clone() };
    let renames = renames::read(&config.renames, models, &templates, &config.model).map_err(failed)?;
    let (tree, _) = renames::carry(&project.files, &renames).map_err(failed)?;
    Ok(Generated { figures, tree, renames, warnings, sources })
}

/// The templates with the user's own over them, what is odd about these, and what that points into.
pub fn templates(workspace: &Workspace) -> Result<(Templates, Vec<Diagnostic>, FileTree), Failure> {
    let mut templates = Templates::embedded();
    let mut sources = FileTree::new();
    let Some(folder) = &workspace.config.project.templates else { return Ok((templates, Vec::new(), sources)) };
    let own = workspace.templates()?;
    let faults = templates.overlay(folder, &own);
    own.iter().for_each(|(path, bytes)| sources.insert(format!("{folder}/{path}"), bytes));
    if faults.iter().any(Diagnostic::is_error) {
        return Err(Failure::Diagnostics { diagnostics: faults, sources });
    }
    Ok((templates, faults, sources))
}

/// The warehouse's names of the tables that `[roles] public` opens to everybody.
pub fn public_tables(workspace: &Workspace) -> Result<Vec<String>, Failure> {
    let mut templates = Templates::embedded();
    if let Some(folder) = &workspace.config.project.templates {
        // What is wrong with the user's own templates, generating says.
        templates.overlay(folder, &workspace.templates()?);
    }
    let config = &workspace.config;
    Ok(generate::warehouse_tables(&config.roles.public, &templates, &config.model))
}

/// The warehouse as the model's queries find it.
fn warehouse(options: &config::Warehouse) -> Warehouse {
    match options.kind {
        WarehouseKind::Parquet => Warehouse::Parquet,
        WarehouseKind::SqlServer => Warehouse::SqlServer(Database {
            server: options.sqlserver.place(),
            database: options.sqlserver.database.clone(),
            schema: options.sqlserver.schema.clone(),
        }),
    }
}

impl Figures {
    fn of(model: &Model, files: &FileTree) -> Self {
        let count = |name: &str| files.paths().filter(|path| path.rsplit('/').next() == Some(name)).count();
        Self {
            tables: model.tables.len(),
            columns: model.tables.iter().map(|table| table.columns.len()).sum(),
            measures: model.measures().count(),
            relationships: model.relationships.len(),
            roles: model.roles.len(),
            pages: count("page.json"),
            visuals: count("visual.json"),
        }
    }
}
