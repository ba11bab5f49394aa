//! What roles leave open. A role that filters rows is proved table by table: reached by a filter over active
//! relationships, filtered itself, hidden, declared public, or of a kind that holds nothing of anybody.
//!
//! `annotation pbiforge_public = a reason` on a table declares that every reader may see all its rows.

use std::collections::BTreeMap;

use super::context::Context;
use super::ends::ends;
use crate::diag::{Code, Diagnostic, Place};

pub mod addresses;
pub mod always_true;
pub mod constant;
pub mod harmless;
pub mod inactive;
pub mod mapping_table;
pub mod open_tables;
pub mod public;
pub mod secured;
pub mod stopped;
pub mod totals;
pub mod uncovered;
pub mod whole;

use secured::Secured;
use whole::Model;

pub const CODES: &[&Code] = &[
    &uncovered::UNCOVERED_TABLE,
    &always_true::LETS_ALL_PASS,
    &stopped::SECURITY_STOPS,
    &inactive::ONLY_WAY_INACTIVE,
    &totals::TOTALS_BEFORE_ROLES,
    &addresses::ADDRESS_IN_FILTER,
    &mapping_table::OPEN_MAPPING_TABLE,
    &public::PUBLIC_WITHOUT_REASON,
    &open_tables::OPEN_TO_ROLE,
];

/// Said where it is asked for: most figures look up tables that everybody may see.
pub const OFF: &[&Code] = &[&open_tables::OPEN_TO_ROLE];

/// Says what a role leaves open, and takes the tables it speaks of off the list of those that are.
type Rule = for<'m, 'a> fn(&Model<'m, 'a>, &mut Secured<'a>, &mut Findings<'a>);

/// From the most certain cause to the least: one table, one finding.
const RULES: &[Rule] = &[
    mapping_table::check,
    always_true::check,
    inactive::check,
    totals::check,
    stopped::check,
    uncovered::check,
    open_tables::check,
];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    public::check(context, found);
    // A relationship that could not be read, or that leads to what is not there, may be the one that carries the filter.
    let is_whole = || context.is_whole() && context.model.relationships.iter().all(|one| ends(context, one).is_some());
    if context.model.roles.is_empty() || !is_whole() {
        return;
    }
    addresses::check(context, found);
    let model = Model::new(context);
    let mut findings = Findings::default();
    for role in &context.model.roles {
        let Some(mut secured) = Secured::new(&model, role) else { continue };
        for rule in RULES {
            rule(&model, &mut secured, &mut findings);
        }
    }
    found.extend(findings.0.into_values().map(|finding| (finding.tell)(&roles(&finding.roles))));
}

/// What was found, each once for all roles that have it.
#[derive(Default)]
pub struct Findings<'a>(BTreeMap<(&'static str, Place, String), Finding<'a>>);

struct Finding<'a> {
    roles: Vec<&'a str>,
    /// The diagnostic, given how the roles are called and what they do: ``the role `X` sees``.
    tell: Box<dyn Fn(&Roles) -> Diagnostic + 'a>,
}

impl<'a> Findings<'a> {
    /// A finding at a place, of what is called so.
    pub fn add(
        &mut self,
        code: &'static Code,
        role: &'a str,
        place: Place,
        subject: &str,
        tell: impl Fn(&Roles) -> Diagnostic + 'a,
    ) {
        let finding = self.0.entry((code.id, place, subject.to_owned()));
        finding.or_insert_with(|| Finding { roles: Vec::new(), tell: Box::new(tell) }).roles.push(role);
    }
}

/// How roles are called.
pub struct Roles {
    /// ``the role `X` `` or ``the roles `X` and `Y` ``.
    pub names: String,
    /// `sees` or `see`.
    pub see: &'static str,
}

fn roles(names: &[&str]) -> Roles {
    match names {
        [one] => Roles { names: format!("the role `{one}`"), see: "sees" },
        many => Roles { names: format!("the roles {}", listed(many)), see: "see" },
    }
}

/// `A`, `B` and 3 more.
pub fn listed(names: &[&str]) -> String {
    const MOST: usize = 5;
    let quoted: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    match (quoted.as_slice(), names.len().saturating_sub(MOST)) {
        ([one], 0) => one.clone(),
        ([most @ .., last], 0) => format!("{} and {last}", most.join(", ")),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    }
}

#[cfg(test)]
mod tests;
