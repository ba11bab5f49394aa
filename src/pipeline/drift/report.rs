//! The report of a drift.

use std::collections::{BTreeMap, BTreeSet};

use super::blame::Told;
use super::site::Site;
use super::uses::{Breaks, Views};
use super::{COLUMN_DROPPED, COLUMN_RETYPED, Kind, TABLE_DROPPED};
use crate::deps;
use crate::diag::{At, Diagnostic, Label, Place};
use crate::file_tree::FileTree;
use crate::generate::{NO_SUCH_COLUMN, NO_SUCH_TABLE, model_type};
use crate::rename::proposals::Proposal;

/// Names that a note lists.
const MOST: usize = 50;

/// One diagnostic a drift that breaks something, then what does not follow from any; `None` where nothing breaks.
/// What follows from new types may be told by an attempt of its own.
pub fn told(
    [now, types]: [&Told; 2],
    folded: &[&Diagnostic],
    breaks: &[Breaks],
    views: &Views,
    questions: &[Proposal],
) -> Option<(Vec<Diagnostic>, FileTree)> {
    let mut texts = Texts { all: now.sources.clone() };
    let reports = breaks.iter().filter_map(|one| {
        let told = if one.drift.is_retyped() { types } else { now };
        report(one, views, questions, told, &mut texts)
    });
    let mut all: Vec<Diagnostic> = reports.collect();
    if all.is_empty() {
        return None;
    }
    let is_folded = |fault: &Diagnostic| folded.iter().any(|one| std::ptr::eq(*one, fault) || *one == fault);
    all.extend(now.diagnostics.iter().filter(|fault| !is_folded(fault)).cloned());
    // What stood behind an early error.
    for fault in views.attempt.told().beside(now) {
        let mut fault = fault.clone();
        fault.fix = None;
        for label in &mut fault.labels {
            label.place = texts.place(&label.place, &views.attempt.sources);
        }
        all.push(fault);
    }
    Some((all, texts.all))
}

fn report(breaks: &Breaks, views: &Views, questions: &[Proposal], now: &Told, texts: &mut Texts) -> Option<Diagnostic> {
    let is_retyped = breaks.drift.is_retyped();
    if breaks.faults.is_empty() && (is_retyped || breaks.uses.is_empty()) {
        return None;
    }
    let (labels, direct) = labels(breaks, views, now, texts);
    let through = views.through(&direct, &breaks.own);
    let count = direct.len() + through.values().map(BTreeMap::len).sum::<usize>();
    let mut told = Diagnostic::new(code(breaks), message(breaks, count));
    told.labels = labels;
    for (kind, names) in &through {
        told = told.note(note(*kind, names));
    }
    if is_retyped {
        let sound: Vec<&str> = breaks
            .uses
            .iter()
            .filter(|(site, _)| !direct.contains(*site))
            .map(|(_, (what, _))| what.as_str())
            .collect();
        if !sound.is_empty() {
            told = told.note(format!("without an error, but used with another type: {}", listed(&sound)));
        }
    }
    // An error of the whole project stands nowhere.
    let unplaced = breaks.faults.iter().filter(|(_, fault)| fault.place().is_none());
    told.notes.extend(unplaced.map(|(_, fault)| fault.message.clone()));
    let is_own = |site: &Option<Site>| site.as_ref().is_some_and(|site| breaks.own.contains(site));
    for (_, fault) in breaks.faults.iter().filter(|(site, fault)| is_own(site) && !is_declaration(fault)) {
        told.help.extend(fault.help.clone());
    }
    let name = breaks.drift.name();
    let is_of_it = |one: &&Proposal| one.from == name;
    told.help.extend(questions.iter().filter(is_of_it).map(Proposal::question));
    let help = match (is_retyped, &breaks.drift.column) {
        (true, _) => "bring the old type back, or convert the values where they are used".to_owned(),
        (false, column) => format!(
            "bring the {} back, name its successor below `[renames]` (`\"{name}\" = \"…\"`), or take it out of what \
             uses it",
            if column.is_some() { "column" } else { "table" }
        ),
    };
    Some(told.help(help))
}

fn code(breaks: &Breaks) -> &'static crate::diag::Code {
    match (breaks.drift.kind, &breaks.drift.column) {
        (Kind::Retyped { .. }, _) => &COLUMN_RETYPED,
        (Kind::Dropped, Some(_)) => &COLUMN_DROPPED,
        (Kind::Dropped, None) => &TABLE_DROPPED,
    }
}

