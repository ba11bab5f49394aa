//! MD050, MD051: names of measures.

use std::collections::BTreeMap;

use super::context::{Context, Lookup, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static DUPLICATE_MEASURE: Code = Code {
    id: "MD050",
    name: "duplicate-measure",
    severity: Severity::Error,
    explanation: "The name of a measure is unique in the whole model, whatever table it stands in; upper and lower \
case count as one.

Wrong: a measure `Total` in the table `Sales` and another `Total` in the table `Customer`.
Right: `Total Sales` and `Total Customers`.",
};

pub static MEASURE_AND_COLUMN: Code = Code {
    id: "MD051",
    name: "measure-and-column",
    severity: Severity::Error,
    explanation: "A measure and a column of one table may not have the same name.

Wrong:
    table Sales
    <tab>measure Revenue = SUM(Sales[Revenue])
    <tab>column Revenue
Right:
    table Sales
    <tab>measure 'Total Revenue' = SUM(Sales[Revenue])
    <tab>column Revenue",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (table, measure) in context.model.measures() {
        let name = measure.name.as_str();
        let path = path_in(table, "measure", name);
        if let Some(first) = seen.get(&name.to_lowercase()) {
            found.push(
                Diagnostic::new(&DUPLICATE_MEASURE, format!("there are two measures `{name}`"))
                    .at(context.origins.place(&path), "declared again here")
                    .at(context.origins.place(first), "first declared here")
                    .help("rename one of them: a measure's name is unique in the whole model"),
            );
        } else {
            seen.insert(name.to_lowercase(), path.clone());
        }
        if let Lookup::Found(column) = context.column(table, name) {
            let message = format!("the table `{}` has both a measure and a column `{name}`", table.name);
            found.push(
                Diagnostic::new(&MEASURE_AND_COLUMN, message)
                    .at(context.origins.place(&path), "the measure")
                    .at(context.origins.place(&path_in(table, "column", column.name.as_str())), "the column")
                    .help("rename one of them"),
            );
        }
    }
}
