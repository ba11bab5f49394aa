//! Who is in which role, and what a role sees of each table.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Input;
use super::project::Project;
use crate::model::{Model, Role};
use crate::name::same;
use crate::region::Mapping;
use crate::rls::{hide, members, reach};

pub fn roles(input: &Input, project: &Project) -> Value {
    let mut roles = Vec::new();
    for (_, model) in &project.models {
        // Where the mapping names a role that the model lacks, only the members of the files are told.
        let given = members::give(&model.roles, input.mapping, input.roles).unwrap_or_default();
        let hidden = hide::hidden(model);
        for role in &model.roles {
            let name = role.name.as_str();
            let by_mapping = given.iter().filter(|one| one.name == role.name).flat_map(|one| &one.members);
            let in_files = role.members.iter();
            let people: BTreeSet<&str> = by_mapping.chain(in_files).map(|member| member.name.as_str()).collect();
            let hidden: Vec<&String> =
                hidden.iter().filter(|(_, roles)| roles.contains(&name)).map(|(object, _)| object).collect();
            roles.push(json!({
                "name": name,
                "description": role.description.as_deref().unwrap_or_default(),
                "permission": role.permission.as_deref().unwrap_or("none"),
                "members": people,
                "tables": tables(model, role),
                "hidden": hidden,
            }));
        }
    }
    Value::Array(roles)
}

/// What of each table the role sees.
fn tables(model: &Model, role: &Role) -> Value {
    let own = |table: &str| role.table_permissions.iter().find(|one| same(one.table.as_str(), table));
    let filtered: Vec<_> = role.table_permissions.iter().filter(|one| one.filter.is_some()).collect();
    let reached: BTreeMap<&str, Vec<&str>> = filtered.iter().fold(BTreeMap::new(), |mut reached, start| {
        for table in reach::reach(model, &start.table).into_iter().filter(|table| **table != start.table) {
            reached.entry(table.as_str()).or_insert_with(Vec::new).push(start.table.as_str());
        }
        reached
    });
    let value = |table: &crate::model::Table| {
        let name = table.name.as_str();
        let filter = own(name).and_then(|one| one.filter.as_deref()).unwrap_or_default();
        let over = reached.get(name).map(|from| from.join(", ")).unwrap_or_default();
        let what = match (filter.trim(), over.as_str()) {
            ("", "") => "every row".to_owned(),
            ("", over) => format!("the rows that the filter of {over} reaches"),
            (filter, _) if filter.replace(' ', "").eq_ignore_ascii_case("FALSE()") => "no row".to_owned(),
            (_, "") => "the rows of its own filter".to_owned(),
            (_, over) => format!("the rows of its own filter that the filter of {over} reaches"),
        };
        json!({ "name": name, "sees": what, "filter": filter })
    };
    model.tables.iter().map(value).collect()
}

/// The mapping: regions with their countries, and managers with their regions.
pub fn access(mapping: &Mapping) -> Value {
    let mut managers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (region, manager) in mapping.access() {
        managers.entry(manager).or_default().push(region);
    }
    let everywhere = mapping.everywhere();
    let regions = mapping.regions().into_iter().map(|region| {
        let countries = mapping.countries.iter().filter(|(_, of)| of == region).map(|(country, _)| country.as_str());
        let own = managers.iter().filter(|(_, regions)| regions.contains(&region)).map(|(manager, _)| *manager);
        json!({
            "name": region,
            "countries": countries.collect::<Vec<_>>().join(", "),
            "managers": own.collect::<Vec<_>>().join(", "),
        })
    });
    let managers = managers.iter().map(|(manager, regions)| {
        let regions = if everywhere.contains(manager) { "every region".to_owned() } else { regions.join(", ") };
        json!({ "name": manager, "regions": regions })
    });
    json!({ "regions": regions.collect::<Vec<_>>(), "managers": managers.collect::<Vec<_>>() })
}
