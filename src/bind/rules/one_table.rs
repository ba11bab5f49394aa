//! DX155, DX156: columns that have to be of one table, or of a table that is reached from it.

use std::collections::BTreeSet;

use super::paths::{are_known, reached};
use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::binder::Binder;
use crate::bind::index::Table;
use crate::bind::shapes::unwrapped;
use crate::bind::types::{Relation, Type};
use crate::dax::functions::{Function, Placement};
use crate::dax::tree::{Call, Expr, ExprKind};
use crate::diag::{Code, Severity};
use crate::name::dax_column;

pub static OF_SEVERAL_TABLES: Code = Code {
    id: "DX155",
    name: "columns-of-several-tables",
    severity: Severity::Error,
    explanation: "`ALL`, `ALLNOBLANKROW`, `ALLSELECTED` and `REMOVEFILTERS` take columns of one table.

Wrong: `CALCULATE([Revenue], ALL(Product[Color], 'Date'[Year]))`
Right: `CALCULATE([Revenue], ALL(Product[Color]), ALL('Date'[Year]))`",
};

pub static NOT_REACHED: Code = Code {
    id: "DX156",
    name: "column-not-of-the-table",
    severity: Severity::Error,
    explanation: "A table is grouped by a column that is neither its own nor of a table to which relationships lead \
from its many side.

Wrong: `SUMMARIZE(Product, Sales[Quantity])`
Right: `SUMMARIZE(Sales, Product[Color])`",
};

pub fn check(
    binder: &Binder,
    function: &Function,
    placement: &Placement,
    given: &[Given],
    call: &Call,
) -> Option<Fault> {
    match function.name {
        "ALL" | "ALLNOBLANKROW" | "ALLSELECTED" | "REMOVEFILTERS" => several(function, given, call),
        "SUMMARIZE" | "GROUPBY" => not_reached(binder, placement, "group", given, call),
        "ALLEXCEPT" => not_reached(binder, placement, "column", given, call),
        _ => None,
    }
}

fn several(function: &Function, given: &[Given], call: &Call) -> Option<Fault> {
    let is_table = |(given, argument): &(&Given, &Expr)| {
        let is_name = matches!(&unwrapped(argument).kind, ExprKind::Name(_));
        is_name && given.column.is_none() && matches!(given.ty, Type::Table(_))
    };
    if matches!(function.name, "ALL" | "ALLNOBLANKROW")
        && given.len() > 1
        && let Some((_, named)) = given.iter().zip(&call.arguments).find(is_table)
    {
        let message = format!("`{}` takes one table, or columns of one", function.name);
        let fault = Fault::new(&OF_SEVERAL_TABLES, named.span.clone(), message);
        return Some(fault.help(format!("write one `{}` for each table", function.name)));
    }
    let first = table(given.first()?)?;
    let other = given.iter().position(|one| table(one).is_some_and(|table| !std::ptr::eq(table, first)))?;
    let name = &table(given.get(other)?)?.name;
    let message = format!("`{}` takes columns of one table, not of `{}` and `{name}`", function.name, first.name);
    let fault = Fault::new(&OF_SEVERAL_TABLES, call.arguments.get(other)?.span.clone(), message);
    Some(fault.help(format!("write one `{}` for each table", function.name)))
}

fn table<'i>(given: &Given<'i>) -> Option<&'i Table> {
    given.column.as_ref()?.source.map(|(table, _)| table)
}

fn not_reached(binder: &Binder, placement: &Placement, columns: &str, given: &[Given], call: &Call) -> Option<Fault> {
    let Type::Table(relation) = &given.first()?.ty else { return None };
    if relation.open || !are_known(binder.index) {
        return None;
    }
    let from: BTreeSet<String> = relation.tables().map(|table| table.name.to_lowercase()).collect();
    let reached = reached(binder.index, &from);
    let at = placement.arguments(placement.form.position(columns)?).find(|at| {
        let source = given.get(*at).and_then(|given| given.column.as_ref()?.source);
        source.is_some_and(|(table, column)| {
            !relation.has(table, column)
                && !is_made(relation, &column.name)
                && !reached.contains(&table.name.to_lowercase())
        })
    })?;
    let (table, column) = given.get(at)?.column.as_ref()?.source?;
    let name = dax_column(&table.name, &column.name);
    let message = format!("`{name}` is no column of the table, nor of one that relationships lead to from it");
    Some(Fault::new(&NOT_REACHED, call.arguments.get(at)?.span.clone(), message))
}

/// Whether an expression has made a column that is called so.
fn is_made(relation: &Relation, name: &str) -> bool {
    relation.named(name).any(|column| column.source.is_none())
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn columns_are_of_one_table() {
        assert_eq!(faults("CALCULATE([Revenue], ALL(Product[Color], 'Date'[Year]))"), ["DX155"]);
        assert_eq!(faults("CALCULATE([Revenue], REMOVEFILTERS('Date'[Year], Product[Color]))"), ["DX155"]);
        assert_eq!(faults("CALCULATE([Revenue], ALL(Sales, Product))"), ["DX155"]);
        assert_eq!(faults("CALCULATE([Revenue], ALL(Sales), REMOVEFILTERS(Product))"), [""; 0]);
        assert_eq!(faults("CALCULATE([Revenue], ALLSELECTED('Date'[Year], 'Date'[Month]))"), [""; 0]);
    }

    #[test]
    fn groups_are_columns_of_the_table_or_beyond() {
        assert_eq!(faults("COUNTROWS(SUMMARIZE(Product, Sales[Note]))"), ["DX156"]);
        assert_eq!(faults("COUNTROWS(GROUPBY(Sales, Other[Code]))"), ["DX156"]);
        assert_eq!(faults("CALCULATE([Revenue], ALLEXCEPT(Product, Other[Code]))"), ["DX156"]);
        for dax in [
            "COUNTROWS(SUMMARIZE(Sales, Product[Color], 'Date'[Year], Sales[Note]))",
            "COUNTROWS(SUMMARIZE(FILTER(Sales, TRUE()), Product[Color]))",
            "COUNTROWS(SUMMARIZE(CROSSJOIN(Product, Other), Other[Code]))",
            "CALCULATE([Revenue], ALLEXCEPT(Sales, Product[Color]))",
        ] {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
