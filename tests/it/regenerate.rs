//! Regenerating a project that somebody has worked on: what a BI developer sees.

use crate::support::{Project, Ran, root};

const MODEL: &str = "output/Customer Analytics.SemanticModel/definition";
const STORE: &str = "CREATE TABLE [mart].[dim_store] (
    [store_id] int NOT NULL CONSTRAINT [pk_store] PRIMARY KEY,
    [city] nvarchar(50) NOT NULL,
    [opened] date NULL
);
";

/// The demo project, generated from the SQL files and a table of one's own.
fn generated() -> Project {
    let project = Project::demo();
    project.file("own.sql", STORE);
    generate(&project, &[]).ok();
    project
}

fn generate(project: &Project, more: &[&str]) -> Ran {
    run(project, "generate", more)
}

fn run(project: &Project, command: &str, more: &[&str]) -> Ran {
    let sql = root().join("sql").display().to_string();
    let mut arguments = vec![command, "--ddl", &sql, "own.sql"];
    arguments.extend(more);
    project.run(&arguments)
}

/// Replaces a text of a file, which must be there.
fn edit(project: &Project, path: &str, from: &str, to: &str) {
    let text = project.read(path);
    assert!(text.contains(from), "no `{from}` in {text}");
    project.file(path, text.replacen(from, to, 1));
}

fn visual(project: &Project, kind: &str) -> String {
    let files = project.files("output");
    let wanted = format!("\"visualType\": \"{kind}\"");
    let has = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(&wanted);
    let path = files.iter().find(|(path, bytes)| path.ends_with("visual.json") && has(bytes)).map(|(path, _)| path);
    format!("output/{}", path.expect("a visual"))
}

#[test]
fn hand_edits_of_every_sort_survive_a_new_column_and_the_rest_keeps_its_bytes() {
    let project = generated();
    let (sales, store) = (format!("{MODEL}/tables/Sales.tmdl"), format!("{MODEL}/tables/Dim Store.tmdl"));
    let chart = visual(&project, "lineChart");
    edit(&project, &sales, "formatString: #,0.00", "formatString: \"£\"#,0.00");
    edit(
        &project,
        &sales,
        "\t/// Distinct invoices.",
        "\tmeasure 'My Own' =\n\n\t\t\tVAR x = 1   \n\t\t\tRETURN x\n\n\t/// Distinct invoices.",
    );
    edit(&project, &store, "\tcolumn City", "\tmeasure Cities = DISTINCTCOUNT('Dim Store'[City])\n\n\tcolumn City");
    edit(&project, &chart, "\"x\": ", "\"x\": 1");
    project.file(
        &format!("{MODEL}/roles/Mine.tmdl"),
        "role Mine\n\tmodelPermission: read\n\n\tmember 'ana@example.com'\n",
    );
    let before = project.files("output");
    generate(&project, &[]).ok().says("up to date");
    assert!(before == project.files("output"), "nothing new, and something was written");

    project.file("own.sql", STORE.replace("[opened] date NULL", "[opened] date NULL,\n    [staff] int NULL"));
    generate(&project, &["--check"]).exits(2);
    generate(&project, &[]).ok();
    let mut expected = before.clone();
    let added = "\tcolumn Staff\n\t\tdataType: int64\n";
    for (path, bytes) in project.files("output") {
        if path.starts_with(".pbiforge/") {
            expected.remove(&path);
            continue;
        }
        let old = expected.remove(&path).unwrap_or_else(|| panic!("{path} is new"));
        if path.ends_with("Dim Store.tmdl") {
            let text = String::from_utf8(bytes).expect("text");
            assert!(text.contains(added) && text.contains("measure Cities"), "{text}");
        } else {
            assert!(old == bytes, "{path} changed");
        }
    }
    assert!(expected.is_empty(), "{:?} went", expected.keys());
    project.run(&["check"]).ok();
    generate(&project, &["--check"]).ok();
}

