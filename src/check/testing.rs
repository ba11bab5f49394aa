//! What a rule's own tests need: a model in one text, and the lines that a code is given for.

use super::check_all;
use crate::catalog::json;
use crate::diag::Code;
use crate::file_tree::FileTree;

/// The lines of `model.tmdl` at which this code is given; the text has four blanks for a tab.
pub fn lines(code: &Code, tmdl: &str) -> Vec<usize> {
    lines_with(code, tmdl, None)
}

/// The same beside a catalog, as JSON.
pub fn lines_with(code: &Code, tmdl: &str, catalog: Option<&str>) -> Vec<usize> {
    let catalog = catalog.map(|text| json::from_json(text, "catalog.json").expect("a catalog"));
    let mut tree = FileTree::new();
    tree.insert("model.tmdl", tmdl.replace("    ", "\t"));
    let found = check_all(&tree, catalog.as_ref());
    let found = found.iter().filter(|found| found.code == code);
    found.map(|found| found.place().and_then(|place| place.line_and_column(&tree).0).expect("a line")).collect()
}

/// A table with one measure `M` of this DAX on the third line, and the columns `A` and `B`.
pub fn with_measure(dax: &str) -> String {
    format!(
        "model Model\ntable T\n    measure M = {dax}\n    column A\n        dataType: int64\n        sourceColumn: a\n    \
         column B\n        dataType: int64\n        sourceColumn: b\n    measure N = SUM(T[A])\n    partition P = m\n        \
         source = 1\n"
    )
}

/// Two tables whose columns `A`, each with this line, are joined.
pub fn joined_by(column: &str) -> String {
    let table =
        |name: &str| format!("table {name}\n    column A\n        {column}\n    partition P = m\n        source = 1\n");
    format!("relationship r\n    fromColumn: T.A\n    toColumn: U.A\n{}{}", table("T"), table("U"))
}
