//! The project's files around the model: the shortcut that opens it, the folder's identity, what git leaves alone.

use serde::Serialize;

use super::context::ProjectContext;
use super::render::Renderer;
use super::{Options, ids, templates::Templates};
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;

pub(super) fn project(templates: &Templates, options: &Options) -> Result<FileTree, Vec<Diagnostic>> {
    let name = options.file_name();
    let context = ProjectContext {
        name: options.name.clone(),
        report_folder: format!("{name}.Report"),
        logical_id: ids::id(&["model", &options.name]),
    };
    let files = [
        ("gitignore.hbs", ".gitignore".to_owned()),
        ("project.pbip.hbs", format!("{name}.pbip")),
        ("semantic-model.platform.hbs", format!("{name}.SemanticModel/.platform")),
        ("definition.pbism.hbs", format!("{name}.SemanticModel/definition.pbism")),
    ];
    render(templates, &files, &context)
}

fn render(
    templates: &Templates,
    files: &[(&str, String)],
    context: &impl Serialize,
) -> Result<FileTree, Vec<Diagnostic>> {
    let renderer = Renderer::new();
    let (mut tree, mut faults) = (FileTree::new(), Vec::new());
    for (template, path) in files {
        let Some(template) = templates.get(&format!("project/{template}")) else { continue };
        match renderer.render(template, context) {
            Ok(text) => tree.insert(path, text),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(tree) } else { Err(faults) }
}

/// A name that every file system takes: no character that Windows refuses, no dot or space at its end.
pub(super) fn file_name(name: &str) -> String {
    let refused = |c: char| c.is_control() || "\\/:*?\"<>|".contains(c);
    let name: String = name.chars().map(|c| if refused(c) { '-' } else { c }).collect();
    match name.trim_matches([' ', '.']) {
        "" => "Model".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_one_that_windows_takes() {
        assert_eq!(file_name("Customer Analytics"), "Customer Analytics");
        assert_eq!(file_name("A/B: \"C\"?"), "A-B- -C--");
        assert_eq!(file_name(" .. "), "Model");
        assert_eq!(file_name("Größe 2."), "Größe 2");
    }
}
