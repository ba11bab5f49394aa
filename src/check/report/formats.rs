//! PB070: a format of one of Power BI's own visuals by a name that is all but one that it has.

use super::literals::LITERAL;
use super::shape::{Found, What};
use super::{Project, misspelt_keys, words as report_words};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::formats::{self, Sort};
use crate::pbir::json::{Kind, Member};
use crate::pbir::shapes::{self, Shape};

pub const UNKNOWN_FORMAT: Code = Code {
    id: "PB070",
    name: "misspelt-format",
    severity: Severity::Warning,
    explanation: "\
An object of formats in `objects` of a visual, or a property of one, is not among those that this visual of Power BI's
own has, and differs by a letter or two, or by upper and lower case, from one that is. Power BI Desktop passes over it,
and the visual looks as if it were not there. So it is below `visualStyles` of a theme; and so it is, in a visual, with
formats that only other visuals have. Names that are like none of the known ones are not judged, nor are custom visuals.

Wrong:  a `tableEx` with \"objects\": { \"columnHeader\": [ … ] }
Right:  a `tableEx` with \"objects\": { \"columnHeaders\": [ … ] }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.visuals() {
        let Some(kind) = json.at(&["visual", "visualType"]).and_then(Json::text) else { continue };
        let mobile = format!("{}mobile.json", path.strip_suffix("visual.json").unwrap_or_default());
        let mobile = project.read.files.get_key_value(&mobile);
        let files = [json.at(&["visual", "objects"]).map(|objects| (path, objects))];
        let phone = mobile.and_then(|(path, json)| Some((path.as_str(), json.get("objects")?)));
        for (path, objects) in files.into_iter().flatten().chain(phone) {
            of_visual(path, kind, objects, &mut found);
        }
        for object in json.at(&["visual", "visualContainerObjects"]).map(Json::members).unwrap_or_default() {
            of_object(path, object, &mut found);
        }
    }
    let report = project.read.path("definition/report.json");
    let report = project.read.files.get_key_value(&report).map(|(path, json)| (path.as_str(), json));
    for (path, json) in project.pages().chain(report) {
        for object in json.get("objects").map(Json::members).unwrap_or_default() {
            let properties = object.value.items().iter().filter_map(|item| item.get("properties"));
            found.extend(properties.flat_map(Json::members).filter_map(|property| word(path, &object.key, property)));
        }
    }
    for (path, json) in project.bookmarks() {
        json.each(&mut |member| {
            let Some(kind) = member.value.get("visualType").filter(|_| member.key == "singleVisual") else { return };
            if let Some((kind, objects)) = kind.text().zip(member.value.at(&["objects", "merge"])) {
                of_visual(path, kind, objects, &mut found);
            }
        });
    }
    for (path, json) in project.read.definition() {
        json.each(&mut |member| {
            let value = member.value.at(&["strategy", "Literal", "Value"]);
            if let Some((value, text)) = value.filter(|_| member.key == STRATEGY).and_then(|it| Some((it, it.text()?)))
                && !NO_VALUE.contains(&text.trim_matches('\''))
            {
                let fault = report_words::fault(&What::Key("strategy"), text.trim_matches('\''), &NO_VALUE);
                let fault = fault.at(Place::bytes(path, value.span.clone()), "");
                found.push(Diagnostic { severity: Severity::Warning, ..fault });
            }
        });
    }
    found
}

/// How a scale of colours draws what has no value.
const STRATEGY: &str = "nullColoringStrategy";
const NO_VALUE: [&str; 3] = ["asZero", "noColor", "specificColor"];

fn of_visual(path: &str, kind: &str, objects: &Json, found: &mut Vec<Diagnostic>) {
    let Some(known) = formats::objects(kind) else { return };
    for object in objects.members() {
        let Some(name) = named(path, object, &known, found) else { continue };
        if !known.contains(&name)
            && let Some(fault) = of_others(path, kind, object)
        {
            found.push(fault);
            continue;
        }
        of_object(path, object, found);
    }
}

/// The properties of an object of formats in a visual.
fn of_object(path: &str, object: &Member, found: &mut Vec<Diagnostic>) {
    let name = object.key.as_str();
    let Some(known) = formats::properties(name) else { return };
    let properties = object.value.items().iter().filter_map(|item| item.get("properties"));
    for property in properties.flat_map(Json::members) {
        if named(path, property, known, found).is_none() {
            continue;
        }
        if !known.contains(&property.key.as_str()) && formats::is_property(&property.key) {
            let fault = Diagnostic::new(&UNKNOWN_FORMAT, format!("`{name}` has no `{}`", property.key));
            let fault = fault.at(Place::bytes(path, property.key_span.clone()), "");
            found.push(fault.help("other objects of formats have it"));
        }
        found.extend(word(path, name, property));
    }
}

