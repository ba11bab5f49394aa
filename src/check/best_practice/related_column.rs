//! MD207: calculated columns that fetch what another table has.

use crate::bind::SitePlace;
use crate::check::context::Context;
use crate::check::dax_trees::Tree;
use crate::diag::{Code, Diagnostic, Severity};

pub static RELATED_COLUMN: Code = Code {
    id: "MD207",
    name: "related-column",
    severity: Severity::Note,
    explanation:
        "A calculated column that fetches a value with `RELATED` keeps it once for every row of the table, badly \
compressed. A measure or a visual gets it along the relationship anyway.

Wrong: `column Country = RELATED(Customer[Country])` in Sales.
Right: `Customer[Country]` where it is needed, or the column in the query of Sales.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    // A table that is asked at query time cannot have such a column at all, which is said elsewhere.
    let is_loaded = |tree: &&Tree| tree.dax.home.is_none_or(|table| !table.is_live());
    for tree in context.trees.iter().filter(|tree| tree.dax.place == SitePlace::CalculatedColumn).filter(is_loaded) {
        for (call, _) in tree.calls_of(&["RELATED"]).into_iter().take(1) {
            found.push(
                Diagnostic::new(&RELATED_COLUMN, "this calculated column copies a value from another table")
                    .at(tree.place(context, &call.function.span), "")
                    .help("use the other table's column, or make this one in the query of the table"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn only_calculated_columns_are_meant() {
        let column = "table T\n    column A\n        dataType: int64\n    column B = RELATED(U[C])\n    partition P = m\n        source = 1\n";
        assert_eq!(lines(&RELATED_COLUMN, column), [4]);
        assert!(lines(&RELATED_COLUMN, &with_measure("SUMX(T, RELATED(U[C]))")).is_empty());
    }
}
