//! The list of parts that every OPC package begins with.

use std::collections::BTreeSet;

use quick_xml::escape::escape;

use super::parts::{METADATA, SETTINGS};

/// Parts without an ending by their names, the others by their ending.
pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let (mut endings, mut overrides) = (BTreeSet::new(), Vec::new());
    for name in names {
        match ending(name) {
            Some(ending) => drop(endings.insert(ending.to_ascii_lowercase())),
            None => overrides.push(name),
        }
    }
    let mut text = String::from(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    );
    for ending in endings {
        text.push_str(&format!("<Default Extension=\"{}\" ContentType=\"\" />", escape(ending.as_str())));
    }
    for name in overrides {
        let kind = if [SETTINGS, METADATA].contains(&name) { "application/json" } else { "" };
        text.push_str(&format!("<Override PartName=\"/{}\" ContentType=\"{kind}\" />", escape(name)));
    }
    text.push_str("</Types>");
    text
}

fn ending(name: &str) -> Option<&str> {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| !ending.is_empty())
}
