//! What a role lets through: its filters as trees, and what can be told of them without data.

use super::context::Context;
use super::dax_trees::{Tree, bare, is_one_of};
use crate::bind::SitePlace;
use crate::dax::tree::{Call, Expr, ExprKind};
use crate::model::{Role, TablePermission};
use crate::name::same;
use crate::tmdl::origins::path;

/// What a role says of one table, and its filter where there is one.
pub struct RowFilter<'c, 'a> {
    pub permission: &'a TablePermission,
    pub tree: Option<&'c Tree<'a>>,
}

/// Functions that say who reads.
const CALLER: &[&str] = &["USERPRINCIPALNAME", "USERNAME", "USEROBJECTID", "CUSTOMDATA"];

pub fn of_role<'c, 'a>(context: &'c Context<'a>, role: &'a Role) -> Vec<RowFilter<'c, 'a>> {
    let role_path = path("", "role", role.name.as_str());
    let one = |permission: &'a TablePermission| {
        let path = path(&role_path, "tablePermission", permission.table.as_str());
        let is_it = |tree: &&Tree| tree.dax.place == SitePlace::RowFilter && tree.dax.path == path;
        RowFilter { permission, tree: context.trees.iter().find(is_it) }
    };
    role.table_permissions.iter().map(one).collect()
}

impl RowFilter<'_, '_> {
    pub fn is_of(&self, table: &str) -> bool {
        same(self.permission.table.as_str(), table)
    }
    pub fn asks_who_reads(&self) -> bool {
        self.tree.is_some_and(|tree| !tree.calls_of(CALLER).is_empty())
    }
}

pub fn is_caller(call: &Call) -> bool {
    is_one_of(call, CALLER)
}

/// A word that stands for the caller: the call itself, or a variable that holds it.
pub fn stands_for_caller(expr: &Expr, variables: &[&str]) -> bool {
    match &bare(expr).kind {
        ExprKind::Call(call) if is_one_of(call, &["LOWER", "UPPER", "TRIM"]) => {
            call.arguments.first().is_some_and(|inside| stands_for_caller(inside, variables))
        }
        ExprKind::Call(call) => is_caller(call),
        ExprKind::Name(name) => variables.iter().any(|variable| same(variable, &name.text)),
        _ => false,
    }
}

/// The variables anywhere in it that hold the caller.
pub fn caller_variables(root: &Expr) -> Vec<&str> {
    let mut names = Vec::new();
    root.walk(&mut |expr| {
        let ExprKind::Block(block) = &expr.kind else { return };
        for variable in &block.variables {
            if stands_for_caller(&variable.value, &names) {
                names.push(variable.name.text.as_str());
            }
        }
    });
    names
}