#[test]
fn what_hand_and_template_both_change_is_a_conflict_until_somebody_decides() {
    let project = generated();
    let sales = format!("{MODEL}/tables/Sales.tmdl");
    edit(&project, &sales, "formatString: #,0.00", "formatString: 0.0");
    let templates =
        std::fs::read_to_string(root().join("model-templates/model/measures/sales.tmdl")).expect("a template");
    project.file("own/model/measures/sales.tmdl", templates.replacen("formatString: #,0.00", "formatString: 0.000", 1));
    let before = project.files("output");
    let told = generate(&project, &["--set", "project.templates=own"]).exits(1);
    assert!(told.stderr.contains("error[MG002]: `formatString` of `Sales[Revenue]`"), "{}", told.stderr);
    assert!(told.stderr.contains("generated last: `#,0.00`") && told.stderr.contains("Sales.tmdl:"), "{}", told.stderr);
    assert!(before == project.files("output"), "a conflict, and something was written");
    generate(&project, &["--set", "project.templates=own", "--accept", "ours=Sales[Revenue]"]).ok();
    assert!(project.read(&sales).contains("formatString: 0.0\n"));
    // It is decided: the next time nobody asks.
    generate(&project, &["--set", "project.templates=own", "--check"]).ok();
    generate(&project, &["--accept", "mine"]).exits(64).says("neither `ours` nor `theirs`");
}

#[test]
fn a_dropped_column_tells_everything_that_breaks_and_nothing_is_written() {
    let project = generated();
    let store = format!("{MODEL}/tables/Dim Store.tmdl");
    edit(&project, &store, "\tcolumn City", "\tmeasure Cities = DISTINCTCOUNT('Dim Store'[City])\n\n\tcolumn City");
    project.file(
        &format!("{MODEL}/roles/Mine.tmdl"),
        "role Mine\n\tmodelPermission: read\n\n\ttablePermission 'Dim Store' = 'Dim Store'[City] = \"Leeds\"\n",
    );
    let chart = visual(&project, "tableEx");
    let text = project.read(&chart);
    let field = text.find("\"Measure\"").expect("a field");
    let end = text[field..].find("\"queryRef\"").expect("its reference");
    let column =
        "\"Column\": {\"Expression\": {\"SourceRef\": {\"Entity\": \"Dim Store\"}}, \"Property\": \"City\"}}, ";
    project.file(&chart, format!("{}{column}{}", &text[..field], &text[field + end..]));
    generate(&project, &[]).ok();
    let before = project.files("output");
    project.file("own.sql", STORE.replace("    [city] nvarchar(50) NOT NULL,\n", ""));
    let told = generate(&project, &[]).exits(1).stderr;
    for place in ["Dim Store.tmdl:", "Mine.tmdl:4", "visual.json:"] {
        assert!(told.contains(place), "no {place} in {told}");
    }
    assert!(before == project.files("output"), "an error, and something was written");
}

#[test]
fn a_plan_shows_what_would_change_and_only_that_is_written() {
    let project = generated();
    project.file("own.sql", STORE.replace("[opened] date NULL", "[opened] int NULL,\n    [staff] int NULL"));
    let plan = run(&project, "plan", &[]).exits(2).stdout;
    assert!(plan.starts_with("breaking\n  changed  column Dim Store[Opened]  dataType: dateTime → int64\n"), "{plan}");
    assert!(plan.contains("  added    column Dim Store[Staff]\n"), "{plan}");
    let markdown = run(&project, "plan", &["--format", "markdown"]).exits(2).stdout;
    assert!(markdown.contains("| **breaking** | changed | column `Dim Store[Opened]` |"), "{markdown}");
    run(&project, "plan", &["--format", "json", "-o", "plan.json"]).exits(2);
    let reviewed = project.read("plan.json");
    project.file("own.sql", STORE.replace("[opened] date NULL", "[opened] int NULL"));
    generate(&project, &["--plan", "plan.json"]).exits(1).says("MG004");
    project.file("own.sql", STORE.replace("[opened] date NULL", "[opened] int NULL,\n    [staff] int NULL"));
    generate(&project, &["--plan", "plan.json"]).ok();
    run(&project, "plan", &[]).ok().says("up to date");
    assert!(reviewed.contains("\"fingerprint\""));
}

