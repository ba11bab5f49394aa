//! PB012: the report names a theme, or registers a resource, that is not there.

use serde_json::Value;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const THEME_RESOURCE: Code = Code {
    id: "PB012",
    name: "missing-resource",
    severity: Severity::Error,
    explanation: "\
`definition/report.json` names the theme of the report and lists its registered resources (themes, images), which are
files in `StaticResources/RegisteredResources`. Name of the theme, name in the list and name of the file are one and
the same, ending included. (Themes that come with Power BI need no file.)

Wrong:  \"customTheme\": { \"name\": \"Corporate\", … } with the resource \"Corporate.json\"
Right:  \"customTheme\": { \"name\": \"Corporate.json\", … } with the resource \"Corporate.json\"
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let file = project.read.path("definition/report.json");
    let Some(json) = project.read.files.get(&file) else {
        return Vec::new();
    };
    let new = |json: &Json, message: String| {
        Diagnostic::new(&THEME_RESOURCE, message).at(Place::bytes(file.as_str(), json.span.clone()), "")
    };
    let items = registered(json);
    let mut found = Vec::new();
    for item in &items {
        let Some((path, text)) = item.get("path").and_then(|path| Some((path, path.text()?))) else { continue };
        let resource = project.read.path(&format!("StaticResources/RegisteredResources/{text}"));
        if !project.tree.contains(&resource) {
            found.push(new(path, format!("the resource `{text}` is not there")).help(format!("add `{resource}`")));
        }
    }
    let theme = json.at(&["themeCollection", "customTheme"]);
    let registered = theme.and_then(|theme| theme.get("type")?.text()) == Some("RegisteredResources");
    if let Some((name, text)) = theme.and_then(|theme| theme.get("name")).and_then(|name| Some((name, name.text()?)))
        && registered
    {
        let known: Vec<&str> = items.iter().filter_map(|item| item.get("name")?.text()).collect();
        if !known.contains(&text) {
            let message = format!("the theme `{text}` is not among the report's resources");
            found.push(new(name, message).or_rather(text, known, |near| Value::from(near).to_string()));
        }
    }
    found
}

fn registered(json: &Json) -> Vec<&Json> {
    let packages = json.get("resourcePackages").map(|packages| packages.items()).unwrap_or_default();
    let ours = packages.iter().filter(|package| text(package, "type") == Some("RegisteredResources"));
    ours.filter_map(|package| package.get("items")).flat_map(|items| items.items()).collect()
}

fn text<'a>(json: &'a Json, key: &str) -> Option<&'a str> {
    json.get(key)?.text()
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with, without};

    #[test]
    fn a_theme_without_its_file_is_named() {
        let tree = without("X.Report/StaticResources/RegisteredResources/t.json");
        assert_eq!(said(&tree), ["PB012 the resource `t.json` is not there"]);
    }

    #[test]
    fn a_theme_must_be_called_as_its_resource_is() {
        let from = "\"customTheme\": {\"name\": \"t.json\"";
        let tree = with("X.Report/definition/report.json", from, "\"customTheme\": {\"name\": \"t\"");
        assert_eq!(said(&tree), ["PB012 the theme `t` is not among the report's resources"]);
    }
}
