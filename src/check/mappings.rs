//! MD085: filters that look up who may see what and do not ask who reads.

use super::context::Context;
use super::dax_trees::{Tree, bare};
use super::row_filters::{RowFilter, caller_variables, of_role, stands_for_caller};
use crate::bind::Target;
use crate::dax::Span;
use crate::dax::tree::{Column, Expr, ExprKind, Literal, Operator};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Role;
use crate::name::same;
use crate::rls::mapping::is_principal;

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

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for role in &context.model.roles {
        let filters = of_role(context, role);
        for filter in &filters {
            let Some(tree) = filter.tree else { continue };
            found.extend(unasked(context, role, &filters, filter, tree));
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

fn unasked(
    context: &Context,
    role: &Role,
    filters: &[RowFilter],
    filter: &RowFilter,
    tree: &Tree,
) -> Option<Diagnostic> {
    let mut names_someone = false;
    tree.root.walk(&mut |expr| {
        names_someone |= matches!(&expr.kind, ExprKind::Literal(Literal::Text(text)) if is_principal(text));
    });
    let targets = tree.targets();
    let is_indirect = |target: &Target| matches!(target, Target::Measure(..) | Target::UserFunction(_));
    if !tree.is_sound()
        || filter.asks_who_reads()
        || names_someone
        || targets.values().any(|target| is_indirect(target))
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
