//! Changes that a person may make and that must give no diagnostic.

use pbiforge::check::check;
use pbiforge::file_tree::FileTree;

use super::{apply, edit, path, said, sound};

fn is_sound(title: &str, tree: &FileTree) {
    let found = check(tree);
    assert!(found.is_empty(), "{title}: {:?}", said(&found, tree));
}

#[test]
fn line_breaks_of_windows_are_line_breaks() {
    let mut tree = sound();
    let texts: Vec<(String, String)> =
        tree.paths().filter_map(|path| Some((path.into(), tree.text(path)?.into()))).collect();
    for (path, text) in texts {
        tree.insert(path, text.replace('\n', "\r\n"));
    }
    is_sound("CRLF", &tree);
}

#[test]
fn hand_edits_that_mean_no_harm_pass() {
    let sales = "tables/Sales.tmdl";
    for edit in [
        edit(sales, "\n\n", "\n\n\n\n"),
        edit(sales, "dataType: decimal", "isHidden: false\n\t\tdataType: decimal"),
        edit(sales, "dataType: decimal", "dataType: Decimal"),
        edit(sales, "table Sales", "TABLE Sales"),
        edit(sales, "measure Orders", "Measure Orders"),
        edit(sales, "\tpartition Sales", "\tannotation Unknown_Tool = {\"a\": 1}\n\n\tpartition Sales"),
        edit(sales, "SUM('Sales'[Line Revenue])", "/* 'Gone'[x] */ SUM('Sales'[Line Revenue]) // [Nothing]"),
        edit(sales, "SUM('Sales'[Line Revenue])", "SUM(sales[LINE revenue])"),
        edit(
            sales,
            "measure Orders =",
            "measure Mine =\n\t\t\tVAR x = [Revenue]\n\t\t\tRETURN x\n\n\tmeasure Orders =",
        ),
        edit(
            sales,
            "measure Orders =",
            "measure Mine = ```\n\t\t\tSUMMARIZE(Sales, \"a\", [Revenue])\n\t\t\t```\n\n\tmeasure Orders =",
        ),
        edit("tables/Date.tmdl", "column: 'ISO Week'", "column: 'iso week'"),
        edit("relationships.tmdl", "toColumn: Date.Date", "toColumn: 'Date'.'Date'"),
        edit("model.tmdl", "ref table Sales\n", ""),
    ] {
        let mut tree = sound();
        apply(&mut tree, &edit);
        is_sound(edit.to, &tree);
    }
}

#[test]
fn the_order_of_measures_is_free() {
    let mut tree = sound();
    let path = path(&tree, "tables/Sales.tmdl");
    let text = tree.text(&path).expect("text").to_owned();
    let (head, rest) = text.split_once("\n\n\t///").expect("measures");
    let mut blocks: Vec<&str> = rest.split("\n\n\t///").collect();
    let last = blocks.iter().position(|block| !block.contains("\n\tmeasure ")).expect("columns");
    blocks[..last].reverse();
    let new = blocks.iter().fold(head.to_owned(), |text, block| format!("{text}\n\n\t///{block}"));
    tree.insert(path, format!("{}\n", new.trim_end()));
    is_sound("reversed", &tree);
}

#[test]
fn files_of_ones_own_and_another_page_pass() {
    let mut tree = sound();
    tree.insert("Customer Analytics.SemanticModel/.pbi/cache.abf", b"\xff\xfe".as_slice());
    tree.insert("Customer Analytics.SemanticModel/.pbi/localSettings.json", "{");
    tree.insert("Customer Analytics.Report/.pbi/localSettings.json", "{");
    tree.insert("Customer Analytics.SemanticModel/TMDLScripts/a.tmdl", "createOrReplace\n\n\ttable X\n");
    tree.insert("notes.md", "anything");
    is_sound("files of one's own", &tree);

    let first = path(&tree, "4cccb21096ff0c4cf0bf/page.json");
    let page = tree.text(&first).expect("a page").replace("4cccb21096ff0c4cf0bf", "mine");
    tree.insert(first.replace("4cccb21096ff0c4cf0bf", "mine"), page);
    apply(&mut tree, &edit("pages/pages.json", "\"pageOrder\": [\n", "\"pageOrder\": [\n    \"mine\",\n"));
    is_sound("another page", &tree);
}

