use super::*;
use crate::check;
use crate::file_tree::disk;
use crate::model::Measure;
use crate::{pbir, tmdl};

mod links;
mod theme;

/// The demo's model, as it is committed.
fn model() -> Model {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/output/Customer Analytics.SemanticModel/definition");
    let tree = disk::read(folder.as_ref(), &|path| path.ends_with(".tmdl")).expect("the demo's model");
    let documents: Vec<_> =
        tree.paths().map(|path| (path.to_owned(), tmdl::parse(tree.text(path).expect("text")))).collect();
    Model { name: "Customer Analytics".to_owned(), ..tmdl::lower(&documents).model }
}

fn generated(overrides: &FileTree) -> FileTree {
    report(&model(), overrides, &Options::default()).expect("a report")
}

fn with_page(text: &str) -> FileTree {
    let mut overrides = FileTree::new();
    overrides.insert("report/pages/mine.toml", text);
    overrides
}

fn only_mine() -> Options {
    Options { pages: vec!["mine".to_owned()], ..Options::default() }
}

fn faults(page: &str) -> Vec<String> {
    let faults = report(&model(), &with_page(page), &only_mine()).expect_err("faults");
    let line = |fault: &Diagnostic| fault.place().and_then(|place| place.line_and_column(&FileTree::new()).0);
    faults.iter().map(|fault| format!("{} {:?} {}", fault.code.id, line(fault), fault.message)).collect()
}

/// Microsoft's schemas, where the machine has them.
fn schemas() -> Option<FileTree> {
    let Ok(shared) = std::env::var("PBIFORGE_SHARED") else {
        eprintln!("skipped: PBIFORGE_SHARED does not say where the schemas are");
        return None;
    };
    let folder = format!("{shared}/reference/json-schemas");
    Some(disk::read(folder.as_ref(), &|path| path.ends_with(".json")).expect("the schemas"))
}

#[test]
fn the_built_in_report_passes_its_own_checker() {
    let mut tree = generated(&FileTree::new());
    tree.insert("Customer Analytics.SemanticModel/definition/model.tmdl", "model Model\n");
    let found = check::report::check(&tree, &model());
    assert!(found.is_empty(), "{found:#?}");
    let read = pbir::read(&tree);
    let shown: Vec<_> = read.report.pages.iter().map(|page| (page.display_name.as_str(), page.visuals.len())).collect();
    assert_eq!(
        shown,
        [
            ("Overview", 15),
            ("Customer 360", 12),
            ("Segments", 14),
            ("Whales", 12),
            ("Churn risk", 12),
            ("Cohorts", 11),
            ("Basket", 11),
            ("Products and countries", 12),
            ("Data quality", 11),
            ("Customer", 6),
            ("Tooltip", 3),
        ]
    );
    assert_eq!(read.report.active_page.as_deref(), Some(read.report.pages[0].id.as_str()));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(generated(&FileTree::new()), generated(&FileTree::new()));
}

#[test]
fn files_are_printed_as_desktop_prints_them() {
    for (path, bytes) in generated(&FileTree::new()).iter() {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(!text.contains('\r') && !text.contains(": null") && text.starts_with("{\n  \""), "{path}");
    }
}

#[test]
fn every_file_follows_the_schema_it_names() {
    let Some(schemas) = schemas() else { return };
    let tree = generated(&FileTree::new());
    assert_eq!(check::schemas::validate(&tree, &schemas), []);
    let validated = tree.iter().filter(|(_, bytes)| bytes.windows(9).any(|window| window == b"\"$schema\""));
    assert_eq!(validated.count(), tree.len() - 1, "all but the theme name a schema");
}

