//! MD228: virtual relationships by `INTERSECT`.

use crate::check::context::Context;
use crate::check::dax_trees::{bare, is_one_of};
use crate::dax::tree::ExprKind;
use crate::diag::{Code, Diagnostic, Severity};

pub static INTERSECT_FILTER: Code = Code {
    id: "MD228",
    name: "intersect-filter",
    severity: Severity::Note,
    explanation:
        "As a filter of `CALCULATE`, `INTERSECT` carries a selection from one table to another row by row. `TREATAS` \
does the same and is fast.

Wrong: `CALCULATE([Revenue], INTERSECT(ALL(Sales[Year]), VALUES(Budget[Year])))`.
Right: `CALCULATE([Revenue], TREATAS(VALUES(Budget[Year]), Sales[Year]))`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in &context.trees {
        for (call, _) in tree.calls_of(&["CALCULATE", "CALCULATETABLE"]) {
            for filter in call.arguments.iter().skip(1) {
                let ExprKind::Call(inner) = &bare(filter).kind else { continue };
                if is_one_of(inner, &["INTERSECT"]) {
                    found.push(
                        Diagnostic::new(&INTERSECT_FILTER, "`INTERSECT` as a filter is slow")
                            .at(tree.place(context, &inner.function.span), "")
                            .help("write `TREATAS(VALUES(…), …)`"),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn only_a_filter_is_meant() {
        let filter = "CALCULATE(SUM(T[A]), INTERSECT(ALL(T[A]), VALUES(T[B])))";
        assert_eq!(lines(&INTERSECT_FILTER, &with_measure(filter)), [3]);
        assert!(lines(&INTERSECT_FILTER, &with_measure("COUNTROWS(INTERSECT(VALUES(T[A]), VALUES(T[B])))")).is_empty());
    }
}
