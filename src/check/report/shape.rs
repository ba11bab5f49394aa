//! Each file of a report against the shape of its kind: the five rules of keys, types and words in one walk, for a key
//! that is misspelt is not also missed.

use std::ops::Range;

use super::{Project, misspelt_keys, required, two_at_once, unknown_key, words, wrong_type};
use crate::diag::{At, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::formats;
use crate::pbir::json::{Kind, Member};
use crate::pbir::schema;
use crate::pbir::shapes::{self, Need, Object, Shape};

/// What the shapes say, and where the objects begin that have a key misspelt: what they seem to lack for it is not missing.
#[derive(Default)]
pub struct Found {
    pub faults: Vec<Diagnostic>,
    /// Unknown keys, and where their objects begin: one may be what a rule misses there.
    unknown: Vec<(Range<usize>, Diagnostic)>,
    misspelt: Vec<(String, usize)>,
}

pub fn check(project: &Project) -> Found {
    let mut found = Found::default();
    for (path, json) in &project.read.files {
        if let Some(kind) = schema::expected(project.read.inside(path)) {
            of_file(path, json, kind, &mut found);
        }
    }
    found
}

/// One file against the shape of its kind.
pub fn of_file(path: &str, json: &Json, kind: &schema::Kind, found: &mut Found) {
    let Some(shape) = shapes::of_kind(kind) else { return };
    let named = json.get("$schema").and_then(|address| schema::named(address.text()?));
    if named.as_ref().is_some_and(|named| named.path != kind.path) {
        return;
    }
    let is_newer = named.is_some_and(|named| named.version > kind.newest());
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_doubtful = is_newer || LENIENT.contains(kind);
    Walk { path, is_newer, is_doubtful, found }.value(json, shape, &What::File(name));
}

/// Power BI Desktop goes by the name of the folder, only Fabric needs all of `.platform`.
const LENIENT: [schema::Kind; 1] = [schema::PLATFORM];

/// Files that are no object, or an empty one, lack everything: of the one only that is said, of the other one thing.
pub fn of_hollow_files(project: &Project, found: &mut Vec<Diagnostic>) {
    let mut said: Vec<String> = Vec::new();
    found.retain(|rule| {
        let Some(place) = rule.place().filter(|place| matches!(place.at, At::Bytes { .. })) else { return true };
        let Some(json) = project.read.files.get(&place.file).filter(|json| json.members().is_empty()) else {
            return true;
        };
        let is_first = !said.contains(&place.file);
        said.push(place.file.clone());
        is_first && json.is_object()
    });
}

/// Adds what the shapes say to what the rules have said, but for what stands in a place that a rule speaks of: it knows
/// more of it.
pub fn add(found: &mut Vec<Diagnostic>, shapes: Found) {
    let place = |found: &Diagnostic| {
        found.place().and_then(|place| match place.at {
            At::Bytes { start, end } => Some((place.file.clone(), start..end.max(start + 1))),
            _ => None,
        })
    };
    found.retain(|rule| place(rule).is_none_or(|(file, span)| !shapes.misspelt.contains(&(file, span.start))));
    let said: Vec<(String, Range<usize>)> =
        found.iter().filter(|found| found.severity > Severity::Note).filter_map(place).collect();
    let is_said = |new: &Diagnostic| {
        place(new).is_some_and(|(file, span)| said.iter().any(|said| said.0 == file && said.1.contains(&span.start)))
    };
    let is_missed = |start: &Range<usize>, new: &Diagnostic| {
        place(new).is_some_and(|(file, _)| said.iter().any(|said| said.0 == file && said.1 == *start))
    };
    let unknown = shapes.unknown.into_iter().filter(|(start, new)| !is_missed(start, new)).map(|(_, new)| new);
    let new: Vec<Diagnostic> = shapes.faults.into_iter().chain(unknown).filter(|new| !is_said(new)).collect();
    found.extend(new);
}

/// What a value is called.
pub enum What<'a> {
    File(&'a str),
    Key(&'a str),
    Item(&'a str),
}

impl std::fmt::Display for What<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            What::File(name) => write!(f, "this `{name}`"),
            What::Key(key) => write!(f, "`{key}`"),
            What::Item(key) => write!(f, "an item of `{key}`"),
        }
    }
}

pub(super) struct Walk<'a> {
    path: &'a str,
    /// Than what is known of this kind of file: then nothing is said of keys.
    is_newer: bool,
    /// Whether Power BI reads the file all the same, or may do so.
    is_doubtful: bool,
    found: &'a mut Found,
}

impl<'a> Walk<'a> {
    pub(super) fn doubtful(path: &'a str, found: &'a mut Found) -> Self {
        Self { path, is_newer: false, is_doubtful: true, found }
    }

