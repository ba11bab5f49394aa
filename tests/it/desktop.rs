//! Projects that Power BI Desktop has saved: merging and regenerating leaves every byte of them alone. The projects
//! are anybody's, in a folder that `PBIFORGE_CORPUS` names, one repository a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pbiforge::check::semantic_models;
use pbiforge::file_tree::{FileTree, disk};
use pbiforge::merge::{Accept, merge};
use pbiforge::model::Measure;
use pbiforge::tmdl;
use serde_json::{Value, json};

use crate::support::{Project, root};

/// The repositories; says so when there are none.
fn corpus(test: &str) -> Vec<PathBuf> {
    let Some(folder) = std::env::var_os("PBIFORGE_CORPUS").map(PathBuf::from) else {
        println!("{test}: skipped, PBIFORGE_CORPUS names no folder with projects");
        return Vec::new();
    };
    let entries = std::fs::read_dir(&folder).expect("the folder of PBIFORGE_CORPUS");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

fn read(folder: &Path) -> FileTree {
    disk::read(folder, &|path| !path.starts_with(".git/") && is_of_project(path)).expect("readable")
}

/// Below the folder of a model or report.
fn is_of_project(path: &str) -> bool {
    let is_item = |part: &str| [".SemanticModel", ".Dataset", ".Report"].iter().any(|end| part.ends_with(end));
    let mut folders = path.split('/').rev().skip(1);
    folders.any(is_item) || path.ends_with(".pbip") || path.ends_with(".tmdl")
}

/// The files of a tree that are others in the second.
fn changed(old: &FileTree, new: &FileTree) -> Vec<String> {
    old.diff(new).into_iter().map(|(path, change)| format!("{change:?} {path}")).collect()
}

/// Whether the new text is the old one with something put in at one place.
fn is_insertion(old: &[u8], new: &[u8]) -> bool {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    new.len() > old.len() && start + end >= old.len()
}

/// Only line ends of the sort that the file had.
fn has_line_ends_of(old: &[u8], new: &[u8]) -> bool {
    let bare = |bytes: &[u8]| (0..bytes.len()).any(|at| bytes[at] == b'\n' && (at == 0 || bytes[at - 1] != b'\r'));
    let returns = |bytes: &[u8]| bytes.windows(2).any(|pair| pair == b"\r\n");
    (bare(old) || !bare(new) || !old.contains(&b'\n')) && (returns(old) || !returns(new))
}

#[derive(Default)]
struct Tally {
    done: usize,
    skipped: Vec<String>,
    wrong: Vec<String>,
}

impl Tally {
    fn end(&self, what: &str) {
        println!("{} {what}, {} left out:\n  {}", self.done, self.skipped.len(), self.skipped.join("\n  "));
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

#[test]
fn a_saved_project_with_itself_changes_no_byte() {
    let mut tally = Tally::default();
    for repository in corpus("a_saved_project_with_itself_changes_no_byte") {
        let tree = read(&repository);
        tally.done += tree.len();
        for base in [&tree, &FileTree::new()] {
            let merged = merge(base, &tree, &tree, &Accept::default());
            let faults = merged.diagnostics.iter().map(|fault| fault.message.clone());
            let wrong = faults.chain(changed(&tree, &merged.files));
            tally.wrong.extend(wrong.map(|wrong| format!("{}: {wrong}", repository.display())));
        }
    }
    tally.end("files");
}

/// What is generated is laid out in our way, what is on disk in Desktop's, and a new measure comes in.
#[test]
fn a_measure_comes_into_a_saved_model_and_every_other_byte_stays() {
    let mut tally = Tally::default();
    for repository in corpus("a_measure_comes_into_a_saved_model_and_every_other_byte_stays") {
        let tree = read(&repository);
        for source in semantic_models::find(&tree) {
            let mut ours = FileTree::new();
            for path in &source.files {
                ours.insert(path.as_str(), tree.get(path).expect("the file"));
            }
            let name = format!("{}: {}", repository.display(), source.folder);
            let mut model = semantic_models::read(&tree, &source).lowered.model;
            let definition = |model: &pbiforge::model::Model| {
                let mut files = FileTree::new();
                for (path, bytes) in tmdl::print(model).iter() {
                    let folder = if source.folder.is_empty() { String::new() } else { format!("{}/", source.folder) };
                    files.insert(format!("{folder}definition/{path}"), bytes);
                }
                files
            };
            let base = definition(&model);
            let Some(at) = model.tables.iter().position(|table| !table.partitions.is_empty()) else {
                tally.skipped.push(format!("{name}: no table"));
                continue;
            };
            let measure = Measure { name: "Pbiforge New".into(), expression: "1".to_owned(), ..Measure::default() };
            model.tables[at].measures.push(measure);
            let theirs = definition(&model);
            if !base.paths().all(|path| source.files.iter().any(|own| in_one_model(path, own))) {
                tally.skipped.push(format!("{name}: not in a folder `definition`"));
                continue;
            }
            // Both the new measure and nothing else, and nothing at all.
            let same = merge(&base, &ours, &base, &Accept::default());
            let merged = merge(&base, &ours, &theirs, &Accept::default());
            if let Some(fault) = same.diagnostics.iter().chain(&merged.diagnostics).next() {
                tally.skipped.push(format!("{name}: {}", fault.message));
                continue;
            }
            tally.done += 1;
            tally.wrong.extend(changed(&ours, &same.files).iter().map(|file| format!("{name}: {file}")));
            let mut put = 0;
            for (path, _) in ours.diff(&merged.files) {
                let (old, new) = (ours.get(path).unwrap_or_default(), merged.files.get(path).unwrap_or_default());
                let has_it = String::from_utf8_lossy(new).contains("Pbiforge New");
                if has_it && is_insertion(old, new) && has_line_ends_of(old, new) {
                    put += 1;
                } else {
                    tally.wrong.push(format!("{name}: {path}"));
                }
            }
            if put != 1 {
                tally.wrong.push(format!("{name}: the measure stands in {put} files"));
            }
        }
    }
    tally.end("models");
}

fn in_one_model(path: &str, other: &str) -> bool {
    let folder = |path: &str| path.find("/definition/").map(|at| path[..at].to_owned());
    folder(path) == folder(other)
}

/// The same of the JSON of a report: a value changes, and one is new.
#[test]
fn a_value_comes_into_a_saved_file_and_every_other_byte_stays() {
    let mut tally = Tally::default();
    for repository in corpus("a_value_comes_into_a_saved_file_and_every_other_byte_stays") {
        let tree = read(&repository);
        for (path, bytes) in tree.iter().filter(|(path, _)| is_json(path)) {
            let name = format!("{}: {path}", repository.display());
            let text = std::str::from_utf8(bytes).map(|text| text.trim_start_matches('\u{feff}'));
            let value = text.ok().and_then(|text| serde_json::from_str::<Value>(text).ok());
            let Some(Value::Object(object)) = value else {
                tally.skipped.push(format!("{name}: no object"));
                continue;
            };
            tally.done += 1;
            let tree_of = |value: &Value| {
                let mut tree = FileTree::new();
                tree.insert(path, format!("{value:#}\n"));
                tree
            };
            let base = Value::Object(object);
            let mut with_more = base.clone();
            with_more["pbiforgeNew"] = json!({ "a": [1, "x"] });
            let mut ours = FileTree::new();
            ours.insert(path, bytes);
            let mut told = |what: &str| tally.wrong.push(format!("{name}: {what}"));
            let merged = merge(&tree_of(&base), &ours, &tree_of(&with_more), &Accept::default());
            let new = merged.files.get(path).unwrap_or_default();
            if !merged.diagnostics.is_empty() || !is_insertion(bytes, new) || !has_line_ends_of(bytes, new) {
                told(&format!("a new value {:?}", merged.diagnostics.first().map(|fault| &fault.message)));
            }
            let mut other = base.clone();
            if !change_a_number(&mut other) {
                continue;
            }
            let merged = merge(&tree_of(&base), &ours, &tree_of(&other), &Accept::default());
            let new = merged.files.get(path).unwrap_or_default();
            let start = bytes.iter().zip(new).take_while(|(a, b)| a == b).count();
            let end = bytes.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
            let read = std::str::from_utf8(new).unwrap_or_default().trim_start_matches('\u{feff}');
            let is_right = serde_json::from_str::<Value>(read).is_ok_and(|read| read == other);
            if !merged.diagnostics.is_empty() || !is_right || start + end + 40 < bytes.len() {
                told(&format!("another value {:?} {is_right}", merged.diagnostics.first().map(|fault| &fault.message)));
            }
        }
    }
    tally.end("files");
}

fn is_json(path: &str) -> bool {
    [".json", ".platform", ".pbip", ".pbir", ".pbism"].iter().any(|end| path.ends_with(end))
}

/// Changes the first number that is not in a list; `false` where there is none.
fn change_a_number(value: &mut Value) -> bool {
    match value {
        Value::Object(object) => object.iter_mut().any(|(key, value)| match value {
            Value::Number(_) if key != "$schema" => {
                *value = json!(4711);
                true
            }
            value => change_a_number(value),
        }),
        _ => false,
    }
}

/// A project with its report, as a person has it in one folder.
struct Saved {
    name: String,
    /// The tree, relative to the folder of both items.
    files: FileTree,
}

fn saved(tree: &FileTree) -> Vec<Saved> {
    let mut found = Vec::new();
    for source in semantic_models::find(tree) {
        let Some(item) = source.folder.strip_suffix(".SemanticModel") else { continue };
        let name = item.rsplit('/').next().unwrap_or(item).to_owned();
        let folder = item.strip_suffix(name.as_str()).unwrap_or_default();
        let mut files = FileTree::new();
        for (path, bytes) in tree.iter() {
            let Some(path) = path.strip_prefix(folder) else { continue };
            let is_own = [".SemanticModel/", ".Report/"].iter().any(|end| path.starts_with(&format!("{name}{end}")));
            if (is_own || path == format!("{name}.pbip")) && !path.contains("/.pbi/") {
                files.insert(path, bytes);
            }
        }
        found.push(Saved { name, files });
    }
    found
}

/// A catalog that gives the tables of a model by their own names, and the names for it.
fn catalog(model: &pbiforge::model::Model) -> (Value, String) {
    let (mut tables, mut names, mut of_columns) = (Vec::new(), String::new(), String::new());
    for (at, table) in model.tables.iter().enumerate() {
        let mut columns = Vec::new();
        let mut seen = BTreeSet::new();
        for (number, column) in table.columns.iter().enumerate() {
            let kind = match column.data_type.as_deref() {
                Some("string") => "text",
                Some("int64") => "integer",
                Some("decimal") => "money",
                Some("double") => "number",
                Some("boolean") => "boolean",
                Some("dateTime") => "datetime",
                _ => continue,
            };
            if column.source_column.is_none() || !seen.insert(column.name.as_str().to_lowercase()) {
                continue;
            }
            columns.push(json!({ "name": format!("c{number}"), "type": kind, "nullable": true, "description": "" }));
            of_columns.push_str(&format!("\"t{at}.c{number}\" = {}\n", json!(column.name.as_str())));
        }
        if !columns.is_empty() {
            tables.push(json!({
                "name": format!("t{at}"), "kind": "table", "grain": "", "description": "", "primary_key": [],
                "foreign_keys": [], "columns": columns,
            }));
            names.push_str(&format!("t{at} = {}\n", json!(table.name.as_str())));
        }
    }
    let names = format!("[model.names.tables]\n{names}[model.names.columns]\n{of_columns}");
    (json!({ "format": 1, "tables": tables }), names)
}

/// Everything of ours that declares or shows something, with nothing in it.
fn silent_templates(project: &Project) {
    for folder in ["measures", "tables"] {
        let entries = std::fs::read_dir(root().join("model-templates/model").join(folder)).expect("the templates");
        for entry in entries {
            let name = entry.expect("an entry").file_name().into_string().expect("a name");
            project.file(&format!("own/model/{folder}/{name}"), "");
        }
    }
    let page = "title = \"Empty\"\n\n[[visual]]\ntype = \"textbox\"\nat = [0, 0, 4, 1]\ntext = \"x\"\n";
    project.file("own/report/pages/empty.toml", page);
}

/// What a person does who has such a project: adopt it, regenerate, and have a description come in.
#[test]
fn a_saved_project_is_adopted_and_only_a_new_description_comes_in() {
    let mut tally = Tally::default();
    for repository in corpus("a_saved_project_is_adopted_and_only_a_new_description_comes_in") {
        for saved in saved(&read(&repository)) {
            let name = format!("{}: {}", repository.display(), saved.name);
            match adopted(&saved) {
                Ok(()) => tally.done += 1,
                Err(Why::LeftOut(why)) => tally.skipped.push(format!("{name}: {why}")),
                Err(Why::Wrong(why)) => tally.wrong.push(format!("{name}: {why}")),
            }
        }
    }
    tally.end("projects");
}

enum Why {
    LeftOut(String),
    Wrong(String),
}

fn adopted(saved: &Saved) -> Result<(), Why> {
    let project = Project::empty();
    for (path, bytes) in saved.files.iter() {
        project.file(&format!("output/{path}"), bytes);
    }
    let source = semantic_models::find(&saved.files);
    let Some(source) = source.first() else { return Err(Why::LeftOut("no model".to_owned())) };
    let model = semantic_models::read(&saved.files, source).lowered.model;
    let (mut catalog, names) = catalog(&model);
    if catalog["tables"].as_array().is_none_or(Vec::is_empty) {
        return Err(Why::LeftOut("no table with columns of a source".to_owned()));
    }
    silent_templates(&project);
    let config = format!(
        "[project]\noutput = \"output\"\ntemplates = \"own\"\n[report]\npages = [\"empty\"]\n\
         [model]\nname = {}\n{names}",
        json!(saved.name)
    );
    project.file("pbiforge.toml", config);
    project.file("catalog.json", catalog.to_string());
    let first =
        |ran: &crate::support::Ran| ran.stderr.lines().find(|line| line.starts_with("error")).map(str::to_owned);
    let ran = project.run(&["adopt", "--catalog", "catalog.json"]);
    if ran.code != 0 {
        return Err(Why::LeftOut(format!("not adopted: {}", first(&ran).unwrap_or(ran.stderr))));
    }
    let is_same = |path: &str| -> Result<(), Why> {
        match std::fs::read(project.path(&format!("output/{path}"))).ok().as_deref() == saved.files.get(path) {
            true => Ok(()),
            false => Err(Why::Wrong(format!("{path} changed"))),
        }
    };
    saved.files.paths().try_for_each(is_same)?;
    for _ in 0..2 {
        let ran = project.run(&["generate", "--catalog", "catalog.json"]);
        saved.files.paths().try_for_each(is_same)?;
        if ran.code != 0 {
            let why = first(&ran).unwrap_or(ran.stderr);
            return Err(Why::LeftOut(format!("left alone, for it has an error of its own: {why}")));
        }
        let now = project.files("output");
        let more: Vec<&String> =
            now.keys().filter(|path| !path.starts_with(".pbiforge/") && !saved.files.contains(path)).collect();
        if !more.is_empty() {
            return Err(Why::Wrong(format!("{more:?} came")));
        }
    }
    // The column gets a description; the queries, which a new column would change, are others in these projects.
    catalog["tables"][0]["columns"][0]["description"] = json!("Pbiforge New");
    project.file("catalog.json", catalog.to_string());
    let ran = project.run(&["generate", "--catalog", "catalog.json"]);
    if ran.code != 0 {
        return Err(Why::LeftOut(format!("a description is refused: {}", first(&ran).unwrap_or(ran.stderr))));
    }
    let mut came = 0;
    for (path, old) in saved.files.iter() {
        let new = std::fs::read(project.path(&format!("output/{path}"))).unwrap_or_default();
        if new != old {
            came += 1;
            let has_it = String::from_utf8_lossy(&new).contains("Pbiforge New");
            if !has_it || !is_insertion(old, &new) || !has_line_ends_of(old, &new) {
                return Err(Why::Wrong(format!("{path} changed with the description")));
            }
        }
    }
    match came {
        1 => Ok(()),
        came => Err(Why::Wrong(format!("{came} files changed with the description"))),
    }
}
