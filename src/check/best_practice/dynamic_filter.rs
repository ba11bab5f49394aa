//! MD224: filters of roles that ask who it is.

use crate::bind::SitePlace;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

pub static DYNAMIC_FILTER: Code = Code {
    id: "MD224",
    name: "dynamic-filter",
    severity: Severity::Note,
    explanation:
        "A filter with `USERPRINCIPALNAME` or `USERNAME` gives every user results of their own: what one has computed \
serves nobody else. Where a few groups see the same, a role for each of them is faster and easier to prove.

Wrong: `Manager[User] = USERPRINCIPALNAME()` for three managers.
Right: a role for each of the three regions.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in context.trees.iter().filter(|tree| tree.dax.place == SitePlace::RowFilter) {
        for (call, _) in tree.calls_of(&["USERPRINCIPALNAME", "USERNAME"]) {
            found.push(
                Diagnostic::new(&DYNAMIC_FILTER, "this role's filter depends on the user")
                    .at(tree.place(context, &call.function.span), "")
                    .help("where few groups see the same, give each of them a role"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn the_user_in_a_filter_is_found() {
        let role = |filter: &str| {
            format!(
                "table T\n    column A\n        dataType: string\n    partition P = m\n        source = 1\nrole R\n    tablePermission T = {filter}\n"
            )
        };
        assert_eq!(lines(&DYNAMIC_FILTER, &role("T[A] = USERPRINCIPALNAME()")), [7]);
        assert!(lines(&DYNAMIC_FILTER, &role("T[A] = \"EU\"")).is_empty());
    }
}
