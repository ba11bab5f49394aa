//! Calculated columns that need one another without naming one another.
//!
//! `CALCULATE` turns the row at hand into a filter. Where the table has a key, the key is that filter; where it has
//! none, every other column of the row is, so that a column that calls `CALCULATE` or a measure needs all others. One
//! such column is computed last; two wait for each other.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::index::Index;
use super::model::{Expression, Source, Tree};
use super::shapes::unwrapped;
use super::{SitePlace, Target};
use crate::dax::functions::lookup;
use crate::dax::tree::{Expr, ExprKind};
use crate::name::same;

/// The columns of one table that wait for each other, by the numbers of the sources; one list a table.
pub fn circles(index: &Index, sources: &[Source], expressions: &[&Expression]) -> Vec<Vec<usize>> {
    let plain = plain_measures(sources, expressions);
    let mut by_table: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, (source, expression)) in sources.iter().zip(expressions).enumerate() {
        let (SitePlace::CalculatedColumn, Some(home)) = (source.site.place, source.site.home) else { continue };
        let Some(table) = index.table(home).filter(|table| !table.has_key && !table.is_live) else { continue };
        let Tree::Expression(tree) = &expression.tree else { continue };
        let reader = Reader::new(&table.name, expression, &plain);
        if expression.syntax.is_empty() && reader.transits(tree) {
            by_table.entry(home.to_lowercase()).or_default().push(at);
        }
    }
    by_table.into_values().filter(|columns| columns.len() > 1).collect()
}

/// Measures that only aggregate, with the tables that they name: what others do to the filters is not followed.
fn plain_measures(sources: &[Source], expressions: &[&Expression]) -> HashMap<String, HashSet<String>> {
    let measures = sources.iter().zip(expressions).filter(|(source, _)| source.site.place == SitePlace::Measure);
    let plain = measures.filter_map(|(source, expression)| {
        let Tree::Expression(tree) = &expression.tree else { return None };
        let mut only_aggregates = true;
        tree.walk(&mut |inner| only_aggregates &= !changes_filters(inner));
        let mut tables = HashSet::new();
        for reference in &expression.bound.references {
            match &reference.target {
                Target::Measure(..) | Target::UserFunction(_) => return None,
                Target::Table(table) => drop(tables.insert(table.name.to_lowercase())),
                _ => {}
            }
        }
        only_aggregates.then(|| Some((source.name?.to_lowercase(), tables))).flatten()
    });
    plain.collect()
}

fn changes_filters(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Filtered(_) => true,
        ExprKind::Call(call) => {
            let name = call.function.text.to_ascii_uppercase();
            // What no function of the language is, is one of the model.
            lookup(&name).is_none()
                || name.starts_with("CALCULATE")
                || name.starts_with("ALL")
                || name.contains("FILTERS")
        }
        _ => false,
    }
}

struct Reader<'a> {
    home: &'a str,
    /// First byte of each name of a plain measure that names the table.
    measures: HashSet<usize>,
    /// First byte of each name of the table itself.
    own: HashSet<usize>,
}

impl<'a> Reader<'a> {
    fn new(home: &'a str, expression: &Expression, plain: &HashMap<String, HashSet<String>>) -> Self {
        let lower = home.to_lowercase();
        let (mut measures, mut own) = (HashSet::new(), HashSet::new());
        for reference in &expression.bound.references {
            match &reference.target {
                Target::Measure(_, measure)
                    if plain.get(&measure.name.to_lowercase()).is_some_and(|tables| tables.contains(&lower)) =>
                {
                    measures.insert(reference.span.start);
                }
                Target::Column(table, _) | Target::Table(table) if same(&table.name, home) => {
                    own.insert(reference.span.start);
                }
                _ => {}
            }
        }
        Self { home, measures, own }
    }

    fn transits(&self, expression: &Expr) -> bool {
        match &unwrapped(expression).kind {
            ExprKind::Column(column) => self.measures.contains(&column.name.span.start),
            ExprKind::Call(call) => match call.function.text.to_ascii_uppercase().as_str() {
                // What stands within is computed under other filters, without a row.
                "CALCULATE" => {
                    let Some((value, filters)) = call.arguments.split_first() else { return false };
                    filters.iter().all(|filter| self.is_of_others(filter)) && self.names_own(value)
                }
                "CALCULATETABLE" | "SUMMARIZECOLUMNS" => false,
                name => lookup(name).is_some() && call.arguments.iter().any(|argument| self.transits(argument)),
            },
            ExprKind::Filtered(_) => false,
            _ => expression.children().into_iter().any(|child| self.transits(child)),
        }
    }

