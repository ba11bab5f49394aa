//! `pbiforge preview`: what the page shows is what the warehouse has.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::support::Project;

mod browser;
mod charts;

fn demo() -> Project {
    let project = Project::demo();
    project.run(&["run", "--quiet", "--set", "sample.rows=4000"]).ok();
    project
}

fn preview(project: &Project, arguments: &[&str]) -> String {
    let all: Vec<&str> = ["preview", "--output", "preview.html"].into_iter().chain(arguments.iter().copied()).collect();
    project.run(&all).ok();
    project.read("preview.html")
}

/// What the script of the page works with.
fn data(page: &str) -> Value {
    let start = "<script id=\"data\" type=\"text/plain\">";
    let packed = page.split_once(start).and_then(|(_, rest)| rest.split_once("</script>")).expect("the data").0;
    let mut text = String::new();
    let bytes = STANDARD.decode(packed).expect("base64");
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).expect("gzip");
    serde_json::from_str(&text).expect("JSON")
}

fn options(page: &str, select: &str) -> Vec<String> {
    let inside = page.split_once(select).and_then(|(_, rest)| rest.split_once("</select>")).expect("a list").0;
    let texts = inside.split("</option>").filter_map(|option| option.rsplit_once('>'));
    texts.map(|(_, text)| text.to_owned()).filter(|text| !text.is_empty()).collect()
}

/// The cards that bear this name, in the view of each viewer without slicers.
fn cards(page: &str, name: &str) -> Vec<String> {
    let data = data(page);
    let viewers = options(page, "<select id=\"viewer\">").len();
    let label = format!("<span>{name}</span>");
    let overview = &data["pages"][0];
    let views: usize = overview["slicers"]
        .as_array()
        .expect("slicers")
        .iter()
        .map(|at| {
            data["slicers"][at.as_u64().expect("a number") as usize]["values"].as_array().expect("values").len() + 1
        })
        .product();
    let body = |visual: &Value, view: usize| {
        let at = visual["b"][view].as_u64().expect("a picture") as usize;
        data["pool"][at].as_str().expect("HTML").to_owned()
    };
    let visual =
        overview["visuals"].as_array().expect("visuals").iter().find(|visual| body(visual, 0).contains(&label));
    let visual = visual.expect("the card");
    let number = |html: String| {
        let card = html.split("<div class=\"card\">").find(|card| card.contains(&label)).expect("the card").to_owned();
        card.split_once("<b>").and_then(|(_, rest)| rest.split_once("</b>")).expect("a number").0.to_owned()
    };
    (0..viewers).map(|viewer| number(body(visual, viewer * views))).collect()
}

#[test]
fn every_viewer_is_shown_the_revenue_that_their_role_leaves() {
    let project = demo();
    let page = preview(&project, &[]);
    let matrix = project.run(&["roles", "matrix", "--format", "json"]).ok().json();
    let viewers = options(&page, "<select id=\"viewer\">");
    let shown = cards(&page, "Revenue");
    assert!(viewers.len() > 5, "{viewers:?}");
    let plain = |text: &str| text.replace(',', "");
    // Everybody: the whole table.
    let sales = matrix["tables"].as_array().expect("tables").iter().find(|table| table["name"] == "Sales");
    assert_eq!(plain(&shown[0]), sales.expect("the sales")["revenue"].as_str().expect("money"));
    for (viewer, shown) in viewers.iter().zip(&shown).skip(1) {
        let manager = viewer.split(", ").next().expect("a name");
        let cells = matrix["visible"].as_array().expect("cells").iter();
        let cells = cells.filter(|cell| cell["manager"] == manager && cell["table"] == "Sales");
        let pennies =
            |cell: &Value| cell["revenue"].as_str().expect("money").replace('.', "").parse::<i64>().expect("pennies");
        let own: i64 = cells.map(pennies).sum();
        let expected = if own == 0 { "–".to_owned() } else { format!("{}.{:02}", own / 100, own % 100) };
        assert_eq!(plain(shown), expected, "{viewer}");
    }
}

#[test]
fn the_page_needs_nothing_else_and_is_the_same_every_time() {
    let project = demo();
    let page = preview(&project, &[]);
    assert!(page.len() < 2_000_000, "{}", page.len());
    let loads = ["src=", "href=", "@import", "url(", "fetch("];
    assert!(loads.iter().all(|load| !page.contains(load)), "it loads something");
    assert_eq!(preview(&project, &[]), page);
    let ran = project.run(&["preview", "--json"]).ok();
    assert_eq!(ran.json()["refused"], Value::Array(Vec::new()), "{}", ran.stdout);
    assert!(project.path("preview.html").exists());
}

#[test]
fn a_viewer_is_named_and_one_that_is_not_there_is_told() {
    let project = demo();
    let page = preview(&project, &["--viewer", "MANAGER.UK@example.com"]);
    assert_eq!(options(&page, "<select id=\"viewer\">").len(), 2);
    let ran = project.run(&["preview", "--viewer", "manger.uk@example.com"]).exits(64);
    ran.says("did you mean `manager.uk@example.com`?");
}

#[test]
fn names_of_regions_are_no_markup() {
    let project = Project::demo();
    let name = "<img src=x onerror=alert(1)>";
    for file in ["roles/regions.csv", "roles/region_managers.csv"] {
        project.file(file, project.read(file).replace("UK & Ireland", name));
    }
    project.run(&["run", "--quiet", "--set", "sample.rows=4000"]).ok();
    let page = preview(&project, &[]);
    let data = data(&page);
    assert!(!page.contains("<img") && data.to_string().contains("&lt;img src=x"));
    let pool = data["pool"].as_array().expect("pictures").iter().filter_map(Value::as_str);
    assert_eq!(pool.filter(|html| html.contains("<img")).count(), 0);
}
