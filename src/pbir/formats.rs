//! The formats of Power BI's own visuals: which there are, what their properties are called and what those hold.
//!
//! The table stands in `formats.txt`: the sort of each property, the properties of each object of formats, and the
//! objects of each visual; `*` are those of the frame, which every visual has.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a property holds. Those that hold something of their own, such as a picture, have none.
#[derive(Clone, Debug, PartialEq)]
pub enum Sort {
    Switch,
    Number,
    Colour,
    Text,
    /// One of these words, as far as they are known.
    Words(Vec<&'static str>),
}

#[derive(Default)]
struct Table {
    sorts: BTreeMap<&'static str, Sort>,
    objects: BTreeMap<&'static str, Vec<&'static str>>,
    visuals: BTreeMap<&'static str, Vec<&'static str>>,
}

const FRAME: &str = "*";

static TABLE: LazyLock<Table> = LazyLock::new(|| read(include_str!("formats.txt")));

fn read(text: &'static str) -> Table {
    let mut table = Table::default();
    let (mut part, mut head) = ("", "");
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with('[') {
            (part, head) = (line, "");
            continue;
        }
        let names = match line.strip_prefix(' ') {
            Some(more) => more,
            None => {
                let (new, names) = line.split_once(": ").or(line.split_once(':')).unwrap_or((line, ""));
                head = new;
                names
            }
        };
        let names = names.split_ascii_whitespace();
        match part {
            "[values]" => table.sorts.extend(names.map(|name| (name, sort(head)))),
            "[objects]" => table.objects.entry(head).or_default().extend(names),
            _ => table.visuals.entry(head).or_default().extend(names),
        }
    }
    table
}

fn sort(head: &'static str) -> Sort {
    match head {
        "switch" => Sort::Switch,
        "number" => Sort::Number,
        "colour" => Sort::Colour,
        "text" => Sort::Text,
        words => Sort::Words(words.split('|').map(|word| word.trim_matches('\'')).collect()),
    }
}

pub fn sort_of(property: &str) -> Option<&'static Sort> {
    TABLE.sorts.get(property)
}

/// Whether any object of formats has such a property.
pub fn is_property(name: &str) -> bool {
    sort_of(name).is_some() || TABLE.objects.values().any(|names| names.contains(&name))
}

/// The properties of an object of formats.
pub fn properties(object: &str) -> Option<&'static [&'static str]> {
    TABLE.objects.get(object).map(Vec::as_slice)
}

/// The objects of formats that a visual has; `None` of one that is not in the table.
pub fn objects(visual: &str) -> Option<Vec<&'static str>> {
    let own = TABLE.visuals.get(visual).filter(|_| visual != FRAME)?;
    Some(own.iter().chain(TABLE.visuals.get(FRAME).into_iter().flatten()).copied().collect())
}

/// The visuals that have such an object of formats of their own.
pub fn owners(object: &str) -> impl Iterator<Item = &'static str> {
    let all = TABLE.visuals.iter().filter(|(visual, _)| **visual != FRAME);
    all.filter(move |(_, objects)| objects.contains(&object)).map(|(visual, _)| *visual)
}

/// The objects of formats that any visual has.
pub fn all_objects() -> Vec<&'static str> {
    TABLE.objects.keys().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::visual_types;
    use super::*;

    #[test]
    fn every_object_of_a_visual_has_its_properties_and_the_visual_is_one() {
        assert!(TABLE.visuals.len() > 40 && TABLE.objects.len() > 100 && TABLE.sorts.len() > 1000);
        for (visual, objects) in &TABLE.visuals {
            assert!(*visual == FRAME || visual_types::built_in().any(|known| known == *visual), "{visual}");
            objects.iter().for_each(|object| assert!(TABLE.objects.contains_key(object), "{visual}: {object}"));
        }
    }

    #[test]
    fn a_property_is_of_one_sort() {
        assert_eq!(sort_of("show"), Some(&Sort::Switch));
        assert_eq!(sort_of("fontSize"), Some(&Sort::Number));
        assert!(matches!(sort_of("mode"), Some(Sort::Words(words)) if words.contains(&"Dropdown")));
        assert_eq!(sort_of("paragraphs"), None);
    }

    #[test]
    fn a_visual_has_its_own_formats_and_those_of_the_frame() {
        let of = |visual| objects(visual).expect("a visual");
        assert!(of("tableEx").contains(&"columnHeaders") && of("tableEx").contains(&"title"));
        assert!(!of("tableEx").contains(&"lineStyles"));
        assert!(objects("Gantt1448688115699").is_none() && objects("*").is_none());
    }
}
