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
            Some(_) if is_in_itself(name, &named) => found.push(new(format!("the group `{name}` stands in itself"))),
            Some(_) => {}
        }
    }
    found
}

/// Whether the way from group to group outwards comes back to where it began.
fn is_in_itself(name: &str, named: &BTreeMap<&str, &Json>) -> bool {
    let outer = |name: &str| named.get(name)?.get("parentGroupName")?.text();
    let mut at = outer(name);
    for _ in 0..named.len() {
        match at {
            Some(next) if next == name => return true,
            Some(next) => at = outer(next),
            None => return false,
        }
    }
    false
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
        assert_eq!(said_of("g", "\"parentGroupName\": \"g\","), [message, message]);
    }
}
