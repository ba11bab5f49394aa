//! The tables against Microsoft's published schemas, every version of every kind, where `PBIFORGE_SHARED` says that
//! there is a copy of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Key, Need, Object, SHAPES, Shape, is_of_ours, of_kind};
use crate::pbir::schema;

struct Comparison {
    root: PathBuf,
    files: BTreeMap<PathBuf, Value>,
    seen: BTreeSet<(PathBuf, String, usize)>,
    /// Keys of the tables that a schema has.
    met: BTreeSet<usize>,
    wrong: Vec<String>,
}

fn address<T>(it: &T) -> usize {
    std::ptr::from_ref(it) as usize
}

impl Comparison {
    fn file(&mut self, path: &Path) -> Value {
        let read = || serde_json::from_slice(&std::fs::read(path).expect("a schema")).expect("JSON");
        self.files.entry(path.to_owned()).or_insert_with(read).clone()
    }

    fn follow(&mut self, file: &Path, reference: &str, shape: &Shape, at: &str) {
        let (other, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let mut path = file.to_owned();
        if !other.is_empty() {
            path.pop();
            for step in other.split('/') {
                match step {
                    ".." => drop(path.pop()),
                    step => path.push(step),
                }
            }
        }
        if self.seen.insert((path.clone(), pointer.to_owned(), address(shape))) {
            let pointer = pointer.replace("%3C", "<").replace("%3E", ">");
            let node = self.file(&path).pointer(&pointer).unwrap_or_else(|| panic!("{reference}")).clone();
            self.node(&path, &node, shape, at);
        }
    }

    fn node(&mut self, file: &Path, node: &Value, shape: &Shape, at: &str) {
        if let Some(reference) = node["$ref"].as_str() {
            return self.follow(file, reference, shape, at);
        }
        match shape {
            Shape::Any => return,
            Shape::Named(name) => {
                // What the schemas say nothing of is ours.
                let shape = super::named(name).expect("a shape");
                if !is_of_ours(name) {
                    self.node(file, node, shape, at);
                }
                return;
            }
            Shape::Either(shapes) => {
                let object = shapes.iter().find(|shape| matches!(shape, Shape::Object(_) | Shape::Named(_)));
                let shape = if node["properties"].is_object() { object } else { None };
                return shape.into_iter().for_each(|shape| self.node(file, node, shape, at));
            }
            _ => {}
        }
        for part in ["anyOf", "oneOf"].iter().filter_map(|key| node[*key].as_array()).flatten() {
            if part.get("required").is_none() || part.get("properties").is_some() {
                self.node(file, part, shape, at);
            }
        }
        for word in node.get("const").into_iter().chain(node["enum"].as_array().into_iter().flatten()) {
            let is_known = match shape {
                Shape::Words(words) => words.iter().any(|known| word == known),
                Shape::Numbers(numbers) => numbers.iter().any(|known| word == known),
                Shape::Number => word.is_number(),
                _ => false,
            };
            self.check(is_known, || format!("{at} can be {word}"));
        }
        let types: Vec<&str> = match &node["type"] {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        for name in types {
            let fits = match (name, shape) {
                // Only of a connection, which is written as `X / null`.
                ("null", _) => true,
                ("string", Shape::Text | Shape::Words(_)) => true,
                ("number" | "integer", Shape::Number | Shape::Numbers(_)) => true,
                ("boolean", Shape::Bool) | ("array", Shape::List(_)) | ("object", Shape::Object(_)) => true,
                _ => false,
            };
            self.check(fits, || format!("{at} can be of type {name}"));
        }
        match shape {
            Shape::List(shape) if node["items"].is_object() => {
                self.node(file, &node["items"], shape, &format!("{at}[]"))
            }
            Shape::Object(object) => self.object(file, node, object, at),
            _ => {}
        }
    }

    fn object(&mut self, file: &Path, node: &Value, object: &Object, at: &str) {
        for (name, value) in node["properties"].as_object().into_iter().flatten().filter(|(name, _)| *name != "$schema")
        {
            match object.key(name) {
                Some(key) => {
                    self.met.insert(address(key));
                    self.node(file, value, &key.shape, &format!("{at}.{name}"));
                }
                None => self.check(object.rest.is_some(), || format!("{at} can have {name}")),
            }
        }
        let others = node["patternProperties"].as_object().into_iter().flat_map(|patterns| patterns.values());
        for value in others.chain(Some(&node["additionalProperties"])).filter(|value| value.is_object()) {
            match &object.rest {
                Some(shape) => self.node(file, value, shape, &format!("{at}.*")),
                None => self.check(false, || format!("{at} can have other keys")),
            }
        }
        if node["properties"].is_object() {
            let required: Vec<&str> =
                node["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            for key in object.keys.iter().filter(|key| key.need == Need::Required) {
                self.check(required.contains(&key.name), || format!("{at} can be without {}", key.name));
            }
        }
    }

    fn check(&mut self, is_right: bool, message: impl FnOnce() -> String) {
        if !is_right {
            self.wrong.push(message());
        }
    }
}

fn keys<'a>(shape: &'a Shape, found: &mut Vec<&'a Key>) {
    match shape {
        Shape::List(shape) => keys(shape, found),
        Shape::Either(shapes) => shapes.iter().for_each(|shape| keys(shape, found)),
        Shape::Object(object) => {
            object.rest.iter().for_each(|shape| keys(shape, found));
            for key in &object.keys {
                found.push(key);
                keys(&key.shape, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_tables_say_what_the_published_schemas_say() {
    let Some(shared) = std::env::var_os("PBIFORGE_SHARED") else {
        println!("skipped: PBIFORGE_SHARED names no folder with the schemas");
        return;
    };
    let root = PathBuf::from(shared).join("reference/json-schemas/fabric");
    let mut comparison =
        Comparison { root, files: BTreeMap::new(), seen: BTreeSet::new(), met: BTreeSet::new(), wrong: Vec::new() };
    let kinds = [
        schema::PLATFORM,
        schema::REFERENCE,
        schema::REPORT,
        schema::VERSION,
        schema::PAGES,
        schema::PAGE,
        schema::VISUAL,
        schema::MOBILE,
        schema::BOOKMARKS,
        schema::BOOKMARK,
        schema::EXTENSIONS,
        schema::PROJECT,
        schema::SEMANTIC_MODEL,
    ];
    for kind in &kinds {
        for (major, minor) in kind.versions {
            let path = comparison.root.join(format!("{}/{major}.{minor}.0/schema.json", kind.path));
            let node = comparison.file(&path);
            comparison.node(&path, &node, of_kind(kind).expect("a shape"), &format!("{}/{major}.{minor}", kind.path));
        }
    }
    let mut ours = Vec::new();
    SHAPES
        .iter()
        .filter(|(name, _)| !is_of_ours(name) && **name != "Objects")
        .for_each(|(_, shape)| keys(shape, &mut ours));
    let invented = ours.iter().filter(|key| !comparison.met.contains(&address(**key))).map(|key| key.name);
    comparison.wrong.extend(invented.map(|name| format!("no schema has {name}")));
    comparison.wrong.dedup();
    assert!(comparison.wrong.is_empty(), "{:#?}", comparison.wrong);
}
