//! A project that is made of another catalog than the warehouse's, to see what is different in it.

use super::blame::Told;
use crate::catalog::Catalog;
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::generate::report::{self, Written};
use crate::generate::{self, Relocation};
use crate::pipeline::generate::{Prepared, prepare};
use crate::pipeline::ownership::{self, Intent};
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{generate as pipeline, renames};

pub struct Attempt {
    made: generate::Attempt,
    /// What is generated, by the names after renaming.
    pub generated: FileTree,
    /// The same with what was made by hand.
    pub merged: FileTree,
    /// What is on disk.
    pub on_disk: FileTree,
    /// How the folder of these files is called.
    pub folder: String,
    /// Where the page files name which fields.
    pub written: Vec<Written>,
    errors: Vec<Diagnostic>,
    /// What the errors point into, the templates and the generated files.
    pub sources: FileTree,
}

impl Attempt {
    /// `None` where the project's own files cannot be read, which has been said.
    pub fn of(workspace: &Workspace, catalog: &Catalog, intent: &Intent) -> Option<Self> {
        let Prepared { templates, settings, .. } = prepare(workspace).ok()?;
        let mut made = generate::attempt(catalog, &templates, &settings);
        let mut errors = std::mem::take(&mut made.diagnostics);
        let mut sources = std::mem::take(&mut made.sources);
        let renames = pipeline::renames(workspace, &made.model, &templates).ok()?;
        let generated = renames::carry(&made.files, &renames).map_or_else(|_| made.files.clone(), |(tree, _)| tree);
        let mut merged = FileTree::new();
        let folder = workspace.output();
        let [_, on_disk] = ownership::sides(&folder);
        if !generated.is_empty() {
            let intent = Intent { renames, ..intent.clone() };
            let (files, faults, texts) = ownership::tried(&generated, &folder, &intent);
            let is_known = |fault: &Diagnostic| {
                errors.iter().any(|known| known.code == fault.code && known.message == fault.message)
            };
            let faults: Vec<Diagnostic> = faults.into_iter().filter(|fault| !is_known(fault)).collect();
            errors.extend(faults);
            sources.extend(texts);
            merged = files;
        }
        errors.retain(Diagnostic::is_error);
        let (written, texts) = report::written(&made.model, templates.report(), &settings.report);
        sources.extend(texts);
        let folder = folder.display().to_string();
        Some(Self { made, generated, merged, on_disk, folder, written, errors, sources })
    }

    pub fn told(&self) -> Told<'_> {
        Told { diagnostics: &self.errors, sources: &self.sources, folder: &self.folder }
    }

    /// From the generated files to the templates, where nothing of it was renamed.
    pub fn relocation(&self) -> Option<Relocation<'_>> {
        (self.generated == self.made.files).then(|| Relocation::new(&self.generated, &self.made.origins))
    }
}
