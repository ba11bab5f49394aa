//! MQ041, MQ042: the columns of a table and those that its query gives.

use std::collections::BTreeSet;

use super::Query;
use crate::check::column_types::last_types;
use crate::check::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity, suggest};
use crate::m::{self, Ending, Expr, ExprKind};
use crate::model::{Column, Table};

pub static MISSING_SOURCE_COLUMN: Code = Code {
    id: "MQ041",
    name: "missing-source-column",
    severity: Severity::Error,
    explanation:
        "The query of the table ends with columns that are all known, and the `sourceColumn` is none of them; or a \
step renames or removes that column. Refreshing fails. Where it depends on what a data source gives, nothing is said.

Wrong: `sourceColumn: Regoin` where the query ends with `Table.SelectColumns(Source, {\"Region\"})`.
Right: `sourceColumn: Region`",
};

pub static DOUBTFUL_SOURCE_COLUMN: Code = Code {
    id: "MQ042",
    name: "doubtful-source-column",
    severity: Severity::Warning,
    explanation: "The steps of the table's query name every column of the table but this one, and in a list of theirs \
stands one that differs from it by a letter or two, or is the only one besides, and that no column of the table is \
filled from; or the last of them writes it in another case. It is probably a typing mistake, on one side or the other.

Wrong: `sourceColumn: Regoin` where a step of the query is \
`Table.TransformColumnTypes(Source, {{\"Region\", type text}})`.
Right: `sourceColumn: Region`",
};

pub fn check(context: &Context, queries: &[Query], endings: &[Ending], found: &mut Vec<Diagnostic>) {
    let mut said = BTreeSet::new();
    for (query, ending) in queries.iter().zip(endings) {
        let gives_rows = query.property != "pollingExpression" && query.parsed.problems.is_empty();
        let Some(table) = query.table.filter(|_| gives_rows) else { continue };
        let faults = match &ending.columns {
            Some(columns) => missing(context, table, columns),
            None => perhaps_missing(context, table, query, ending),
        };
        let new = faults.into_iter().filter(|(name, _)| said.insert((table.name.as_str(), *name)));
        found.extend(together(new.map(|one| one.1).collect()));
    }
}

/// Of a query of which not all columns are known: the surest that can be said of them.
fn perhaps_missing<'a>(
    context: &Context,
    table: &'a Table,
    query: &Query,
    ending: &Ending,
) -> Vec<(&'a str, Diagnostic)> {
    let mut faults = gone(context, table, query, &ending.gone);
    match &ending.listed {
        Some(listed) => faults.extend(unlisted(context, table, listed)),
        None if !ending.gone.is_empty() => return faults,
        None => {}
    }
    if faults.is_empty() {
        faults = other_case(context, table, query);
    }
    if faults.is_empty() {
        faults = doubtful(context, table, query);
    }
    faults
}

/// So many columns of one table are lost by one step, and are one finding.
const MANY: usize = 4;

fn together(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if faults.len() < MANY || faults.iter().any(|fault| fault.code.id != MISSING_SOURCE_COLUMN.id) {
        return faults;
    }
    let others = faults.split_off(1);
    for first in &mut faults {
        first.message = format!("{}, nor {} others of the table", first.message, others.len());
        first.labels.extend(others.iter().flat_map(|other| other.labels.clone()));
    }
    faults
}

fn missing<'a>(context: &Context, table: &'a Table, columns: &[m::Column]) -> Vec<(&'a str, Diagnostic)> {
    let given: BTreeSet<String> = columns.iter().map(|column| column.name.to_lowercase()).collect();
    let names = || columns.iter().map(|column| column.name.as_str());
    let faults =
        sources(table).filter(|(_, source)| !given.contains(&source.to_lowercase())).map(|(column, source)| {
            let message = format!("the query of `{}` gives no column `{source}`", table.name);
            let fault = Diagnostic::new(&MISSING_SOURCE_COLUMN, message).at(place(context, table, column), "");
            let fault = fault.did_you_mean(source, names());
            let shown: Vec<String> = names().take(12).map(|name| format!("`{name}`")).collect();
            let more = columns.len().saturating_sub(shown.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let fault = match shown.is_empty() {
                true => fault.note("it gives no columns at all"),
                false => fault.note(format!("it gives {}{more}", shown.join(", "))),
            };
            (source, fault)
        });
    faults.collect()
}

/// Columns that a step has renamed or removed.
fn gone<'a>(context: &Context, table: &'a Table, query: &Query, gone: &[String]) -> Vec<(&'a str, Diagnostic)> {
    let mut named = BTreeSet::new();
    if let Some(expression) = query.parsed.expression() {
        texts(expression, &mut named);
    }
    // In another case it is perhaps still there.
    let is_only = |source: &str| named.iter().all(|name| *name == source || !name.eq_ignore_ascii_case(source));
    let is_gone = |source: &&str| gone.iter().any(|name| name == source) && is_only(source);
    let faults = sources(table).filter(|(_, source)| is_gone(source)).map(|(column, source)| {
        let message = format!("the query of `{}` gives no column `{source}` any more", table.name);
        let fault = Diagnostic::new(&MISSING_SOURCE_COLUMN, message).at(place(context, table, column), "");
        (source, fault.note("a step renames it or takes it out"))
    });
    faults.collect()
}

fn texts<'a>(expression: &'a Expr, found: &mut BTreeSet<&'a str>) {
    if let ExprKind::Text(text) = &expression.kind {
        found.insert(text);
    }
    m::walk::children(expression, &mut |child| texts(child, found));
}

