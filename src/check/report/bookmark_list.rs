//! PB038: the list of bookmarks and the bookmarks differ.

use std::collections::{BTreeMap, BTreeSet};

use super::{Project, stray_file};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::json::Kind;

pub const BOOKMARK_LIST: Code = Code {
    id: "PB038",
    name: "bookmark-list",
    severity: Severity::Error,
    explanation: "\
`bookmarks.json` lists the bookmarks by their `name`, alone or as `children` of a group. A name in it that no
`*.bookmark.json` has, or that stands twice, is left by a merge; a bookmark that is not listed is not shown (a warning). A group has a `displayName` (a warning).

Wrong:  \"items\": [{ \"name\": \"gone\" }]
Right:  \"items\": [{ \"name\": \"start\" }, { \"name\": \"g\", \"displayName\": \"Views\", \"children\": [\"by-month\"] }]
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let path = project.read.path("definition/bookmarks/bookmarks.json");
    let known: BTreeSet<&str> = project.bookmark_names().into_iter().collect();
    let new = |message: String, place: Place| Diagnostic::new(&BOOKMARK_LIST, message).at(place, "");
    let mut found = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    // A bookmark that has no name, or stands where it is not looked for, is perhaps the one that is listed.
    let is_known = project.bookmarks().all(|(_, json)| json.get("name").and_then(Json::text).is_some())
        && !stray_file::paths(project).iter().any(|path| stray_file::is_bookmark(path));
    let mut gone = 0;
    if let Some(json) = project.read.files.get(&path) {
        for item in json.get("items").map(Json::items).unwrap_or_default() {
            let listed: Vec<&Json> = match item.get("children") {
                Some(children) => children.items().iter().collect(),
                None => item.get("name").into_iter().collect(),
            };
            if let Some(children) = item.get("children").filter(|_| item.get("displayName").is_none()) {
                let place = Place::bytes(path.as_str(), children.span.start..children.span.start + 1);
                let diagnostic = new("the group of bookmarks has no `displayName`".to_owned(), place);
                found.push(diagnostic.help("give it one: it is what the reader sees"));
            }
            for value in listed {
                let Some(name) = value.text() else { continue };
                let place = Place::bytes(path.as_str(), value.span.clone());
                if seen.contains(name) {
                    found.push(new(format!("the bookmark `{name}` is listed twice"), place));
                } else if !known.contains(name) && is_known {
                    gone += 1;
                    let mut diagnostic = new(format!("there is no bookmark `{name}`"), place);
                    // The file of that name has another inside.
                    let file = project.read.path(&format!("definition/bookmarks/{name}.bookmark.json"));
                    if let Some(inside) = project.read.files.get(&file).and_then(|json| json.get("name")) {
                        let place = Place::bytes(file, inside.span.clone());
                        diagnostic = diagnostic.at(place, "its file says that it is another");
                    }
                    found.push(diagnostic.did_you_mean(name, known.iter().copied()));
                }
                seen.insert(name);
            }
        }
    }
    let mut named: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, json) in project.bookmarks() {
        let Some((value, name)) = json.get("name").and_then(|value| Some((value, value.text()?))) else { continue };
        if let Some(first) = named.insert(name, file) {
            let fault = new(format!("the bookmark `{name}` is there twice"), Place::bytes(file, value.span.clone()));
            found.push(fault.note(format!("it is also that of `{first}`")));
        }
    }
    // A list that is there and no JSON, or broken, has been said.
    let is_whole = project.read.files.get(&path).map_or(!project.tree.contains(&path), is_whole);
    let unlisted: Vec<(&str, &str)> = project
        .bookmarks()
        .filter_map(|(file, json)| Some((file, json.get("name")?.text()?)))
        .filter(|(_, name)| !seen.contains(name))
        .collect();
    // A name of no bookmark is perhaps meant to be that of one.
    let list = project.read.files.get(&path).and_then(|json| json.get("items"));
    if let Some(list) = list.filter(|list| list.items().is_empty() && is_whole && unlisted.len() > 1) {
        let place = Place::bytes(path.as_str(), list.span.clone());
        let fault = new(format!("none of the {} bookmarks is listed", unlisted.len()), place);
        found.push(Diagnostic { severity: Severity::Warning, ..fault }.help("list them in their order"));
    } else if is_whole && unlisted.len() > gone {
        for (file, name) in unlisted {
            let mut diagnostic = new(format!("the bookmark `{name}` is not listed"), Place::file(file));
            diagnostic.severity = Severity::Warning;
            found.push(diagnostic.help(format!("add it to `{path}`")));
        }
    }
    found
}

/// Whether the list is one of names, and of groups of names.
fn is_whole(json: &Json) -> bool {
    let is_list = |json: &Json| matches!(json.kind, Kind::Array(_));
    let is_name = |json: &Json| json.text().is_some();
    json.get("items").is_some_and(|items| {
        let is_item = |item: &Json| match item.get("children") {
            Some(children) => is_list(children) && children.items().iter().all(is_name),
            None => item.get("name").is_some_and(is_name),
        };
        is_list(items) && items.items().iter().all(is_item)
    })
}

#[cfg(test)]
mod tests {
    use super::super::sound::{bookmark, said, tree};

    const LIST: &str = "X.Report/definition/bookmarks/bookmarks.json";

    fn said_of(items: &str) -> Vec<String> {
        let mut tree = tree();
        bookmark(&mut tree, "b1", "p1", "v1");
        let text = tree.text(LIST).expect("a list").replace("{\"name\": \"b1\"}", items);
        tree.insert(LIST, text);
        said(&tree)
    }

    #[test]
    fn the_list_and_the_files_agree() {
        assert_eq!(said_of("{\"name\": \"b1\"}"), [""; 0]);
        assert_eq!(said_of("{\"name\": \"g\", \"displayName\": \"G\", \"children\": [\"b1\"]}"), [""; 0]);
        assert_eq!(said_of("{\"name\": \"b1\"}, {\"name\": \"b1\"}"), ["PB038 the bookmark `b1` is listed twice"]);
        assert_eq!(said_of("{\"name\": \"b2\"}"), ["PB038 there is no bookmark `b2`"]);
        assert_eq!(said_of(""), ["PB038 the bookmark `b1` is not listed"]);
        let group = "{\"name\": \"g\", \"children\": [\"b1\"]}";
        assert_eq!(said_of(group), ["PB038 the group of bookmarks has no `displayName`"]);
    }

    #[test]
    fn a_bookmark_by_another_name_than_its_file_is_shown_too() {
        let mut tree = tree();
        bookmark(&mut tree, "b1", "p1", "v1");
        let file = "X.Report/definition/bookmarks/b1.bookmark.json";
        let text = tree.text(file).expect("a bookmark").replace("\"name\": \"b1\"", "\"name\": \"b2\"");
        tree.insert(file, text);
        let found = super::super::check(&tree, &super::super::sound::model());
        let files: Vec<&str> =
            found.iter().flat_map(|found| &found.labels).map(|label| label.place.file.as_str()).collect();
        assert_eq!(files, [LIST, file]);
    }
}
