//! The documentation of a project: what the warehouse holds, what the model makes of it, where it is shown and who
//! sees it; as one HTML page and as Markdown.
//!
//! [`files`] gathers it into one value, [`project`], and renders the templates with it. Names and descriptions are
//! other people's text: they reach a file through [`quote`] alone.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::catalog::Catalog;
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::region::Mapping;
use crate::rls;
use crate::template::{Quote, Templates};

mod dictionary;
pub mod er;
pub mod lineage;
mod measures;
pub mod project;
pub mod quote;
mod roles;

#[cfg(test)]
mod tests;

/// Tells a folder of ours from one that somebody else filled.
pub const MARKER: &str = ".generated";

/// What there is to document.
pub struct Input<'a> {
    pub title: &'a str,
    pub catalog: &'a Catalog,
    /// The files of the project.
    pub tree: &'a FileTree,
    pub mapping: &'a Mapping,
    pub roles: &'a rls::Options,
    pub source: &'a Source,
}

/// What the configuration says of the transactions' columns.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The header of a field, where it is said.
    pub headers: BTreeMap<String, String>,
    /// The header of a column of the user's own, by its name in the warehouse.
    pub own: BTreeMap<String, String>,
}

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        const EMBEDDED: &[(&str, &str)] = &[$(($name, include_str!(concat!("../model-templates/docs/", $name)))),+];
    };
}

embedded![
    "data-dictionary.md.hbs",
    "er-diagram.md.hbs",
    "index.html.hbs",
    "index.md.hbs",
    "lineage.md.hbs",
    "measures.md.hbs",
    "roles.md.hbs",
    "search.js",
    "style.css",
];

const HELPERS: &[(&str, Quote)] = &[
    ("html", quote::html),
    ("md", quote::markdown),
    ("cell_code", quote::cell_code),
    ("dax", |text| quote::block("dax", text)),
    ("mermaid", |text| quote::block("mermaid", text)),
];

/// Every file of the documentation, and what is odd about the project's own templates (`own`, in the folder `place`).
pub fn files(input: &Input, (place, own): (&str, &FileTree)) -> Result<(FileTree, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (templates, warnings) = Templates::new("docs", EMBEDDED, HELPERS, (place, own))?;
    let project = project::Project::read(input.tree);
    let drawing = er::svg::svg(input.catalog, &er::layout::layout(input.catalog));
    let dictionary = dictionary::tables(input.catalog, &project);
    let measures = measures::measures(&project);
    let lineage = lineage::tables(input.catalog, input.source, &project);
    let (roles, access) = (roles::roles(input, &project), roles::access(input.mapping));
    let count = |value: &Value| value.as_array().map_or(0, Vec::len);
    let context = json!({
        "title": input.title,
        "counts": {
            "tables": count(&dictionary),
            "columns": input.catalog.tables.iter().map(|table| table.columns.len()).sum::<usize>(),
            "measures": count(&measures),
            "pages": project.pages(),
            "visuals": project.visuals(),
            "roles": count(&roles),
        },
        "er": { "svg": drawing, "mermaid": er::mermaid::mermaid(input.catalog) },
        "tables": dictionary,
        "measures": measures,
        "lineage": lineage,
        "roles": roles,
        "access": access,
        "style": templates.text("style.css"),
        "script": templates.text("search.js"),
    });
    let mut files = FileTree::new();
    files.insert(MARKER, "Written by `pbiforge docs`, which replaces these files every time.\n");
    files.insert("er-diagram.svg", drawing);
    let mut faults = Vec::new();
    for (name, _) in EMBEDDED.iter().filter(|(name, _)| name.ends_with(".hbs")) {
        match templates.render(name, &context) {
            Ok(text) => files.insert(name.trim_end_matches(".hbs"), text),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok((files, warnings)) } else { Err(faults) }
}
