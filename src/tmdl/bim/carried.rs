//! Properties and objects that the model only carries, by what the vocabulary says of them.

use serde_json::{Value, json};

use super::Object;
use crate::model::{Property, PropertyValue};
use crate::tmdl::column_reference;
use crate::tmdl::vocabulary::{self, Form};

pub fn insert(object: &mut Object, name: &str, value: Value) {
    object.insert(name.to_owned(), value);
}

/// A text that is not empty.
pub fn put(object: &mut Object, name: &str, text: &str) {
    if !text.is_empty() {
        insert(object, name, json!(text));
    }
}

pub fn put_some(object: &mut Object, name: &str, text: Option<&str>) {
    put(object, name, text.unwrap_or_default());
}

pub fn flag(object: &mut Object, name: &str, value: bool) {
    if value {
        insert(object, name, json!(true));
    }
}

pub fn push(object: &mut Object, name: &str, value: Value) {
    match object.entry(name).or_insert_with(|| json!([])) {
        Value::Array(list) => list.push(value),
        other => *other = json!([value]),
    }
}

pub fn kind_of(head: &str) -> &str {
    head.split(' ').next().unwrap_or_default()
}

pub fn name_of(head: &str) -> Option<String> {
    column_reference::name(head.split_once(' ')?.1)
}

pub fn carry(object: &mut Object, kind: &str, more: &[Property]) {
    for property in more {
        match &property.value {
            PropertyValue::Object(default, inner) => child(object, kind, &property.name, default.as_deref(), inner),
            PropertyValue::Flag => insert(object, &property.name, json!(true)),
            PropertyValue::Expression(text) if holds_json(kind, &property.name) => {
                insert(object, &property.name, serde_json::from_str(text).unwrap_or_else(|_| json!(text)));
            }
            PropertyValue::Expression(text) => put(object, &property.name, text),
            PropertyValue::Text(text) if property.name == "///" => put(object, "description", text),
            PropertyValue::Text(text) => text_property(object, kind, &property.name, text),
        }
    }
}

/// What a data source says beside its context is JSON.
fn holds_json(kind: &str, property: &str) -> bool {
    kind == "dataSource" && property != "contextExpression" || property == vocabulary::LATE_PROPERTY
}

fn text_property(object: &mut Object, kind: &str, name: &str, text: &str) {
    if vocabulary::default_of(kind, name).is_some_and(|default| default.eq_ignore_ascii_case(text)) {
        return;
    }
    match vocabulary::kind(kind).and_then(|kind| kind.property(name)).map(|(_, form)| form) {
        Some(Form::Flag) => insert(object, name, json!(text.eq_ignore_ascii_case("true"))),
        Some(Form::Integer) => match text.parse::<i64>() {
            Ok(number) => insert(object, name, json!(number)),
            Err(_) => put(object, name, text),
        },
        Some(Form::Reference) => reference(object, kind, name, text),
        _ => put(object, name, text),
    }
}

/// One name as a text, two as an object that says what the second names.
fn reference(object: &mut Object, kind: &str, name: &str, text: &str) {
    let one = column_reference::name(text);
    if name.eq_ignore_ascii_case("groupByColumn") {
        return push(object, "groupByColumns", json!({ "groupingColumn": one }));
    }
    if kind == "calendarColumnGroup" && name != "primaryColumn" {
        return push(object, &format!("{name}s"), json!(one));
    }
    match (one, column_reference::table_and_column(text)) {
        (Some(one), _) => put(object, name, &one),
        (None, Some((table, other))) => {
            if name == "columnOrigin" {
                put(object, "columnOriginTable", &table);
                return put(object, "columnOriginColumn", &other);
            }
            let what = match name {
                "defaultHierarchy" => "hierarchy",
                "defaultMeasure" => "measure",
                _ => "column",
            };
            insert(object, name, json!({ "table": table, what: other }));
        }
        (None, None) => put(object, name, text),
    }
}

fn child(object: &mut Object, parent: &str, head: &str, default: Option<&str>, more: &[Property]) {
    let kind = kind_of(head);
    if kind == "translations" {
        return insert(object, kind, Value::Object(translations(more)));
    }
    let mut inner = Object::new();
    if let Some(name) = name_of(head) {
        insert(&mut inner, vocabulary::name_key(kind), json!(name));
    }
    match default {
        Some(text) if is_json(kind, text, more) => {
            if kind == "extendedProperty" {
                put(&mut inner, "type", "json");
            }
            let key = vocabulary::default_key(kind);
            insert(&mut inner, key, serde_json::from_str(text).unwrap_or_else(|_| json!(text)));
        }
        Some("provider") if kind == "dataSource" => {}
        Some(text) => put(&mut inner, vocabulary::default_key(kind), text),
        None => {}
    }
    carry(&mut inner, kind, more);
    if kind == "calculationGroup" {
        ordinals(&mut inner, "calculationItems");
    }
    let inner = Value::Object(inner);
    match vocabulary::collection(kind) {
        Some(collection) => push(object, collection, inner),
        None if parent == "partition" && kind == "source" => {
            let source = object.entry("source").or_insert_with(|| json!({}));
            if let (Value::Object(source), Value::Object(inner)) = (source, inner) {
                source.extend(inner);
            }
        }
        None => insert(object, kind, inner),
    }
}

fn is_json(kind: &str, text: &str, more: &[Property]) -> bool {
    let is_text = more.iter().any(|property| property.value == PropertyValue::Text("string".to_owned()));
    match kind {
        "linguisticMetadata" => text.trim_start().starts_with('{'),
        "extendedProperty" => !is_text && text.trim_start().starts_with(['{', '[']),
        _ => false,
    }
}

/// Items stand in the order of their places.
pub fn ordinals(object: &mut Object, list: &str) {
    let Some(Value::Array(items)) = object.get_mut(list) else { return };
    for (at, item) in items.iter_mut().enumerate() {
        if let Value::Object(item) = item {
            item.entry("ordinal").or_insert(json!(at));
        }
    }
}

/// What is translated, object by object: captions, descriptions and folders.
fn translations(more: &[Property]) -> Object {
    let mut object = Object::new();
    for property in more {
        match &property.value {
            PropertyValue::Object(_, inner) => {
                let kind = kind_of(&property.name).to_ascii_lowercase();
                let mut one = Object::new();
                if let Some(name) = name_of(&property.name) {
                    insert(&mut one, "name", json!(name));
                }
                one.extend(translations(inner));
                match kind.as_str() {
                    "model" => insert(&mut object, "model", Value::Object(one)),
                    "hierarchy" => push(&mut object, "hierarchies", Value::Object(one)),
                    kind => push(&mut object, &format!("{kind}s"), Value::Object(one)),
                }
            }
            PropertyValue::Text(text) | PropertyValue::Expression(text) => {
                let name = match property.name.to_ascii_lowercase().as_str() {
                    "caption" => "translatedCaption",
                    "displayfolder" => "translatedDisplayFolder",
                    _ => "translatedDescription",
                };
                put(&mut object, name, text);
            }
            PropertyValue::Flag => {}
        }
    }
    object
}
