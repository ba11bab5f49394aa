//! What is wrong, in words: one finding for one cause.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::*;
use super::{Amount, Holding, Judge, Leak, Security, Seen, Unanswered, readers};
use crate::diag::{Diagnostic, Place};
use crate::name::same;
use crate::proof::format::{count, money};
use crate::proof::load::NONE;
use crate::proof::{FILTER_FAILS, NOT_EVALUATED};
use crate::region::UNASSIGNED;
use crate::tmdl::origins::path;

/// How many examples are worth telling.
const EXAMPLES: usize = 3;

/// Filters without an answer, each with the first reader for whom it has none.
#[derive(Default)]
pub(in crate::proof) struct Unanswereds {
    found: BTreeMap<(usize, usize), (Unanswered, String, usize)>,
}

impl Unanswereds {
    pub fn add(&mut self, fault: Unanswered, reader: &str) {
        let key = (fault.role, fault.filter);
        self.found.entry(key).or_insert_with(|| (fault, reader.to_owned(), 0)).2 += 1;
    }

    pub fn findings(self, security: &Security) -> Vec<Diagnostic> {
        let finding = |(fault, reader, readers): (Unanswered, String, usize)| {
            let filter = &security.plan.roles[fault.role].filters[fault.filter];
            let table = security.plan.schema.table_name(filter.table);
            let place = security.plan.place(filter, &fault.fault.span);
            let code = if fault.fault.fails { &FILTER_FAILS } else { &NOT_EVALUATED };
            let message = format!("the filter of `{table}` has no answer for `{reader}`: {}", fault.fault.what);
            let finding = Diagnostic::new(code, message).at(place, "");
            if readers > 1 { finding.note(format!("nor for {} others", count(readers as u64 - 1))) } else { finding }
        };
        self.found.into_values().map(finding).collect()
    }
}