#[test]
fn broken_files_fail_their_schema() {
    let Some(schemas) = schemas() else { return };
    let tree = generated(&FileTree::new());
    let breaks = [
        ("visual.json", "\"drillFilterOtherVisuals\": true", "\"drillFilterOtherVisuals\": \"yes\""),
        ("visual.json", "\"queryRef\":", "\"queryReference\":"),
        ("visual.json", "\"tabOrder\":", "\"tabbing\":"),
        ("page.json", "\"FitToPage\"", "\"FitToMoon\""),
        ("report.json", "\"SharedResources\"", "\"OtherResources\""),
        ("version.json", "\"2.0.0\"", "\"two\""),
        ("definition.pbir", "\"datasetReference\"", "\"modelReference\""),
        (".platform", "\"displayName\"", "\"shownName\""),
    ];
    for (file, from, to) in breaks {
        let holds = |path: &&str| path.ends_with(file) && tree.text(path).is_some_and(|text| text.contains(from));
        let path = tree.paths().find(holds).unwrap_or_else(|| panic!("{file} has no {from}")).to_owned();
        let mut broken = tree.clone();
        broken.insert(path.as_str(), tree.text(&path).expect("text").replace(from, to));
        let found = check::schemas::validate(&broken, &schemas);
        assert!(!found.is_empty(), "{file} with {to} passed");
        assert!(found.iter().all(|fault| fault.code.id == "PB020" && fault.place().is_some_and(|p| p.file == path)));
    }
}

#[test]
fn hostile_titles_and_names_stay_what_they_are() {
    let mut model = model();
    let hostile = "O'Brien \"North\" {{x}} \\ [y] <&>";
    model.tables[0].measures.push(Measure { name: hostile.into(), ..Measure::default() });
    let page = format!(
        "title = '''{hostile}'''\n[[visual]]\ntype = \"tableEx\"\nat = [0, 0, 4, 4]\ntitle = '''{hostile}'''\n\
         fields.Values = ['''[{}] as {hostile}''']\nsort = ['''[{}] desc''']\n\
         heat = {{ field = '''[{}]''', to = 0.25 }}\nonly = [{{ field = \"Customer[Country]\", values = ['''{hostile}'''] }}]\n",
        hostile.replace(']', "]]"),
        hostile.replace(']', "]]"),
        hostile.replace(']', "]]"),
    );
    let tree = report(&model, &with_page(&page), &only_mine()).expect("a report");
    let read = pbir::read(&tree);
    assert_eq!(read.report.pages[0].display_name, hostile);
    let measures = read.report.pages[0].visuals[0].fields.iter();
    let found = measures.filter(|field| field.kind == crate::report::FieldKind::Measure(hostile.to_owned()));
    assert_eq!(found.count(), 3, "shown, sorted by, coloured by");
    let visual = tree.paths().find(|path| path.ends_with("visual.json")).expect("a visual");
    let text = tree.text(visual).expect("text");
    let literal = serde_json::to_string(&format!("'{}'", hostile.replace('\'', "''"))).expect("JSON");
    assert_eq!(text.matches(&literal).count(), 2, "title and filter value");
    assert!(text.contains("\"0.25D\""), "the value of the heat map's upper colour");
    if let Some(schemas) = schemas() {
        assert_eq!(check::schemas::validate(&tree, &schemas), []);
    }
}

#[test]
fn all_that_a_page_can_say_is_valid() {
    let page = "title = \"All\"\nwidth = 1920.0\nheight = 1080.0\n\
        [[visual]]\ntype = \"pivotTable\"\nposition = [0, 0, 500, 400]\n\
        fields.Rows = [\"Date[Calendar].[Year]\", \"Region[Region]\"]\n\
        fields.Values = [\"sum(Sales[Line Quantity]) as Units sold\", \"Sales[Revenue]\"]\n\
        top = { count = 5, of = \"Customer[Country]\", by = \"[Customer Base]\" }\n\
        only = [{ field = \"Date[Year]\", values = [2010, 2011] }]\n\
        [visual.format]\ngrid = { gridHorizontal = true, outlineColor = \"#FF0000\", rowPadding = 3, textSize = 9.5 }\n\
        columnHeaders = { wordWrap = false }\n";
    let tree = report(&model(), &with_page(page), &only_mine()).expect("a report");
    let visual = tree.paths().find(|path| path.ends_with("visual.json")).expect("a visual");
    let json: Value = serde_json::from_str(tree.text(visual).expect("text")).expect("JSON");
    let grid = &json["visual"]["objects"]["grid"][0]["properties"];
    assert_eq!(grid["textSize"]["expr"]["Literal"]["Value"], "9.5D");
    assert_eq!(grid["outlineColor"]["solid"]["color"]["expr"]["Literal"]["Value"], "'#FF0000'");
    let headers = &json["visual"]["objects"]["columnHeaders"];
    assert_eq!(headers.as_array().map(Vec::len), Some(1), "over the template's, not beside it");
    let rows = &json["visual"]["query"]["queryState"]["Rows"]["projections"];
    assert_eq!((&rows[0]["active"], &rows[1]["active"]), (&json!(true), &Value::Null));
    assert_eq!(json["filterConfig"]["filters"].as_array().map(Vec::len), Some(2));
    assert!(check::report::check(&tree, &model()).iter().all(|found| found.code.id == "PB006"));
    if let Some(schemas) = schemas() {
        assert_eq!(check::schemas::validate(&tree, &schemas), []);
    }
}

