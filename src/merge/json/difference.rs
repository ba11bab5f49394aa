//! What is different between two versions of a report's files.

use super::same::same;
use crate::file_tree::FileTree;
use crate::merge::difference::{Difference, Kind};
use crate::pbir::json::{Json, parse};

pub fn differences(path: &str, old: &FileTree, new: &FileTree, found: &mut Vec<Difference>) {
    let [before, after] = [old, new].map(|tree| tree.text(path));
    let (sort, object) = subject(path, if after.is_some() { new } else { old });
    let one = |kind, part: String, values: [Option<String>; 2]| {
        let [old, new] = values;
        let is_breaking = kind == Kind::Removed && sort != "file";
        Difference { is_breaking, kind, sort: sort.to_owned(), object: object.clone(), part, old, new }
    };
    let (Some(before), Some(after)) = (before, after) else {
        let kind = if old.contains(path) { Kind::Removed } else { Kind::Added };
        let kind = if old.contains(path) && new.contains(path) { Kind::Changed } else { kind };
        return found.push(one(kind, String::new(), [None, None]));
    };
    match (parse(before), parse(after)) {
        (Ok(old_json), Ok(new_json)) => {
            let texts = [before, after];
            let mut changed = Vec::new();
            walk("", Some(&old_json), Some(&new_json), texts, &mut changed);
            found.extend(changed.into_iter().map(|(part, values)| one(Kind::Changed, part, values)));
        }
        _ => found.push(one(Kind::Changed, String::new(), [None, None])),
    }
}

type Changed = (String, [Option<String>; 2]);

fn walk(at: &str, old: Option<&Json>, new: Option<&Json>, texts: [&str; 2], found: &mut Vec<Changed>) {
    match (old, new) {
        (Some(old), Some(new)) if same(old, new) => {}
        (Some(old), Some(new)) if old.is_object() && new.is_object() => {
            let below = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}/{key}") };
            for member in old.members() {
                walk(&below(&member.key), Some(&member.value), new.get(&member.key), texts, found);
            }
            for member in new.members().iter().filter(|member| old.get(&member.key).is_none()) {
                walk(&below(&member.key), None, Some(&member.value), texts, found);
            }
        }
        (Some(old), Some(new)) if !old.items().is_empty() && old.items().len() == new.items().len() => {
            for (item, (old, new)) in old.items().iter().zip(new.items()).enumerate() {
                walk(&format!("{at}/{item}"), Some(old), Some(new), texts, found);
            }
        }
        (old, new) => {
            let written =
                |json: Option<&Json>, text: &str| json.and_then(|json| text.get(json.span.clone())).map(str::to_owned);
            found.push((at.to_owned(), [written(old, texts[0]), written(new, texts[1])]));
        }
    }
}

/// What a file is about, as a person calls it.
fn subject(path: &str, tree: &FileTree) -> (&'static str, String) {
    let page = |folder: &str| {
        let text = tree.text(&format!("{folder}/page.json")).and_then(|text| parse(text).ok());
        let name = text.as_ref().and_then(|page| page.get("displayName")?.text().map(str::to_owned));
        name.unwrap_or_else(|| folder.rsplit('/').next().unwrap_or(folder).to_owned())
    };
    let Some((folder, file)) = path.rsplit_once('/') else { return ("file", path.to_owned()) };
    match file {
        "page.json" => ("page", page(folder)),
        "visual.json" | "mobile.json" => {
            let (above, id) = folder.rsplit_once('/').unwrap_or(("", folder));
            let page = page(above.strip_suffix("/visuals").unwrap_or(above));
            let visual = tree.text(&format!("{folder}/visual.json")).and_then(|text| parse(text).ok());
            let kind =
                visual.as_ref().and_then(|visual| visual.at(&["visual", "visualType"])?.text().map(str::to_owned));
            ("visual", format!("{page}/{} {id}", kind.unwrap_or_else(|| "group".to_owned())))
        }
        _ => ("file", path.to_owned()),
    }
}
