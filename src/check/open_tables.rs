//! MD081: tables that a role forgets.

use std::collections::BTreeSet;

use super::best_practice::is_automatic;
use super::context::Context;
use super::dax_trees::Tree;
use super::mappings::asked_of;
use super::row_filters::{RowFilter, of_role};
use crate::bind::Target;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Model, Role, Table};
use crate::name::same;
use crate::rls::reach::reach;
use crate::tmdl::origins::path;

pub static OPEN_TABLE: Code = Code {
    id: "MD081",
    name: "open-table",
    severity: Severity::Warning,
    explanation:
        "The role decides table by table what its members see, or asks who reads, and no filter of it reaches \
this one: they see all of it. A table that only describes others, such as a calendar, is not meant, and neither is \
one that is calculated.

Wrong: a filter on Region, which Budget is not joined to.
Right: a relationship from Budget to Region, or `tablePermission Budget = FALSE()`.",
};

type Names = BTreeSet<String>;

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    if !context.is_whole() {
        return;
    }
    for role in &context.model.roles {
        let filters = of_role(context, role);
        // A filter on a table that there is not, or that cannot be read, was meant for one that now seems open.
        let is_known = |filter: &RowFilter| {
            context.model.table(filter.permission.table.as_str()).is_some()
                && filter.tree.is_none_or(|tree| tree.is_sound())
        };
        if !filters.iter().any(|filter| filter.filters()) || !filters.iter().all(is_known) {
            continue;
        }
        let open = open(context.model, &filters);
        if open.is_empty() {
            continue;
        }
        found.push(diagnostic(context, role, &open));
    }
}

fn diagnostic(context: &Context, role: &Role, open: &[&Table]) -> Diagnostic {
    let names: Vec<String> = open.iter().map(|table| format!("`{}`", table.name)).collect();
    let message = format!("no filter of the role `{}` reaches {}", role.name, names.join(", "));
    Diagnostic::new(&OPEN_TABLE, message)
        .at(context.origins.place(&path("", "role", role.name.as_str())), "")
        .help("join what it filters to them, or add a `tablePermission` for each, such as `= FALSE()`")
}

fn open<'a>(model: &'a Model, filters: &[RowFilter]) -> Vec<&'a Table> {
    let tables = |of: &dyn Fn(&RowFilter) -> bool| -> Names {
        let decided = filters.iter().filter(|filter| of(filter));
        decided.flat_map(|filter| lower(model, filter.permission.table.as_str())).collect()
    };
    let reached = tables(&|_| true);
    let closed: Names = (filters.iter().filter(|filter| filter.truth() == Some(false)))
        .map(|filter| filter.permission.table.as_str().to_lowercase())
        .collect();
    let named = |tree: &Tree| -> Names {
        let tables = tree.targets().into_values().filter_map(|target| match target {
            Target::Table(table) | Target::Column(table, _) => Some(table.name.to_lowercase()),
            _ => None,
        });
        tables.collect()
    };
    // What a filter looks into is no table that was forgotten.
    let looked_into: Names = filters.iter().filter_map(|filter| filter.tree).flat_map(named).collect();
    let mappings: Names = (filters.iter().filter_map(|filter| filter.tree))
        .flat_map(|tree| asked_of(tree).into_iter().map(|(table, _)| table.to_lowercase()))
        .collect();
    // A table of its own that is decided all the same: whoever wrote the role thought of each.
    let one_by_one = filters.iter().any(|filter| {
        let name = filter.permission.table.as_str();
        !mappings.contains(&name.to_lowercase()) && !is_joined(model, name)
    });
    let is_dynamic = !mappings.is_empty();
    let is_forgotten = |table: &&Table| {
        let name = table.name.as_str().to_lowercase();
        let describes =
            || lower(model, table.name.as_str()).any(|other| reached.contains(&other) && !closed.contains(&other));
        let counts = one_by_one || is_dynamic && is_joined(model, table.name.as_str());
        counts
            && !reached.contains(&name)
            && !mappings.contains(&name)
            && !looked_into.contains(&name)
            && holds_data(table)
            && !describes()
    };
    let forgotten: Vec<&Table> = model.tables.iter().filter(is_forgotten).collect();
    // Of a chain the last: what filters it follows from it.
    let is_last = |table: &&Table| {
        let own = table.name.as_str();
        !lower(model, own)
            .any(|other| !same(&other, own) && forgotten.iter().any(|one| same(one.name.as_str(), &other)))
    };
    forgotten.iter().copied().filter(is_last).collect()
}

/// Every table that a filter on this one reaches, itself among them, in lower case.
fn lower<'a>(model: &'a Model, table: &str) -> impl Iterator<Item = String> + use<'a> {
    let start = model.table(table).map(|table| &table.name);
    start.into_iter().flat_map(|start| reach(model, start)).map(|table| table.as_str().to_lowercase())
}

fn is_joined(model: &Model, table: &str) -> bool {
    let ends = |name: &str| same(name, table);
    model.relationships.iter().any(|one| ends(one.from.table.as_str()) || ends(one.to.table.as_str()))
}

/// Rows of a source, with a column that can be seen.
fn holds_data(table: &Table) -> bool {
    let is_calculated = table.partitions.iter().all(|partition| {
        ["calculated", "calculationGroup"].iter().any(|kind| partition.kind.eq_ignore_ascii_case(kind))
    });
    !is_calculated
        && !is_automatic(table)
        && table.columns.iter().any(|column| !column.is_hidden)
        && (table.columns.len() > 1 || table.measures.is_empty())
}
