//! Lists: by what tells their items apart, else by place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Merger, Text, conflict, order_of, write};
use crate::diag::Place;
use crate::pbir::json::{Json, Kind};

/// What an item of a list is known by, the first that all of them have: pages and filters by name, fields by their
/// query reference, formats by what they are for.
const KEYS: [&str; 5] = ["name", "id", "queryRef", "selector", "field"];

impl Merger<'_> {
    /// `None` where neither names nor places tell the items apart: then the list is one value.
    pub(super) fn list(&mut self, at: &str, base: Option<Text>, ours: Text, theirs: Text) -> Option<String> {
        let all = [base, Some(ours), Some(theirs)].map(|text| text.map_or(&[][..], |text| text.json.items()));
        if let Some(names) = names(all) {
            return Some(self.named(at, [base, Some(ours), Some(theirs)], &names, ours));
        }
        let base = base?;
        let [was, own, new] = all;
        if was.len() != own.len() || own.len() != new.len() {
            return None;
        }
        let items = was.iter().zip(own).zip(new).enumerate();
        let items: Vec<String> = items
            .map(|(item, ((was, own), new))| {
                self.value(&format!("{at}/{item}"), Some(base.below(was)), ours.below(own), theirs.below(new))
            })
            .collect();
        Some(write::list(ours, &items))
    }

    fn named(&mut self, at: &str, texts: [Option<Text>; 3], names: &[Vec<String>; 3], ours: Text) -> String {
        let find = |list: usize, name: &String| {
            let text = texts[list]?;
            let item = names[list].iter().position(|known| known == name)?;
            Some(text.below(text.json.items().get(item)?))
        };
        let mut merged: BTreeMap<String, String> = BTreeMap::new();
        let all: BTreeSet<&String> = names.iter().flatten().collect();
        for name in all {
            let [base, ours, theirs] = [0, 1, 2].map(|list| find(list, name));
            let item = [1, 2, 0].iter().find_map(|list| names[*list].iter().position(|known| known == name));
            let below = format!("{at}/{}", item.unwrap_or_default());
            merged.extend(self.member(&below, base, ours, theirs).map(|text| (name.clone(), text)));
        }
        let (order, is_conflict) = order_of(names, merged.keys().map(String::as_str).collect(), true);
        let object = format!("{}#{at}", self.path);
        if is_conflict && self.accept.side(&object).is_none() {
            self.faults.push(conflict::order(&object, Place::bytes(self.path, ours.json.span.clone())));
        }
        let items: Vec<String> = order.iter().filter_map(|name| merged.remove(name)).collect();
        write::list(ours, &items)
    }
}

/// The items' names in each of the lists, where every one has one and no two have the same.
fn names(lists: [&[Json]; 3]) -> Option<[Vec<String>; 3]> {
    let by = |name: &dyn Fn(&Json) -> Option<String>| {
        let names = lists.map(|list| list.iter().map(name).collect::<Option<Vec<_>>>());
        let [Some(base), Some(ours), Some(theirs)] = names else { return None };
        let names = [base, ours, theirs];
        let is_unique = |names: &Vec<String>| names.iter().collect::<BTreeSet<_>>().len() == names.len();
        names.iter().all(is_unique).then_some(names)
    };
    let plain = |item: &Json| match &item.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Number(number) => Some(number.to_string()),
        _ => None,
    };
    KEYS.iter().find_map(|key| by(&|item| Some(said(item.get(key)?)))).or_else(|| by(&plain)).or_else(|| {
        // Formats of a visual: one for the whole, further ones each for what its selector says.
        let is_format = lists.iter().all(|list| list.iter().all(|item| item.get("properties").is_some()));
        let selector = |item: &Json| Some(item.get("selector").map(said).unwrap_or_default());
        is_format.then(|| by(&selector)).flatten()
    })
}

/// A value as text that is the same for the same value.
fn said(json: &Json) -> String {
    match &json.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(is) => is.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::Text(text) => format!("{text:?}"),
        Kind::Array(items) => format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(",")),
        Kind::Object(members) => {
            let mut said: Vec<String> =
                members.iter().map(|member| format!("{:?}:{}", member.key, self::said(&member.value))).collect();
            said.sort();
            format!("{{{}}}", said.join(","))
        }
    }
}
