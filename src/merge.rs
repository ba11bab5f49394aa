//! Regenerating without loss: what was generated last, what is on disk and what is generated now become one project.
//!
//! TMDL is merged object by object and property by property, the JSON of a report value by value; both keep the text
//! on disk wherever nothing changes. What only one side has changed is taken from that side. What both have changed
//! in different ways is a conflict: it is told with both values, and nobody writes anything until somebody decides.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{self, Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;

pub mod accept;
mod conflict;
mod difference;
mod json;
mod order;
mod piece;
mod queries;
mod tmdl;

pub use accept::{Accept, Side};
pub use difference::{Difference, Kind, differences};

pub const CODES: &[&Code] = &[&NOT_GENERATED, &CONFLICT, &UNREADABLE, &NOT_THE_REVIEWED_PLAN];

pub const NOT_GENERATED: Code = Code {
    id: "MG001",
    name: "not-generated",
    severity: Severity::Error,
    explanation: "The output folder has a file that pbiforge has never generated, where it would write another one: \
                  there is no common ancestor to merge with. Nothing was written. `pbiforge adopt` takes the project \
                  on disk as it is, so that later changes of catalog and templates come in; `--overwrite` gives it \
                  up.\n\n\
                  Wrong:  a project saved by Power BI Desktop copied over `output/`, then `pbiforge generate`\n\
                  Right:  the same, then `pbiforge adopt`, then `pbiforge generate`",
};

pub const CONFLICT: Code = Code {
    id: "MG002",
    name: "conflict",
    severity: Severity::Error,
    explanation: "The same value was changed by hand since it was generated, and by the catalog, the templates or the \
                  configuration as well. Nothing was written. Keep one of the two with `--accept ours=OBJECT` (what is \
                  on disk) or `--accept theirs=OBJECT` (what is generated now), or change the file on disk to what it \
                  shall be.\n\n\
                  Wrong:  formatString: 0.0    (by hand)   and   formatString: #,0    (by a template)\n\
                  Right:  pbiforge generate --accept 'ours=Sales[Revenue]'",
};

pub const UNREADABLE: Code = Code {
    id: "MG003",
    name: "unreadable-edit",
    severity: Severity::Error,
    explanation: "A file of the project was edited by hand and can no longer be read, so nothing can be merged into \
                  it. Nothing was written. Mend it (`pbiforge check` says more), or give it up with `--overwrite`.\n\n\
                  Wrong:  \"width\": 100,,\n\
                  Right:  \"width\": 100,",
};

pub const NOT_THE_REVIEWED_PLAN: Code = Code {
    id: "MG004",
    name: "not-the-reviewed-plan",
    severity: Severity::Error,
    explanation: "`generate --plan FILE` writes only what the plan in the file shows, so that what was reviewed is \
                  what is written. The catalog, the templates, the configuration or the files on disk have changed \
                  since. Nothing was written.\n\n\
                  Wrong:  a plan of yesterday, and a column that came since\n\
                  Right:  pbiforge plan --format json -o plan.json, a review, pbiforge generate --plan plan.json",
};

/// What became of the three.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// Every file of the project; where there are conflicts, with the side on disk.
    pub files: FileTree,
    /// Conflicts, and files that cannot be read; with any of them nothing is to be written.
    pub diagnostics: Vec<Diagnostic>,
}

/// Merges what was generated last (`base`), what is on disk (`ours`) and what is generated now (`theirs`).
pub fn merge(base: &FileTree, ours: &FileTree, theirs: &FileTree, accept: &Accept) -> Merged {
    let mut merged = Merged::default();
    let mut models: BTreeSet<&str> = BTreeSet::new();
    let paths: BTreeSet<&str> = [base, ours, theirs].iter().flat_map(|tree| tree.paths()).collect();
    for path in paths {
        match model_folder(path) {
            Some(folder) => drop(models.insert(folder)),
            None => file(path, [base, ours, theirs], accept, &mut merged),
        }
    }
    for folder in models {
        model(folder, [base, ours, theirs], accept, &mut merged);
    }
    diag::sort(&mut merged.diagnostics);
    merged
}

