//! DX123, DX124, DX158, DX193: the predicates of CALCULATE.

use std::rc::Rc;

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::binder::{Binder, Row};
use crate::bind::shapes::unwrapped;
use crate::bind::types::{Relation, Type, Value};
use crate::dax::functions::{Parameter, lookup};
use crate::dax::tree::{Call, Column, Expr, ExprKind};
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
        "A condition among the filters of `CALCULATE` cannot name a measure, nor call `CALCULATE`: put its value into a variable, or \
write the filter as `FILTER`.

Wrong: `CALCULATE([Revenue], Product[Price] > [Average Price])`
Right: `VAR average = [Average Price] RETURN CALCULATE([Revenue], Product[Price] > average)`",
};

pub static NO_COLUMN: Code = Code {
    id: "DX158",
    name: "filter-without-column",
    severity: Severity::Warning,
    explanation: "A filter of `CALCULATE` is a condition on a column, a table, or one of the functions that change \
filters. A column that is neither true nor false filters nothing by itself.

Wrong: `CALCULATE([Revenue], Customer[Segment])`
Right: `CALCULATE([Revenue], Customer[Segment] = \"Champions\")`",
};

pub static VALUE_AS_FILTER: Code = Code {
    id: "DX193",
    name: "value-as-filter",
    severity: Severity::Error,
    explanation: "A filter of `CALCULATE` names the column that it is of. A value, or a condition on nothing but \
values, names none, and is refused.

Wrong: `CALCULATE([Revenue], \"Champions\")`, `VAR n = [Orders] RETURN CALCULATE([Revenue], n > 1)`
Right: `CALCULATE([Revenue], Customer[Segment] = \"Champions\")`",
};

/// A column or a measure that stands among the filters by itself.
pub fn bare(given: &Given, column: &Column, argument: &Expr) -> Option<Fault> {
    if given.is_measure {
        return Some(measure(&column.name.text, argument));
    }
    let is_other = given.column.is_some() && !matches!(given.ty.value(), Value::Boolean | Value::Unknown);
    let message = || format!("the column `{}` alone filters nothing", column.name.text);
    is_other.then(|| Fault::new(&NO_COLUMN, argument.span.clone(), message()))
}

fn measure(name: &str, expression: &Expr) -> Fault {
    let message = format!("the measure `{name}` cannot stand in a condition among filters");
    let fault = Fault::new(&MEASURE_IN_PREDICATE, expression.span.clone(), message);
    fault.help(format!("put {} into a variable before, or write `FILTER`", dax_name(name)))
}

/// A value, or a condition in which no column stands.
fn without_column(binder: &Binder, argument: &Expr) -> Option<Fault> {
    let message = match &unwrapped(argument).kind {
        ExprKind::Literal(_) => "a constant filters nothing",
        ExprKind::Chain(_) | ExprKind::Unary(_) if is_of_values(binder, argument) => {
            "no column stands in this condition"
        }
        ExprKind::Call(call) if is_value_without_column(call) || is_of_values(binder, argument) => {
            "this value filters nothing"
        }
        _ => return None,
    };
    Some(Fault::new(&VALUE_AS_FILTER, argument.span.clone(), message))
}

/// What a variable or a block behind variables gives, when it is bound.
pub fn value(ty: &Type, argument: &Expr) -> Option<Fault> {
    let is_value = |value: Value| value.is_number() || matches!(value, Value::Text | Value::DateTime);
    let gives_it = matches!(unwrapped(argument).kind, ExprKind::Name(_) | ExprKind::Block(_));
    let is_other = gives_it && matches!(ty, Type::Value(value) if is_value(*value));
    is_other.then(|| Fault::new(&VALUE_AS_FILTER, argument.span.clone(), "this value filters nothing"))
}

/// Whether constants, variables and aggregates are all there is in it.
fn is_of_values(binder: &Binder, expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Literal(_) => true,
        // A parameter may be a column.
        ExprKind::Name(name) => binder.variables.get(&name.text).is_some_and(|variable| !variable.is_parameter),
        ExprKind::Chain(_) | ExprKind::Unary(_) | ExprKind::Parenthesised(_) => {
            expression.children().into_iter().all(|child| is_of_values(binder, child))
        }
        ExprKind::Call(call) => {
            let of_values = || call.arguments.iter().all(|argument| is_of_values(binder, argument));
            is_value_without_column(call) || takes_values(call) && !call.arguments.is_empty() && of_values()
        }
        _ => false,
    }
}

/// Whether each argument is one value.
fn takes_values(call: &Call) -> bool {
    lookup(&call.function.text).is_some_and(|function| function.signature.parameters().all(Parameter::is_scalar))
}

