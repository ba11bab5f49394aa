//! Files that end in the middle of something: what should have followed is missing, and nobody can say what it was.

use crate::diag::Severity;
use crate::tmdl::{Document, Expression, Object, Value};
use crate::{dax, m};

/// Whether the last expression of the file is not complete, and no line end follows it.
pub fn is_cut(document: &Document) -> bool {
    let text = document.text();
    let last = document.objects.last().filter(|_| !text.ends_with(['\n', '\r']));
    last.and_then(|object| at_end(object, text.trim_end().len())).is_some_and(|(kind, last)| is_incomplete(kind, last))
}

/// The expression that ends there, and the kind of the object whose it is.
fn at_end(object: &Object, end: usize) -> Option<(&str, &Expression)> {
    if let Some(child) = object.children.last()
        && let Some(found) = at_end(child, end)
    {
        return Some(found);
    }
    let values = object.properties.iter().filter_map(|property| match &property.value {
        Value::Expression(expression) => Some(expression),
        Value::Flag | Value::Text(_) => None,
    });
    let mut all = values.chain(&object.default);
    all.find(|expression| expression.span.end >= end).map(|expression| (object.kind.as_str(), expression))
}

fn is_incomplete(kind: &str, expression: &Expression) -> bool {
    let text = expression.text.as_str();
    // Nothing at all may be meant, and is told by what then misses it.
    if text.trim().is_empty() {
        return false;
    }
    let has_faults = || m::parse(text).problems.iter().any(|problem| problem.code.severity == Severity::Error);
    match kind.to_ascii_lowercase().as_str() {
        "partition" => has_faults() && !dax::parse_expression(text).errors.is_empty(),
        "expression" | "refreshpolicy" => has_faults(),
        "function" => !dax::parse_function(text).errors.is_empty(),
        _ => !dax::parse_expression(text).errors.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_cut;
    use crate::check::examine::{Options, examine};
    use crate::file_tree::FileTree;
    use crate::tmdl::parse::parse;

    #[test]
    fn a_file_may_end_in_an_expression() {
        for text in [
            "table T\n\tmeasure M =\n\t\t\tSUM(",
            "table T\n\tcolumn C\n\t\tdataType: int64\n\n\tpartition P = m\n\t\tsource =\n\t\t\t\tlet\n\t\t\t\t    S = Csv",
            "expression E =\n\t\tlet\n\t\t    S = 1,",
            "function F = (a) => a +",
        ] {
            assert!(is_cut(&parse(text)), "{text}");
            assert!(!is_cut(&parse(&format!("{text}\n"))), "{text}");
        }
        for text in
            ["table T\n\tmeasure M = SUM(T[x])", "table T\n\tcolumn C\n\t\tdataTy", "table T\n\tmeasure M = ", ""]
        {
            assert!(!is_cut(&parse(text)), "{text}");
        }
    }

    #[test]
    fn what_a_file_that_is_cut_perhaps_held_is_not_missed() {
        let mut tree = FileTree::default();
        tree.insert("t.tmdl", "table T\n\tcolumn C\n\t\tdataType: int64\n\t\tsourceColumn: c\n\n\tmeasure M = SUM(");
        tree.insert("u.tmdl", "table U\n\tmeasure N = [Gone] + SUM(T[Lost])\n\n\tpartition U = m\n\t\tsource = 1\n");
        let found = examine(&tree, &Options::default()).diagnostics;
        assert!(found.iter().all(|one| one.code.id == "DX007" || one.code.id == "DX010"), "{found:?}");
    }
}
