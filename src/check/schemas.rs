//! PB020, PB021: the JSON files of a project against the schemas that Microsoft publishes for them.
//!
//! The schemas are a folder of the user's (`pbiforge check --schemas DIR`): a copy of Microsoft's `json-schemas`
//! repository, in which the path is that of the schema's address. Nothing is ever fetched.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::sync::Arc;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Retrieve, Uri, ValidationError, Validator};
use serde_json::Value;

use super::report::schema_version;
use crate::diag::{self, At, Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::pbir::json::{self, Json};

pub const SCHEMA_VIOLATION: Code = Code {
    id: "PB020",
    name: "schema-violation",
    severity: Severity::Error,
    explanation: "\
A JSON file of the project does not follow the schema that it names in `$schema`. Power BI Desktop refuses such a
file, or leaves out what it does not understand.

Wrong:  a `visual.json` with \"position\": { \"x\": 0, \"y\": 0 }
Right:  a `visual.json` with \"position\": { \"x\": 0, \"y\": 0, \"height\": 200, \"width\": 300 }
",
};

pub const SCHEMA_UNKNOWN: Code = Code {
    id: "PB021",
    name: "schema-unknown",
    severity: Severity::Warning,
    explanation: "\
A JSON file names a `$schema` that the folder of schemas does not hold, so the file was not validated: it is neither
right nor wrong. Most often it was written by a newer Power BI Desktop than the schemas are.

Wrong:  \"$schema\": \"https://developer.microsoft.com/json-schemas/fabric/item/report/definition/page/99.0.0/schema.json\"
Right:  \"$schema\": \"https://developer.microsoft.com/json-schemas/fabric/item/report/definition/page/2.0.0/schema.json\"
",
};

pub const CODES: &[&Code] = &[&SCHEMA_VIOLATION, &SCHEMA_UNKNOWN];

const ADDRESS: &str = "https://developer.microsoft.com/json-schemas/";

/// Validates every JSON file that names a `$schema`. `schemas` are files by their path below `json-schemas/`, such
/// as `fabric/pbip/pbipProperties/1.0.0/schema.json`. Files that are not JSON are for other rules to name.
pub fn validate(tree: &FileTree, schemas: &FileTree) -> Vec<Diagnostic> {
    let schemas = Arc::new(schemas.clone());
    let mut validators: BTreeMap<String, Result<Validator, String>> = BTreeMap::new();
    let mut unknown: BTreeMap<String, (Diagnostic, usize)> = BTreeMap::new();
    let mut found = Vec::new();
    for path in tree.paths().filter(|path| is_json(path)) {
        let Some((text, json)) = tree.text(path).and_then(|text| Some((text, json::parse(text).ok()?))) else {
            continue;
        };
        let Some((schema, address)) = json.get("$schema").and_then(|schema| Some((schema, schema.text()?))) else {
            continue;
        };
        // Themes follow schemas of their own, which are published elsewhere.
        if path.contains("/StaticResources/") && !address.starts_with(ADDRESS) {
            continue;
        }
        let validator = validators.entry(address.to_owned()).or_insert_with(|| build(&schemas, address));
        match (validator, serde_json::from_str(text.trim_start_matches('\u{feff}'))) {
            (Ok(validator), Ok(value)) => found.extend(violations(validator, &value, path, &json)),
            (Err(reason), _) => {
                let place = Place::bytes(path, schema.span.clone());
                let message = format!("`{path}` was not validated: {reason}");
                let new = || (Diagnostic::new(&SCHEMA_UNKNOWN, message).at(place, ""), 0_usize);
                // Of one schema it is said once.
                unknown.entry(address.to_owned()).and_modify(|(_, others)| *others += 1).or_insert_with(new);
            }
            (Ok(_), Err(_)) => {}
        }
    }
    found.extend(unknown.into_values().map(|(diagnostic, others)| match others {
        0 => diagnostic,
        others => diagnostic.note(format!("and {others} more that name this schema")),
    }));
    diag::sort(&mut found);
    found
}

/// Adds what the schemas say to what the rules have said, but for what is the same fault: one whose place in a file is
/// that of the other, and all of a file that names a wrong schema. That a file is newer than the rules know no longer
/// matters: the schemas know it, or say that they do not.
pub fn add(found: &mut Vec<Diagnostic>, violations: Vec<Diagnostic>) {
    found.retain(|rule| rule.code != &schema_version::NEWER_SCHEMA);
    let mut said: BTreeMap<&str, Vec<&At>> = BTreeMap::new();
    let mut wrong: BTreeSet<&str> = BTreeSet::new();
    for rule in found.iter().filter(|rule| rule.severity > Severity::Note) {
        for place in rule.labels.iter().map(|label| &label.place) {
            said.entry(&place.file).or_default().push(&place.at);
        }
        if rule.code == &schema_version::WRONG_SCHEMA {
            wrong.extend(rule.place().map(|place| place.file.as_str()));
        }
    }
    let is_said = |place: &Place| {
        wrong.contains(place.file.as_str())
            || said.get(place.file.as_str()).is_some_and(|all| all.iter().any(|at| overlaps(at, &place.at)))
    };
    let new: Vec<Diagnostic> =
        violations.into_iter().filter(|violation| !violation.place().is_some_and(is_said)).collect();
    found.extend(new);
}

fn overlaps(a: &At, b: &At) -> bool {
    match (a, b) {
        (At::Bytes { start, end }, At::Bytes { start: other, end: other_end }) => {
            start == other || start < other_end && other < end
        }
        _ => false,
    }
}

fn is_json(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == ".platform" || [".json", ".pbir", ".pbip", ".pbism"].iter().any(|ending| name.ends_with(ending))
}

fn build(schemas: &Arc<FileTree>, address: &str) -> Result<Validator, String> {
    let schema = load(schemas, address).map_err(|reason| reason.to_string())?;
    let folder = Folder { schemas: Arc::clone(schemas) };
    jsonschema::options()
        .with_retriever(folder)
        .build(&schema)
        .map_err(|error| format!("the schema itself cannot be used: {error}"))
}

/// The folder of schemas in the place of the network.
struct Folder {
    schemas: Arc<FileTree>,
}

impl Retrieve for Folder {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        load(&self.schemas, uri.as_str())
    }
}

