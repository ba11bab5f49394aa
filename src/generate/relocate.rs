//! From the generated file back to the template: a fault is told where the user can mend it.

use crate::diag::{At, Diagnostic, Place};
use crate::file_tree::FileTree;
use crate::tmdl::{
    self,
    origins::{Origins, Part},
};

/// Points the labels that stand in a generated TMDL file at the template that declares the same thing.
pub(super) fn relocate(diagnostics: &mut [Diagnostic], files: &FileTree, templates: &Origins) {
    if diagnostics.is_empty() {
        return;
    }
    let relocation = Relocation::new(files, templates);
    for label in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
        if let Some(place) = relocation.place(&label.place) {
            label.place = place;
        }
    }
}

/// From places in generated files to those in the templates.
pub struct Relocation<'a> {
    generated: Origins,
    templates: &'a Origins,
}

impl<'a> Relocation<'a> {
    pub fn new(files: &FileTree, templates: &'a Origins) -> Self {
        let is_tmdl = |path: &&str| path.ends_with(".tmdl");
        let read = |path: &str| Some((path.to_owned(), tmdl::parse(files.text(path)?)));
        let generated = tmdl::lower(&files.paths().filter(is_tmdl).filter_map(read).collect::<Vec<_>>()).origins;
        Self { generated, templates }
    }

    /// `None` where no template declares what stands there.
    pub fn place(&self, place: &Place) -> Option<Place> {
        let At::Bytes { start, end } = place.at else { return None };
        for (path, origin) in self.generated.iter() {
            let Some(template) = self.templates.get(path) else { continue };
            let properties = origin.properties.iter().map(|(name, part)| (part, template.properties.get(name)));
            let parts = origin.default.iter().map(|part| (part, template.default.as_ref())).chain(properties);
            for (part, template) in parts {
                if part.file == place.file && part.value.start <= start && end <= part.value.end {
                    return template.and_then(|template| shifted(part, template, start, end));
                }
            }
            if origin.file == place.file && origin.name.start <= start && end <= origin.name.end {
                return Some(Place::bytes(&template.file, template.name.clone()));
            }
        }
        None
    }
}

/// The same line and column of the same value: printing changes the indentation and nothing else.
fn shifted(from: &Part, to: &Part, start: usize, end: usize) -> Option<Place> {
    let line = from.line_starts.iter().rposition(|line| line.file <= start);
    let moved = line.and_then(|line| Some(to.line_starts.get(line)?.file + start - from.line_starts.get(line)?.file));
    match moved {
        Some(moved) if moved + (end - start) <= to.value.end => {
            Some(Place::bytes(&to.file, moved..moved + (end - start)))
        }
        _ => Some(to.place()),
    }
}
