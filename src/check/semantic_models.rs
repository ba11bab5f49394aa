//! The semantic models of a tree of files: where they are, and what they say.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::pbir;
use crate::tmdl::{self, Document, Lowered};

pub static NOT_UTF8: Code = Code {
    id: "TM050",
    name: "not-utf-8",
    severity: Severity::Error,
    explanation: "The file is not UTF-8 text, so nothing in it can be read.

Wrong: a file saved as Windows-1252, where `é` is the one byte E9.
Right: the same file saved as UTF-8, where `é` is the two bytes C3 A9.",
};

/// One semantic model: its folder and the TMDL files of its definition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// `X.SemanticModel`, or the bare folder that the files stand in.
    pub folder: String,
    pub files: Vec<String>,
}

/// A semantic model, read.
pub struct Read {
    pub documents: Vec<(String, Document)>,
    pub lowered: Lowered,
    /// Files that are not text at all.
    pub unreadable: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Every definition in the tree: below each `*.SemanticModel`, or else wherever TMDL files are.
pub fn find(tree: &FileTree) -> Vec<Source> {
    let mut models: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut bare: Vec<&str> = Vec::new();
    for path in tree.paths() {
        match semantic_model(path) {
            Some((folder, inside)) => {
                let files = models.entry(folder.to_owned()).or_default();
                if inside.starts_with("definition/") && is_tmdl(path) {
                    files.push(path.to_owned());
                }
            }
            None if is_tmdl(path) && !is_script(path) => bare.push(path),
            None => {}
        }
    }
    let whole: BTreeSet<&str> = bare.iter().filter_map(|path| root_of_bare(path, WHOLE)).collect();
    let parts: BTreeSet<&str> = bare.iter().filter_map(|path| root_of_bare(path, PARTS)).collect();
    for path in bare {
        let root = innermost(&whole, path).or_else(|| innermost(&parts, path)).unwrap_or_default();
        models.entry(root.to_owned()).or_default().push(path.to_owned());
    }
    models.retain(|_, files| !files.is_empty());
    models.into_iter().map(|(folder, files)| Source { folder, files }).collect()
}

fn is_tmdl(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("tmdl"))
}

/// Scripts of the TMDL view stand beside the definition: they change a model and declare none.
fn is_script(path: &str) -> bool {
    path.split('/').any(|folder| folder == "TMDLScripts")
}

/// The `….SemanticModel` folder that the path lies in, and the path inside it.
pub fn semantic_model(path: &str) -> Option<(&str, &str)> {
    let end = path.find(".SemanticModel/")? + ".SemanticModel".len();
    Some((&path[..end], &path[end + 1..]))
}

/// One of these is in every definition.
const WHOLE: &[&str] = &["model.tmdl", "database.tmdl"];

/// These stand at the top of a definition as well, and of what is only a part of one: a library of functions, say.
const PARTS: &[&str] = &["functions.tmdl", "relationships.tmdl", "expressions.tmdl", "dataSources.tmdl"];

/// The folder of a bare definition, told by one of these files. A table may be called `database`.
fn root_of_bare<'a>(path: &'a str, files: &[&str]) -> Option<&'a str> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let is_part = ["tables", "roles", "perspectives"].contains(&folder.rsplit('/').next().unwrap_or_default());
    (files.contains(&file) && !is_part).then_some(folder)
}

/// The folder of these that the path lies in.
fn innermost<'a>(roots: &BTreeSet<&'a str>, path: &str) -> Option<&'a str> {
    let is_above =
        |root: &&&str| root.is_empty() || path.strip_prefix(**root).is_some_and(|rest| rest.starts_with('/'));
    roots.iter().filter(is_above).max_by_key(|root| root.len()).copied()
}

pub fn read(tree: &FileTree, source: &Source) -> Read {
    let (mut documents, mut unreadable, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
    for path in &source.files {
        match tree.text(path) {
            Some(text) => documents.push((path.clone(), tmdl::parse(text))),
            None => {
                diagnostics.push(
                    Diagnostic::new(&NOT_UTF8, format!("`{path}` is not UTF-8 text"))
                        .at(Place::file(path.as_str()), "")
                        .help("save the file as UTF-8"),
                );
                unreadable.push(path.clone());
            }
        }
    }
    let mut lowered = tmdl::lower(&documents);
    diagnostics.append(&mut lowered.diagnostics);
    Read { documents, lowered, unreadable, diagnostics }
}

/// What belongs to the semantic model that the report's `definition.pbir` names; the only one there is, where it
/// names none.
pub fn of_report<'a, T>(tree: &FileTree, report: &str, models: &'a BTreeMap<String, T>) -> Option<&'a T> {
    let file = pbir::folders::join(report, "definition.pbir");
    let json = tree.text(&file).and_then(|text| pbir::json::parse(text).ok());
    let path = json.as_ref().and_then(|json| json.at(&["datasetReference", "byPath", "path"])?.text());
    match (path, models.len()) {
        (Some(path), _) if models.contains_key(&resolve(report, path)) => models.get(&resolve(report, path)),
        (_, 1) if json.as_ref().is_none_or(|json| json.at(&["datasetReference", "byConnection"]).is_none()) => {
            models.values().next()
        }
        _ => None,
    }
}

/// A relative path from a folder, `..` followed as far as it goes.
pub fn resolve(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(paths: &[&str]) -> Vec<(String, usize)> {
        let mut tree = FileTree::new();
        paths.iter().for_each(|path| tree.insert(*path, ""));
        find(&tree).into_iter().map(|source| (source.folder, source.files.len())).collect()
    }

    #[test]
    fn models_are_found_in_projects_and_in_bare_folders() {
        let project = ["a/X.SemanticModel/definition/model.tmdl", "a/X.SemanticModel/definition/tables/T.tmdl"];
        assert_eq!(folders(&project), [("a/X.SemanticModel".to_owned(), 2)]);
        assert_eq!(folders(&["X.SemanticModel/TMDLScripts/a.tmdl", "X.SemanticModel/definition.pbism"]), []);
        assert_eq!(folders(&["TMDLScripts/a.tmdl", "definition/model.tmdl"]), [("definition".to_owned(), 1)]);
        assert_eq!(folders(&["tables/T.tmdl", "relationships.tmdl"]), [(String::new(), 2)]);
        let named = ["a/model.tmdl", "a/tables/database.tmdl"];
        assert_eq!(folders(&named), [("a".to_owned(), 2)]);
        let two = ["a/model.tmdl", "a/tables/T.tmdl", "b/model.tmdl", "b/tables/T.tmdl"];
        assert_eq!(folders(&two), [("a".to_owned(), 2), ("b".to_owned(), 2)]);
        let libraries = ["x/1.0/lib/functions.tmdl", "x/1.1/lib/functions.tmdl", "y/lib/functions.tmdl"];
        let each = libraries.map(|path| (path.trim_end_matches("/functions.tmdl").to_owned(), 1));
        assert_eq!(folders(&libraries), each);
        let nested = ["a/model.tmdl", "a/more/functions.tmdl", "a/more/tables/T.tmdl"];
        assert_eq!(folders(&nested), [("a".to_owned(), 3)]);
    }

    #[test]
    fn a_path_is_followed_from_its_folder() {
        assert_eq!(resolve("a/X.Report", "../X.SemanticModel"), "a/X.SemanticModel");
        assert_eq!(resolve("X.Report", "./../../Y"), "Y");
    }
}
