//! PB012: the report names a theme, or registers a resource, that is not there.

use serde_json::Value;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const THEME_RESOURCE: Code = Code {
    id: "PB012",
    name: "missing-resource",
    severity: Severity::Warning,
    explanation: "\
`definition/report.json` names the theme of the report and lists its registered resources (themes, images), which are
files in `StaticResources/RegisteredResources`. Name of the theme, name in the list and name of the file are one and
the same, ending included. (Themes that come with Power BI need no file.) Power BI Desktop opens the report without
the theme or the image.

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
        if !known.contains(&text) && is_whole(json) {
            let message = format!("the theme `{text}` is not among the report's resources");
            found.push(new(name, message).or_rather(text, known, |near| Value::from(near).to_string()));
        }
    }
    let themes = ["baseTheme", "customTheme"].into_iter().filter_map(|key| shared_theme(json, key));
    found.extend(themes.map(|(name, text)| {
        let message = format!("the theme `{text}` is not among the report's shared resources");
        new(name, message).help("list it in the `items` of the package `SharedResources`")
    }));
    found.extend(images(project, &items));
    found.extend(packages(project, json));
    found
}

/// Whether each package says what it is and has its items: what a broken one seems to lack has been said.
fn is_whole(report: &Json) -> bool {
    let is_list = |json: &Json| matches!(json.kind, crate::pbir::json::Kind::Array(_));
    let is_package = |package: &Json| {
        let items = package.get("items").filter(|items| is_list(items));
        let is_known = text(package, "type").is_some_and(|kind| PACKAGES.contains(&kind));
        is_known && items.is_some_and(|items| items.items().iter().all(|item| text(item, "name").is_some()))
    };
    let packages = report.get("resourcePackages");
    packages.is_none_or(|packages| is_list(packages) && packages.items().iter().all(is_package))
}

const PACKAGES: [&str; 4] =
    ["CustomVisual", "RegisteredResources", "SharedResources", "OrganizationalStoreCustomVisual"];

/// The name of a theme of Power BI's, where there is a list of shared resources that has it not.
fn shared_theme<'a>(json: &'a Json, key: &str) -> Option<(&'a Json, &'a str)> {
    let theme = json.at(&["themeCollection", key]).filter(|theme| text(theme, "type") == Some("SharedResources"))?;
    let packages = json.get("resourcePackages").map(|packages| packages.items()).unwrap_or_default();
    let mut shared = packages.iter().filter(|package| text(package, "type") == Some("SharedResources")).peekable();
    shared.peek()?;
    let name = theme.get("name")?;
    let mut items = shared.filter_map(|package| package.get("items")).flat_map(|items| items.items());
    let is_listed = items.any(|item| text(item, "name") == name.text());
    name.text().filter(|_| !is_listed).map(|text| (name, text))
}

/// Images that a visual or page shows and the report does not register.
fn images(project: &Project, items: &[&Json]) -> Vec<Diagnostic> {
    let known: Vec<&str> = items.iter().filter_map(|item| text(item, "name")).collect();
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        json.each(&mut |member| {
            if member.key != "ResourcePackageItem" || text(&member.value, "PackageName") != Some("RegisteredResources")
            {
                return;
            }
            let Some(value) = member.value.get("ItemName") else { return };
            let Some(name) = value.text().filter(|name| !known.contains(name)) else { return };
            let message = format!("the image `{name}` is not among the report's resources");
            let diagnostic = Diagnostic::new(&THEME_RESOURCE, message).at(Place::bytes(path, value.span.clone()), "");
            found.push(diagnostic.did_you_mean(name, known.iter().copied()));
        });
    }
    found
}

/// Packages that a visual or page names and the report does not have, and types of packages that there are not.
fn packages(project: &Project, report: &Json) -> Vec<Diagnostic> {
    let all = report.get("resourcePackages").map(Json::items).unwrap_or_default();
    let known: Vec<&str> = all.iter().filter_map(|package| text(package, "name")).chain(BUILT_IN).collect();
    let mut found = misnamed(project, all);
    for (path, json) in project.read.definition() {
        json.each(&mut |member| {
            let item = (member.key == "ResourcePackageItem").then_some(&member.value);
            let mut say = |value: &Json, message: String| {
                let fault = Diagnostic::new(&THEME_RESOURCE, message).at(Place::bytes(path, value.span.clone()), "");
                found.push(Diagnostic { severity: Severity::Warning, ..fault });
            };
            if let Some(value) = item.and_then(|item| item.get("PackageName"))
                && let Some(name) = value.text().filter(|name| !known.contains(name))
            {
                say(value, format!("the report has no package of resources `{name}`"));
            }
            if let Some(value) = item.and_then(|item| item.get("PackageType"))
                && !value.number().is_some_and(|kind| (0.0..=4.0).contains(&kind))
            {
                say(value, "`PackageType` is a number from 0 to 4".to_owned());
            }
        });
    }
    found
}

