//! The DAX queries that are saved with a model, `DAXQueries/*.dax`. The codes are those of [`dax`](crate::dax) and of
//! [`bind`](crate::bind).

use super::context::Context;
use super::dax::may_stand_elsewhere;
use crate::bind::{Index, bind_query};
use crate::dax::parse::MALFORMED_QUERY;
use crate::dax::parse_query;
use crate::diag::{Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::pbir::folders::join;

/// `folder` is that of the model, `index` what DAX can name in it.
pub fn check(tree: &FileTree, folder: &str, index: &Index, context: &Context, found: &mut Vec<Diagnostic>) {
    let queries = join(folder, "DAXQueries");
    for (path, _) in tree.below(&queries).filter(|(path, _)| path.to_ascii_lowercase().ends_with(".dax")) {
        // A query that is not text, or holds nothing yet, is nobody's fault.
        let Some(text) = tree.text(path) else { continue };
        let parsed = parse_query(text);
        if parsed.tokens.iter().all(|token| token.is_trivia()) {
            continue;
        }
        let place = |span| Place::bytes(path, span);
        if !parsed.errors.is_empty() {
            // Definitions alone cannot be run, but they can be taken over into the model.
            let is_kept = parsed.tree.evaluations.is_empty() && !parsed.tree.definitions.is_empty();
            for error in &parsed.errors {
                let mut diagnostic = error.diagnostic(place);
                if is_kept && error.code.id == MALFORMED_QUERY.id {
                    diagnostic.severity = Severity::Warning;
                }
                found.push(diagnostic);
            }
        }
        if parsed.errors.iter().any(|error| error.code.id != MALFORMED_QUERY.id) {
            continue;
        }
        let index = index.with_query(&parsed.tree);
        let faults = bind_query(&index, &parsed.tree).faults;
        let faults = faults.iter().filter(|fault| !may_stand_elsewhere(context, text, fault));
        found.extend(faults.map(|fault| fault.diagnostic(place)));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::check;
    use crate::diag::At;
    use crate::file_tree::FileTree;

    /// Each code with the text that it points at.
    fn said(query: &str) -> Vec<String> {
        let mut tree = FileTree::new();
        let model = "table Sales\n\tmeasure Revenue = SUM(Sales[Amount])\n\tcolumn Amount\n\t\tdataType: int64\n\t\t\
                     sourceColumn: a\n\tpartition Sales = m\n\t\tsource = 1\n";
        tree.insert("X.SemanticModel/definition/tables/Sales.tmdl", model);
        tree.insert("X.SemanticModel/DAXQueries/Query 1.dax", query);
        let found = check(&tree);
        let of_query =
            found.iter().filter_map(|one| Some((one, one.place()?))).filter(|(_, place)| place.file.ends_with("dax"));
        let written = of_query.map(|(one, place)| {
            let At::Bytes { start, end } = place.at else { return one.code.id.to_owned() };
            format!("{} {} {}", one.code.id, one.severity.as_str(), &query[start..end])
        });
        written.collect()
    }

    #[test]
    fn what_a_saved_query_names_is_there() {
        assert_eq!(said("EVALUATE SUMMARIZECOLUMNS(\"r\", [Revenue])"), [""; 0]);
        assert_eq!(said("// nothing yet\n"), [""; 0]);
        assert_eq!(said("EVALUATE ROW(\"r\", [Revenu])"), ["DX102 error [Revenu]"]);
        assert_eq!(
            said("DEFINE MEASURE Sales[x] = [Revenue] EVALUATE ROW(\"x\", [x] + Sales[y])"),
            ["DX101 error [y]"]
        );
    }

    #[test]
    fn definitions_may_wait_for_their_query() {
        let said = said("DEFINE MEASURE Sales[x] = [Revenu]");
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said.iter().any(|one| one.starts_with("DX017 warning")), "{said:?}");
        assert!(said.iter().any(|one| one.starts_with("DX102 error")), "{said:?}");
    }
}
