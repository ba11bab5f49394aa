//! One role a region, and one for those who have every region: roles whose members are managed by hand or by script.

use super::role::{self, Access, access};
use super::{Anchors, Options};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Model, Table, TablePermission};
use crate::name::{dax_column, dax_text, same};
use crate::region::Mapping;

pub const ROLE_NAME_CLASH: Code = Code {
    id: "RL025",
    name: "role-name-clash",
    severity: Severity::Error,
    explanation: "In `static` mode each region has a role of its name. A region that is called like the dynamic role, \
                  or like the role of those who have every region, would share a role with it.\n\n\
                  Wrong:  a region `All Regions`, with all_regions = \"All Regions\"\n\
                  Right:  all_regions = \"Everywhere\" under [roles]",
};

/// Adds the roles, for every region of the mapping; that of all regions only where somebody has them all.
pub fn add(model: &mut Model, anchors: &Anchors, options: &Options, mapping: &Mapping) -> Vec<Diagnostic> {
    let regions = mapping.regions();
    let reserved = [("role", &options.role, options.mode.is_dynamic()), ("all_regions", &options.all_regions, true)];
    let clashes = reserved.iter().filter(|(_, _, is_used)| *is_used).flat_map(|(key, name, _)| {
        let clash = regions.iter().find(|region| same(region, name));
        clash.map(|region| {
            let message = format!("the role of the region `{region}` would be that of `[roles] {key}`");
            Diagnostic::new(&ROLE_NAME_CLASH, message).help(format!("set `{key}` to a name that is no region"))
        })
    });
    let clashes: Vec<Diagnostic> = clashes.collect();
    if !clashes.is_empty() {
        return clashes;
    }
    for region in &regions {
        let decided = decide(model, anchors, options, Some(region));
        put(model, region, decided, format!("Sees the region {region}, and nothing that no region decides."));
    }
    if !mapping.everywhere().is_empty() {
        let decided = decide(model, anchors, options, None);
        let description = "Sees every region, and nothing that no region decides.".to_owned();
        put(model, &options.all_regions, decided, description);
    }
    Vec::new()
}

fn put(model: &mut Model, name: &str, decided: Vec<TablePermission>, description: String) {
    role::put(model, name, decided);
    if let Some(role) = model.roles.iter_mut().find(|role| same(role.name.as_str(), name)) {
        role.description.get_or_insert(description);
    }
}

/// The filters of a role that sees one region, or all where there is `None`.
fn decide(model: &Model, anchors: &Anchors, options: &Options, region: Option<&str>) -> Vec<TablePermission> {
    let source = role::source(model, anchors);
    let is_region = |table: &str, column: &str| Some(format!("{} = {}", dax_column(table, column), dax_text(region?)));
    let filter = |table: &Table, access: Access| match access {
        Access::Regions | Access::Joined => is_region(anchors.region.table.as_str(), anchors.region.column.as_str()),
        Access::Mapping => Some("FALSE()".to_owned()),
        Access::Reached | Access::Public => None,
        // A filter that reads nothing but its own row may stand on a table that is asked at query time.
        Access::OwnRegion | Access::Closed => match role::own_region(table, source) {
            Some(column) => is_region(table.name.as_str(), column),
            None => Some("FALSE()".to_owned()),
        },
    };
    let tables = model.tables.iter().zip(access(model, anchors, options));
    tables
        .filter_map(|(table, (_, access))| {
            let filter = Some(filter(table, access)?);
            Some(TablePermission { table: table.name.clone(), filter, more: Vec::new() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rls::testing::{anchors, mapping, model};
    use crate::rls::{Mode, roles};

    fn options(mode: Mode) -> Options {
        Options { mode, public: vec!["Date".to_owned()], ..Options::default() }
    }

    fn made(mode: Mode) -> Model {
        let mut model = model();
        let faults = roles::add(&mut model, &anchors(), &options(mode), &mapping(), &Default::default());
        assert_eq!(faults, []);
        model
    }

    fn filters(model: &Model, role: &str) -> Vec<(String, String)> {
        let role = model.roles.iter().find(|one| one.name == *role).expect("the role");
        let filters = role.table_permissions.iter();
        filters.map(|one| (one.table.to_string(), one.filter.clone().unwrap_or_default())).collect()
    }

    #[test]
    fn each_region_has_a_role_that_decides_every_table() {
        let model = made(Mode::Static);
        let names: Vec<&str> = model.roles.iter().map(|role| role.name.as_str()).collect();
        assert_eq!(names, ["East", "Unassigned", "West", "All Regions"]);
        assert!(
            model.roles.iter().all(|role| role.permission.as_deref() == Some("read") && role.description.is_some())
        );
        let row = |table: &str, filter: &str| (table.to_owned(), filter.to_owned());
        assert_eq!(
            filters(&model, "West"),
            [
                row("Region", "'Region'[Region] = \"West\""),
                row("Region Manager", "FALSE()"),
                row("Basket Rules", "'Basket Rules'[Region] = \"West\""),
                row("Load Run", "FALSE()"),
            ]
        );
        assert_eq!(filters(&model, "All Regions"), [row("Region Manager", "FALSE()"), row("Load Run", "FALSE()")]);
        assert!(model.tables[4].annotations.iter().any(|one| one.name == crate::rls::public::ANNOTATION));
    }

    #[test]
    fn both_modes_make_both_and_nobody_has_everything_where_nobody_is_given_it() {
        let model = made(Mode::Both);
        assert_eq!(model.roles.len(), 5);
        assert_eq!(filters(&model, "Regional Manager"), filters(&made(Mode::Dynamic), "Regional Manager"));
        let mut small = crate::rls::testing::model();
        let mapping = Mapping { managers: mapping().managers.split_off(1), ..mapping() };
        add(&mut small, &anchors(), &options(Mode::Static), &mapping);
        assert!(small.roles.iter().all(|role| role.name != *"All Regions"));
    }

    #[test]
    fn a_live_table_of_its_own_region_is_filtered_by_the_row() {
        let mut model = model();
        let live = || crate::model::Partition { mode: Some("directQuery".to_owned()), ..Default::default() };
        model.tables[0].partitions.push(live());
        model.tables[3].partitions.push(live());
        assert_eq!(add(&mut model, &anchors(), &options(Mode::Static), &mapping()), []);
        assert_eq!(filters(&model, "West")[2].1, "'Basket Rules'[Region] = \"West\"");
        assert_eq!(model.relationships.len(), 1);
        let faults = roles::add(&mut model, &anchors(), &options(Mode::Both), &mapping(), &Default::default());
        assert_eq!(faults[0].code, &roles::BOTH_MODES_LIVE);
    }

    #[test]
    fn a_region_called_like_another_role_is_refused() {
        for name in ["all regions", "Regional Manager"] {
            let mapping =
                Mapping { countries: vec![("Chad".to_owned(), name.to_owned())], managers: mapping().managers };
            let faults = add(&mut model(), &anchors(), &options(Mode::Both), &mapping);
            assert_eq!(faults.iter().map(|fault| fault.code.id).collect::<Vec<_>>(), ["RL025"]);
        }
    }
}
