//! The figures that the real data must give, when it is there.

use crate::support::{Project, shared};

#[test]
fn the_plain_rule_gives_the_published_figures() {
    let Some(shared) = shared("the_plain_rule_gives_the_published_figures") else { return };
    let project = Project::demo();
    let file = shared.join("data/online_retail_II.csv.zst");
    let file = file.to_str().expect("a path of text");
    let arguments = ["run", "--json", "--source", file, "--set", "clean.preset=plain"];
    let load = project.run(&arguments).ok().json()["summary"]["load"].clone();
    assert_eq!((load["rows_in"].as_i64(), load["rows_kept"].as_i64()), (Some(1_067_371), Some(805_549)));
    assert_eq!(load["amount_kept"], "17743429.1780");
    let catalog: serde_json::Value = serde_json::from_str(&project.run(&["inspect"]).ok().stdout).expect("a catalog");
    let rows = |name: &str| {
        let tables = catalog["tables"].as_array().expect("tables");
        tables.iter().find(|table| table["name"] == name).and_then(|table| table["rows"].as_i64())
    };
    assert_eq!((rows("dim_customer"), rows("dim_product")), (Some(5_878), Some(4_631)));

    let arguments =
        ["load", "--json", "--source", file, "--set", "clean.preset=plain", "--set", "clean.dedupe=invoice"];
    let load = project.run(&arguments).ok().json()["load"].clone();
    assert_eq!(load["rows_kept"], 791_045);
    assert_eq!(load["amount_kept"], "17431551.1780");
}

#[test]
fn the_default_rules_lose_no_row_and_no_penny() {
    let Some(shared) = shared("the_default_rules_lose_no_row_and_no_penny") else { return };
    let project = Project::demo();
    let file = shared.join("data/online_retail_II.csv.zst");
    let load = project.run(&["load", "--json", "--source", file.to_str().expect("text")]).ok().json()["load"].clone();
    let pennies = |value: &serde_json::Value| -> i64 {
        let text = value.as_str().expect("money");
        let (whole, decimals) = text.split_once('.').expect("decimals");
        let sign = if whole.starts_with('-') { -1 } else { 1 };
        let whole: i64 = whole.parse().expect("a number");
        let decimals: i64 = format!("{decimals:0<4}").parse().expect("a number");
        whole * 10_000 + sign * decimals
    };
    let rejected = load["rejected"].as_array().expect("reasons");
    let rows: i64 = rejected.iter().map(|reason| reason["rows"].as_i64().expect("rows")).sum();
    let amount: i64 = rejected.iter().map(|reason| pennies(&reason["amount"])).sum();
    assert_eq!(load["rows_in"].as_i64(), load["rows_kept"].as_i64().map(|kept| kept + rows));
    assert_eq!(pennies(&load["amount_in"]), pennies(&load["amount_kept"]) + amount);
    // What the raw file holds: quantity times price of every row, summed without any of this code.
    assert_eq!(load["amount_in"], RAW_AMOUNT);
}

/// Sum of Quantity * Price over all 1,067,371 rows, by decimal arithmetic outside of pbiforge.
const RAW_AMOUNT: &str = "19287250.5680";

#[test]
fn the_project_of_the_real_data_is_valid_by_microsofts_schemas() {
    let Some(shared) = shared("the_project_of_the_real_data_is_valid_by_microsofts_schemas") else { return };
    let project = Project::demo();
    project.run(&["run", "--set", "sample.rows=3000"]).ok();
    let schemas = shared.join("reference/json-schemas");
    let schemas = schemas.to_str().expect("a path of text");
    project.run(&["check", "output", "--schemas", schemas]).ok().says("no errors");

    // And the validation is awake: one wrong value, one fault.
    let path = "output/Customer Analytics.Report/definition/version.json";
    let broken = project.read(path).replace("\"version\": \"2.0.0\"", "\"version\": 2");
    project.file(path, broken);
    project.run(&["check", "output", "--schemas", schemas]).exits(1).says("version.json");
}
