//! The dynamic role: a manager sees the regions that the mapping table gives them, and nothing that the model
//! cannot tie to a region.

use super::{Anchors, Options, every_region, reach::reach};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Model, Relationship, Role, Table, TablePermission};
use crate::name::{TableName, dax_column, dax_table, dax_text, same};
use crate::region::ALL;

pub const UNKNOWN_PUBLIC_TABLE: Code = Code {
    id: "RL020",
    name: "unknown-public-table",
    severity: Severity::Warning,
    explanation: "`[roles] public` lists a table that the model does not have. Nothing is opened by the entry; if a \
                  table was renamed, its rows are now hidden from the role.",
};

pub const CLOSED_BY_MODE: Code = Code {
    id: "RL021",
    name: "closed-by-mode",
    severity: Severity::Warning,
    explanation: "A table outside the star shows a manager the rows of their own regions, by a filter that reads the \
                  mapping table. Power BI allows no such filter on a table that is asked at query time, so the role \
                  sees nothing of it.\n\n\
                  Wrong:  [model.modes]\n        basket_rule = \"directQuery\"\n\
                  Right:  [model.modes]\n        basket_rule = \"import\"",
};

/// How the role's rows of one table are decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The table of regions, filtered to the caller's own.
    Regions,
    /// The table of regions, filtered over its relationship to the mapping table.
    Joined,
    /// The mapping table, filtered to the caller's own rows.
    Mapping,
    /// Reached from the regions by relationships.
    Reached,
    /// Filtered by its own column of regions; rows of all regions together show to who sees every region.
    OwnRegion,
    /// Declared public: every row.
    Public,
    /// Nothing ties it to a region: no row.
    Closed,
}

/// Adds the role to the model. A role of that name that a template declares is kept and completed: its own filters
/// stand, every table without one is decided here.
pub fn add(model: &mut Model, anchors: &Anchors, options: &Options) -> Vec<Diagnostic> {
    join(model, anchors);
    // Without the column nobody sees the rows of all regions together: to compare the caller's regions with the table
    // of regions here would rest on what a role's filter sees of other filtered tables.
    let all = every_region::column(model, anchors);
    let decided: Vec<TablePermission> = access(model, anchors, options)
        .into_iter()
        .filter_map(|(table, access)| {
            let filter = filter(model.table(&table)?, access, anchors, source(model, anchors), all.as_deref())?;
            Some(TablePermission { table: table.as_str().into(), filter: Some(filter), more: Vec::new() })
        })
        .collect();
    let mut faults = unknown_public(model, options);
    faults.extend(closed_by_mode(model, anchors, options));
    put(model, &options.role, decided);
    faults
}

/// Makes or completes the role of this name.
pub(super) fn put(model: &mut Model, name: &str, decided: Vec<TablePermission>) {
    if !model.roles.iter().any(|role| same(role.name.as_str(), name)) {
        model.roles.push(Role { name: name.into(), permission: Some("read".to_owned()), ..Role::default() });
    }
    let Some(role) = model.roles.iter_mut().find(|role| same(role.name.as_str(), name)) else { return };
    for permission in decided {
        if !role.table_permissions.iter().any(|own| own.table == permission.table) {
            role.table_permissions.push(permission);
        }
    }
}

/// Where regions are asked at query time, their filter can read no other table: there the mapping table's own filter
/// goes over a relationship, in both directions.
fn join(model: &mut Model, anchors: &Anchors) {
    let (managed, region) = (&anchors.managed_region, &anchors.region);
    if !is_live(model, &region.table) {
        return;
    }
    let is_between = |one: &Relationship| one.from.table == managed.table && one.to.table == region.table;
    if model.relationships.iter().any(is_between) {
        return;
    }
    model.relationships.push(Relationship {
        name: format!("{} to {}", managed.table, region.table),
        from: managed.clone(),
        to: region.clone(),
        cross_filtering: Some("bothDirections".to_owned()),
        security_filtering: Some("bothDirections".to_owned()),
        ..Relationship::default()
    });
}

pub(super) fn is_live(model: &Model, table: &TableName) -> bool {
    model.table(table.as_str()).is_some_and(Table::is_live)
}

