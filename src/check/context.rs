//! What a rule looks at: the model, where everything stands, and what could not be read.

use std::collections::{BTreeMap, BTreeSet};

use super::dax;
use super::dax_trees::{self, Tree};
use super::semantic_models::Read;
use crate::bind::Index;
use crate::catalog::Catalog;
use crate::diag::{At, Code, Place};
use crate::model::{Column, Measure, Model, Table};
use crate::pbir;
use crate::tmdl::merge::{self, Reference};
use crate::tmdl::origins::{self, Origins, Part};
use crate::tmdl::{Document, declaration, expression, lines, parse};

mod cut;

/// Faults of the text after which something that was meant to be declared is perhaps missing.
const LOSSES: &[&Code] = &[
    &lines::MIXED_INDENTATION,
    &parse::UNEXPECTED_INDENTATION,
    &parse::TOO_DEEP,
    &declaration::NOT_A_DECLARATION,
    &declaration::UNCLOSED_QUOTE,
    &declaration::TEXT_AFTER_NAME,
    &expression::UNCLOSED_FENCE,
    &expression::SWALLOWED_PROPERTY,
    &expression::EMPTY_EXPRESSION,
    &merge::UNKNOWN_OBJECT,
    &merge::MISSING_NAME,
];

pub struct Context<'a> {
    pub model: &'a Model,
    pub origins: &'a Origins,
    pub references: &'a [Reference],
    /// All DAX of the model.
    pub dax: &'a [dax::Bound<'a>],
    /// Lower-case name to table.
    tables: BTreeMap<String, &'a Table>,
    /// Lower-case name to measure and its table.
    measures: BTreeMap<String, (&'a Table, &'a Measure)>,
    /// Lower-case names of the columns of each table, by its lower-case name.
    columns: BTreeMap<String, BTreeMap<String, &'a Column>>,
    broken: Broken,
    documents: BTreeMap<&'a str, &'a Document>,
    /// Where each fault of the text begins, by file.
    faults: BTreeMap<&'a str, BTreeSet<usize>>,
    /// Every DAX expression of the model.
    pub trees: Vec<Tree<'a>>,
    /// The names of the model as DAX sees them.
    pub index: Option<&'a Index>,
    /// What the warehouse is known to hold, where it is known.
    pub catalog: Option<&'a Catalog>,
    /// The reports of the tree that stand on the model, as far as they could be read.
    pub reports: Vec<&'a pbir::Read>,
    /// Whether this is but a part to be put into a model, such as a library of functions.
    is_part: bool,
}

/// What could not be read whole.
#[derive(Default)]
struct Broken {
    /// Files with their text in lower case.
    files: BTreeMap<String, String>,
    /// Whether a file is no text at all or ends too early.
    may_hold_anything: bool,
}

/// What a look-up gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lookup<T> {
    Found(T),
    Missing,
    /// Perhaps it stands in a file that could not be read: that has been said, and no more is to be said.
    Unknown,
}

impl<'a> Context<'a> {
    pub fn new(read: &'a Read, dax: &'a [dax::Bound<'a>]) -> Self {
        let model = &read.lowered.model;
        let tables = model.tables.iter().map(|table| (table.name.as_str().to_lowercase(), table)).collect();
        let measures = model.measures().map(|(table, one)| (one.name.as_str().to_lowercase(), (table, one))).collect();
        let columns = model.tables.iter().map(|table| {
            let columns = table.columns.iter().map(|column| (column.name.as_str().to_lowercase(), column));
            (table.name.as_str().to_lowercase(), columns.collect())
        });
        Self {
            model,
            origins: &read.lowered.origins,
            references: &read.lowered.references,
            dax,
            tables,
            measures,
            columns: columns.collect(),
            broken: Broken::new(read),
            documents: read.documents.iter().map(|(file, document)| (file.as_str(), document)).collect(),
            faults: faults(read),
            trees: dax_trees::trees(dax),
            index: None,
            catalog: None,
            reports: Vec::new(),
            is_part: is_part(read),
        }
    }

    /// Whether everything could be read.
    pub fn is_whole(&self) -> bool {
        self.broken.files.is_empty() && !self.broken.may_hold_anything
    }

    pub fn table(&self, name: &str) -> Lookup<&'a Table> {
        match self.tables.get(&name.to_lowercase()) {
            Some(table) => Lookup::Found(table),
            None => self.missing(name),
        }
    }

