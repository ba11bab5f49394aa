//! RL035: addresses of people in filters.

use super::mapping_table::WHO;
use crate::bind::SitePlace;
use crate::check::context::Context;
use crate::dax::tree::{ExprKind, Literal};
use crate::diag::{Code, Diagnostic, Severity};
use crate::rls::mapping::is_principal;

pub static ADDRESS_IN_FILTER: Code = Code {
    id: "RL035",
    name: "address-in-filter",
    severity: Severity::Warning,
    explanation: "A role's filter asks who reads and names a person. When that person leaves, or another takes over, \
the model has to be changed and published, and until then it shows too much or too little.

Wrong: `USERPRINCIPALNAME() = \"ana@example.com\" || Region[Manager] = USERPRINCIPALNAME()`
Right: a row for Ana in the table of managers, or a role of its own with Ana as its member.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in context.trees.iter().filter(|tree| tree.dax.place == SitePlace::RowFilter) {
        if tree.calls_of(WHO).is_empty() {
            continue;
        }
        tree.root.walk(&mut |expr| {
            let ExprKind::Literal(Literal::Text(text)) = &expr.kind else { return };
            if is_principal(text) {
                found.push(
                    Diagnostic::new(&ADDRESS_IN_FILTER, format!("the filter names `{text}`"))
                        .at(tree.place(context, &expr.span), "a person")
                        .help("put it into the table of managers, or into the members of a role"),
                );
            }
        });
    }
}