/// What the role sees of each table, in the model's order.
pub fn access(model: &Model, anchors: &Anchors, options: &Options) -> Vec<(String, Access)> {
    let reached = reach(model, &anchors.region.table);
    let region = source(model, anchors);
    let decide = |table: &Table| {
        if table.name == anchors.region.table {
            return if table.is_live() { Access::Joined } else { Access::Regions };
        }
        if table.name == anchors.managed_region.table {
            return Access::Mapping;
        }
        if reached.contains(&table.name) {
            return Access::Reached;
        }
        if is_public(table, options) {
            return Access::Public;
        }
        match own_region(table, region) {
            // Its filter would have to read the mapping table.
            Some(_) if !table.is_live() => Access::OwnRegion,
            _ => Access::Closed,
        }
    };
    model.tables.iter().map(|table| (table.name.as_str().to_owned(), decide(table))).collect()
}

/// What the warehouse calls the region: the column by which a table outside the star tells its own.
pub(super) fn source<'a>(model: &'a Model, anchors: &'a Anchors) -> &'a str {
    let table = model.table(anchors.region.table.as_str());
    let column = table.and_then(|table| table.column(anchors.region.column.as_str()));
    column.and_then(|column| column.source_column.as_deref()).unwrap_or(anchors.region.column.as_str())
}

pub(super) fn own_region<'a>(table: &'a Table, region: &str) -> Option<&'a str> {
    let column = table.columns.iter().find(|column| column.source_column.as_deref() == Some(region))?;
    Some(column.name.as_str())
}

fn filter(table: &Table, access: Access, anchors: &Anchors, region: &str, all: Option<&str>) -> Option<String> {
    let (managed, manager) = (&anchors.managed_region, &anchors.manager);
    let is_caller = format!("{} = USERPRINCIPALNAME()", dax_column(manager.table.as_str(), manager.column.as_str()));
    let managed = dax_column(managed.table.as_str(), managed.column.as_str());
    let is_managed = |column: &str| {
        format!("{column} IN\n    CALCULATETABLE(\n        VALUES({managed}),\n        {is_caller}\n    )")
    };
    match access {
        Access::Regions => Some(is_managed(&dax_column(anchors.region.table.as_str(), anchors.region.column.as_str()))),
        Access::OwnRegion => own_region(table, region).map(|column| {
            let column = dax_column(table.name.as_str(), column);
            let own = is_managed(&column);
            match all {
                None => own,
                Some(all) => {
                    let rows = format!("FILTER({}, {is_caller} && {all})", dax_table(manager.table.as_str()));
                    format!("{own}\n|| {column} = {}\n    && NOT ISEMPTY({rows})", dax_text(ALL))
                }
            }
        }),
        Access::Mapping => Some(is_caller),
        Access::Closed => Some("FALSE()".to_owned()),
        Access::Joined | Access::Reached | Access::Public => None,
    }
}

fn is_public(table: &Table, options: &Options) -> bool {
    options.public.iter().any(|name| table.name.as_str().eq_ignore_ascii_case(name))
}

/// Tables that only their mode closes.
fn closed_by_mode(model: &Model, anchors: &Anchors, options: &Options) -> Vec<Diagnostic> {
    let region = source(model, anchors);
    let access = access(model, anchors, options);
    let closed = model.tables.iter().zip(access).filter(|(table, (_, access))| {
        *access == Access::Closed && table.is_live() && own_region(table, region).is_some()
    });
    closed
        .map(|(table, _)| {
            let message = format!("the role sees nothing of `{}`, whose rows are asked at query time", table.name);
            Diagnostic::new(&CLOSED_BY_MODE, message).help("import it, in `[model.modes]`")
        })
        .collect()
}

