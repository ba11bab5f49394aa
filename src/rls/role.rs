//! The dynamic role: a manager sees the regions that the mapping table gives them, and nothing that the model
//! cannot tie to a region.

use super::{Anchors, Options, every_region, reach::reach};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Model, Role, Table, TablePermission};
use crate::name::{dax_column, dax_table, dax_text};
use crate::region::ALL;

pub const UNKNOWN_PUBLIC_TABLE: Code = Code {
    id: "RL020",
    name: "unknown-public-table",
    severity: Severity::Warning,
    explanation: "`[roles] public` lists a table that the model does not have. Nothing is opened by the entry; if a \
                  table was renamed, its rows are now hidden from the role.",
};

/// How the role's rows of one table are decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The table of regions, filtered to the caller's own.
    Regions,
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
    let faults = unknown_public(model, options);
    let at = match model.roles.iter().position(|role| role.name.as_str().eq_ignore_ascii_case(&options.role)) {
        Some(at) => at,
        None => {
            let name = options.role.as_str().into();
            model.roles.push(Role { name, permission: Some("read".to_owned()), ..Role::default() });
            model.roles.len() - 1
        }
    };
    let role = &mut model.roles[at];
    for permission in decided {
        if !role.table_permissions.iter().any(|own| own.table == permission.table) {
            role.table_permissions.push(permission);
        }
    }
    faults
}

/// What the role sees of each table, in the model's order.
pub fn access(model: &Model, anchors: &Anchors, options: &Options) -> Vec<(String, Access)> {
    let reached = reach(model, &anchors.region.table);
    let region = source(model, anchors);
    let decide = |table: &Table| {
        if table.name == anchors.region.table {
            return Access::Regions;
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
            Some(_) => Access::OwnRegion,
            None => Access::Closed,
        }
    };
    model.tables.iter().map(|table| (table.name.as_str().to_owned(), decide(table))).collect()
}

/// What the warehouse calls the region: the column by which a table outside the star tells its own.
fn source<'a>(model: &'a Model, anchors: &'a Anchors) -> &'a str {
    let table = model.table(anchors.region.table.as_str());
    let column = table.and_then(|table| table.column(anchors.region.column.as_str()));
    column.and_then(|column| column.source_column.as_deref()).unwrap_or(anchors.region.column.as_str())
}

fn own_region<'a>(table: &'a Table, region: &str) -> Option<&'a str> {
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
        Access::Reached | Access::Public => None,
    }
}

fn is_public(table: &Table, options: &Options) -> bool {
    options.public.iter().any(|name| table.name.as_str().eq_ignore_ascii_case(name))
}

fn unknown_public(model: &Model, options: &Options) -> Vec<Diagnostic> {
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
    use crate::model::{Column, ColumnReference, Relationship};

    fn reference(table: &str, column: &str) -> ColumnReference {
        ColumnReference { table: table.into(), column: column.into() }
    }

    fn anchors() -> Anchors {
        Anchors {
            region: reference("Region", "Region"),
            managed_region: reference("Region Manager", "Region"),
            manager: reference("Region Manager", "Manager"),
        }
    }

    fn table(name: &str, source_columns: &[&str]) -> Table {
        let column = |source: &&str| Column {
            name: if *source == "region" { "Region".into() } else { (*source).into() },
            source_column: Some((*source).to_owned()),
            ..Column::default()
        };
        Table { name: name.into(), columns: source_columns.iter().map(column).collect(), ..Table::default() }
    }

    fn model() -> Model {
        Model {
            tables: vec![
                table("Region", &["region"]),
                table("Region Manager", &["region", "manager", every_region::NAME]),
                table("Customer", &["customer_id", "region"]),
                table("Basket Rules", &["region", "lift"]),
                table("Date", &["date_key"]),
                table("Load Run", &["run_id"]),
            ],
            relationships: vec![Relationship {
                from: reference("Customer", "Region"),
                to: reference("Region", "Region"),
                ..Relationship::default()
            }],
            ..Model::default()
        }
    }

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
