//! MD082: filters of roles that let every row through.

use super::context::Context;
use super::row_filters::of_role;
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::origins::DEFAULT;

pub static IDLE_FILTER: Code = Code {
    id: "MD082",
    name: "idle-filter",
    severity: Severity::Warning,
    explanation: "A role that filters other tables says of this one what is true of all of its rows, or nothing: its \
members see the whole table. Of a role that filters nothing at all that is not said: such a one is for those who see \
everything.

Wrong: `tablePermission Salary = TRUE()` beside a filter on Region.
Right: `tablePermission Salary = FALSE()`, or the condition that is meant.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for role in &context.model.roles {
        let filters = of_role(context, role);
        let filters_others = filters.iter().any(|filter| filter.filters());
        for filter in filters.iter().filter(|filter| filter.is_empty() || filters_others && filter.is_idle()) {
            if context.is_hurt(&filter.path, DEFAULT) || context.is_broken(&filter.path) {
                continue;
            }
            let table = &filter.permission.table;
            let (message, place) = match filter.tree {
                Some(tree) => (
                    format!("the role `{}` lets every row of `{table}` through", role.name),
                    tree.place(context, &tree.root.span),
                ),
                None => (
                    format!("the role `{}` names `{table}` and does not filter it", role.name),
                    context.origins.place(&filter.path),
                ),
            };
            found.push(
                Diagnostic::new(&IDLE_FILTER, message)
                    .at(place, "")
                    .help("write the condition of the rows it may see, or `FALSE()` for none"),
            );
        }
    }
}
