//! What a role's filters reach.

use std::collections::BTreeSet;

use super::whole::Model;
use crate::check::carried::text;
use crate::model::{Role, Table, TablePermission};
use crate::tmdl::origins::path;

/// One role that filters rows.
pub struct Secured<'a> {
    pub role: &'a Role,
    /// Tables in lower case that a filter reaches, that are filtered or hidden.
    pub covered: BTreeSet<String>,
    /// The others of which nothing has been said, in the order of the model.
    pub uncovered: Vec<&'a Table>,
}

impl<'a> Secured<'a> {
    /// `None` where the role filters nothing by the row: one that only closes tables leaves the others open on purpose.
    pub fn new(model: &Model<'_, 'a>, role: &'a Role) -> Option<Self> {
        let permission = role.permission.as_deref().unwrap_or("none");
        if !["read", "readRefresh"].iter().any(|reads| reads.eq_ignore_ascii_case(permission)) {
            return None;
        }
        // A filter on a table that is not there was meant for one that is, and that is said elsewhere.
        role.table_permissions
            .iter()
            .all(|one| model.context.model.table(one.table.as_str()).is_some())
            .then_some(())?;
        let filters = || role.table_permissions.iter().filter(|one| is_filter(one));
        filters().find(|one| model.constant(role, one).is_none())?;
        let effective = filters().filter(|one| model.constant(role, one) != Some(true));
        let mut covered = model.security.from(effective.map(|one| one.table.as_str()));
        let hidden = role.table_permissions.iter().filter(|one| text(&one.more, "metadataPermission") == Some("none"));
        covered.extend(hidden.map(|one| one.table.as_str().to_lowercase()));
        let tables = model.context.model.tables.iter();
        let uncovered = tables.filter(|table| {
            let name = table.name.as_str().to_lowercase();
            !covered.contains(&name) && !model.open.contains(&name)
        });
        Some(Self { role, uncovered: uncovered.collect(), covered })
    }

    pub fn name(&self) -> &'a str {
        self.role.name.as_str()
    }

    /// The tables that a filter on this one would reach, and of which nothing has been said yet: now something is.
    pub fn take_beyond(&mut self, model: &Model, start: &str) -> Vec<&'a Table> {
        let beyond = model.security.from([start]);
        let is_lost = |table: &&'a Table| beyond.contains(&table.name.as_str().to_lowercase());
        let (lost, left) = std::mem::take(&mut self.uncovered).into_iter().partition(is_lost);
        self.uncovered = left;
        lost
    }

    /// The table, where nothing has been said of it yet: now something is.
    pub fn take(&mut self, name: &str) -> Option<&'a Table> {
        let at = self.uncovered.iter().position(|table| crate::name::same(table.name.as_str(), name))?;
        Some(self.uncovered.remove(at))
    }
}

pub fn is_filter(permission: &TablePermission) -> bool {
    permission.filter.as_deref().is_some_and(|filter| !filter.trim().is_empty())
}

pub fn permission_path(role: &Role, permission: &TablePermission) -> String {
    path(&path("", "role", role.name.as_str()), "tablePermission", permission.table.as_str())
}
