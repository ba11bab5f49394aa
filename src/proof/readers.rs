//! Who reads: the managers of the mapping, and those whom the filters might take for somebody.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Kind;
use super::load::Evidence;
use super::plan::Plan;
use super::value::{Value, fold, same_text};
use crate::dax::Span;
use crate::region::{Mapping, UNASSIGNED};

/// A reader whom the mapping gives regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manager {
    pub name: String,
    /// Numbers of regions.
    pub regions: BTreeSet<u32>,
    /// Roles that the reader is in.
    pub roles: Vec<usize>,
}

/// A reader who should see nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    pub name: String,
    /// The text of a filter that the name is made of: its role, its filter, its bytes.
    pub from: Option<(usize, usize, Span)>,
}

/// The managers as the warehouse has them, which is what the filters read.
pub fn managers(plan: &Plan, evidence: &Evidence) -> Vec<Manager> {
    let mut managers: BTreeMap<String, Manager> = BTreeMap::new();
    for (region, name) in &evidence.managers {
        let manager = managers.entry(fold(name)).or_insert_with(|| Manager {
            name: name.clone(),
            regions: BTreeSet::new(),
            roles: Vec::new(),
        });
        manager.regions.extend(evidence.regions.find(region));
    }
    for manager in managers.values_mut() {
        manager.roles = roles(plan, &manager.name, &|role| {
            manager.regions.iter().any(|region| same_text(evidence.regions.name(*region), role))
        });
    }
    managers.into_values().collect()
}

/// The roles that a reader is taken to be in: those that ask who reads, those that name the reader as a member, and
/// those that are called like a region of the reader's.
fn roles(plan: &Plan, reader: &str, is_region: &dyn Fn(&str) -> bool) -> Vec<usize> {
    let is_in = |role: &super::plan::PlannedRole| {
        role.is_dynamic || role.members.iter().any(|member| same_text(member, reader)) || is_region(&role.name)
    };
    plan.roles.iter().enumerate().filter(|(_, role)| is_in(role)).map(|(at, _)| at).collect()
}

/// The roles of somebody whom no mapping names: everybody may have been put into a role that asks who reads.
pub fn strangers_roles(plan: &Plan) -> Vec<usize> {
    roles(plan, "", &|_| false)
}

/// Nobody in particular, nobody at all, a namesake at each domain of a manager, and whoever a text in a filter may
/// mean: a hard-coded address is found by being it.
pub fn strangers(plan: &Plan, managers: &[Manager]) -> Vec<Stranger> {
    let mut strangers: Vec<Stranger> = Vec::new();
    let mut met: BTreeSet<String> = managers.iter().map(|manager| fold(&manager.name)).collect();
    let mut add = |name: String, from: Option<(usize, usize, Span)>| {
        if met.insert(fold(&name)) {
            strangers.push(Stranger { name, from });
        }
    };
    add("nobody@nowhere.invalid".to_owned(), None);
    add(String::new(), None);
    for (role, planned) in plan.roles.iter().enumerate().filter(|(_, role)| role.is_dynamic) {
        for (filter, of) in planned.filters.iter().enumerate() {
            of.node.walk(&mut |node| {
                let Kind::Constant(Value::Text(text)) = &node.kind else { return };
                let from = Some((role, filter, node.span.clone()));
                match text.split_once('@') {
                    Some(("", _)) => add(format!("nobody{text}"), from),
                    Some(_) => add(text.to_string(), from),
                    None => {
                        add(text.to_string(), from.clone());
                        add(format!("{text}@nowhere.invalid"), from.clone());
                        add(format!("nobody@{text}"), from);
                    }
                }
            });
        }
    }
    for manager in managers {
        if let Some((_, domain)) = manager.name.split_once('@') {
            add(format!("nobody@{domain}"), None);
        }
    }
    strangers
}

/// What of the mapping files the warehouse has otherwise: it was changed since the last load.
pub fn not_loaded(mapping: &Mapping, evidence: &Evidence) -> Vec<String> {
    let pair = |a: &str, b: &str| (fold(a), fold(b));
    let wanted: BTreeMap<_, _> =
        mapping.access().into_iter().map(|(region, manager)| (pair(region, manager), (region, manager))).collect();
    let loaded: BTreeMap<_, _> = evidence
        .managers
        .iter()
        .map(|(region, manager)| (pair(region, manager), (region.as_str(), manager.as_str())))
        .collect();
    let new = wanted.iter().filter(|(key, _)| !loaded.contains_key(key));
    let new = new.map(|(_, (region, manager))| format!("`{manager}` is given `{region}`, which is not loaded"));
    let old = loaded.iter().filter(|(key, _)| !wanted.contains_key(key));
    let old = old.map(|(_, (region, manager))| format!("`{manager}` still has `{region}` in the warehouse"));
    let moved = evidence.countries.iter().filter_map(|(country, region)| {
        let wanted = mapping.region_of(country);
        let loaded = if region.is_empty() { UNASSIGNED } else { region };
        (!same_text(wanted, loaded))
            .then(|| format!("`{country}` belongs to `{wanted}`, and in the warehouse to `{loaded}`"))
    });
    new.chain(old).chain(moved).collect()
}
