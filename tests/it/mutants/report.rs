//! The report broken: its files, its pages and the fields of its visuals.

use pbiforge::file_tree::FileTree;

use super::{HERE, all_are_found, apply, edit, mutant, path, sound, wrong};

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
            "\"a76c31eedbd2329fe148\"\n",
            "\"a76c31eedbd2329fe148\",\n    ¦\"a76c31eedbd2329fe148\"\n",
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

const SCATTER: &str = "with:Recency and revenue per customer";
const PAGE: &str = "4cccb21096ff0c4cf0bf/page.json";
const PLATFORM: &str = "Report/.platform";

#[test]
fn every_wrong_schema_and_query_is_found() {
    all_are_found(&[
        mutant("PB016", TABLE, "definition/visualContainer/", "definition/visualsContainer/¦"),
        mutant("PB016", PAGE, "definition/page/2.0.0", "definition/page/1.9.0¦"),
        mutant("PB016", "version.json", "/versionMetadata/", "/report/¦"),
        mutant("PB016", ".pbip", "pbip/pbipProperties", "item/report/pbipProperties¦"),
        mutant("PB015", TABLE, "visualContainer/2.4.0", "visualContainer/99.0.0¦"),
        mutant("PB017", PAGE, "\"displayName\"", "\"displayName\": \"A\",\n  ¦\"displayName\""),
        mutant("PB018", TABLE, "\"Source\": \"t\"", "\"Source\": ¦\"p\""),
        mutant("PB018", TABLE, "\"Source\": \"m\"", "\"Entity\": ¦\"Sales\""),
        mutant("PB018", TABLE, "\"Source\": \"subquery\"", "\"Source\": ¦\"query\""),
        mutant(
            "PB041",
            TABLE,
            "\"filters\": [\n      {\n        \"name\"",
            "\"filters\": [\n      {\"name\": \"Filter381336faceb314ab202e668c\"},\n      {\n        ¦\"name\"",
        ),
        mutant("PB041", TABLE, "{\n        \"name\": \"Filter381336faceb314ab202e668c\",", "¦{"),
        mutant(
            "PB041",
            TABLE,
            "\"Table\": {\n                    \"SourceRef\": {\n                      \"Source\": \"subquery\"\n                    }\n                  }",
            "\"Values\": [\n¦[{\"Literal\": {\"Value\": \"'a'\"}}, {\"Literal\": {\"Value\": \"'b'\"}}]\n]",
        ),
    ]);
}

