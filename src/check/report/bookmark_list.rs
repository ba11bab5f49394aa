//! PB038: the list of bookmarks and the bookmarks differ.

use std::collections::BTreeSet;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const BOOKMARK_LIST: Code = Code {
    id: "PB038",
    name: "bookmark-list",
    severity: Severity::Error,
    explanation: "\
`bookmarks.json` lists the bookmarks by their `name`, alone or as `children` of a group. A name in it that no
`*.bookmark.json` has, or that stands twice, is left by a merge; a bookmark that is not listed is not shown (a warning).

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
    if let Some(json) = project.read.files.get(&path) {
        for item in json.get("items").map(Json::items).unwrap_or_default() {
            let listed: Vec<&Json> = match item.get("children") {
                Some(children) => children.items().iter().collect(),
                None => item.get("name").into_iter().collect(),
            };
            for value in listed {
                let Some(name) = value.text() else { continue };
                let place = Place::bytes(path.as_str(), value.span.clone());
                if seen.contains(name) {
                    found.push(new(format!("the bookmark `{name}` is listed twice"), place));
                } else if !known.contains(name) {
                    let diagnostic = new(format!("there is no bookmark `{name}`"), place);
                    found.push(diagnostic.did_you_mean(name, known.iter().copied()));
                }
                seen.insert(name);
            }
        }
    }
    // A list that is there and no JSON has been said.
    if project.read.files.contains_key(&path) || !project.tree.contains(&path) {
        for (file, json) in project.bookmarks() {
            let Some(name) = json.get("name").and_then(Json::text).filter(|name| !seen.contains(*name)) else {
                continue;
            };
            let mut diagnostic = new(format!("the bookmark `{name}` is not listed"), Place::file(file));
            diagnostic.severity = Severity::Warning;
            found.push(diagnostic.help(format!("add it to `{path}`")));
        }
    }
    found
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
        let said = said_of("{\"name\": \"b2\"}");
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said.contains(&"PB038 there is no bookmark `b2`".to_owned()));
        assert!(said.contains(&"PB038 the bookmark `b1` is not listed".to_owned()));
    }
}