#[test]
fn a_report_may_say_more_than_is_known_of_it() {
    let table = "with:\"queryRef\": \"Sales.Units\"";
    let page = "4cccb21096ff0c4cf0bf/page.json";
    for edit in [
        edit(table, "  \"visual\": {", "  \"isHidden\": true,\n  \"visual\": {"),
        edit(table, "  \"visual\": {", "  \"annotations\": [{ \"name\": \"a\", \"value\": \"b\" }],\n  \"visual\": {"),
        edit(table, "visualContainer/2.4.0", "visualContainer/2.0.0"),
        edit(table, "visualContainer/2.4.0", "visualContainer/2.9.0"),
        edit(table, "\"x\": 24", "\"x\": 24.000000000000004"),
        edit(table, "\"z\": 9000", "\"z\": 1000"),
        edit(table, "\"tabOrder\": 9000", "\"tabOrder\": 0"),
        edit(table, "\"Property\": \"Units\"", "\"Property\": \"UNITS\""),
        edit(table, "\"Entity\": \"Product\"", "\"Entity\": \"product\""),
        edit("with:\"'Segment profile'\"", "'Segment profile'", "'The year''s top 20: {} [] \\\\ \\u00e9'"),
        edit(table, "\"Value\": \"true\"", "\"Value\": \"false\""),
        edit(table, "\"columnHeaders\"", "\"unknownToUs\": [{ \"properties\": {} }],\n      \"columnHeaders\""),
        edit(table, "\"queryRef\": \"Sales.Units\"", "\"active\": true,\n              \"queryRef\": \"Sales.Units\""),
        edit(table, "\"nativeQueryRef\": \"Units\"", "\"displayName\": \"Pieces\""),
        edit(page, "\"displayName\": \"Overview\"", "\"displayName\": \"Übersicht / 概要\""),
        edit(page, "\"displayName\"", "\"visibility\": \"HiddenInViewMode\",\n  \"displayName\""),
        edit(page, "\"height\": 720,\n  \"width\": 1280", "\"width\": 1280,\n  \"height\": 720"),
        edit("definition/report.json", "\"settings\": {", "\"publicCustomVisuals\": [],\n  \"settings\": {"),
        edit(
            "pages/pages.json",
            "pagesMetadata/1.0.0/schema.json\",",
            "pagesMetadata/1.1.0/schema.json\",\n  \"landingPageName\": \"7d3c6d9cadc8f5bb9586\",",
        ),
        edit("definition.pbir", "\"4.0\"", "\"4.1\""),
        edit("definition.pbir", "\"byPath\"", "\"byConnection\": null,\n    \"byPath\""),
        edit("Report/.platform", "platformProperties/2.0.0", "platformProperties/2.1.0"),
    ] {
        let mut tree = sound();
        apply(&mut tree, &edit);
        is_sound(edit.to, &tree);
    }
}

#[test]
fn a_newer_file_may_have_keys_that_are_not_known() {
    let table = "with:\"queryRef\": \"Sales.Units\"";
    for (newer, edits) in [
        (
            edit(table, "visualContainer/2.4.0", "visualContainer/2.12.0"),
            [
                edit(table, "\"tabOrder\"", "\"unknownToUs\": null, \"tabOrder\""),
                edit(table, "  \"visual\": {", "  \"someday\": { \"a\": [1, { \"b\": null }] },\n  \"visual\": {"),
            ],
        ),
        (
            edit("definition/report.json", "/report/3.0.0", "/report/3.4.0"),
            [
                edit("definition/report.json", "\"settings\": {", "\"settings\": {\n    \"someday\": true,"),
                edit("definition/report.json", "\"settings\": {", "\"news\": [],\n  \"settings\": {"),
            ],
        ),
    ] {
        let mut tree = sound();
        [&newer].into_iter().chain(&edits).for_each(|edit| drop(apply(&mut tree, edit)));
        let found = check(&tree);
        assert!(found.iter().all(|found| found.code.id == "PB015"), "{:?}", said(&found, &tree));
    }
}

