//! PB001: a file of the report is not JSON.

use super::json::{self, Json};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;

pub const MALFORMED: Code = Code {
    id: "PB001",
    name: "malformed-json",
    severity: Severity::Error,
    explanation: "\
A file of the report is not JSON (or not UTF-8 text), so Power BI Desktop refuses to open the project, and often does
not say which file it means. Most often a comma is missing or one too many after a merge by hand.

Wrong:  { \"name\": \"a\" \"displayName\": \"Overview\" }
Right:  { \"name\": \"a\", \"displayName\": \"Overview\" }
",
};

/// The file as JSON, or why it is none.
pub fn parse(tree: &FileTree, path: &str) -> Result<Json, Diagnostic> {
    let Some(text) = tree.text(path) else {
        return Err(Diagnostic::new(&MALFORMED, format!("`{path}` is not UTF-8 text"))
            .at(Place::file(path), "")
            .help("save the file as UTF-8"));
    };
    json::parse(text).map_err(|fault| {
        let diagnostic = Diagnostic::new(&MALFORMED, format!("not JSON: {}", fault.message))
            .at(Place::bytes(path, fault.span), "here");
        if text.lines().any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")) {
            return diagnostic.help("the file has merge conflict markers: resolve the conflict");
        }
        diagnostic
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(bytes: &[u8]) -> FileTree {
        let mut tree = FileTree::new();
        tree.insert("a.json", bytes);
        tree
    }

    #[test]
    fn a_missing_comma_is_placed() {
        let tree = tree(b"{\n  \"a\": 1\n  \"b\": 2\n}");
        let diagnostic = parse(&tree, "a.json").expect_err("not JSON");
        let place = diagnostic.place().expect("a place");
        assert_eq!(place.line_and_column(&tree), (Some(3), Some(3)));
        assert_eq!(diagnostic.message, "not JSON: expected `,` or `}`, found `\"`");
    }

    #[test]
    fn bytes_that_are_no_text_and_conflict_markers_are_named() {
        assert!(parse(&tree(&[0xff, 0xfe]), "a.json").expect_err("no text").message.contains("UTF-8"));
        let conflict = parse(&tree(b"<<<<<<< ours\n{}\n"), "a.json").expect_err("a conflict");
        assert!(conflict.help[0].contains("merge conflict"));
    }

    #[test]
    fn json_passes() {
        assert!(parse(&tree(b"{\"a\": 1}"), "a.json").is_ok());
    }
}