#[test]
fn every_fault_of_a_page_is_told_at_once_and_placed() {
    let page = "title = \"Mine\"\n\
        [[visual]]\ntype = \"lineGraph\"\nat = [0, 0, 1, 1]\n\
        [[visual]]\ntype = \"cardVisual\"\n\
        [[visual]]\nname = \"a\"\ntype = \"lineChart\"\nat = [0, 0, 1, 1]\nfields.Y = [\"[Revenu]\"]\nsort = [\"[Revenue]\"]\n\
        [[visual]]\nname = \"a\"\ntype = \"lineChart\"\nat = [0, 0, 1, 1]\n\
        [[visual]]\nname = \"b\"\ntype = \"lineChart\"\nat = [0, 0, 1, 1]\nfields.Y = [\"[Revenue]\"]\n\
        top = { count = 1, of = \"[Revenue]\", by = \"[Revenue]\" }\n";
    let mut found = faults(page);
    found.sort();
    assert_eq!(
        found,
        [
            "PB005 Some(11) the model has no measure `Revenu`",
            "PB030 Some(15) two visuals of this page are called `a`",
            "PB030 Some(22) `[Revenue]` has no values to choose from: it is not a column",
            "PB030 Some(6) the visual `cardVisual` has no place",
            "PB031 Some(12) `[Revenue]` does not say in which direction to sort",
            "PB033 Some(3) there is no template for visuals of type `lineGraph`",
        ]
    );
}

#[test]
fn a_template_of_the_users_makes_a_new_type_of_visual() {
    let mut overrides =
        with_page("title = \"Mine\"\n[[visual]]\ntype = \"gauge\"\nat = [0, 0, 4, 4]\nfields.Y = [\"[Revenue]\"]\n");
    let template = include_str!("../../../model-templates/report/visuals/treemap.json.hbs").replace("treemap", "gauge");
    overrides.insert("report/visuals/gauge.json.hbs", template);
    let tree = report(&model(), &overrides, &only_mine()).expect("a report");
    assert_eq!(pbir::read(&tree).report.pages[0].visuals[0].kind, "gauge");
}

#[test]
fn the_options_name_report_model_and_theme() {
    let mut overrides = FileTree::new();
    overrides.insert("report/corporate.json", "{\"name\": \"Corporate\"}");
    let options = Options {
        name: "Board".to_owned(),
        semantic_model: "Shared".to_owned(),
        theme: "corporate.json".to_owned(),
        pages: vec!["cohorts".to_owned()],
    };
    let mut tree = report(&model(), &overrides, &options).expect("a report");
    assert!(tree.contains("Board.Report/StaticResources/RegisteredResources/corporate.json"));
    tree.insert("Shared.SemanticModel/definition.pbism", "{}");
    assert!(check::report::check(&tree, &model()).is_empty());

    let options = Options { theme: "corporat.json".to_owned(), ..options };
    let faults = report(&model(), &overrides, &options).expect_err("faults");
    assert_eq!(faults[0].help[1], "did you mean `corporate.json`?");
}

#[test]
fn a_name_that_no_folder_can_have_is_refused() {
    for name in ["a/b", "..", "a\\b", "a ", "a:b", "a\n"] {
        let options = Options { name: name.to_owned(), ..Options::default() };
        let faults = report(&model(), &FileTree::new(), &options).expect_err("a fault");
        assert_eq!(faults[0].code.id, "PB034", "{name}");
    }
    let options = Options { name: "O'Brien & Co. – Überblick".to_owned(), ..Options::default() };
    assert!(report(&model(), &FileTree::new(), &options).is_ok());
}
