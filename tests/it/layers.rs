//! The layers of the architecture, held by reading every `use crate::` edge.

use std::fs;
use std::path::Path;

use crate::support::{files_below, root};

/// Module, and the modules it may use besides itself.
const ALLOWED: &[(&str, &[&str])] = &[
    // Layer 0.
    ("name", &[]),
    ("calendar", &[]),
    ("diag", &["file_tree"]),
    ("file_tree", &[]),
    ("parallel", &[]),
    // Layer 1, nouns.
    ("catalog", &["name", "diag", "file_tree"]),
    ("model", &["name"]),
    ("region", &[]),
    ("report", &["name"]),
    // Layer 1, syntax.
    ("tmdl", &["name", "diag", "file_tree", "model"]),
    ("dax", &["name", "diag", "file_tree"]),
    ("m", &["name", "diag", "file_tree"]),
    ("pbir", &["name", "diag", "file_tree", "report"]),
    ("ddl", &["name", "diag", "file_tree", "catalog"]),
    // Layer 2, the data half: nothing of Power BI.
    ("sample", &["name", "diag"]),
    ("history", &["calendar", "diag", "file_tree"]),
    ("etl", &["name", "calendar", "diag", "file_tree", "catalog", "region"]),
    ("analytics", &["name", "calendar", "diag", "catalog", "region", "etl"]),
    ("sqlserver", &["name", "calendar", "diag", "file_tree", "catalog", "region", "ddl"]),
    ("warehouse", &["name", "calendar", "diag", "file_tree", "parallel", "catalog", "etl", "sqlserver"]),
    // Layer 2, the Power BI half: no frames.
    ("rls", &["name", "diag", "file_tree", "catalog", "model", "region"]),
    ("bind", &["calendar", "name", "diag", "model", "dax"]),
    ("proof", &["name", "diag", "file_tree", "catalog", "model", "region", "tmdl", "dax", "m"]),
    ("preview", &["name", "diag", "file_tree", "parallel", "model", "engine", "proof", "generate"]),
    ("engine", &["name", "calendar", "diag", "catalog", "model", "tmdl", "dax", "m", "bind", "proof"]),
    ("check", &["name", "diag", "file_tree", "catalog", "model", "report", "tmdl", "dax", "m", "bind", "pbir", "rls"]),
    ("deps", &["name", "diag", "file_tree", "model", "report", "tmdl", "dax", "m", "bind", "pbir", "check"]),
    ("deck", &["name", "diag", "file_tree", "model", "report", "engine", "proof", "generate"]),
    ("merge", &["name", "diag", "file_tree", "tmdl", "pbir"]),
    ("rename", &["name", "diag", "file_tree", "catalog", "model", "tmdl", "dax", "m", "bind", "pbir", "check"]),
    (
        "generate",
        &[
            "name",
            "calendar",
            "diag",
            "file_tree",
            "catalog",
            "model",
            "region",
            "report",
            "tmdl",
            "pbir",
            "rls",
            "check",
            "deps",
        ],
    ),
    ("pack", &["file_tree", "model", "tmdl", "check"]),
    ("schedule", &["diag", "file_tree", "docs", "template"]),
    ("template", &["diag", "file_tree", "generate"]),
    (
        "docs",
        &[
            "name",
            "diag",
            "file_tree",
            "catalog",
            "model",
            "region",
            "report",
            "tmdl",
            "m",
            "pbir",
            "rls",
            "proof",
            "check",
            "deps",
            "template",
        ],
    ),
];

/// Layer 3 ties everything together and may use everything.
const TOP: &[&str] = &["cli", "config", "pipeline"];

#[test]
fn no_module_uses_one_above_it() {
    let source = root().join("src");
    let mut wrong = Vec::new();
    for (path, bytes) in files_below(&source) {
        let module = path.split(['/', '.']).next().unwrap_or_default();
        if ["lib", "main"].contains(&module) || TOP.contains(&module) {
            continue;
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
            panic!("{path}: the module `{module}` has no layer");
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for used in edges(&text) {
            if used != module && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{path} uses `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The modules that a file names after `crate::`.
fn edges(text: &str) -> Vec<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut edges = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or_default();
                edges.extend(list.split(',').map(|part| word(part.trim())).filter(|part| !part.is_empty()));
            }
            None => edges.push(word(rest)),
        }
    }
    edges
}

#[test]
fn the_data_half_knows_no_power_bi_and_the_power_bi_half_no_frames() {
    for module in ["tmdl", "pbir", "generate", "check", "rls", "proof", "engine"] {
        for (path, bytes) in module_files(module) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(!text.contains("polars_"), "{path} uses polars");
        }
    }
}

fn module_files(module: &str) -> Vec<(String, Vec<u8>)> {
    let source = root().join("src");
    let mut files = vec![(format!("{module}.rs"), fs::read(source.join(format!("{module}.rs"))).expect("the module"))];
    let folder: &Path = &source.join(module);
    if folder.is_dir() {
        files.extend(files_below(folder));
    }
    files
}
