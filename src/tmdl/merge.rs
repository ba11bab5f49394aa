//! Trees of many files into one: partial declarations of one object become one, property by property.

use std::collections::BTreeMap;

use super::vocabulary::{self, Form, Naming};
use super::{Document, Expression, Name, Object, Property, Span};
use crate::diag::{Code, Diagnostic, Place, Severity};

pub static UNKNOWN_OBJECT: Code = Code {
    id: "TM030",
    name: "unknown-object",
    severity: Severity::Error,
    explanation: "An object of this kind cannot stand here: the keyword is misspelt, or the line is indented below \
the wrong object.

Wrong:
    table Sales
    <tab>mesure Total = SUM(Sales[Revenue])
Right:
    table Sales
    <tab>measure Total = SUM(Sales[Revenue])",
};

pub static MISSING_NAME: Code = Code {
    id: "TM031",
    name: "missing-name",
    severity: Severity::Error,
    explanation: "An object of this kind needs a name behind its keyword.

Wrong:
    table
    <tab>isHidden
Right:
    table Sales
    <tab>isHidden",
};

pub static DUPLICATE_PROPERTY: Code = Code {
    id: "TM032",
    name: "duplicate-property",
    severity: Severity::Error,
    explanation: "A property is set twice for one object, in one file or in two files that both declare the object. \
An object may be declared in parts, but each property in one of them only.

Wrong:
    column Revenue
    <tab>dataType: int64
    <tab>dataType: double
Right:
    column Revenue
    <tab>dataType: double",
};

pub static DUPLICATE_OBJECT: Code = Code {
    id: "TM033",
    name: "duplicate-object",
    severity: Severity::Error,
    explanation: "Two objects of one kind have the same name; names are compared without case. A table, a role or a \
culture may be declared in parts, but not twice with the same children.

Wrong:
    table Sales
    <tab>column Revenue
    <tab>column revenue
Right:
    table Sales
    <tab>column Revenue
    <tab>column 'Net Revenue'",
};

pub static INDENTED_REF: Code = Code {
    id: "TM034",
    name: "indented-ref",
    severity: Severity::Error,
    explanation: "A `ref` line stands at the left edge and says where a table, role, perspective or culture comes in \
the order of its kind. Power BI Desktop refuses one that is indented below an object.

Wrong:
    model Model
    <tab>ref table Sales
Right:
    model Model

    ref table Sales",
};

pub static UNDESCRIBED_KIND: Code = Code {
    id: "TM035",
    name: "undescribed-kind",
    severity: Severity::Error,
    explanation: "Objects of this kind, and `ref` lines, have no description: Power BI Desktop refuses a model with \
`///` lines above one.

Wrong:
    /// who made it
    annotation Author = Ana
Right:
    annotation Author = Ana",
};

pub static SUPERFLUOUS_NAME: Code = Code {
    id: "TM082",
    name: "superfluous-name",
    severity: Severity::Error,
    explanation:
        "There is one such object in another, or none, and it has no name: what stands behind the keyword is refused \
by Microsoft's reader.

Wrong: `refreshPolicy basic`
Right:
    refreshPolicy
    <tab>policyType: basic",
};

pub static UNWANTED_VALUE: Code = Code {
    id: "TM090",
    name: "unwanted-value",
    severity: Severity::Error,
    explanation: "Measures, partitions, annotations and some others have a value behind an equals sign. Objects of \
this kind have none, and neither has a `ref` line, nor has that properties: Power BI Desktop refuses the model. Objects may \
stand below a `ref` line; they belong to what it names.

Wrong: `table Sales = 1`
Right: `table Sales`",
};

/// An object with all its parts.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// As TMDL spells it.
    pub kind: String,
    pub name: Option<Name>,
    /// The file of the first part, as an index.
    pub file: usize,
    pub kind_span: Span,
    pub default: Option<(usize, Expression)>,
    pub description: Option<String>,
    /// With the file each stands in.
    pub properties: Vec<(usize, Property)>,
    pub children: Vec<Node>,
    /// Where its named or single children stand in `children`.
    index: BTreeMap<(String, String), usize>,
}

/// A `ref` line.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    pub kind: String,
    pub name: String,
    pub place: Place,
}

