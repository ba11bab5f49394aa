//! The DAX of the repository itself: all of it is read, bound, and laid out without a change of meaning.

use pbiforge::bind::{Index, bind_model};
use pbiforge::check::dax_sources::{Dax, sources};
use pbiforge::dax::format::format;
use pbiforge::dax::parse_expression;
use pbiforge::model::Model;
use pbiforge::tmdl;

use crate::support::{files_below, root};

fn model(folder: &str) -> Model {
    let files = files_below(&root().join(folder)).into_iter().filter(|(path, _)| path.ends_with(".tmdl"));
    let parsed: Vec<(String, tmdl::Document)> =
        files.map(|(path, bytes)| (path, tmdl::parse(&String::from_utf8_lossy(&bytes)))).collect();
    tmdl::lower(&parsed).model
}

/// Every expression of the TMDL below a folder, with where it stands.
fn expressions(folder: &str) -> Vec<(String, String)> {
    let model = model(folder);
    sources(&model).into_iter().map(|dax| (dax.path, dax.text.to_owned())).collect()
}

#[test]
fn all_of_it_is_read_without_a_fault_and_its_layout_is_stable() {
    for (folder, at_least) in [("output", 90), ("model-templates", 80)] {
        let found = expressions(folder);
        assert!(found.len() >= at_least, "{folder}: {} expressions", found.len());
        for (path, text) in found {
            let parsed = parse_expression(&text);
            assert_eq!(parsed.errors, [], "{folder}: {path}");
            assert_eq!(parsed.print(), text);
            let once = format(&text).expect("a layout");
            assert_eq!(parse_expression(&once).errors, [], "{folder}: {path}");
            assert_eq!(format(&once).as_ref(), Some(&once), "{folder}: {path}");
        }
    }
}

#[test]
fn every_name_of_the_committed_project_is_bound() {
    let model = model("output");
    let index = Index::new(&model);
    let sources: Vec<Dax> = sources(&model);
    let bound = bind_model(&index, &sources.iter().map(Dax::source).collect::<Vec<_>>());
    assert_eq!(bound.len(), sources.len());
    for (dax, expression) in sources.iter().zip(&bound) {
        assert_eq!(expression.bound.faults, [], "{}", dax.path);
        // What has a bracket names something.
        assert!(!dax.text.contains('[') || !expression.bound.references.is_empty(), "{}", dax.path);
    }
    let references: usize = bound.iter().map(|expression| expression.bound.references.len()).sum();
    assert!(references > 500, "{references}");
}
