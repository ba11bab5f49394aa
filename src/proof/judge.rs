//! Whether everybody sees what they should: no more and no less.

use std::collections::{BTreeMap, BTreeSet};

use super::load::NONE;
use super::readers::{self, Manager};
use super::security::{Amount, Security, Sight, Unanswered};
use super::value::Value;
use crate::diag::{self, Diagnostic};
use crate::name::same;
use crate::region::Mapping;

mod codes;
mod findings;

pub use codes::*;

/// What the proof is about, beside the model and the data.
pub struct Terms<'a> {
    pub mapping: &'a Mapping,
    /// Tables of the model that everybody may see.
    pub public: &'a [String],
}

/// A manager and what the model shows them.
#[derive(Clone, Debug)]
pub struct Seen {
    pub manager: Manager,
    pub sight: Sight,
}

/// What the model shows whom, and what is wrong with that.
pub struct Judgement {
    pub seen: Vec<Seen>,
    pub findings: Vec<Diagnostic>,
}

/// What the rows of a table are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// Each is of a region.
    Regions,
    /// Each says who may see which region.
    Managers,
    /// Nothing ties them to a region.
    Other,
    /// Rows are not known.
    Unknown,
}

/// What every manager sees; filters that have no answer are findings.
pub fn see(security: &Security) -> (Vec<Seen>, Vec<Diagnostic>) {
    let managers = readers::managers(security.plan, security.evidence);
    let mut unanswered = findings::Unanswereds::default();
    let mut seen = Vec::new();
    for manager in managers {
        match security.sight(&manager.name, &manager.roles) {
            Ok(sight) => seen.push(Seen { manager, sight }),
            Err(fault) => unanswered.add(fault, &manager.name),
        }
    }
    (seen, unanswered.findings(security))
}

/// Evaluates everybody and finds everything that is wrong.
pub fn judge(security: &Security, terms: &Terms) -> Judgement {
    let judge = Judge { security, terms };
    let mut findings: Vec<Diagnostic> = security.plan.faults.iter().chain(&security.evidence.faults).cloned().collect();
    findings.extend(judge.roles());
    findings.extend(judge.relationships());
    findings.extend(judge.mapping());
    // Of what is half known, nothing is concluded.
    if findings.iter().any(|finding| STOPS.contains(&finding.code.id)) {
        diag::sort(&mut findings);
        return Judgement { seen: Vec::new(), findings };
    }
    let (seen, unanswered) = see(security);
    findings.extend(unanswered);
    let leaks = judge.leaks(&seen);
    findings.extend(leaks.1);
    findings.extend(judge.hidden(&seen));
    findings.extend(judge.nobodys(&seen));
    findings.extend(judge.public());
    findings.extend(judge.spelling(&seen, &leaks.0));
    findings.extend(judge.assumptions(&seen));
    diag::sort(&mut findings);
    Judgement { seen, findings }
}

/// Findings after which no reader is judged.
const STOPS: &[&str] = &["RL040", "RL042", "RL043", "RL044", "RL045"];

pub(super) struct Judge<'s> {
    pub(super) security: &'s Security<'s>,
    pub(super) terms: &'s Terms<'s>,
}

/// What a table shows that it should not.
#[derive(Clone, Debug, Default)]
pub(super) struct Leak {
    /// Managers, each with a region that is not theirs and what of it they see.
    managers: Vec<(String, u32, Amount)>,
    /// The first stranger who sees something, and how many do.
    stranger: Option<(readers::Stranger, Amount)>,
    strangers: usize,
    /// Managers who see rows of other managers.
    others: Vec<(String, u64)>,
}