/// The whole folder: one node whose children are the objects at the left edge.
#[derive(Debug, Default)]
pub struct Merged {
    pub root: Node,
    pub references: Vec<Reference>,
    pub diagnostics: Vec<Diagnostic>,
}

pub fn merge(files: &[(String, Document)]) -> Merged {
    let mut merger = Merger { files, diagnostics: Vec::new(), references: Vec::new(), parts: Vec::new() };
    let mut root = Node::default();
    for (file, (_, document)) in files.iter().enumerate() {
        for object in &document.objects {
            merger.root_object(&mut root, object, file);
        }
    }
    // An object is where it is declared, whatever is read first.
    for (part, file) in std::mem::take(&mut merger.parts) {
        merger.object(&mut root, &part, file, Mode::Strict, vocabulary::ROOTS);
    }
    Merged { root, references: merger.references, diagnostics: merger.diagnostics }
}

impl Node {
    pub fn name_text(&self) -> &str {
        self.name.as_ref().map_or("", |name| &name.text)
    }
    /// Its name, or its keyword where it has none.
    pub fn name_span(&self) -> Span {
        self.name.as_ref().map_or_else(|| self.kind_span.clone(), |name| name.span.clone())
    }
}

struct Merger<'a> {
    files: &'a [(String, Document)],
    diagnostics: Vec<Diagnostic>,
    references: Vec<Reference>,
    /// What stands below `ref` lines, each as a part of its object, with its file.
    parts: Vec<(Object, usize)>,
}

/// How strictly children are looked at.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Strict,
    /// Below an object we know nothing of, or one whose text is only carried.
    Raw,
    /// Below a repeated object: that it is repeated has been said.
    Quiet,
}

