//! Any bytes may be the files of a report: JSON is what `serde_json` takes for JSON, every value has its place, and an
//! edit changes what it says and nothing else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::diag::Fix;
use pbiforge::file_tree::FileTree;
use pbiforge::pbir::json::{self, Json, Kind};
use pbiforge::pbir::{self, edit};
use pbiforge_fuzz::{placed, within};
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let mut tree = FileTree::new();
    tree.insert("X.Report/definition.pbir", "{}");
    for file in ["report.json", "pages/pages.json", "pages/p/page.json", "pages/p/visuals/v/visual.json"] {
        tree.insert(format!("X.Report/definition/{file}"), bytes);
    }
    let read = pbir::read(&tree);
    read.diagnostics.iter().for_each(|found| placed(found, &tree));

    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let known = serde_json::from_str::<Value>(text.strip_prefix('\u{feff}').unwrap_or(text));
    match json::parse(text) {
        Err(fault) => {
            within(text, &fault.span);
            assert!(known.is_err(), "{fault:?} in what is JSON");
        }
        Ok(json) => {
            assert!(same(&json, &known.expect("JSON")), "another value");
            places(text, &json);
            edits(text, &json, &json);
            pbir::fields::fields(&json);
        }
    }
});

fn same(json: &Json, known: &Value) -> bool {
    match (&json.kind, known) {
        (Kind::Null, Value::Null) => true,
        (Kind::Bool(a), Value::Bool(b)) => a == b,
        (Kind::Number(a), Value::Number(b)) => b.as_f64().is_some_and(|b| (a - b).abs() <= b.abs() * 1e-12),
        (Kind::Text(a), Value::String(b)) => a == b,
        (Kind::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        // The last of repeated keys wins.
        (Kind::Object(_), Value::Object(b)) => b.iter().all(|(key, b)| json.get(key).is_some_and(|a| same(a, b))),
        _ => false,
    }
}

fn places(text: &str, json: &Json) {
    within(text, &json.span);
    let members = json.members().iter().map(|member| &member.value);
    for inner in json.items().iter().chain(members) {
        assert!(json.span.start < inner.span.start && inner.span.end < json.span.end);
        places(text, inner);
    }
    json.members().iter().for_each(|member| within(text, &member.key_span));
}

/// Every list of the file, changed: the file is JSON again, and the list is as long as it should be.
fn edits(text: &str, root: &Json, json: &Json) {
    if let Kind::Array(items) = &json.kind {
        let append = edit::append_item("f", text, json, "new").expect("a list");
        assert_eq!(list_at(&applied(text, &append), json.span.start).map(|list| list.len()), Some(items.len() + 1));
        for at in [0, items.len().saturating_sub(1)] {
            if let Some(remove) = edit::remove_item("f", json, at) {
                let left = list_at(&applied(text, &remove), json.span.start);
                assert_eq!(left.map(|list| list.len()), Some(items.len() - 1));
            }
        }
    }
    json.items().iter().for_each(|item| edits(text, root, item));
    json.members().iter().for_each(|member| edits(text, root, &member.value));
}

fn applied(text: &str, fix: &Fix) -> String {
    let (span, insert) = &fix.edits[0];
    format!("{}{insert}{}", &text[..span.start], &text[span.end..])
}

fn list_at(text: &str, start: usize) -> Option<Vec<Json>> {
    fn find(json: &Json, start: usize) -> Option<Vec<Json>> {
        match &json.kind {
            Kind::Array(items) if json.span.start == start => Some(items.clone()),
            _ => {
                let members = json.members().iter().map(|member| &member.value);
                json.items().iter().chain(members).find_map(|inner| find(inner, start))
            }
        }
    }
    find(&json::parse(text).expect("JSON after an edit"), start)
}
