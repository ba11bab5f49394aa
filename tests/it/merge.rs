//! The three-way merge over random triples: nothing is lost, nothing invented, and a conflict is told exactly where
//! both sides have changed the same thing in different ways.
//!
//! What must come out is worked out here anew over plain trees of names and values, without a line of TMDL or JSON.

use std::collections::BTreeMap;

use pbiforge::file_tree::FileTree;
use pbiforge::merge::{Accept, merge};
use pbiforge::tmdl::{self, Object, Value};
use proptest::prelude::*;

const CASES: u32 = 10_000;

/// Something with a name: what it says itself, and what stands in it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Node {
    value: Option<String>,
    parts: BTreeMap<String, Node>,
}

/// What the rules give: the merged node, or how many conflicts there are.
#[derive(Default)]
struct Expected {
    conflicts: usize,
}

impl Expected {
    fn node(&mut self, base: Option<&Node>, ours: Option<&Node>, theirs: Option<&Node>) -> Option<Node> {
        match (base, ours, theirs) {
            (base, Some(ours), Some(theirs)) => Some(self.both(base, ours, theirs)),
            (None, ours, theirs) => ours.or(theirs).cloned(),
            (Some(base), ours, theirs) => {
                let left = ours.or(theirs)?;
                if left != base {
                    self.conflicts += 1;
                    return ours.cloned();
                }
                None
            }
        }
    }

    fn both(&mut self, base: Option<&Node>, ours: &Node, theirs: &Node) -> Node {
        let was = base.map(|base| &base.value);
        let value = if ours.value == theirs.value || was == Some(&theirs.value) {
            ours.value.clone()
        } else if was == Some(&ours.value) {
            theirs.value.clone()
        } else {
            self.conflicts += 1;
            ours.value.clone()
        };
        let names = ours.parts.keys().chain(theirs.parts.keys());
        let mut parts = BTreeMap::new();
        for name in names.collect::<std::collections::BTreeSet<_>>() {
            let of = |node: &'_ Node| node.parts.get(name).cloned();
            let (was, is, new) = (base.and_then(of), of(ours), of(theirs));
            if let Some(part) = self.node(was.as_ref(), is.as_ref(), new.as_ref()) {
                parts.insert(name.clone(), part);
            }
        }
        Node { value, parts }
    }
}

fn node(
    value: impl Strategy<Value = Option<String>>,
    parts: impl Strategy<Value = BTreeMap<String, Node>>,
) -> impl Strategy<Value = Node> {
    (value, parts).prop_map(|(value, parts)| Node { value, parts })
}

fn leaf() -> impl Strategy<Value = Node> {
    "[a-c]".prop_map(|value| Node { value: Some(value), parts: BTreeMap::new() })
}

// ---------------------------------------------------------------------------------------------------------- models

/// A table's parts are called by kind and name, a property's by its name.
fn table() -> impl Strategy<Value = Node> {
    let properties = |names: &'static str| prop::collection::btree_map(names, leaf(), 0..3);
    let expression = "[a-c]( \\+ [a-c])?".prop_map(Some);
    let measure = node(expression, properties("formatString|displayFolder"));
    let column = node(Just(None), properties("dataType|summarizeBy"));
    let objects = (
        prop::collection::btree_map("measure [A-C]", measure, 0..4),
        prop::collection::btree_map("column [A-C]", column, 0..4),
        properties("isHidden|dataCategory"),
    );
    let parts = objects.prop_map(|(measures, columns, own)| measures.into_iter().chain(columns).chain(own).collect());
    node(Just(None), parts)
}

fn model() -> impl Strategy<Value = Node> {
    node(Just(None), prop::collection::btree_map("table [S-U]", table(), 1..4))
}

/// One file a table, as pbiforge writes them; on disk perhaps with other blanks and line ends.
fn files(model: &Node, is_by_hand: bool) -> FileTree {
    let mut files = FileTree::new();
    for (name, table) in &model.parts {
        let mut text = String::new();
        print(name, table, 0, &mut text);
        let text = if is_by_hand { text.replace("\n\n", "\n\n\n").replace('\n', "\r\n") } else { text };
        files.insert(format!("M.SemanticModel/definition/tables/{name}.tmdl"), text);
    }
    files
}

fn print(name: &str, node: &Node, depth: usize, text: &mut String) {
    let indentation = "\t".repeat(depth);
    let value = node.value.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
    text.push_str(&format!("{indentation}{name}{value}\n"));
    let (objects, properties): (Vec<_>, Vec<_>) = node.parts.iter().partition(|(name, _)| name.contains(' '));
    for (name, property) in properties {
        let value = property.value.as_deref().unwrap_or_default();
        text.push_str(&format!("{indentation}\t{name}: {value}\n"));
    }
    for (name, object) in objects {
        text.push('\n');
        print(name, object, depth + 1, text);
    }
}

/// What the parser of TMDL finds in the files.
fn read(files: &FileTree) -> Node {
    let mut model = Node::default();
    for (path, _) in files.iter() {
        let document = tmdl::parse(files.text(path).expect("text"));
        assert!(document.errors.is_empty(), "{path}: {:?}\n{}", document.errors, document.text());
        for object in &document.objects {
            let (name, node) = read_object(object);
            assert!(model.parts.insert(name, node).is_none(), "twice in {path}");
        }
    }
    model
}