    pub fn column(&self, table: &'a Table, name: &str) -> Lookup<&'a Column> {
        let columns = self.columns.get(&table.name.as_str().to_lowercase());
        match columns.and_then(|columns| columns.get(&name.to_lowercase())) {
            Some(column) => Lookup::Found(column),
            None => self.missing(name),
        }
    }

    pub fn measure(&self, name: &str) -> Lookup<(&'a Table, &'a Measure)> {
        match self.measures.get(&name.to_lowercase()) {
            Some(found) => Lookup::Found(*found),
            None => self.missing(name),
        }
    }

    /// What to say of a name that is not found: nothing, if a file that could not be read whole speaks of it, or if
    /// the model into which this belongs is not here.
    pub fn missing<T>(&self, name: &str) -> Lookup<T> {
        if self.is_part || self.broken.speaks_of(name) { Lookup::Unknown } else { Lookup::Missing }
    }

    /// Whether the object at this path stands in a file that could not be read whole.
    pub fn is_broken(&self, path: &str) -> bool {
        self.origins.get(path).is_some_and(|origin| self.broken.files.contains_key(&origin.file))
    }

    /// Whether the text is at fault inside the expression or directly behind it: then it was perhaps not read as it
    /// was meant, and what its own language says of it is an echo.
    pub fn is_hurt(&self, path: &str, property: &str) -> bool {
        let Some(part) = self.origins.part(path, property) else { return false };
        let Some((faults, behind)) = self.faults_and_text_behind(&part.file, part.value.end) else { return false };
        let end = part.value.end + behind.len() - behind.trim_start().len();
        faults.range(part.name.start.min(end)..=end).next().is_some()
    }

    /// Whether the text is at fault in the line of the object, from its name on.
    pub fn is_line_hurt(&self, path: &str) -> bool {
        let Some(origin) = self.origins.get(path) else { return false };
        let Some((faults, behind)) = self.faults_and_text_behind(&origin.file, origin.name.end) else { return false };
        let end = origin.name.end + behind.find('\n').unwrap_or(behind.len());
        faults.range(origin.name.start.min(end)..end).next().is_some()
    }

    /// Where a file's text is at fault, and what stands behind a place of it.
    fn faults_and_text_behind(&self, file: &str, at: usize) -> Option<(&BTreeSet<usize>, &str)> {
        let behind = self.documents.get(file)?.text().get(at..).unwrap_or_default();
        Some((self.faults.get(file)?, behind))
    }

    pub fn place(&self, path: &str, property: &str) -> Place {
        self.origins.property(path, property)
    }

    /// The value of a property as the file has it, without quotes around the whole.
    pub fn written(&self, part: &Part) -> Option<&'a str> {
        let text = self.documents.get(part.file.as_str())?.text().get(part.value.clone())?;
        Some(text.strip_prefix('"').and_then(|inside| inside.strip_suffix('"')).unwrap_or(text))
    }

    pub fn table_names(&self) -> impl Iterator<Item = &'a str> {
        self.model.tables.iter().map(|table| table.name.as_str())
    }
}

/// Nothing that a model must have is declared: neither itself nor a table.
fn is_part(read: &Read) -> bool {
    let declared = read.documents.iter().flat_map(|(_, document)| &document.objects);
    let mut kinds = declared.filter(|object| !object.is_ref).map(|object| object.kind.to_ascii_lowercase());
    !kinds.any(|kind| ["model", "database", "table"].contains(&kind.as_str()))
}

fn faults(read: &Read) -> BTreeMap<&str, BTreeSet<usize>> {
    let mut faults: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    // The later codes of the group are about objects and properties: the text was read.
    let of_text = read.diagnostics.iter().filter(|found| found.code.id < "TM030");
    for place in of_text.filter_map(|found| found.place()) {
        if let At::Bytes { start, .. } = place.at {
            faults.entry(&place.file).or_default().insert(start);
        }
    }
    faults
}

pub fn column_names(table: &Table) -> impl Iterator<Item = &str> {
    table.columns.iter().map(|column| column.name.as_str())
}

pub fn table_path(table: &Table) -> String {
    origins::path("", "table", table.name.as_str())
}

pub fn path_in(table: &Table, kind: &str, name: &str) -> String {
    origins::path(&table_path(table), kind, name)
}

impl Broken {
    fn new(read: &Read) -> Self {
        let mut broken = Broken::default();
        for diagnostic in read.diagnostics.iter().filter(|found| LOSSES.iter().any(|code| code.id == found.code.id)) {
            let file = diagnostic.place().map_or("", |place| place.file.as_str());
            if let Some((path, document)) = read.documents.iter().find(|(path, _)| path == file) {
                broken.files.entry(path.clone()).or_insert_with(|| document.text().to_lowercase());
            }
        }
        for (path, document) in read.documents.iter().filter(|(_, document)| cut::is_cut(document)) {
            broken.files.entry(path.clone()).or_insert_with(|| document.text().to_lowercase());
            broken.may_hold_anything = true;
        }
        broken.may_hold_anything |= !read.unreadable.is_empty();
        broken
    }

    /// A file that is broken may have declared what it has the name of.
    fn speaks_of(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        let quoted = name.replace('\'', "''");
        self.may_hold_anything || self.files.values().any(|text| text.contains(&name) || text.contains(&quoted))
    }
}
