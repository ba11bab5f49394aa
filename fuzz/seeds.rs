//! Writes the seeds of every target below the folder that is named: the files of `output/`, those of the checker's
//! cases, and the DAX and M that stands in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pbiforge::file_tree::{FileTree, disk};
use pbiforge::tmdl;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder to write to"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut seeds = Seeds::default();
    let is_text =
        |path: &str| [".tmdl", ".json", ".pbir", ".pbism", ".pbip", ".platform"].iter().any(|end| path.ends_with(end));
    let output = disk::read(&root.join("output"), &is_text).expect("the generated project");
    output.iter().for_each(|(path, bytes)| seeds.file(path, bytes));
    let documents = disk::read(&root.join("tests/check"), &|path| path.ends_with(".md")).expect("the cases");
    for (_, bytes) in documents.iter() {
        cases(std::str::from_utf8(bytes).expect("text"), &mut seeds);
    }
    for (target, files) in
        [("tmdl", &seeds.tmdl), ("dax", &seeds.dax), ("m", &seeds.m), ("pbir", &seeds.pbir), ("check", &seeds.check)]
    {
        let folder = folder.join(target);
        fs::create_dir_all(&folder).expect("a folder");
        for (at, bytes) in files.iter().enumerate() {
            fs::write(folder.join(format!("seed-{at:04}")), bytes).expect("written");
        }
        println!("{target}: {} seeds", files.len());
    }
}

#[derive(Default)]
struct Seeds {
    tmdl: BTreeSet<Vec<u8>>,
    dax: BTreeSet<Vec<u8>>,
    m: BTreeSet<Vec<u8>>,
    pbir: BTreeSet<Vec<u8>>,
    check: BTreeSet<Vec<u8>>,
}

impl Seeds {
    fn file(&mut self, path: &str, bytes: &[u8]) {
        if path.ends_with(".tmdl") {
            self.tmdl.insert(bytes.to_vec());
            if let Ok(text) = std::str::from_utf8(bytes) {
                self.formulas(&tmdl::parse(text).objects);
            }
        } else if path.ends_with(".dax") {
            self.dax.insert(bytes.to_vec());
        } else {
            self.pbir.insert(bytes.to_vec());
        }
    }

    fn formulas(&mut self, objects: &[tmdl::Object]) {
        for object in objects {
            let is_m = ["partition", "expression"].contains(&object.kind.as_str());
            let own =
                object.default.iter().chain(object.properties.iter().filter_map(|property| match &property.value {
                    tmdl::Value::Expression(one) => Some(one),
                    _ => None,
                }));
            for text in own.map(|one| one.text.clone().into_bytes()).filter(|text| text.len() > 1) {
                if is_m {
                    self.m.insert(text)
                } else {
                    self.dax.insert(text)
                };
            }
            self.formulas(&object.children);
        }
    }
}

/// The files of each case, and each case with those of its document's base as one project.
fn cases(text: &str, seeds: &mut Seeds) {
    let mut base = FileTree::new();
    for part in text.split("\n# ") {
        let is_base = part.trim_start_matches("# ").starts_with("base");
        for case in part.split("\n## ").skip(1) {
            let mut tree = base.clone();
            for block in case.split("\n```").skip(1).step_by(2) {
                let Some((info, body)) = block.split_once('\n') else { continue };
                if let Some((language, path)) = info.trim().split_once(' ') {
                    if language != "hex" {
                        tree.insert(path, body);
                        seeds.file(path, body.as_bytes());
                    }
                }
            }
            if is_base {
                base = tree;
            } else if !tree.is_empty() {
                seeds.check.insert(pbiforge_fuzz::join(&tree));
            }
        }
    }
}
