//! Trees into the model's nouns, with where each of them stands.

use std::collections::BTreeMap;

use super::merge::{Merged, Node, Reference, merge};
use super::origins::{Origin, Origins, Part, step};
use super::{Document, Value};
use crate::diag::{Diagnostic, Place};
use crate::model::Model;

mod nouns;
mod properties;
mod translations;

pub use translations::in_order as translations_in_order;

pub use properties::{NOT_A_BOOLEAN, NOT_A_NUMBER, NOT_A_REFERENCE, UNKNOWN_PROPERTY, UNKNOWN_VALUE, WRONG_SIGN};

/// A folder of TMDL, understood.
#[derive(Debug, Default)]
pub struct Lowered {
    pub model: Model,
    pub origins: Origins,
    /// Every `ref` line, resolved or not.
    pub references: Vec<Reference>,
    /// What was wrong with the text and with the structure.
    pub diagnostics: Vec<Diagnostic>,
}

/// The model that the files declare together. The path of a file serves only to point at it.
pub fn lower(files: &[(String, Document)]) -> Lowered {
    let mut diagnostics: Vec<Diagnostic> =
        files.iter().flat_map(|(path, document)| document.diagnostics(path)).collect();
    let Merged { mut root, references, diagnostics: structural } = merge(files);
    diagnostics.extend(structural);
    order(&mut root, &references);
    let mut lowerer = Lowerer { files, origins: Origins::default(), diagnostics };
    let model = lowerer.model(root);
    crate::diag::sort(&mut lowerer.diagnostics);
    Lowered { model, origins: lowerer.origins, references, diagnostics: lowerer.diagnostics }
}

/// Objects that a `ref` names come first, in the order of the `ref`s.
fn order(root: &mut Node, references: &[Reference]) {
    let mut places: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (place, reference) in references.iter().enumerate() {
        places.entry((reference.kind.as_str(), reference.name.to_lowercase())).or_insert(place);
    }
    root.children.sort_by_cached_key(|node| {
        places.get(&(node.kind.as_str(), node.name_text().to_lowercase())).copied().unwrap_or(usize::MAX)
    });
}

struct Lowerer<'a> {
    files: &'a [(String, Document)],
    origins: Origins,
    diagnostics: Vec<Diagnostic>,
}

impl Lowerer<'_> {
    fn path(&self, file: usize) -> String {
        self.files.get(file).map_or(String::new(), |(path, _)| path.clone())
    }
    fn place(&self, file: usize, span: super::Span) -> Place {
        Place::bytes(self.path(file), span)
    }

    /// Keeps where the node stands and gives its path.
    fn locate(&mut self, parent: &str, node: &Node) -> String {
        let name = (!matches!(node.kind.as_str(), "model" | "database")).then_some(&node.name).and_then(Option::as_ref);
        let step = step(&node.kind, name.map(|name| name.text.as_str()));
        let path = if parent.is_empty() { step } else { format!("{parent}/{step}") };
        if self.origins.get(&path).is_some() {
            return path;
        }
        let default = node.default.as_ref().map(|(file, expression)| Part {
            file: self.path(*file),
            name: node.kind_span.clone(),
            value: expression.span.clone(),
            line_starts: expression.line_starts.clone(),
        });
        let mut properties = BTreeMap::new();
        for (file, property) in &node.properties {
            let (value, line_starts) = match &property.value {
                Value::Flag => (property.name.span.clone(), Vec::new()),
                Value::Text(text) => (text.span.clone(), Vec::new()),
                Value::Expression(expression) => (expression.span.clone(), expression.line_starts.clone()),
            };
            let name = properties::canonical_name(&node.kind, &property.name.text);
            let part = Part { file: self.path(*file), name: property.name.span.clone(), value, line_starts };
            properties.entry(name).or_insert(part);
        }
        let origin = Origin { file: self.path(node.file), name: node.name_span(), default, properties };
        self.origins.insert(path.clone(), origin);
        path
    }
}

#[cfg(test)]
mod tests;
