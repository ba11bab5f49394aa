//! A small project of any bytes: what is said of it has its places, is said again, and can be told in every format; a
//! fix leaves a project that can be checked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::check::examine::{Options, examine};
use pbiforge::check::{codes, fix};
use pbiforge::deps::Graph;
use pbiforge::diag::sources::Sources;
use pbiforge::diag::{Code, Findings, github, human, json, junit, sarif};
use pbiforge_fuzz::{placed, project};

fuzz_target!(|bytes: &[u8]| {
    let tree = project(bytes);
    let options = Options { all: true, ..Options::default() };
    let examined = examine(&tree, &options);
    examined.diagnostics.iter().for_each(|found| placed(found, &tree));
    assert_eq!(examine(&tree, &options).diagnostics, examined.diagnostics, "another time something else");

    let codes: Vec<&'static Code> = codes().collect();
    let files: Vec<String> = tree.paths().map(str::to_owned).collect();
    let findings = Findings {
        diagnostics: &examined.diagnostics,
        silenced: &examined.silenced,
        sources: &tree,
        files: &files,
        codes: &codes,
    };
    json::report(&findings);
    sarif::render(&findings);
    junit::render(&findings);
    github::render(&findings);
    let sources = Sources::new(&examined.diagnostics, &tree);
    examined.diagnostics.iter().for_each(|found| drop(human::render_with(found, &sources, true)));

    fix::mend(&tree, &|tree| examine(tree, &options).diagnostics);
    Graph::of(&tree);
});
