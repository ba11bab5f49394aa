//! Charts of a page file of the user's own, beyond those of the built-in pages.

use crate::support::Project;

const PAGE: &str = r#"
title = "Mine"

[[visual]]
name = "figures"
type = "tableEx"
at = [0, 2, 4, 5]
fields.Values = ["Customer[Segment]", "[Revenue] as Money"]

[[visual]]
name = "parts"
type = "donutChart"
at = [4, 2, 4, 5]
fields.Category = ["Customer[Segment]"]
fields.Y = ["[Revenue]"]

[[visual]]
name = "both"
type = "lineClusteredColumnComboChart"
at = [8, 2, 4, 5]
fields.Category = ["Date[Month Year]"]
fields.Y = ["[Revenue] as Left"]
fields.Y2 = ["[Orders] as Right"]

[[visual]]
name = "legend"
type = "columnChart"
at = [0, 7, 6, 4]
fields.Category = ["Date[Year]"]
fields.Series = ["Customer[Segment]"]
fields.Y = ["[Revenue]"]

[[visual]]
name = "levels"
type = "pivotTable"
at = [6, 7, 6, 4]
fields.Rows = ["Customer[Segment]"]
fields.Values = ["[Customers] as Heads"]
"#;

fn project(page: &str) -> Project {
    let project = Project::demo();
    let config = project.read("pbiforge.toml");
    let with = "[project]\ntemplates = \"mine\"";
    project.file("pbiforge.toml", config.replace("[project]", with)).file("mine/report/pages/mine.toml", page);
    project
}

/// The texts of the first picture that has them all.
fn picture<'p>(pool: &'p [String], has: &[&str]) -> &'p str {
    pool.iter().find(|html| has.iter().all(|text| html.contains(text))).unwrap_or_else(|| panic!("{has:?}"))
}

fn plain(text: &str) -> String {
    text.replace("&#39;", "'").replace("&apos;", "'").replace("&amp;", "&")
}

/// What stands between the tags.
fn texts(html: &str) -> Vec<String> {
    html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| plain(text.trim())).collect()
}

#[test]
fn charts_with_parts_legends_and_two_axes_are_drawn() {
    let project = project(PAGE);
    project.run(&["run", "--quiet", "--set", "sample.rows=4000"]).ok();
    let page = super::preview(&project, &[]);
    let ran = project.run(&["preview", "--json"]).ok();
    assert_eq!(ran.json()["refused"], serde_json::json!([]), "{}", ran.stdout);
    let pool: Vec<String> = serde_json::from_value(super::data(&page)["pool"].clone()).expect("pictures");

    let figures = texts(picture(&pool, &["<table", ">Money<"]));
    let figures: Vec<(&str, f64)> = figures
        .iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .windows(2)
        .filter_map(|pair| Some((pair[0].as_str(), pair[1].replace(',', "").parse().ok()?)))
        .filter(|(name, _)| name.parse::<f64>().is_err() && *name != "Money")
        .collect();
    assert!(figures.len() > 5, "{figures:?}");
    let whole: f64 = figures.iter().map(|(_, money)| money).sum();
    let largest = figures.iter().max_by(|(_, one), (_, other)| one.total_cmp(other)).expect("a segment");
    let percent = |money: f64| format!("{:.0}%", money / whole * 100.0);
    let donut = texts(picture(&pool, &["<svg", "<polygon", &percent(largest.1)]));
    let labels: Vec<&str> = donut.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    for (name, money) in figures.iter().filter(|(_, money)| money / whole >= 0.1) {
        assert!(labels.windows(2).any(|pair| pair == [*name, &percent(*money)]), "{name} {money} in {labels:?}");
    }

    let both = picture(&pool, &["<svg", ">Left<", ">Right<"]);
    assert!(both.contains("<rect") && both.contains("<polyline"), "{both}");
    let years = picture(&pool, &["<svg", ">2011<", &format!(">{}<", largest.0)]);
    for (name, _) in &figures {
        assert!(texts(years).iter().any(|text| text == name), "{name} in {years}");
    }
    picture(&pool, &["<table", ">Heads<", &format!(">{}<", largest.0)]);
}

#[test]
fn a_fault_of_a_page_file_stands_where_the_file_is() {
    let project = project(&PAGE.replace("Date[Year]", "Date[Yaer]"));
    let ran = project.run(&["run", "--quiet", "--set", "sample.rows=4000"]).exits(1);
    ran.says("mine/report/pages/mine.toml:29:20").says("fields.Category = [\"Date[Yaer]\"]").says("did you mean");
    project.file("mine/report/pages/mine.toml", PAGE).file("mine/report/visuals/donutChart.json.hbs", "{ {{nme}}");
    let ran = project.run(&["run", "--quiet", "--set", "sample.rows=4000"]).exits(1);
    ran.says("mine/report/visuals/donutChart.json.hbs");
}
