//! PB029: an interaction between visuals that are not on the page.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const INTERACTION: Code = Code {
    id: "PB029",
    name: "unknown-interaction",
    severity: Severity::Warning,
    explanation: "\
`visualInteractions` of a page says how choosing something in one visual acts on another, both by their `name`. One of
the two is not on the page, or both are one, so the rule has no effect, and the pair acts on each other as by default.

Wrong:  { \"source\": \"slicer\", \"target\": \"gone\", \"type\": \"NoFilter\" }
Right:  { \"source\": \"slicer\", \"target\": \"chart\", \"type\": \"NoFilter\" }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (page, origin) in project.read.report.pages.iter().zip(&project.read.origins.pages) {
        let Some(list) = project.read.files.get(&origin.file).and_then(|json| json.get("visualInteractions")) else {
            continue;
        };
        for item in list.items() {
            let end = |key: &str| item.get(key).and_then(|end| Some((end, end.text()?)));
            if let (Some((_, source)), Some((value, target))) = (end("source"), end("target"))
                && source == target
            {
                let message = format!("`{target}` is said to act on itself");
                let place = Place::bytes(origin.file.as_str(), value.span.clone());
                found.push(Diagnostic::new(&INTERACTION, message).at(place, ""));
            }
        }
        let known = || page.visuals.iter().map(|visual| visual.id.as_str());
        for end in list.items().iter().flat_map(|item| ["source", "target"].map(|key| item.get(key))).flatten() {
            let Some(name) = end.text().filter(|name| !known().any(|known| known == *name)) else { continue };
            let message = format!("the page `{}` has no visual `{name}`", page.display_name);
            let place = Place::bytes(origin.file.as_str(), end.span.clone());
            found.push(Diagnostic::new(&INTERACTION, message).at(place, "").did_you_mean(name, known()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    fn said_of(target: &str) -> Vec<String> {
        let list = format!(
            "\"visualInteractions\": [{{\"source\": \"v1\", \"target\": \"{target}\", \"type\": \"NoFilter\"}}], "
        );
        let mut tree = with("X.Report/definition/pages/p1/page.json", "\"displayName\"", &(list + "\"displayName\""));
        let visual = "X.Report/definition/pages/p1/visuals/v1/visual.json";
        let text = tree.text(visual).expect("a visual").replace("\"v1\"", "\"v3\"");
        tree.insert(visual.replace("v1", "v3"), text);
        said(&tree)
    }

    #[test]
    fn both_ends_must_be_on_the_page() {
        assert_eq!(said_of("v3"), [""; 0]);
        assert_eq!(said_of("v1"), ["PB029 `v1` is said to act on itself"]);
        assert_eq!(said_of("v2"), ["PB029 the page `P` has no visual `v2`"]);
    }
}
