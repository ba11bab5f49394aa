//! PB035: a button or tooltip leads to a page or bookmark that is not there.

use std::collections::BTreeMap;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const BROKEN_LINK: Code = Code {
    id: "PB035",
    name: "broken-link",
    severity: Severity::Warning,
    explanation: "\
A button that goes to a page or applies a bookmark, and a tooltip that shows a page, name it by its `name`. It is not
in the report, so the button does nothing and the tooltip is the usual one; as it is where the page is none for
tooltips.

Wrong:  \"navigationSection\": { \"expr\": { \"Literal\": { \"Value\": \"'gone'\" } } }
Right:  \"navigationSection\": { \"expr\": { \"Literal\": { \"Value\": \"'1f0a9c32b7d4e5f60718'\" } } }
",
};

/// More places of one link than anybody looks at.
const MAX_LABELS: usize = 4;

const TOOLTIP: &str = "tooltip page";

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let pages: Vec<&str> = project.read.report.pages.iter().map(|page| page.id.as_str()).collect();
    let tooltips: Vec<&str> = tooltip_pages(project);
    let bookmarks: Vec<&str> = project.bookmark_names();
    let list = project.read.file("definition/bookmarks/bookmarks.json").and_then(|json| json.get("items"));
    let items = list.map(Json::items).unwrap_or_default().iter().filter(|item| item.get("children").is_some());
    let groups: Vec<&str> = items.filter_map(|item| item.get("name")?.text()).collect();
    // A page that is gone leaves many links behind: it is said once.
    let mut broken: BTreeMap<(&str, &str), Vec<Place>> = BTreeMap::new();
    for (path, json) in project.visuals() {
        json.each(&mut |member| {
            if !["bookmarks", "visualLink", "visualTooltip", "visualHeaderTooltip"].contains(&member.key.as_str()) {
                return;
            }
            let properties = member.value.items().iter().filter_map(|item| item.get("properties"));
            for property in properties.flat_map(Json::members) {
                let (what, known) = match property.key.as_str() {
                    "bookmark" => ("bookmark", &bookmarks),
                    "bookmarkGroup" => ("group of bookmarks", &groups),
                    "section" | "navigationSection" | "drillthroughSection" => ("page", &pages),
                    _ => continue,
                };
                let Some(value) = property.value.at(&["expr", "Literal", "Value"]) else { continue };
                let Some(name) = value.text().map(|text| text.trim_matches('\'')) else { continue };
                // Power BI's own words begin with underscores: the page that it finds by itself.
                if name.is_empty() || name.starts_with("__") {
                    continue;
                }
                let is_tooltip = member.key.ends_with("Tooltip") && property.key == "section";
                let what = match known.contains(&name) {
                    false => what,
                    true if is_tooltip && !tooltips.contains(&name) => TOOLTIP,
                    true => continue,
                };
                broken.entry((what, name)).or_default().push(Place::bytes(path, value.span.clone()));
            }
        });
    }
    let say = |((what, name), places): ((&str, &str), Vec<Place>)| {
        let known = match what {
            "page" => &pages,
            TOOLTIP => &tooltips,
            "bookmark" => &bookmarks,
            _ => &groups,
        };
        let more = places.len().saturating_sub(MAX_LABELS);
        let new = Diagnostic::new(&BROKEN_LINK, format!("the report has no {what} `{name}`"));
        let placed = places.into_iter().take(MAX_LABELS).fold(new, |diagnostic, place| diagnostic.at(place, ""));
        let diagnostic = placed.did_you_mean(name, known.iter().copied());
        let diagnostic = match what == TOOLTIP {
            true => diagnostic.help("choose a page of the type `Tooltip`, or give the page that type"),
            false => diagnostic,
        };
        if more > 0 { diagnostic.note(format!("{more} more visuals lead there")) } else { diagnostic }
    };
    broken.into_iter().map(say).collect()
}

/// The names of the pages that serve as tooltips.
fn tooltip_pages<'a>(project: &Project<'a>) -> Vec<&'a str> {
    let is_one = |json: &Json| {
        let types = [json.get("type"), json.at(&["pageBinding", "type"])];
        types.into_iter().flatten().any(|ty| ty.text() == Some("Tooltip"))
    };
    let pages = project.pages().filter(|(_, json)| is_one(json));
    pages.filter_map(|(_, json)| json.get("name")?.text()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    fn said_of(key: &str, name: &str) -> String {
        let object = if key == "section" { "visualTooltip" } else { "visualLink" };
        let link = format!(
            r#""visualContainerObjects": {{"{object}": [{{"properties": {{"{key}": {{"expr": {{"Literal":
            {{"Value": "'{name}'"}}}}}}}}}}]}}, "visualType":"#
        );
        said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"visualType\":", &link)).join(" | ")
    }

    #[test]
    fn a_button_must_lead_somewhere() {
        assert_eq!(said_of("navigationSection", "p1"), "");
        assert_eq!(said_of("navigationSection", "p2"), "PB035 the report has no page `p2`");
        assert_eq!(said_of("bookmark", "b"), "PB035 the report has no bookmark `b`");
        assert_eq!(said_of("section", "p2"), "PB035 the report has no page `p2`");
        assert_eq!(said_of("section", "p1"), "PB035 the report has no tooltip page `p1`");
    }
}
