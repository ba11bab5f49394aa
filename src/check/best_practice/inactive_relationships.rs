//! MD234, MD240: relationships that `USERELATIONSHIP` is for.

use crate::check::context::Context;
use crate::check::dax_trees::{Tree, bare};
use crate::check::ends::{is_active, relationship_path};
use crate::dax::Span;
use crate::dax::tree::{Expr, ExprKind};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::ColumnReference;
use crate::name::same;

pub static NEVER_ACTIVATED: Code = Code {
    id: "MD234",
    name: "never-activated",
    severity: Severity::Note,
    explanation:
        "An inactive relationship does nothing until a measure names its two columns in `USERELATIONSHIP`. None does.

Wrong: `isActive: false`, and no measure that uses it.
Right: `CALCULATE([Revenue], USERELATIONSHIP(Sales[Ship Date], Date[Date]))`.",
};

pub static ACTIVATED_UNDER_SECURITY: Code = Code {
    id: "MD240",
    name: "activated-under-security",
    severity: Severity::Warning,
    explanation: "`USERELATIONSHIP` along a relationship to a table that a role filters fails for everyone in that \
role: security could be led around it.

Wrong: `USERELATIONSHIP(Sales[Ship Region], Region[Region])`, where a role filters Region.
Right: a second table of regions, joined by the second column.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut used = Vec::new();
    for tree in &context.trees {
        for (call, span) in tree.calls_of(&["USERELATIONSHIP"]) {
            let columns = call.arguments.iter().filter_map(column).collect::<Vec<_>>();
            let [a, b] = columns.as_slice() else { continue };
            found.extend(under_security(context, tree, a, b, span));
            used.push([a.clone(), b.clone()]);
        }
    }
    // Functions of the model's own may activate what they are given.
    let has_functions = context.model.more.iter().any(|one| one.name.starts_with("function "));
    if has_functions || !context.is_whole() {
        return;
    }
    for relationship in context.model.relationships.iter().filter(|one| !is_active(one)) {
        let ends = [&relationship.from, &relationship.to].map(lower);
        if !used.iter().any(|[a, b]| [a, b] == [&ends[0], &ends[1]] || [b, a] == [&ends[0], &ends[1]]) {
            let (from, to) = (&relationship.from, &relationship.to);
            let message = format!("nothing uses the relationship of `{}` and `{}`", from.table, to.table);
            found.push(
                Diagnostic::new(&NEVER_ACTIVATED, message)
                    .at(context.place(&relationship_path(relationship), "isActive"), "inactive, and never activated")
                    .help("name it in `USERELATIONSHIP`, or remove it"),
            );
        }
    }
}

/// Table and column in lower case.
type Key = (String, String);

fn lower(reference: &ColumnReference) -> Key {
    (reference.table.as_str().to_lowercase(), reference.column.as_str().to_lowercase())
}

fn column(argument: &Expr) -> Option<Key> {
    match &bare(argument).kind {
        ExprKind::Column(column) => Some((column.table.as_ref()?.text.to_lowercase(), column.name.text.to_lowercase())),
        _ => None,
    }
}

fn under_security(context: &Context, tree: &Tree, a: &Key, b: &Key, span: &Span) -> Option<Diagnostic> {
    // Security travels from the one side; it is that table's filter that could be led around.
    let mut relationships = context.model.relationships.iter();
    let relationship = relationships.find(|one| {
        let ends = [lower(&one.from), lower(&one.to)];
        [a, b] == [&ends[0], &ends[1]] || [b, a] == [&ends[0], &ends[1]]
    })?;
    let table = relationship.to.table.as_str();
    let role = context.model.roles.iter().find(|role| {
        let mut permissions = role.table_permissions.iter();
        permissions.any(|one| same(one.table.as_str(), table) && one.filter.as_ref().is_some_and(|dax| !dax.is_empty()))
    })?;
    let message = format!("`USERELATIONSHIP` to `{table}` fails for the role `{}`, which filters it", role.name);
    let fault = Diagnostic::new(&ACTIVATED_UNDER_SECURITY, message).at(tree.place(context, span), "");
    Some(fault.help("join a second table that no role filters"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    fn model(relationship: &str, more: &str) -> String {
        let table = |name: &str| {
            format!(
                "table {name}\n    column A\n        dataType: int64\n    column B\n        dataType: int64\n    partition P = m\n        source = 1\n"
            )
        };
        format!(
            "relationship r\n{relationship}    fromColumn: T.A\n    toColumn: U.A\n{}{}{more}",
            table("T"),
            table("U")
        )
    }

    #[test]
    fn an_inactive_relationship_wants_to_be_named() {
        let uses = "table V\n    measure M = CALCULATE(1, USERELATIONSHIP(U[A], 'T'[a]))\n    partition P = m\n        source = 1\n";
        assert_eq!(lines(&NEVER_ACTIVATED, &model("    isActive: false\n", "")), [2]);
        assert!(lines(&NEVER_ACTIVATED, &model("    isActive: false\n", uses)).is_empty());
        assert!(lines(&NEVER_ACTIVATED, &model("", "")).is_empty());
    }

    #[test]
    fn a_filtered_table_cannot_be_activated() {
        let uses = |role: &str| {
            format!(
                "table V\n    measure M = CALCULATE(1, USERELATIONSHIP(T[A], U[A]))\n    partition P = m\n        source = 1\nrole R\n    tablePermission {role} = [B] = 1\n"
            )
        };
        assert_eq!(lines(&ACTIVATED_UNDER_SECURITY, &model("    isActive: false\n", &uses("U"))).len(), 1);
        assert!(lines(&ACTIVATED_UNDER_SECURITY, &model("    isActive: false\n", &uses("T"))).is_empty());
    }
}
