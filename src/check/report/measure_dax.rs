//! The DAX of the report's own measures. The codes are those of [`dax`](crate::dax) and of [`bind`](crate::bind).

use super::{Project, extensions};
use crate::bind::model;
use crate::bind::rules::cycle::CIRCULAR;
use crate::diag::Diagnostic;
use crate::name::dax_name;

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let Some(index) = project.index else { return Vec::new() };
    let mut measures = extensions::find(project.read);
    // Which of two is meant where the model has one of the name, nobody can say.
    measures.retain(|one| index.measure(one.name).is_none());
    if measures.is_empty() {
        return Vec::new();
    }
    let index = extensions::index(index, &measures);
    let bound = extensions::bind(&index, &measures);
    let mut found = Vec::new();
    for (measure, expression) in measures.iter().zip(&bound) {
        for fault in expression.syntax.iter().chain(&expression.bound.faults) {
            let mut diagnostic = fault.diagnostic(|span| measure.inside(project.tree, project.read, &span));
            // What a fix writes is DAX, and here it would have to be a part of a JSON string.
            diagnostic.fix = diagnostic.fix.filter(|fix| {
                let is_plain = |text: &str| !text.contains(['"', '\\']) && !text.contains(char::is_control);
                measure.is_plain() && fix.edits.iter().all(|(_, text)| is_plain(text))
            });
            found.push(diagnostic);
        }
    }
    let bound: Vec<_> = bound.iter().collect();
    for circle in model::cycles(&extensions::sources(&measures), &bound) {
        let members: Vec<_> = circle.iter().filter_map(|at| measures.get(*at)).collect();
        let Some(first) = members.first() else { continue };
        let names: Vec<String> = members.iter().chain([first]).map(|one| format!("`{}`", dax_name(one.name))).collect();
        let message = match members.len() {
            1 => format!("`{}` needs itself", dax_name(first.name)),
            _ => format!("`{}` needs itself: {}", dax_name(first.name), names.join(" → ")),
        };
        let mut diagnostic = Diagnostic::new(&CIRCULAR, message).at(first.place(project.read), "");
        for member in members.iter().skip(1) {
            diagnostic = diagnostic.at(member.place(project.read), "part of the circle");
        }
        found.push(diagnostic);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{model, tree};
    use crate::check::report;
    use crate::diag::At;
    use crate::file_tree::FileTree;

    fn with(measures: &[(&str, &str)]) -> FileTree {
        let schema = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/reportExtension/1.0.0";
        let measures: Vec<String> = measures
            .iter()
            .map(|(name, dax)| format!("{{\"name\": \"{name}\", \"dataType\": \"Double\", \"expression\": \"{dax}\"}}"))
            .collect();
        let entities = format!("[{{\"name\": \"Sales\", \"measures\": [{}]}}]", measures.join(", "));
        let mut tree = tree();
        tree.insert(
            "X.Report/definition/reportExtensions.json",
            format!("{{\"$schema\": \"{schema}/schema.json\", \"name\": \"extension\", \"entities\": {entities}}}"),
        );
        tree
    }

    /// Each code with the text that it points at.
    fn said(measures: &[(&str, &str)]) -> Vec<String> {
        let tree = with(measures);
        let written = |found: &crate::diag::Diagnostic| {
            let place = found.place().expect("a place");
            let At::Bytes { start, end } = place.at else { return String::new() };
            format!("{} {}", found.code.id, &tree.text(&place.file).expect("a file")[start..end])
        };
        report::check(&tree, &model()).iter().map(written).collect()
    }

    #[test]
    fn the_measures_of_the_model_and_of_the_report_are_known() {
        assert_eq!(said(&[("A", "[Revenue] * 2"), ("B", "\\nSales[A] + SUM(Sales[Quantity])")]), [""; 0]);
    }

    #[test]
    fn a_fault_is_found_where_it_is_written() {
        assert_eq!(said(&[("A", "\\n\\\"é\\\" & [Revenu]")]), ["DX102 [Revenu]"]);
        assert_eq!(said(&[("A", "SUM(Sales[Quantit])")]), ["DX101 [Quantit]"]);
        assert_eq!(said(&[("A", "1 +")]).len(), 1);
    }

    #[test]
    fn measures_that_need_each_other_are_a_circle() {
        assert_eq!(said(&[("A", "[B] + 1"), ("B", "[A] + 1")]), ["DX150 \"A\""]);
    }
}
