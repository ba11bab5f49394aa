//! Regions, the countries they claim and the managers who see them: the two mapping files as data.

use std::collections::{BTreeMap, BTreeSet};

/// Where a country goes that no region claims. Always a region, never one of the mapping file.
pub const UNASSIGNED: &str = "Unassigned";

/// What stands for every region together in rows that no single one owns. Never a region of the mapping file.
pub const ALL: &str = "All";

/// What the mapping files say, already checked: names trimmed, no duplicates, every manager's region known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Country and the one region that claims it, in the order of the file.
    pub countries: Vec<(String, String)>,
    /// Region (or `*` for every region, `Unassigned` included) and the manager's user principal name.
    pub managers: Vec<(String, String)>,
}

impl Mapping {
    /// Every region, sorted, `Unassigned` included.
    pub fn regions(&self) -> Vec<&str> {
        let regions: BTreeSet<&str> = self.countries.iter().map(|(_, region)| region.as_str()).collect();
        let regions = regions.into_iter().chain([UNASSIGNED]).collect::<BTreeSet<_>>();
        regions.into_iter().collect()
    }

    /// The region of a country; `Unassigned` where nobody claims it.
    pub fn region_of(&self, country: &str) -> &str {
        self.claim(country).map_or(UNASSIGNED, |(_, region)| region)
    }

    /// Whether a region claims the country.
    pub fn claims(&self, country: &str) -> bool {
        self.claim(country).is_some()
    }

    fn claim(&self, country: &str) -> Option<&(String, String)> {
        let country = country.trim().to_lowercase();
        self.countries.iter().find(|(claimed, _)| claimed.to_lowercase() == country)
    }

    /// The managers who have every region, by `*` or one by one, sorted.
    pub fn everywhere(&self) -> Vec<&str> {
        let all = self.regions().len();
        let mut regions: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, manager) in self.access() {
            *regions.entry(manager).or_default() += 1;
        }
        regions.into_iter().filter(|(_, count)| *count == all).map(|(manager, _)| manager).collect()
    }

    /// Region and manager with `*` expanded, sorted, without repeats.
    pub fn access(&self) -> Vec<(&str, &str)> {
        let mut access = BTreeSet::new();
        for (region, manager) in &self.managers {
            match region.as_str() {
                "*" => access.extend(self.regions().into_iter().map(|region| (region, manager.as_str()))),
                region => {
                    access.insert((region, manager.as_str()));
                }
            }
        }
        access.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_every_region_and_unassigned() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let mapping = Mapping {
            countries: vec![pair("France", "West"), pair("Japan", "East")],
            managers: vec![pair("*", "boss@x.com"), pair("West", "w@x.com"), pair("West", "boss@x.com")],
        };
        assert_eq!(mapping.region_of("france "), "West");
        assert_eq!(mapping.region_of("Chad"), UNASSIGNED);
        assert_eq!(mapping.everywhere(), ["boss@x.com"]);
        assert_eq!(
            mapping.access(),
            [("East", "boss@x.com"), ("Unassigned", "boss@x.com"), ("West", "boss@x.com"), ("West", "w@x.com")]
        );
    }
}
