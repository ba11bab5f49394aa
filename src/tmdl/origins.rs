//! Where each object and property of a lowered model stands.

use std::collections::BTreeMap;

use super::{LineStart, Span};
use crate::diag::Place;
use crate::name::tmdl_name;

/// Paths such as `table Sales/column 'Net Revenue'` to places. Names are quoted as TMDL quotes them, so that no
/// name can be taken for a path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origins {
    objects: BTreeMap<String, Origin>,
}

/// An object's places; each part may stand in another file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    pub file: String,
    /// Its name, or its keyword where it has none.
    pub name: Span,
    pub default: Option<Part>,
    pub properties: BTreeMap<String, Part>,
}

/// The value of one property.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    pub file: String,
    pub name: Span,
    pub value: Span,
    /// For an expression, where each of its lines begins.
    pub line_starts: Vec<LineStart>,
}

impl Part {
    pub fn place(&self) -> Place {
        Place::bytes(&self.file, self.value.clone())
    }

    /// The bytes `span` of an expression `text`, in the file.
    pub fn place_in(&self, text: &str, span: Span) -> Place {
        let offset = |at: usize| LineStart::file_offset(&self.line_starts, at.min(text.len()));
        match (offset(span.start), offset(span.end)) {
            (Some(start), Some(end)) => Place::bytes(&self.file, start..end),
            _ => self.place(),
        }
    }
}

/// One step of a path: `column 'Net Revenue'`; the keyword alone for an object without a name.
pub fn step(kind: &str, name: Option<&str>) -> String {
    name.map_or_else(|| kind.to_owned(), |name| format!("{kind} {}", tmdl_name(name)))
}

/// The path of an object below another.
pub fn path(parent: &str, kind: &str, name: &str) -> String {
    let step = step(kind, Some(name));
    if parent.is_empty() { step } else { format!("{parent}/{step}") }
}

impl Origins {
    pub fn insert(&mut self, path: String, origin: Origin) {
        self.objects.insert(path, origin);
    }
    pub fn get(&self, path: &str) -> Option<&Origin> {
        self.objects.get(path)
    }
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Origin)> {
        self.objects.iter().map(|(path, origin)| (path.as_str(), origin))
    }
    pub fn part(&self, path: &str, property: &str) -> Option<&Part> {
        let origin = self.get(path)?;
        if property == DEFAULT { origin.default.as_ref() } else { origin.properties.get(property) }
    }

    /// The name of the object; a diagnostic about something that stands nowhere is about the whole project.
    pub fn place(&self, path: &str) -> Place {
        self.get(path).map_or_else(|| Place::file(path), |origin| Place::bytes(&origin.file, origin.name.clone()))
    }

    /// The value of the property, or the name of the object where the property is not written.
    pub fn property(&self, path: &str, property: &str) -> Place {
        self.part(path, property).map_or_else(|| self.place(path), Part::place)
    }

    /// Bytes of an expression; `property` is [`DEFAULT`] for what stands behind the object's own equals sign.
    pub fn inside(&self, path: &str, property: &str, text: &str, span: Span) -> Place {
        self.part(path, property).map_or_else(|| self.place(path), |part| part.place_in(text, span))
    }
}

/// The default property: behind the object's own equals sign.
pub const DEFAULT: &str = "=";
