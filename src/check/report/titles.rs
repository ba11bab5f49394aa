//! PB083: two pages, or two bookmarks, that the reader cannot tell apart.

use std::collections::BTreeMap;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const SAME_TITLE: Code = Code {
    id: "PB083",
    name: "same-title",
    severity: Severity::Warning,
    explanation: "\
Two pages that the reader sees, or two bookmarks of one group, have the same `displayName`. Power BI Desktop allows it,
and tabs, navigators and lists show the same words twice. Most often one of the two is a copy.

Wrong:  \"displayName\": \"Overview\" in pages/a/page.json and in pages/b/page.json
Right:  \"displayName\": \"Overview\" in the one and \"displayName\": \"Overview by region\" in the other
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let is_hidden = |json: &Json| json.get("visibility").and_then(Json::text) == Some("HiddenInViewMode");
    let pages = project.pages().filter(|(_, json)| !is_hidden(json)).map(|(path, json)| (String::new(), path, json));
    let mut found = twice(pages, "page");
    let groups = groups(project);
    let group = |json: &Json| json.get("name").and_then(|name| groups.get(name.text()?)).cloned().unwrap_or_default();
    found.extend(twice(project.bookmarks().map(|(path, json)| (group(json), path, json)), "bookmark"));
    found
}

/// The group of each bookmark that is in one.
fn groups<'a>(project: &Project<'a>) -> BTreeMap<&'a str, String> {
    let list = project.read.file("definition/bookmarks/bookmarks.json").and_then(|json| json.get("items"));
    let items = list.map(Json::items).unwrap_or_default().iter();
    let children = items.filter_map(|item| Some((item.get("name")?.text()?, item.get("children")?.items())));
    let all = children.flat_map(|(group, children)| children.iter().map(move |child| (child, group)));
    all.filter_map(|(child, group)| Some((child.text()?, group.to_owned()))).collect()
}

fn twice<'a>(all: impl Iterator<Item = (String, &'a str, &'a Json)>, what: &str) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<(String, String), &str> = BTreeMap::new();
    let mut found = Vec::new();
    for (group, path, json) in all {
        let Some((value, title)) = json.get("displayName").and_then(|value| Some((value, value.text()?.trim()))) else {
            continue;
        };
        // One without a title has been said to be so, and one file in two places too.
        let is_copy = |other: &str| json.get("name").is_none() || other == path;
        match seen.get(&(group.clone(), title.to_owned())) {
            Some(first) if !title.is_empty() && !is_copy(first) => {
                let fault = Diagnostic::new(&SAME_TITLE, format!("another {what} is called `{title}` as well"));
                let fault = fault.at(Place::bytes(path, value.span.clone()), "");
                found.push(fault.at(Place::file(*first), "the first one"));
            }
            _ => drop(seen.insert((group, title.to_owned()), path)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{bookmark, said, tree};

    #[test]
    fn pages_are_told_apart_but_for_hidden_ones() {
        let said_of = |more: &str| {
            let mut tree = tree();
            let page = "X.Report/definition/pages/p1/page.json";
            let text = tree.text(page).expect("a page").replace("\"p1\"", &format!("\"p2\"{more}"));
            tree.insert("X.Report/definition/pages/p2/page.json", text);
            let pages = "X.Report/definition/pages/pages.json";
            let text = tree.text(pages).expect("a list").replace("[\"p1\"]", "[\"p1\", \"p2\"]");
            tree.insert(pages, text);
            said(&tree).join("|")
        };
        assert_eq!(said_of(""), "PB083 another page is called `P` as well");
        assert_eq!(said_of(", \"visibility\": \"HiddenInViewMode\""), "");
    }

    #[test]
    fn so_are_bookmarks_of_one_group() {
        let mut tree = tree();
        bookmark(&mut tree, "b1", "p1", "v1");
        bookmark(&mut tree, "b2", "p1", "v1");
        let list = "X.Report/definition/bookmarks/bookmarks.json";
        let one = tree.text(list).expect("a list").to_owned();
        tree.insert(list, one.replace("{\"name\": \"b2\"}", "{\"name\": \"b1\"}, {\"name\": \"b2\"}"));
        assert_eq!(said(&tree), ["PB083 another bookmark is called `B` as well"]);
        let group = "{\"name\": \"b1\"}, {\"name\": \"g\", \"displayName\": \"G\", \"children\": [\"b2\"]}";
        tree.insert(list, one.replace("{\"name\": \"b2\"}", group));
        assert_eq!(said(&tree), [""; 0]);
    }
}
