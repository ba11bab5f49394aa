//! The generated project of the repository, broken in one way after the other.
//!
//! Each mutant must give its code, in its file and on its line, and nothing else: a fault that hides is a hole in the
//! checker, one that is said twice a cascade. Each harmless change must give nothing at all.

use pbiforge::check::check;
use pbiforge::diag::{Diagnostic, Severity, human};
use pbiforge::file_tree::{FileTree, disk};

use crate::support::root;

mod details;
mod expressions;
mod formulas;
mod functions;
mod harmless;
mod model;
mod project;
mod queries;
mod report;
mod security;
mod shapes;
mod systematic;
mod words;

/// Stands in the new text where the checker is to point; taken out before it is written.
const HERE: char = '¦';

/// One change of one file: the first `from` becomes `to`.
pub struct Edit {
    /// The end of the file's path, or `with:` and a text that the wanted visual alone has.
    pub file: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

/// A change, and the code that it must give.
pub struct Mutant(pub &'static str, pub Edit);

pub const fn edit(file: &'static str, from: &'static str, to: &'static str) -> Edit {
    Edit { file, from, to }
}

pub const fn mutant(code: &'static str, file: &'static str, from: &'static str, to: &'static str) -> Mutant {
    Mutant(code, edit(file, from, to))
}

/// The committed project.
pub fn sound() -> FileTree {
    let tree = disk::read(&root().join("output"), &|path| !path.starts_with("warehouse/") && !path.starts_with('.'));
    tree.expect("the committed output")
}

/// The one path that ends so, or the visual that has the text.
pub fn path(tree: &FileTree, file: &str) -> String {
    let found: Vec<&str> = match file.strip_prefix("with:") {
        Some(text) => tree.paths().filter(|path| tree.text(path).is_some_and(|found| found.contains(text))).collect(),
        None => tree.paths().filter(|path| path.ends_with(file)).collect(),
    };
    match found.as_slice() {
        [one] => (*one).to_owned(),
        several => panic!("`{file}` is {several:?}"),
    }
}

/// Makes the change; gives the path and the one-based line of the mark, where there is one.
pub fn apply(tree: &mut FileTree, edit: &Edit) -> (String, Option<usize>) {
    let path = path(tree, edit.file);
    let old = tree.text(&path).expect("text");
    assert!(old.contains(edit.from), "{path} has no `{}`", edit.from);
    let new = old.replacen(edit.from, edit.to, 1);
    let line = new.find(HERE).map(|at| new[..at].matches('\n').count() + 1);
    tree.insert(path.clone(), new.replace(HERE, ""));
    (path, line)
}

/// Code, file and line of each diagnostic.
pub fn said(found: &[Diagnostic], tree: &FileTree) -> Vec<String> {
    let line = |found: &Diagnostic| {
        let place = found.place().expect("a place");
        let line = place.line_and_column(tree).0.map_or(String::new(), |line| format!(":{line}"));
        format!("{} {}{line}", found.code.id, place.file)
    };
    found.iter().map(line).collect()
}

/// What differs from the expectation, for a person.
pub fn wrong(title: &str, tree: &FileTree, expected: &[String]) -> Option<String> {
    let found = check(tree);
    let said = said(&found, tree);
    if said == expected {
        return None;
    }
    let all: String = found.iter().map(|found| human::render(found, tree, false)).collect();
    Some(format!("{title}\n--- expected {expected:#?}\n--- said {said:#?}\n{all}"))
}

#[track_caller]
pub fn all_are_found(mutants: &[Mutant]) {
    let sound = sound();
    let mut wrongs = Vec::new();
    for Mutant(code, edit) in mutants {
        let mut tree = sound.clone();
        let (path, line) = apply(&mut tree, edit);
        let line = line.map_or(String::new(), |line| format!(":{line}"));
        wrongs.extend(wrong(&format!("{code}: {:?}", edit.to), &tree, &[format!("{code} {path}{line}")]));
    }
    assert!(wrongs.is_empty(), "{} of {} mutants\n\n{}", wrongs.len(), mutants.len(), wrongs.join("\n\n"));
}

#[test]
fn the_committed_project_is_sound() {
    let tree = sound();
    let found = check(&tree);
    assert!(found.iter().all(|found| found.severity == Severity::Note), "{:?}", said(&found, &tree));
}