fn read_object(object: &Object) -> (String, Node) {
    let name = format!("{} {}", object.kind, object.name.as_ref().map_or("", |name| &name.text));
    let mut parts: BTreeMap<String, Node> = object.children.iter().map(read_object).collect();
    assert_eq!(parts.len(), object.children.len(), "something twice in {name}");
    for property in &object.properties {
        let value = match &property.value {
            Value::Text(text) => text.text.clone(),
            other => panic!("{other:?}"),
        };
        let node = Node { value: Some(value), parts: BTreeMap::new() };
        assert!(parts.insert(property.name.text.clone(), node).is_none(), "a property twice in {name}");
    }
    (name, Node { value: object.default.as_ref().map(|default| default.text.clone()), parts })
}

// --------------------------------------------------------------------------------------------------------- reports

/// A file of a report: objects, values, and lists whose items have names (called `name[]`).
fn file() -> impl Strategy<Value = Node> {
    let of = |inner: BoxedStrategy<Node>, names: &'static str| {
        node(Just(None), prop::collection::btree_map(names, inner, 0..4)).boxed()
    };
    let inner = of(leaf().boxed(), "[a-d]");
    let list = of(inner.clone(), "[k-m]");
    let parts = (
        prop::collection::btree_map("[a-c]", leaf(), 0..3),
        prop::collection::btree_map("[o-p]", inner, 0..3),
        prop::collection::btree_map("[x-y]\\[\\]", list, 0..3),
    );
    node(
        Just(None),
        parts.prop_map(|(values, objects, lists)| values.into_iter().chain(objects).chain(lists).collect()),
    )
}

fn json(node: &Node) -> serde_json::Value {
    if let Some(value) = &node.value {
        return value.as_str().into();
    }
    let member = |(name, part): (&String, &Node)| match name.strip_suffix("[]") {
        Some(name) => {
            let items = part.parts.iter().map(|(name, item)| {
                let mut item = json(item);
                item["name"] = name.as_str().into();
                item
            });
            (name.to_owned(), items.collect())
        }
        None => (name.clone(), json(part)),
    };
    serde_json::Value::Object(node.parts.iter().map(member).collect())
}

fn of_json(value: &serde_json::Value) -> Node {
    match value {
        serde_json::Value::Object(members) => {
            let member = |(name, value): (&String, &serde_json::Value)| match value {
                serde_json::Value::Array(items) => {
                    let item = |item: &serde_json::Value| {
                        let mut item = item.clone();
                        let name = item.as_object_mut().and_then(|item| item.remove("name")).expect("a name");
                        (name.as_str().expect("a text").to_owned(), of_json(&item))
                    };
                    let parts: BTreeMap<String, Node> = items.iter().map(item).collect();
                    assert_eq!(parts.len(), items.len(), "an item twice");
                    (format!("{name}[]"), Node { value: None, parts })
                }
                value => (name.clone(), of_json(value)),
            };
            Node { value: None, parts: members.iter().map(member).collect() }
        }
        value => Node { value: Some(value.as_str().expect("a text").to_owned()), parts: BTreeMap::new() },
    }
}

const FILE: &str = "M.Report/definition/pages/p/page.json";

fn report(node: &Node) -> FileTree {
    let mut files = FileTree::new();
    files.insert(FILE, serde_json::to_string_pretty(&json(node)).expect("JSON"));
    files
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_model_loses_nothing_and_gains_nothing(base in model(), ours in model(), theirs in model(), by_hand: bool) {
        let mut expected = Expected::default();
        let node = expected.both(Some(&base), &ours, &theirs);
        let [was, is, new] = [files(&base, false), files(&ours, by_hand), files(&theirs, false)];
        let merged = merge(&was, &is, &new, &Accept::default());
        prop_assert_eq!(merged.diagnostics.len(), expected.conflicts, "{:?}", merged.diagnostics);
        prop_assert_eq!(read(&merged.files), node);
        // What only one side has changed is that side's, to the byte.
        prop_assert_eq!(merge(&was, &is, &was, &Accept::default()).files, is.clone());
        prop_assert_eq!(merge(&was, &was, &new, &Accept::default()).files, new.clone());
        // Merged once, it is merged: the same again changes nothing.
        if expected.conflicts == 0 {
            prop_assert_eq!(merge(&new, &merged.files, &new, &Accept::default()).files, merged.files);
        }
        let theirs_wins = merge(&was, &is, &new, &Accept::parse(&["theirs"]).expect("a side"));
        prop_assert!(theirs_wins.diagnostics.is_empty());
    }

    #[test]
    fn a_report_loses_nothing_and_gains_nothing(base in file(), ours in file(), theirs in file()) {
        let mut expected = Expected::default();
        let node = expected.both(Some(&base), &ours, &theirs);
        let [was, is, new] = [&base, &ours, &theirs].map(report);
        let merged = merge(&was, &is, &new, &Accept::default());
        prop_assert_eq!(merged.diagnostics.len(), expected.conflicts, "{:?}", merged.diagnostics);
        let text = merged.files.text(FILE).expect("the file");
        let value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        prop_assert_eq!(of_json(&value), node);
        prop_assert_eq!(merge(&was, &is, &was, &Accept::default()).files, is);
        prop_assert_eq!(merge(&was, &was, &new, &Accept::default()).files, new);
    }
}
