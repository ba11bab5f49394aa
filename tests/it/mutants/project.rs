//! The files that hold the project together, broken.

use super::{Edit, all_are_found, apply, edit, mutant, path, sound, wrong};

#[test]
fn every_fault_of_the_projects_files_is_found() {
    all_are_found(&[
        mutant("TM061", ".pbip", "\"path\": \"Customer Analytics.Report\"", "\"path\": ¦\"Customer.Report\""),
        mutant(
            "TM060",
            ".pbip",
            "\"artifacts\": [\n    {",
            "\"artifacts\": [\n    {\n      ¦\"semanticModel\": {} }, {",
        ),
        mutant("PB001", ".pbip", "\"1.0\",\n  \"art", "\"1.0\"\n  ¦\"art"),
        mutant("TM060", "definition.pbism", "\"4.2\"", "¦\"1.0\""),
        mutant("TM060", "SemanticModel/.platform", "\"SemanticModel\"", "¦\"Report\""),
    ]);
}

#[test]
fn a_model_that_is_not_utf_8_is_said_once() {
    let mut tree = sound();
    let path = path(&tree, "tables/Sales.tmdl");
    tree.insert(path.clone(), b"table Sales\n\tcolumn \xe9\n".as_slice());
    assert_eq!(wrong("not UTF-8", &tree, &[format!("TM050 {path}")]), None);
}

#[test]
fn a_calculation_group_needs_its_flag() {
    let mut tree = sound();
    let flag: Edit = edit("model.tmdl", "\tdiscourageImplicitMeasures\n", "");
    apply(&mut tree, &flag);
    let file = path(&tree, "tables/Region.tmdl").replace("Region", "Time");
    tree.insert(
        file.clone(),
        "table Time\n\n\tcalculationGroup\n\n\t\tcalculationItem A = SELECTEDMEASURE()\n\n\tcolumn Name\n",
    );
    assert_eq!(wrong("a calculation group", &tree, &[format!("MD064 {file}:3")]), None);
}

#[test]
fn a_second_file_that_says_the_same_names_both() {
    let mut tree = sound();
    let file = path(&tree, "tables/Region.tmdl");
    let other = file.replace("Region.tmdl", "Region2.tmdl");
    tree.insert(other.clone(), "table Region\n\tlineageTag: other\n");
    assert_eq!(wrong("two files", &tree, &[format!("TM032 {other}:2")]), None);
}