fn load(schemas: &FileTree, address: &str) -> Result<Value, Box<dyn Error + Send + Sync>> {
    let Some(path) = address.strip_prefix(ADDRESS) else {
        return Err(format!("`{address}` is not one of Microsoft's schemas for projects").into());
    };
    let path = path.split('#').next().unwrap_or(path);
    // The folder may be `json-schemas` or the `fabric` in it.
    let bytes = schemas.get(path).or_else(|| schemas.get(path.strip_prefix("fabric/")?));
    match bytes {
        Some(bytes) => {
            let mut schema = serde_json::from_slice(bytes)?;
            escape_references(&mut schema);
            Ok(schema)
        }
        None => Err(format!("the schemas have no `{path}`").into()),
    }
}

/// Microsoft's schemas refer to definitions such as `Tree<Query>` as they are called; in an address, `<` and `>` must
/// be escaped, or the whole schema would be refused.
fn escape_references(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(escape_references),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "$ref" => *text = text.replace('<', "%3C").replace('>', "%3E"),
                    value => escape_references(value),
                }
            }
        }
        _ => {}
    }
}

fn violations(validator: &Validator, value: &Value, path: &str, json: &Json) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for error in validator.iter_errors(value) {
        let error = telling(&error);
        let pointer = error.instance_path().as_str();
        let at = json.pointer(pointer).unwrap_or(json);
        // An object is pointed at by its first character: underlining all of it says nothing.
        let end = if at.is_object() || !at.items().is_empty() { at.span.start + 1 } else { at.span.end };
        let what = if pointer.is_empty() { "the file".to_owned() } else { format!("`{pointer}`") };
        let message = format!("against its schema: {}", error.masked_with(what));
        found.push(
            Diagnostic::new(&SCHEMA_VIOLATION, message)
                .at(Place::bytes(path, at.span.start..end), "")
                .note(format!("the rule is {}", error.schema_path())),
        );
    }
    found
}

