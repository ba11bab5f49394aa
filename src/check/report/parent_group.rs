//! PB028: a visual belongs to a group that is none.

use std::collections::BTreeMap;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const PARENT_GROUP: Code = Code {
    id: "PB028",
    name: "parent-group",
    severity: Severity::Error,
    explanation: "\
`parentGroupName` is the `name` of a group of visuals (a `visual.json` with a `visualGroup`) on the same page. A group
that is not there, a visual that is no group, or groups that stand in each other are left by a merge or a rename.

Wrong:  \"parentGroupName\": \"header\" where no visual of the page is called `header`
Right:  \"parentGroupName\": \"header\" and visuals/header/visual.json with a `visualGroup`
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    project.read.origins.pages.iter().flat_map(|page| on_page(project, page)).collect()
}

fn on_page(project: &Project, page: &crate::pbir::PageOrigin) -> Vec<Diagnostic> {
    let files: Vec<(&str, &Json)> = project.visuals_of(page).collect();
    let named: BTreeMap<&str, &Json> =
        files.iter().filter_map(|(_, json)| Some((json.get("name")?.text()?, *json))).collect();
    let groups = || named.iter().filter(|(_, json)| json.get("visualGroup").is_some()).map(|(name, _)| *name);
    let mut found = Vec::new();
    for (path, json) in &files {
        let Some(value) = json.get("parentGroupName") else { continue };
        let Some(name) = value.text() else { continue };
        let new =
            |message: String| Diagnostic::new(&PARENT_GROUP, message).at(Place::bytes(*path, value.span.clone()), "");
        match named.get(name) {
            None => {
                let diagnostic = new(format!("the page has no group `{name}`"));
                found.push(diagnostic.did_you_mean(name, groups()));
            }
            Some(parent) if parent.get("visualGroup").is_none() => {
                found.push(new(format!("`{name}` is a visual, not a group")).did_you_mean(name, groups()));
            }
            // Of a ring of groups it is said once, and not of what stands in it.
            Some(_) => {
                let own = json.get("name").and_then(Json::text).unwrap_or_default();
                if ring(own, &named).is_some_and(|ring| ring.iter().all(|other| own <= *other)) {
                    found.push(new(format!("the group `{own}` stands in itself")));
                }
            }
        }
    }
    found
}

/// The groups on the way from this one outwards and back to it; `None` where it does not come back.
fn ring<'a>(name: &str, named: &BTreeMap<&str, &'a Json>) -> Option<Vec<&'a str>> {
    let outer = |name: &str| named.get(name)?.get("parentGroupName")?.text();
    let mut ring = vec![outer(name)?];
    while ring.len() <= named.len() {
        match ring.last() {
            Some(last) if *last == name => return Some(ring),
            Some(last) => ring.push(outer(last)?),
            None => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    fn said_of(parent: &str, group: &str) -> Vec<String> {
        let mut tree = with(VISUAL, "\"position\"", &format!("\"parentGroupName\": \"{parent}\", \"position\""));
        let text = tree.text(VISUAL).expect("a visual");
        let schema = text.split("\"name\"").next().expect("a schema");
        let group = format!(
            "{schema} \"name\": \"g\", {group} \"position\": {{\"x\": 0, \"y\": 0, \"width\": 9, \"height\": 9}},
            \"visualGroup\": {{\"displayName\": \"G\", \"groupMode\": \"ScaleMode\"}}}}"
        );
        tree.insert("X.Report/definition/pages/p1/visuals/g/visual.json", group);
        said(&tree)
    }

    #[test]
    fn a_group_must_be_there() {
        assert_eq!(said_of("g", ""), [""; 0]);
        assert_eq!(said_of("h", ""), ["PB028 the page has no group `h`"]);
        assert_eq!(said_of("v1", ""), ["PB028 `v1` is a visual, not a group"]);
    }

    #[test]
    fn a_group_in_itself_is_named() {
        let message = "PB028 the group `g` stands in itself";
        assert_eq!(said_of("g", "\"parentGroupName\": \"g\","), [message]);
    }
}
