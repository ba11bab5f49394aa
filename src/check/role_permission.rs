//! MD080: what a role lets its members do.

use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::origins::path;

pub static ROLE_PERMISSION: Code = Code {
    id: "MD080",
    name: "role-permission",
    severity: Severity::Warning,
    explanation: "Members of a role read the model where the role says `modelPermission: read`. Without the line they \
may do nothing; as administrators they see every row, whatever the filters say. Power BI knows no other permission.

Wrong:
    role North
    <tab>tablePermission Region = Region[Region] = \"North\"
Right:
    role North
    <tab>modelPermission: read

    <tab>tablePermission Region = Region[Region] = \"North\"",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for role in &context.model.roles {
        let path = path("", "role", role.name.as_str());
        let message = match role.permission.as_deref() {
            Some("read" | "readRefresh") => continue,
            None if context.is_broken(&path) => continue,
            None => format!("the role `{}` does not say what its members may do", role.name),
            Some("administrator") => format!("the filters of `{}` do not apply to administrators", role.name),
            Some("none" | "refresh") => format!("members of the role `{}` may not read", role.name),
            // What is no permission at all has been said.
            Some(_) => continue,
        };
        found.push(
            Diagnostic::new(&ROLE_PERMISSION, message)
                .at(context.place(&path, "modelPermission"), "")
                .help("write `modelPermission: read`"),
        );
    }
}
