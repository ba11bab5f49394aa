//! TM051: `ref` lines that name nothing.

use super::context::{Context, Lookup};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Property;
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
            found.push(diagnostic(reference, &known));
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

fn diagnostic(reference: &Reference, known: &[String]) -> Diagnostic {
    let (kind, name) = (&reference.kind, &reference.name);
    let diagnostic =
        Diagnostic::new(&UNRESOLVED_REF, format!("no {kind} `{name}` is declared")).at(reference.place.clone(), "");
    match crate::diag::suggest::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("remove the line"),
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
