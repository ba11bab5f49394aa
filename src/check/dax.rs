//! What DAX says: every expression of the model parsed and bound. The codes are those of [`dax`](crate::dax) and of
//! [`bind`](crate::bind); what is found of names that stand perhaps in a broken file is kept back.

use super::context::{Context, Lookup};
use super::dax_sources::Dax;
use crate::bind::{Expression, Fault, rules::unknown_name};
use crate::diag::{Code, Diagnostic};

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
        for fault in faults.filter(|fault| !may_stand_elsewhere(context, dax, fault)) {
            let place = |span| context.origins.inside(&dax.path, dax.property, dax.text, span);
            found.push(fault.diagnostic(place));
        }
    }
}

fn may_stand_elsewhere(context: &Context, dax: &Dax, fault: &Fault) -> bool {
    if !MISSING.iter().any(|code| code.id == fault.code.id) {
        return false;
    }
    let written = dax.text.get(fault.span.clone()).unwrap_or_default();
    let name = match written.chars().next() {
        Some('\'') => written.trim_matches('\'').replace("''", "'"),
        Some('[') => written.trim_start_matches('[').trim_end_matches(']').replace("]]", "]"),
        _ => written.to_owned(),
    };
    context.missing::<()>(&name) == Lookup::Unknown
}
