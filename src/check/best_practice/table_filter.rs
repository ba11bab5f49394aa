//! MD232, MD233: whole tables as filters.

use crate::check::context::{Context, Lookup};
use crate::check::dax_trees::{Tree, bare, is_one_of, table_name};
use crate::dax::tree::{Call, Column, Expr, ExprKind};
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::{dax_table, same};

pub static FILTERED_TABLE: Code = Code {
    id: "MD232",
    name: "filtered-table",
    severity: Severity::Note,
    explanation: "`FILTER` over a whole table, as a filter of `CALCULATE`, goes through all its rows and keeps all its columns in \
the filter. The condition alone filters the one column.

Wrong: `CALCULATE([Revenue], FILTER(Customer, Customer[Country] = \"Portugal\"))`.
Right: `CALCULATE([Revenue], KEEPFILTERS(Customer[Country] = \"Portugal\"))`.",
};

pub static FILTERED_BY_MEASURE: Code = Code {
    id: "MD233",
    name: "filtered-by-measure",
    severity: Severity::Note,
    explanation: "`FILTER` over a whole table computes the measure for every row of it. Over the values of the column \
that is meant, it computes it once for each.

Wrong: `CALCULATE([Revenue], FILTER(Customer, [Revenue] > 1000))`.
Right: `CALCULATE([Revenue], FILTER(VALUES(Customer[Customer ID]), [Revenue] > 1000))`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in &context.trees {
        for (call, _) in tree.calls_of(&["CALCULATE", "CALCULATETABLE"]) {
            for filter in call.arguments.iter().skip(1) {
                let ExprKind::Call(inner) = &bare(filter).kind else { continue };
                found.extend(one(context, tree, inner));
            }
        }
    }
}

fn one(context: &Context, tree: &Tree, filter: &Call) -> Option<Diagnostic> {
    let [table, condition] = filter.arguments.as_slice() else { return None };
    let Lookup::Found(table) = context.table(table_name(table).filter(|_| is_one_of(filter, &["FILTER"]))?) else {
        return None;
    };
    let left = leftmost(condition)?;
    let new = |code: &'static Code, message: String| {
        Diagnostic::new(code, message).at(tree.place(context, &filter.function.span), "")
    };
    let name = table.name.as_str();
    match &left.table {
        None if matches!(context.measure(&left.name.text), Lookup::Found(_)) => {
            let fault = new(&FILTERED_BY_MEASURE, format!("`FILTER` computes the measure for every row of `{name}`"));
            Some(fault.help(format!("write `FILTER(VALUES({}[…]), …)`", dax_table(name))))
        }
        Some(of) if same(&of.text, name) && speaks_of(condition, name) => {
            let fault = new(&FILTERED_TABLE, format!("`FILTER` goes through the whole table `{name}`"));
            Some(fault.help("write the condition alone, or in `KEEPFILTERS`"))
        }
        _ => None,
    }
}

/// What the first comparison of a condition compares.
fn leftmost(condition: &Expr) -> Option<&Column> {
    let ExprKind::Chain(chain) = &bare(condition).kind else { return None };
    match &bare(&chain.first).kind {
        ExprKind::Column(column) => Some(column),
        ExprKind::Chain(_) => leftmost(&chain.first),
        _ => None,
    }
}

/// Whether a condition has no other columns than one of this table: a filter by itself could say it.
fn speaks_of(condition: &Expr, table: &str) -> bool {
    let mut columns = Vec::new();
    let mut is_plain = true;
    condition.walk(&mut |expr| match &expr.kind {
        ExprKind::Column(column) => columns.push(column),
        ExprKind::Call(_) | ExprKind::Block(_) | ExprKind::Filtered(_) => is_plain = false,
        _ => {}
    });
    let of_table = |column: &Column| column.table.as_ref().is_some_and(|of| same(&of.text, table));
    is_plain
        && columns.iter().all(|column| of_table(column))
        && columns.windows(2).all(|two| same(&two[0].name.text, &two[1].name.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_condition_on_one_column_needs_no_table() {
        let filter = |condition: &str| with_measure(&format!("CALCULATE(SUM(T[A]), FILTER(T, {condition}))"));
        assert_eq!(lines(&FILTERED_TABLE, &filter("T[A] = 1 || T[A] = 2")), [3]);
        for right in ["T[A] = T[B]", "[N] > 1", "T[A] = MAX(T[A])"] {
            assert!(lines(&FILTERED_TABLE, &filter(right)).is_empty(), "{right}");
        }
        assert!(lines(&FILTERED_TABLE, &with_measure("COUNTROWS(FILTER(T, T[A] = 1))")).is_empty());
    }

    #[test]
    fn a_measure_is_computed_for_values() {
        assert_eq!(lines(&FILTERED_BY_MEASURE, &with_measure("CALCULATE(SUM(T[A]), FILTER(T, [N] > 1))")), [3]);
        let right = with_measure("CALCULATE(SUM(T[A]), FILTER(VALUES(T[A]), [N] > 1))");
        assert!(lines(&FILTERED_BY_MEASURE, &right).is_empty());
    }
}