impl Judge<'_> {
    pub(super) fn holding(&self, table: usize) -> Holding {
        let facts = &self.security.evidence.facts[table];
        match facts {
            facts if facts.source.is_none() => Holding::Unknown,
            facts if facts.owners.is_some() => Holding::Managers,
            facts if facts.regions.iter().any(|region| *region != NONE) => Holding::Regions,
            _ => Holding::Other,
        }
    }

    pub(super) fn is_public(&self, table: usize) -> bool {
        let name = self.security.plan.schema.table_name(table);
        self.terms.public.iter().any(|public| same(public, name))
    }

    fn tables(&self) -> std::ops::Range<usize> {
        0..self.security.plan.schema.model.tables.len()
    }

    /// Whether the manager may see rows of the region.
    pub(super) fn may_see(&self, manager: &Manager, region: u32) -> bool {
        if region == NONE {
            return false;
        }
        let evidence = self.security.evidence;
        match evidence.regions.is_all(region) {
            true => evidence.known.is_subset(&manager.regions),
            false => manager.regions.contains(&region),
        }
    }

    fn leaks(&self, seen: &[Seen]) -> (BTreeMap<usize, Leak>, Vec<Diagnostic>) {
        let mut leaks: BTreeMap<usize, Leak> = BTreeMap::new();
        let owned: Vec<usize> = self.tables().filter(|table| self.holding(*table) == Holding::Managers).collect();
        for Seen { manager, sight } in seen {
            for table in self.tables() {
                if owned.contains(&table) {
                    if sight.others > 0 {
                        leaks.entry(table).or_default().others.push((manager.name.clone(), sight.others));
                    }
                    continue;
                }
                if self.is_public(table) {
                    continue;
                }
                let wrong = sight.tables[table].iter().find(|(region, _)| !self.may_see(manager, **region));
                if let Some((region, amount)) = wrong {
                    leaks.entry(table).or_default().managers.push((manager.name.clone(), *region, *amount));
                }
            }
        }
        let mut unanswered = findings::Unanswereds::default();
        let managers: Vec<Manager> = seen.iter().map(|seen| seen.manager.clone()).collect();
        let roles = readers::strangers_roles(self.security.plan);
        for stranger in readers::strangers(self.security.plan, &managers) {
            if roles.is_empty() {
                break;
            }
            let sight = match self.security.sight(&stranger.name, &roles) {
                Ok(sight) => sight,
                Err(fault) => {
                    unanswered.add(fault, &stranger.name);
                    continue;
                }
            };
            for table in self.tables().filter(|table| owned.contains(table) || !self.is_public(*table)) {
                let amount = sum(sight.tables[table].values());
                if amount.rows > 0 {
                    let leak = leaks.entry(table).or_default();
                    leak.strangers += 1;
                    leak.stranger.get_or_insert((stranger.clone(), amount));
                }
            }
        }
        let mut found = unanswered.findings(self.security);
        found.extend(self.leak_findings(&leaks));
        (leaks, found)
    }

    /// Tables that show a manager less than all of their regions.
    fn hidden(&self, seen: &[Seen]) -> Vec<Diagnostic> {
        let mut hidden: BTreeMap<usize, Vec<(String, u32, u64)>> = BTreeMap::new();
        for table in self.tables().filter(|table| self.holding(*table) == Holding::Regions) {
            if self.is_closed(table) {
                continue;
            }
            let whole = self.security.whole(table);
            for Seen { manager, sight } in seen {
                let missing = whole.iter().find_map(|(region, all)| {
                    let shown = sight.tables[table].get(region).map_or(0, |amount| amount.rows);
                    let is_missing = (self.is_public(table) || self.may_see(manager, *region)) && shown < all.rows;
                    is_missing.then_some((*region, all.rows - shown))
                });
                if let Some((region, rows)) = missing {
                    hidden.entry(table).or_default().push((manager.name.clone(), region, rows));
                }
            }
        }
        self.hidden_findings(&hidden, seen)
    }

    /// Whether the roles close the table on purpose: by `FALSE()`, outside the star of the regions.
    fn is_closed(&self, table: usize) -> bool {
        let plan = self.security.plan;
        let is_false = |filter: &super::plan::TableFilter| {
            matches!(filter.node.kind, super::compile::Kind::Constant(Value::Boolean(false)))
        };
        let closes = |role: &super::plan::PlannedRole| {
            role.hidden.contains(&table) || role.filters.iter().any(|filter| filter.table == table && is_false(filter))
        };
        let is_region =
            |other: &usize| self.security.evidence.facts[*other].source.as_deref() == Some(super::load::REGIONS);
        let is_joined =
            self.tables().filter(is_region).any(|region| region == table || self.security.reaches(region, table));
        !is_joined && !plan.roles.is_empty() && plan.roles.iter().all(closes)
    }

    /// A manager's name in another case is the same manager.
    fn spelling(&self, seen: &[Seen], leaks: &BTreeMap<usize, Leak>) -> Vec<Diagnostic> {
        // What everybody sees does not depend on the name.
        if leaks
            .values()
            .any(|leak| leak.strangers > 0 && leak.stranger.as_ref().is_some_and(|(one, _)| one.from.is_none()))
        {
            return Vec::new();
        }
        let other = |seen: &Seen| {
            let spellings = [seen.manager.name.to_uppercase(), seen.manager.name.to_lowercase()];
            spellings.into_iter().find(|name| match self.security.sight(name, &seen.manager.roles) {
                Ok(sight) => sight != seen.sight,
                Err(_) => false,
            })
        };
        let odd: Vec<(&Seen, String)> = seen.iter().filter_map(|seen| Some((seen, other(seen)?))).collect();
        self.spelling_finding(&odd)
    }

    /// Regions with rows that no manager sees.
    fn nobodys(&self, seen: &[Seen]) -> Vec<Diagnostic> {
        let evidence = self.security.evidence;
        let theirs: BTreeSet<u32> = seen.iter().flat_map(|seen| seen.manager.regions.iter().copied()).collect();
        let mut regions: BTreeMap<u32, Amount> = BTreeMap::new();
        let mut without: Vec<(usize, u64)> = Vec::new();
        for table in self.tables().filter(|table| self.holding(*table) == Holding::Regions) {
            for (region, amount) in self.security.whole(table) {
                if region == NONE {
                    without.push((table, amount.rows));
                } else if !theirs.contains(&region) && !evidence.regions.is_all(region) {
                    let sum = regions.entry(region).or_default();
                    sum.rows += amount.rows;
                    sum.revenue += amount.revenue;
                }
            }
        }
        self.nobodys_findings(&regions, &without)
    }
}

fn sum<'a>(amounts: impl Iterator<Item = &'a Amount>) -> Amount {
    amounts.fold(Amount::default(), |sum, one| Amount { rows: sum.rows + one.rows, revenue: sum.revenue + one.revenue })
}

#[cfg(test)]
mod tests;
