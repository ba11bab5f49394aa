//! Who is in which role, by the mapping.

use super::{Mode, Options};
use crate::model::{Member, Role};
use crate::name::same;
use crate::region::Mapping;

/// The roles that the mapping decides on, with their members; `Err` is the name of one that is not among `roles`.
///
/// In `both` mode these are the members of the dynamic role alone: those of single regions are for whom an
/// administrator puts there.
pub fn give(roles: &[Role], mapping: &Mapping, options: &Options) -> Result<Vec<Role>, String> {
    let everywhere = mapping.everywhere();
    let access = mapping.access();
    let mut wanted: Vec<(&str, Vec<&str>)> = Vec::new();
    match options.mode {
        Mode::Dynamic | Mode::Both => {
            wanted.push((&options.role, access.iter().map(|(_, manager)| *manager).collect()));
        }
        Mode::Static => {
            for region in mapping.regions() {
                let own = access.iter().filter(|(of, manager)| *of == region && !everywhere.contains(manager));
                wanted.push((region, own.map(|(_, manager)| *manager).collect()));
            }
            if !everywhere.is_empty() {
                wanted.push((&options.all_regions, everywhere));
            }
        }
    }
    let give = |(name, mut members): (&str, Vec<&str>)| {
        let role = roles.iter().find(|role| same(role.name.as_str(), name)).ok_or_else(|| name.to_owned())?;
        members.sort_unstable();
        members.dedup();
        let members = members.into_iter().map(|name| Member { name: name.to_owned(), ..Member::default() });
        Ok(Role { members: members.collect(), ..role.clone() })
    };
    wanted.into_iter().map(give).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping() -> Mapping {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        Mapping {
            countries: vec![pair("France", "West"), pair("Japan", "East")],
            managers: vec![pair("*", "boss@x.com"), pair("West", "w@x.com"), pair("East", "w@x.com")],
        }
    }

    fn given(mode: Mode, names: &[&str]) -> Result<Vec<(String, Vec<String>)>, String> {
        let roles: Vec<Role> = names.iter().map(|name| Role { name: (*name).into(), ..Role::default() }).collect();
        let given = give(&roles, &mapping(), &Options { mode, ..Options::default() })?;
        let members = |role: &Role| role.members.iter().map(|member| member.name.clone()).collect();
        Ok(given.iter().map(|role| (role.name.to_string(), members(role))).collect())
    }

    #[test]
    fn everybody_is_in_the_dynamic_role_and_in_that_of_a_region_who_has_it() {
        let all = ["Regional Manager", "East", "West", "Unassigned", "All Regions"];
        let row =
            |name: &str, members: &[&str]| (name.to_owned(), members.iter().map(|one| (*one).to_owned()).collect());
        let dynamic = vec![row("Regional Manager", &["boss@x.com", "w@x.com"])];
        assert_eq!(given(Mode::Dynamic, &all), Ok(dynamic.clone()));
        assert_eq!(given(Mode::Both, &all), Ok(dynamic));
        assert_eq!(
            given(Mode::Static, &all),
            Ok(vec![
                row("East", &["w@x.com"]),
                row("Unassigned", &[]),
                row("West", &["w@x.com"]),
                row("All Regions", &["boss@x.com"]),
            ])
        );
        assert_eq!(given(Mode::Static, &["East", "West"]), Err("Unassigned".to_owned()));
    }
}