/// A visual that comes from the store.
const FOREIGN: &str = "\"visual\": { \"visualType\": \"deneb7E15AEF80B9E4D4F8E12924291ECE89A\", \"query\": { \"queryState\": { \"dataset\": { \"projections\": [{ \"field\": { \"Measure\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Sales\" } }, \"Property\": \"Revenue\" } }, \"queryRef\": \"Sales.Revenue\" }] } } }, \"objects\": { \"vega\": [{ \"properties\": { \"jsonSpec\": { \"expr\": { \"Literal\": { \"Value\": \"'{}'\" } } } } }] } }";

/// The report with one more file, as Power BI Desktop writes it.
fn with_file(file: &str, kind: &str, text: &str) -> FileTree {
    let mut tree = sound();
    let path = path(&tree, "definition/report.json").replace("report.json", file);
    let schema = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition";
    tree.insert(path, format!("{{\n\"$schema\": \"{schema}/{kind}/schema.json\",\n{text}\n}}\n"));
    tree
}

#[test]
fn what_power_bi_desktop_adds_to_a_report_passes() {
    let visuals = "pages/4cccb21096ff0c4cf0bf/visuals";
    let position =
        "\"position\": { \"x\": 20, \"y\": 420, \"z\": 9, \"width\": 100, \"height\": 50, \"tabOrder\": -9999000 }";
    let visual = |name: &str, rest: &str| {
        let text = format!("\"name\": \"{name}\", {position}, {rest}");
        is_sound(name, &with_file(&format!("{visuals}/{name}/visual.json"), "visualContainer/2.5.0", &text));
    };
    visual(
        "group",
        "\"visualGroup\": { \"displayName\": \"Group 1\", \"groupMode\": \"ScaleMode\", \"objects\": { \"background\": [{ \"properties\": { \"show\": { \"expr\": { \"Literal\": { \"Value\": \"true\" } } } } }] } }",
    );
    visual(
        "shape",
        "\"visual\": { \"visualType\": \"shape\", \"objects\": { \"shape\": [{ \"properties\": { \"tileShape\": { \"expr\": { \"Literal\": { \"Value\": \"'rectangleRounded'\" } } } } }], \"fill\": [{ \"properties\": { \"fillColor\": { \"solid\": { \"color\": { \"expr\": { \"ThemeDataColor\": { \"ColorId\": 2, \"Percent\": -0.25 } } } } } }, \"selector\": { \"id\": \"default\" } }] } }",
    );
    visual(
        "text",
        "\"visual\": { \"visualType\": \"textbox\", \"objects\": { \"general\": [{ \"properties\": { \"paragraphs\": [{ \"textRuns\": [{ \"value\": \"A\", \"textStyle\": { \"fontWeight\": \"bold\", \"fontSize\": \"12pt\", \"color\": \"#111\" } }, { \"value\": \"b\", \"url\": \"https://example.com\" }], \"horizontalTextAlignment\": \"center\" }] } }] } }, \"howCreated\": \"InsertVisualButton\"",
    );
    visual("empty", "\"visual\": { \"visualType\": \"lineChart\", \"autoSelectVisualType\": true }");
    let text = format!("\"name\": \"foreign\", {position}, {}", FOREIGN);
    let mut foreign = with_file(&format!("{visuals}/foreign/visual.json"), "visualContainer/2.5.0", &text);
    let brought = "\"publicCustomVisuals\": [\"deneb7E15AEF80B9E4D4F8E12924291ECE89A\"],\n  \"settings\": {";
    apply(&mut foreign, &edit("definition/report.json", "\"settings\": {", brought));
    is_sound("foreign", &foreign);
    visual(
        "summed",
        "\"visual\": { \"visualType\": \"card\", \"query\": { \"queryState\": { \"Values\": { \"projections\": [{ \"field\": { \"Aggregation\": { \"Expression\": { \"Column\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Sales\" } }, \"Property\": \"Line Quantity\" } }, \"Function\": 0 } }, \"queryRef\": \"Sum(Sales.Line Quantity)\", \"format\": \"0.0\", \"hidden\": false }] } } } }",
    );
    visual(
        "stale",
        "\"visual\": { \"visualType\": \"card\", \"query\": { \"queryState\": { \"Values\": { \"projections\": [{ \"field\": { \"Measure\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Sales\" } }, \"Property\": \"Revenue\" } }, \"queryRef\": \"Old Table.Turnover\" }] } } }, \"objects\": { \"labels\": [{ \"properties\": { \"fontSize\": { \"expr\": { \"Literal\": { \"Value\": \"27D\" } } } }, \"selector\": { \"metadata\": \"Old Table.Sales\" } }] } }",
    );
    visual(
        "synced",
        "\"visual\": { \"visualType\": \"slicer\", \"query\": { \"queryState\": { \"Values\": { \"projections\": [{ \"field\": { \"Column\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Date\" } }, \"Property\": \"Year\" } }, \"queryRef\": \"Date.Year\", \"active\": true }] } } }, \"syncGroup\": { \"groupName\": \"Year\", \"fieldChanges\": true, \"filterChanges\": true }, \"objects\": { \"general\": [{ \"properties\": { \"filter\": { \"filter\": { \"Version\": 2, \"From\": [{ \"Name\": \"d\", \"Entity\": \"Date\", \"Type\": 0 }], \"Where\": [{ \"Condition\": { \"In\": { \"Expressions\": [{ \"Column\": { \"Expression\": { \"SourceRef\": { \"Source\": \"d\" } }, \"Property\": \"Year\" } }], \"Values\": [[{ \"Literal\": { \"Value\": \"2011L\" } }]] } } }] } } } }] } }",
    );
    let measure = "\"name\": \"extension\", \"entities\": [{ \"name\": \"Sales\", \"measures\": [{ \"name\": \"Twice\", \"dataType\": \"Double\", \"expression\": \"[Revenue] * 2\", \"formatString\": \"0\", \"hidden\": false, \"references\": { \"unrecognizedReferences\": false, \"measures\": [{ \"entity\": \"Sales\", \"name\": \"Revenue\" }] } }] }]";
    is_sound("measures of the report", &with_file("reportExtensions.json", "reportExtension/1.0.0", measure));
}