/// Packages of Power BI's own by another name, and themes of its own by another path: both are found by the one and
/// shown by the other.
fn misnamed(project: &Project, packages: &[Json]) -> Vec<Diagnostic> {
    let file = project.read.path("definition/report.json");
    let new = |value: &Json, message: String, wanted: &str| {
        let fault = Diagnostic::new(&THEME_RESOURCE, message).at(Place::bytes(file.as_str(), value.span.clone()), "");
        fault.help(format!("write `{wanted}`"))
    };
    let mut found = Vec::new();
    for package in packages {
        let Some(kind) = text(package, "type").filter(|kind| BUILT_IN.contains(kind)) else { continue };
        if let Some(value) = package.get("name")
            && let Some(name) = value.text().filter(|name| *name != kind)
        {
            found.push(new(value, format!("the package of type `{kind}` is called `{name}`"), kind));
        }
        for item in package.get("items").map(Json::items).unwrap_or_default() {
            let is_theme = kind == "SharedResources" && text(item, "type") == Some("BaseTheme");
            let Some(name) = text(item, "name").filter(|_| is_theme) else { continue };
            let wanted = format!("BaseThemes/{}.json", name.trim_end_matches(".json"));
            if let Some(value) = item.get("path")
                && let Some(path) = value.text().filter(|path| *path != wanted)
                && !project.tree.contains(&project.read.path(&format!("StaticResources/SharedResources/{path}")))
            {
                found.push(new(value, format!("the theme `{name}` of Power BI's is not at `{path}`"), &wanted));
            }
        }
    }
    found
}

const BUILT_IN: [&str; 2] = ["RegisteredResources", "SharedResources"];

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
    fn a_base_theme_is_among_the_shared_resources() {
        let package = |name: &str| {
            let item =
                format!("{{\"name\": \"{name}\", \"path\": \"BaseThemes/{name}.json\", \"type\": \"BaseTheme\"}}");
            let package =
                format!("{{\"name\": \"SharedResources\", \"type\": \"SharedResources\", \"items\": [{item}]}}, ");
            let tree = with(
                "X.Report/definition/report.json",
                "\"resourcePackages\": [",
                &format!("\"resourcePackages\": [{package}"),
            );
            said(&tree)
        };
        assert_eq!(package("CY25SU10"), [""; 0]);
        let message = "PB012 the theme `CY25SU10` is not among the report's shared resources";
        assert_eq!(package("CY24SU01"), [message]);
    }

    #[test]
    fn an_image_must_be_registered() {
        let image = |name: &str| {
            let item =
                format!("{{\"PackageName\": \"RegisteredResources\", \"PackageType\": 1, \"ItemName\": \"{name}\"}}");
            let format = format!(
                "\"objects\": {{\"image\": [{{\"properties\": {{\"a\": {{\"expr\": {{\"ResourcePackageItem\": {item}}}}}}}}}]}}, \"visualType\""
            );
            said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"visualType\"", &format))
        };
        assert_eq!(image("t.json"), [""; 0]);
        assert_eq!(image("a.png"), ["PB012 the image `a.png` is not among the report's resources"]);
    }

    #[test]
    fn a_theme_must_be_called_as_its_resource_is() {
        let from = "\"customTheme\": {\"name\": \"t.json\"";
        let tree = with("X.Report/definition/report.json", from, "\"customTheme\": {\"name\": \"t\"");
        assert_eq!(said(&tree), ["PB012 the theme `t` is not among the report's resources"]);
    }

    #[test]
    fn a_package_and_a_theme_are_called_as_power_bi_calls_them() {
        let report = "X.Report/definition/report.json";
        let package = with(report, "[{\"name\": \"RegisteredResources\"", "[{\"name\": \"Resources\"");
        assert_eq!(said(&package), ["PB012 the package of type `RegisteredResources` is called `Resources`"]);
        let item = |path: &str| {
            let item = format!("{{\"name\": \"CY25SU10\", \"path\": \"{path}\", \"type\": \"BaseTheme\"}}");
            let shared =
                format!("{{\"name\": \"SharedResources\", \"type\": \"SharedResources\", \"items\": [{item}]}}");
            said(&with(report, "\"resourcePackages\": [", &format!("\"resourcePackages\": [{shared}, "))).join("|")
        };
        assert_eq!(item("BaseThemes/CY25SU10.json"), "");
        assert_eq!(item("CY25SU10.json"), "PB012 the theme `CY25SU10` of Power BI's is not at `CY25SU10.json`");
    }
}
