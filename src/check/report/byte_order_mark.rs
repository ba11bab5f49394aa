//! PB072: a JSON file of the project begins with a byte order mark.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::pbir::schema;

pub const BYTE_ORDER_MARK: Code = Code {
    id: "PB072",
    name: "json-byte-order-mark",
    severity: Severity::Warning,
    explanation: "\
The files of a project are UTF-8 without a byte order mark: so Power BI Desktop writes them, and so Microsoft asks editors
to save them. Readers that go by the letter refuse a JSON file that has one. Themes may come with it.

Wrong:  a `page.json` saved as `UTF-8 with BOM`
Right:  the same file saved as `UTF-8`
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let files = project.read.files.keys().filter(|path| schema::expected(project.read.inside(path)).is_some());
    files.filter_map(|path| of_file(project.tree, path)).collect()
}

pub fn of_file(tree: &FileTree, path: &str) -> Option<Diagnostic> {
    const MARK: char = '\u{feff}';
    tree.text(path).filter(|text| text.starts_with(MARK))?;
    let fault = Diagnostic::new(&BYTE_ORDER_MARK, "the file begins with a byte order mark");
    Some(fault.at(Place::bytes(path, 0..MARK.len_utf8()), "").help("save it as `UTF-8`, not as `UTF-8 with BOM`"))
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn a_mark_is_named_but_in_a_theme() {
        let of = |path: &str| {
            let mut tree = with(path, "{", "{");
            let text = tree.text(path).expect("a file").to_owned();
            tree.insert(path, format!("\u{feff}{text}"));
            said(&tree)
        };
        let message = "PB072 the file begins with a byte order mark";
        assert_eq!(of("X.Report/definition/pages/p1/page.json"), [message]);
        assert_eq!(of("X.Report/.platform"), [message]);
        assert_eq!(of("X.Report/StaticResources/RegisteredResources/t.json"), [""; 0]);
    }
}