pub(super) fn unknown_public(model: &Model, options: &Options) -> Vec<Diagnostic> {
    let unknown = options.public.iter().filter(|name| model.table(name).is_none());
    let known = || model.tables.iter().map(|table| table.name.as_str());
    unknown
        .map(|name| {
            let message = format!("`[roles] public` lists `{name}`, which the model does not have");
            Diagnostic::new(&UNKNOWN_PUBLIC_TABLE, message).did_you_mean(name, known())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Partition;
    use crate::rls::testing::{anchors, model};

    #[test]
    fn every_table_is_decided_and_what_nothing_decides_is_closed() {
        let options = Options { public: vec!["date".to_owned()], ..Options::default() };
        let access: Vec<_> = access(&model(), &anchors(), &options).into_iter().map(|(_, access)| access).collect();
        use Access::*;
        assert_eq!(access, [Regions, Mapping, Reached, OwnRegion, Public, Closed]);
    }

    #[test]
    fn the_role_filters_each_table_by_the_callers_regions() {
        let mut model = model();
        let options = Options { public: vec!["Date".to_owned()], ..Options::default() };
        assert!(add(&mut model, &anchors(), &options).is_empty());
        let role = &model.roles[0];
        assert_eq!((role.name.as_str(), role.permission.as_deref()), ("Regional Manager", Some("read")));
        let filters: Vec<(&str, String)> = role
            .table_permissions
            .iter()
            .map(|own| (own.table.as_str(), own.filter.clone().unwrap_or_default()))
            .map(|(table, filter)| (table, filter.split_whitespace().collect::<Vec<_>>().join(" ")))
            .collect();
        let managed =
            "CALCULATETABLE( VALUES('Region Manager'[Region]), 'Region Manager'[Manager] = USERPRINCIPALNAME() )";
        assert_eq!(
            filters,
            [
                ("Region", format!("'Region'[Region] IN {managed}")),
                ("Region Manager", "'Region Manager'[Manager] = USERPRINCIPALNAME()".to_owned()),
                (
                    "Basket Rules",
                    format!(
                        "'Basket Rules'[Region] IN {managed} || 'Basket Rules'[Region] = \"All\" && NOT ISEMPTY(\
                         FILTER('Region Manager', 'Region Manager'[Manager] = USERPRINCIPALNAME() && \
                         'Region Manager'[Sees Every Region]))"
                    )
                ),
                ("Load Run", "FALSE()".to_owned()),
            ]
        );
    }

    #[test]
    fn where_regions_are_asked_live_the_managers_filter_goes_over_a_relationship() {
        let mut model = model();
        let live = || Partition { mode: Some("dual".to_owned()), ..Partition::default() };
        for at in [0, 1, 3] {
            model.tables[at].partitions.push(live());
        }
        let faults = add(&mut model, &anchors(), &Options::default());
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.id).collect();
        // Neither of the default's public tables but one is in this model.
        assert_eq!(codes, ["RL020", "RL021"]);
        let added = model.relationships.last().expect("one was added");
        assert_eq!((added.from.table.as_str(), added.to.table.as_str()), ("Region Manager", "Region"));
        assert_eq!(added.security_filtering, added.cross_filtering);
        let filters = model.roles[0].table_permissions.iter();
        let filters: Vec<_> = filters.map(|own| (own.table.as_str(), own.filter.as_deref().unwrap_or(""))).collect();
        assert_eq!(
            filters,
            [
                ("Region Manager", "'Region Manager'[Manager] = USERPRINCIPALNAME()"),
                ("Basket Rules", "FALSE()"),
                ("Load Run", "FALSE()"),
            ]
        );
    }

    #[test]
    fn without_the_column_that_says_who_sees_everything_nobody_sees_the_rows_of_all_regions() {
        let mut model = model();
        model.tables[1].columns.retain(|column| column.name != every_region::NAME);
        add(&mut model, &anchors(), &Options::default());
        let filters = model.roles[0].table_permissions.iter().filter_map(|own| own.filter.as_deref());
        assert!(filters.clone().count() > 2 && !filters.clone().any(|filter| filter.contains("\"All\"")));
    }

    #[test]
    fn a_filter_that_a_template_wrote_stands_and_the_rest_is_completed() {
        let mut model = model();
        let own = TablePermission { table: "Load Run".into(), filter: Some("TRUE()".to_owned()), more: Vec::new() };
        model.roles.push(Role { name: "Regional Manager".into(), table_permissions: vec![own], ..Role::default() });
        add(&mut model, &anchors(), &Options::default());
        assert_eq!(model.roles.len(), 1);
        let tables: Vec<&str> = model.roles[0].table_permissions.iter().map(|own| own.table.as_str()).collect();
        assert_eq!(tables, ["Load Run", "Region", "Region Manager", "Basket Rules"]);
        assert_eq!(model.roles[0].table_permissions[0].filter.as_deref(), Some("TRUE()"));
    }

    #[test]
    fn a_public_table_that_is_not_there_is_told() {
        let options = Options { public: vec!["Dates".to_owned()], ..Options::default() };
        let faults = add(&mut model(), &anchors(), &options);
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].help, ["did you mean `Date`?"]);
    }
}
