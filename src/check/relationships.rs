//! MD003, MD004, MD005: relationships among themselves and in their own properties.

use std::collections::BTreeMap;

use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Relationship;
use crate::tmdl::origins::path;

pub static DUPLICATE_RELATIONSHIP: Code = Code {
    id: "MD003",
    name: "duplicate-relationship",
    severity: Severity::Error,
    explanation: "Two relationships join the same two columns. One of them is enough, and Power BI Desktop refuses \
the second.

Wrong: `relationship a` and `relationship b`, both from Sales.CustomerKey to Customer.CustomerKey.
Right: one of them.",
};

pub static SECURITY_WITHOUT_CROSS_FILTER: Code = Code {
    id: "MD004",
    name: "security-without-cross-filter",
    severity: Severity::Error,
    explanation: "A relationship may filter in both directions for security only where it does so for everything.

Wrong:
    relationship a
    <tab>securityFilteringBehavior: bothDirections
Right:
    relationship a
    <tab>crossFilteringBehavior: bothDirections
    <tab>securityFilteringBehavior: bothDirections",
};

pub static DESCRIBED_RELATIONSHIP: Code = Code {
    id: "MD005",
    name: "described-relationship",
    severity: Severity::Error,
    explanation: "A relationship has no description: Power BI Desktop refuses the `///` lines above one.

Wrong:
    /// Who bought
    relationship a
Right:
    relationship a
    <tab>annotation Purpose = Who bought",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<[(String, String); 2], &Relationship> = BTreeMap::new();
    for relationship in &context.model.relationships {
        let path = path("", "relationship", &relationship.name);
        found.extend(security(context, relationship, &path));
        if relationship.more.iter().any(|property| property.name == "///") {
            found.push(
                Diagnostic::new(&DESCRIBED_RELATIONSHIP, "a relationship may not have a description")
                    .at(context.origins.place(&path), "")
                    .help("remove the `///` lines above it"),
            );
        }
        let ends = ends(relationship);
        if ends.iter().any(|(table, column)| table.is_empty() || column.is_empty()) {
            continue;
        }
        match seen.get(&ends) {
            None => drop(seen.insert(ends, relationship)),
            Some(first) => found.push(duplicate(context, first, relationship, &path)),
        }
    }
}

/// Both ends without case, in one order whichever way the relationship goes.
fn ends(relationship: &Relationship) -> [(String, String); 2] {
    let mut ends = [&relationship.from, &relationship.to]
        .map(|end| (end.table.as_str().to_lowercase(), end.column.as_str().to_lowercase()));
    ends.sort();
    ends
}

fn duplicate(context: &Context, first: &Relationship, second: &Relationship, path_of_second: &str) -> Diagnostic {
    let (from, to) = (&second.from, &second.to);
    let message =
        format!("`{}[{}]` and `{}[{}]` are joined by two relationships", from.table, from.column, to.table, to.column);
    Diagnostic::new(&DUPLICATE_RELATIONSHIP, message)
        .at(context.origins.place(path_of_second), "joined again here")
        .at(context.origins.place(&path("", "relationship", &first.name)), "first joined here")
        .help("remove one of them")
}

fn security(context: &Context, relationship: &Relationship, path: &str) -> Option<Diagnostic> {
    let is_both = |value: &Option<String>| value.as_deref().is_some_and(|value| value == "bothDirections");
    if !is_both(&relationship.security_filtering) || is_both(&relationship.cross_filtering) {
        return None;
    }
    Some(
        Diagnostic::new(
            &SECURITY_WITHOUT_CROSS_FILTER,
            "security cannot filter in both directions where the relationship filters in one",
        )
        .at(context.place(path, "securityFilteringBehavior"), "")
        .help("add `crossFilteringBehavior: bothDirections`, or remove this line"),
    )
}
