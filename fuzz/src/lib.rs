//! What the targets have in common: what must hold of places, and how one input is a whole project.

use std::ops::Range;

use pbiforge::diag::{At, Diagnostic};
use pbiforge::file_tree::FileTree;

/// The span lies in the text and cuts no character.
#[track_caller]
pub fn within(text: &str, span: &Range<usize>) {
    assert!(text.get(span.clone()).is_some(), "{span:?} is no part of a text of {} bytes", text.len());
}

/// The finding has a place, which may be a file that is missing; bytes are those of a file of the tree, and so is what
/// its fix changes.
#[track_caller]
pub fn placed(found: &Diagnostic, tree: &FileTree) {
    assert!(found.place().is_some(), "without a place: {found:?}");
    for label in &found.labels {
        if let At::Bytes { start, end } = label.place.at {
            within(tree.text(&label.place.file).expect("a place in a text"), &(start..end));
        }
    }
    if let Some(fix) = &found.fix {
        let text = tree.text(&fix.file).expect("a fix of a text");
        let mut edits: Vec<&Range<usize>> = fix.edits.iter().map(|(span, _)| span).collect();
        edits.iter().for_each(|span| within(text, span));
        edits.sort_by_key(|span| (span.start, span.end));
        assert!(edits.windows(2).all(|pair| pair[0].end <= pair[1].start), "edits overlap: {found:?}");
    }
}

/// What parts the files of a project: a line of this, then the path.
const FILE: &[u8] = b"@@@ ";

/// A project as one text, for the corpus.
pub fn join(tree: &FileTree) -> Vec<u8> {
    let mut joined = Vec::new();
    for (path, bytes) in tree.iter() {
        joined.extend_from_slice(FILE);
        joined.extend_from_slice(path.as_bytes());
        joined.push(b'\n');
        joined.extend_from_slice(bytes);
        if !bytes.ends_with(b"\n") {
            joined.push(b'\n');
        }
    }
    joined
}

/// The project that the bytes are: what [`join`] wrote, or one file of a model where nothing parts them.
pub fn project(bytes: &[u8]) -> FileTree {
    let mut tree = FileTree::new();
    let (mut path, mut start, mut at) = ("X.SemanticModel/definition/model.tmdl".to_owned(), 0, 0);
    loop {
        let line_end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end + 1);
        let line = &bytes[at..line_end];
        if at == bytes.len() || line.starts_with(FILE) {
            if at > start {
                tree.insert(path, &bytes[start..at]);
            }
            if at == bytes.len() {
                return tree;
            }
            path = String::from_utf8_lossy(&line[FILE.len()..]).trim().to_owned();
            start = line_end;
        }
        at = line_end;
    }
}