#[test]
fn a_project_of_somebody_else_is_adopted_and_then_only_what_changes_comes_in() {
    let project = generated();
    let sales = format!("{MODEL}/tables/Sales.tmdl");
    std::fs::remove_dir_all(project.path("output/.pbiforge")).expect("no record");
    let saved = project.read(&sales).replace("lineageTag: ", "lineageTag: f");
    let saved = saved.replace("formatString: #,0.00", "formatString: 0.0").replace('\n', "\r\n");
    project.file(&sales, &saved);
    let before = project.files("output");
    generate(&project, &[]).exits(1).says("MG001").says("pbiforge adopt");
    run(&project, "adopt", &[]).ok().says("adopted");
    generate(&project, &[]).ok().says("up to date");
    let after = project.files("output");
    for (path, bytes) in &before {
        assert!(after.get(path) == Some(bytes), "{path} changed");
    }
    project.file("own.sql", STORE.replace("[opened] date NULL", "[opened] date NULL,\n    [staff] int NULL"));
    generate(&project, &[]).ok();
    assert_eq!(project.read(&sales), saved);
    assert!(project.read(&format!("{MODEL}/tables/Dim Store.tmdl")).contains("column Staff"));
}

#[test]
fn what_was_replaced_is_in_the_backup() {
    let project = generated();
    let store = format!("{MODEL}/tables/Dim Store.tmdl");
    let before = project.read(&store);
    project.file("own.sql", STORE.replace("[city] nvarchar(50)", "[city] int"));
    generate(&project, &[]).ok();
    assert_ne!(project.read(&store), before);
    assert_eq!(project.read(&store.replacen("output/", "output/.pbiforge/backup/", 1)), before);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_output_folder_is_not_followed() {
    let project = generated();
    let (tables, elsewhere) = (project.path(&format!("{MODEL}/tables")), project.path("elsewhere"));
    std::fs::rename(&tables, &elsewhere).expect("moved");
    std::os::unix::fs::symlink(&elsewhere, &tables).expect("a link");
    project.file("own.sql", STORE.replace("[opened] date NULL", "[opened] date NULL,\n    [staff] int NULL"));
    let before = project.files("elsewhere");
    let ran = generate(&project, &["--overwrite"]);
    assert_ne!(ran.code, 0, "{}", ran.stderr);
    assert!(before == project.files("elsewhere"), "written through a link");
}

#[test]
fn a_renaming_is_carried_through_hand_edits_whether_the_model_or_the_warehouse_has_it() {
    let project = generated();
    let store = format!("{MODEL}/tables/Dim Store.tmdl");
    edit(&project, &store, "\tcolumn City", "\tmeasure Cities = DISTINCTCOUNT('Dim Store'[City])\n\n\tcolumn City");
    project.file(
        &format!("{MODEL}/roles/Mine.tmdl"),
        "role Mine\n\tmodelPermission: read\n\n\ttablePermission 'Dim Store' = [City] = \"Leeds\" && [Revenue] > 1\n",
    );
    generate(&project, &[]).ok();
    let tag = |text: &str| {
        let column = text.split("\tcolumn ").find(|part| part.contains("sourceColumn: ")).expect("a column");
        column.split("lineageTag: ").nth(1).expect("a tag").lines().next().expect("a line").to_owned()
    };
    let tags: Vec<String> =
        project.read(&store).split("\tcolumn ").skip(1).map(|part| tag(&format!("\tcolumn {part}"))).collect();

    // The warehouse has another name for it, and nobody has said so yet.
    project.file("own.sql", STORE.replace("[city]", "[city_name]"));
    generate(&project, &[]).exits(1).says("did you rename the column");
    let config = project.read("pbiforge.toml");
    project.file(
        "pbiforge.toml",
        format!("{config}\n[renames]\n\"dim_store.city\" = \"city_name\"\n\"[Revenue]\" = \"Turnover\"\n"),
    );
    let plan = run(&project, "plan", &[]).exits(2).stdout;
    assert!(
        plan.contains("renamed  column 'Dim Store'[City]") || plan.contains("renamed  column Dim Store[City]"),
        "{plan}"
    );
    generate(&project, &[]).ok();
    let text = project.read(&store);
    assert!(
        text.contains("DISTINCTCOUNT('Dim Store'[City Name])") && text.contains("sourceColumn: city_name"),
        "{text}"
    );
    assert!(project.read(&format!("{MODEL}/roles/Mine.tmdl")).contains("= [City Name] = \"Leeds\" && [Turnover] > 1"));
    let after: Vec<String> = text.split("\tcolumn ").skip(1).map(|part| tag(&format!("\tcolumn {part}"))).collect();
    assert_eq!(tags, after, "lineage tags stay");
    assert!(!project.read(&format!("{MODEL}/tables/Sales.tmdl")).contains("measure Revenue ="));
    project.run(&["check"]).ok();
    generate(&project, &["--check"]).ok();
}
