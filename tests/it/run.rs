//! The main job on small inputs, end to end.

use std::fs;

use crate::support::Project;

const HEADER: &str = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n";

/// A few sales of three customers.
fn small() -> String {
    let mut text = HEADER.to_owned();
    for (invoice, customer, day) in
        [("1001", "12346", "2020-01-15"), ("1002", "12347", "2020-02-03"), ("1003", "12346", "2020-03-20")]
    {
        text.push_str(&format!("{invoice},A1,LAMP,2,{day} 10:00:00,2.50,{customer}.0,France\n"));
        text.push_str(&format!("{invoice},B2,BOWL,1,{day} 10:00:00,1.00,{customer}.0,France\n"));
    }
    text
}

#[test]
fn two_runs_in_two_folders_give_the_same_bytes() {
    let (one, two) = (Project::demo(), Project::demo());
    for project in [&one, &two] {
        project.run(&["run", "--set", "sample.rows=20000"]).ok();
    }
    let (first, second) = (one.files("output"), two.files("output"));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    assert!(first.keys().any(|path| path.ends_with(".parquet")));
    for (path, bytes) in &first {
        assert!(*bytes == second[path], "{path} differs");
    }
    // And again in the same folder.
    one.run(&["run", "--set", "sample.rows=20000"]).ok().says("up to date");
    assert!(one.files("output") == second);
}

#[test]
fn the_parts_give_what_the_whole_gives() {
    let (whole, parts) = (Project::demo(), Project::demo());
    let rows = ["--set", "sample.rows=20000"];
    whole.run(&["run", rows[0], rows[1]]).ok();
    for part in ["load", "analyze", "generate"] {
        parts.run(&[part, rows[0], rows[1]]).ok();
    }
    assert_eq!(whole.run(&["inspect"]).ok().stdout, parts.run(&["inspect"]).ok().stdout);
    let project = |folder: &Project| {
        folder.files("output").into_iter().filter(|(path, _)| !path.starts_with("warehouse")).collect::<Vec<_>>()
    };
    assert!(project(&whole) == project(&parts));
    // The catalog, committed, is enough to generate from.
    parts.run(&["inspect", "-o", "catalog.json"]).ok();
    parts.run(&["generate", "--check", "--catalog", "catalog.json"]).ok().says("up to date");
}

#[test]
fn a_file_alone_is_enough() {
    let project = Project::empty();
    project.file("sales.csv", small());
    let ran = project.run(&["run", "--source", "sales.csv", "--json"]).ok();
    let load = ran.json()["summary"]["load"].clone();
    assert_eq!((load["rows_in"].as_i64(), load["rows_kept"].as_i64()), (Some(6), Some(6)));
    assert_eq!(load["amount_kept"], "18.00");
    project.run(&["check", "output"]).ok();
}

#[test]
fn a_run_that_fails_leaves_the_old_state() {
    let project = Project::demo();
    project.run(&["run", "--set", "sample.rows=3000"]).ok();
    let before = project.files("output");
    project.file("bad.csv", "a,b\n1,2\n");
    project.run(&["run", "--source", "bad.csv"]).exits(1).says("bad.csv");
    project.file("roles/region_managers.csv", "region,manager\nAtlantis,a@example.com\n");
    project.run(&["run", "--set", "sample.rows=4000"]).exits(1).says("Atlantis");
    assert!(project.files("output") == before);
}

#[test]
fn rows_that_cannot_be_read_are_kept_as_rejects_and_too_many_stop_the_run() {
    let project = Project::empty();
    project.file("sales.csv", format!("{}1004,A1,LAMP,many,2020-03-21 10:00:00,2.50,12346,France\n", small()));
    project
        .run(&["run", "--source", "sales.csv"])
        .exits(1)
        .says("sales.csv:8")
        .says("many")
        .says("max_unreadable_share");
    let ran = project.run(&["run", "--source", "sales.csv", "--set", "source.max_unreadable_share=0.5", "--json"]).ok();
    let load = ran.json()["summary"]["load"].clone();
    assert_eq!(load["rejected"][0]["reason"], "unreadable");
    assert_eq!(load["rows_in"], 7);
}

#[test]
fn an_input_without_one_sale_is_refused_in_words() {
    let project = Project::empty();
    project.file("empty.csv", "").file("header.csv", HEADER);
    project.file("nobody.csv", format!("{HEADER}1,A1,LAMP,2,2020-01-15 10:00:00,2.50,,France\n"));
    for file in ["empty.csv", "header.csv", "nobody.csv"] {
        let ran = project.run(&["run", "--source", file]).exits(1);
        assert!(ran.stderr.contains("error[ET"), "{file}: {}", ran.stderr);
    }
    fs::create_dir(project.path("folder.csv")).expect("a folder");
    project.run(&["run", "--source", "folder.csv"]).exits(1).says("folder.csv");
    project.run(&["run", "--source", "nowhere.csv"]).exits(1).says("nowhere.csv");
}