    /// A condition on columns of other tables: it leaves the filters of this one alone.
    fn is_of_others(&self, filter: &Expr) -> bool {
        let mut is_simple = matches!(unwrapped(filter).kind, ExprKind::Chain(_));
        filter.walk(&mut |inner| {
            is_simple &= match &inner.kind {
                ExprKind::Column(column) => column.table.as_ref().is_some_and(|table| !same(&table.text, self.home)),
                ExprKind::Literal(_) | ExprKind::Chain(_) | ExprKind::Parenthesised(_) => true,
                ExprKind::Call(call) => call.arguments.is_empty(),
                _ => false,
            }
        });
        is_simple
    }

    /// An aggregate of the table itself.
    fn names_own(&self, value: &Expr) -> bool {
        let (mut names, mut is_simple) = (false, true);
        value.walk(&mut |inner| {
            names |= match &inner.kind {
                ExprKind::Column(column) => {
                    let start = column.name.span.start;
                    self.own.contains(&start) || self.measures.contains(&start)
                }
                ExprKind::Name(name) => self.own.contains(&name.span.start),
                _ => false,
            };
            is_simple &= !changes_filters(inner);
        });
        names && is_simple
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bind::{Site, bind_model, testing};
    use crate::model::Column;

    fn circles_of(columns: &[&str], is_key: bool) -> Vec<Vec<usize>> {
        let mut model = testing::model();
        let names: Vec<String> = (0..columns.len()).map(|at| format!("K{at}")).collect();
        for table in model.tables.iter_mut().filter(|table| table.name.as_str() == "Sales") {
            table.columns.iter_mut().take(1).for_each(|first| first.is_key = is_key);
            table.columns.extend(names.iter().zip(columns).map(|(name, text)| Column {
                name: name.as_str().into(),
                expression: Some((*text).to_owned()),
                ..Column::default()
            }));
        }
        let index = Index::new(&model);
        let site = |place| Site::new(place, "Sales");
        let mut sources: Vec<Source> = names
            .iter()
            .zip(columns)
            .map(|(name, text)| Source { text, site: site(SitePlace::CalculatedColumn), name: Some(name) })
            .collect();
        for (name, text) in [("Revenue", "SUM(Sales[Amount])"), ("Orders", "COUNTROWS(Sales)")] {
            sources.push(Source { text, site: site(SitePlace::Measure), name: Some(name) });
        }
        let bound = bind_model(&index, &sources);
        circles(&index, &sources, &bound.iter().collect::<Vec<_>>())
    }

    #[test]
    fn two_columns_that_filter_by_their_row_wait_for_each_other() {
        let sum = "CALCULATE(SUM(Sales[Amount]))";
        for other in [sum, "[Revenue]", "[Revenue] / [Orders]", "IF([Quantity] > 1, [Orders])"] {
            assert_eq!(circles_of(&[sum, "[Quantity] + 1", other], false), [vec![0, 2]], "{other}");
        }
        assert_eq!(circles_of(&["CALCULATE(SUM(Sales[Amount]), 'Date'[Year] = 2026)", sum], false), [vec![0, 1]]);
    }

    #[test]
    fn a_key_an_own_filter_or_one_column_alone_is_no_circle() {
        let sum = "CALCULATE(SUM(Sales[Amount]))";
        assert!(circles_of(&[sum, sum], true).is_empty());
        assert!(circles_of(&[sum, "[Quantity] + 1"], false).is_empty());
        for other in [
            "CALCULATE(SUM(Sales[Amount]), ALLEXCEPT(Sales, Sales[Note]))",
            "CALCULATE(SUM(Sales[Amount]), FILTER(Sales, Sales[Note] = \"a\"))",
            "CALCULATE([Revenue], ALL(Sales))",
            "CALCULATE(SUM(Product[Price]))",
            "SUMX(FILTER(Sales, Sales[Note] = EARLIER(Sales[Note])), Sales[Amount])",
        ] {
            assert!(circles_of(&[sum, other], false).is_empty(), "{other}");
        }
    }
}
