//! PB057: a colour that is none.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const COLOUR: Code = Code {
    id: "PB057",
    name: "bad-colour",
    severity: Severity::Warning,
    explanation: "\
A colour of a format, or of a theme, is written as `#RRGGBB`. One with a digit too few, or without its `#`, is none: the
visual is drawn as if the colour were not there.

Wrong:  \"dataColors\": [\"#005A9\", \"8A6D00\"]
Right:  \"dataColors\": [\"#005A9C\", \"#8A6D00\"]
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        json.each(&mut |member| {
            let value = match member.key.as_str() {
                // Of a format, of a step of a scale, and of a run of text.
                "color" => member.value.at(&["expr", "Literal", "Value"]).or(member.value.at(&["Literal", "Value"])),
                "textStyle" => member.value.get("color"),
                _ => return,
            };
            let Some((value, text)) = value.and_then(|value| Some((value, value.text()?))) else { return };
            let colour = match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
                Some(text) => text,
                // A value that is no text is for the rule of literals.
                None if member.key == "textStyle" => text,
                None => return,
            };
            found.extend(fault(path, value, colour));
        });
    }
    for theme in super::theme::files(project) {
        let Some(json) = project.read.files.get(&theme) else { continue };
        let lists = json.get("dataColors").map(Json::items).unwrap_or_default();
        let own = json.members().iter().filter(|member| member.key != "name" && member.key != "$schema");
        let mut colours: Vec<&Json> = lists.iter().chain(own.map(|member| &member.value)).collect();
        json.each(&mut |member| {
            if member.key == "color" {
                colours.push(&member.value);
            }
        });
        for (value, text) in colours.iter().filter_map(|value| Some((value, value.text()?))) {
            found.extend(fault(&theme, value, text));
        }
    }
    found
}

fn fault(path: &str, value: &Json, colour: &str) -> Option<Diagnostic> {
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has_digits = |text: &str| matches!(text.len(), 3 | 4 | 6 | 8);
    let new = |message: String| Diagnostic::new(&COLOUR, message).at(Place::bytes(path, value.span.clone()), "");
    match colour.strip_prefix('#') {
        Some(digits) if is_hex(digits) && has_digits(digits) => None,
        Some(digits) if is_hex(digits) => {
            Some(new(format!("`{colour}` has {} digits, and is no colour", digits.len())).help("a colour is `#RRGGBB`"))
        }
        Some(_) => Some(new(format!("`{colour}` is no colour")).help("a colour is `#RRGGBB`")),
        None if colour.len() == 6 && is_hex(colour) => {
            Some(new(format!("`{colour}` is no colour")).help(format!("write `#{colour}`")))
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn a_colour_has_its_digits() {
        let said_of = |colour: &str| {
            let colour =
                format!("{{\"solid\": {{\"color\": {{\"expr\": {{\"Literal\": {{\"Value\": \"'{colour}'\"}}}}}}}}}}");
            let objects = format!("\"objects\": {{\"a\": [{{\"properties\": {{\"b\": {colour}}}}}]}}, \"visualType\"");
            said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"visualType\"", &objects)).join("|")
        };
        for sound in ["#fff", "#005A9C", "#005A9CFF", "red", "foreground", ""] {
            assert_eq!(said_of(sound), "", "{sound}");
        }
        assert_eq!(said_of("#12345"), "PB057 `#12345` has 5 digits, and is no colour");
        assert_eq!(said_of("#GGGGGG"), "PB057 `#GGGGGG` is no colour");
        assert_eq!(said_of("005A9C"), "PB057 `005A9C` is no colour");
    }

    #[test]
    fn so_it_is_in_a_theme() {
        let mut tree = super::super::sound::tree();
        let path = "X.Report/StaticResources/RegisteredResources/t.json";
        tree.insert(path, "{\"name\": \"T\", \"dataColors\": [\"#fff\", \"005A9C\"], \"good\": \"green\"}");
        assert_eq!(said(&tree), ["PB057 `005A9C` is no colour"]);
    }
}