/// Columns that no step has made, of a query whose steps speak of all others.
fn unlisted<'a>(context: &Context, table: &'a Table, listed: &[m::Column]) -> Vec<(&'a str, Diagnostic)> {
    let given: BTreeSet<String> = listed.iter().map(|column| column.name.to_lowercase()).collect();
    let (there, missing): (Vec<_>, Vec<_>) =
        sources(table).partition(|(_, source)| given.contains(&source.to_lowercase()));
    if there.len() <= 2 * missing.len() {
        return Vec::new();
    }
    let expected = missing.into_iter().filter(|(_, source)| !m::columns::is_numbered(source));
    let faults = expected.map(|(column, source)| {
        let message = format!("no step of the query of `{}` makes the column `{source}`", table.name);
        let fault = Diagnostic::new(&DOUBTFUL_SOURCE_COLUMN, message).at(place(context, table, column), "");
        (source, fault.did_you_mean(source, listed.iter().map(|column| column.name.as_str())))
    });
    faults.collect()
}

/// Columns that the last step, which gives columns their types, writes in another case: M tells upper from lower case.
fn other_case<'a>(context: &Context, table: &'a Table, query: &Query) -> Vec<(&'a str, Diagnostic)> {
    let Some(expression) = query.parsed.expression() else { return Vec::new() };
    let mut named = BTreeSet::new();
    texts(expression, &mut named);
    let typed: Vec<&str> = last_types(expression).into_iter().map(|(name, ..)| name).collect();
    let other = |source: &str| typed.iter().find(|name| name.eq_ignore_ascii_case(source));
    let written = sources(table).filter(|(_, source)| !named.contains(source));
    let faults = written.filter_map(|(column, source)| {
        let message = format!("the query of `{}` writes `{source}` as `{}`", table.name, other(source)?);
        let fault = Diagnostic::new(&DOUBTFUL_SOURCE_COLUMN, message).at(place(context, table, column), "");
        Some((source, fault.help("M tells upper from lower case: write both as the source does")))
    });
    faults.collect()
}

/// One column that no step names, where a list of columns has one that is near and that nothing is filled from.
fn doubtful<'a>(context: &Context, table: &'a Table, query: &Query) -> Vec<(&'a str, Diagnostic)> {
    let Some(expression) = query.parsed.expression() else { return Vec::new() };
    let mut named = Named::default();
    named.walk(expression, false);
    let is_named = |source: &str| named.anywhere.contains(&source.to_lowercase());
    let mut unnamed = sources(table).filter(|(_, source)| !is_named(source));
    // Where several are not named, the steps do not list the columns.
    let (Some((column, source)), None) = (unnamed.next(), unnamed.next()) else { return Vec::new() };
    let taken: BTreeSet<String> = sources(table).map(|(_, source)| source.to_lowercase()).collect();
    if m::columns::is_numbered(source) {
        return Vec::new();
    }
    let free = named.listed.iter().copied().filter(|name| !taken.contains(&name.to_lowercase()));
    let free: Vec<&str> = free.collect();
    let near = suggest::nearest(source, free.iter().copied().filter(|name| is_slip(name, source)));
    let Some(near) = near.or_else(|| only_other(table, expression, &free)) else { return Vec::new() };
    let message = format!("no step of the query of `{}` names the column `{source}`", table.name);
    let fault = Diagnostic::new(&DOUBTFUL_SOURCE_COLUMN, message).at(place(context, table, column), "");
    vec![(source, fault.help(format!("a step names `{near}`, which no column of the table is filled from")))]
}

/// The one column that nothing is filled from, of a last step that gives all others their types.
fn only_other<'a>(table: &Table, expression: &Expr, free: &[&'a str]) -> Option<&'a str> {
    let typed: BTreeSet<&str> = last_types(expression).into_iter().map(|(name, ..)| name).collect();
    let [only] = free else { return None };
    let others = sources(table).filter(|(_, source)| typed.contains(source)).count();
    (typed.contains(only) && others >= 2 && others + 1 == sources(table).count()).then_some(*only)
}

/// Names that differ by a letter or two, and not in their numbers: `Line 1` is no slip of `Line 2`.
fn is_slip(name: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let length = name.chars().count().min(other.chars().count());
    let allowed = if length < 6 { 1 } else { 2 };
    length >= 3 && digits(name) == digits(other) && strsim::damerau_levenshtein(name, other) <= allowed
}

/// What an expression speaks of.
#[derive(Default)]
struct Named<'a> {
    /// Texts, fields and names, in lower case.
    anywhere: BTreeSet<String>,
    /// Texts in a list: of columns, most often.
    listed: BTreeSet<&'a str>,
}

impl<'a> Named<'a> {
    fn walk(&mut self, expression: &'a Expr, in_list: bool) {
        match &expression.kind {
            ExprKind::Text(text) => {
                self.anywhere.insert(text.to_lowercase());
                if in_list {
                    self.listed.insert(text);
                }
            }
            ExprKind::Name { name, .. } => {
                self.anywhere.insert(name.to_lowercase());
            }
            _ => {}
        }
        m::walk::fields(expression, &mut |field| {
            self.anywhere.insert(field.to_lowercase());
        });
        let in_list = matches!(expression.kind, ExprKind::List(_));
        m::walk::children(expression, &mut |child| self.walk(child, in_list));
    }
}

/// The columns that are filled from the query, each with the name that they have there.
fn sources(table: &Table) -> impl Iterator<Item = (&Column, &str)> {
    let columns = table.columns.iter().filter(|column| column.expression.is_none());
    columns.filter_map(|column| Some((column, column.source_column.as_deref()?)))
}

fn place(context: &Context, table: &Table, column: &Column) -> crate::diag::Place {
    context.place(&path_in(table, "column", column.name.as_str()), "sourceColumn")
}
