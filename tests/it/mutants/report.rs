//! The report broken: its files, its pages and the fields of its visuals.

use super::{all_are_found, mutant, path, sound, wrong};

/// Texts that one visual alone has.
const TABLE: &str = "with:\"queryRef\": \"Sales.Units\"";
const MATRIX: &str = "with:\"metadata\": \"Customer.Churn Risk Share\"";
const PAGES: &str = "pages/pages.json";
const REPORT: &str = "definition/report.json";

#[test]
fn every_field_that_the_model_lacks_is_found_wherever_it_stands() {
    all_are_found(&[
        mutant("PB005", TABLE, "\"Property\": \"Units\"", "\"Property\": ¦\"Unit\""),
        mutant("PB005", TABLE, "\"Property\": \"Description\"", "\"Property\": ¦\"Descripton\""),
        mutant("PB005", TABLE, "\"Property\": \"Description\"", "\"Property\": ¦\"Products Sold\""),
        mutant(
            "PB005",
            TABLE,
            "\"Entity\": \"Customer\"\n                    }\n                  },\n                  \"Property\": \"Customers\"",
            "\"Entity\": \"Customer \"\n                    }\n                  },\n                  \"Property\": ¦\"Customers\"",
        ),
        mutant(
            "PB005",
            TABLE,
            "\"Property\": \"Revenue\"\n              }\n            },\n            \"direction\"",
            "\"Property\": ¦\"Revenus\"\n              }\n            },\n            \"direction\"",
        ),
        mutant(
            "PB005",
            TABLE,
            "\"Property\": \"Stock Code\"\n          }\n        },\n        \"type\"",
            "\"Property\": ¦\"Stockcode\"\n          }\n        },\n        \"type\"",
        ),
        mutant(
            "PB005",
            MATRIX,
            "\"Property\": \"Churn Risk Share\"\n                        }\n                      },\n                      \"FillRule\"",
            "\"Property\": ¦\"Churn Share\"\n                        }\n                      },\n                      \"FillRule\"",
        ),
        mutant(
            "PB005",
            TABLE,
            "\"Name\": \"m\",\n                        \"Entity\": \"Sales\",\n                        \"Type\": 0\n                      }\n                    ],\n                    \"Select\": [\n                      {\n                        \"Column\": {\n                          \"Expression\": {\n                            \"SourceRef\": {\n                              \"Source\": \"t\"\n                            }\n                          },\n                          \"Property\": \"Stock Code\"\n                        },\n                        \"Name\": \"field\"\n                      }\n                    ],\n                    \"OrderBy\": [\n                      {\n                        \"Direction\": 2,\n                        \"Expression\": {\n                          \"Measure\": {\n                            \"Expression\": {\n                              \"SourceRef\": {\n                                \"Source\": \"m\"\n                              }\n                            },\n                            \"Property\": \"Revenue\"",
            "\"Name\": \"m\",\n                        \"Entity\": \"Product\",\n                        \"Type\": 0\n                      }\n                    ],\n                    \"Select\": [\n                      {\n                        \"Column\": {\n                          \"Expression\": {\n                            \"SourceRef\": {\n                              \"Source\": \"t\"\n                            }\n                          },\n                          \"Property\": \"Stock Code\"\n                        },\n                        \"Name\": \"field\"\n                      }\n                    ],\n                    \"OrderBy\": [\n                      {\n                        \"Direction\": 2,\n                        \"Expression\": {\n                          \"Measure\": {\n                            \"Expression\": {\n                              \"SourceRef\": {\n                                \"Source\": \"m\"\n                              }\n                            },\n                            \"Property\": ¦\"Revenue\"",
        ),
    ]);
}

