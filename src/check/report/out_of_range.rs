//! PB071: a format with a number that it cannot have.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::json::Member;

pub const OUT_OF_RANGE: Code = Code {
    id: "PB071",
    name: "format-out-of-range",
    severity: Severity::Warning,
    explanation: "\
The size of a font is more than nothing, that of a corner, a line or a margin not less than nothing, and a transparency is
from 0 to 100. Power BI Desktop takes another number for the nearest that can be, or passes over it; so in a theme.

Wrong:  \"fontSize\": { \"expr\": { \"Literal\": { \"Value\": \"-10D\" } } }
Right:  \"fontSize\": { \"expr\": { \"Literal\": { \"Value\": \"10D\" } } }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        json.each(&mut |member| {
            if member.key == "textStyle" {
                found.extend(without_unit(path, &member.value));
            }
            let value = member.value.at(&["expr", "Literal", "Value"]);
            let number = value.and_then(|value| Some((value, number(value.text()?)?)));
            found.extend(number.and_then(|(value, number)| fault(path, member, value, number)));
        });
    }
    for theme in super::theme::files(project) {
        let Some(json) = project.read.files.get(&theme) else { continue };
        json.each(&mut |member| {
            let number = member.value.number();
            found.extend(number.and_then(|number| fault(&theme, member, &member.value, number)));
        });
    }
    found
}

/// The size of a run of text, which has its unit.
fn without_unit(path: &str, style: &Json) -> Option<Diagnostic> {
    let size = style.get("fontSize")?;
    let text = size.text()?;
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let unit = text.get(number.len()..).unwrap_or_default();
    let new = |message: String| Diagnostic::new(&OUT_OF_RANGE, message).at(Place::bytes(path, size.span.clone()), "");
    match (number.parse::<f64>().is_ok(), unit) {
        (true, "") => Some(new(format!("the size `{text}` has no unit")).help(format!("write `{text}pt`"))),
        (true, "pt" | "px" | "em" | "rem" | "%") => None,
        _ => Some(new(format!("`{text}` is no size")).help("a size is a number and `pt`")),
    }
}

/// The number of a literal, without the letter at its end; that of a text too.
fn number(text: &str) -> Option<f64> {
    let text = text.trim_matches('\'');
    text.strip_suffix(['D', 'L', 'M']).unwrap_or(text).parse().ok()
}

/// Formats that are lengths, whatever visual they are of.
const LENGTHS: [&str; 12] = [
    "bottom",
    "borderWidth",
    "cellPadding",
    "left",
    "padding",
    "paddingUniform",
    "radius",
    "right",
    "rowPadding",
    "strokeWidth",
    "top",
    "width",
];

fn fault(path: &str, format: &Member, value: &Json, number: f64) -> Option<Diagnostic> {
    let key = format.key.as_str();
    let is_size = key.ends_with("ontSize") || key == "textSize";
    let is_share = key.ends_with("ransparency");
    let wanted = match number {
        number if is_size && number <= 0.0 => "more than nothing",
        number if is_size && number > 1000.0 => "not more than 1000",
        number if is_share && !(0.0..=100.0).contains(&number) => "from 0 to 100",
        number if LENGTHS.contains(&key) && number < 0.0 => "not less than nothing",
        _ => return None,
    };
    let fault = Diagnostic::new(&OUT_OF_RANGE, format!("`{key}` is {wanted}, not {number}"));
    Some(fault.at(Place::bytes(path, value.span.clone()), ""))
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree, with};

    #[test]
    fn a_size_is_more_than_nothing() {
        let said_of = |key: &str, value: &str| {
            let expr = format!("{{\"expr\": {{\"Literal\": {{\"Value\": \"{value}\"}}}}}}");
            let objects =
                format!("\"objects\": {{\"a\": [{{\"properties\": {{\"{key}\": {expr}}}}}]}}, \"visualType\"");
            said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"visualType\"", &objects)).join("|")
        };
        for (key, value) in [("fontSize", "9D"), ("transparency", "100D"), ("top", "0D"), ("angle", "-45D")] {
            assert_eq!(said_of(key, value), "", "{key} {value}");
        }
        assert_eq!(said_of("fontSize", "-9D"), "PB071 `fontSize` is more than nothing, not -9");
        assert_eq!(said_of("labelFontSize", "0D"), "PB071 `labelFontSize` is more than nothing, not 0");
        assert_eq!(said_of("transparency", "200L"), "PB071 `transparency` is from 0 to 100, not 200");
        assert_eq!(said_of("top", "-4D"), "PB071 `top` is not less than nothing, not -4");
    }

    #[test]
    fn so_it_is_in_a_theme() {
        let mut tree = tree();
        let text = "{\"name\": \"T\", \"textClasses\": {\"label\": {\"fontSize\": -9}}}";
        tree.insert("X.Report/StaticResources/RegisteredResources/t.json", text);
        assert_eq!(said(&tree), ["PB071 `fontSize` is more than nothing, not -9"]);
    }

    #[test]
    fn the_size_of_a_text_has_its_unit() {
        let said_of = |size: &str| {
            let run = format!("{{\"value\": \"a\", \"textStyle\": {{\"fontSize\": \"{size}\"}}}}");
            let objects = format!(
                "\"objects\": {{\"general\": [{{\"properties\": {{\"paragraphs\": [{{\"textRuns\": [{run}]}}]}}}}]}}, \"visualType\""
            );
            said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"visualType\"", &objects)).join("|")
        };
        assert_eq!(said_of("16pt"), "");
        assert_eq!(said_of("16"), "PB071 the size `16` has no unit");
        assert_eq!(said_of("1p6t"), "PB071 `1p6t` is no size");
        assert_eq!(said_of("16ptx"), "PB071 `16ptx` is no size");
    }
}
