//! MD138: calculation items that DAX asks for and that there are not.

use super::carried::carried;
use super::context::{Context, Lookup, table_path};
use super::dax_trees::bare;
use crate::dax::tree::{Expr, ExprKind, Literal, Operator};
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::same;

pub static UNKNOWN_ITEM: Code = Code {
    id: "MD138",
    name: "unknown-calculation-item",
    severity: Severity::Warning,
    explanation: "The column of a calculation group holds the names of its items, and nothing else. A comparison with \
another text is never true, and the item that was meant does not apply.

Wrong: `CALCULATE([Revenue], 'Time'[Calculation] = \"PYY\")` where the items are `PY` and `YTD`.
Right: `CALCULATE([Revenue], 'Time'[Calculation] = \"PY\")`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let has_groups = |table: &&crate::model::Table| table.more.iter().any(|one| one.name == "calculationGroup");
    if context.model.tables.iter().all(|table| !has_groups(&table)) {
        return;
    }
    for tree in context.trees.iter().filter(|tree| tree.is_sound()) {
        tree.root.walk(&mut |expr| {
            let ExprKind::Chain(chain) = &expr.kind else { return };
            let [link] = chain.rest.as_slice() else { return };
            let Some(items) = items(context, &chain.first) else { return };
            let texts: Vec<&Expr> = match (link.operator, &bare(&link.operand).kind) {
                (Operator::In, ExprKind::Table(texts)) => texts.iter().collect(),
                (Operator::Equal | Operator::StrictlyEqual, _) => vec![&link.operand],
                _ => return,
            };
            for text in texts {
                let ExprKind::Literal(Literal::Text(name)) = &bare(text).kind else { continue };
                if !items.iter().any(|item| same(item, name)) {
                    let fault = Diagnostic::new(&UNKNOWN_ITEM, format!("there is no calculation item `{name}`"));
                    let fault = fault.at(tree.place(context, &text.span), "");
                    found.push(fault.did_you_mean(name, items.iter().map(String::as_str)));
                }
            }
        });
    }
}

/// The items of the group whose column of names this is.
fn items(context: &Context, column: &Expr) -> Option<Vec<String>> {
    let ExprKind::Column(column) = &bare(column).kind else { return None };
    let Lookup::Found(table) = context.table(&column.table.as_ref()?.text) else { return None };
    let groups = carried(&table.more, &table_path(table), "calculationGroup");
    let source = table.column(&column.name.text)?.source_column.as_deref()?;
    let items: Vec<String> = groups.first()?.children("calculationItem").into_iter().map(|item| item.name).collect();
    (same(source, "Name") && !items.is_empty()).then_some(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn items_are_those_of_the_group() {
        let text = |name: &str| {
            format!(
                "model Model\n    discourageImplicitMeasures\ntable G\n    calculationGroup\n        calculationItem PY = \
                 SELECTEDMEASURE()\n    measure M = CALCULATE(1, G[N] = \"{name}\")\n    column N\n        dataType: \
                 string\n        sourceColumn: Name\n"
            )
        };
        assert_eq!(lines(&UNKNOWN_ITEM, &text("PYY")), [6]);
        assert_eq!(lines(&UNKNOWN_ITEM, &text("py")), [0; 0]);
    }
}
