//! Objects that the model only carries, in TMDL's own words: calculation groups, perspectives, variations, …

use crate::model::{Property, PropertyValue};
use crate::name::same;
use crate::tmdl::column_reference;

/// An object below another, with the path it stands at.
pub struct Carried<'a> {
    /// Empty for one without a name.
    pub name: String,
    pub default: Option<&'a str>,
    pub inside: &'a [Property],
    pub path: String,
}

/// The objects of a kind below the one at `parent`, whose properties are `more`.
pub fn carried<'a>(more: &'a [Property], parent: &str, kind: &str) -> Vec<Carried<'a>> {
    more.iter().filter_map(|property| one(property, parent, kind)).collect()
}

fn one<'a>(property: &'a Property, parent: &str, kind: &str) -> Option<Carried<'a>> {
    let PropertyValue::Object(default, inside) = &property.value else { return None };
    let (found, name) = property.name.split_once(' ').unwrap_or((&property.name, ""));
    if !found.eq_ignore_ascii_case(kind) {
        return None;
    }
    // A model has a path without its name.
    let step = if found == "model" { found } else { &property.name };
    let path = if parent.is_empty() { step.to_owned() } else { format!("{parent}/{step}") };
    let name = column_reference::name(name).unwrap_or_else(|| name.to_owned());
    Some(Carried { name, default: default.as_deref(), inside, path })
}

impl<'a> Carried<'a> {
    pub fn children(&self, kind: &str) -> Vec<Carried<'a>> {
        carried(self.inside, &self.path, kind)
    }
    pub fn text(&self, name: &str) -> Option<&'a str> {
        text(self.inside, name)
    }
}

/// The value of a property that is carried as text.
pub fn text<'a>(more: &'a [Property], name: &str) -> Option<&'a str> {
    let property = more.iter().find(|property| same(&property.name, name))?;
    match &property.value {
        PropertyValue::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether a property that is true or false is written and true.
pub fn flag(more: &[Property], name: &str) -> bool {
    more.iter().any(|property| same(&property.name, name) && property.value == PropertyValue::Flag)
}
