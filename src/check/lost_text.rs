//! TM081, TM083: signs that a part of a file is gone.

use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::same;

pub static MISSING_REFS: Code = Code {
    id: "TM081",
    name: "missing-refs",
    severity: Severity::Warning,
    explanation:
        "Power BI Desktop writes a `ref` line for every table into model.tmdl. Most tables have none here: the file \
was perhaps cut off, and what stood behind is gone with it. The tables themselves are read, in the order of their \
files. Nothing is said of a model written by hand, with neither `ref` lines nor lineage tags.

Wrong: a model.tmdl that ends behind `ref table Customer` in a model of six tables.
Right: one with `ref table` for each of them.",
};

pub static EMPTY_ANNOTATION: Code = Code {
    id: "TM083",
    name: "empty-annotation",
    severity: Severity::Warning,
    explanation: "Annotations that Power BI Desktop reads have a value. One without is as if it were not there, or is \
misread.

Wrong: `annotation __PBI_TimeIntelligenceEnabled`
Right: `annotation __PBI_TimeIntelligenceEnabled = 0`",
};

/// With fewer tables nothing can be told from a missing line.
const FEW: usize = 3;

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    // A part of a model may stand alone: only one with a database is whole.
    let is_whole = context.is_whole() && context.origins.get("database").is_some();
    if let Some(model) = context.origins.get("model").filter(|_| is_whole) {
        let has_ref = |name: &str| context.references.iter().any(|one| one.kind == "table" && same(&one.name, name));
        // What stands in the file itself needs no line for its place.
        let apart = context.model.tables.iter().filter(|table| {
            let path = super::context::table_path(table);
            context.origins.get(&path).is_some_and(|origin| origin.file != model.file)
        });
        let apart: Vec<&str> = apart.map(|table| table.name.as_str()).collect();
        // One written by hand needs no lines, and has no tags either. Who has lines for all but the tables has no file
        // that was cut off.
        let has_tags = || context.model.tables.iter().any(|table| table.lineage_tag.is_some());
        let is_written = match context.references.is_empty() {
            true => has_tags(),
            false => context.references.iter().any(|one| one.kind == "table"),
        };
        let without = apart.iter().filter(|name| !has_ref(name)).count();
        if is_written && without >= FEW && without * 2 > apart.len() {
            let message = format!("{without} of {} tables have no `ref` line", apart.len());
            let fault = Diagnostic::new(&MISSING_REFS, message).at(context.origins.place("model"), "");
            found.push(fault.help("restore the file, or add `ref table …` for each"));
        }
    }
    for (path, origin) in context.origins.iter() {
        let step = path.rsplit('/').next().unwrap_or(path);
        let Some(name) = step.strip_prefix("annotation ") else { continue };
        let is_read = name.starts_with("PBI_") || name.starts_with("__PBI_") || name == "SummarizationSetBy";
        let value = origin.default.as_ref().and_then(|part| context.written(part)).unwrap_or_default();
        if is_read && value.trim().is_empty() && !context.is_broken(path) {
            let fault = Diagnostic::new(&EMPTY_ANNOTATION, format!("the annotation `{name}` has no value"));
            found.push(fault.at(context.origins.place(path), "").help("write its value behind an `=`, or remove it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::check::testing::lines;
    use crate::file_tree::FileTree;

    #[test]
    fn annotations_that_are_read_have_a_value() {
        let text = |annotation: &str| format!("model Model\nannotation {annotation}\n");
        assert_eq!(lines(&EMPTY_ANNOTATION, &text("__PBI_TimeIntelligenceEnabled")), [2]);
        assert_eq!(lines(&EMPTY_ANNOTATION, &text("__PBI_TimeIntelligenceEnabled = 0")), [0; 0]);
        assert_eq!(lines(&EMPTY_ANNOTATION, &text("Own")), [0; 0]);
    }

    #[test]
    fn most_tables_have_their_line() {
        let with = |refs: &[&str], tag: &str| {
            let mut tree = FileTree::new();
            let lines: String = refs.iter().map(|name| format!("ref table {name}\n")).collect();
            tree.insert("database.tmdl", "database\n\tcompatibilityLevel: 1606\n");
            tree.insert("model.tmdl", format!("model Model\n{lines}"));
            for name in ["A", "B", "C", "D"] {
                tree.insert(
                    format!("tables/{name}.tmdl"),
                    format!("table {name}\n{tag}\n\tpartition P = m\n\t\tsource = #table({{}}, {{}})\n"),
                );
            }
            check(&tree).iter().filter(|one| one.code == &MISSING_REFS).count()
        };
        assert_eq!(with(&["A"], ""), 1);
        assert_eq!(with(&[], "\tlineageTag: 5fe6a2b6-3b9a-4d0e-8f4c-6a3d2b1c0e9f\n"), 1);
        assert_eq!(with(&[], ""), 0);
        assert_eq!(with(&["A\nref role R"], ""), 1);
        assert_eq!(with(&["A", "B", "C"], ""), 0);
        assert_eq!(with(&["A", "B"], ""), 0);
    }
}
