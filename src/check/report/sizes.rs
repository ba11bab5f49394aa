//! PB027: a page or visual without a size.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const NO_SIZE: Code = Code {
    id: "PB027",
    name: "no-size",
    severity: Severity::Error,
    explanation: "\
A page has a `width` and a `height` (unless its `displayOption` is `DeprecatedDynamic`), and the `position` of a visual
has `x`, `y`, `width` and `height`. Without them, or with a size that is none, Power BI Desktop refuses the file or
shows nothing.

Wrong:  \"position\": { \"x\": 0, \"y\": 0 }
Right:  \"position\": { \"x\": 0, \"y\": 0, \"width\": 300, \"height\": 200 }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.pages() {
        let is_dynamic = json.get("displayOption").and_then(Json::text) == Some("DeprecatedDynamic");
        if !is_dynamic {
            numbers(path, json, "the page", &["width", "height"], &mut found);
        }
    }
    for (path, json) in project.visuals().filter(|(_, json)| json.is_object()) {
        match json.get("position") {
            Some(position) => numbers(path, position, "the position", &["x", "y", "width", "height"], &mut found),
            None => found.push(new(path, json, "the visual has no `position`".to_owned())),
        }
    }
    // What it lacks on a phone its shape says.
    for (path, json) in project.read.definition().filter(|(path, _)| path.ends_with("/mobile.json")) {
        for key in ["width", "height"] {
            let Some(value) = json.at(&["position", key]) else { continue };
            if value.number().is_some_and(|number| number < 0.0) {
                found.push(new(path, value, format!("`{key}` is less than nothing")));
            } else if value.number() == Some(0.0) {
                let nothing = new(path, value, format!("`{key}` is nothing"));
                found.push(Diagnostic { severity: Severity::Warning, ..nothing });
            }
        }
    }
    found
}

/// Farther than any page reaches.
const MOST: f64 = 100_000.0;

fn numbers(path: &str, json: &Json, what: &str, keys: &[&str], found: &mut Vec<Diagnostic>) {
    if !json.is_object() {
        return;
    }
    for key in keys {
        match json.get(key) {
            None => found.push(new(path, json, format!("{what} has no `{key}`"))),
            Some(value) => match value.number() {
                None => found.push(new(path, value, format!("`{key}` is not a number"))),
                Some(number) if number < 0.0 && matches!(*key, "width" | "height") => {
                    found.push(new(path, value, format!("`{key}` is less than nothing")));
                }
                Some(number) if number > MOST => {
                    let far = new(path, value, format!("`{key}` is {number}"));
                    found.push(Diagnostic { severity: Severity::Warning, ..far });
                }
                Some(0.0) if matches!(*key, "width" | "height") => {
                    let mut nothing = new(path, value, format!("`{key}` is nothing"));
                    nothing.severity = Severity::Warning;
                    found.push(nothing);
                }
                Some(_) => {}
            },
        }
    }
}

fn new(path: &str, json: &Json, message: String) -> Diagnostic {
    let end = if json.is_object() { json.span.start + 1 } else { json.span.end };
    Diagnostic::new(&NO_SIZE, message).at(Place::bytes(path, json.span.start..end), "")
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const PAGE: &str = "X.Report/definition/pages/p1/page.json";
    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn a_size_is_missed() {
        assert_eq!(said(&with(PAGE, ", \"height\": 720", "")), ["PB027 the page has no `height`"]);
        let dynamic = with(PAGE, "FitToPage\", \"width\": 1280, \"height\": 720", "DeprecatedDynamic\"");
        assert_eq!(said(&dynamic), [""; 0]);
        assert_eq!(said(&with(VISUAL, "\"x\": 0, ", "")), ["PB027 the position has no `x`"]);
        assert_eq!(said(&with(VISUAL, "\"position\":", "\"place\":")), ["PB027 the visual has no `position`"]);
    }

    #[test]
    fn a_size_that_is_none_is_refused() {
        assert_eq!(said(&with(VISUAL, "\"width\": 100", "\"width\": -100")), ["PB027 `width` is less than nothing"]);
        assert_eq!(said(&with(PAGE, "1280", "\"1280\"")), ["PB027 `width` is not a number"]);
    }

    #[test]
    fn nothing_is_as_large_as_that() {
        assert_eq!(said(&with(PAGE, "720", "1e9")), ["PB027 `height` is 1000000000"]);
    }
}
