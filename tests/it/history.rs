//! The history of runs: each run's figures stay, and one that is not like those before it is noticed.

use serde_json::Value;

use crate::support::{Project, Ran};

/// Sales of so many days from 2011-01-01 on, ten lines a day: nine sales and a cancellation.
fn sales(days: u32) -> String {
    let mut text = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n".to_owned();
    for day in 0..days {
        let (month, of_month) = (day / 28 + 1, day % 28 + 1);
        for line in 0..10 {
            let (sign, quantity) = if line == 9 { ("C", "-1".to_owned()) } else { ("", (1 + day % 3).to_string()) };
            let invoice = 500_000 + day * 10 + line;
            let customer = 12_000 + (day * 7 + line) % 40;
            let date = format!("2011-{month:02}-{of_month:02} 10:{line:02}:00");
            text.push_str(&format!("{sign}{invoice},A{line},LAMP {line},{quantity},{date},2.50,{customer},France\n"));
        }
    }
    text
}

fn load(project: &Project, days: u32) -> Ran {
    project.file("sales.csv", sales(days));
    project.run(&["load", "--source", "sales.csv"]).ok()
}

fn history(project: &Project) -> Value {
    project.run(&["history", "--json"]).ok().json()
}

fn numbers(history: &Value, key: &str) -> Vec<i64> {
    let runs = history["runs"].as_array().expect("runs");
    runs.iter().map(|run| run[key].as_i64().expect("a number")).collect()
}

#[test]
fn every_run_stays_and_the_same_again_is_the_same_bytes() {
    let project = Project::demo();
    for days in [60, 61, 62] {
        load(&project, days);
    }
    let manifest = || project.read("output/warehouse/manifest.json");
    let before = manifest();
    load(&project, 62);
    assert_eq!(manifest(), before, "it names every file by the hash of its bytes");
    let history = history(&project);
    assert_eq!(numbers(&history, "run_number"), [1, 2, 3]);
    assert_eq!(numbers(&history, "rows_in"), [600, 610, 620]);
    assert_eq!(numbers(&history, "rows_rejected"), [60, 61, 62]);
    assert_eq!(history["runs"][2]["last_invoice"], "2011-03-06 10:08:00");
    assert_eq!(history["runs"][2]["run_at"], Value::Null, "no clock was asked");
    // The analytics are of the last run, and do not touch the history.
    project.run(&["analyze"]).ok();
    assert_eq!(numbers(&self::history(&project), "run_number"), [1, 2, 3]);
}

#[test]
fn a_run_that_lost_half_of_its_source_is_told() {
    let project = Project::demo();
    for days in 60..67 {
        let said = load(&project, days);
        assert!(!said.stderr.contains("HI0"), "{}", said.stderr);
    }
    let said = project.run(&["history", "--check"]).ok();
    assert!(said.stdout.contains("600") && said.stdout.contains("+10"), "{}", said.stdout);
    let said = load(&project, 30);
    assert!(said.stderr.contains("warning[HI001]: unusual rows read in the last run: 300"), "{}", said.stderr);
    assert!(said.stderr.contains("the 7 runs before let expect 660 to 680"), "{}", said.stderr);
    assert!(said.stderr.contains("warning[HI002]"), "{}", said.stderr);
    project.run(&["history", "--check"]).exits(2).says("unusual revenue");
    project.run(&["history"]).ok();
    // The next good run is no surprise.
    let said = load(&project, 67);
    assert!(!said.stderr.contains("HI0"), "{}", said.stderr);
}

#[test]
fn a_run_knows_when_it_was_made_if_it_is_told() {
    let project = Project::demo();
    project.file("sales.csv", sales(5));
    project.run(&["load", "--source", "sales.csv", "--run-at", "2026-11-29T02:00:00Z"]).ok();
    assert_eq!(history(&project)["runs"][0]["run_at"], "2026-11-29 02:00:00");
    project.run(&["load", "--source", "sales.csv", "--run-at", "now"]).ok();
    assert!(history(&project)["runs"][0]["run_at"].as_str().expect("a time") > "2026-11-01");
    project.run(&["load", "--run-at", "tonight"]).exits(64).says("neither `now` nor a time");
}

#[test]
fn without_a_warehouse_there_is_no_history_and_wrong_options_are_refused() {
    let project = Project::demo();
    project.run(&["history"]).exits(74).says("run `pbiforge load` first");
    project.run(&["history", "--set", "history.min_runs=1"]).exits(1).says("HI003");
    project.run(&["load", "--set", "history.width=0"]).exits(1).says("`history.width` must be more than 0");
}
