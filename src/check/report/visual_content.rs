//! PB025: a visual is nothing, two things at once, or holds its parts in the wrong place.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const VISUAL_CONTENT: Code = Code {
    id: "PB025",
    name: "visual-content",
    severity: Severity::Error,
    explanation: "\
A `visual.json` holds either a `visual` or a `visualGroup`, never both. What the visual shows and how it is formatted
(`visualType`, `query`, `objects`, `visualContainerObjects`) stands inside `visual`: beside it, Power BI Desktop refuses
the file.

Wrong:  { \"name\": \"a\", \"position\": …, \"visual\": { \"visualType\": \"card\" }, \"objects\": … }
Right:  { \"name\": \"a\", \"position\": …, \"visual\": { \"visualType\": \"card\", \"objects\": … } }
",
};

const INSIDE: [&str; 4] = ["visualType", "query", "objects", "visualContainerObjects"];

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.visuals().filter(|(_, json)| json.is_object()) {
        let new = |message: &str| Diagnostic::new(&VISUAL_CONTENT, message);
        let misplaced = json.members().iter().filter(|member| INSIDE.contains(&member.key.as_str()));
        let mut is_misplaced = false;
        for member in misplaced {
            let diagnostic = new(&format!("`{}` stands beside `visual`, not in it", member.key));
            found.push(diagnostic.at(Place::bytes(path, member.key_span.clone()), "").help("move it into `visual`"));
            is_misplaced = true;
        }
        let start = json.span.start..json.span.start + 1;
        match (json.get("visual"), json.get("visualGroup")) {
            (None, None) if !is_misplaced => found
                .push(new("the file holds neither a `visual` nor a `visualGroup`").at(Place::bytes(path, start), "")),
            (Some(_), Some(group)) => found.push(
                new("the file holds a `visual` and a `visualGroup`")
                    .at(Place::bytes(path, group.span.start..group.span.start + 1), "")
                    .help("give each a folder of its own"),
            ),
            (Some(visual), None) if visual.is_object() && visual.get("visualType").is_none() && !is_misplaced => {
                let place = Place::bytes(path, visual.span.start..visual.span.start + 1);
                found.push(new("the visual has no `visualType`").at(place, ""));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn a_file_is_one_of_the_two() {
        let both = "\"visualGroup\": {\"displayName\": \"G\", \"groupMode\": \"ScaleMode\"}, \"visual\":";
        assert_eq!(said(&with(VISUAL, "\"visual\":", both)), ["PB025 the file holds a `visual` and a `visualGroup`"]);
        let neither = "PB025 the file holds neither a `visual` nor a `visualGroup`";
        assert!(said(&with(VISUAL, "\"visual\":", "\"content\":")).contains(&neither.to_owned()));
        assert_eq!(said(&with(VISUAL, "\"visualType\":", "\"type\":")), ["PB025 the visual has no `visualType`"]);
    }

    #[test]
    fn formats_stand_inside_the_visual() {
        let tree = with(VISUAL, "\"visual\":", "\"objects\": {}, \"visual\":");
        assert_eq!(said(&tree), ["PB025 `objects` stands beside `visual`, not in it"]);
        assert_eq!(said(&with(VISUAL, "\"visualType\":", "\"objects\": {}, \"visualType\":")), [""; 0]);
    }
}
