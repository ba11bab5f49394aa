//! `output/` is the generated demo project, and it is what a fresh run gives.

use crate::support::{Project, files_below, root};

#[test]
fn the_committed_output_is_a_fresh_run() {
    let project = Project::demo();
    project.run(&["run", "--quiet"]).ok();
    let fresh = project.files("output");
    let committed = files_below(&root().join("output"));
    // Whoever regenerates it in place has a backup there, which is not committed.
    let ours = |path: &&String| !path.starts_with("warehouse/") && !path.starts_with(".pbiforge/backup/");
    let (fresh_paths, committed_paths): (Vec<_>, Vec<_>) =
        (fresh.keys().filter(ours).collect(), committed.keys().filter(ours).collect());
    assert_eq!(fresh_paths, committed_paths, "after a change of the generator: `cargo run --release -- run`");
    for path in fresh_paths {
        assert!(
            fresh[path] == committed[path],
            "output/{path} differs: `cargo run --release -- run` and look at the diff"
        );
    }
}
