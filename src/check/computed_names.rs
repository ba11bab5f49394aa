//! DX161 of calculated tables: their columns have no table's name before theirs, so two that a query tells apart by
//! it are one name.

use std::collections::HashSet;

use super::context::Context;
use super::dax::Bound;
use crate::bind::model::Tree;
use crate::bind::rules::column_twice::MADE_TWICE;
use crate::bind::{SitePlace, Type};
use crate::dax::tree::{Expr, ExprKind};
use crate::diag::Diagnostic;

/// What puts the columns of several tables, or new ones, side by side. Others unite columns of one name.
const MAKERS: &[&str] = &["ADDCOLUMNS", "CROSSJOIN", "GENERATE", "GENERATEALL"];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    found.extend(context.dax.iter().filter_map(|bound| twice(context, bound)));
}

fn twice(context: &Context, bound: &Bound) -> Option<Diagnostic> {
    let Bound { dax, expression } = bound;
    // Columns that the table lists may have got other names there.
    let table = dax.home.filter(|home| dax.place == SitePlace::CalculatedTable && home.columns.is_empty())?;
    let (Tree::Expression(tree), Type::Table(relation)) = (&expression.tree, &expression.bound.ty) else { return None };
    let is_sound = expression.syntax.is_empty() && expression.bound.faults.is_empty();
    let maker = result(tree).filter(|_| is_sound && !context.is_hurt(&dax.path, dax.property))?;
    let mut known = HashSet::new();
    let mut plain = relation.columns().filter(|column| column.qualifier.is_none());
    let column = plain.find(|column| !known.insert(column.name.to_lowercase()))?;
    let message = format!("the table `{}` would have two columns `{}`", table.name, &*column.name);
    let place = context.origins.inside(&dax.path, dax.property, dax.text, maker.span.clone());
    let help = "take the columns that are wanted with `SELECTCOLUMNS` and give them names";
    Some(Diagnostic::new(&MADE_TWICE, message).at(place, "").help(help))
}

/// The call that gives the rows, behind parentheses and variables.
fn result(expression: &Expr) -> Option<&Expr> {
    match &expression.kind {
        ExprKind::Call(call) => {
            MAKERS.iter().any(|maker| maker.eq_ignore_ascii_case(&call.function.text)).then_some(expression)
        }
        ExprKind::Parenthesised(inside) => result(inside),
        ExprKind::Block(block) => match &block.body.kind {
            ExprKind::Name(name) => {
                let is_it = |text: &str| text.eq_ignore_ascii_case(&name.text);
                result(&block.variables.iter().rev().find(|variable| is_it(&variable.name.text))?.value)
            }
            _ => result(&block.body),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn a_calculated_table_has_each_name_once() {
        let with = |dax: &str| {
            format!(
                "table T\n    partition P = calculated\n        source = {dax}\ntable A\n    column x\n        \
                 dataType: int64\n        sourceColumn: x\n    partition A = m\n        source = 1\ntable B\n    \
                 column X\n        dataType: int64\n        sourceColumn: x\n    partition B = m\n        source = 1\n"
            )
        };
        for dax in
            ["CROSSJOIN(A, B)", "(GENERATE(A, B))", "ADDCOLUMNS(A, \"X\", 1)", "VAR r = CROSSJOIN(A, B) RETURN r"]
        {
            assert_eq!(lines(&MADE_TWICE, &with(dax)), [3], "{dax}");
        }
        for dax in ["CROSSJOIN(A, SELECTCOLUMNS(B, \"y\", B[X]))", "NATURALINNERJOIN(A, B)", "FILTER(A, A[x] > 1)"] {
            assert_eq!(lines(&MADE_TWICE, &with(dax)), [0; 0], "{dax}");
        }
        let listed = with("CROSSJOIN(A, B)").replacen(
            "    partition P",
            "    column y\n        sourceColumn: A[x]\n    partition P",
            1,
        );
        assert_eq!(lines(&MADE_TWICE, &listed), [0; 0]);
    }
}