#[test]
fn every_fault_of_a_visual_is_found() {
    let description = "\"Column\": {\n                  \"Expression\": {\n                    \"SourceRef\": {\n                      \"Entity\": \"Product\"\n                    }\n                  },\n                  \"Property\": \"Description\"\n                }";
    for function in ["0", "9", "-1"] {
        let mut tree = sound();
        let file = path(&tree, TABLE);
        let summed = format!("\"Aggregation\": {{ \"Expression\": {{ {description} }}, \"Function\": {function} }}");
        let text = tree.text(&file).expect("text").replace(description, &summed);
        tree.insert(file.clone(), text);
        assert_eq!(wrong(function, &tree, &[format!("PB019 {file}:56")]), None);
    }
    all_are_found(&[
        mutant("PB022", TABLE, "\"queryRef\": \"Sales.Orders\"", "\"queryRef\": ¦\"Sales.Units\""),
        mutant(
            "PB022",
            SCATTER,
            "{\n              \"field\": {\n                \"Column\": {\n                  \"Expression\": {\n                    \"SourceRef\": {\n                      \"Entity\": \"Customer\"\n                    }\n                  },\n                  \"Property\": \"Segment\"\n                }\n              },\n              \"queryRef\"",
            "¦{\n              \"field\": {\n                \"Column\": {\n                  \"Expression\": {\n                    \"SourceRef\": {\n                      \"Entity\": \"Customer\"\n                    }\n                  },\n                  \"Property\": \"Segment\"\n                }\n              },\n              \"ref\"",
        ),
        mutant("PB023", SCATTER, "\"Category\": {", "¦\"Legend\": {"),
        mutant("PB024", TABLE, "\"visualType\": \"tableEx\"", "\"visualType\": ¦\"tabelEx\""),
        mutant("PB024", TABLE, "\"visualType\": \"tableEx\"", "\"visualType\": ¦\"chart1234567890ABCDEF\""),
        mutant("PB025", TABLE, "\"visual\": {\n    \"visualType\": \"tableEx\",", "\"visual\": ¦{"),
        mutant("PB025", TABLE, "  \"visual\": {", "  ¦\"objects\": {},\n  \"visual\": {"),
        mutant("PB025", TABLE, "  \"visual\": {", "  \"visualGroup\": ¦{},\n  \"visual\": {"),
        mutant("PB026", TABLE, "\"columnHeaders\"", "¦\"title\": [],\n      \"columnHeaders\""),
        mutant(
            "PB026",
            TABLE,
            "\"columnHeaders\"",
            "\"general\": [{\"properties\": {\n¦\"altText\": {}}}],\n      \"columnHeaders\"",
        ),
        mutant("PB027", TABLE, "\"position\": {\n    \"x\": 24,", "\"position\": ¦{"),
        mutant("PB027", TABLE, "\"width\": 816", "\"width\": ¦-816"),
        mutant("PB027", PAGE, "\"height\": 720", "\"height\": ¦\"720\""),
        mutant("PB028", TABLE, "  \"visual\": {", "  \"parentGroupName\": ¦\"gone\",\n  \"visual\": {"),
        mutant("PB028", TABLE, "  \"visual\": {", "  \"parentGroupName\": ¦\"f536573992b31de785f2\",\n  \"visual\": {"),
        mutant("PB042", TABLE, "\"Value\": \"'growToFit'\"", "\"Value\": ¦\"growToFit\""),
        mutant("PB042", TABLE, "\"Value\": \"true\"", "\"Value\": ¦\"True\""),
        mutant("PB042", MATRIX, "\"Value\": \"'Segment profile", "\"Value\": ¦\"'Segment ' profile"),
        mutant(
            "PB012",
            TABLE,
            "\"columnHeaders\"",
            "\"picture\": [{\"properties\": {\"imageUrl\": {\"expr\": {\"ResourcePackageItem\": {\"PackageName\": \"RegisteredResources\", \"PackageType\": 1,\n¦\"ItemName\": \"a.png\"}}}}}],\n      \"columnHeaders\"",
        ),
        mutant(
            "PB035",
            TABLE,
            "\"visualContainerObjects\": {",
            "\"visualContainerObjects\": {\n\"visualLink\": [{\"properties\": {\"navigationSection\": {\"expr\": {\"Literal\": {\n¦\"Value\": \"'gone'\"}}}}}],",
        ),
        mutant(
            "PB035",
            TABLE,
            "\"visualContainerObjects\": {",
            "\"visualContainerObjects\": {\n\"visualLink\": [{\"properties\": {\"bookmark\": {\"expr\": {\"Literal\": {\n¦\"Value\": \"'gone'\"}}}}}],",
        ),
        mutant(
            "PB040",
            TABLE,
            "\"Entity\": \"Sales\"\n                    }\n                  },\n                  \"Property\": \"Units\"",
            "\"Entity\": \"Sales\", \"Schema\": \"extension\"\n                    }\n                  },\n                  ¦\"Property\": \"Units\"",
        ),
        mutant(
            "PB081",
            TABLE,
            "\"visualType\": \"tableEx\",",
            "\"visualType\": \"tableEx\",\n    \"syncGroup\": ¦{ \"groupName\": \"region\" },",
        ),
        mutant(
            "PB082",
            MATRIX,
            "\"metadata\": \"Customer.Churn Risk Share\"",
            "\"metadata\": ¦\"Customer.Churn Risk Shares\"",
        ),
        mutant("PB009", TABLE, "\"name\": \"ab91ca92151376a6fd05\"", "\"name\": ¦\"table\""),
        mutant("PB010", TABLE, "\"name\": \"ab91ca92151376a6fd05\"", "\"name\": ¦\"ab91ca 2151376a6fd05\""),
    ]);
}

