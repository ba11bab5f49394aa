//! The report's files as the preview needs them: what a visual asks for and how it is to look.
//!
//! The checker has read the files already; what it would have refused does not come here, and what this does not know
//! is said on the visual.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::file_tree::FileTree;
use crate::generate::report::field::Aggregation;
use crate::proof::value::Value;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// In the order of the tabs.
    pub pages: Vec<Page>,
    /// Which visuals a bookmark shows and hides, by its id.
    pub bookmarks: BTreeMap<String, Vec<(String, bool)>>,
    pub colours: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub id: String,
    pub title: String,
    pub width: f64,
    pub height: f64,
    /// Not among the tabs.
    pub hidden: bool,
    pub filters: Vec<Filter>,
    /// From the back to the front.
    pub visuals: Vec<Visual>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Visual {
    pub id: String,
    pub kind: String,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub hidden: bool,
    pub title: Option<Title>,
    pub roles: BTreeMap<String, Vec<Projection>>,
    /// Descending or not.
    pub sort: Vec<(Field, bool)>,
    pub filters: Vec<Filter>,
    pub heat: Vec<Heat>,
    /// What a text box or a button says.
    pub text: Option<String>,
    pub link: Option<Link>,
}

impl Visual {
    /// The fields in a role; none where it has no such role.
    pub fn role(&self, name: &str) -> &[Projection] {
        self.roles.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Title {
    Text(String),
    Measure(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    Back,
    Clear,
    Bookmark(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    pub field: Field,
    pub query_ref: String,
    /// What a reader is shown.
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Column {
        table: String,
        name: String,
    },
    Measure {
        name: String,
    },
    /// As DAX calls the function.
    Aggregation {
        function: &'static str,
        table: String,
        name: String,
    },
    Level {
        table: String,
        hierarchy: String,
        level: String,
    },
    Unknown(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    In { field: Field, values: Vec<Value>, not: bool },
    Top { field: Field, count: usize, least: bool, by: Field },
    Unknown(String),
}

/// A scale of colours for the cells of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    pub query_ref: String,
    pub low: String,
    pub high: String,
    pub from: Option<f64>,
    pub to: Option<f64>,
}

/// The report in `folder`, which ends in `.Report`.
pub fn read(files: &FileTree, folder: &str) -> Report {
    let json = |path: &str| -> Json {
        files.text(path).and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Json::Null)
    };
    let definition = format!("{folder}/definition");
    let listed = json(&format!("{definition}/pages/pages.json"));
    let order: Vec<&str> = listed["pageOrder"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    let mut pages: Vec<Page> = Vec::new();
    for path in files.paths().filter(|path| path.starts_with(&format!("{definition}/pages/"))) {
        let Some(base) = path.strip_suffix("/page.json") else { continue };
        let visuals = files
            .paths()
            .filter(|path| path.starts_with(&format!("{base}/visuals/")) && path.ends_with("/visual.json"));
        let mut visuals: Vec<(f64, Visual)> = visuals
            .map(|path| {
                let json = json(path);
                (json["position"]["z"].as_f64().unwrap_or_default(), visual(&json))
            })
            .collect();
        visuals.sort_by(|a, b| a.0.total_cmp(&b.0));
        let page = json(path);
        pages.push(Page {
            id: text(&page["name"]),
            title: text(&page["displayName"]),
            width: page["width"].as_f64().unwrap_or(1280.0),
            height: page["height"].as_f64().unwrap_or(720.0),
            hidden: page["visibility"] == "HiddenInViewMode",
            filters: filters(&page),
            visuals: visuals.into_iter().map(|(_, visual)| visual).collect(),
        });
    }
    pages.sort_by_key(|page| order.iter().position(|id| *id == page.id).unwrap_or(order.len()));
    let bookmarks = files.paths().filter(|path| path.starts_with(&definition) && path.ends_with(".bookmark.json"));
    let bookmarks = bookmarks.map(|path| bookmark(&json(path))).collect();
    let report = json(&format!("{definition}/report.json"));
    let theme = text(&report["themeCollection"]["customTheme"]["name"]);
    let theme = json(&format!("{folder}/StaticResources/RegisteredResources/{theme}"));
    let colours = theme["dataColors"].as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned);
    Report { pages, bookmarks, colours: colours.collect() }
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn visual(json: &Json) -> Visual {
    let visual = &json["visual"];
    let place = |name: &str| json["position"][name].as_f64().unwrap_or_default();
    let query = &visual["query"];
    let roles = query["queryState"].as_object().into_iter().flatten();
    let roles = roles.map(|(role, state)| {
        let projections = state["projections"].as_array().into_iter().flatten();
        (role.clone(), projections.map(projection).collect())
    });
    let sort = query["sortDefinition"]["sort"].as_array().into_iter().flatten();
    let objects = &visual["objects"];
    Visual {
        id: text(&json["name"]),
        kind: text(&visual["visualType"]),
        x: place("x"),
        y: place("y"),
        width: place("width"),
        height: place("height"),
        hidden: json["isHidden"] == true,
        title: title(&visual["visualContainerObjects"]["title"]),
        roles: roles.collect(),
        sort: sort.map(|sort| (field(&sort["field"]), sort["direction"] == "Descending")).collect(),
        filters: filters(json),
        heat: objects["values"].as_array().into_iter().flatten().filter_map(heat).collect(),
        text: words(objects),
        link: link(&visual["visualContainerObjects"]["visualLink"]),
    }
}

/// The properties of all entries of an object; of one property the last entry counts.
fn property<'a>(object: &'a Json, name: &str) -> Option<&'a Json> {
    let entries = object.as_array().into_iter().flatten();
    entries.filter_map(|entry| entry["properties"].get(name)).next_back()
}

fn literal_text(json: &Json) -> Option<String> {
    let text = json["expr"]["Literal"]["Value"].as_str()?;
    match literal(text) {
        Value::Text(text) => Some(text.to_string()),
        _ => Some(text.to_owned()),
    }
}

fn title(object: &Json) -> Option<Title> {
    if property(object, "show").and_then(literal_text).as_deref() == Some("false") {
        return None;
    }
    let text = property(object, "text")?;
    match field(&text["expr"]) {
        Field::Measure { name } => Some(Title::Measure(name)),
        _ => literal_text(text).map(Title::Text),
    }
}

/// What is written in a text box or on a button.
fn words(objects: &Json) -> Option<String> {
    if let Some(paragraphs) = property(&objects["general"], "paragraphs").and_then(Json::as_array) {
        let lines = paragraphs.iter().map(|paragraph| {
            paragraph["textRuns"].as_array().into_iter().flatten().map(|run| text(&run["value"])).collect::<String>()
        });
        return Some(lines.collect::<Vec<_>>().join("\n"));
    }
    property(&objects["text"], "text").and_then(literal_text)
}

fn link(object: &Json) -> Option<Link> {
    match property(object, "type").and_then(literal_text)?.as_str() {
        "Back" => Some(Link::Back),
        "ClearAllSlicers" => Some(Link::Clear),
        "Bookmark" => property(object, "bookmark").and_then(literal_text).map(Link::Bookmark),
        _ => None,
    }
}

fn projection(json: &Json) -> Projection {
    let name = json["displayName"].as_str().or(json["nativeQueryRef"].as_str()).unwrap_or_default();
    Projection { field: field(&json["field"]), query_ref: text(&json["queryRef"]), name: name.to_owned() }
}

/// A field by its table; aliases are not looked through.
fn field(json: &Json) -> Field {
    let named =
        |expression: &Json| (text(&expression["Expression"]["SourceRef"]["Entity"]), text(&expression["Property"]));
    if let Some(column) = json.get("Column") {
        let (table, name) = named(column);
        return Field::Column { table, name };
    }
    if let Some(measure) = json.get("Measure") {
        return Field::Measure { name: named(measure).1 };
    }
    if let Some(aggregation) = json.get("Aggregation") {
        let (table, name) = named(&aggregation["Expression"]["Column"]);
        if let Some(known) = aggregation["Function"].as_u64().and_then(Aggregation::of) {
            return Field::Aggregation { function: known.function(), table, name };
        }
    }
    if let Some(level) = json.get("HierarchyLevel") {
        let hierarchy = &level["Expression"]["Hierarchy"];
        return Field::Level {
            table: text(&hierarchy["Expression"]["SourceRef"]["Entity"]),
            hierarchy: text(&hierarchy["Hierarchy"]),
            level: text(&level["Level"]),
        };
    }
    let kind = json.as_object().and_then(|object| object.keys().next()).map_or("nothing", String::as_str);
    Field::Unknown(format!("a field of kind `{kind}`"))
}

fn filters(json: &Json) -> Vec<Filter> {
    let filters = json["filterConfig"]["filters"].as_array().into_iter().flatten();
    filters.filter(|filter| filter.get("filter").is_some()).map(filter).collect()
}

fn filter(json: &Json) -> Filter {
    let of = field(&json["field"]);
    let body = &json["filter"];
    let conditions = body["Where"].as_array().map(Vec::as_slice).unwrap_or_default();
    let [condition] = conditions else { return Filter::Unknown("a filter of several conditions".to_owned()) };
    let mut condition = &condition["Condition"];
    let not = condition.get("Not").is_some();
    if not {
        condition = &condition["Not"]["Expression"];
    }
    let Some(inside) = condition.get("In") else {
        let kind = condition.as_object().and_then(|object| object.keys().next()).map_or("no", String::as_str);
        return Filter::Unknown(format!("a filter by `{kind}`"));
    };
    if inside.get("Table").is_some() {
        return top(of, body).unwrap_or_else(|| Filter::Unknown("a filter by a query".to_owned()));
    }
    let values = inside["Values"].as_array().into_iter().flatten();
    let values = values.filter_map(|value| value[0]["Literal"]["Value"].as_str()).map(literal).collect();
    Filter::In { field: of, values, not }
}

fn top(field_of: Field, body: &Json) -> Option<Filter> {
    let query = body["From"].as_array()?.iter().find_map(|from| from["Expression"]["Subquery"].get("Query"))?;
    let order = query["OrderBy"].get(0)?;
    // The subquery knows its tables by aliases.
    let tables = query["From"].as_array()?;
    let mut by = order["Expression"].clone();
    let mut column = &mut by;
    if column.get("Aggregation").is_some() {
        column = &mut column["Aggregation"]["Expression"];
    }
    let inner = column.as_object_mut()?.values_mut().next()?;
    let alias = text(&inner["Expression"]["SourceRef"]["Source"]);
    let table = tables.iter().find(|table| table["Name"] == alias.as_str())?;
    inner["Expression"]["SourceRef"] = serde_json::json!({ "Entity": table["Entity"] });
    let count = query["Top"].as_u64()? as usize;
    Some(Filter::Top { field: field_of, count, least: order["Direction"] == 1, by: field(&by) })
}

/// A literal of Power BI: `'text'`, `10L`, `1.5D`, `true`, `null`.
fn literal(text: &str) -> Value {
    if let Some(inner) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Value::text(&inner.replace("''", "'"));
    }
    let number = text.trim_end_matches(['L', 'D', 'M']);
    match text {
        "true" => Value::Boolean(true),
        "false" => Value::Boolean(false),
        "null" => Value::Blank,
        _ if text.ends_with('L') => number.parse().map_or(Value::Blank, Value::Integer),
        _ => number.parse().map_or_else(|_| Value::text(text), Value::Number),
    }
}

fn heat(entry: &Json) -> Option<Heat> {
    let rule = &entry["properties"]["backColor"]["solid"]["color"]["expr"]["FillRule"]["FillRule"]["linearGradient2"];
    let stop = |end: &str| -> Option<(String, Option<f64>)> {
        let colour = rule[end]["color"]["Literal"]["Value"].as_str()?.trim_matches('\'').to_owned();
        let at = rule[end]["value"]["Literal"]["Value"]
            .as_str()
            .and_then(|text| text.trim_end_matches(['L', 'D']).parse().ok());
        Some((colour, at))
    };
    let ((low, from), (high, to)) = (stop("min")?, stop("max")?);
    Some(Heat { query_ref: text(&entry["selector"]["metadata"]), low, high, from, to })
}

fn bookmark(json: &Json) -> (String, Vec<(String, bool)>) {
    let sections = json["explorationState"]["sections"].as_object().into_iter().flatten();
    let visuals = sections.flat_map(|(_, section)| section["visualContainers"].as_object().into_iter().flatten());
    let shown = visuals.map(|(id, visual)| (id.clone(), visual["singleVisual"]["display"]["mode"] != "hidden"));
    (text(&json["name"]), shown.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file_tree::disk;

    #[test]
    fn the_demos_report_is_read_whole() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/output");
        let files = disk::read(folder.as_ref(), &|path| path.contains(".Report/")).expect("the demo");
        let report = read(&files, "Customer Analytics.Report");
        let tabs: Vec<&str> = report.pages.iter().filter(|page| !page.hidden).map(|page| page.title.as_str()).collect();
        assert_eq!(tabs[..3], ["Overview", "Customer 360", "Segments"]);
        let visuals = || report.pages.iter().flat_map(|page| &page.visuals);
        let unknown =
            visuals().flat_map(|visual| &visual.filters).filter(|filter| matches!(filter, Filter::Unknown(_)));
        assert_eq!(unknown.count(), 0);
        let fields = visuals().flat_map(|visual| visual.roles.values().flatten());
        assert_eq!(fields.filter(|projection| matches!(projection.field, Field::Unknown(_))).count(), 0);
        let list = visuals().find(|visual| visual.title == Some(Title::Text("The 50 largest customers".to_owned())));
        let list = list.expect("the whales");
        let column = |table: &str, name: &str| Field::Column { table: table.to_owned(), name: name.to_owned() };
        let revenue = Field::Measure { name: "Revenue".to_owned() };
        assert_eq!(
            list.filters,
            [
                Filter::Top { field: column("Customer", "Customer ID"), count: 50, least: false, by: revenue.clone() },
                Filter::In { field: column("Customer", "Is Whale"), values: vec![Value::Boolean(true)], not: false },
            ]
        );
        assert_eq!(list.sort, [(revenue, true)]);
        assert_eq!(list.heat[0].query_ref, "Sales.Revenue");
        assert!(visuals().any(|visual| visual.title == Some(Title::Measure("Revenue Headline".to_owned()))));
        assert_eq!(report.bookmarks.len(), 2);
        assert_eq!(report.colours.len(), 8);
    }

    #[test]
    fn literals_are_read_as_power_bi_writes_them() {
        assert_eq!(literal("'O''Brien'"), Value::text("O'Brien"));
        assert_eq!(literal("10L"), Value::Integer(10));
        assert_eq!(literal("1.5D"), Value::Number(1.5));
        assert_eq!(literal("null"), Value::Blank);
    }
}
