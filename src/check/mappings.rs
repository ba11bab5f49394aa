//! MD085, MD086: the table that says who may see what.

use std::collections::BTreeSet;

use super::context::Context;
use super::dax_trees::{Tree, bare};
use super::named_user::is_address;
use super::row_filters::{RowFilter, caller_variables, of_role, stands_for_caller};
use crate::bind::Target;
use crate::dax::Span;
use crate::dax::tree::{Column, Expr, ExprKind, Literal, Operator};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Role;
use crate::name::same;
use crate::rls::reach::reach;

pub static UNASKED_CALLER: Code = Code {
    id: "MD085",
    name: "unasked-caller",
    severity: Severity::Warning,
    explanation: "Filters of a role do not see one another: this one looks into a table that the role filters by the \
user who reads, finds all of its rows, and asks nowhere who reads. Everyone sees what anyone may see.

Wrong: `tablePermission Region = Region[Region] IN VALUES(Manager[Region])`
Right: `tablePermission Region = Region[Region] IN CALCULATETABLE(VALUES(Manager[Region]), Manager[User] = \
USERPRINCIPALNAME())`",
};

pub static OPEN_MAPPING: Code = Code {
    id: "MD086",
    name: "open-mapping",
    severity: Severity::Warning,
    explanation:
        "A filter finds the rows of the user who reads in another table, and the role leaves that table open: \
every member can list who may see what, hidden or not.

Wrong: a role that looks up `USERPRINCIPALNAME()` in Manager, and has no `tablePermission Manager`.
Right: `tablePermission Manager = Manager[User] = USERPRINCIPALNAME()`, or `FALSE()`: the look-up still finds it.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for role in &context.model.roles {
        let filters = of_role(context, role);
        for filter in &filters {
            let Some(tree) = filter.tree else { continue };
            found.extend(unasked(context, role, &filters, filter, tree));
        }
        let mut said = BTreeSet::new();
        for filter in &filters {
            let Some(tree) = filter.tree else { continue };
            for (table, span) in asked_of(tree).into_iter().filter(|(table, _)| !filter.is_of(table)) {
                if !is_decided(context, &filters, table) && said.insert(table.to_lowercase()) {
                    found.push(
                        Diagnostic::new(&OPEN_MAPPING, format!("the role `{}` leaves `{table}` open", role.name))
                            .at(tree.place(context, &span), "who may see what is found here")
                            .help(format!("add `tablePermission {} = FALSE()`", crate::name::tmdl_name(table))),
                    );
                }
            }
        }
    }
}

/// The tables whose columns are compared with who reads, each with the comparison's column.
pub fn asked_of<'t>(tree: &'t Tree) -> Vec<(&'t str, Span)> {
    let variables = caller_variables(tree.root);
    let mut tables = Vec::new();
    tree.root.walk(&mut |expr| {
        let ExprKind::Chain(chain) = &expr.kind else { return };
        let [one] = chain.rest.as_slice() else { return };
        if !matches!(one.operator, Operator::Equal | Operator::StrictlyEqual | Operator::NotEqual) {
            return;
        }
        let (left, right) = (bare(&chain.first), bare(&one.operand));
        for (column, other) in [(left, right), (right, left)] {
            if let ExprKind::Column(column) = &column.kind
                && let Column { table: Some(table), .. } = &**column
                && stands_for_caller(other, &variables)
            {
                tables.push((table.text.as_str(), table.span.clone()));
            }
        }
    });
    for (call, _) in tree.calls_of(&["LOOKUPVALUE"]) {
        let pairs = call.arguments.get(1..).unwrap_or_default().chunks_exact(2);
        for pair in pairs {
            if let [Expr { kind: ExprKind::Column(column), .. }, value] = pair
                && let Some(table) = &column.table
                && stands_for_caller(value, &variables)
            {
                tables.push((table.text.as_str(), table.span.clone()));
            }
        }
    }
    tables
}

/// Named by the role itself, or reached by a filter on another table.
fn is_decided(context: &Context, filters: &[RowFilter], table: &str) -> bool {
    filters.iter().any(|filter| {
        filter.is_of(table)
            || reach(context.model, &filter.permission.table).iter().any(|one| same(one.as_str(), table))
    })
}

fn unasked(
    context: &Context,
    role: &Role,
    filters: &[RowFilter],
    filter: &RowFilter,
    tree: &Tree,
) -> Option<Diagnostic> {
    let mut names_someone = false;
    tree.root.walk(&mut |expr| {
        names_someone |= matches!(&expr.kind, ExprKind::Literal(Literal::Text(text)) if is_address(text));
    });
    let targets = tree.targets();
    let is_indirect = |target: &&Target| matches!(target, Target::Measure(..) | Target::UserFunction(_));
    if !tree.is_sound()
        || filter.asks_who_reads()
        || names_someone
        || targets.values().any(|target| is_indirect(&target))
    {
        return None;
    }
    let is_mapping = |table: &str| {
        let mut others = filters.iter().filter(|other| other.is_of(table) && !filter.is_of(table));
        others.any(|other| {
            other.asks_who_reads() && other.tree.is_some_and(|tree| asked_of(tree).iter().any(|one| same(one.0, table)))
        })
    };
    let (at, table) = targets.iter().find_map(|(at, target)| match target {
        Target::Table(table) | Target::Column(table, _) if is_mapping(&table.name) => Some((*at, table.name.as_str())),
        _ => None,
    })?;
    let message = format!("the role `{}` finds every row of `{table}` here, whoever reads", role.name);
    Some(
        Diagnostic::new(&UNASKED_CALLER, message)
            .at(tree.place(context, &(at..at + 1)), "the filter on this table does not count in here")
            .help("compare its user with `USERPRINCIPALNAME()` here as well"),
    )
}