#[test]
fn a_hand_edit_stays_until_it_is_given_up() {
    let project = Project::demo();
    project.run(&["run", "--set", "sample.rows=3000"]).ok();
    let path = "output/Customer Analytics.SemanticModel/definition/tables/Sales.tmdl";
    let edited = project.read(path).replacen("formatString: #,0.00", "formatString: 0.0", 1);
    project.file(path, &edited);
    project.run(&["generate"]).ok().says("up to date");
    assert_eq!(project.read(path), edited);
    project.run(&["run", "--set", "sample.rows=3000"]).ok();
    assert_eq!(project.read(path), edited);
    project.run(&["generate", "--overwrite"]).ok();
    assert_ne!(project.read(path), edited);
    project.run(&["generate", "--check"]).ok().says("up to date");
}

#[test]
fn a_users_own_columns_reach_the_model_without_rust() {
    let project = Project::demo();
    let header = HEADER.trim_end();
    let mut text = format!("{header},Loyalty Tier,Points\n");
    for line in small().lines().skip(1) {
        text.push_str(&format!("{line},Gold,7\n"));
    }
    project.file("sales.csv", text);
    project.file(
        "pbiforge.toml",
        "[source]\nkind = \"files\"\npath = \"sales.csv\"\n\
         [source.extra]\nloyalty_tier = { column = \"Loyalty Tier\", table = \"dim_customer\", type = \"text\" }\n\
         points = { column = \"Points\", table = \"fact_sales\", type = \"integer\", description = \"Points given.\" }\n",
    );
    project.run(&["run"]).ok();
    let tables = "output/Customer Analytics.SemanticModel/definition/tables";
    assert!(project.read(&format!("{tables}/Customer.tmdl")).contains("column 'Loyalty Tier'"));
    let sales = project.read(&format!("{tables}/Sales.tmdl"));
    assert!(sales.contains("/// Points given.\n\tcolumn Points"), "{sales}");
    project.run(&["check", "output"]).ok();
}

#[test]
fn hostile_names_stay_names() {
    let project = Project::demo();
    let region = "O'Brien \"\"North\"\" & Co]";
    project.file("roles/regions.csv", format!("country,region\nUnited Kingdom,\"{region}\"\nFrance,\"=cmd\"\n"));
    project.file("roles/region_managers.csv", format!("region,manager\n\"{region}\",o'brien@example.com\n"));
    project.run(&["run", "--set", "sample.rows=3000"]).exits(1).says("=cmd");
    project.file("roles/regions.csv", format!("country,region\nUnited Kingdom,\"{region}\"\n"));
    project.run(&["run", "--set", "sample.rows=3000", "--set", "model.name=It's [mine]"]).ok();
    project.run(&["check", "output"]).ok().says("no errors");
}

#[test]
fn a_wrong_option_is_told_before_anything_is_read() {
    let project = Project::empty();
    let segments = r#"rfm.segments=[{ name = "Some", r = [2, 5], f = [1, 5], m = [1, 5] }]"#;
    project.run(&["run", "--source", "nowhere.csv", "--set", segments]).exits(1).says("ET101");
}

#[test]
fn amounts_beyond_the_money_type_are_the_source_s_fault() {
    let project = Project::empty();
    let row = |invoice: u32| format!("{invoice},A1,LAMP,900000000,2020-01-15 10:00:00,900000,12346,France\n");
    project.file("sales.csv", format!("{HEADER}{}{}", row(1), row(2)));
    project.run(&["run", "--source", "sales.csv"]).exits(1).says("ET020");
}

#[test]
fn patterns_of_the_command_line_start_from_the_current_folder_whatever_it_is_called() {
    let project = Project::empty();
    project.file("a [1]/sales 1.csv", small()).file("a [1]/conf/pbiforge.toml", "");
    let ran = project.run_in("a [1]", &["--config", "conf/pbiforge.toml", "run", "--source", "sales*.csv"]);
    ran.ok().says("sales 1.csv");
    assert!(project.path("a [1]/conf/output/warehouse/manifest.json").exists());
}

#[cfg(unix)]
#[test]
fn a_project_that_cannot_be_written_leaves_the_warehouse_as_it_was() {
    let project = Project::demo();
    project.file("taken", "a file where the output folder should be");
    project.run(&["run", "--set", "sample.rows=3000", "--set", "project.output=taken"]).exits(74).says("taken");
    assert!(!project.path("output").exists());
}

#[test]
fn what_a_killed_run_left_in_the_output_folder_is_cleared() {
    let project = Project::demo();
    let rows = ["run", "--quiet", "--set", "sample.rows=3000"];
    project.run(&rows).ok();
    let before = project.files("output");
    project.file("output/.pbiforge/.tmpABCDEF", "half a file").file("output/warehouse/table-3.tmp", "half a table");
    project.run(&rows).ok();
    assert!(project.files("output") == before);
}