/// An object of formats that only other visuals have, or that the visual has by another name.
fn of_others(path: &str, kind: &str, object: &Member) -> Option<Diagnostic> {
    let axis = match object.key.as_str() {
        "xAxis" => Some("categoryAxis"),
        "yAxis" => Some("valueAxis"),
        _ => None,
    };
    let axis = axis.filter(|axis| formats::objects(kind).is_some_and(|known| known.contains(axis)));
    let owner = formats::owners(&object.key).next();
    let help = match (axis, owner) {
        (Some(axis), _) => format!("an axis is `{axis}`"),
        (_, Some(owner)) => format!("it is a format of `{owner}`"),
        _ => return None,
    };
    let fault = Diagnostic::new(&UNKNOWN_FORMAT, format!("a `{kind}` has no format `{}`", object.key));
    Some(fault.at(Place::bytes(path, object.key_span.clone()), "").help(help))
}

/// Those of which it is known that there are no other words.
fn words(object: &str, property: &str) -> &'static [&'static str] {
    match (object, property) {
        ("data", "mode") => &[
            "Basic",
            "Dropdown",
            "Between",
            "Before",
            "After",
            "Relative",
            "RelativeTime",
            "Single",
            "List",
            "VerticalList",
            "HorizontalList",
        ],
        ("displayArea" | "section", "verticalAlignment") => &["Top", "Middle", "Bottom"],
        ("legend", "position") => &[
            "Top",
            "TopCenter",
            "TopRight",
            "Left",
            "LeftCenter",
            "Right",
            "RightCenter",
            "Bottom",
            "BottomCenter",
            "BottomRight",
        ],
        ("title" | "subTitle", "alignment") => &["left", "center", "right"],
        ("dropShadow", "position") => &["Inner", "Outer"],
        ("dropShadow", "preset") => &[
            "BottomRight",
            "Bottom",
            "BottomLeft",
            "CenterRight",
            "Center",
            "CenterLeft",
            "TopRight",
            "Top",
            "TopLeft",
            "Custom",
        ],
        ("visualLink", "type") => &[
            "Back",
            "Bookmark",
            "Drillthrough",
            "PageNavigation",
            "Qna",
            "WebUrl",
            "ApplyAllSlicers",
            "ClearAllSlicers",
            "DataFunction",
        ],
        ("visualTooltip" | "visualHeaderTooltip", "type") => &["Default", "Canvas"],
        _ => &[],
    }
}

fn word(path: &str, object: &str, property: &Member) -> Option<Diagnostic> {
    let known = words(object, &property.key);
    let value = property.value.at(&["expr", "Literal", "Value"])?;
    let text = value.text().filter(|text| *text != "null")?;
    let Some(word) = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) else {
        // What is no value at all is said by the rule of literals.
        let is_other = text.is_empty() || text == "true" || text == "false" || text.ends_with(['L', 'D', 'M']);
        let is_said = matches!(formats::sort_of(&property.key), Some(Sort::Words(_)));
        let fault = report_words::fault(&What::Key(&property.key), text, known);
        let fault = fault.at(Place::bytes(path, value.span.clone()), "");
        let is_fault = !known.is_empty() && is_other && !is_said;
        return is_fault.then_some(Diagnostic { severity: Severity::Warning, ..fault });
    };
    let is_said = matches!(formats::sort_of(&property.key), Some(Sort::Words(all))
        if !all.contains(&word) && misspelt_keys::near(word, all.iter().copied()).is_some());
    if known.is_empty() || known.contains(&word) || is_said {
        return None;
    }
    let fault =
        report_words::fault(&What::Key(&property.key), word, known).at(Place::bytes(path, value.span.clone()), "");
    Some(Diagnostic { severity: Severity::Warning, ..fault })
}

/// What the themes set of the pages.
fn of_pages(path: &str, page: &Json, found: &mut Vec<Diagnostic>) {
    let Some(Shape::Object(known)) = shapes::named("PageObjects") else { return };
    let names: Vec<&'static str> = known.keys.iter().map(|key| key.name).collect();
    for object in page.members().iter().flat_map(|style| style.value.members()) {
        let Some(name) = named(path, object, &names, found) else { continue };
        let Some(Shape::List(item)) = known.key(name).map(|key| &key.shape) else { continue };
        let Shape::Object(item) = &**item else { continue };
        let Some(Shape::Object(properties)) = item.key("properties").map(|key| &key.shape) else { continue };
        let names: Vec<&'static str> = properties.keys.iter().map(|key| key.name).collect();
        for property in object.value.items().iter().flat_map(Json::members) {
            named(path, property, &names, found);
        }
    }
}

