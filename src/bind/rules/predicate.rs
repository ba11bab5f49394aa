//! DX123, DX124: the predicates of CALCULATE.

use crate::bind::Fault;
use crate::bind::binder::{Binder, Row};
use crate::bind::shapes::unwrapped;
use crate::dax::functions::{Kind, lookup};
use crate::dax::tree::{Column, Expr, ExprKind};
use crate::diag::{Code, Severity};
use crate::name::{dax_name, same};

pub static TWO_TABLES: Code = Code {
    id: "DX123",
    name: "predicate-of-two-tables",
    severity: Severity::Error,
    explanation:
        "A condition among the filters of `CALCULATE` stands for a filter on the columns it names, which must \
be of one table.

Wrong: `CALCULATE([Revenue], Sales[Quantity] > Product[Minimum])`
Right: `CALCULATE([Revenue], FILTER(Sales, Sales[Quantity] > RELATED(Product[Minimum])))`",
};

pub static MEASURE_IN_PREDICATE: Code = Code {
    id: "DX124",
    name: "measure-in-predicate",
    severity: Severity::Error,
    explanation:
        "A condition among the filters of `CALCULATE` cannot name a measure: put its value into a variable, or \
write the filter as `FILTER`.

Wrong: `CALCULATE([Revenue], Product[Price] > [Average Price])`
Right: `VAR average = [Average Price] RETURN CALCULATE([Revenue], Product[Price] > average)`",
};

/// `argument` stands among the filters.
pub fn check(binder: &Binder, argument: &Expr) -> Option<Fault> {
    let is_condition = matches!(unwrapped(argument).kind, ExprKind::Chain(_) | ExprKind::Unary(_));
    // With rows at hand a column may be a value of theirs.
    if !is_condition || binder.rows.iter().any(|row| matches!(row, Row::Of(_))) {
        return None;
    }
    let mut columns = Vec::new();
    collect(argument, &mut columns);
    let mut first: Option<&str> = None;
    for (column, expression) in columns {
        let table = match &column.table {
            Some(table) => binder.index.table(&table.text),
            None => None,
        };
        let name = &column.name.text;
        let is_measure = match table {
            Some(table) => table.column(name).is_none() && table.measure(name).is_some(),
            None => column.table.is_none() && binder.index.measure(name).is_some(),
        };
        if is_measure {
            let message = format!("the measure `{name}` cannot stand in a condition among filters");
            let fault = Fault::new(&MEASURE_IN_PREDICATE, expression.span.clone(), message);
            return Some(fault.help(format!("put {} into a variable before, or write `FILTER`", dax_name(name))));
        }
        let Some(table) = table.filter(|table| table.column(name).is_some()) else { continue };
        match first {
            Some(other) if !same(other, &table.name) => {
                let message =
                    format!("a condition among filters is of one table, not of `{other}` and `{}`", table.name);
                let fault = Fault::new(&TWO_TABLES, expression.span.clone(), message);
                return Some(fault.help("write it as `FILTER` over the table whose rows are to be kept"));
            }
            _ => first = Some(&table.name),
        }
    }
    None
}

/// The columns and measures that the condition reads itself, not what is aggregated within it.
fn collect<'e>(expression: &'e Expr, columns: &mut Vec<(&'e Column, &'e Expr)>) {
    match &expression.kind {
        ExprKind::Column(column) => columns.push((column, expression)),
        ExprKind::Chain(_) | ExprKind::Unary(_) | ExprKind::Parenthesised(_) => {
            expression.children().into_iter().for_each(|child| collect(child, columns));
        }
        ExprKind::Call(call) => {
            let is_scalar = lookup(&call.function.text).is_some_and(|function| {
                function
                    .signature
                    .parameters()
                    .all(|parameter| parameter.kinds.iter().all(|kind| matches!(kind, Kind::Scalar(_))))
            });
            if is_scalar {
                call.arguments.iter().for_each(|argument| collect(argument, columns));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_condition_is_of_one_table_and_without_measures() {
        assert_eq!(faults("CALCULATE([Revenue], Sales[Amount] > Product[Price])"), ["DX123"]);
        assert_eq!(faults("CALCULATE([Revenue], Product[Color] = \"a\" || Sales[Note] = \"b\")"), ["DX123"]);
        assert_eq!(faults("CALCULATE([Revenue], Product[Price] > [Revenue])"), ["DX124"]);
        assert_eq!(faults("CALCULATE([Revenue], KEEPFILTERS(YEAR(Sales[Date]) > [Orders]))"), ["DX124"]);
    }

    #[test]
    fn aggregates_variables_and_two_conditions_are_allowed() {
        let sound = [
            "CALCULATE([Revenue], Sales[Date] = MAX('Date'[Date]))",
            "CALCULATE([Revenue], Sales[Amount] > 1, Product[Price] > 2)",
            "VAR r = [Revenue] RETURN CALCULATE([Revenue], Product[Price] > r)",
            "CALCULATE([Revenue], FILTER(Sales, Sales[Amount] > RELATED(Product[Price]) && [Revenue] > 1))",
        ];
        for dax in sound {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
