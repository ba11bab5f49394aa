//! PB046: the report's themes are not written as its version of the format wants them.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::{Json, schema};

pub const BASE_THEME: Code = Code {
    id: "PB046",
    name: "base-theme",
    severity: Severity::Warning,
    explanation: "\
`themeCollection` in `definition/report.json` is needed (an error), and names the theme the report was made with,
`baseTheme`: without that Power BI Desktop may show an empty canvas. `reportVersionAtImport` of a theme is an object from version 3.0.0 of the schema on
and a text before it; the other of the two is refused (an error).

Wrong:  \"themeCollection\": { }
Right:  \"themeCollection\": { \"baseTheme\": { \"name\": \"CY25SU10\", … } }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let path = project.read.path("definition/report.json");
    let Some(json) = project.read.files.get(&path) else {
        return Vec::new();
    };
    let new = |json: &Json, message: &str| {
        let end = if json.is_object() { json.span.start + 1 } else { json.span.end };
        Diagnostic::new(&BASE_THEME, message).at(Place::bytes(path.as_str(), json.span.start..end), "")
    };
    let Some(themes) = json.get("themeCollection") else {
        let fault = new(json, "the report has no `themeCollection`").help("add it with a `baseTheme`");
        return vec![Diagnostic { severity: Severity::Error, ..fault }];
    };
    // That it is something else has been said.
    if !themes.is_object() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if themes.get("baseTheme").is_none() {
        found.push(new(themes, "the report has no `baseTheme`").help("copy it from a report that was saved lately"));
    }
    let version = json.get("$schema").and_then(|address| schema::named(address.text()?));
    for theme in ["baseTheme", "customTheme"].into_iter().filter_map(|key| themes.get(key)) {
        let Some(import) = theme.get("reportVersionAtImport") else { continue };
        let (wanted, is_right) = match &version {
            Some(named) if named.version >= (3, 0) => ("an object", import.is_object()),
            Some(_) => ("a text", import.text().is_some()),
            None => continue,
        };
        let odd = import.members().iter().find(|part| part.value.text().is_some_and(|text| !is_version(text)));
        if let Some(part) = odd.filter(|_| is_right) {
            let text = part.value.text().unwrap_or_default();
            let mut diagnostic = new(&part.value, &format!("`{text}` is not a version")).help("such as `2.1.0`");
            diagnostic.severity = Severity::Error;
            found.push(diagnostic);
        }
        if !is_right {
            let mut diagnostic = new(import, &format!("`reportVersionAtImport` is {wanted} in this version"));
            diagnostic.severity = Severity::Error;
            found.push(diagnostic);
        }
    }
    found
}

fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const FILE: &str = "X.Report/definition/report.json";

    #[test]
    fn a_report_has_a_base_theme() {
        let said = |tree| said(tree).into_iter().filter(|text| text.starts_with("PB046")).collect::<Vec<_>>();
        assert_eq!(said(&with(FILE, "\"baseTheme\"", "\"otherTheme\"")), ["PB046 the report has no `baseTheme`"]);
    }

    #[test]
    fn the_version_at_import_is_written_as_the_schema_wants_it() {
        let base = "\"SharedResources\", \"reportVersionAtImport\":\n            {\"visual\": \"2.1.0\", \"report\": \"3.0.0\", \"page\": \"2.3.0\"}";
        let tree = with(FILE, base, "\"SharedResources\", \"reportVersionAtImport\": \"5.61\"");
        assert_eq!(said(&tree), ["PB046 `reportVersionAtImport` is an object in this version"]);
        let tree = with(FILE, base, &base.replace("2.1.0", "latest"));
        assert_eq!(said(&tree), ["PB046 `latest` is not a version"]);
    }
}
