//! Files as a git revision has them.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use crate::pipeline::Failure;

/// The bytes of a file, named relative to `folder`, at a revision.
pub fn show(folder: &Path, revision: &str, file: &str) -> Result<Vec<u8>, Failure> {
    // A colon would say where the revision ends and the path begins.
    if revision.is_empty() || revision.contains([':', '\0', '\n']) {
        return Err(Failure::Usage(format!("`{revision}` is not the name of a git revision")));
    }
    let file = file.replace('\\', "/");
    let run = Command::new("git")
        .arg("--no-pager")
        .args(["show", "--no-textconv", "--end-of-options"])
        .arg(format!("{revision}:./{file}"))
        .current_dir(folder)
        .stdin(std::process::Stdio::null())
        .output();
    let output = run.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::World {
            error: "cannot run `git`".into(),
            help: Some("install git, or give a folder that holds the mapping files".to_owned()),
        },
        _ => Failure::world(error),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("it does not say why").trim_start_matches("fatal: ").to_owned();
    Err(Failure::World {
        error: format!("git has no `{file}` at `{revision}`: {said}").into(),
        help: Some("`git log -- roles` lists the revisions that changed the mapping files".to_owned()),
    })
}
