//! `pbiforge query deps` on the generated project of the repository.

use crate::support::{Project, root};

fn deps(arguments: &[&str]) -> crate::support::Ran {
    let output = root().join("output");
    let all: Vec<&str> = ["query", "deps", "--project", output.to_str().expect("a path")]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    Project::empty().run(&all)
}

#[test]
fn what_breaks_without_a_column_is_told_with_its_places() {
    let ran = deps(&["Sales[Line Revenue]", "--on"]).ok();
    let first = ran.stdout.lines().next().unwrap_or_default();
    assert!(first.starts_with("column Sales[Line Revenue] is used by ") && first.contains(" visuals"), "{first}");
    assert!(ran.stdout.contains("measure [Revenue]  "), "{}", ran.stdout);
    let line = ran.stdout.lines().find(|line| line.contains("measure [Revenue]  ")).expect("the measure");
    let (file, at) = line.split_once("  ").and_then(|(_, place)| place.trim().rsplit_once(':')).expect("a place");
    let text = std::fs::read_to_string(file).expect("the file");
    let at: usize = at.parse().expect("a line");
    assert!(text.lines().nth(at - 1).is_some_and(|line| line.contains("[Line Revenue]")), "{line}");
}

#[test]
fn the_same_is_told_to_programs() {
    let value = deps(&["[revenue]", "--format", "json"]).ok().json();
    let object = &value["objects"][0];
    assert_eq!((object["kind"].as_str(), object["name"].as_str()), (Some("measure"), Some("[Revenue]")));
    let uses = object["uses"].as_array().expect("uses");
    assert!(uses.iter().any(|one| one["name"] == "Sales[Line Revenue]" && one["depth"] == 1), "{uses:?}");
    assert!(uses.iter().any(|one| one["kind"] == "expression" && one["name"] == "Warehouse Folder"), "{uses:?}");
    let used_by = object["used_by"].as_array().expect("used by");
    assert!(used_by.iter().any(|one| one["kind"] == "visual" && one["line"].is_u64()), "{used_by:?}");
}

#[test]
fn graphviz_gets_the_whole_of_it() {
    let whole = deps(&["--format", "dot"]).ok().stdout;
    assert!(whole.starts_with("digraph deps {\n") && whole.ends_with("}\n"));
    let some = deps(&["Region", "--of", "--format", "dot"]).ok().stdout;
    assert!(some.len() < whole.len() && some.contains("Warehouse Table"), "{some}");
}

#[test]
fn a_name_that_is_not_there_gets_the_near_one() {
    deps(&["Sales[Line Revenu]"]).exits(64).says("did you mean `Sales[Line Revenue]`?");
}
