//! MD070: columns that stand for others in aggregated form.

use super::carried::{Carried, carried};
use super::context::{Context, Lookup, column_names, path_in};
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::column_reference::{name, table_and_column};

pub static BROKEN_AGGREGATION: Code = Code {
    id: "MD070",
    name: "broken-aggregation",
    severity: Severity::Error,
    explanation: "A column of an aggregation table says with `alternateOf` which column it sums up, or with `count` \
which table it counts. This one names something that is not there, or nothing.

Wrong:
    alternateOf
    <tab>summarization: sum
    <tab>baseColumn: Slaes.Revenue
Right:
    alternateOf
    <tab>summarization: sum
    <tab>baseColumn: Sales.Revenue",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        for column in &table.columns {
            let path = path_in(table, "column", column.name.as_str());
            let alternates = carried(&column.more, &path, "alternateOf");
            found.extend(alternates.iter().filter_map(|alternate| one(context, alternate)));
        }
    }
}

fn one(context: &Context, alternate: &Carried) -> Option<Diagnostic> {
    let new = |message: String, property: &str| {
        Diagnostic::new(&BROKEN_AGGREGATION, message).at(context.place(&alternate.path, property), "")
    };
    let (base, property) = match (alternate.text("baseColumn"), alternate.text("baseTable")) {
        (Some(column), _) => (table_and_column(column).map(|(table, column)| (table, Some(column))), "baseColumn"),
        (None, Some(table)) => (name(table).map(|table| (table, None)), "baseTable"),
        (None, None) if context.is_broken(&alternate.path) => return None,
        (None, None) => {
            let mut fault = new("this aggregation is of nothing".to_owned(), "summarization");
            // The reader takes it; what the engine does with it is not known.
            fault.severity = Severity::Warning;
            return Some(fault.help("add `baseColumn: Table.Column`, or `baseTable: Table` for a count"));
        }
    };
    let (table, column) = base?;
    let known = match context.table(&table) {
        Lookup::Found(known) => known,
        Lookup::Unknown => return None,
        Lookup::Missing => {
            let fault = new(format!("there is no table `{table}`"), property);
            return Some(fault.did_you_mean(&table, context.table_names()));
        }
    };
    let column = column.filter(|column| context.column(known, column) == Lookup::Missing)?;
    let fault = new(format!("the table `{}` has no column `{column}`", known.name), property);
    Some(fault.did_you_mean(&column, column_names(known)))
}
