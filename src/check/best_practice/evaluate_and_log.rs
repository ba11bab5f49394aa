//! MD236: logs left behind.

use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

pub static EVALUATE_AND_LOG: Code = Code {
    id: "MD236",
    name: "evaluate-and-log",
    severity: Severity::Warning,
    explanation:
        "`EVALUATEANDLOG` writes what it computes into a trace. It is for the desk where a measure is made; in a \
published model it costs time at every query.

Wrong: `EVALUATEANDLOG(SUM(Sales[Revenue]))`.
Right: `SUM(Sales[Revenue])`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in &context.trees {
        for (call, _) in tree.calls_of(&["EVALUATEANDLOG"]) {
            found.push(
                Diagnostic::new(&EVALUATE_AND_LOG, "`EVALUATEANDLOG` is left behind")
                    .at(tree.place(context, &call.function.span), "")
                    .help("write what stands in it alone"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn the_call_is_found() {
        assert_eq!(lines(&EVALUATE_AND_LOG, &with_measure("EVALUATEANDLOG(SUM(T[A]))")), [3]);
        assert!(lines(&EVALUATE_AND_LOG, &with_measure("SUM(T[A])")).is_empty());
    }
}
