//! MD030: the tables that roles filter.

use super::context::{Context, Lookup};
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::origins::path;

pub static UNRESOLVED_ROLE_TABLE: Code = Code {
    id: "MD030",
    name: "unresolved-role-table",
    severity: Severity::Error,
    explanation: "A role filters a table that the model does not have. Power BI Desktop refuses the model; a table \
that was renamed would otherwise be open to everyone.

Wrong:
    role North
    <tab>tablePermission Regions = [Region] = \"North\"
Right, where the table is `Region`:
    role North
    <tab>tablePermission Region = [Region] = \"North\"",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for role in &context.model.roles {
        let role_path = path("", "role", role.name.as_str());
        for permission in &role.table_permissions {
            let table = permission.table.as_str();
            if context.table(table) == Lookup::Missing {
                let place = context.origins.place(&path(&role_path, "tablePermission", table));
                found.push(
                    Diagnostic::new(
                        &UNRESOLVED_ROLE_TABLE,
                        format!("the role `{}` filters the table `{table}`, which there is not", role.name),
                    )
                    .at(place, "")
                    .did_you_mean(table, context.table_names()),
                );
            }
        }
    }
}