impl Judge<'_> {
    fn table_name(&self, table: usize) -> &str {
        self.security.plan.schema.table_name(table)
    }

    fn region_name(&self, region: u32) -> &str {
        if region == NONE { "no region" } else { self.security.evidence.regions.name(region) }
    }

    /// A role's filter of the table, or else the table.
    fn place(&self, table: usize) -> (Place, String) {
        let plan = self.security.plan;
        let filters = plan.roles.iter().flat_map(|role| role.filters.iter().map(move |filter| (role, filter)));
        match filters.into_iter().find(|(_, filter)| filter.table == table) {
            Some((role, filter)) => (
                plan.place(filter, &(0..filter.text.trim_end().len())),
                format!("the filter of the role `{}`", role.name),
            ),
            None => {
                let path = path("", "table", self.table_name(table));
                (plan.origins.place(&path), "no role filters it itself".to_owned())
            }
        }
    }

    pub(super) fn roles(&self) -> Vec<Diagnostic> {
        let plan = self.security.plan;
        if plan.roles.is_empty() {
            let message = "the model has no role with the right to read: everybody sees everything";
            return vec![
                Diagnostic::new(&NO_ROLE, message).help("`pbiforge generate` makes one from the mapping files"),
            ];
        }
        let open = plan.roles.iter().filter(|role| role.filters.is_empty() && role.hidden.is_empty());
        // A filter that could not be read has been told.
        let open = open.filter(|_| plan.faults.is_empty());
        open.map(|role| {
            let message = format!("the role `{}` filters nothing: whoever is in it sees everything", role.name);
            Diagnostic::new(&OPEN_ROLE, message).at(plan.origins.place(&path("", "role", &role.name)), "")
        })
        .collect()
    }

    /// Relationships over which nobody can say what a filter does.
    pub(super) fn relationships(&self) -> Vec<Diagnostic> {
        let plan = self.security.plan;
        let tables: BTreeSet<usize> =
            plan.roles.iter().flat_map(|role| role.filters.iter().map(|filter| filter.table)).collect();
        let mut limited = BTreeSet::new();
        for from in tables {
            for to in self.tables() {
                let path = plan.schema.path(from, to, |edge| edge.security_both).unwrap_or_default();
                limited.extend(path.iter().map(|step| step.edge).filter(|edge| plan.schema.edges[*edge].is_limited));
            }
        }
        let finding = |edge: usize| {
            let edge = &plan.schema.edges[edge];
            let (many, one) = (plan.schema.shown(edge.many), plan.schema.shown(edge.one));
            let message = format!("what a filter does over the relationship of `{many}` to `{one}` is not evaluated");
            let place = plan.origins.place(&path("", "relationship", &edge.name));
            Diagnostic::new(&NOT_EVALUATED, message).at(place, "not from many to one")
        };
        limited.into_iter().map(finding).collect()
    }

    pub(super) fn mapping(&self) -> Vec<Diagnostic> {
        let differences = readers::not_loaded(self.terms.mapping, self.security.evidence);
        let Some(first) = differences.first() else { return Vec::new() };
        let mut finding = Diagnostic::new(&NOT_LOADED, format!("the mapping files are not what is loaded: {first}"));
        for difference in differences.iter().skip(1).take(EXAMPLES) {
            finding = finding.note(difference.clone());
        }
        if differences.len() > EXAMPLES + 1 {
            finding = finding.note(format!("and {} more", count((differences.len() - EXAMPLES - 1) as u64)));
        }
        vec![finding.help("`pbiforge run` loads them; what follows is about what is loaded")]
    }

    /// Tables that no other of these filters: where the cause is.
    fn roots(&self, tables: &BTreeSet<usize>) -> Vec<(usize, Vec<usize>)> {
        let is_root =
            |table: &usize| !tables.iter().any(|other| other != table && self.security.reaches(*other, *table));
        let roots = tables.iter().copied().filter(is_root);
        roots
            .map(|root| {
                let below = tables.iter().copied().filter(|table| self.security.reaches(root, *table)).collect();
                (root, below)
            })
            .collect()
    }

    fn and_below(&self, finding: Diagnostic, below: &[usize]) -> Diagnostic {
        if below.is_empty() {
            return finding;
        }
        let names: Vec<String> = below.iter().map(|table| format!("`{}`", self.table_name(*table))).collect();
        finding.note(format!("and so do {}, which get their filter from it", names.join(", ")))
    }

    pub(super) fn leak_findings(&self, leaks: &BTreeMap<usize, Leak>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let owned: BTreeSet<usize> =
            leaks.keys().copied().filter(|table| self.holding(*table) == Holding::Managers).collect();
        for table in &owned {
            let (place, label) = self.place(*table);
            let leak = &leaks[table];
            let who = match (&leak.stranger, leak.others.first()) {
                (Some((stranger, _)), _) => format!("a stranger such as `{}`", stranger.name),
                (None, Some((manager, _))) => format!("`{manager}`"),
                (None, None) => continue,
            };
            let message = format!("`{}` shows {who} rows of other managers", self.table_name(*table));
            found.push(Diagnostic::new(&SEES_MAPPING, message).at(place, label));
        }
        let others: BTreeSet<usize> = leaks.keys().copied().filter(|table| !owned.contains(table)).collect();
        for (table, below) in self.roots(&others) {
            let finding = self.leak_finding(table, &leaks[&table]);
            found.push(self.inactive(self.and_below(finding, &below), table));
        }
        found
    }

    fn leak_finding(&self, table: usize, leak: &Leak) -> Diagnostic {
        let name = self.table_name(table);
        let (place, label) = self.place(table);
        let examples = |mut finding: Diagnostic| {
            for (manager, region, amount) in leak.managers.iter().take(EXAMPLES) {
                let revenue =
                    if amount.revenue == 0 { String::new() } else { format!(", {} revenue", money(amount.revenue)) };
                let rows = count(amount.rows);
                finding =
                    finding.note(format!("`{manager}` sees {rows} rows of {}{revenue}", self.region_name(*region)));
            }
            finding
        };
        let Some((stranger, amount)) = &leak.stranger else {
            let message =
                format!("`{name}` shows {} managers rows that are not theirs", count(leak.managers.len() as u64));
            return examples(Diagnostic::new(&SEEN_BY_OTHERS, message).at(place, label));
        };
        let who = if stranger.name.is_empty() {
            "a reader without a name".to_owned()
        } else {
            format!("`{}`", stranger.name)
        };
        let message = format!("`{name}` shows {who}, whom the mapping does not name, {} rows", count(amount.rows));
        let mut finding = Diagnostic::new(&SEEN_BY_STRANGERS, message);
        finding = match &stranger.from {
            Some((role, filter, span)) => {
                let filter = &self.security.plan.roles[*role].filters[*filter];
                finding.at(self.security.plan.place(filter, span), "by this text")
            }
            None => finding.at(place, label),
        };
        if !leak.managers.is_empty() {
            finding =
                finding.note(format!("{} managers see rows that are not theirs", count(leak.managers.len() as u64)));
        }
        match self.holding(table) {
            Holding::Other => finding.help("where everybody may see it, list it in `[roles] public`"),
            _ => finding,
        }
    }

    /// Points at relationships of the table that are switched off.
    fn inactive(&self, mut finding: Diagnostic, table: usize) -> Diagnostic {
        let name = self.table_name(table);
        let plan = self.security.plan;
        for relationship in &plan.schema.model.relationships {
            let is_off = relationship.is_active == Some(false) && same(relationship.from.table.as_str(), name);
            let one = plan.schema.table(relationship.to.table.as_str());
            if is_off && one.is_some_and(|one| self.holding(one) == Holding::Regions) {
                let place = plan.origins.place(&path("", "relationship", &relationship.name));
                finding = finding.at(place, format!("this relationship to `{}` is not active", relationship.to.table));
            }
        }
        finding
    }

    pub(super) fn hidden_findings(
        &self,
        hidden: &BTreeMap<usize, Vec<(String, u32, u64)>>,
        seen: &[Seen],
    ) -> Vec<Diagnostic> {
        let tables: BTreeSet<usize> = hidden.keys().copied().collect();
        let roots = self.roots(&tables).into_iter();
        roots
            .map(|(table, below)| {
                let managers = &hidden[&table];
                let (place, label) = self.place(table);
                let (name, of) = (self.table_name(table), count(seen.len() as u64));
                let some = count(managers.len() as u64);
                let message = format!("`{name}` hides rows of their own regions from {some} of {of} managers");
                let mut finding = Diagnostic::new(&HIDDEN, message).at(place, label);
                for (manager, region, rows) in managers.iter().take(EXAMPLES) {
                    let rows = count(*rows);
                    finding = finding.note(format!("`{manager}` misses {rows} rows of {}", self.region_name(*region)));
                }
                let without = |name: &&(String, u32, u64)| {
                    seen.iter().any(|seen| seen.manager.name == name.0 && seen.manager.roles.is_empty())
                };
                if let Some((manager, ..)) = managers.iter().find(without) {
                    finding = finding.note(format!("`{manager}` is in no role"));
                }
                self.and_below(finding, &below)
            })
            .collect()
    }

    pub(super) fn nobodys_findings(
        &self,
        regions: &BTreeMap<u32, Amount>,
        without: &[(usize, u64)],
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (region, amount) in regions {
            let name = self.region_name(*region);
            if same(name, UNASSIGNED) || amount.rows <= 1 {
                continue;
            }
            let message = format!("no manager has the region `{name}`, which has {} rows", count(amount.rows));
            found.push(Diagnostic::new(&NOBODYS, message).help("give it to somebody in the file of managers"));
        }
        for (table, rows) in without {
            let message = format!(
                "{} rows of `{}` lead to no region: no manager sees them",
                count(*rows),
                self.table_name(*table)
            );
            found.push(Diagnostic::new(&NO_REGION, message));
        }
        found
    }

    pub(super) fn public(&self) -> Vec<Diagnostic> {
        let tables = self.tables().filter(|table| self.is_public(*table) && self.holding(*table) == Holding::Regions);
        tables
            .map(|table| {
                let (place, _) = self.place(table);
                let message = format!("the public table `{}` has rows of single regions", self.table_name(table));
                let finding = Diagnostic::new(&PUBLIC_REGIONS, message).at(place, "everybody sees all of it");
                finding.help("take it out of `[roles] public`, unless this is meant")
            })
            .collect()
    }

    pub(super) fn spelling_finding(&self, odd: &[(&Seen, String)]) -> Vec<Diagnostic> {
        let Some((seen, spelling)) = odd.first() else { return Vec::new() };
        let name = &seen.manager.name;
        let message = format!("what `{name}` sees depends on the case in which the name is written");
        let mut finding = Diagnostic::new(&SPELLING, message);
        let plan = self.security.plan;
        for (role, filter) in self.security.told_apart(name, spelling, &seen.manager.roles) {
            let filter = &plan.roles[role].filters[filter];
            let place = plan.place(filter, &(0..filter.text.trim_end().len()));
            finding = finding.at(place, format!("says something else of `{spelling}`"));
        }
        if odd.len() > 1 {
            finding = finding.note(format!("as it does for {} others", count(odd.len() as u64 - 1)));
        }
        vec![finding.help("compare with `=`, which knows no case")]
    }

    /// Where the proof rests on what Microsoft does not write down.
    pub(super) fn assumptions(&self, seen: &[Seen]) -> Vec<Diagnostic> {
        let mut rests: BTreeMap<(usize, usize), &str> = BTreeMap::new();
        let mut blank: BTreeMap<(usize, usize), &str> = BTreeMap::new();
        for Seen { manager, .. } in seen {
            for role in &manager.roles {
                for filter in self.security.rest_on_unfiltered(&manager.name, *role).unwrap_or_default() {
                    rests.entry((*role, filter)).or_insert(&manager.name);
                }
                for filter in self.security.shows_blank(&manager.name, *role).unwrap_or_default() {
                    blank.entry((*role, filter)).or_insert(&manager.name);
                }
            }
        }
        let plan = self.security.plan;
        let at = |(role, filter): &(usize, usize)| {
            let filter = &plan.roles[*role].filters[*filter];
            (plan.schema.table_name(filter.table), plan.place(filter, &(0..filter.text.trim_end().len())))
        };
        let rests = rests.iter().map(|(key, manager)| {
            let (table, place) = at(key);
            let message = format!("the filter of `{table}` is right only if it sees rows that the role hides");
            Diagnostic::new(&RESTS, message).at(place, format!("for `{manager}`, it would show something else"))
        });
        let blank = blank.iter().map(|(key, manager)| {
            let (table, place) = at(key);
            let message = format!("the filter of `{table}` shows rows of other tables that have no partner in it");
            Diagnostic::new(&SHOWS_BLANK, message).at(place, format!("true of a row of blanks, for `{manager}`"))
        });
        rests.chain(blank).collect()
    }
}
