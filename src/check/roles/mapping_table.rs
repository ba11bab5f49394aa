//! RL036: the table that says who sees what, open to everybody.

use super::Findings;
use super::secured::Secured;
use super::whole::Model;
use crate::bind::Target;
use crate::check::context::{Lookup, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::same;

pub static OPEN_MAPPING_TABLE: Code = Code {
    id: "RL036",
    name: "open-mapping-table",
    severity: Severity::Warning,
    explanation: "A role looks its reader up in a table that the role itself leaves open: everybody can read who may \
see what. Where the table is filtered and only not hidden, it is a note.

Wrong:
    role Manager
    <tab>tablePermission Region = Region[Name] IN CALCULATETABLE(VALUES(Who[Region]), Who[User] = USERPRINCIPALNAME())
Right, with this beside it, and `isHidden` at the table:
    <tab>tablePermission Who = Who[User] = USERPRINCIPALNAME()",
};

/// Functions that say who reads.
pub const WHO: &[&str] = &["USERPRINCIPALNAME", "USERNAME", "USEROBJECTID", "CUSTOMDATA"];

pub fn check<'a>(model: &Model<'_, 'a>, secured: &mut Secured<'a>, findings: &mut Findings<'a>) {
    let role = secured.role;
    for permission in &role.table_permissions {
        let Some(tree) = model.filter(role, permission).filter(|tree| !tree.calls_of(WHO).is_empty()) else { continue };
        for target in tree.targets().values() {
            let (Target::Table(asked) | Target::Column(asked, _)) = target else { continue };
            if same(&asked.name, permission.table.as_str()) {
                continue;
            }
            let Lookup::Found(table) = model.context.table(&asked.name) else { continue };
            let is_open = secured.take(&asked.name).is_some();
            let is_shown = !table.is_hidden && secured.covered.contains(&asked.name.to_lowercase());
            // A table of the star that the filter looks into as well is shown on purpose.
            let is_joined = model.filters_another(table);
            if !is_open && (!is_shown || is_joined) {
                continue;
            }
            // Where the role says something of it that filters nothing, that is what is to be mended.
            let own = role.table_permissions.iter().find(|one| same(one.table.as_str(), &asked.name));
            let filter = own.and_then(|own| model.filter(role, own)).filter(|_| is_open);
            let place = filter.map_or_else(
                || model.context.origins.place(&table_path(table)),
                |tree| tree.place(model.context, &tree.root.span),
            );
            let name = table.name.as_str();
            findings.add(&OPEN_MAPPING_TABLE, secured.name(), place.clone(), name, move |roles| {
                if is_open {
                    let message =
                        format!("{} {} every row of `{name}`, which says who may see what", roles.names, roles.see);
                    return Diagnostic::new(&OPEN_MAPPING_TABLE, message)
                        .at(place.clone(), "nothing filters it")
                        .help(format!("filter it to the reader's own rows: `… = {}()`", WHO[0]));
                }
                let message = format!("`{name}`, which says who may see what, is not hidden");
                let mut note =
                    Diagnostic::new(&OPEN_MAPPING_TABLE, message).at(place.clone(), "").help("add `isHidden`");
                note.severity = Severity::Note;
                note
            });
        }
    }
}