impl Merger<'_> {
    fn path(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |(path, _)| path)
    }
    fn place(&self, file: usize, span: Span) -> Place {
        Place::bytes(self.path(file), span)
    }

    /// `model` gives its children to the root, which they could as well have stood at; `annotation` at the left
    /// edge belongs to the model.
    fn root_object(&mut self, root: &mut Node, object: &Object, file: usize) {
        if object.is_ref {
            return self.reference(object, file);
        }
        if !object.kind.eq_ignore_ascii_case("model") {
            let parent = if is_models_own(&object.kind) { self.model(root, object, file) } else { root };
            self.object(parent, object, file, Mode::Strict, vocabulary::ROOTS);
            return;
        }
        let mut header = object.clone();
        let children = std::mem::take(&mut header.children);
        self.object(root, &header, file, Mode::Strict, vocabulary::ROOTS);
        for child in &children {
            if child.is_ref {
                self.indented_reference(child, file);
            }
            match child.kind.eq_ignore_ascii_case("dataAccessOptions") {
                true => {
                    let model = self.model(root, child, file);
                    self.object(model, child, file, Mode::Strict, &["dataAccessOptions"]);
                }
                false => self.root_object(root, child, file),
            }
        }
    }

    fn model<'n>(&mut self, root: &'n mut Node, object: &Object, file: usize) -> &'n mut Node {
        let key = ("model".to_owned(), String::new());
        let at = *root.index.entry(key).or_insert_with(|| {
            let kind_span = object.kind_span.clone();
            root.children.push(Node { kind: "model".to_owned(), file, kind_span, ..Node::default() });
            root.children.len() - 1
        });
        &mut root.children[at]
    }

    fn reference(&mut self, object: &Object, file: usize) {
        let Some(name) = &object.name else {
            return self.missing_name(object, file);
        };
        if !vocabulary::ROOTS.iter().any(|root| root.eq_ignore_ascii_case(&object.kind)) {
            return self.unknown_object(&Node::default(), object, file, vocabulary::ROOTS);
        }
        let kind = canonical_kind(&object.kind);
        let place = self.place(file, name.span.clone());
        self.unwanted_value(object, file, "a `ref` line");
        if let Some(property) = object.properties.first() {
            let place = self.place(file, property.name.span.clone());
            self.diagnostics.push(
                Diagnostic::new(&UNWANTED_VALUE, "a `ref` line has no properties")
                    .at(place, "")
                    .help(format!("write it where the {kind} is declared, or remove it")),
            );
        }
        if let Some(description) = &object.description {
            let place = self.place(file, description.span.clone());
            let fault = Diagnostic::new(&UNDESCRIBED_KIND, "a `ref` line may not have a description").at(place, "");
            self.diagnostics.push(fault.help("remove the `///` lines"));
        }
        if !object.children.is_empty() {
            let part =
                Object { is_ref: false, default: None, description: None, properties: Vec::new(), ..object.clone() };
            self.parts.push((part, file));
        }
        self.references.push(Reference { kind, name: name.text.clone(), place });
    }

    fn indented_reference(&mut self, object: &Object, file: usize) {
        let place = self.place(file, object.kind_span.clone());
        self.diagnostics.push(
            Diagnostic::new(&INDENTED_REF, "a `ref` may not be indented")
                .at(place, "")
                .help("move it to the left edge of `model.tmdl`, or remove it: it only says the order"),
        );
    }

    fn missing_name(&mut self, object: &Object, file: usize) {
        let place = self.place(file, object.kind_span.clone());
        self.diagnostics.push(
            Diagnostic::new(&MISSING_NAME, format!("this `{}` has no name", object.kind))
                .at(place, "")
                .help("write its name behind the keyword"),
        );
    }

    fn object(&mut self, parent: &mut Node, object: &Object, file: usize, mode: Mode, allowed: &[&str]) {
        if mode == Mode::Strict && !allowed.iter().any(|kind| kind.eq_ignore_ascii_case(&object.kind)) {
            return self.unknown_object(parent, object, file, allowed);
        }
        let known = (mode != Mode::Raw).then(|| vocabulary::kind(&object.kind)).flatten();
        let naming = known.map(|kind| kind.naming);
        if naming == Some(Naming::Named) && object.name.is_none() {
            return self.missing_name(object, file);
        }
        if mode == Mode::Strict && parent.kind.is_empty() && object.name.is_none() && known.is_some_and(is_model) {
            self.missing_name(object, file);
        }
        if mode == Mode::Strict
            && naming == Some(Naming::Single)
            && let Some(name) = &object.name
        {
            let place = self.place(file, name.span.clone());
            self.diagnostics.push(
                Diagnostic::new(&SUPERFLUOUS_NAME, format!("a `{}` has no name", object.kind))
                    .at(place, "")
                    .help("remove it"),
            );
        }
        if mode != Mode::Raw
            && let Some(description) = &object.description
            && !vocabulary::has_description(&object.kind)
        {
            let place = self.place(file, description.span.clone());
            self.diagnostics.push(
                Diagnostic::new(&UNDESCRIBED_KIND, format!("a `{}` may not have a description", object.kind))
                    .at(place, "")
                    .help("remove the `///` lines"),
            );
        }
        if mode == Mode::Strict && !vocabulary::has_value(&object.kind) {
            self.unwanted_value(object, file, &format!("a `{}`", object.kind));
        }
        let kind = if mode == Mode::Raw { object.kind.clone() } else { canonical_kind(&object.kind) };
        let Some(key) = key(&kind, object, naming) else {
            let node = self.new_node(object, kind, file, mode);
            parent.children.push(node);
            return;
        };
        match parent.index.get(&key).copied() {
            None => {
                parent.index.insert(key, parent.children.len());
                let node = self.new_node(object, kind, file, mode);
                parent.children.push(node);
            }
            Some(at) => {
                let at_root = parent.kind.is_empty();
                if let Some(node) = parent.children.get_mut(at) {
                    self.add(node, object, file, mode, at_root);
                }
            }
        }
    }

    fn unwanted_value(&mut self, object: &Object, file: usize, what: &str) {
        let Some(default) = &object.default else { return };
        // That the next lines would be read as what stands behind the sign has been said.
        let is_said = default.span.is_empty() && !(object.properties.is_empty() && object.children.is_empty());
        let span = match default.span.is_empty() {
            _ if is_said => return,
            true => object.name.as_ref().map_or(&object.kind_span, |name| &name.span).clone(),
            false => default.span.clone(),
        };
        self.diagnostics.push(
            Diagnostic::new(&UNWANTED_VALUE, format!("{what} has no value"))
                .at(self.place(file, span), "")
                .help("remove it with its equals sign"),
        );
    }

    fn unknown_object(&mut self, parent: &Node, object: &Object, file: usize, allowed: &[&str]) {
        let place = self.place(file, object.kind_span.clone());
        let owner = if parent.kind.is_empty() { "here".to_owned() } else { format!("in a `{}`", parent.kind) };
        let kind = &object.kind;
        let found = Diagnostic::new(&UNKNOWN_OBJECT, format!("there is no object `{kind}` {owner}")).at(place, "");
        let form = vocabulary::kind(&parent.kind).and_then(|kind| kind.property(&object.kind)).map(|(_, form)| form);
        self.diagnostics.push(match form {
            Some(Form::Flag) => found.help(format!("`{kind}` is a property: it stands alone, with nothing below it")),
            Some(Form::Expression) => found.help(format!("`{kind}` is a property: write `{kind} = …`")),
            Some(_) => found.help(format!("`{kind}` is a property: write `{kind}: …`")),
            None => found.did_you_mean(kind, allowed.iter().copied()),
        });
    }

    fn new_node(&mut self, object: &Object, kind: String, file: usize, mode: Mode) -> Node {
        let mut node = Node {
            kind,
            name: object.name.clone(),
            file,
            kind_span: object.kind_span.clone(),
            default: object.default.clone().map(|default| (file, default)),
            description: object.description.as_ref().map(|description| description.text.clone()),
            ..Node::default()
        };
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for property in &object.properties {
            let key = property.name.text.to_ascii_lowercase();
            let repeatable = mode == Mode::Raw || is_repeatable(&object.kind, &property.name.text);
            match seen.get(&key).filter(|_| !repeatable) {
                Some(first) => {
                    let first = self.place(file, first.clone());
                    self.duplicate_property(object, &[property.name.text.as_str()], first, file, &property.name.span);
                }
                None => {
                    seen.insert(key, property.name.span.clone());
                    node.properties.push((file, property.clone()));
                }
            }
        }
        self.children(&mut node, object, file, mode);
        node
    }

    fn children(&mut self, node: &mut Node, object: &Object, file: usize, mode: Mode) {
        let raw = mode == Mode::Raw || node.kind == "translations";
        let known = vocabulary::kind(&node.kind).filter(|_| !raw);
        let mode = if known.is_none() { Mode::Raw } else { mode };
        let mut is_second_model = false;
        for child in &object.children {
            let is_model = node.kind == "translations" && child.kind.eq_ignore_ascii_case("model");
            if is_model && std::mem::replace(&mut is_second_model, true) {
                self.second_model(child, file);
            }
            if child.is_ref {
                self.indented_reference(child, file);
                continue;
            }
            self.object(node, child, file, mode, known.map_or(&[], |kind| kind.children));
        }
    }

    /// All translations of a culture stand below one `model` line.
    fn second_model(&mut self, object: &Object, file: usize) {
        let place = self.place(file, object.kind_span.clone());
        let fault = Diagnostic::new(&DUPLICATE_OBJECT, "the `translations` have a `model` already").at(place, "");
        self.diagnostics.push(fault.help("move what stands below it to the first, and remove the line"));
    }

    /// Adds a further part of an object that is already there.
    fn add(&mut self, node: &mut Node, object: &Object, file: usize, mode: Mode, at_root: bool) {
        // Parts of one are told apart by their file, and of translations there is but one.
        let same_file = node.file == file || node.kind == "translations";
        let is_partial = at_root && may_be_partial(&node.kind);
        let mut mode = mode;
        let said = self.diagnostics.len();
        if same_file && !is_partial && mode == Mode::Strict {
            self.duplicate_object(node, object, file);
            mode = Mode::Quiet;
        }
        let mut twice: Vec<(&str, Place, Span)> = Vec::new();
        match (&node.default, &object.default) {
            (Some((first_file, first)), Some(second)) => {
                twice.push(("=", self.place(*first_file, first.span.clone()), second.span.clone()));
            }
            (None, Some(second)) => node.default = Some((file, second.clone())),
            _ => {}
        }
        for property in &object.properties {
            let name = property.name.text.as_str();
            let first = node.properties.iter().find(|(_, known)| known.name.text.eq_ignore_ascii_case(name));
            match first.filter(|_| !is_repeatable(&object.kind, name)) {
                Some((first_file, first)) => {
                    twice.push((name, self.place(*first_file, first.name.span.clone()), property.name.span.clone()));
                }
                None => node.properties.push((file, property.clone())),
            }
        }
        if node.description.is_none() {
            node.description = object.description.as_ref().map(|description| description.text.clone());
        }
        if mode != Mode::Quiet
            && let Some((_, first, second)) = twice.first()
        {
            let names: Vec<&str> = twice.iter().map(|(name, ..)| *name).collect();
            self.duplicate_property(object, &names, first.clone(), file, second);
            mode = if at_root || mode == Mode::Raw { mode } else { Mode::Quiet };
        }
        self.children(node, object, file, mode);
        if is_partial {
            self.fold(said, node, object, file);
        }
    }

    /// A part that has most of its children from another is a copy of it, a file that was copied perhaps: that is one
    /// fault, and not one for each child.
    fn fold(&mut self, said: usize, node: &Node, object: &Object, file: usize) {
        let is_twice = |found: &Diagnostic| [DUPLICATE_OBJECT.id, DUPLICATE_PROPERTY.id].contains(&found.code.id);
        let of_part = self.diagnostics.get(said..).unwrap_or_default();
        let repeated = of_part.iter().filter(|found| is_twice(found)).count();
        if repeated < 2 || repeated * 2 <= object.children.len() {
            return;
        }
        let others: Vec<Diagnostic> = self.diagnostics.drain(said..).filter(|found| !is_twice(found)).collect();
        self.diagnostics.extend(others);
        self.duplicate_object(node, object, file);
    }

    fn duplicate_object(&mut self, node: &Node, object: &Object, file: usize) {
        let span = object.name.as_ref().map_or(&object.kind_span, |name| &name.span).clone();
        let title = title(object);
        self.diagnostics.push(
            Diagnostic::new(&DUPLICATE_OBJECT, format!("{title} is declared twice"))
                .at(self.place(file, span), "declared again here")
                .at(self.place(node.file, node.name_span()), "first declared here")
                .help("rename or remove one of them; names are compared without case"),
        );
    }

    fn duplicate_property(&mut self, object: &Object, names: &[&str], first: Place, file: usize, second: &Span) {
        let what: Vec<String> = names
            .iter()
            .map(|name| if *name == "=" { "its expression".to_owned() } else { format!("`{name}`") })
            .collect();
        let files = match self.path(file) == first.file {
            true => String::new(),
            false => format!(", in `{}` and in `{}`", first.file, self.path(file)),
        };
        self.diagnostics.push(
            Diagnostic::new(&DUPLICATE_PROPERTY, format!("{} sets {} twice{files}", title(object), what.join(" and ")))
                .at(self.place(file, second.clone()), "set again here")
                .at(first, "first set here")
                .help("keep one of the two"),
        );
    }
}