fn message(breaks: &Breaks, count: usize) -> String {
    let (warehouse, model) = (breaks.drift.name(), &breaks.name);
    let objects = match count {
        1 => "1 object breaks".to_owned(),
        count => format!("{count} objects break"),
    };
    match (breaks.drift.kind, &breaks.drift.column) {
        (Kind::Retyped { from, to }, _) => format!(
            "the warehouse has `{warehouse}` as `{}`, no longer `{}`, and {objects} with `{model}`",
            model_type(to),
            model_type(from)
        ),
        (Kind::Dropped, _) if count == 0 && breaks.faults.iter().any(|(_, fault)| is_declaration(fault)) => {
            format!("the warehouse no longer has `{warehouse}`, which `{model}` is declared for")
        }
        (Kind::Dropped, _) if count == 0 => {
            format!("the warehouse no longer has `{warehouse}`, and `{model}` was changed by hand")
        }
        (Kind::Dropped, Some(_)) => {
            format!("the warehouse no longer has `{warehouse}`, and {objects} without `{model}`")
        }
        (Kind::Dropped, None) => {
            format!("the warehouse no longer has the table `{warehouse}`, and {objects} without `{model}`")
        }
    }
}

/// The labels in the order of the files, what is wrong with the declaration itself first; and what they are of.
fn labels(breaks: &Breaks, views: &Views, now: &Told, texts: &mut Texts) -> (Vec<Label>, BTreeSet<Site>) {
    let is_retyped = breaks.drift.is_retyped();
    let (mut own, mut labels, mut direct) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (site, fault) in &breaks.faults {
        let Some(place) = fault.place() else { continue };
        let place = texts.place(place, now.sources);
        match site {
            Some(site) if breaks.own.contains(site) && is_declaration(fault) => {
                own.push(Label { place, text: format!("`{}` is declared here", breaks.name) });
            }
            Some(site) if breaks.own.contains(site) => own.push(Label { place, text: fault.message.clone() }),
            Some(site) if !is_retyped && breaks.uses.contains_key(site) => {}
            Some(site) => {
                let what = breaks.uses.get(site).map(|(what, _)| what.clone()).or_else(|| views.describe(site));
                let text = what.map_or_else(|| fault.message.clone(), |what| format!("{what}: {}", fault.message));
                labels.push(Label { place, text });
                direct.insert(site.clone());
            }
            None => labels.push(Label { place, text: fault.message.clone() }),
        }
    }
    for (site, (what, place)) in breaks.uses.iter().filter(|_| !is_retyped) {
        labels.push(Label { place: texts.place(place, &views.attempt.sources), text: what.clone() });
        direct.insert(site.clone());
    }
    // The templates first: what is generated is mended there.
    let is_generated = |label: &Label| label.place.file.starts_with(&views.attempt.folder);
    labels.sort_by(|a, b| (is_generated(a), &a.place, &a.text).cmp(&(is_generated(b), &b.place, &b.text)));
    labels.dedup();
    own.extend(labels);
    (own, direct)
}

/// That a template declares what the warehouse does not have.
fn is_declaration(fault: &Diagnostic) -> bool {
    [&NO_SUCH_TABLE, &NO_SUCH_COLUMN].contains(&fault.code)
}

fn note(kind: deps::Kind, names: &BTreeMap<String, Site>) -> String {
    let verb = if names.len() == 1 { "breaks" } else { "break" };
    let plain = |name: &String| match kind {
        deps::Kind::Measure => name.trim_start_matches('[').trim_end_matches(']').to_owned(),
        _ => name.clone(),
    };
    let names: Vec<String> = names.keys().map(|name| format!("`{}`", plain(name))).collect();
    let listed = listed(&names.iter().map(String::as_str).collect::<Vec<_>>());
    format!("{} {verb} through these: {listed}", kind.counted(names.len()))
}

fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(MOST);
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// The texts of all that is told; of two texts of one name, places in the second are told by line.
struct Texts {
    all: FileTree,
}

impl Texts {
    fn place(&mut self, place: &Place, from: &FileTree) -> Place {
        match (self.all.text(&place.file), from.text(&place.file)) {
            (Some(known), Some(text)) if known != text => match place.line_and_column(from) {
                (Some(line), column) => Place { file: place.file.clone(), at: At::Line { line, column } },
                _ => Place::file(&place.file),
            },
            (None, Some(text)) => {
                self.all.insert(place.file.as_str(), text);
                place.clone()
            }
            _ => place.clone(),
        }
    }
}
