//! `pbiforge pack` on the generated project of the repository.

use std::io::{Cursor, Read};

use crate::support::{Project, root};

fn demo() -> Project {
    let project = Project::demo();
    for (path, bytes) in crate::support::files_below(&root().join("output")) {
        project.file(&format!("output/{path}"), bytes);
    }
    project
}

/// The parts of a package by their names, read by the zip of the tests' own.
fn parts(project: &Project, file: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let bytes = std::fs::read(project.path(file)).expect("the package");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("its bytes");
            (part.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_generated_project_is_packed_whole_and_the_same_every_time() {
    let project = demo();
    project.run(&["pack"]).ok().says("in `Customer Analytics.pbit`");
    project.run(&["pack", "-o", "other.pbit"]).ok();
    let parts_of = parts(&project, "Customer Analytics.pbit");
    assert_eq!(
        std::fs::read(project.path("Customer Analytics.pbit")).ok(),
        std::fs::read(project.path("other.pbit")).ok()
    );

    // The report is there file by file, and what belongs to the project alone is not.
    let folder = "output/Customer Analytics.Report/";
    for (path, bytes) in project.files("output").iter() {
        let Some(inside) = format!("output/{path}").strip_prefix(folder).map(str::to_owned) else { continue };
        let part = parts_of.get(&format!("Report/{inside}"));
        match inside.starts_with("definition/") || inside.starts_with("StaticResources/") {
            true => assert_eq!(part, Some(bytes), "{inside}"),
            false => assert_eq!(part, None, "{inside}"),
        }
    }
    // The model is what `bim` says of the same files.
    let units: Vec<u16> =
        parts_of["DataModelSchema"].chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let nameless = |mut model: serde_json::Value| {
        model.as_object_mut().expect("an object").shift_remove("name");
        model
    };
    let model = serde_json::from_str(&String::from_utf16(&units).expect("UTF-16")).expect("JSON");
    assert!(nameless(model) == nameless(project.run(&["bim", "output"]).ok().json()));
}

#[test]
fn what_cannot_be_packed_is_said() {
    let project = Project::demo();
    project.run(&["pack"]).exits(64).says("run `pbiforge generate` first");
    let project = demo();
    project.run(&["pack", "-o", "a.pbix"]).exits(64).says("it ends in `.pbit`");
    project.file("output/Customer Analytics.Report/definition/report.json", "{");
    project.run(&["pack"]).exits(64).says("`Report/definition/report.json` of the report cannot be packed");
    project.file("output/Customer Analytics.SemanticModel/definition/tables/Sales.tmdl", "table Sales\n\tcolumn\n");
    project.run(&["pack"]).exits(1);
    project.file("output/Other.SemanticModel/definition/model.tmdl", "model Model\n");
    project.run(&["pack"]).exits(64).says("holds 2 semantic models, not one");
}
