//! A small project, one file of it made of any bytes: everything that is said of it has a place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::check::check;
use pbiforge::file_tree::FileTree;

fuzz_target!(|bytes: &[u8]| {
    let mut tree = FileTree::new();
    tree.insert("X.SemanticModel/definition/model.tmdl", "model Model\n");
    tree.insert("X.SemanticModel/definition/tables/a.tmdl", bytes);
    for found in check(&tree) {
        let place = found.place().expect("a place");
        place.line_and_column(&tree);
    }
});
