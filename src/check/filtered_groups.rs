//! MD146: roles that filter a calculation group.

use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::origins::path;

pub static FILTERED_GROUP: Code = Code {
    id: "MD146",
    name: "filtered-calculation-group",
    severity: Severity::Warning,
    explanation: "The rows of a calculation group are its items, and Power BI does not support a filter of a role on \
them. Hide what a role may not see by filters on the tables that have the data.

Wrong: `tablePermission 'Time Calc' = 'Time Calc'[Calculation] = \"YTD\"`
Right: `tablePermission Sales = Sales[Year] = 2026`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for role in &context.model.roles {
        let role_path = path("", "role", role.name.as_str());
        for permission in role.table_permissions.iter().filter(|permission| permission.filter.is_some()) {
            let table = context.model.table(permission.table.as_str());
            if table.is_some_and(|table| table.more.iter().any(|one| one.name == "calculationGroup")) {
                let message = format!("the role `{}` filters the calculation group `{}`", role.name, permission.table);
                let place = context.origins.place(&path(&role_path, "tablePermission", permission.table.as_str()));
                found.push(Diagnostic::new(&FILTERED_GROUP, message).at(place, "").help("remove the filter"));
            }
        }
    }
}
