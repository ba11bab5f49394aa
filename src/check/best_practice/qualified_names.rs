//! MD225, MD226: columns with their table, measures without.

use crate::bind::{SitePlace, Target, index};
use crate::check::context::Context;
use crate::check::dax_trees::Tree;
use crate::dax::Span;
use crate::dax::tree::{ExprKind, Literal, Name};
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::{dax_column, dax_name, dax_table, same};

pub static UNQUALIFIED_COLUMN: Code = Code {
    id: "MD225",
    name: "unqualified-column",
    severity: Severity::Note,
    explanation:
        "A column stands with its table, a measure without: so everybody sees which is which, and a measure that gets \
the column's name later changes nothing.

Wrong: `SUMX(Sales, [Quantity] * [Price])`, where both are columns.
Right: `SUMX(Sales, Sales[Quantity] * Sales[Price])`.",
};

pub static QUALIFIED_MEASURE: Code = Code {
    id: "MD226",
    name: "qualified-measure",
    severity: Severity::Note,
    explanation: "A measure stands without a table, a column with its own: so everybody sees which is which, and a \
measure may move to another table.

Wrong: `DIVIDE(Sales[Total Revenue], Sales[Orders])`, where both are measures.
Right: `DIVIDE([Total Revenue], [Orders])`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in &context.trees {
        let mut texts = Vec::new();
        tree.root.walk(&mut |expr| {
            if let ExprKind::Literal(Literal::Text(text)) = &expr.kind {
                texts.push(text.as_str());
            }
        });
        let targets = tree.targets();
        tree.root.walk(&mut |expr| {
            let ExprKind::Column(column) = &expr.kind else { return };
            match (&column.table, targets.get(&column.name.span.start)) {
                (Some(table), Some(Target::Measure(..))) => {
                    found.push(measure(context, tree, table, &column.name.text));
                }
                // The name of a column that the expression itself makes is a text in it.
                (None, Some(Target::Column(home, known)))
                    if !is_at_home(tree, home) && !texts.iter().any(|text| same(text, &known.name)) =>
                {
                    found.push(alone(context, tree, (&home.name, &known.name), &expr.span));
                }
                _ => {}
            }
        });
    }
}

/// In the columns of its own table a calculated column is at home.
fn is_at_home(tree: &Tree, table: &index::Table) -> bool {
    match tree.dax.place {
        SitePlace::CalculatedTable => true,
        SitePlace::CalculatedColumn => tree.dax.home.is_some_and(|home| same(home.name.as_str(), &table.name)),
        _ => false,
    }
}

fn measure(context: &Context, tree: &Tree, table: &Name, name: &str) -> Diagnostic {
    let place = tree.place(context, &table.span);
    let fault = Diagnostic::new(&QUALIFIED_MEASURE, format!("`{name}` is a measure and stands with a table"));
    let edit = tree.fix(context, "remove the table", &table.span, "");
    edit.into_iter().fold(fault.at(place, "").help(format!("write `{}`", dax_name(name))), Diagnostic::fix)
}

fn alone(context: &Context, tree: &Tree, (table, column): (&str, &str), span: &Span) -> Diagnostic {
    let fault = Diagnostic::new(&UNQUALIFIED_COLUMN, format!("the column `{column}` stands without its table"));
    let help = format!("write `{}`", dax_column(table, column));
    let fix = tree.fix(context, "name the table", &(span.start..span.start), &dax_table(table));
    fix.into_iter().fold(fault.at(tree.place(context, span), "").help(help), Diagnostic::fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_column_wants_its_table() {
        assert_eq!(lines(&UNQUALIFIED_COLUMN, &with_measure("SUMX(T, [A])")), [3]);
        assert_eq!(lines(&UNQUALIFIED_COLUMN, &with_measure("VAR A = 1 RETURN SUMX(FILTER(T, T[B] > A), [a])")), [3]);
        for right in ["SUMX(T, T[A])", "[N]", "SUMX(ADDCOLUMNS(T, \"A\", 1), [A])"] {
            assert!(lines(&UNQUALIFIED_COLUMN, &with_measure(right)).is_empty(), "{right}");
        }
    }

    #[test]
    fn a_measure_wants_none() {
        assert_eq!(lines(&QUALIFIED_MEASURE, &with_measure("T[N] * 2")), [3]);
        assert!(lines(&QUALIFIED_MEASURE, &with_measure("[N] * MIN(T[A])")).is_empty());
    }
}
