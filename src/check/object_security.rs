//! MD031, MD032: columns and tables that a role does not see.

use super::carried::{carried, text};
use super::context::{Context, Lookup, column_names};
use super::ends::{ends, is_active};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Role, TablePermission};
use crate::name::same;
use crate::tmdl::lower::UNKNOWN_VALUE;
use crate::tmdl::origins::path;

pub static UNRESOLVED_COLUMN_PERMISSION: Code = Code {
    id: "MD031",
    name: "unresolved-column-permission",
    severity: Severity::Error,
    explanation: "A role hides a column that the table does not have. Power BI refuses the model; a column that was \
renamed would otherwise be open to everyone.

Wrong:
    tablePermission Employee
    <tab>columnPermission Salery = none
Right:
    tablePermission Employee
    <tab>columnPermission Salary = none",
};

pub static BROKEN_CHAIN: Code = Code {
    id: "MD032",
    name: "broken-chain",
    severity: Severity::Warning,
    explanation: "A role hides a table that stands between two others that it shows: filters could not pass from the \
one to the other, and Power BI refuses such a role.

Wrong: `metadataPermission: none` on Product, where Sales is joined to Product and Product to Category.
Right: hide Category as well, or join Sales to Category directly.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for role in &context.model.roles {
        let role_path = path("", "role", role.name.as_str());
        for permission in &role.table_permissions {
            let permission_path = path(&role_path, "tablePermission", permission.table.as_str());
            let Lookup::Found(table) = context.table(permission.table.as_str()) else { continue };
            for hidden in carried(&permission.more, &permission_path, "columnPermission") {
                if context.column(table, &hidden.name) == Lookup::Missing {
                    let message = format!("the table `{}` has no column `{}`", table.name, hidden.name);
                    found.push(
                        Diagnostic::new(&UNRESOLVED_COLUMN_PERMISSION, message)
                            .at(context.origins.place(&hidden.path), "")
                            .did_you_mean(&hidden.name, column_names(table)),
                    );
                }
                const PERMISSIONS: [&str; 3] = ["none", "read", "default"];
                let wrong =
                    hidden.default.map(str::trim).filter(|one| !PERMISSIONS.iter().any(|known| same(known, one)));
                if let Some(wrong) = wrong {
                    found.push(
                        Diagnostic::new(&UNKNOWN_VALUE, format!("a `columnPermission` cannot be `{wrong}`"))
                            .at(context.origins.place(&hidden.path), "")
                            .help("write `none` to hide the column, or `read`"),
                    );
                }
            }
            if is_hidden(permission) && stands_between(context, role, table.name.as_str()) {
                let message = format!("the role `{}` hides `{}`, which joins tables it shows", role.name, table.name);
                found.push(
                    Diagnostic::new(&BROKEN_CHAIN, message)
                        .at(context.place(&permission_path, "metadataPermission"), "")
                        .help("hide the tables beyond it as well"),
                );
            }
        }
    }
}

fn is_hidden(permission: &TablePermission) -> bool {
    text(&permission.more, "metadataPermission") == Some("none")
}

/// Whether shown tables lie on both sides of it: one that it filters, one that filters it.
fn stands_between(context: &Context, role: &Role, table: &str) -> bool {
    let is_shown = |other: &str| {
        let mut permissions = role.table_permissions.iter();
        !permissions.any(|permission| same(permission.table.as_str(), other) && is_hidden(permission))
    };
    let relationships = context.model.relationships.iter().filter(|one| is_active(one));
    let (mut above, mut below) = (false, false);
    for ends in relationships.filter_map(|relationship| ends(context, relationship)) {
        let (from, to) = (ends.from.0.name.as_str(), ends.to.0.name.as_str());
        above |= same(from, table) && is_shown(to);
        below |= same(to, table) && is_shown(from);
    }
    above && below
}