    pub(super) fn value(&mut self, json: &Json, shape: &Shape, what: &What) {
        match (shape, &json.kind) {
            (Shape::Any, _)
            | (Shape::Null, Kind::Null)
            | (Shape::Text, Kind::Text(_))
            | (Shape::Number, Kind::Number(_))
            | (Shape::Bool, Kind::Bool(_)) => {}
            (Shape::Named(name), _) => {
                let around = self.is_doubtful;
                self.is_doubtful |= shapes::is_of_ours(name);
                shapes::named(name).into_iter().for_each(|shape| self.value(json, shape, what));
                self.is_doubtful = around;
            }
            (Shape::Words(known), Kind::Text(word)) => {
                if !known.contains(&word.as_str()) {
                    self.say(json.span.clone(), words::fault(what, word, known));
                }
            }
            (Shape::Numbers(known), Kind::Number(number)) => {
                if !known.iter().any(|known| f64::from(*known) == *number) {
                    let known: Vec<String> = known.iter().map(i32::to_string).collect();
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    self.say(json.span.clone(), words::fault(what, &number.to_string(), &known));
                }
            }
            (Shape::List(shape), Kind::Array(items)) => {
                let what = match what {
                    What::Key(key) | What::Item(key) | What::File(key) => What::Item(key),
                };
                items.iter().for_each(|item| self.value(item, shape, &what));
            }
            (Shape::Object(object), Kind::Object(members)) => self.object(json, members, object, what),
            (Shape::Either(shapes), _) => match shapes.iter().find(|shape| fits(shape, json)) {
                Some(shape) => self.value(json, shape, what),
                None => self.say(head(json), wrong_type::fault(what, json, shapes)),
            },
            _ => self.say(head(json), wrong_type::fault(what, json, std::slice::from_ref(shape))),
        }
    }

    fn object(&mut self, json: &Json, members: &[Member], object: &Object, what: &What) {
        let mut unknown: Vec<&Member> = Vec::new();
        let mut misspelt: Vec<&str> = Vec::new();
        let has = |name: &str| members.iter().any(|member| member.key == name);
        for member in members {
            let key = member.key.as_str();
            if let Some(known) = object.key(key) {
                self.value(&member.value, &known.shape, &What::Key(key));
                continue;
            }
            // That it is missing is for a rule of its own, and so is what it says.
            if matches!(what, What::File(_)) && matches!(key, "$schema" | "schema") {
                continue;
            }
            let free = object.keys.iter().filter(|known| !has(known.name) && !misspelt.contains(&known.name));
            let near = misspelt_keys::near(key, free.map(|known| known.name));
            // The same but for its case is never another one.
            let twin = || object.keys.iter().map(|known| known.name).find(|known| known.eq_ignore_ascii_case(key));
            let near = near.or_else(twin);
            // Power BI Desktop writes formats before the schema has them, so that no list of them is whole.
            let is_format = object.rest.as_deref() == Some(&Shape::Named("Value")) && !object.keys.is_empty();
            match (near, &object.rest) {
                (Some(near), _) => {
                    misspelt.push(near);
                    self.found.misspelt.push((self.path.to_owned(), json.span.start));
                    let mut fault = misspelt_keys::fault(key, near);
                    if object.rest.is_some() {
                        fault.severity = Severity::Warning;
                    }
                    self.say(member.key_span.clone(), fault);
                }
                (_, Some(shape)) => {
                    if is_format && !self.is_newer && !formats::is_property(key) {
                        let mut fault = unknown_key::fault(key, what, object.keys.iter().map(|known| known.name));
                        fault.severity = Severity::Warning;
                        self.say(member.key_span.clone(), fault);
                        continue;
                    }
                    self.value(&member.value, shape, &What::Key(key));
                }
                _ => unknown.push(member),
            }
        }
        if self.is_newer {
            unknown.clear();
        }
        let is_there = |name: &str| has(name) || misspelt.contains(&name);
        let start = json.span.start..json.span.start + 1;
        let required = object.keys.iter().filter(|key| key.need == Need::Required);
        let missing: Vec<&str> = required.map(|key| key.name).filter(|name| !is_there(name)).collect();
        let one_of: Vec<&str> = object.one_of().collect();
        let there = one_of.iter().filter(|name| is_there(name)).copied().collect::<Vec<_>>();
        if !one_of.is_empty() && there.is_empty() {
            self.say(start.clone(), required::none_of(what, &one_of, &unknown));
        } else if let Some(missing) = missing.first() {
            self.say(start.clone(), required::fault(what, missing, &unknown));
        } else {
            for member in unknown {
                let known = object.keys.iter().map(|key| key.name).filter(|name| !has(name));
                let fault = self.weighed(unknown_key::fault(&member.key, what, known));
                let fault = fault.at(Place::bytes(self.path, member.key_span.clone()), "");
                self.found.unknown.push((start.clone(), fault));
            }
        }
        if let [one, other, ..] = there[..] {
            self.say(start, two_at_once::fault(what, one, other));
        }
    }

    /// No error where the file is perhaps read all the same.
    fn weighed(&self, fault: Diagnostic) -> Diagnostic {
        let most = if self.is_doubtful { Severity::Warning } else { Severity::Error };
        Diagnostic { severity: fault.severity.min(most), ..fault }
    }

    fn say(&mut self, span: Range<usize>, fault: Diagnostic) {
        let fault = self.weighed(fault);
        self.found.faults.push(fault.at(Place::bytes(self.path, span), ""));
    }
}

/// A value where it is short, else its first character.
fn head(json: &Json) -> Range<usize> {
    match json.kind {
        Kind::Array(_) | Kind::Object(_) => json.span.start..json.span.start + 1,
        _ => json.span.clone(),
    }
}

/// Whether the value is of the shape's type, whatever stands in it.
fn fits(shape: &Shape, json: &Json) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Null => matches!(json.kind, Kind::Null),
        Shape::Text | Shape::Words(_) => matches!(json.kind, Kind::Text(_)),
        Shape::Number | Shape::Numbers(_) => matches!(json.kind, Kind::Number(_)),
        Shape::Bool => matches!(json.kind, Kind::Bool(_)),
        Shape::List(_) => matches!(json.kind, Kind::Array(_)),
        Shape::Object(_) => json.is_object(),
        Shape::Either(shapes) => shapes.iter().any(|shape| fits(shape, json)),
        Shape::Named(name) => shapes::named(name).is_some_and(|shape| fits(shape, json)),
    }
}
