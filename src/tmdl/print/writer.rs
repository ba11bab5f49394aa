//! Lines of TMDL at their depth.

use crate::model::{Annotation, Property, PropertyValue};
use crate::name::{tmdl_name, tmdl_text};
use crate::tmdl::expression::FENCE;
use crate::tmdl::vocabulary;

#[derive(Default)]
pub struct Writer {
    out: String,
}

impl Writer {
    pub fn finish(self) -> String {
        self.out
    }
    pub fn blank(&mut self) {
        self.out.push('\n');
    }
    pub fn line(&mut self, depth: usize, text: &str) {
        self.out.extend(std::iter::repeat_n('\t', depth));
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// The first line of an object with its description above it, from its own field or from what it carries.
    pub fn head(
        &mut self,
        depth: usize,
        description: Option<&str>,
        head: &str,
        default: Option<&str>,
        more: &[Property],
    ) {
        let carried = more.iter().find_map(|property| match &property.value {
            PropertyValue::Text(text) if is_description(property) => Some(text.as_str()),
            _ => None,
        });
        if let Some(description) = description.or(carried) {
            for line in plain(description).split('\n') {
                self.line(depth, &format!("/// {line}"));
            }
        }
        match default {
            Some(default) => self.expression(depth, head, default),
            None => self.line(depth, head),
        }
    }

    /// Known properties and carried ones, each in its place of the canonical order; the carried keep their order.
    pub fn properties(&mut self, depth: usize, kind: &str, known: Vec<Property>, more: &[Property]) {
        let carried = more.iter().filter(|property| !is_object(property) && !is_description(property));
        let kind = vocabulary::kind(kind);
        let rank = |property: &Property| kind.map_or(0, |kind| kind.rank(&property.name));
        // The expressions of an indicator are the only ones that Power BI Desktop indents by one level.
        let body_depth = if kind.is_some_and(|kind| kind.name == "kpi") { depth + 1 } else { depth + 2 };
        let mut known = known.into_iter().peekable();
        for property in carried {
            while let Some(next) = known.next_if(|next| rank(next) < rank(property)) {
                self.property(depth, &next, body_depth);
            }
            self.property(depth, property, body_depth);
        }
        for property in known {
            self.property(depth, &property, body_depth);
        }
    }

    fn property(&mut self, depth: usize, property: &Property, body_depth: usize) {
        match &property.value {
            PropertyValue::Flag => self.line(depth, &property.name),
            PropertyValue::Text(text) => self.line(depth, &format!("{}: {}", property.name, tmdl_text(text))),
            PropertyValue::Expression(text) => self.body(depth, &property.name, text, body_depth),
            PropertyValue::Object(..) => self.object(depth, property),
        }
    }

    /// The carried child objects.
    pub fn objects(&mut self, depth: usize, more: &[Property]) {
        for object in more.iter().filter(|property| is_object(property)) {
            if !is_compact(object) {
                self.blank();
            }
            self.object(depth, object);
        }
    }

    pub fn object(&mut self, depth: usize, object: &Property) {
        let PropertyValue::Object(default, more) = &object.value else {
            return self.property(depth, object, depth + 2);
        };
        self.head(depth, None, &object.name, default.as_deref(), more);
        self.properties(depth + 1, kind_of(&object.name), Vec::new(), more);
        if kind_of(&object.name) == "translations" {
            self.dense(depth + 1, more)
        } else {
            self.objects(depth + 1, more)
        }
    }

    /// Translations stand without empty lines between them.
    fn dense(&mut self, depth: usize, more: &[Property]) {
        for property in more {
            match &property.value {
                PropertyValue::Object(default, inner) => {
                    self.head(depth, None, &property.name, default.as_deref(), inner);
                    self.dense(depth + 1, inner);
                }
                _ if is_description(property) => {}
                _ => self.property(depth, property, depth + 2),
            }
        }
    }

    pub fn annotations(&mut self, depth: usize, annotations: &[Annotation]) {
        for annotation in annotations {
            self.blank();
            let head = format!("annotation {}", tmdl_name(&annotation.name));
            if annotation.value.is_empty() {
                self.line(depth, &head);
            } else {
                self.expression(depth, &head, &annotation.value);
            }
        }
    }

    pub fn references(&mut self, kind: &str, names: impl Iterator<Item = String>) {
        for (at, name) in names.enumerate() {
            if at == 0 {
                self.blank();
            }
            self.line(0, &format!("ref {kind} {}", tmdl_name(&name)));
        }
    }

    /// `head = text`: on one line, on lines two levels deeper, or between fences where the lines alone would not
    /// keep every space. An empty one stands between fences too: an equals sign alone is refused.
    pub fn expression(&mut self, depth: usize, head: &str, text: &str) {
        self.body(depth, head, text, depth + 2);
    }

    fn body(&mut self, depth: usize, head: &str, text: &str, body_depth: usize) {
        let text = plain(text);
        let is_inline = !text.is_empty() && !text.contains('\n') && text.trim() == text && !text.starts_with(FENCE);
        if is_inline {
            return self.line(depth, &format!("{head} = {text}"));
        }
        let fence = needs_fence(&text) && !text.split('\n').any(is_fence);
        self.line(depth, &format!("{head} ={}", if fence { " ```" } else { "" }));
        for line in text.split('\n').filter(|_| !text.is_empty()) {
            self.line(body_depth, line);
        }
        if fence {
            self.line(body_depth, FENCE);
        }
    }
}

pub fn text(name: &str, value: impl Into<String>) -> Property {
    Property { name: name.to_owned(), value: PropertyValue::Text(value.into()) }
}

/// TMDL knows one line break.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn is_object(property: &Property) -> bool {
    matches!(property.value, PropertyValue::Object(..))
}

fn is_description(property: &Property) -> bool {
    property.name == "///"
}

/// Objects that Power BI Desktop writes without an empty line before them.
fn is_compact(object: &Property) -> bool {
    matches!(object.name.as_str(), "source" | "dataAccessOptions" | "translations")
}

fn kind_of(head: &str) -> &str {
    head.split(' ').next().unwrap_or_default()
}

fn is_fence(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).trim_end() == FENCE
}

/// Whether reading the bare lines back would lose white space: at the end of a line, at the end of it all, or before
/// the first line, which gives the left edge.
pub fn needs_fence(text: &str) -> bool {
    let lines = || text.split('\n');
    lines().any(|line| line.trim_end() != line)
        || lines().next_back().is_none_or(str::is_empty)
        || lines().find(|line| !line.is_empty()).is_none_or(|line| line.starts_with([' ', '\t']))
}