#[test]
fn pages_of_every_sort_and_themes_of_ones_own_pass() {
    let page = "7d3c6d9cadc8f5bb9586/page.json";
    let theme = "RegisteredResources/theme.json";
    let report = "definition/report.json";
    for edit in [
        edit(
            page,
            "\"displayName\"",
            "\"type\": \"Tooltip\", \"visibility\": \"HiddenInViewMode\", \"pageBinding\": { \"name\": \"a1b2\", \"type\": \"Tooltip\", \"parameters\": [] },\n  \"displayName\"",
        ),
        edit(
            page,
            "\"displayName\"",
            "\"type\": \"Drillthrough\", \"pageBinding\": { \"name\": \"Pod\", \"type\": \"Drillthrough\", \"referenceScope\": \"Default\", \"parameters\": [{ \"name\": \"Param_a\", \"boundFilter\": \"aabb\", \"asAggregation\": false }] }, \"filterConfig\": { \"filters\": [{ \"name\": \"aabb\", \"ordinal\": 0, \"field\": { \"Column\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Customer\" } }, \"Property\": \"Segment\" } }, \"type\": \"Categorical\", \"howCreated\": \"Drillthrough\" }] },\n  \"displayName\"",
        ),
        edit(
            page,
            "\"displayName\"",
            "\"objects\": { \"background\": [{ \"properties\": { \"color\": { \"solid\": { \"color\": { \"expr\": { \"Literal\": { \"Value\": \"'#FFFFFF'\" } } } } }, \"transparency\": { \"expr\": { \"Literal\": { \"Value\": \"0D\" } } } } }], \"outspacePane\": [{ \"properties\": { \"width\": { \"expr\": { \"Literal\": { \"Value\": \"189L\" } } } } }] },\n  \"displayName\"",
        ),
        edit(page, "\"FitToPage\"", "\"ActualSize\""),
        edit(
            page,
            "\"displayName\"",
            "\"annotations\": [{ \"name\": \"a\", \"value\": \"b\" }], \"howCreated\": \"Copilot\",\n  \"displayName\"",
        ),
        edit(
            theme,
            "\"good\": \"#005A9C\"",
            "\"good\": \"#0a0\", \"someday\": { \"a\": 1 }, \"$schema\": \"https://example.com/theme\"",
        ),
        edit(theme, "\"label\": {", "\"boldLabel\": { \"fontSize\": 9.5, \"color\": \"black\" },\n    \"label\": {"),
        edit(
            theme,
            "\"visualStyles\": {",
            "\"visualStyles\": {\n    \"myVisual123\": { \"*\": { \"general\": [{ \"a\": true, \"b\": [1], \"color\": { \"solid\": {} } }] } },",
        ),
        edit(
            report,
            "\"settings\": {",
            "\"publicCustomVisuals\": [\"deneb7E15AEF80B9E4D4F8E12924291ECE89A\"],\n  \"settings\": {",
        ),
        edit(
            report,
            "\"settings\": {",
            "\"annotations\": [{ \"name\": \"defaultPage\", \"value\": \"x\" }],\n  \"objects\": { \"section\": [{ \"properties\": { \"verticalAlignment\": { \"expr\": { \"Literal\": { \"Value\": \"'Top'\" } } } } }] },\n  \"settings\": {\n    \"hideVisualContainerHeader\": false, \"pagesPosition\": \"Bottom\",",
        ),
        edit(
            report,
            "\"settings\": {",
            "\"slowDataSourceSettings\": { \"isCrossHighlightingDisabled\": false, \"isApplyAllButtonEnabled\": true },\n  \"settings\": {",
        ),
        edit(report, "/report/3.0.0", "/report/3.3.0"),
    ] {
        let mut tree = sound();
        apply(&mut tree, &edit);
        is_sound(edit.to, &tree);
    }
}