/// The folder whose TMDL files are one model, of a file of them.
fn model_folder(path: &str) -> Option<&str> {
    path.ends_with(".tmdl").then(|| path.find("/definition/").map_or("", |at| &path[..at]))
}

/// What one side has made of a thing that the others have too.
enum Verdict {
    Ours,
    Theirs,
    Both,
}

fn verdict<T: PartialEq>([base, ours, theirs]: [T; 3]) -> Verdict {
    if ours == theirs || base == theirs {
        Verdict::Ours
    } else if base == ours {
        Verdict::Theirs
    } else {
        Verdict::Both
    }
}

/// A file that is no TMDL.
fn file(path: &str, trees: [&FileTree; 3], accept: &Accept, merged: &mut Merged) {
    let bytes = trees.map(|tree| tree.get(path));
    let taken = match verdict(bytes) {
        Verdict::Ours => bytes[1].map(<[u8]>::to_vec),
        Verdict::Theirs => bytes[2].map(<[u8]>::to_vec),
        Verdict::Both => both(path, trees, accept, merged),
    };
    if let Some(taken) = taken {
        merged.files.insert(path, taken);
    }
}

fn both(path: &str, trees: [&FileTree; 3], accept: &Accept, merged: &mut Merged) -> Option<Vec<u8>> {
    let [base, ours, theirs] = trees.map(|tree| tree.get(path));
    if let Some(side) = accept.whole(path) {
        return side.of(ours, theirs).map(<[u8]>::to_vec);
    }
    if let (None, Some(ours), Some(_)) = (base, ours, theirs) {
        merged.diagnostics.push(not_generated(path, "would be overwritten"));
        return Some(ours.to_vec());
    }
    if is_json(path) {
        let texts = trees.map(|tree| tree.text(path));
        let mut faults = Vec::new();
        let text = json::merge(path, texts, accept, &mut faults);
        merged.diagnostics.extend(faults);
        return text.map(String::into_bytes);
    }
    let change = |bytes: Option<&[u8]>| if bytes.is_some() { "changed" } else { "removed" };
    merged.diagnostics.push(conflict::file(path, change(ours), change(theirs)));
    ours.map(<[u8]>::to_vec)
}

fn is_json(path: &str) -> bool {
    [".json", ".platform", ".pbip", ".pbir", ".pbism"].iter().any(|end| path.ends_with(end))
}

/// The TMDL files of one model: objects may stand in any of them.
fn model(folder: &str, trees: [&FileTree; 3], accept: &Accept, merged: &mut Merged) {
    let texts = trees.map(|tree| texts(folder, tree));
    let [base, ours, theirs] = &texts;
    let taken = match verdict([base, ours, theirs]) {
        Verdict::Ours => ours.clone(),
        Verdict::Theirs => tmdl::with_tags(ours, theirs),
        Verdict::Both if base.is_empty() && !ours.is_empty() && !theirs.is_empty() => {
            merged.diagnostics.push(not_generated(folder, "has a model that would be overwritten"));
            ours.clone()
        }
        Verdict::Both => tmdl::merge([base, ours, theirs], accept, &mut merged.diagnostics),
    };
    taken.into_iter().for_each(|(path, text)| merged.files.insert(path, text));
}

/// Path to bytes of the model's files.
type Texts = BTreeMap<String, Vec<u8>>;

fn texts(folder: &str, tree: &FileTree) -> Texts {
    let own = tree.iter().filter(|(path, _)| model_folder(path) == Some(folder));
    own.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}

fn not_generated(path: &str, what: &str) -> Diagnostic {
    Diagnostic::new(&NOT_GENERATED, format!("`{path}` was not generated by pbiforge and {what}"))
        .at(Place::file(path), "")
        .help("take it as it is with `pbiforge adopt`, or give it up with `--overwrite`")
}

#[cfg(test)]
mod tests;