fn title(object: &Object) -> String {
    match &object.name {
        Some(name) => format!("{} `{}`", object.kind, name.text),
        None => format!("`{}`", object.kind),
    }
}

/// What is told apart among the children of an object; `None` for what may stand any number of times.
fn key(kind: &str, object: &Object, naming: Option<Naming>) -> Option<(String, String)> {
    let name = match (&object.name, naming) {
        (_, Some(Naming::Optional | Naming::Single)) => String::new(),
        (Some(name), _) => name.text.to_lowercase(),
        // Each names another property.
        (None, Some(Naming::Repeated)) if kind.eq_ignore_ascii_case("changedProperty") => {
            object.default.as_ref()?.text.trim().to_lowercase()
        }
        (None, _) => return None,
    };
    Some((kind.to_ascii_lowercase(), name))
}

fn canonical_kind(kind: &str) -> String {
    match vocabulary::kind(kind) {
        Some(known) if known.name == "culture" => "cultureInfo".to_owned(),
        Some(known) => known.name.to_owned(),
        None => kind.to_owned(),
    }
}

/// Its name is needed too, but without one it is still the model.
fn is_model(kind: &vocabulary::Kind) -> bool {
    kind.name == "model"
}

fn is_models_own(kind: &str) -> bool {
    ["annotation", "extendedProperty"].iter().any(|own| own.eq_ignore_ascii_case(kind))
}

/// Objects that one file may open more than once.
fn may_be_partial(kind: &str) -> bool {
    matches!(kind, "database" | "model" | "table" | "role" | "perspective" | "cultureInfo")
}

fn is_repeatable(kind: &str, property: &str) -> bool {
    let is = |known: &str, one: &str| known.eq_ignore_ascii_case(one);
    vocabulary::REPEATED_PROPERTIES.iter().any(|(of, known)| is(of, kind) && is(known, property))
}
