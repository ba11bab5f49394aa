//! MD040, MD041, MD042: the tables, columns and measures that DAX names.

use std::collections::BTreeSet;

use super::context::{Context, Lookup, column_names};
use super::dax_references::{Reference, References, references};
use super::dax_sources::{Dax, sources};
use super::kpi;
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
    let made = Made::new(context);
    for dax in sources(context.model) {
        let references = references(dax.text);
        let scope = Scope::new(context, &made, &dax, &references);
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

/// Lower-case names that DAX may use and that are neither tables, columns nor measures of the model.
struct Made {
    calendars: BTreeSet<String>,
    /// What belongs to key performance indicators.
    indicators: BTreeSet<String>,
}

impl Made {
    fn new(context: &Context) -> Self {
        let tables = &context.model.tables;
        let more = tables.iter().flat_map(|table| &table.more);
        let calendars = more.filter_map(|property| property.name.strip_prefix("calendar "));
        Self {
            calendars: calendars.map(|name| name.trim_matches('\'').to_lowercase()).collect(),
            indicators: tables.iter().flat_map(kpi::names).map(|name| name.to_lowercase()).collect(),
        }
    }
}

/// What one expression may name.
struct Scope<'a> {
    context: &'a Context<'a>,
    made: &'a Made,
    /// Lower-case names of the columns that the expression makes.
    literals: BTreeSet<String>,
    /// In a row context a column may stand without its table, if the table is anywhere in the expression.
    tables: Vec<&'a Table>,
}

impl<'a> Scope<'a> {
    fn new(context: &'a Context<'a>, made: &'a Made, dax: &Dax<'a>, references: &References) -> Self {
        let names = references.names.iter().filter_map(|name| name.table.as_deref());
        let names: BTreeSet<&str> = names.chain(references.words.iter().map(String::as_str)).collect();
        let spoken_of = names.into_iter().filter_map(|name| match context.table(name) {
            Lookup::Found(table) => Some(table),
            _ => None,
        });
        Self {
            context,
            made,
            literals: references.literals.iter().map(|text| text.to_lowercase()).collect(),
            tables: dax.home.into_iter().chain(spoken_of).collect(),
        }
    }

    fn has_column(&self, name: &str) -> bool {
        self.tables.iter().any(|table| matches!(self.context.column(table, name), Lookup::Found(_)))
    }

    fn check(&self, reference: &Reference) -> Option<Diagnostic> {
        match (&reference.table, &reference.column) {
            // `''[Value]` is a column that the expression makes, of no table.
            (Some(table), _) if table.is_empty() => None,
            (Some(table), column) => self.in_table(table, column.as_deref()),
            (None, Some(name)) => self.alone(name),
            (None, None) => None,
        }
    }

    fn in_table(&self, name: &str, column: Option<&str>) -> Option<Diagnostic> {
        let table = match self.context.table(name) {
            Lookup::Found(table) => table,
            Lookup::Unknown => return None,
            Lookup::Missing if column.is_none() && self.made.calendars.contains(&name.to_lowercase()) => return None,
            Lookup::Missing => {
                let diagnostic = Diagnostic::new(&UNKNOWN_TABLE, format!("there is no table `{name}`"));
                return Some(diagnostic.did_you_mean(name, self.context.table_names()));
            }
        };
        let column = column?;
        let is_known = self.context.has_measure(table, column) || self.made.indicators.contains(&column.to_lowercase());
        if is_known || self.context.column(table, column) != Lookup::Missing {
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
        let is_made = self.literals.contains(&lower) || self.made.indicators.contains(&lower);
        if is_made
            || is_made_by_functions(&lower)
            || self.has_column(name)
            || self.context.measure(name) != Lookup::Missing
        {
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
