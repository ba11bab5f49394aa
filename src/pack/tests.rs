use super::*;
use crate::check::semantic_models;
use crate::model::Member;

fn tree() -> FileTree {
    let mut tree = FileTree::new();
    tree.insert("S.SemanticModel/definition/database.tmdl", "database\n\tcompatibilityLevel: 1606\n");
    tree.insert("S.SemanticModel/definition/model.tmdl", "model Model\n\tculture: en-GB\n\nref table Sales\n");
    tree.insert(
        "S.SemanticModel/definition/tables/Sales.tmdl",
        "/// Größe \"€\" 𝄞\ntable Sales\n\n\tcolumn Revenue\n\t\tdataType: decimal\n\t\tsourceColumn: revenue\n\n\
         \tpartition Sales = m\n\t\tmode: import\n\t\tsource =\n\t\t\t\tlet\n\t\t\t\t    a = 1\n\t\t\t\tin\n\t\t\t\t    a\n",
    );
    tree.insert("S.Report/definition.pbir", "{}");
    tree.insert("S.Report/.platform", "{}");
    tree.insert("S.Report/definition/report.json", "{\"a\": \"ü\"}");
    tree.insert("S.Report/definition/pages/pages.json", "{}");
    tree.insert("S.Report/StaticResources/RegisteredResources/logo.PNG", vec![0x89, b'P', 0, 0xff]);
    tree.insert("S.Report/StaticResources/RegisteredResources/no ending & more", "x");
    tree
}

fn model(tree: &FileTree) -> Model {
    let source = semantic_models::find(tree).remove(0);
    let mut model = semantic_models::read(tree, &source).lowered.model;
    let members = vec![Member { name: "a@b.c".to_owned(), ..Member::default() }];
    model.roles.push(crate::model::Role { name: "R".into(), members, ..Default::default() });
    model
}

fn packed() -> Vec<u8> {
    let tree = tree();
    let model = model(&tree);
    pack(&Input { title: "S", model: &model, report: Some("S.Report"), tree: &tree }).expect("packed")
}

#[test]
fn the_parts_are_those_of_desktop_in_its_order_and_encodings() {
    let parts = zip::read(&packed()).expect("a zip");
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Version",
            "[Content_Types].xml",
            "DataModelSchema",
            "DiagramLayout",
            "Settings",
            "Metadata",
            "Report/StaticResources/RegisteredResources/logo.PNG",
            "Report/StaticResources/RegisteredResources/no ending & more",
            "Report/definition/pages/pages.json",
            "Report/definition/report.json",
        ]
    );
    assert_eq!(parts[0].1, b"1\0.\x003\x002\0");
    assert!(parts[1].1.starts_with(b"\xef\xbb\xbf<?xml"));
    assert!(parts[2].1.starts_with(b"{\0\r\0\n\0 \0 \0\"\0n\0"));
    assert_eq!(parts[9].1, "{\"a\": \"ü\"}".as_bytes());
    let types = String::from_utf8_lossy(&parts[1].1).into_owned();
    assert!(types.contains("PartName=\"/Settings\" ContentType=\"application/json\""), "{types}");
    assert!(types.contains("Extension=\"png\"") && types.contains("no ending &amp; more"), "{types}");
}

#[test]
fn what_is_read_back_is_the_model_and_nobody_is_in_its_roles() {
    let template = read(&packed()).expect("a template");
    let table = &template.model["model"]["tables"][0];
    assert_eq!(table["description"], "Größe \"€\" 𝄞");
    assert_eq!(table["partitions"][0]["source"]["expression"], "let\n    a = 1\nin\n    a");
    assert_eq!(template.model["compatibilityLevel"], 1606);
    assert!(template.model["name"].as_str().is_some_and(|name| name.len() == 36));
    assert!(!template.model.to_string().contains("a@b.c"));
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    assert_eq!(packed(), packed());
}

#[test]
fn a_package_that_is_not_one_is_told() {
    let with = |name: &str, bytes: Option<&[u8]>| {
        let mut parts = zip::read(&packed()).expect("a zip");
        parts.retain(|(one, _)| one != name);
        parts.extend(bytes.map(|bytes| (name.to_owned(), bytes.to_vec())));
        read(&zip::write(&parts).expect("a zip")).expect_err("a fault").to_string()
    };
    assert_eq!(with("Version", None), "the package has no part `Version`");
    assert!(with("DataModelSchema", Some(b"{}")).contains("`DataModelSchema` cannot be read"));
    assert!(with("DataModelSchema", Some(b"n\0u\0l\0l\0")).ends_with("it holds no model"));
    assert!(with("Settings", Some(b"{\0")).contains("`Settings` cannot be read: EOF"));
    assert!(with("Report/definition/report.json", Some(b"{")).contains("report.json"));
    assert!(with("Odd", Some(b"")).ends_with("it does not list `Odd`"));
    assert!(read(b"PK").is_err());
}
