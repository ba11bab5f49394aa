//! DX165: a case of SWITCH that an earlier one has taken.

use std::collections::HashSet;

use crate::bind::Fault;
use crate::bind::shapes::{alike, unwrapped};
use crate::dax::functions::{Function, Placement};
use crate::dax::tree::{Call, ExprKind, Literal};
use crate::diag::{Code, Severity};

pub static CASE_TWICE: Code = Code {
    id: "DX165",
    name: "case-twice",
    severity: Severity::Warning,
    explanation: "`SWITCH` takes the first case that fits. A second one that is the same is never reached.

Wrong: `SWITCH([Level], 1, \"low\", 1, \"high\")`
Right: `SWITCH([Level], 1, \"low\", 2, \"high\")`",
};

pub fn check(function: &Function, placement: &Placement, call: &Call) -> Option<Fault> {
    if function.name != "SWITCH" {
        return None;
    }
    let cases = placement.arguments(placement.form.position("value")?).filter_map(|at| call.arguments.get(at));
    let mut literals = HashSet::new();
    let mut last = None;
    for case in cases {
        let is_again = match &unwrapped(case).kind {
            ExprKind::Literal(Literal::Text(text)) => !literals.insert(text.to_lowercase()),
            ExprKind::Literal(Literal::Integer(text) | Literal::Real(text)) => !literals.insert(format!("{text:>20}")),
            // Of conditions only two that follow each other are compared: a copy that was not changed.
            _ => last.replace(case).is_some_and(|last| alike(last, case)),
        };
        if is_again {
            return Some(Fault::new(&CASE_TWICE, case.span.clone(), "an earlier case is the same"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_case_stands_once() {
        assert_eq!(faults("SWITCH(SELECTEDVALUE(Sales[Note]), \"a\", 1, \"b\", 2, \"A\", 3)"), ["DX165"]);
        assert_eq!(faults("SWITCH(TRUE(), [Orders] > 1, 1, [Orders] > 1, 2)"), ["DX165"]);
        assert_eq!(faults("SWITCH([Orders], 1, 1, 2, 1, 1)"), [""; 0]);
    }
}
