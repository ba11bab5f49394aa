//! What the mapping leaves out: regions without managers, countries of the data without a region.

use std::collections::BTreeSet;

use super::spelling::{looks, oddities};
use super::{Read, is_reserved};
use crate::diag::{Code, Diagnostic, Place, Severity, suggest};
use crate::name::same;
use crate::region::UNASSIGNED;

pub const UNMANAGED_REGION: Code = Code {
    id: "RL017",
    name: "region-without-manager",
    severity: Severity::Warning,
    explanation: "Countries belong to a region that no manager is given: nobody sees its customers but those who have \
                  every region (`*`), and where there is no such manager, nobody at all. Where somebody has every \
                  region it is a note.\n\n\
                  Wrong:  regions.csv has France,West; region_managers.csv has no line for West\n\
                  Right:  West,ana@example.com in region_managers.csv",
};

pub const UNCLAIMED_COUNTRY: Code = Code {
    id: "RL018",
    name: "unclaimed-country",
    severity: Severity::Warning,
    explanation: "Customers of the warehouse live in a country that no region claims. They are `Unassigned`, and only \
                  those see them who have `Unassigned` or every region. Often the country is claimed under another \
                  spelling.\n\n\
                  Wrong:  the data says EIRE, regions.csv says Ireland\nRight:  EIRE,UK & Ireland in regions.csv",
};

pub const SEES_NOTHING: Code = Code {
    id: "RL019",
    name: "manager-without-customers",
    severity: Severity::Warning,
    explanation: "None of a manager's regions has a customer in the warehouse, so the manager sees an empty report.\n\n\
                  Wrong:  Antarctica,ana@example.com, where no customer lives in a country of that region\n\
                  Right:  a region that has customers, or no line",
};

pub const EMPTY_REGION: Code = Code {
    id: "RL022",
    name: "region-without-customers",
    severity: Severity::Note,
    explanation: "No customer of the warehouse lives in a country of the region. It is there, and empty.",
};

/// RL017.
pub fn unmanaged(read: &Read, regions_file: &str) -> Vec<Diagnostic> {
    let mapping = &read.mapping;
    let managed: BTreeSet<&str> = mapping.managers.iter().map(|(region, _)| region.as_str()).collect();
    // That nobody is named at all has been said.
    if managed.is_empty() {
        return Vec::new();
    }
    let has_everything = managed.contains("*");
    let mut said = BTreeSet::new();
    let mut found = Vec::new();
    for ((_, region), line) in mapping.countries.iter().zip(&read.country_lines) {
        if managed.contains(region.as_str()) || !said.insert(region) {
            continue;
        }
        let who = if has_everything { "but who has every region" } else { "at all" };
        let message = format!("nobody {who} sees the region `{region}`");
        let mut fault = Diagnostic::new(&UNMANAGED_REGION, message)
            .at(Place::line(regions_file, *line), "given to no manager")
            .help("give it to a manager in the other file");
        if has_everything {
            fault.severity = Severity::Note;
        }
        found.push(fault);
    }
    found
}

/// What the mapping says of countries that the warehouse has, each with its number of customers.
pub fn against_data(
    read: &Read,
    (regions_file, managers_file): (&str, &str),
    countries: &[(String, u64)],
) -> Vec<Diagnostic> {
    let mapping = &read.mapping;
    let mut found: Vec<Diagnostic> = Vec::new();
    let unclaimed = countries.iter().filter(|(country, _)| !mapping.claims(country));
    found.extend(
        unclaimed.map(|(country, customers)| unclaimed_country(read, regions_file, country, *customers, countries)),
    );
    let filled: BTreeSet<&str> = countries.iter().map(|(country, _)| mapping.region_of(country)).collect();
    let mut said = BTreeSet::new();
    for ((_, region), line) in mapping.countries.iter().zip(&read.country_lines) {
        if !filled.contains(region.as_str()) && said.insert(region) {
            let message = format!("no customer lives in the region `{region}`");
            found.push(
                Diagnostic::new(&EMPTY_REGION, message).at(Place::line(regions_file, *line), "claimed from here on"),
            );
        }
    }
    let mut asked = BTreeSet::new();
    for ((region, manager), line) in mapping.managers.iter().zip(&read.manager_lines) {
        let own =
            || mapping.managers.iter().filter(|(_, other)| same(other, manager)).map(|(region, _)| region.as_str());
        if region == "*" || !asked.insert(manager) || own().any(|region| region == "*" || filled.contains(region)) {
            continue;
        }
        let message = format!("`{manager}` sees nothing: no customer lives in {}", listed(own()));
        let fault = Diagnostic::new(&SEES_NOTHING, message).at(Place::line(managers_file, *line), "the manager");
        found.push(fault.help("give the manager a region that has customers, or take the line out"));
    }
    found
}

fn unclaimed_country(
    read: &Read,
    file: &str,
    country: &str,
    customers: u64,
    countries: &[(String, u64)],
) -> Diagnostic {
    let many = if customers == 1 { "1 customer lives".to_owned() } else { format!("{customers} customers live") };
    let message = match country.trim() {
        "" => format!("no country is known where {many}"),
        country => format!("no region claims `{country}`, where {many}"),
    };
    let fault = Diagnostic::new(&UNCLAIMED_COUNTRY, message);
    let claims = || read.mapping.countries.iter().zip(&read.country_lines);
    // A claim that the data does not have is perhaps this country, spelled otherwise.
    let idle =
        || claims().filter(|((claimed, _), _)| !countries.iter().any(|(country, _)| same(country.trim(), claimed)));
    let look_alike = idle().find(|((claimed, _), _)| looks(claimed) == looks(country));
    let near = suggest::nearest(country, idle().map(|((claimed, _), _)| claimed.as_str()));
    let near = look_alike.or_else(|| idle().find(|((claimed, _), _)| Some(claimed.as_str()) == near));
    let Some(((claimed, _), line)) = near else {
        let fault = fault.at(Place::file(file), format!("its customers are `{UNASSIGNED}`"));
        return fault.help(format!("add a line `{country},…`, or leave it `{UNASSIGNED}`"));
    };
    let fault = fault.at(Place::line(file, *line), "perhaps this is meant");
    let odd =
        [claimed.as_str(), country].into_iter().flat_map(|name| oddities(name).into_iter().map(move |odd| (name, odd)));
    let fault = odd.fold(fault, |fault, (name, odd)| fault.note(format!("`{name}` has {odd}")));
    fault.help(format!("write it as the data does: `{country}`"))
}

fn listed<'a>(regions: impl Iterator<Item = &'a str>) -> String {
    let regions: BTreeSet<&str> = regions.filter(|region| !is_reserved(region)).collect();
    regions.into_iter().map(|region| format!("`{region}`")).collect::<Vec<_>>().join(", ")
}
