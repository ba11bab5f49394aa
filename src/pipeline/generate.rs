//! The Power BI side: catalog, templates and roles to a checked project in memory.

use crate::catalog::Catalog;
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::generate;
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;

/// A project that has passed the checker, not yet written.
pub struct Generated {
    pub tree: FileTree,
    pub figures: generate::Figures,
    pub warnings: Vec<Diagnostic>,
    /// What the warnings point into.
    pub sources: FileTree,
}

/// Generates the project; what does not pass the checker is not given out.
pub fn generate(workspace: &Workspace, catalog: &Catalog) -> Result<Generated, Failure> {
    let (mapping, mut warnings, mut sources) = workspace.mapping()?;
    let templates = workspace.templates()?;
    let config = &workspace.config;
    let request = generate::Request {
        catalog,
        templates: &templates,
        mapping: &mapping,
        options: &config.model,
        roles: &config.roles,
        report: &config.report,
    };
    let project = generate::project(&request)
        .map_err(|failure| Failure::Diagnostics { diagnostics: failure.diagnostics, sources: failure.sources })?;
    warnings.extend(project.warnings);
    sources.extend(project.tree.clone());
    Ok(Generated { tree: project.tree, figures: project.figures, warnings, sources })
}