/// Of the alternatives that all failed, the fault that lies deepest: that is the alternative which was meant.
fn telling<'a, 'b>(error: &'b ValidationError<'a>) -> &'b ValidationError<'a> {
    let depth = |error: &ValidationError| error.instance_path().as_str().matches('/').count();
    let (ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context }) = error.kind() else {
        return error;
    };
    let deepest = context.iter().flatten().map(telling).max_by_key(|inner| depth(inner));
    deepest.filter(|inner| depth(inner) > depth(error)).unwrap_or(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schemas() -> FileTree {
        let mut schemas = FileTree::new();
        schemas.insert(
            "fabric/a/1.0.0/schema.json",
            r#"{"$id": "https://developer.microsoft.com/json-schemas/fabric/a/1.0.0/schema.json",
                "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["b"],
                "properties": {"b": {"$ref": "../../b/1.0.0/schema-embedded.json#/definitions/B"}}}"#,
        );
        // As Microsoft's embedded schemas do, it calls itself by another name than the file has.
        schemas.insert(
            "fabric/b/1.0.0/schema-embedded.json",
            r##"{"$id": "https://developer.microsoft.com/json-schemas/fabric/b/1.0.0/schema.embedded.json",
                "definitions": {"B": {"$ref": "#/definitions/Tree<C>"}, "Tree<C>": {"type": "integer", "maximum": 9}}}"##,
        );
        schemas
    }

    fn said(text: &str) -> Vec<String> {
        let mut tree = FileTree::new();
        tree.insert("x/.platform", text);
        let show = |found: &Diagnostic| {
            let (line, column) = found.place().expect("a place").line_and_column(&tree);
            let at = (line.unwrap_or_default(), column.unwrap_or_default());
            format!("{} {}:{} {}", found.code.id, at.0, at.1, found.message)
        };
        validate(&tree, &schemas()).iter().map(show).collect()
    }

    #[test]
    fn a_fault_behind_a_reference_is_placed_in_the_file() {
        let schema = "https://developer.microsoft.com/json-schemas/fabric/a/1.0.0/schema.json";
        assert_eq!(said(&format!("{{\"$schema\": \"{schema}\",\n  \"b\": 3}}")), [""; 0]);
        assert_eq!(
            said(&format!("{{\"$schema\": \"{schema}\",\n  \"b\": 12}}")),
            ["PB020 2:8 against its schema: `/b` is greater than the maximum of 9"]
        );
        assert_eq!(
            said(&format!("{{\"$schema\": \"{schema}\"}}")),
            ["PB020 1:1 against its schema: \"b\" is a required property"]
        );
    }

    #[test]
    fn a_schema_that_is_not_there_is_a_warning_and_never_fetched() {
        let schema = "https://developer.microsoft.com/json-schemas/fabric/a/9.0.0/schema.json";
        let found = said(&format!("{{\"$schema\": \"{schema}\"}}"));
        let reason = "the schemas have no `fabric/a/9.0.0/schema.json`";
        assert_eq!(found, [format!("PB021 1:13 `x/.platform` was not validated: {reason}")]);
        assert!(said("{\"$schema\": \"https://example.com/s.json\"}")[0].contains("not one of Microsoft's"));
    }

    #[test]
    fn what_a_rule_has_said_the_schemas_do_not_say_again() {
        let at = |code, span| Diagnostic::new(code, "x").at(Place::bytes("a.json", span), "");
        let wrong = |file: &str| Diagnostic::new(&schema_version::WRONG_SCHEMA, "x").at(Place::bytes(file, 0..4), "");
        let mut found =
            vec![at(&schema_version::NEWER_SCHEMA, 0..9), at(&super::super::report::sizes::NO_SIZE, 20..30)];
        add(&mut found, vec![at(&SCHEMA_VIOLATION, 20..21), at(&SCHEMA_VIOLATION, 40..41)]);
        let places: Vec<_> = found.iter().map(|found| (found.code.id, &found.labels[0].place.at)).collect();
        assert_eq!(places.len(), 2, "{places:?}");
        assert_eq!((places[1].0, places[1].1), ("PB020", &At::Bytes { start: 40, end: 41 }));
        let mut found = vec![wrong("a.json")];
        add(&mut found, vec![at(&SCHEMA_VIOLATION, 40..41)]);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn files_without_a_schema_are_left_alone() {
        assert_eq!(said("{\"b\": 12}"), [""; 0]);
        assert_eq!(said("{"), [""; 0]);
    }
}
