//! What DAX says: every expression of the model parsed and bound. The codes are those of [`dax`](crate::dax) and of
//! [`bind`](crate::bind); what is found of names that stand perhaps in a broken file is kept back.

use super::context::{Context, Lookup};
use super::dax_sources::Dax;
use crate::bind::rules::cycle::CIRCULAR;
use crate::bind::rules::{paths, unknown_name};
use crate::bind::{Expression, Fault, SitePlace, Source, model, transition};
use crate::diag::{Code, Diagnostic};
use crate::name::{dax_column, dax_name, dax_table};

/// An expression of the model, with where it stands.
pub struct Bound<'a> {
    pub dax: Dax<'a>,
    pub expression: Expression<'a>,
}

/// Codes that say that something is not there.
const MISSING: &[&Code] = &[
    &unknown_name::UNKNOWN_TABLE,
    &unknown_name::UNKNOWN_COLUMN,
    &unknown_name::UNKNOWN_BRACKETED,
    &unknown_name::UNKNOWN_NAME,
    &unknown_name::UNKNOWN_FUNCTION,
];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for Bound { dax, expression } in context.dax {
        if context.is_hurt(&dax.path, dax.property) {
            continue;
        }
        let faults = expression.syntax.iter().chain(&expression.bound.faults);
        for fault in faults.filter(|fault| !may_stand_elsewhere(context, dax.text, fault)) {
            let place = |span| context.origins.inside(&dax.path, dax.property, dax.text, span);
            found.push(fault.diagnostic(place));
        }
    }
}

/// DX150, one a circle.
pub fn cycles(context: &Context, found: &mut Vec<Diagnostic>) {
    let sources: Vec<Source> = context.dax.iter().map(|one| one.dax.source()).collect();
    let expressions: Vec<&Expression> = context.dax.iter().map(|one| &one.expression).collect();
    for circle in model::cycles(&sources, &expressions) {
        let members: Vec<&Dax> = circle.iter().filter_map(|at| Some(&context.dax.get(*at)?.dax)).collect();
        let Some(first) = members.first() else { continue };
        let mut path: Vec<String> = members.iter().map(|dax| described(dax)).collect();
        path.extend(path.first().cloned());
        let message = match members.len() {
            1 => format!("{} needs itself", described(first)),
            _ => format!("{} needs itself: {}", described(first), path.join(" → ")),
        };
        let mut diagnostic = Diagnostic::new(&CIRCULAR, message).at(context.origins.place(&first.path), "");
        for member in members.iter().skip(1) {
            diagnostic = diagnostic.at(context.origins.place(&member.path), "part of the circle");
        }
        found.push(diagnostic);
    }
}

/// DX150 of columns that need one another without saying so, one a table.
pub fn transitions(context: &Context, found: &mut Vec<Diagnostic>) {
    let Some(index) = context.index.filter(|index| context.is_whole() && !index.relationships.is_empty()) else {
        return;
    };
    let sources: Vec<Source> = context.dax.iter().map(|one| one.dax.source()).collect();
    let expressions: Vec<&Expression> = context.dax.iter().map(|one| &one.expression).collect();
    for circle in transition::circles(index, &sources, &expressions) {
        let members: Vec<&Dax> = circle.iter().filter_map(|at| Some(&context.dax.get(*at)?.dax)).collect();
        let [first, second, ..] = members.as_slice() else { continue };
        let message = format!("{} and {} need one another", described(first), described(second));
        let mut diagnostic = Diagnostic::new(&CIRCULAR, message);
        for member in members.iter().take(5) {
            let place = context.origins.place(&member.path);
            diagnostic = diagnostic.at(place, "filters by all other columns of its row, calculated ones too");
        }
        let help = "give the table a key column (`isKey`), or name the columns that are to filter with `ALLEXCEPT`";
        found.push(diagnostic.help(help));
    }
}

fn described(dax: &Dax) -> String {
    let home = dax.home.map_or("", |table| table.name.as_str());
    match (dax.place, dax.name) {
        (SitePlace::Measure, Some(name)) => format!("`{}`", dax_name(name)),
        (SitePlace::CalculatedColumn, Some(name)) => format!("`{}`", dax_column(home, name)),
        (_, Some(name)) => format!("`{name}`"),
        (_, None) => format!("`{}`", dax_table(home)),
    }
}

/// Whether what the fault in `text` misses may stand in a file that could not be read.
pub fn may_stand_elsewhere(context: &Context, text: &str, fault: &Fault) -> bool {
    let of_paths = [&paths::NO_RELATIONSHIP, &paths::NO_PATH];
    if of_paths.iter().any(|code| code.id == fault.code.id) {
        return !context.is_whole();
    }
    if !MISSING.iter().any(|code| code.id == fault.code.id) {
        return false;
    }
    let written = text.get(fault.span.clone()).unwrap_or_default();
    let name = match written.chars().next() {
        Some('\'') => written.trim_matches('\'').replace("''", "'"),
        Some('[') => written.trim_start_matches('[').trim_end_matches(']').replace("]]", "]"),
        _ => written.to_owned(),
    };
    context.missing::<()>(&name) == Lookup::Unknown
}
