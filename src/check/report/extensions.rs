//! The measures that a report has of its own, in `reportExtensions.json`: their DAX, parsed and bound.

use crate::bind::{self, Expression, Index, Site, SitePlace, Source};
use crate::diag::Place;
use crate::file_tree::FileTree;
use crate::pbir::json::places;
use crate::pbir::{Json, Read};

const FILE: &str = "definition/reportExtensions.json";

pub struct Extension<'a> {
    /// The table at which it stands.
    pub table: &'a str,
    pub name: &'a str,
    pub dax: &'a str,
    /// The whole measure.
    pub json: &'a Json,
    /// The string that its DAX is.
    value: &'a Json,
}

/// The measures with all that a measure needs, in the order of the file.
pub fn find(read: &Read) -> Vec<Extension<'_>> {
    let entities = read.file(FILE).and_then(|json| json.get("entities")).map(Json::items).unwrap_or_default();
    let mut found = Vec::new();
    for entity in entities {
        let Some(table) = entity.get("name").and_then(Json::text) else { continue };
        for json in entity.get("measures").map(Json::items).unwrap_or_default() {
            let (Some(name), Some(value)) = (json.get("name").and_then(Json::text), json.get("expression")) else {
                continue;
            };
            found.extend(value.text().map(|dax| Extension { table, name, dax, json, value }));
        }
    }
    found
}

/// The names of the model and of these measures.
pub fn index(model: &Index, measures: &[Extension]) -> Index {
    model.with_measures(measures.iter().map(|one| (one.table, one.name)))
}

/// In the order of the measures.
pub fn bind<'i>(index: &'i Index, measures: &[Extension]) -> Vec<Expression<'i>> {
    bind::bind_model(index, &sources(measures))
}

pub fn sources<'a>(measures: &'a [Extension]) -> Vec<Source<'a>> {
    let site = |table| Site::new(SitePlace::Measure, table);
    measures.iter().map(|one| Source { text: one.dax, site: site(one.table), name: Some(one.name) }).collect()
}

impl Extension<'_> {
    /// Where its name stands.
    pub fn place(&self, read: &Read) -> Place {
        let name = self.json.get("name").unwrap_or(self.json);
        Place::bytes(read.path(FILE), name.span.clone())
    }

    /// Where bytes of its DAX stand.
    pub fn inside(&self, tree: &FileTree, read: &Read, span: &std::ops::Range<usize>) -> Place {
        let path = read.path(FILE);
        let span = places::inside(tree.text(&path).unwrap_or_default(), self.value, span);
        Place::bytes(path, span)
    }

    /// Whether what is written is what is meant, byte for byte: only then a fix of the DAX is one of the file.
    pub fn is_plain(&self) -> bool {
        self.value.span.len() == self.dax.len() + 2
    }
}
