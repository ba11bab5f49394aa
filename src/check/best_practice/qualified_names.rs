//! MD225, MD226: columns with their table, measures without.

use crate::bind::SitePlace;
use crate::check::context::{Context, Lookup};
use crate::check::dax_trees::Tree;
use crate::dax::Span;
use crate::dax::tree::{Column, ExprKind, Literal, Name};
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
        tree.root.walk(&mut |expr| {
            let ExprKind::Column(column) = &expr.kind else { return };
            match &column.table {
                Some(table) => found.extend(measure(context, tree, table, &column.name.text)),
                // The name of a column that the expression itself makes is a text in it.
                None if texts.iter().any(|text| same(text, &column.name.text)) => {}
                None => found.extend(alone(context, tree, column, &expr.span)),
            }
        });
    }
}

fn measure(context: &Context, tree: &Tree, table: &Name, name: &str) -> Option<Diagnostic> {
    let Lookup::Found(known) = context.table(&table.text) else { return None };
    let Lookup::Found((home, _)) = context.measure(name) else { return None };
    if home.name != known.name || context.column(known, name) != Lookup::Missing {
        return None;
    }
    let place = tree.place(context, &table.span);
    let fault = Diagnostic::new(&QUALIFIED_MEASURE, format!("`{name}` is a measure and stands with a table"));
    let edit = tree.fix(context, "remove the table", &table.span, "");
    Some(edit.into_iter().fold(fault.at(place, "").help(format!("write `{}`", dax_name(name))), Diagnostic::fix))
}

fn alone(context: &Context, tree: &Tree, column: &Column, span: &Span) -> Option<Diagnostic> {
    // In the columns of its own table a calculated column is at home.
    if matches!(tree.dax.place, SitePlace::CalculatedColumn | SitePlace::CalculatedTable)
        || context.measure(&column.name.text) != Lookup::Missing
    {
        return None;
    }
    let table = tree.dax.home?;
    let Lookup::Found(known) = context.column(table, &column.name.text) else { return None };
    let fault = Diagnostic::new(&UNQUALIFIED_COLUMN, format!("the column `{}` stands without its table", known.name));
    let help = format!("write `{}`", dax_column(table.name.as_str(), known.name.as_str()));
    let fix = tree.fix(context, "name the table", &(span.start..span.start), &dax_table(table.name.as_str()));
    Some(fix.into_iter().fold(fault.at(tree.place(context, span), "").help(help), Diagnostic::fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_column_wants_its_table() {
        assert_eq!(lines(&UNQUALIFIED_COLUMN, &with_measure("SUMX(T, [A])")), [3]);
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
