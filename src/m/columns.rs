//! The columns a query ends with, as far as the text tells.
//!
//! Steps are followed from the source on: a table that is spelled out, a type, a list of columns to keep. What a
//! data source gives is not known, and neither is anything that builds on it until a step names all columns. A step
//! that gives many columns their types most often names all of them: these are taken for the table's, with a doubt.

use std::ops::Deref;
use std::rc::Rc;

use super::kinds::Kind;
use super::{Document, Expr, Parsed, Problem};
use crate::diag::{Code, Severity};

mod access;
mod arguments;
mod evaluate;
mod functions;
mod judge;
mod names;
mod operators;
mod value;

use evaluate::Evaluator;
use value::Value;

pub use evaluate::is_numbered;

pub static MISSING_COLUMN: Code = Code {
    id: "MQ030",
    name: "missing-m-column",
    severity: Severity::Error,
    explanation: "The step names a column that its table does not have. Refreshing fails. M tells upper from lower \
case. It is reported where all columns of the table are known, or an earlier step has renamed or removed the one that is named.

Wrong: `Table.SelectColumns(#table({\"Country\", \"Region\"}, {}), {\"region\"})`
Right: `Table.SelectColumns(#table({\"Country\", \"Region\"}, {}), {\"Region\"})`",
};

pub static UNLISTED_COLUMN: Code = Code {
    id: "MQ032",
    name: "unlisted-m-column",
    severity: Severity::Warning,
    explanation: "A step gives the columns of the table their types, a later one names a column that is not among \
them and that no step in between has made. Power BI Desktop lists all columns in such a step: it is probably a typing \
mistake.

Wrong: `Table.RemoveColumns(Typed, {\"Regoin\"})` where `Typed` is \
`Table.TransformColumnTypes(Source, {{\"Region\", type text}, {\"Country\", type text}, {\"Code\", type text}})`
Right: `Table.RemoveColumns(Typed, {\"Region\"})`",
};

pub static COLUMN_TWICE: Code = Code {
    id: "MQ031",
    name: "m-column-twice",
    severity: Severity::Error,
    explanation: "The step makes a column with a name that the table already has. Refreshing fails. Where not all \
columns of the table are known, it has at least those that an earlier step has given a type.

Wrong: `Table.AddColumn(#table({\"Country\"}, {}), \"Country\", each null)`
Right: `Table.AddColumn(#table({\"Country\"}, {}), \"Region\", each null)`",
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// As it is written, without `nullable`: `text`, `Int64.Type`.
    pub ty: Option<String>,
    /// What its values surely are. A type may only be said, as `Table.AddColumn` does.
    pub kind: Option<Kind>,
}

impl Column {
    fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ty: None, kind: None }
    }
    fn typed(self, ty: Option<String>) -> Self {
        Self { ty, ..self }
    }
    fn of(self, kind: Option<Kind>) -> Self {
        Self { kind, ..self }
    }
}

/// The columns of the table that the expression gives; `None` where they cannot be told, or it gives no table.
pub fn columns(expression: &Expr) -> Option<Vec<Column>> {
    match Evaluator::new().expression(expression) {
        Value::Table(columns) if columns.is_whole => Some(columns.to_vec()),
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
    /// Those that its steps speak of, where it has perhaps more.
    pub listed: Option<Vec<Column>>,
    /// Those that a table has surely not, of which else nothing is known.
    pub gone: Vec<String>,
    /// What it ends with in place of a table.
    pub other: Option<&'static str>,
    pub problems: Vec<Problem>,
}

/// Queries that see one another by their names. Nothing is said of one whose text could not be read.
pub fn of_queries(queries: &[(Option<&str>, &Parsed)]) -> Vec<Ending> {
    let readable = |parsed: &Parsed| parsed.problems.is_empty();
    let queries: Vec<_> =
        queries.iter().map(|(name, parsed)| (*name, parsed.expression().filter(|_| readable(parsed)))).collect();
    let endings = Evaluator::new().queries(&queries).into_iter().map(|(value, mut problems)| {
        problems.sort_by_key(|problem| problem.span.start);
        let other = value.kind().filter(|kind| *kind != Kind::Table).map(Kind::described);
        let other = other.or(matches!(value, Value::Null).then_some("null"));
        let gone = match &value {
            Value::Rows(traces) => traces.gone.to_vec(),
            Value::Table(columns) => columns.taken.to_vec(),
            _ => Vec::new(),
        };
        let (columns, listed) = match value {
            Value::Table(columns) if columns.is_whole => (Some(columns.to_vec()), None),
            Value::Table(columns) => (None, Some(columns.to_vec())),
            _ => (None, None),
        };
        Ending { columns, listed, gone, other, problems }
    });
    endings.collect()
}

/// The columns of a table.
#[derive(Clone, Debug)]
struct Columns {
    columns: Rc<[Column]>,
    /// Whether they are surely all.
    is_whole: bool,
    /// Those that steps have renamed or removed, of a table of which perhaps not all are known.
    taken: Rc<[String]>,
}

impl Columns {
    fn listed(self) -> Self {
        Self { is_whole: false, ..self }
    }

    /// What is left of `before` when these are taken out of it.
    fn without<'a>(self, before: &'a Columns, taken: impl Iterator<Item = &'a str>) -> Self {
        if before.is_whole {
            return self;
        }
        let taken = before.taken.iter().map(String::as_str).chain(taken);
        let is_there = |name: &str| self.columns.iter().any(|column| column.name == name);
        let taken: Vec<String> = taken.filter(|name| !is_there(name)).map(str::to_owned).collect();
        Self { taken: taken.into(), ..self }
    }
}

impl Deref for Columns {
    type Target = [Column];
    fn deref(&self) -> &[Column] {
        &self.columns
    }
}

impl FromIterator<Column> for Columns {
    fn from_iter<I: IntoIterator<Item = Column>>(columns: I) -> Self {
        Self { columns: columns.into_iter().collect(), is_whole: true, taken: Rc::new([]) }
    }
}

impl From<Vec<Column>> for Columns {
    fn from(columns: Vec<Column>) -> Self {
        columns.into_iter().collect()
    }
}

#[cfg(test)]
mod tests;
