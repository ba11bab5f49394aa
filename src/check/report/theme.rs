//! The themes of a report against what a theme may hold; what is wrong has the codes of the report's own files.

use super::colour::COLOUR;
use super::shape::{Found, Walk, What};
use super::wrong_type::WRONG_TYPE;
use super::{Project, formats, misspelt_keys};
use crate::diag::{Diagnostic, Place, Severity};
use crate::pbir::{Json, formats as pbir_formats, shapes, visual_types};

/// The files of the themes that the report has of its own.
pub fn files(project: &Project) -> Vec<String> {
    let report = project.read.file("definition/report.json");
    let packages = report.and_then(|json| json.get("resourcePackages")).map(Json::items).unwrap_or_default();
    let items = packages.iter().filter_map(|package| package.get("items")).flat_map(Json::items);
    let themes = items.filter(|item| item.get("type").and_then(Json::text) == Some("CustomTheme"));
    let paths = themes.filter_map(|item| item.get("path")?.text());
    paths.map(|path| project.read.path(&format!("StaticResources/RegisteredResources/{path}"))).collect()
}

/// What stands among the visuals of a theme and is none.
const OTHERS: [&str; 5] = ["*", "filter", "group", "page", "report"];

pub fn check(project: &Project, found: &mut Found) {
    for path in files(project) {
        let Some((json, shape)) = project.read.files.get(&path).zip(shapes::named("ThemeFile")) else { continue };
        let name = path.rsplit('/').next().unwrap_or(&path);
        // Power BI reads a theme as far as it understands it.
        Walk::doubtful(&path, found).value(json, shape, &What::File(name));
        formats::of_theme(&path, json, found);
        if let Some(list) = json.get("dataColors").filter(|list| list.is_list() && list.items().is_empty()) {
            let fault = Diagnostic::new(&COLOUR, "the theme has no colours for data");
            let fault = fault.at(Place::bytes(&path, list.span.clone()), "");
            found.faults.push(fault.help("list some, or leave `dataColors` out"));
        }
        for member in json.get("visualStyles").map(Json::members).unwrap_or_default() {
            let is_known = visual_types::built_in().chain(OTHERS).any(|known| known == member.key);
            let near = misspelt_keys::near(&member.key, visual_types::built_in()).filter(|_| !is_known);
            if let Some(near) = near {
                let fault = misspelt_keys::fault(&member.key, near);
                found.faults.push(fault.at(Place::bytes(&path, member.key_span.clone()), ""));
            }
            // Between a visual and its formats stands a style.
            for style in member.value.members().iter().filter(|style| style.value.is_list()) {
                if pbir_formats::properties(&style.key).is_some() {
                    let fault = Diagnostic::new(&WRONG_TYPE, format!("`{}` stands in no style", style.key));
                    let fault = fault.at(Place::bytes(&path, style.key_span.clone()), "");
                    found.faults.push(Diagnostic { severity: Severity::Warning, ..fault }.help("put it below `\"*\"`"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree};

    #[test]
    fn a_theme_is_built_as_themes_are() {
        let said_of = |text: &str| {
            let mut tree = tree();
            tree.insert("X.Report/StaticResources/RegisteredResources/t.json", text);
            said(&tree).join("|")
        };
        assert_eq!(said_of("{\"name\": \"T\", \"someday\": 1, \"textClasses\": {\"label\": {\"fontSize\": 9}}}"), "");
        assert_eq!(said_of("{\"dataColors\": [\"#fff\"]}"), "PB049 this `t.json` has no `name`");
        let none = "{\"name\": \"T\", \"dataColors\": []}";
        assert_eq!(said_of(none), "PB057 the theme has no colours for data");
        let value = |color: &str| {
            format!(
                "{{\"name\": \"T\", \"visualStyles\": {{\"page\": {{\"*\": {{\"background\": [{{\"color\": {color}}}]}}}}}}}}"
            )
        };
        assert_eq!(said_of(&value("{\"solid\": {\"color\": \"#fff\"}}")), "");
        assert_eq!(
            said_of(&value("{\"soild\": {\"color\": \"#fff\"}}")),
            "PB051 `soild` is no key that Power BI knows"
        );
        let page = value("\"#fff\"").replace("background", "backgruond");
        assert_eq!(said_of(&page), "PB070 `backgruond` is no format that Power BI knows here");
        assert_eq!(
            said_of("{\"name\": \"T\", \"datacolors\": []}"),
            "PB051 `datacolors` is no key that Power BI knows"
        );
        assert_eq!(said_of("{\"name\": \"T\", \"dataColors\": \"#fff\"}"), "PB053 `dataColors` is a text, not a list");
        let textbox = "{\"name\": \"T\", \"visualStyles\": {\"textBox\": {}}}";
        assert_eq!(said_of(textbox), "PB051 `textBox` is no key that Power BI knows");
        let style = "{\"name\": \"T\", \"visualStyles\": {\"*\": {\"*\": {\"title\": {\"show\": true}}}}}";
        assert_eq!(said_of(style), "PB053 `title` is an object, not a list");
    }
}
