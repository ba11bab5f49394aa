//! RL034: figures that were reckoned before any role filtered.

use super::Findings;
use super::secured::Secured;
use super::whole::Model;
use crate::bind::{SitePlace, Target};
use crate::check::dax::Bound;
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::same;

pub static TOTALS_BEFORE_ROLES: Code = Code {
    id: "RL034",
    name: "totals-before-roles",
    severity: Severity::Warning,
    explanation: "A calculated table or column is reckoned at refresh, when no role filters. One that reads a table \
which the role filters, and stands where its filters do not reach, shows every reader the figures of all.

Wrong: `column 'Units Sold' = CALCULATE(SUM(Sales[Units]))` in Product, where a role filters Sales and not Product.
Right: a measure, which is reckoned for the reader.
Wrong: `Totals = SUMMARIZECOLUMNS(Product[Group], \"Units\", SUM(Sales[Units]))` without a filter in the role.
Right: the same as a measure, or a filter on Totals.",
};

pub fn check<'a>(model: &Model<'_, 'a>, secured: &mut Secured<'a>, findings: &mut Findings<'a>) {
    for (bound, read) in &model.reckoned {
        let Some(home) = bound.dax.home else { continue };
        let home = home.name.as_str();
        if secured.covered.contains(&home.to_lowercase()) || is_harmless(model, home) {
            continue;
        }
        let of_table = match bound.dax.place {
            SitePlace::CalculatedTable => true,
            SitePlace::CalculatedColumn if adds_up(bound) => false,
            _ => continue,
        };
        let Some(source) = read.intersection(&secured.covered).next() else { continue };
        let source = model.context.table_names().find(|name| same(name, source)).unwrap_or(home);
        if of_table {
            let Some(table) = secured.uncovered.iter().find(|table| same(table.name.as_str(), home)) else { continue };
            // A list of what the secured table itself looks up is no total.
            if model.filters_one_of(table, &secured.covered) {
                continue;
            }
            secured.take(home);
        }
        let place = model.context.origins.place(&bound.dax.path);
        let what = match bound.dax.name.filter(|_| !of_table) {
            Some(column) => crate::name::dax_column(home, column),
            None => home.to_owned(),
        };
        let subject = what.clone();
        findings.add(&TOTALS_BEFORE_ROLES, secured.name(), place.clone(), &subject, move |roles| {
            let message = format!(
                "{} {} in `{what}` what `{source}` holds of others: it is reckoned at refresh",
                roles.names, roles.see
            );
            Diagnostic::new(&TOTALS_BEFORE_ROLES, message)
                .at(place.clone(), "no role filters then")
                .help("make it a measure, or filter its table in the role")
        });
    }
}

/// A flag of a day tells when something was sold, not how much. What was declared public was perhaps not looked at so.
fn is_harmless(model: &Model, home: &str) -> bool {
    let is_public = model.context.model.table(home).is_some_and(|table| super::public::reason(table).is_some());
    model.open.contains(&home.to_lowercase()) && !is_public
}

/// Whether a column takes in more than rows that its own row looks up.
fn adds_up(bound: &Bound) -> bool {
    let references = &bound.expression.bound.references;
    let has_measure = references.iter().any(|reference| matches!(reference.target, Target::Measure(..)));
    let mut functions = references.iter().filter_map(|reference| match reference.target {
        Target::Function(function) => Some(function.name),
        _ => None,
    });
    has_measure || functions.any(|name| OVER_ROWS.contains(&name))
}

const OVER_ROWS: &[&str] = &[
    "AVERAGE",
    "AVERAGEX",
    "CALCULATE",
    "COUNT",
    "COUNTA",
    "COUNTAX",
    "COUNTROWS",
    "COUNTX",
    "DISTINCTCOUNT",
    "MAX",
    "MAXX",
    "MEDIAN",
    "MEDIANX",
    "MIN",
    "MINX",
    "PRODUCTX",
    "SUM",
    "SUMX",
];