#[test]
fn every_fault_of_a_page_is_found() {
    let binding = "\"pageBinding\": {\"name\": \"Pod\", \"type\": \"Drillthrough\", \"parameters\": [{\"name\": \"P\",\n¦\"boundFilter\": \"gone\"}]},\n  \"displayName\"";
    all_are_found(&[
        mutant(
            "PB029",
            PAGE,
            "\"displayName\"",
            "\"visualInteractions\": [{\"source\": \"f536573992b31de785f2\",\n¦\"target\": \"gone\", \"type\": \"NoFilter\"}],\n  \"displayName\"",
        ),
        mutant("PB036", PAGE, "\"displayName\"", binding),
        mutant("PB012", REPORT, "\"name\": \"CY25SU10\"", "\"name\": ¦\"CY25SU11\""),
        mutant(
            "PB084",
            PAGES,
            "\"activePageName\"",
            "¦\"landingPageName\": \"4cccb21096ff0c4cf0bf\",\n  \"activePageName\"",
        ),
        mutant("PB043", PLATFORM, "\"type\": \"Report\"", "\"type\": ¦\"SemanticModel\""),
        mutant("PB043", PLATFORM, "\"logicalId\": \"f0df5e67-", "\"logicalId\": ¦\""),
        mutant("PB043", PLATFORM, "\"displayName\": \"Customer Analytics\"", "\"displayName\": ¦\"\""),
        mutant(
            "PB044",
            "SemanticModel/.platform",
            "363dfe8b-fd37-5c1e-a4e4-2a8270299800",
            "¦f0df5e67-d614-50ff-a7ed-3ef592537a65",
        ),
        mutant("PB045", "definition.pbir", "\"version\": \"4.0\"", "\"version\": ¦\"1.0\""),
        mutant(
            "PB046",
            REPORT,
            "\"themeCollection\": {\n    \"baseTheme\"",
            "\"themeCollection\": ¦{\n    \"someTheme\"",
        ),
        mutant(
            "PB046",
            REPORT,
            "\"reportVersionAtImport\": {\n        \"visual\": \"2.1.0\",\n        \"report\": \"3.0.0\",\n        \"page\": \"2.3.0\"\n      }",
            "\"reportVersionAtImport\": ¦\"5.61\"",
        ),
    ]);
}

const SCHEMA: &str = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition";

/// Takes away the bookmarks and what names them.
fn without_bookmarks(tree: &mut FileTree) {
    let buttons = tree.paths().filter(|path| tree.text(path).is_some_and(|text| text.contains("'Bookmark'")));
    for path in buttons.map(str::to_owned).collect::<Vec<_>>() {
        tree.remove(&path);
    }
    without(tree, "/bookmarks/");
}

/// Takes away the files whose paths have this part.
fn without(tree: &mut FileTree, part: &str) {
    let gone: Vec<String> = tree.paths().filter(|path| path.contains(part)).map(str::to_owned).collect();
    gone.iter().for_each(|path| drop(tree.remove(path)));
}

/// The project with one more file in its report: what is to be said of it.
#[track_caller]
fn says(code: &str, file: &str, kind: &str, text: &str) {
    let mut tree = sound();
    if file.starts_with("bookmarks/") {
        without_bookmarks(&mut tree);
    }
    let path = path(&tree, REPORT).replace("report.json", file);
    let text = format!("{{\n\"$schema\": \"{SCHEMA}/{kind}/schema.json\",\n{text}\n}}\n");
    let line = text.find(HERE).map(|at| text[..at].matches('\n').count() + 1);
    tree.insert(path.clone(), text.replace(HERE, ""));
    let expected: Vec<String> = line.iter().map(|line| format!("{code} {path}:{line}")).collect();
    assert_eq!(wrong(code, &tree, &expected), None);
}

#[test]
fn every_fault_of_the_other_files_is_found() {
    let mobile = "pages/4cccb21096ff0c4cf0bf/visuals/f55b6437877ca814988f/mobile.json";
    let at = |x: &str| format!("\"position\": {x}, \"y\": 0, \"width\": 200, \"height\": 100 }}");
    says("", mobile, "visualContainerMobileState/2.4.0", &at("{ \"x\": 100"));
    says("PB048", mobile, "visualContainerMobileState/2.4.0", &at("¦{ \"x\": 200"));

    let measures = |table: &str, name: &str| {
        let measure = format!("{{ \"name\": {name}, \"dataType\": \"Double\", \"expression\": \"1\" }}");
        format!("\"name\": \"extension\", \"entities\": [{{ \"name\": {table}, \"measures\": [\n{measure}] }}]")
    };
    let extensions = |code: &str, table: &str, name: &str| {
        says(code, "reportExtensions.json", "reportExtension/1.0.0", &measures(table, name));
    };
    extensions("", "\"Sales\"", "\"Margin\"");
    extensions("PB040", "¦\"Sale\"", "\"Margin\"");
    extensions("PB040", "\"Sales\"", "¦\"Revenue\"");

    says("PB038", "bookmarks/bookmarks.json", "bookmarksMetadata/1.0.0", "\"items\": [\n{ \"name\": ¦\"gone\" }]");
}

