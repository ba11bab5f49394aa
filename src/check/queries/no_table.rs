//! MQ051: queries of tables that end with something else.

use super::Query;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::m::{Ending, Expr, ExprKind};

pub static NO_TABLE: Code = Code {
    id: "MQ051",
    name: "m-no-table",
    severity: Severity::Error,
    explanation: "The query of a partition ends with a value that is no table: its columns are not in it. It is \
perhaps the wrong step that stands behind `in`. Refreshing fails. A list or a value may fill a table of one column that has the name of \
the query; that is not reported.

Wrong: `let Source = Sales, Count = Table.RowCount(Source) in Count`
Right: `let Source = Sales, Kept = Table.Distinct(Source) in Kept`",
};

pub fn check(context: &Context, queries: &[Query], endings: &[Ending], found: &mut Vec<Diagnostic>) {
    for (query, ending) in queries.iter().zip(endings) {
        let gives_rows = query.property != "pollingExpression" && query.parsed.problems.is_empty();
        let Some(table) = query.table.filter(|_| gives_rows && !context.is_hurt(&query.path, query.property)) else {
            continue;
        };
        let (Some(what), Some(expression)) = (ending.other, query.parsed.expression()) else { continue };
        // A value alone keeps the place of a query that is to be written.
        if matches!(expression.kind, ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Null) {
            continue;
        }
        let sources: Vec<&str> = table.columns.iter().filter_map(|column| column.source_column.as_deref()).collect();
        if sources.is_empty() {
            continue;
        }
        if matches!(sources.as_slice(), [only] if *only == table.name.as_str()) && what != "a function" {
            continue;
        }
        let message = format!("the query of `{}` ends with {what} and not with a table", table.name);
        let fault = Diagnostic::new(&NO_TABLE, message).at(query.place(context, end(expression).span.clone()), "");
        found.push(fault.help("name the step that has the rows behind `in`"));
    }
}

fn end(expression: &Expr) -> &Expr {
    match &expression.kind {
        ExprKind::Let { body, .. } => body,
        _ => expression,
    }
}