#[test]
fn every_fault_of_the_reports_files_is_found() {
    all_are_found(&[
        mutant("PB001", TABLE, "\"tabOrder\"", "¦tabOrder"),
        mutant("PB001", TABLE, "\"y\"", "¦}\"y\""),
        mutant("PB001", "definition.pbir", "\"version\": \"4.0\",\n", "\"version\": \"4.0\"\n¦"),
        mutant("PB001", REPORT, "\"themeCollection\"", "\"a\": \"\\¦q\", \"themeCollection\""),
        mutant("PB003", TABLE, "{\n  \"$schema\"", "¦{\n  \"schema\""),
        mutant("PB003", REPORT, "{\n  \"$schema\"", "¦{\n  \"schema\""),
        mutant("PB003", "Report/.platform", "{\n  \"$schema\"", "¦{\n  \"schema\""),
        mutant("PB004", "version.json", "\"2.0.0\"", "¦\"1.0.0\""),
        mutant("PB006", "definition.pbir", "\"../Customer Analytics.S", "¦\"../Customers.S"),
        mutant("PB006", "definition.pbir", "\"../Customer", "¦\"..\\\\Customer"),
        mutant("PB006", "definition.pbir", "{\n    \"byPath\"", "¦{\n    \"byMagic\""),
        mutant("PB007", PAGES, "\"pageOrder\": [\n", "\"pageOrder\": [\n    ¦\"gone\",\n"),
        mutant(
            "PB007",
            PAGES,
            "\"d63911a7c85014e2a5f4\"\n",
            "\"d63911a7c85014e2a5f4\",\n    ¦\"d63911a7c85014e2a5f4\"\n",
        ),
        mutant("PB008", PAGES, "\"activePageName\": \"4cccb21096ff0c4cf0bf\"", "\"activePageName\": ¦\"Overview\""),
        mutant("PB012", REPORT, "\"path\": \"theme.json\"", "\"path\": ¦\"themes.json\""),
        mutant(
            "PB012",
            REPORT,
            "\"customTheme\": {\n      \"name\": \"theme.json\"",
            "\"customTheme\": {\n      \"name\": ¦\"theme\"",
        ),
        mutant("PB013", TABLE, "\"position\": {\n    \"x\": 24", "\"position\": ¦{\n    \"x\": 1000"),
    ]);
}

#[test]
fn every_file_that_is_missing_is_missed_once() {
    let mut wrongs = Vec::new();
    let pages = sound();
    let first = path(&pages, "4cccb21096ff0c4cf0bf/page.json");
    for (code, file) in [
        ("PB002", "Report/.platform"),
        ("PB002", "definition.pbir"),
        ("PB002", "version.json"),
        ("PB002", REPORT),
        ("PB002", first.as_str()),
        ("PB012", "RegisteredResources/theme.json"),
        ("TM060", "SemanticModel/.platform"),
        ("TM060", "definition.pbism"),
    ] {
        let mut tree = sound();
        let path = path(&tree, file);
        tree.remove(&path).expect("the file");
        let at = if code == "PB012" { super::path(&tree, REPORT) + ":41" } else { path };
        wrongs.extend(wrong(&format!("without {file}"), &tree, &[format!("{code} {at}")]));
    }
    assert!(wrongs.is_empty(), "{}", wrongs.join("\n\n"));
}

#[test]
fn a_folder_whose_name_has_another_case_is_another_folder() {
    let mut tree = sound();
    let old = path(&tree, "RegisteredResources/theme.json");
    let bytes = tree.remove(&old).expect("the theme");
    tree.insert(old.replace("RegisteredResources", "registeredResources"), bytes);
    let expected = format!("PB012 {}:41", path(&tree, REPORT));
    assert_eq!(wrong("the theme's folder", &tree, &[expected]), None);
}

#[test]
fn a_copied_visual_is_a_second_of_its_name() {
    let mut tree = sound();
    let old = path(&tree, TABLE);
    let copy = old.replace("/visual.json", "2/visual.json");
    let text = tree.text(&old).expect("text").to_owned();
    tree.insert(copy.clone(), text);
    assert_eq!(wrong("a copy", &tree, &[format!("PB011 {copy}:3")]), None);
}
