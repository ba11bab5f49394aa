//! RL031: filters that let every row pass.

use super::Findings;
use super::secured::{Secured, is_filter, permission_path};
use super::whole::Model;
use crate::diag::{Code, Diagnostic, Severity};

pub static LETS_ALL_PASS: Code = Code {
    id: "RL031",
    name: "filter-lets-all-pass",
    severity: Severity::Warning,
    explanation: "A role that filters other tables has a filter that is true of every row, and nothing else reaches \
the table: it looks secured and is open.

Wrong:
    role North
    <tab>tablePermission Region = Region[Name] = \"North\"
    <tab>tablePermission Budget = TRUE()
Right:
    <tab>tablePermission Budget = Budget[Region] = \"North\"
Right, where everybody may see it: no filter, and `annotation pbiforge_public = why` on Budget.",
};

pub fn check<'a>(model: &Model<'_, 'a>, secured: &mut Secured<'a>, findings: &mut Findings<'a>) {
    let role = secured.role;
    for permission in role.table_permissions.iter().filter(|permission| is_filter(permission)) {
        if model.constant(role, permission) != Some(true) {
            continue;
        }
        let Some(table) = secured.take(permission.table.as_str()) else { continue };
        let place = model.context.origins.place(&permission_path(role, permission));
        let table = table.name.as_str();
        findings.add(&LETS_ALL_PASS, secured.name(), place.clone(), table, move |roles| {
            let message = format!("{} {} every row of `{table}`: its filter is true of each", roles.names, roles.see);
            Diagnostic::new(&LETS_ALL_PASS, message)
                .at(place.clone(), "true of every row")
                .help("filter the table, or remove this and declare it public")
        });
    }
}