#[test]
fn json_may_be_laid_out_in_any_way() {
    let layouts: [fn(&str) -> String; 3] = [
        |text| text.replace("  ", "\t"),
        |text| text.split('\n').map(str::trim_start).collect(),
        |text| text.replace(": ", "  :\n\n"),
    ];
    for (at, layout) in layouts.iter().enumerate() {
        let mut tree = sound();
        let files: Vec<String> = tree.paths().filter(|path| path.ends_with("on")).map(str::to_owned).collect();
        for file in files {
            let text = tree.text(&file).map(layout);
            // Not where a value has a colon in it: that would change what the file says.
            let text = text.filter(|text| pbiforge::pbir::json::parse(text).is_ok());
            text.into_iter().for_each(|text| tree.insert(file.clone(), text));
        }
        is_sound(&format!("layout {at}"), &tree);
    }
}

#[test]
fn another_report_may_stand_on_the_same_model() {
    let mut tree = sound();
    let files: Vec<(String, Vec<u8>)> = tree
        .below("Customer Analytics.Report")
        .map(|(path, bytes)| (path.replace("Customer Analytics.Report", "Second.Report"), bytes.to_vec()))
        .collect();
    files.into_iter().for_each(|(path, bytes)| tree.insert(path, bytes));
    apply(&mut tree, &edit("Second.Report/.platform", "f0df5e67", "f0df5e68"));
    tree.insert("Second.Report/README.md", "A copy.");
    tree.insert("Second.Report/StaticResources/RegisteredResources/logo.png", b"\x89PNG".as_slice());
    is_sound("a second report", &tree);
}
