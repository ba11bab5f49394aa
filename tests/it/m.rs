//! Power Query M, read where a model holds it.

use std::fs;
use std::path::{Path, PathBuf};

use pbiforge::m::{column_problems, parse, scope_problems};
use pbiforge::tmdl;

/// The M of every partition and shared expression below a folder, with the names that its model gives to queries.
fn queries(folder: &Path) -> Vec<(PathBuf, String, Vec<String>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
            } else if entry.extension().is_some_and(|end| end == "tmdl") {
                files.push(entry);
            }
        }
    }
    let mut found: Vec<(PathBuf, String)> = Vec::new();
    let mut names = Vec::new();
    for file in files {
        let document = tmdl::parse(&fs::read_to_string(&file).unwrap());
        for object in &document.objects {
            let name = object.name.as_ref().map(|name| name.text.clone());
            match object.kind.as_str() {
                "expression" => {
                    names.extend(name);
                    found.extend(object.default.iter().map(|m| (file.clone(), m.text.clone())));
                }
                "table" => {
                    names.extend(name);
                    let partitions = object.children.iter().filter(|child| {
                        child.kind == "partition" && child.default.as_ref().is_some_and(|kind| kind.text == "m")
                    });
                    let sources = partitions.flat_map(|one| &one.properties).filter(|one| one.name.text == "source");
                    found.extend(sources.filter_map(|source| match &source.value {
                        tmdl::Value::Expression(m) => Some((file.clone(), m.text.clone())),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
    }
    found.into_iter().map(|(file, m)| (file, m, names.clone())).collect()
}

#[test]
fn the_generated_project_has_no_fault() {
    let queries = queries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("output"));
    assert!(queries.len() > 10);
    for (file, m, names) in queries {
        let parsed = parse(&m);
        assert_eq!(parsed.problems, [], "{}", file.display());
        assert_eq!(scope_problems(&parsed, &names.iter().map(String::as_str).collect()), [], "{}", file.display());
        assert_eq!(column_problems(&parsed), [], "{}", file.display());
    }
}
