//! What a role lets through: its filters as trees, and what can be told of them without data.

use super::context::Context;
use super::dax_trees::{Tree, bare, is_one_of};
use crate::bind::SitePlace;
use crate::dax::tree::{Call, Expr, ExprKind, Literal, Operator, Sign};
use crate::model::{Role, TablePermission};
use crate::name::same;
use crate::tmdl::origins::path;

/// What a role says of one table, and its filter where there is one.
pub struct RowFilter<'c, 'a> {
    pub permission: &'a TablePermission,
    pub tree: Option<&'c Tree<'a>>,
    pub path: String,
}

/// Functions that say who reads.
const CALLER: &[&str] = &["USERPRINCIPALNAME", "USERNAME", "USEROBJECTID", "CUSTOMDATA"];

pub fn of_role<'c, 'a>(context: &'c Context<'a>, role: &'a Role) -> Vec<RowFilter<'c, 'a>> {
    let role_path = path("", "role", role.name.as_str());
    let one = |permission: &'a TablePermission| {
        let path = path(&role_path, "tablePermission", permission.table.as_str());
        let is_it = |tree: &&Tree| tree.dax.place == SitePlace::RowFilter && tree.dax.path == path;
        RowFilter { permission, tree: context.trees.iter().find(is_it), path }
    };
    role.table_permissions.iter().map(one).collect()
}

impl RowFilter<'_, '_> {
    pub fn is_of(&self, table: &str) -> bool {
        same(self.permission.table.as_str(), table)
    }
    /// Whether it is true of every row, or of none, whatever the data.
    pub fn truth(&self) -> Option<bool> {
        self.tree.and_then(|tree| truth(tree.root))
    }
    /// Neither a filter nor something hidden.
    pub fn is_empty(&self) -> bool {
        self.permission.filter.as_ref().is_none_or(|filter| filter.trim().is_empty()) && self.permission.more.is_empty()
    }
    /// Whether it has a condition that is not true of every row.
    pub fn filters(&self) -> bool {
        self.permission.filter.as_ref().is_some_and(|filter| !filter.trim().is_empty()) && self.truth() != Some(true)
    }
    /// Whether it says nothing of the table, or what is true of all of it.
    pub fn is_idle(&self) -> bool {
        self.is_empty() || self.truth() == Some(true)
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

/// The value of a condition that does not depend on the data.
pub fn truth(expr: &Expr) -> Option<bool> {
    match &bare(expr).kind {
        ExprKind::Literal(Literal::Boolean(value)) => Some(*value),
        ExprKind::Literal(Literal::Integer(digits)) => Some(digits.chars().any(|digit| digit != '0')),
        ExprKind::Call(call) => of_call(call),
        ExprKind::Unary(unary) if unary.sign == Sign::Not => truth(&unary.operand).map(|value| !value),
        ExprKind::Block(block) => truth(&block.body),
        ExprKind::Chain(chain) => {
            let operands = || std::iter::once(&*chain.first).chain(chain.rest.iter().map(|link| &link.operand));
            match chain.rest.as_slice() {
                [one, ..] if one.operator == Operator::Or => any(operands().map(truth)),
                [one, ..] if one.operator == Operator::And => all(operands().map(truth)),
                [one] => compared(&chain.first, one.operator, &one.operand),
                _ => None,
            }
        }
        _ => None,
    }
}

fn of_call(call: &Call) -> Option<bool> {
    let arguments = || call.arguments.iter().map(truth);
    match call.function.text.to_uppercase().as_str() {
        "TRUE" => Some(true),
        "FALSE" => Some(false),
        "NOT" => arguments().next()?.map(|value| !value),
        "OR" => any(arguments()),
        "AND" => all(arguments()),
        _ => None,
    }
}

fn any(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    values.fold(Some(false), |so_far, value| match (so_far, value) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    })
}

fn all(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any(values.map(|value| value.map(|value| !value))).map(|value| !value)
}

/// Two sides that are written alike are equal; two different numbers are not.
fn compared(left: &Expr, operator: Operator, right: &Expr) -> Option<bool> {
    let equal = match (&bare(left).kind, &bare(right).kind) {
        (ExprKind::Column(left), ExprKind::Column(right)) => {
            let table = |name: &crate::dax::tree::Column| name.table.as_ref().map(|table| table.text.to_lowercase());
            let is_same = same(&left.name.text, &right.name.text) && table(left) == table(right);
            is_same.then_some(true)?
        }
        (ExprKind::Literal(Literal::Integer(left)), ExprKind::Literal(Literal::Integer(right))) => left == right,
        (ExprKind::Literal(Literal::Text(left)), ExprKind::Literal(Literal::Text(right))) => same(left, right),
        _ => return None,
    };
    match operator {
        Operator::Equal | Operator::StrictlyEqual => Some(equal),
        Operator::NotEqual => Some(!equal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dax::parse;

    fn is(dax: &str) -> Option<bool> {
        truth(&parse(dax).expression)
    }

    #[test]
    fn conditions_without_data_are_worked_out() {
        for dax in [
            "TRUE()",
            "TRUE",
            "1 = 1",
            "T[A] = t[a]",
            "(T[A] = 1 || TRUE())",
            "NOT FALSE()",
            "1",
            "OR(T[A] = 1, TRUE())",
        ] {
            assert_eq!(is(dax), Some(true), "{dax}");
        }
        for dax in ["FALSE()", "1 = 2", "T[A] = 1 && FALSE()", "NOT(TRUE())", "T[A] <> T[A]"] {
            assert_eq!(is(dax), Some(false), "{dax}");
        }
        for dax in ["T[A] = T[B]", "T[A] = U[A]", "T[A] = 1 || FALSE()", "[M]", "T[A] < 1"] {
            assert_eq!(is(dax), None, "{dax}");
        }
    }
}
