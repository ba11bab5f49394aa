//! A template taken apart, with every part looked at.

use std::collections::BTreeSet;

use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use serde_json::Value;

use super::parts::{CONTENT_TYPES, DIAGRAM, METADATA, MODEL, REPORT, SETTINGS, VERSION};
use super::{Error, Template, utf16, zip};
use crate::file_tree::FileTree;

/// Fails where a part is missing, is no text of its encoding or no JSON, or is not in the list of parts.
pub fn read(bytes: &[u8]) -> Result<Template, Error> {
    let parts = zip::read(bytes)?;
    let part = |name: &'static str| {
        let found = parts.iter().find(|(one, _)| one == name).map(|(_, bytes)| bytes.as_slice());
        found.ok_or(Error::Missing(name))
    };
    let text = |name: &'static str| utf16::decode(part(name)?).map_err(|reason| broken(name, reason));
    let value = |name: &'static str| json(name, &text(name)?);
    let version = text(VERSION)?;
    if version.split('.').count() != 2 || version.split('.').any(|number| number.parse::<u32>().is_err()) {
        return Err(broken(VERSION, format!("`{version}` is no version")));
    }
    for name in [DIAGRAM, SETTINGS, METADATA] {
        value(name)?;
    }
    let model = value(MODEL)?;
    if !model.get("model").is_some_and(Value::is_object) {
        return Err(broken(MODEL, "it holds no model"));
    }
    let mut report = FileTree::new();
    for (name, bytes) in &parts {
        let Some(inside) = name.strip_prefix(REPORT) else { continue };
        if inside.starts_with("definition/") && inside.ends_with(".json") {
            let text = std::str::from_utf8(bytes).map_err(|error| broken(name, error))?;
            json(name, text.trim_start_matches('\u{feff}'))?;
        }
        report.insert(inside, bytes.as_slice());
    }
    listed(part(CONTENT_TYPES)?, parts.iter().map(|(name, _)| name.as_str()))?;
    Ok(Template { model, report })
}

fn json(name: &str, text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|error| broken(name, error))
}

fn broken(part: &str, reason: impl ToString) -> Error {
    Error::Part { part: part.to_owned(), reason: reason.to_string() }
}

/// Every part is in the list, by its name or its ending, and there is none twice.
fn listed<'a>(types: &[u8], names: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let failed = |reason: String| broken(CONTENT_TYPES, reason);
    let text = std::str::from_utf8(types).map_err(|error| failed(error.to_string()))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut endings, mut parts) = (BTreeSet::new(), BTreeSet::new());
    loop {
        match reader.read_event().map_err(|error| failed(error.to_string()))? {
            Event::Empty(element) => {
                let list = if element.name().as_ref() == "Default" { &mut endings } else { &mut parts };
                for attribute in element.attributes() {
                    let attribute = attribute.map_err(|error| failed(error.to_string()))?;
                    if ["Extension", "PartName"].contains(&attribute.key.as_ref()) {
                        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                        let value = value.map_err(|error| failed(error.to_string()))?;
                        list.insert(value.into_owned());
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut seen = BTreeSet::new();
    for name in names {
        let ending = name.rsplit('/').next().and_then(|file| file.rsplit_once('.')).map(|(_, ending)| ending);
        let is_listed = parts.contains(&format!("/{name}"))
            || ending.is_some_and(|ending| endings.contains(&ending.to_ascii_lowercase()));
        if name != CONTENT_TYPES && !is_listed {
            return Err(failed(format!("it does not list `{name}`")));
        }
        if !seen.insert(name.to_lowercase()) {
            return Err(failed(format!("`{name}` is there twice")));
        }
    }
    Ok(())
}
