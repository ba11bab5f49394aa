//! The columns a query ends with, as far as the text tells.
//!
//! Steps are followed from the source on: a table that is spelled out, a type, a list of columns to keep. What a
//! data source gives is not known, and neither is anything that builds on it until a step names all columns.

use std::rc::Rc;

use super::{Document, Expr, Parsed, Problem};
use crate::diag::{Code, Severity};

mod arguments;
mod evaluate;
mod functions;

use evaluate::{Evaluator, Value};

pub static MISSING_COLUMN: Code = Code {
    id: "MQ030",
    name: "missing-m-column",
    severity: Severity::Error,
    explanation: "The step names a column that its table does not have. Refreshing fails. M tells upper from lower \
case. It is reported only where all columns of the table are known.

Wrong: `Table.SelectColumns(#table({\"Country\", \"Region\"}, {}), {\"region\"})`
Right: `Table.SelectColumns(#table({\"Country\", \"Region\"}, {}), {\"Region\"})`",
};

pub static COLUMN_TWICE: Code = Code {
    id: "MQ031",
    name: "m-column-twice",
    severity: Severity::Error,
    explanation: "The step makes a column with a name that the table already has. Refreshing fails.

Wrong: `Table.AddColumn(#table({\"Country\"}, {}), \"Country\", each null)`
Right: `Table.AddColumn(#table({\"Country\"}, {}), \"Region\", each null)`",
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// As it is written, without `nullable`: `text`, `Int64.Type`.
    pub ty: Option<String>,
}

/// The columns of the table that the expression gives; `None` where they cannot be told, or it gives no table.
pub fn columns(expression: &Expr) -> Option<Vec<Column>> {
    match Evaluator::new().expression(expression) {
        Value::Table(columns) => Some(columns.to_vec()),
        _ => None,
    }
}

/// Columns that steps name and that are known not to be there, and columns that are made twice. Nothing is said of a
/// text that could not be read.
pub fn problems(parsed: &Parsed) -> Vec<Problem> {
    if !parsed.problems.is_empty() {
        return Vec::new();
    }
    let mut evaluator = Evaluator::new();
    match &parsed.document {
        Document::Expression(expression) => {
            evaluator.expression(expression);
        }
        Document::Section(section) => {
            evaluator.section(section);
        }
    }
    let mut problems = evaluator.problems;
    problems.sort_by_key(|problem| problem.span.start);
    problems
}

/// What a query ends with, and what is wrong with its columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ending {
    /// `None` where they cannot be told.
    pub columns: Option<Vec<Column>>,
    pub problems: Vec<Problem>,
}

/// Queries that see one another by their names. Nothing is said of one whose text could not be read.
pub fn of_queries(queries: &[(Option<&str>, &Parsed)]) -> Vec<Ending> {
    let readable = |parsed: &Parsed| parsed.problems.is_empty();
    let queries: Vec<_> =
        queries.iter().map(|(name, parsed)| (*name, parsed.expression().filter(|_| readable(parsed)))).collect();
    let endings = Evaluator::new().queries(&queries).into_iter().map(|(value, mut problems)| {
        problems.sort_by_key(|problem| problem.span.start);
        let columns = if let Value::Table(columns) = value { Some(columns.to_vec()) } else { None };
        Ending { columns, problems }
    });
    endings.collect()
}

type Columns = Rc<[Column]>;

#[cfg(test)]
mod tests;
