//! MD213: functions over text in the filters of roles.

use crate::bind::SitePlace;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

pub static FILTER_LOGIC: Code = Code {
    id: "MD213",
    name: "filter-logic",
    severity: Severity::Note,
    explanation:
        "A role's filter runs in every query of everyone who has the role. Taking texts apart in it costs all of them; \
a column made when the data is loaded costs once.

Wrong: `LEFT(Region[Code], 2) = \"EU\"`.
Right: `Region[Area] = \"EU\"`.",
};

const OVER_TEXT: &[&str] = &["LEFT", "RIGHT", "UPPER", "LOWER", "FIND", "SEARCH", "MID", "SUBSTITUTE"];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in context.trees.iter().filter(|tree| tree.dax.place == SitePlace::RowFilter) {
        for (call, _) in tree.calls_of(OVER_TEXT) {
            let message = format!("`{}` runs in every query of the role", call.function.text);
            found.push(
                Diagnostic::new(&FILTER_LOGIC, message)
                    .at(tree.place(context, &call.function.span), "")
                    .help("compare with a column that the load makes"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn filters_of_roles_are_meant() {
        let role = |filter: &str| {
            format!(
                "table T\n    column A\n        dataType: string\n    partition P = m\n        source = 1\nrole R\n    tablePermission T = {filter}\n"
            )
        };
        assert_eq!(lines(&FILTER_LOGIC, &role("LEFT(T[A], 2) = \"EU\"")), [7]);
        assert!(lines(&FILTER_LOGIC, &role("T[A] = \"EU\"")).is_empty());
    }
}
