//! MD040, MD041, MD042: the tables, columns and measures that DAX names.

use std::collections::BTreeSet;

use super::context::{Context, Lookup, column_names};
use super::dax_references::{Reference, References, references};
use super::dax_sources::{Dax, sources};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;

pub static UNKNOWN_TABLE: Code = Code {
    id: "MD040",
    name: "unknown-table",
    severity: Severity::Error,
    explanation: "DAX names a table that the model does not have. The model opens, and every visual that needs the \
expression shows an error.

Wrong: `SUM(Slaes[Revenue])`, where the table is called `Sales`.
Right: `SUM(Sales[Revenue])`.",
};

pub static UNKNOWN_COLUMN: Code = Code {
    id: "MD041",
    name: "unknown-column",
    severity: Severity::Error,
    explanation: "DAX names a column that the table does not have. The model opens, and every visual that needs the \
expression shows an error.

Wrong: `SUM(Sales[Revenu])`, where the column is called `Revenue`.
Right: `SUM(Sales[Revenue])`.",
};

pub static UNKNOWN_NAME: Code = Code {
    id: "MD042",
    name: "unknown-name",
    severity: Severity::Error,
    explanation: "DAX names something in brackets, without a table, that is no measure of the model, no column of a \
table that the expression speaks of, and no column that the expression makes itself.

Wrong: `[Total Revenu] * 2`, where the measure is called `Total Revenue`.
Right: `[Total Revenue] * 2`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for dax in sources(context.model) {
        let references = references(dax.text);
        let scope = Scope::new(context, &dax, &references);
        let mut said = BTreeSet::new();
        for reference in &references.names {
            let Some(diagnostic) = scope.check(reference) else { continue };
            if said.insert(diagnostic.message.clone()) {
                let place = context.origins.inside(&dax.path, dax.property, dax.text, reference.span.clone());
                found.push(diagnostic.at(place, ""));
            }
        }
    }
}

/// What one expression may name.
struct Scope<'a> {
    context: &'a Context<'a>,
    /// Lower-case names that stand without a table and are no measure.
    names: BTreeSet<String>,
    calendars: BTreeSet<String>,
}

impl<'a> Scope<'a> {
    fn new(context: &'a Context<'a>, dax: &Dax, references: &References) -> Self {
        let mut names: BTreeSet<String> = references.literals.iter().map(|text| text.to_lowercase()).collect();
        // In a row context a column may stand without its table, if the table is anywhere in the expression.
        let tables = references.names.iter().filter_map(|name| name.table.as_deref());
        for table in tables.chain(references.words.iter().map(String::as_str)) {
            if let Lookup::Found(table) = context.table(table) {
                names.extend(column_names(table).map(str::to_lowercase));
            }
        }
        names.extend(dax.home.into_iter().flat_map(column_names).map(str::to_lowercase));
        let more = context.model.tables.iter().flat_map(|table| &table.more);
        let calendars = more.filter_map(|property| property.name.strip_prefix("calendar "));
        let calendars = calendars.map(|name| name.trim_matches('\'').to_lowercase()).collect();
        Self { context, names, calendars }
    }

    fn check(&self, reference: &Reference) -> Option<Diagnostic> {
        match (&reference.table, &reference.column) {
            (Some(table), column) => self.in_table(table, column.as_deref()),
            (None, Some(name)) => self.alone(name),
            (None, None) => None,
        }
    }

    fn in_table(&self, name: &str, column: Option<&str>) -> Option<Diagnostic> {
        let table = match self.context.table(name) {
            Lookup::Found(table) => table,
            Lookup::Unknown => return None,
            Lookup::Missing if column.is_none() && self.calendars.contains(&name.to_lowercase()) => return None,
            Lookup::Missing => {
                let diagnostic = Diagnostic::new(&UNKNOWN_TABLE, format!("there is no table `{name}`"));
                return Some(diagnostic.did_you_mean(name, self.context.table_names()));
            }
        };
        let column = column?;
        if table.measure(column).is_some() || self.context.column(table, column) != Lookup::Missing {
            return None;
        }
        let message = format!("the table `{}` has no column `{column}`", table.name);
        let diagnostic = Diagnostic::new(&UNKNOWN_COLUMN, message);
        Some(match self.elsewhere(table, column) {
            Some(help) => diagnostic.help(help),
            None => diagnostic.did_you_mean(column, column_names(table)),
        })
    }

    /// Where a name stands that was looked for in the wrong table.
    fn elsewhere(&self, table: &Table, name: &str) -> Option<String> {
        if let Lookup::Found((home, measure)) = self.context.measure(name)
            && home.name != table.name
        {
            return Some(format!("`{}` is a measure of `{}`: write `[{}]`", measure.name, home.name, measure.name));
        }
        let mut others = self.context.model.tables.iter().filter(|other| other.column(name).is_some());
        let (other, None) = (others.next()?, others.next()) else { return None };
        Some(format!("the table `{}` has a column of this name", other.name))
    }

    fn alone(&self, name: &str) -> Option<Diagnostic> {
        let lower = name.to_lowercase();
        let is_known = self.names.contains(&lower) || is_made_by_functions(&lower);
        if is_known || self.context.measure(name) != Lookup::Missing {
            return None;
        }
        let measures = self.context.model.measures().map(|(_, measure)| measure.name.as_str());
        let diagnostic = Diagnostic::new(&UNKNOWN_NAME, format!("there is no measure or column `{name}` here"));
        let mut homes = self.context.model.tables.iter().filter(|table| table.column(name).is_some());
        Some(match homes.next() {
            Some(table) => diagnostic.help(format!("write the column with its table: `{}[{name}]`", table.name)),
            None => diagnostic.did_you_mean(name, measures),
        })
    }
}

/// Columns that functions of DAX name themselves: `GENERATESERIES`, table constructors, `CALENDAR`, `INFO` …
fn is_made_by_functions(lower: &str) -> bool {
    let numbered = lower.strip_prefix("value").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    numbered || lower == "date" || lower.starts_with("__")
}