fn is_value_without_column(call: &Call) -> bool {
    lookup(&call.function.text).is_some_and(|function| {
        let is_constant =
            call.arguments.is_empty() && matches!(function.name, "TRUE" | "FALSE" | "BLANK" | "TODAY" | "NOW");
        let of_columns = ["SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTROWS", "DISTINCTCOUNT", "SELECTEDVALUE"];
        is_constant || of_columns.contains(&function.name)
    })
}

/// `argument` stands among the filters.
pub fn check(binder: &Binder, argument: &Expr) -> Option<Fault> {
    let is_condition = matches!(unwrapped(argument).kind, ExprKind::Chain(_) | ExprKind::Unary(_));
    if let Some(fault) = without_column(binder, argument) {
        return Some(fault);
    }
    if let Some(nested) = is_condition.then(|| nested(argument)).flatten() {
        let message = "a `CALCULATE` of its own cannot stand in a condition among filters";
        let fault = Fault::new(&MEASURE_IN_PREDICATE, nested.span.clone(), message);
        return Some(fault.help("put its value into a variable before, or write `FILTER`"));
    }
    if !is_condition {
        return None;
    }
    let rows: Vec<&Rc<Relation>> =
        binder.rows.iter().filter_map(|row| if let Row::Of(rows) = row { Some(rows) } else { None }).collect();
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
        let is_of_rows = || rows.iter().any(|rows| rows.open || rows.named(name).next().is_some());
        if is_measure && !is_of_rows() {
            return Some(measure(name, expression));
        }
        // With rows at hand a column may be a value of theirs.
        if !rows.is_empty() {
            continue;
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

/// The `CALCULATE` that the condition calls itself.
fn nested(expression: &Expr) -> Option<&Expr> {
    match &expression.kind {
        ExprKind::Chain(_) | ExprKind::Unary(_) | ExprKind::Parenthesised(_) => {
            expression.children().into_iter().find_map(nested)
        }
        ExprKind::Call(call) => call.function.text.eq_ignore_ascii_case("CALCULATE").then_some(expression),
        _ => None,
    }
}

/// The columns and measures that the condition reads itself, not what is aggregated within it.
fn collect<'e>(expression: &'e Expr, columns: &mut Vec<(&'e Column, &'e Expr)>) {
    match &expression.kind {
        ExprKind::Column(column) => columns.push((column, expression)),
        ExprKind::Chain(_) | ExprKind::Unary(_) | ExprKind::Parenthesised(_) => {
            expression.children().into_iter().for_each(|child| collect(child, columns));
        }
        ExprKind::Call(call) if takes_values(call) => {
            call.arguments.iter().for_each(|argument| collect(argument, columns));
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
        assert_eq!(faults("SUMX(Sales, CALCULATE([Revenue], [Orders] > 1))"), ["DX124"]);
        assert_eq!(faults("SUMX(ADDCOLUMNS(Sales, \"x\", 1), CALCULATE([Revenue], Sales[Quantity] > [x]))"), [""; 0]);
        assert_eq!(faults("CALCULATE([Revenue], Product[Price] > CALCULATE(MAX(Product[Price])))"), ["DX124"]);
    }

    #[test]
    fn a_filter_is_of_a_column() {
        for dax in [
            "1 = 1",
            "MAX(Sales[Date]) > TODAY()",
            "\"Red\"",
            "2026",
            "FORMAT(1, \"0\")",
            "TRUE()",
            "SUM(Sales[Amount])",
        ] {
            assert_eq!(faults(&format!("CALCULATE([Revenue], {dax})")), ["DX193"], "{dax}");
        }
        assert_eq!(faults("CALCULATE([Revenue], Product[Color])"), ["DX158"]);
        assert_eq!(faults("VAR n = [Orders] RETURN CALCULATE([Revenue], n > 1)"), ["DX193"]);
        assert_eq!(faults("CALCULATE([Revenue], SELECTEDVALUE('Date'[Year]) = 2010)"), ["DX193"]);
        assert_eq!(faults("CALCULATE([Revenue], YEAR(TODAY()) = 2011)"), ["DX193"]);
        assert_eq!(faults("CALCULATE([Revenue], VAR n = 1 RETURN n + 1)"), ["DX193"]);
        assert_eq!(faults("VAR d = MAX('Date'[Date]) RETURN CALCULATE([Revenue], d)"), ["DX193"]);
        assert_eq!(faults("CALCULATE([Revenue], [Orders])"), ["DX124"]);
        assert_eq!(faults("VAR t = VALUES(Product[Color]) RETURN CALCULATE([Revenue], t, Product[Active])"), [""; 0]);
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