#[test]
fn a_bookmark_goes_where_something_is() {
    let bookmark = |page: &str, visual: &str| {
        format!(
            "\"name\": \"b\", \"displayName\": \"B\", \"explorationState\": {{ \"version\": \"1.3\",\n\"activeSection\": \
             {page}, \"sections\": {{ \"4cccb21096ff0c4cf0bf\": {{ \"visualContainers\": {{\n{visual}: {{}} }} }} }} }}"
        )
    };
    let page = "\"4cccb21096ff0c4cf0bf\"";
    let visual = "\"f55b6437877ca814988f\"";
    for (code, page, visual) in [("", page, visual), ("PB039", "¦\"gone\"", visual), ("PB039", page, "¦\"gone\"")] {
        let mut tree = sound();
        without_bookmarks(&mut tree);
        let folder = path(&tree, REPORT).replace("report.json", "bookmarks/");
        let list = format!(
            "{{ \"$schema\": \"{SCHEMA}/bookmarksMetadata/1.0.0/schema.json\", \"items\": [{{ \"name\": \"b\" }}] }}"
        );
        tree.insert(format!("{folder}bookmarks.json"), list);
        let text = format!("{{ \"$schema\": \"{SCHEMA}/bookmark/2.1.0/schema.json\",\n{} }}", bookmark(page, visual));
        let line = text.find(HERE).map(|at| text[..at].matches('\n').count() + 1);
        let file = format!("{folder}b.bookmark.json");
        tree.insert(file.clone(), text.replace(HERE, ""));
        let expected: Vec<String> = line.iter().map(|line| format!("{code} {file}:{line}")).collect();
        assert_eq!(wrong("a bookmark", &tree, &expected), None);
    }
}

#[test]
fn a_page_to_land_on_is_not_hidden() {
    let mut tree = sound();
    apply(
        &mut tree,
        &edit(
            PAGES,
            "pagesMetadata/1.0.0/schema.json\",",
            "pagesMetadata/1.1.0/schema.json\",\n  \"landingPageName\": \"4cccb21096ff0c4cf0bf\",",
        ),
    );
    assert_eq!(wrong("a landing page", &tree, &[]), None);
    apply(&mut tree, &edit(PAGE, "\"displayName\"", "\"visibility\": \"HiddenInViewMode\",\n  \"displayName\""));
    let expected = format!("PB037 {}:3", path(&tree, PAGES));
    assert_eq!(wrong("a hidden landing page", &tree, &[expected]), None);
}

#[test]
fn a_report_without_pages_is_said_once() {
    let mut tree = sound();
    without(&mut tree, "/pages/");
    without_bookmarks(&mut tree);
    let expected = format!("PB047 {}", path(&tree, REPORT));
    assert_eq!(wrong("no pages", &tree, &[expected]), None);
}

#[test]
fn a_page_that_cannot_be_read_is_no_missing_page() {
    let mut tree = sound();
    let file = path(&tree, PAGE);
    tree.insert(file.clone(), "{");
    assert_eq!(wrong("a broken page", &tree, &[format!("PB001 {file}:1")]), None);
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

#[test]
fn formats_that_power_bi_does_not_know_are_found() {
    const PIVOT: &str = "with:Retention: share of the cohort";
    const PROJECT: &str = "Customer Analytics.pbip";
    all_are_found(&[
        mutant("PB070", PIVOT, "\"columnHeaders\": [", "¦\"columnHeader\": ["),
        mutant("PB070", PIVOT, "\"subTotals\"", "¦\"subtotals\""),
        mutant("PB070", PIVOT, "\"rowSubtotals\"", "¦\"rowSubtotal\""),
        mutant("PB042", PIVOT, "\"'growToFit'\"", "¦\"'growtofit'\""),
        mutant("PB057", PIVOT, "\"'#6BAED6'\"", "¦\"'blu'\""),
        mutant("PB009", SCATTER, "\"name\": \"bdae9c556737333cc0ba\"", "\"name\": ¦\"bdae9c556737333cc0bb\""),
        mutant("PB024", PIVOT, "\"pivotTable\"", "¦\"matrix\""),
        mutant("PB051", PROJECT, "\"enableAutoRecovery\"", "¦\"enableAutoRecover\""),
        mutant("PB053", PROJECT, "\"enableAutoRecovery\": true", "\"enableAutoRecovery\": ¦\"true\""),
        mutant("PB051", "definition.pbism", "\"settings\"", "¦\"setings\""),
    ]);
}
