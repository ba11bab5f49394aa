//! `pbiforge docs` on the generated project of the repository.

use crate::support::{Project, root};

/// The demo's project as it is committed, with the catalog of the repository's SQL files.
fn demo() -> Project {
    let project = Project::demo();
    for (path, bytes) in crate::support::files_below(&root().join("output")) {
        project.file(&format!("output/{path}"), bytes);
    }
    let sql = root().join("sql");
    project.run(&["inspect", "--ddl", sql.to_str().expect("a path"), "-o", "catalog.json"]).ok();
    project
}

#[test]
fn the_whole_project_is_documented_the_same_every_time() {
    let project = demo();
    project.run(&["docs", "--catalog", "catalog.json", "-o", "a"]).ok().says("9 files in `a`");
    project.run(&["docs", "--catalog", "catalog.json", "-o", "b"]).ok();
    assert_eq!(project.files("a"), project.files("b"));
    let page = project.read("a/index.html");
    for loaded in ["http://", "https://", " src=", "url(", "@import"] {
        let found: Vec<&str> =
            page.split(loaded).skip(1).filter(|rest| !rest.starts_with("www.w3.org/2000/svg")).collect();
        assert!(found.is_empty(), "{loaded}: {:?}", &found[0][..60.min(found[0].len())]);
    }
    for part in
        ["<svg", "fact_sales", "Average Order Value", "Regional Manager", "head.of.sales@example.com", "Nordics"]
    {
        assert!(page.contains(part), "no {part}");
    }
}

#[test]
fn a_column_is_followed_from_the_source_to_its_visuals() {
    let project = demo();
    project.run(&["docs", "--catalog", "catalog.json"]).ok();
    let lineage = project.read("docs/lineage.md");
    let row = lineage.lines().find(|line| line.contains("| fact\\_sales\\.revenue |")).expect("the column");
    let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
    assert_eq!(cells[..4], ["quantity, unit\\_price", "fact\\_sales\\.revenue", "revenue", "Line Revenue"]);
    assert!(cells[4].contains("\\[Revenue\\]") && cells[4].contains("\\[Average Order Value\\]"), "{row}");
    assert!(cells[5].contains("Overview: "), "{row}");
    assert!(lineage.contains("\n```mermaid\nflowchart LR\n"));

    let measures = project.read("docs/measures.md");
    let at = measures.find("## Average Order Value").expect("the measure");
    let end = measures[at + 3..].find("\n## ").map_or(measures.len(), |end| at + 3 + end);
    let one = &measures[at..end];
    for part in ["DIVIDE([Revenue], [Orders])", "Uses measure \\[Orders\\], measure \\[Revenue\\]", "`#,0.00`"] {
        assert!(one.contains(part), "{one}");
    }
    let roles = project.read("docs/roles.md");
    assert!(roles.contains("| Sales | the rows that the filter of Region reaches |"), "{roles}");
    assert!(roles.contains("| Load Run | no row | `FALSE()` |") && roles.contains("| Date | every row |"), "{roles}");
    let dictionary = project.read("docs/data-dictionary.md");
    assert!(dictionary.contains("| `customer_id` | text | no | FK → dim\\_customer\\.customer\\_id |"), "{dictionary}");
}

#[test]
fn own_templates_take_the_place_of_ours_and_a_broken_one_is_placed() {
    let project = demo();
    let with = ["--set", "project.templates=mine", "docs", "--catalog", "catalog.json"];
    project.file("mine/docs/index.md.hbs", "our {{md title}}\n").file("mine/docs/indx.md.hbs", "");
    project.run(&with).ok().says("`docs/indx.md.hbs` is not a template").says("index.md.hbs");
    assert_eq!(project.read("docs/index.md"), "our Customer Analytics\n");
    project.file("mine/docs/index.md.hbs", "our {{md titel}}\n");
    project.run(&with).exits(1).says("there is no value `titel` here").says("mine/docs/index.md.hbs");
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let project = demo();
    project.file("docs/index.md", "mine");
    project
        .run(&["docs", "--catalog", "catalog.json"])
        .exits(64)
        .says("holds files that `pbiforge docs` has not written");
    assert_eq!(project.read("docs/index.md"), "mine");
}

#[test]
fn without_a_project_or_a_catalog_it_is_said() {
    let project = Project::demo();
    project.run(&["docs", "--catalog", "catalog.json"]).exits(64).says("run `pbiforge generate` first");
    let project = demo();
    project.run(&["docs", "--catalog", "none.json"]).exits(74).says("cannot read `none.json`");
    project.file("docs", "a file");
    project.run(&["docs", "--catalog", "catalog.json"]).exits(74).says("cannot write");
}
