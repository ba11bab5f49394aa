//! DX155, DX156: columns that have to be of one table, or of a table that is reached from it.

use std::collections::BTreeSet;

use super::paths::{are_known, reached};
use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::binder::Binder;
use crate::bind::index::{Column, Table};
use crate::bind::shapes::unwrapped;
use crate::bind::types::{Relation, RowColumn, Type};
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
    explanation:
        "A table is grouped by a column, or a column is searched in it, that is neither its own nor of a table to \
which relationships lead from its many side; or a window is parted by one that its table lacks.

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
        "LOOKUPVALUE" => searched(binder, placement, given, call),
        "INDEX" | "OFFSET" | "WINDOW" | "RANK" | "ROWNUMBER" => partition(placement, given, call),
        _ => None,
    }
}

fn several(function: &Function, given: &[Given], call: &Call) -> Option<Fault> {
    let is_table = |(given, argument): &(&Given, &Expr)| {
        let is_name = matches!(&unwrapped(argument).kind, ExprKind::Name(_));
        is_name && given.column.is_none() && matches!(given.ty, Type::Table(_))
    };
    if matches!(function.name, "ALL" | "ALLNOBLANKROW" | "ALLSELECTED")
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
            // Some of its columns have been picked, and this is not among them.
            let is_left_out = from.contains(&table.name.to_lowercase()) && !relation.holds(table);
            lacks(relation, table, column) && (is_left_out || !reached.contains(&table.name.to_lowercase()))
        })
    })?;
    let (table, column) = given.get(at)?.column.as_ref()?.source?;
    let name = dax_column(&table.name, &column.name);
    let message = format!("`{name}` is no column of the table, nor of one that relationships lead to from it");
    Some(Fault::new(&NOT_REACHED, call.arguments.get(at)?.span.clone(), message))
}

/// A column that is searched beside one of a table that has nothing to do with it.
fn searched(binder: &Binder, placement: &Placement, given: &[Given], call: &Call) -> Option<Fault> {
    let home = table(given.first()?).filter(|_| are_known(binder.index))?;
    let reached = reached(binder.index, &BTreeSet::from([home.name.to_lowercase()]));
    let is_other =
        |at: &usize| given.get(*at).and_then(table).is_some_and(|table| !reached.contains(&table.name.to_lowercase()));
    let at = placement.arguments(placement.form.position("search")?).find(is_other)?;
    let message = format!("this is no column of `{}`, nor of a table that relationships lead to from it", home.name);
    Some(Fault::new(&NOT_REACHED, call.arguments.get(at)?.span.clone(), message))
}

/// `PARTITIONBY` of a column that the table lacks.
fn partition(placement: &Placement, given: &[Given], call: &Call) -> Option<Fault> {
    let argument = |name: &str| placement.arguments(placement.form.position(name)?).next();
    let Type::Table(relation) = &given.get(argument("relation")?)?.ty else { return None };
    let at = argument("partition_by")?;
    let Type::Clause(_, columns) = &given.get(at)?.ty else { return None };
    let is_strange = |column: &RowColumn| column.source.is_some_and(|(table, one)| lacks(relation, table, one));
    let (table, column) = columns.columns().find(is_strange).filter(|_| !relation.open)?.source?;
    let message = format!("`{}` is no column of the table that is walked over", dax_column(&table.name, &column.name));
    Some(Fault::new(&NOT_REACHED, call.arguments.get(at)?.span.clone(), message))
}

/// Neither the column is there nor one that an expression has made and called the same.
fn lacks(relation: &Relation, table: &Table, column: &Column) -> bool {
    !relation.has(table, column) && relation.named(&column.name).all(|one| one.source.is_some())
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn columns_are_of_one_table() {
        assert_eq!(faults("CALCULATE([Revenue], ALL(Product[Color], 'Date'[Year]))"), ["DX155"]);
        assert_eq!(faults("CALCULATE([Revenue], REMOVEFILTERS('Date'[Year], Product[Color]))"), ["DX155"]);
        assert_eq!(faults("CALCULATE([Revenue], ALL(Sales, Product))"), ["DX155"]);
        assert_eq!(faults("CALCULATE([Revenue], ALLSELECTED(Sales, Product))"), ["DX155"]);
        assert_eq!(faults("CALCULATE([Revenue], ALL(Sales), REMOVEFILTERS(Product))"), [""; 0]);
        assert_eq!(faults("CALCULATE([Revenue], ALLSELECTED('Date'[Year], 'Date'[Month]))"), [""; 0]);
    }

    #[test]
    fn groups_are_columns_of_the_table_or_beyond() {
        assert_eq!(faults("COUNTROWS(SUMMARIZE(Product, Sales[Note]))"), ["DX156"]);
        assert_eq!(faults("COUNTROWS(GROUPBY(Sales, Other[Code]))"), ["DX156"]);
        assert_eq!(faults("COUNTROWS(SUMMARIZE(VALUES(Sales[Note]), Sales[Amount]))"), ["DX156"]);
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

    #[test]
    fn what_is_searched_belongs_to_what_is_read() {
        assert_eq!(faults("LOOKUPVALUE(Product[Price], Other[Code], \"x\")"), ["DX156"]);
        assert_eq!(faults("LOOKUPVALUE(Product[Price], Product[Color], \"x\")"), [""; 0]);
        assert_eq!(faults("LOOKUPVALUE(Sales[Amount], Product[Color], \"x\", Sales[Note], \"y\")"), [""; 0]);
    }

    #[test]
    fn windows_are_parted_by_columns_of_their_table() {
        let window = |by: &str| {
            let offset = format!("OFFSET(-1, ALLSELECTED('Date'[Year]), ORDERBY('Date'[Year]), PARTITIONBY({by}))");
            faults(&format!("CALCULATE([Revenue], {offset})"))
        };
        assert_eq!(window("Product[Color]"), ["DX156"]);
        assert_eq!(window("'Date'[Year]"), [""; 0]);
    }
}
