//! Where the page files name the fields of the model.

use toml::Spanned;

use super::page_file::{self, Page, VisualEntry};
use super::templates::{self, Own};
use super::{Options, field, ids};
use crate::diag::Place;
use crate::file_tree::FileTree;
use crate::model::Model;
use crate::report::FieldKind;

/// A field that a visual of a page file shows, or sorts, filters or colours by.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The id of the visual that is generated.
    pub visual: String,
    pub table: String,
    pub field: FieldKind,
    pub place: Place,
}

/// Every field of the pages that the model has, with the texts that the places point into.
pub fn written(model: &Model, own: Own, options: &Options) -> (Vec<Written>, FileTree) {
    let (mut found, mut sources) = (Vec::new(), FileTree::new());
    let Ok(templates) = templates::Templates::new(own) else { return (found, sources) };
    for page in page_file::read_all(&templates, &options.pages, &mut Vec::new()) {
        let (file, text) = page.file_and_text();
        sources.insert(file, text);
        for entry in &page.file.visuals {
            let id = ids::visual(&page.key, entry.name());
            found.extend(fields(entry).filter_map(|text| one(text, &id, &page, model)));
        }
    }
    (found, sources)
}

fn fields(entry: &VisualEntry) -> impl Iterator<Item = &Spanned<String>> {
    let top = entry.top.iter().flat_map(|top| [&top.of, &top.by]);
    let only = entry.only.iter().map(|only| &only.field);
    let heat = entry.heat.iter().map(|heat| &heat.field);
    let title = entry.title.iter().filter(|title| title.get_ref().starts_with('['));
    entry.fields.values().flatten().chain(&entry.sort).chain(top).chain(only).chain(heat).chain(title)
}

fn one(text: &Spanned<String>, visual: &str, page: &Page, model: &Model) -> Option<Written> {
    let written = text.get_ref().trim();
    let field = [" asc", " desc"].iter().find_map(|word| written.strip_suffix(word)).unwrap_or(written);
    let place = page.bytes(text.span());
    let found = field::find(field, model, place.clone()).ok()?;
    Some(Written { visual: visual.to_owned(), table: found.table, field: found.kind, place })
}
