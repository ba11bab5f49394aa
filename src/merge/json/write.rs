//! Merged objects and lists in the layout of the file on disk.

use std::collections::BTreeMap;

use super::Text;
use crate::pbir::json::Json;

/// The object on disk with these members in this order.
pub fn object(ours: Text, theirs: Text, order: &[String], members: &BTreeMap<String, String>) -> String {
    let own: Vec<&str> = ours.json.members().iter().map(|member| member.key.as_str()).collect();
    if own == order {
        let values = ours.json.members().iter().map(|member| &member.value);
        return spliced(ours, values, own.iter().map(|key| members[*key].as_str()));
    }
    let indentation = Indentation::of(ours);
    let items = order.iter().filter_map(|key| {
        let value = members.get(key)?;
        let is_new = ours.json.get(key).is_none();
        let value = if is_new { indentation.moved(value, &Indentation::of(theirs)) } else { value.clone() };
        Some(format!("{}: {value}", serde_json::Value::from(key.as_str())))
    });
    indentation.around("{", items.collect(), "}")
}

/// The list on disk with these items.
pub fn list(ours: Text, items: &[String]) -> String {
    let own = ours.json.items();
    let is_as_it_was = |(item, text): (&Json, &String)| ours.below(item).written() == text;
    if own.len() == items.len() && own.iter().zip(items).all(is_as_it_was) {
        return ours.written().to_owned();
    }
    if own.len() == items.len() {
        return spliced(ours, own.iter(), items.iter().map(String::as_str));
    }
    Indentation::of(ours).around("[", items.to_vec(), "]")
}

/// The text of a value with other texts in the places of its parts.
fn spliced<'a>(ours: Text, parts: impl Iterator<Item = &'a Json>, texts: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut end = ours.json.span.start;
    for (part, new) in parts.zip(texts) {
        text.push_str(&ours.text[end..part.span.start]);
        text.push_str(new);
        end = part.span.end;
    }
    text.push_str(&ours.text[end..ours.json.span.end]);
    text
}

/// How the parts of an object or list are set apart.
struct Indentation {
    /// What is between the bracket and the first part: a line break and blanks, or nothing.
    inner: String,
    /// What is between the last part and the bracket.
    outer: String,
}

impl Indentation {
    fn of(text: Text) -> Self {
        let span = &text.json.span;
        let line = text.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let blanks = &text.text[line..];
        let outer = &blanks[..blanks.len() - blanks.trim_start_matches([' ', '\t']).len()];
        let written = text.written();
        let newline = if text.text.contains("\r\n") { "\r\n" } else { "\n" };
        let first = written.get(1..).unwrap_or_default();
        let inner = &first[..first.len() - first.trim_start().len()];
        let is_empty = first.trim_start().len() <= 1;
        match inner.contains('\n') && !is_empty {
            true => Self { inner: inner.to_owned(), outer: format!("{newline}{outer}") },
            // An empty one says nothing of how it would be laid out; the file does.
            false if is_empty && text.text.contains('\n') => {
                let unit = if outer.contains('\t') { "\t" } else { "  " };
                Self { inner: format!("{newline}{outer}{unit}"), outer: format!("{newline}{outer}") }
            }
            false => Self { inner: String::new(), outer: String::new() },
        }
    }

    fn around(&self, open: &str, parts: Vec<String>, close: &str) -> String {
        if parts.is_empty() {
            return format!("{open}{close}");
        }
        let between = if self.inner.is_empty() { ", ".to_owned() } else { format!(",{}", self.inner) };
        format!("{open}{}{}{}{close}", self.inner, parts.join(&between), self.outer)
    }

    /// A value from another file, whose further lines stand as deep there as they would here.
    fn moved(&self, value: &str, from: &Indentation) -> String {
        let (there, here) = (from.outer.trim_start_matches(['\r', '\n']), self.outer.trim_start_matches(['\r', '\n']));
        if there == here {
            return value.to_owned();
        }
        value.replace(&format!("\n{there}"), &format!("\n{here}"))
    }
}
