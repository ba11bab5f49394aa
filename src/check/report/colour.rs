//! PB057: a colour that is none.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::json::Member;
use crate::pbir::shapes::{self, Shape};

pub const COLOUR: Code = Code {
    id: "PB057",
    name: "bad-colour",
    severity: Severity::Warning,
    explanation: "\
A colour of a format, or of a theme, is written as `#RRGGBB`. One with a digit too few, or without its `#`, is none: the
visual is drawn as if the colour were not there. The names of CSS and of the theme's own colours are colours, other words
are none.

Wrong:  \"dataColors\": [\"#005A9\", \"8A6D00\", \"blu\"]
Right:  \"dataColors\": [\"#005A9C\", \"#8A6D00\", \"blue\"]
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        json.each(&mut |member| {
            let value = match member.key.as_str() {
                "ThemeDataColor" => return found.extend(of_theme(path, &member.value)),
                // Of a format, of a step of a scale, and of a run of text.
                "color" => member.value.at(&["expr", "Literal", "Value"]).or(member.value.at(&["Literal", "Value"])),
                "textStyle" => member.value.get("color"),
                _ => return found.extend(bare(path, member)),
            };
            let Some((value, text)) = value.and_then(|value| Some((value, value.text()?))) else { return };
            let colour = match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
                Some(text) => text,
                // A value that is no text is for the rule of literals.
                None if member.key == "textStyle" => text,
                None if text.strip_suffix(['L', 'D', 'M']).is_some_and(|number| number.parse::<f64>().is_ok())
                    || matches!(text, "true" | "false") =>
                {
                    text
                }
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

/// A colour that is written as a text is, where a format has `solid` around it.
fn bare(path: &str, member: &Member) -> Option<Diagnostic> {
    let value = member.value.at(&["expr", "Literal", "Value"])?;
    let digits = value.text()?.strip_prefix("'#")?.strip_suffix('\'')?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let message = format!("the colour `#{digits}` of `{}` has no `solid` around it", member.key);
    let fault = Diagnostic::new(&COLOUR, message).at(Place::bytes(path, value.span.clone()), "");
    Some(fault.help("write `{ \"solid\": { \"color\": { \"expr\": … } } }`"))
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
        None if is_named(colour) || is_function(colour) => None,
        None => {
            let fault = new(format!("`{colour}` is no colour")).did_you_mean(colour, names());
            Some(if fault.help.is_empty() { fault.help("a colour is `#RRGGBB`") } else { fault })
        }
    }
}

/// A colour of the theme by its number, and how much lighter or darker.
fn of_theme(path: &str, colour: &Json) -> Option<Diagnostic> {
    let number = |key: &str| colour.get(key).and_then(|value| Some((value, value.number()?)));
    let fault = |value: &Json, message: String, help: &str| {
        Some(Diagnostic::new(&COLOUR, message).at(Place::bytes(path, value.span.clone()), "").help(help))
    };
    match (number("ColorId"), number("Percent")) {
        (Some((value, id)), _) if !(0.0..=MOST_COLOURS).contains(&id) => {
            fault(value, format!("a theme has no colour {id}"), "the first is 0")
        }
        (_, Some((value, percent))) if !(-1.0..=1.0).contains(&percent) => {
            fault(value, format!("`Percent` is {percent}"), "it is from -1 (black) to 1 (white)")
        }
        _ => None,
    }
}

/// More than any theme of Power BI's has.
const MOST_COLOURS: f64 = 60.0;

/// The names that CSS has, in lower case.
fn names() -> impl Iterator<Item = &'static str> {
    include_str!("../../pbir/colours.txt").split_ascii_whitespace()
}

/// Whether it is a colour by a name: one of CSS, or one that themes have.
fn is_named(colour: &str) -> bool {
    let is_of_theme = || match shapes::named("ThemeFile") {
        Some(Shape::Object(theme)) => theme.key(colour).is_some(),
        _ => false,
    };
    let is_of_scale = matches!(colour, "minColor" | "midColor" | "maxColor" | "nullColor");
    colour.is_empty() || is_of_scale || names().any(|name| name.eq_ignore_ascii_case(colour)) || is_of_theme()
}

/// `rgb(0, 90, 156)` and the like: three numbers or four.
fn is_function(colour: &str) -> bool {
    let Some((name, rest)) = colour.trim().split_once('(') else { return false };
    let Some(inner) = rest.strip_suffix(')') else { return false };
    let parts = inner.split([',', '/', ' ']).filter(|part| !part.is_empty());
    let is_number = |part: &str| part.trim_end_matches("deg").trim_end_matches('%').parse::<f64>().is_ok();
    let sound = parts.clone().filter(|part| is_number(part)).count();
    matches!(name.trim().to_ascii_lowercase().as_str(), "rgb" | "rgba" | "hsl" | "hsla")
        && (3..=4).contains(&sound)
        && sound == parts.count()
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
        for sound in
            ["#fff", "#005A9C", "#005A9CFF", "red", "Red", "foreground", "", "rgb(0, 90, 156)", "rgba(0,0,0,.5)"]
        {
            assert_eq!(said_of(sound), "", "{sound}");
        }
        assert_eq!(said_of("#12345"), "PB057 `#12345` has 5 digits, and is no colour");
        assert_eq!(said_of("#GGGGGG"), "PB057 `#GGGGGG` is no colour");
        assert_eq!(said_of("blu"), "PB057 `blu` is no colour");
        assert_eq!(said_of("rgb(1,2"), "PB057 `rgb(1,2` is no colour");
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
