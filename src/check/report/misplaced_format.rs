//! PB026: a format stands where Power BI does not look for it.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::{Json, visual_types};

pub const MISPLACED_FORMAT: Code = Code {
    id: "PB026",
    name: "misplaced-format",
    severity: Severity::Warning,
    explanation: "\
The formats of the frame around a visual (title, shadow, header, tooltip, button action, alternative text) stand in
`visualContainerObjects`, those of the visual itself in `objects`. In the other one they are passed over.

Wrong:  \"objects\": { \"title\": [ … ] }
Right:  \"visualContainerObjects\": { \"title\": [ … ] }
",
};

/// Of the frame, and of no visual of Power BI's own.
const FRAME: [&str; 6] = ["title", "dropShadow", "visualHeader", "visualTooltip", "visualLink", "stylePreset"];

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.visuals() {
        let kind = json.at(&["visual", "visualType"]).and_then(Json::text).unwrap_or_default();
        let Some(objects) = json.at(&["visual", "objects"]).filter(|_| visual_types::built_in().any(|own| own == kind))
        else {
            continue;
        };
        let mut new = |name: &str, place: Place| {
            let message = format!("`{name}` in `objects` is passed over");
            let diagnostic = Diagnostic::new(&MISPLACED_FORMAT, message).at(place, "");
            found.push(diagnostic.help("move it to `visualContainerObjects`"));
        };
        for member in objects.members() {
            if FRAME.contains(&member.key.as_str()) {
                new(&member.key, Place::bytes(path, member.key_span.clone()));
            } else if member.key == "general" {
                let properties = member.value.items().iter().filter_map(|item| item.get("properties"));
                for text in properties.flat_map(Json::members).filter(|member| member.key == "altText") {
                    new("altText", Place::bytes(path, text.key_span.clone()));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    fn said_of(format: &str) -> String {
        let visual = "X.Report/definition/pages/p1/visuals/v1/visual.json";
        said(&with(visual, "\"visualType\":", &format!("{format}, \"visualType\":"))).join(" | ")
    }

    #[test]
    fn the_frames_formats_are_not_the_visuals() {
        assert_eq!(said_of("\"objects\": {\"title\": []}"), "PB026 `title` in `objects` is passed over");
        let text = "\"objects\": {\"general\": [{\"properties\": {\"altText\": {}}}]}";
        assert_eq!(said_of(text), "PB026 `altText` in `objects` is passed over");
        assert_eq!(said_of("\"objects\": {\"padding\": []}, \"visualContainerObjects\": {\"title\": []}"), "");
    }
}
