//! MD145: calculated columns that are declared as numbers and give texts.

use super::context::{Context, path_in};
use super::dax_trees::bare;
use crate::bind::SitePlace;
use crate::dax::tree::{Expr, ExprKind, Literal, Operator};
use crate::diag::{Code, Diagnostic, Severity};

pub static TEXT_IN_NUMBER: Code = Code {
    id: "MD145",
    name: "text-in-number-column",
    severity: Severity::Warning,
    explanation: "A calculated column is declared as a number, and its DAX joins texts with a text in which no number \
can be read: each row of it is an error.

Wrong: `dataType: int64` of a column that is `Customer[Country] & \"-\" & Customer[Segment]`
Right: `dataType: string`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in context.trees.iter().filter(|tree| tree.dax.place == SitePlace::CalculatedColumn && tree.is_sound()) {
        let (Some(table), Some(name)) = (tree.dax.home, tree.dax.name) else { continue };
        let Some(ty) = table.column(name).and_then(|column| column.data_type.as_deref()) else { continue };
        let is_number = ["int64", "double", "decimal"].iter().any(|number| number.eq_ignore_ascii_case(ty));
        if is_number && joins_words(bare(tree.root)) {
            let path = path_in(table, "column", name);
            let fault =
                Diagnostic::new(&TEXT_IN_NUMBER, format!("the column `{name}` is `{ty}`, and its DAX gives texts"));
            found.push(fault.at(context.place(&path, "dataType"), "").help("write `dataType: string`"));
        }
    }
}

/// Texts joined, with one that has what no number has behind its first sign.
fn joins_words(root: &Expr) -> bool {
    let ExprKind::Chain(chain) = &root.kind else { return false };
    let is_joined = chain.rest.iter().all(|link| link.operator == Operator::Concatenate);
    is_joined
        && chain.rest.iter().any(|link| match &bare(&link.operand).kind {
            ExprKind::Literal(Literal::Text(text)) => {
                text.chars().any(|c| !c.is_ascii_digit() && !c.is_whitespace() && !".,eE+%".contains(c))
            }
            _ => false,
        })
}
