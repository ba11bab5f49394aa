//! One file of TMDL in the order and layout in which Power BI Desktop writes it.
//!
//! What stands at the left edge keeps its order; below it, properties and children come in Desktop's. A file that
//! Desktop saved is unchanged. A file with faults is left alone: what they mean is not certain.

use super::lines::BYTE_ORDER_MARK;
use super::print::writer::Writer;
use super::vocabulary::{self, Form};
use super::{Document, Object, Value, origins, parse};
use crate::diag::Severity;
use crate::model::{Property, PropertyValue};

/// Lays out DAX: given the kind of its object or the name of its property, and the text. `None` leaves it as it is.
pub type Dax<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// Why a file is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untouched {
    /// It has errors.
    Faulty,
    /// Its new text would not say the same.
    Unsure,
}

/// The text laid out; its byte order mark and the kind of its line breaks stay.
pub fn format(text: &str, dax: Option<Dax>) -> Result<String, Untouched> {
    let document = parse(text);
    let is_fault =
        |error: &&super::SyntaxError| error.code.severity == Severity::Error && error.code.id != BYTE_ORDER_MARK.id;
    if document.errors.iter().any(|error| is_fault(&error)) {
        return Err(Untouched::Faulty);
    }
    let roots = properties(&document, dax);
    let printed = print(&roots);
    // What was laid out reads as what it was; laid-out DAX is another text.
    if properties(&parse(&printed), None) != roots {
        return Err(Untouched::Unsure);
    }
    let has_crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    let printed = if has_crlf { printed.replace('\n', "\r\n") } else { printed };
    Ok(if text.starts_with('\u{feff}') { format!("\u{feff}{printed}") } else { printed })
}

fn print(roots: &[Property]) -> String {
    let mut writer = Writer::default();
    let mut last: Option<&str> = None;
    for root in roots {
        let reference = reference_kind(&root.name);
        if last.is_some() && (reference.is_none() || reference != last) {
            writer.blank();
        }
        writer.object(0, root);
        last = Some(reference.unwrap_or_default());
    }
    writer.blank();
    writer.finish()
}

fn reference_kind(head: &str) -> Option<&str> {
    head.strip_prefix("ref ").and_then(|rest| rest.split(' ').next())
}

fn properties(document: &Document, dax: Option<Dax>) -> Vec<Property> {
    document.objects.iter().map(|object| carried(object, dax, false)).collect()
}

/// The object with everything below it, in order; `is_raw` below translations, whose words mean something else.
fn carried(object: &Object, dax: Option<Dax>, is_raw: bool) -> Property {
    let known = vocabulary::kind(&object.kind).filter(|_| !is_raw);
    let kind = known.map_or(object.kind.as_str(), |kind| kind.name);
    let step = origins::step(kind, object.name.as_ref().map(|name| name.text.as_str()));
    let name = if object.is_ref { format!("ref {step}") } else { step };
    let description = object
        .description
        .as_ref()
        .map(|description| Property { name: "///".to_owned(), value: PropertyValue::Text(description.text.clone()) });
    let default = object.default.as_ref().map(|default| laid_out(dax, kind, &default.text));
    let is_calculated = kind == "partition" && default.as_deref() == Some("calculated");
    let mut own: Vec<Property> = object
        .properties
        .iter()
        .map(|property| {
            let mut property = self::property(known, property);
            if let PropertyValue::Expression(text) = &mut property.value
                && (is_calculated && property.name == "source" || kind == "kpi")
            {
                *text = laid_out(dax, "column", text);
            }
            property
        })
        .collect();
    let mut children: Vec<&Object> = object.children.iter().collect();
    if let Some(known) = known {
        own.sort_by_key(|property| known.rank(&property.name));
        children.sort_by_key(|child| known.place(&child.kind));
    }
    let is_raw = is_raw || kind == "translations" || known.is_none();
    let children = children.into_iter().map(|child| carried(child, dax, is_raw));
    let all = description.into_iter().chain(own).chain(children).collect();
    Property { name, value: PropertyValue::Object(default, all) }
}

fn property(kind: Option<&vocabulary::Kind>, property: &super::Property) -> Property {
    let known = kind.and_then(|kind| kind.property(&property.name.text));
    let value = match (&property.value, known.map(|(_, form)| form)) {
        (Value::Flag, _) => PropertyValue::Flag,
        (Value::Text(text), Some(Form::Flag)) if text.text.eq_ignore_ascii_case("true") => PropertyValue::Flag,
        (Value::Text(text), Some(Form::Enum(values))) => {
            PropertyValue::Text(vocabulary::canonical(values, &text.text).to_owned())
        }
        (Value::Text(text), _) => PropertyValue::Text(text.text.clone()),
        (Value::Expression(expression), _) => PropertyValue::Expression(expression.text.clone()),
    };
    Property { name: known.map_or(property.name.text.as_str(), |(name, _)| name).to_owned(), value }
}

fn laid_out(dax: Option<Dax>, kind: &str, text: &str) -> String {
    dax.and_then(|dax| dax(kind, text)).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests;