/// What the themes set of the visuals, where the values stand bare.
pub fn of_theme(path: &str, theme: &Json, found: &mut Found) {
    for visual in theme.get("visualStyles").map(Json::members).unwrap_or_default() {
        if visual.key == "page" {
            of_pages(path, &visual.value, &mut found.faults);
        }
        let known = match visual.key.as_str() {
            "*" => Some(formats::all_objects()),
            kind => formats::objects(kind),
        };
        let Some(known) = known else { continue };
        for object in visual.value.members().iter().flat_map(|style| style.value.members()) {
            // In the place of the object `*` stand properties of them all.
            let Some(name) = named(path, object, &known, &mut found.faults).filter(|name| *name != "*") else {
                continue;
            };
            let Some(known) = formats::properties(name) else { continue };
            for property in object.value.items().iter().flat_map(Json::members) {
                named(path, property, known, &mut found.faults);
                found.faults.extend(bare(path, property));
            }
        }
    }
}

/// A value of a theme that is of another sort than its format.
fn bare(path: &str, property: &Member) -> Option<Diagnostic> {
    let value = &property.value;
    let is_switch = matches!(value.kind, Kind::Bool(_));
    let wanted = match formats::sort_of(&property.key)? {
        Sort::Switch if !is_switch => "`true` or `false`",
        Sort::Number if value.number().is_none() => "a number",
        Sort::Text | Sort::Words(_) if is_switch || value.number().is_some() => "a text",
        _ => return None,
    };
    let fault = Diagnostic::new(&LITERAL, format!("`{}` is {wanted} in a theme", property.key));
    let end = if value.is_object() || value.is_list() { value.span.start + 1 } else { value.span.end };
    let fault = fault.at(Place::bytes(path, value.span.start..end), "");
    Some(Diagnostic { severity: Severity::Warning, ..fault })
}

/// The name as it is known; one that is nearly known is said to be none.
fn named<'a>(path: &str, member: &'a Member, known: &[&'static str], found: &mut Vec<Diagnostic>) -> Option<&'a str> {
    let key = member.key.as_str();
    if !known.contains(&key)
        && let Some(near) = misspelt_keys::near(key, known.iter().copied())
    {
        let fault = Diagnostic::new(&UNKNOWN_FORMAT, format!("`{key}` is no format that Power BI knows here"));
        let place = Place::bytes(path, member.key_span.clone());
        found.push(fault.at(place, "").help(format!("did you mean `{near}`?")));
        return None;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree, with};

    fn said_of(kind: &str, objects: &str) -> String {
        let path = "X.Report/definition/pages/p1/visuals/v1/visual.json";
        let to = format!("\"objects\": {{{objects}}}, \"visualType\": \"{kind}\", \"a\": \"cardVisual");
        let mut tree = with(path, "\"visualType\":\n            \"cardVisual", &to);
        let text =
            tree.text(path).expect("a visual").replace(", \"a\": \"cardVisual\"", "").replace("\"Data\"", "\"Values\"");
        tree.insert(path, text);
        said(&tree).join("|")
    }

    #[test]
    fn a_format_that_is_nearly_one_is_named() {
        let none = |name: &str| format!("PB070 `{name}` is no format that Power BI knows here");
        assert_eq!(said_of("tableEx", "\"columnHeader\": []"), none("columnHeader"));
        assert_eq!(said_of("tableEx", "\"columnheaders\": []"), none("columnheaders"));
        let size = "{\"expr\": {\"Literal\": {\"Value\": \"9D\"}}}";
        let header = |key: &str| format!("\"columnHeaders\": [{{\"properties\": {{\"{key}\": {size}}}}}]");
        assert_eq!(said_of("tableEx", &header("fontsize")), none("fontsize"));
        assert_eq!(said_of("tableEx", "\"lineStyles\": []"), "PB070 a `tableEx` has no format `lineStyles`");
        assert_eq!(said_of("tableEx", &header("labelPrecision")), "PB070 `columnHeaders` has no `labelPrecision`");
        for sound in [header("fontSize"), header("someday"), "\"someday\": []".to_owned()] {
            assert_eq!(said_of("tableEx", &sound), "", "{sound}");
        }
    }

    #[test]
    fn so_it_is_in_a_theme() {
        let said_of = |objects: &str| {
            let mut tree = tree();
            let text = format!("{{\"name\": \"T\", \"visualStyles\": {{\"tableEx\": {{\"*\": {{{objects}}}}}}}}}");
            tree.insert("X.Report/StaticResources/RegisteredResources/t.json", text);
            said(&tree).join("|")
        };
        assert_eq!(said_of("\"*\": [{\"fontSize\": 9}], \"columnHeaders\": [{\"fontSize\": 9}]"), "");
        assert_eq!(said_of("\"columnHeader\": []"), "PB070 `columnHeader` is no format that Power BI knows here");
        let property = said_of("\"columnHeaders\": [{\"fontsize\": 9}]");
        assert_eq!(property, "PB070 `fontsize` is no format that Power BI knows here");
    }
}
