//! TM051: `ref` lines that name nothing.

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

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for reference in context.references {
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
