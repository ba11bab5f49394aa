//! The Power BI side: catalog, templates and roles to a checked project in memory.

use crate::catalog::Catalog;
use crate::config::{self, WarehouseKind};
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::generate::{self, Settings, Templates, Warehouse, warehouse::Database};
use crate::model::Model;
use crate::pipeline::ownership::Intent;
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Failure, drift, ownership, renames};
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
    /// What it was generated from.
    pub catalog: Catalog,
}

/// What a catalog is made into a project with.
pub struct Prepared {
    pub templates: Templates,
    pub settings: Settings,
    warnings: Vec<Diagnostic>,
    sources: FileTree,
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
    generated(workspace, catalog).map_err(|failure| drift::explain(workspace, catalog, &Intent::default(), failure))
}

/// Reads what stands beside the catalog: templates, mapping files, configuration.
pub fn prepare(workspace: &Workspace) -> Result<Prepared, Failure> {
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
    Ok(Prepared { templates, settings, warnings, sources })
}

fn generated(workspace: &Workspace, catalog: &Catalog) -> Result<Generated, Failure> {
    let Prepared { templates, settings, mut warnings, mut sources } = prepare(workspace)?;
    let project = generate::project(catalog, &templates, &settings).map_err(|failure| {
        let generate::Failure { mut diagnostics, sources: made, files } = failure;
        let mut sources = sources.clone();
        sources.extend(made);
        // What breaks of the templates breaks hand edits too, and all of it is to be told at once.
        let (broken, texts) = ownership::also_broken(&files, &workspace.output());
        diagnostics.extend(broken);
        sources.extend(texts);
        Failure::Diagnostics { diagnostics, sources }
    })?;
    warnings.extend(project.warnings);
    sources.extend(project.files.clone());
    let figures = Figures::of(&project.model, &project.files);
    let failed = |diagnostics| Failure::Diagnostics { diagnostics, sources: project.files.clone() };
    let renames = renames(workspace, &project.model, &templates).map_err(failed)?;
    let (tree, _) = renames::carry(&project.files, &renames).map_err(failed)?;
    Ok(Generated { figures, tree, renames, warnings, sources, catalog: catalog.clone() })
}

/// What is called otherwise from now on, in the model that is generated or on disk.
pub fn renames(workspace: &Workspace, model: &Model, templates: &Templates) -> Result<Vec<Rename>, Vec<Diagnostic>> {
    let config = &workspace.config;
    if config.renames.is_empty() {
        return Ok(Vec::new());
    }
    let on_disk = renames::model_of(&ownership::on_disk_now(&workspace.output()));
    renames::read(&config.renames, [model, &on_disk], templates, &config.model)
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
