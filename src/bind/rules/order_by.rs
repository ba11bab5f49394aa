//! DX126: the order of a query's rows.

use crate::bind::types::Relation;
use crate::bind::{Fault, Index};
use crate::dax::tree::{Expr, ExprKind};
use crate::diag::{Code, Severity};
use crate::name::dax_column;

pub static NOT_IN_RESULT: Code = Code {
    id: "DX126",
    name: "order-by-outside-the-result",
    severity: Severity::Error,
    explanation: "The rows of a query are ordered by columns of its result.

Wrong: `EVALUATE VALUES(Sales[Note]) ORDER BY Sales[Amount]`
Right: `EVALUATE VALUES(Sales[Note]) ORDER BY Sales[Note]`",
};

pub fn check(index: &Index, result: &Relation, key: &Expr) -> Option<Fault> {
    let ExprKind::Column(column) = &key.kind else { return None };
    let table = index.table(&column.table.as_ref()?.text)?;
    let found = table.column(&column.name.text)?;
    let has_name = || result.named(&column.name.text).any(|column| column.source.is_none());
    if result.open || result.has(table, found) || has_name() {
        return None;
    }
    let name = dax_column(&table.name, &found.name);
    Some(Fault::new(&NOT_IN_RESULT, key.span.clone(), format!("the result has no column `{name}` to order it by")))
}
