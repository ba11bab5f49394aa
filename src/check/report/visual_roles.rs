//! PB023: a visual has a field in a role that is not one of its own, or none in those it needs.

use super::{Project, misspelt_keys};
use crate::diag::{Code, Diagnostic, Place, Severity, suggest};
use crate::pbir::json::{Kind, Member};
use crate::pbir::{Json, visual_types};

pub const VISUAL_ROLE: Code = Code {
    id: "PB023",
    name: "visual-role",
    severity: Severity::Warning,
    explanation: "\
Each visual has roles for its fields (`Category`, `Y`, `Series`, …), and their names are not those that Power BI
Desktop shows: the legend of a chart is `Series`. A field in another role is not shown, and without a field in one of
the roles that it needs the visual is empty. A role that makes groups takes columns. Only visuals that come with Power BI are judged.

Wrong:  a `lineChart` with \"queryState\": { \"Category\": …, \"Y\": …, \"Legend\": … }
Right:  a `lineChart` with \"queryState\": { \"Category\": …, \"Y\": …, \"Series\": … }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.visuals() {
        let Some(value) = json.at(&["visual", "visualType"]) else { continue };
        let Some(name) = value.text() else { continue };
        if is_empty(name, json.get("visual").unwrap_or(json)) {
            let message = format!("a `{name}` shows nothing without a field");
            found.push(Diagnostic::new(&VISUAL_ROLE, message).at(place(path, value), ""));
            continue;
        }
        let Some(state) = json.at(&["visual", "query", "queryState"]) else { continue };
        found.extend(mistyped(path, name, state));
        let said = found.len();
        let Some(kind) = visual_types::known(name) else {
            found.extend(misplaced(path, name, state));
            continue;
        };
        let filled = |member: &&Member| member.value.get("projections").is_some_and(|list| !list.items().is_empty());
        for bucket in state.members().iter().filter(filled).filter(|bucket| !kind.roles.contains(&bucket.key.as_str()))
        {
            let message = format!("a `{}` has no role `{}`", kind.name, bucket.key);
            let diagnostic = Diagnostic::new(&VISUAL_ROLE, message).at(Place::bytes(path, bucket.key_span.clone()), "");
            found.push(match meant(&bucket.key).filter(|role| kind.roles.contains(role)) {
                Some(role) => diagnostic.help(format!("did you mean `{role}`?")),
                None => diagnostic.did_you_mean(&bucket.key, kind.roles.iter().copied()),
            });
        }
        let has_fields = state.members().iter().any(|member| filled(&member));
        let is_fed = state.members().iter().filter(filled).any(|member| kind.needed.contains(&member.key.as_str()));
        // A role by a wrong name has been said, and is perhaps the one that is missing.
        let is_known = |bucket: &Member| kind.roles.contains(&bucket.key.as_str());
        if has_fields && !is_fed && state.members().iter().filter(filled).all(is_known) {
            let message =
                format!("a `{}` shows nothing without a field in `{}`", kind.name, kind.needed.join("` or `"));
            let mut diagnostic = Diagnostic::new(&VISUAL_ROLE, message).at(place(path, value), "");
            diagnostic.severity = Severity::Warning;
            found.push(diagnostic);
        }
        if found.len() == said {
            found.extend(misplaced(path, name, state));
        }
    }
    for (path, json) in project.bookmarks() {
        json.each(&mut |member| {
            if member.key == "singleVisual" {
                found.extend(kept(path, &member.value));
            }
        });
    }
    found
}

/// A role in what a bookmark keeps of a visual that is all but one of the visual's.
fn kept(path: &str, state: &Json) -> Option<Diagnostic> {
    let kind = visual_types::known(state.get("visualType")?.text()?)?;
    let roles =
        ["activeProjections", "projections"].into_iter().filter_map(|key| state.get(key)).flat_map(Json::members);
    let mut unknown = roles.filter(|role| !kind.roles.contains(&role.key.as_str()));
    let near = |role: &Member| misspelt_keys::near(&role.key, kind.roles.iter().copied());
    let (role, near) = unknown.find_map(|role| Some((role, near(role)?)))?;
    let fault = Diagnostic::new(&VISUAL_ROLE, format!("a `{}` has no role `{}`", kind.name, role.key));
    Some(fault.at(Place::bytes(path, role.key_span.clone()), "").help(format!("did you mean `{near}`?")))
}

/// Visuals that show fields, beside those whose roles are known.
const OF_FIELDS: [&str; 5] = ["advancedSlicerVisual", "cardVisual", "listSlicer", "map", "slicer"];

/// Whether a visual that shows fields has none: no query, or one whose roles are there and empty.
fn is_empty(name: &str, visual: &Json) -> bool {
    if visual_types::known(name).is_none() && !OF_FIELDS.contains(&name) {
        return false;
    }
    let Some(query) = visual.get("query") else {
        // One that was put on the page just now is nothing yet; by a name that is misspelt the query is there, and that
        // has been said.
        let is_new = visual.get("autoSelectVisualType").is_some_and(|json| json.kind == Kind::Bool(true));
        return !is_new
            && !visual
                .members()
                .iter()
                .any(|member| misspelt_keys::near(&member.key, ["query"].into_iter()).is_some());
    };
    let Some(state) = query.get("queryState").filter(|state| state.is_object()) else { return false };
    let fields = |role: &Member| role.value.get("projections").map(|list| list.items().len());
    let is_filled = state.members().iter().any(|role| fields(role).is_some_and(|count| count > 0));
    !is_filled && (state.members().is_empty() || state.members().iter().any(|role| fields(role).is_some()))
}

