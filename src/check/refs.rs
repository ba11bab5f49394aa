//! TM051, TM052: `ref` lines that name nothing, or what another one names.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::context::{Context, Lookup};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Property;
use crate::name;
use crate::tmdl::column_reference;
use crate::tmdl::merge::Reference;
use crate::tmdl::vocabulary;

pub static UNRESOLVED_REF: Code = Code {
    id: "TM051",
    name: "unresolved-ref",
    severity: Severity::Warning,
    explanation: "A `ref` line gives an object its place in the order and does nothing else. This one names an object \
that is declared nowhere; Power BI Desktop ignores it.

Wrong: `ref table Slaes` where there is only tables/Sales.tmdl.
Right: `ref table Sales`.",
};

pub static REPEATED_REF: Code = Code {
    id: "TM052",
    name: "repeated-ref",
    severity: Severity::Warning,
    explanation:
        "Two `ref` lines give one object its place in the order: most often both sides of a merge were kept. The \
first counts.

Wrong: `ref table Sales` twice.
Right: `ref table Sales` once.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&str, String), &Reference> = BTreeMap::new();
    for reference in context.references {
        match seen.entry((reference.kind.as_str(), reference.name.to_lowercase())) {
            Entry::Vacant(free) => drop(free.insert(reference)),
            Entry::Occupied(first) => {
                let message = format!("the {} `{}` has its place already", reference.kind, reference.name);
                let fault = Diagnostic::new(&REPEATED_REF, message).at(reference.place.clone(), "named again here");
                found.push(fault.at(first.get().place.clone(), "first named here").help("remove one of the lines"));
                continue;
            }
        }
        if vocabulary::kind(&reference.kind).is_none() {
            found.push(unknown_kind(reference));
        }
        let Some(known) = names(context, &reference.kind) else { continue };
        let is_known = known.iter().any(|name| name.to_lowercase() == reference.name.to_lowercase());
        if !is_known && context.missing::<()>(&reference.name) == Lookup::Missing {
            let again = |near: &str| {
                let same = |other: &Reference| other.kind == reference.kind && name::same(&other.name, near);
                context.references.iter().any(same)
            };
            found.push(diagnostic(reference, &known, again));
        }
    }
}

fn unknown_kind(reference: &Reference) -> Diagnostic {
    let kind = &reference.kind;
    let fault = Diagnostic::new(&UNRESOLVED_REF, format!("there are no objects of the kind `{kind}`"));
    fault
        .at(reference.place.clone(), "")
        .did_you_mean(kind, ["table", "role", "cultureInfo", "perspective", "expression"])
}

/// The name that is meant is written only where it does not have its place by another line.
fn diagnostic(reference: &Reference, known: &[String], has_place: impl Fn(&str) -> bool) -> Diagnostic {
    let (kind, name) = (&reference.kind, &reference.name);
    let diagnostic =
        Diagnostic::new(&UNRESOLVED_REF, format!("no {kind} `{name}` is declared")).at(reference.place.clone(), "");
    let all = known.iter().map(String::as_str);
    if crate::diag::suggest::nearest(name, all.clone()).is_none() {
        return diagnostic.help("remove the line");
    }
    match crate::diag::suggest::certain(name, all.clone()) {
        Some(near) if has_place(near) => diagnostic.help(format!("remove the line: `{near}` has one already")),
        Some(_) => diagnostic.or_rather(name, all, name::tmdl_name),
        None => diagnostic.did_you_mean(name, all),
    }
}

/// The names of the objects of a kind at the left edge; `None` for a kind that cannot stand there.
fn names(context: &Context, kind: &str) -> Option<Vec<String>> {
    let model = context.model;
    Some(match kind {
        "table" => model.tables.iter().map(|table| table.name.to_string()).collect(),
        "role" => model.roles.iter().map(|role| role.name.to_string()).collect(),
        "expression" => model.expressions.iter().map(|expression| expression.name.clone()).collect(),
        "relationship" => model.relationships.iter().map(|relationship| relationship.name.clone()).collect(),
        "perspective" | "cultureInfo" | "function" | "dataSource" | "queryGroup" => carried(&model.more, kind),
        _ => return None,
    })
}

fn carried(more: &[Property], kind: &str) -> Vec<String> {
    let of_kind = |property: &Property| {
        let (found, name) = property.name.split_once(' ')?;
        (found == kind).then(|| column_reference::name(name).unwrap_or_else(|| name.to_owned()))
    };
    more.iter().filter_map(of_kind).collect()
}
