//! MD230: errors turned into values.

use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

pub static IFERROR: Code = Code {
    id: "MD230",
    name: "iferror",
    severity: Severity::Note,
    explanation:
        "`IFERROR` makes the engine go into a slow mode for the whole expression and hides faults that nobody \
meant to hide. A division by zero has `DIVIDE`, a missing row is blank without help.

Wrong: `IFERROR([Revenue] / [Orders], 0)`.
Right: `DIVIDE([Revenue], [Orders])`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in &context.trees {
        for (call, _) in tree.calls_of(&["IFERROR"]) {
            found.push(
                Diagnostic::new(&IFERROR, "`IFERROR` hides every error, and is slow")
                    .at(tree.place(context, &call.function.span), "")
                    .help("use `DIVIDE` for a division, or test for the case that is meant"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn the_call_is_found_and_not_the_word() {
        assert_eq!(lines(&IFERROR, &with_measure("IFERROR(1 / T[A], 0)")), [3]);
        assert!(lines(&IFERROR, &with_measure("DIVIDE(1, T[A]) & \"IFERROR(\"")).is_empty());
    }
}