/// A role that is nearly the one that the visual has for sure, of visuals that may have others as well.
fn mistyped(path: &str, name: &str, state: &Json) -> Option<Diagnostic> {
    let role = match name {
        "cardVisual" => "Data",
        "azureMap" | "map" => return mapped(path, name, state),
        "listSlicer" | "advancedSlicerVisual" | "slicer" => "Values",
        _ => return None,
    };
    let bucket = state.members().first().filter(|_| state.get(role).is_none())?;
    // A slicer has this one alone.
    let is_near = name == "slicer"
        || matches!(bucket.key.as_str(), "Values" | "Fields" | "Field")
        || suggest::nearest(&bucket.key, [role]).is_some();
    let message = format!("a `{name}` has no role `{}`", bucket.key);
    let diagnostic = Diagnostic::new(&VISUAL_ROLE, message).at(Place::bytes(path, bucket.key_span.clone()), "");
    is_near.then(|| diagnostic.help(format!("did you mean `{role}`?")))
}

/// A role of a map by the name that Power BI Desktop shows.
fn mapped(path: &str, name: &str, state: &Json) -> Option<Diagnostic> {
    let meant = |shown: &str| match shown {
        "Location" => Some("Category"),
        "Legend" => Some("Series"),
        "Latitude" => Some("Y"),
        "Longitude" => Some("X"),
        "Bubble" | "BubbleSize" | "Bubble size" => Some("Size"),
        _ => None,
    };
    let (bucket, role) = state.members().iter().find_map(|bucket| Some((bucket, meant(&bucket.key)?)))?;
    let message = format!("a `{name}` has no role `{}`", bucket.key);
    let diagnostic = Diagnostic::new(&VISUAL_ROLE, message).at(Place::bytes(path, bucket.key_span.clone()), "");
    Some(diagnostic.help(format!("did you mean `{role}`?")))
}

/// Roles whose fields make the groups: a measure has no values to group by.
const GROUPS: [&str; 8] = ["Breakdown", "Category", "Columns", "Details", "Group", "Play", "Rows", "Series"];

/// Fields of the other kind than their role takes.
fn misplaced(path: &str, name: &str, state: &Json) -> Vec<Diagnostic> {
    let is_slicer = matches!(name, "slicer" | "listSlicer" | "advancedSlicerVisual");
    let is_known = visual_types::known(name).is_some();
    let mut found = Vec::new();
    for role in state.members() {
        let is_group = is_known && GROUPS.contains(&role.key.as_str()) || is_slicer && role.key == "Values";
        for projection in role.value.get("projections").map(Json::items).unwrap_or_default() {
            let Some(field) = projection.get("field") else { continue };
            if !is_group || field.get("Measure").is_none() || field.get("Column").is_some() {
                continue;
            }
            let message = format!("`{}` of a `{name}`: a measure has no values to choose or group by", role.key);
            let place = Place::bytes(path, field.span.start..field.span.start + 1);
            found.push(Diagnostic::new(&VISUAL_ROLE, message).at(place, ""));
        }
    }
    found
}

fn place(path: &str, json: &Json) -> Place {
    Place::bytes(path, json.span.clone())
}

/// The role by the name that Power BI Desktop shows.
fn meant(shown: &str) -> Option<&'static str> {
    Some(match shown {
        "Legend" => "Series",
        "Axis" | "X-axis" | "Details" => "Category",
        "Y-axis" | "Value" | "Values" => "Y",
        "Fields" | "Data" => "Values",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    fn said_of(kind: &str, role: &str) -> String {
        let tree = with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"Data\"", &format!("\"{role}\""));
        let mut tree = tree;
        let path = "X.Report/definition/pages/p1/visuals/v1/visual.json";
        let text = tree.text(path).expect("a visual").replace("cardVisual", kind);
        tree.insert(path, text);
        said(&tree).join(" | ")
    }

    #[test]
    fn a_role_of_another_visual_is_named() {
        assert_eq!(said_of("lineChart", "Legend"), "PB023 a `lineChart` has no role `Legend`");
        assert_eq!(said_of("lineChart", "Y"), "");
        assert_eq!(said_of("cardVisual", "Anything"), "");
        assert_eq!(said_of("slicer", "Field"), "PB023 a `slicer` has no role `Field`");
        assert_eq!(said_of("cardVisual", "Dta"), "PB023 a `cardVisual` has no role `Dta`");
    }

    #[test]
    fn a_visual_without_what_it_shows_is_noted() {
        assert_eq!(said_of("columnChart", "Category"), "PB023 a `columnChart` shows nothing without a field in `Y`");
        let said_of = |from: &str, to: &str| {
            let path = "X.Report/definition/pages/p1/visuals/v1/visual.json";
            said(&with(path, from, to)).join("|")
        };
        let nothing = "PB023 a `cardVisual` shows nothing without a field";
        assert_eq!(said_of("\"projections\": [", "\"projections\": [], \"was\": [").split('|').next(), Some(nothing));
        assert_eq!(said_of("\"query\"", "\"qeury\""), "PB051 `qeury` is no key that Power BI knows");
    }
}
