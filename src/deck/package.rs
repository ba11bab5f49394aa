//! Packages of the Open Packaging Conventions: parts, what they are, how they hang together, zipped.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::{document, el};

/// Beginnings of the names of relationships.
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
pub const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";

#[derive(Default)]
pub struct Package {
    /// By path.
    parts: BTreeMap<String, Part>,
    /// Those of the package itself.
    relations: Vec<Relation>,
}

struct Part {
    /// `None` is told by the ending of the path.
    kind: Option<&'static str>,
    bytes: Vec<u8>,
    relations: Vec<Relation>,
}

struct Relation {
    kind: String,
    target: String,
}

impl Package {
    pub fn add(&mut self, path: &str, kind: &'static str, bytes: Vec<u8>) {
        self.parts.insert(path.to_owned(), Part { kind: Some(kind), bytes, relations: Vec::new() });
    }

    /// A package within the package.
    pub fn embed(&mut self, path: &str, bytes: Vec<u8>) {
        self.parts.insert(path.to_owned(), Part { kind: None, bytes, relations: Vec::new() });
    }

    pub fn relate_root(&mut self, kind: String, target: &str) {
        self.relations.push(Relation { kind, target: target.to_owned() });
    }

    /// Relationships of a part, `rId1` first.
    pub fn relate<'t>(&mut self, path: &str, relations: impl IntoIterator<Item = (&'static str, &'t str)>) {
        if let Some(part) = self.parts.get_mut(path) {
            let relation = |(kind, target): (&str, &str)| Relation {
                kind: format!("{OFFICE}{kind}"),
                target: relative(path, target),
            };
            part.relations.extend(relations.into_iter().map(relation));
        }
    }

    /// The file: its parts in one order, at one time.
    pub fn zip(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644);
        let mut write = |path: &str, bytes: &[u8]| {
            // Writing into memory does not fail.
            let _ = zip.start_file(path, options).map(|()| zip.write_all(bytes));
        };
        write("[Content_Types].xml", &self.types());
        write("_rels/.rels", &relationships(&self.relations));
        for (path, part) in &self.parts {
            write(path, &part.bytes);
            if !part.relations.is_empty() {
                let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
                write(&format!("{folder}/_rels/{name}.rels"), &relationships(&part.relations));
            }
        }
        zip.finish().map(Cursor::into_inner).unwrap_or_default()
    }

    fn types(&self) -> Vec<u8> {
        let default = |ending: &str, kind: &str| el("Default").with("Extension", ending).with("ContentType", kind);
        let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let parts = self.parts.iter().filter_map(|(path, part)| {
            Some(el("Override").with("PartName", format!("/{path}")).with("ContentType", part.kind?))
        });
        let embeds = self.parts.values().any(|part| part.kind.is_none());
        let root = el("Types")
            .with("xmlns", TYPES)
            .child(default("rels", "application/vnd.openxmlformats-package.relationships+xml"))
            .child(default("xml", "application/xml"))
            .children(embeds.then(|| default("xlsx", sheet)))
            .children(parts);
        document(&root)
    }
}

fn relationships(relations: &[Relation]) -> Vec<u8> {
    let relation = |(at, relation): (usize, &Relation)| {
        el("Relationship")
            .with("Id", format!("rId{}", at + 1))
            .with("Type", &relation.kind)
            .with("Target", &relation.target)
    };
    document(&el("Relationships").with("xmlns", RELATIONSHIPS).children(relations.iter().enumerate().map(relation)))
}

/// A path as it is seen from the folder of another.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let common = from.iter().take(folders).zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders - common);
    up.chain(to.iter().skip(common).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_seen_from_the_folder_of_its_part() {
        assert_eq!(relative("ppt/slides/slide1.xml", "ppt/charts/chart1.xml"), "../charts/chart1.xml");
        assert_eq!(relative("ppt/presentation.xml", "ppt/slides/slide1.xml"), "slides/slide1.xml");
    }
}
