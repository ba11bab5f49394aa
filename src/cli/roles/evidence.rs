//! The model in the output folder and the rows of the warehouse, brought together.

use crate::catalog::Catalog;
use crate::check::semantic_models::{self, Source};
use crate::cli::check::project::Project;
use crate::cli::output::Output;
use crate::cli::{Global, generate, warehouse};
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::name::same;
use crate::pipeline::Failure;
use crate::pipeline::proof::Frames;
use crate::pipeline::workspace::Workspace;
use crate::proof::judge::Terms;
use crate::proof::load::load;
use crate::proof::plan::Plan;
use crate::proof::schema::Schema;
use crate::proof::security::Security;

/// What a command looks at.
pub struct Case<'a> {
    pub workspace: &'a Workspace,
    pub security: &'a Security<'a>,
    pub terms: Terms<'a>,
    pub catalog: &'a Catalog,
    pub rows: Frames<'a>,
    /// What diagnostics point into: the mapping and the project.
    pub sources: &'a FileTree,
}

/// Reads the model that would be published, and the rows, and hands both over.
pub fn with<T>(
    global: &Global,
    output: &Output,
    look: impl FnOnce(Case<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let workspace = generate::open(global, output)?;
    let (mapping, odd, mut sources) = workspace.mapping()?;
    output.diagnostics(&odd, &sources);
    let Project { prefix, tree, .. } = Project::read(&workspace.output())?;
    let mut files = FileTree::new();
    tree.iter().for_each(|(path, bytes)| files.insert(format!("{prefix}{path}"), bytes));
    let model = model(&workspace, &files)?;
    let read = semantic_models::read(&files, &model);
    sources.extend(files);
    if read.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Failure::Diagnostics { diagnostics: read.diagnostics, sources });
    }
    let schema = Schema::new(&read.lowered.model);
    let plan = Plan::new(&schema, &read.lowered.origins);
    let warehouse = warehouse::open(&workspace, output)?;
    let catalog = warehouse.catalog()?;
    let public = &workspace.config.roles.public;
    // Nobody's access hangs on the rows of a public table that no filter reads or filters.
    let ignored = |table: usize| {
        let is_public = public.iter().any(|name| same(name, schema.table_name(table)));
        let is_filtered = plan.roles.iter().flat_map(|role| &role.filters).any(|filter| filter.table == table);
        is_public && !is_filtered && !plan.reads.contains(&table)
    };
    let rows = Frames::new(&*warehouse, &catalog);
    let evidence = load(&plan, &catalog, &rows, &ignored)?;
    let security = Security::new(&plan, &evidence);
    let terms = Terms { mapping: &mapping, public };
    look(Case { workspace: &workspace, security: &security, terms, catalog: &catalog, rows, sources: &sources })
}

/// The model of the output folder: the one of the configured name, or the only one.
fn model(workspace: &Workspace, files: &FileTree) -> Result<Source, Failure> {
    let mut models = semantic_models::find(files);
    let wanted = format!("{}.SemanticModel", workspace.config.model.file_name());
    if let Some(at) = models.iter().position(|model| model.folder.rsplit('/').next() == Some(&*wanted)) {
        return Ok(models.swap_remove(at));
    }
    let folder = workspace.config.project.output.as_str();
    match models.len() {
        1 => Ok(models.remove(0)),
        0 => Err(Failure::Usage(format!("`{folder}` holds no semantic model: run `pbiforge generate` first"))),
        _ => Err(Failure::Usage(format!("`{folder}` holds several semantic models, and none is `{wanted}`"))),
    }
}
