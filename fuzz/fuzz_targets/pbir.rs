//! Any bytes may be a file of a report.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::file_tree::FileTree;
use pbiforge::pbir;

fuzz_target!(|bytes: &[u8]| {
    let mut tree = FileTree::new();
    tree.insert("X.Report/definition.pbir", "{}");
    tree.insert("X.Report/definition/pages/p/page.json", bytes);
    tree.insert("X.Report/definition/pages/p/visuals/v/visual.json", bytes);
    pbir::read(&tree);
});
