//! Which errors follow from which drift.

use std::collections::BTreeMap;

use super::site::{self, Site};
use super::uses::{Breaks, Views};
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::generate::report::Written;

/// Diagnostics with what they point into.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub diagnostics: &'a [Diagnostic],
    pub sources: &'a FileTree,
    /// What the paths of the project's own files begin with.
    pub folder: &'a str,
}

type Key = (&'static str, String, Option<Site>);

impl<'a> Told<'a> {
    pub fn site(&self, fault: &Diagnostic) -> Option<Site> {
        site::of_place(fault.place()?, self.sources, self.folder)
    }

    fn key(&self, fault: &Diagnostic) -> Key {
        (fault.code.id, fault.message.clone(), self.site(fault))
    }

    /// The errors that the other does not have: of the same object, with the same words.
    pub fn beside(&self, other: &Told) -> Vec<&'a Diagnostic> {
        let mut known: BTreeMap<Key, usize> = BTreeMap::new();
        for fault in other.diagnostics.iter().filter(|fault| fault.is_error()) {
            *known.entry(other.key(fault)).or_default() += 1;
        }
        let mut is_new = |fault: &&Diagnostic| match known.get_mut(&self.key(fault)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        self.diagnostics.iter().filter(|fault| fault.is_error()).filter(|fault| is_new(fault)).collect()
    }
}

/// Adds the error to what breaks of the drift that it follows from; `false` where no drift is to blame.
pub fn fold(fault: &Diagnostic, told: &Told, is_retyped: bool, views: &Views, breaks: &mut [Breaks]) -> bool {
    let mut place_of = told.site(fault);
    if let (Some(Site::File(file)), Some(place)) = (&place_of, fault.place()) {
        // A page file names the fields of its visuals.
        let line = place.line_and_column(&views.attempt.sources).0;
        let written = views.attempt.written.iter().filter(|one| one.place.file == *file);
        let same = |one: &&Written| one.place.line_and_column(&views.attempt.sources).0 == line;
        place_of = written.filter(same).map(|one| Site::Visual(one.visual.clone())).next().or(place_of);
    }
    let own: Vec<usize> = (0..breaks.len()).filter(|at| breaks[*at].drift.is_retyped() == is_retyped).collect();
    let blamed = blamed(fault, place_of.as_ref(), &own, views, breaks);
    if let Some(breaks) = blamed.and_then(|at| breaks.get_mut(at)) {
        breaks.faults.push((place_of, fault.clone()));
    }
    blamed.is_some()
}

fn blamed(fault: &Diagnostic, site: Option<&Site>, own: &[usize], views: &Views, breaks: &[Breaks]) -> Option<usize> {
    let of = |is_it: &dyn Fn(&Breaks) -> bool| own.iter().copied().filter(|at| is_it(&breaks[*at])).collect::<Vec<_>>();
    if let Some(site) = site {
        if let Some(at) = of(&|one| one.own.contains(site)).first() {
            return Some(*at);
        }
        let users = of(&|one| one.uses.contains_key(site));
        let is_there = |one: &Breaks| one.uses.get(site).map(|(_, place)| place) == fault.place();
        let is_named = |one: &Breaks| {
            let name = one.name.split('[').next_back().unwrap_or(&one.name).trim_end_matches(']');
            fault.message.contains(&format!("`{name}`"))
        };
        let best = users.iter().find(|at| is_there(&breaks[**at]) || is_named(&breaks[**at]));
        if let Some(at) = best.or(users.first()) {
            return Some(*at);
        }
        let reaches = |one: &Breaks| {
            let through = views.through(&one.uses.keys().cloned().collect(), &one.own);
            through.values().flat_map(|names| names.values()).any(|reached| reached == site)
        };
        if let Some(at) = of(&reaches).first() {
            return Some(*at);
        }
    }
    of(&|one| one.loses_relationship).first().copied().or_else(|| own.first().copied().filter(|_| own.len() == 1))
}
