//! DX111 to DX114: arguments of the wrong kind.

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::binder::Binder;
use crate::bind::shapes::unwrapped;
use crate::bind::types::{Type, Value};
use crate::dax::functions::{Category, Context, Function, Kind, Parameter, Scalar, lookup};
use crate::dax::tree::{Expr, ExprKind, Name};
use crate::diag::suggest::nearest;
use crate::diag::{Code, Severity};

pub static NOT_A_TABLE: Code = Code {
    id: "DX111",
    name: "not-a-table",
    severity: Severity::Error,
    explanation: "A function wants a table and is given one value or a column. `VALUES`, `DISTINCT` and `ALL` make a \
table of a column.

Wrong: `COUNTROWS(Sales[Product])`
Right: `COUNTROWS(VALUES(Sales[Product]))`",
};

pub static NOT_A_COLUMN: Code = Code {
    id: "DX112",
    name: "not-a-column",
    severity: Severity::Error,
    explanation: "A function wants the name of a column and is given a measure or something computed. The iterators, \
whose names end with X, take any expression.

Wrong: `SUM(Sales[Quantity] * Sales[Price])`
Right: `SUMX(Sales, Sales[Quantity] * Sales[Price])`",
};

pub static NOT_A_WORD: Code = Code {
    id: "DX113",
    name: "unknown-word",
    severity: Severity::Error,
    explanation: "A function wants one of a few words, and is given another.

Wrong: `DATEADD('Date'[Date], -1, MONTHS)`
Right: `DATEADD('Date'[Date], -1, MONTH)`",
};

pub static TEXT_AGGREGATE: Code = Code {
    id: "DX114",
    name: "aggregate-of-text",
    severity: Severity::Error,
    explanation: "A function that computes with numbers is given a column of texts.

Wrong: `SUM(Customer[Name])`
Right: `DISTINCTCOUNT(Customer[Name])`",
};

pub fn check(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    if function.category == Category::VisualCalculation || given.word.is_some() || given.is_omitted {
        return None;
    }
    not_a_table(function, parameter, given, argument)
        .or_else(|| not_a_column(function, parameter, given, argument))
        .or_else(|| text(function, parameter, given, argument))
}

fn not_a_table(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let wants_table = parameter.kinds.iter().all(|kind| matches!(kind, Kind::Table | Kind::BaseTable));
    // A column may be what a list of holidays is given as.
    if !wants_table || function.name == "NETWORKDAYS" || !is_computed(argument) && given.column.is_none() {
        return None;
    }
    if !given.is_measure && given.column.is_none() && !matches!(given.ty, Type::Value(_)) {
        return None;
    }
    let what = match (&given.column, given.is_measure) {
        (Some(_), _) => "a column",
        (_, true) => "a measure",
        _ => "a value",
    };
    let message = format!("`{}` wants a table as its `{}`, not {what}", function.name, parameter.name);
    let fault = Fault::new(&NOT_A_TABLE, argument.span.clone(), message);
    Some(if given.column.is_some() { fault.help("`VALUES` makes a table of the column") } else { fault })
}

fn not_a_column(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let wants_column = parameter.is_column() && parameter.context == Context::Outer;
    if !wants_column || given.column.is_some() || matches!(function.name, "EARLIER" | "EARLIEST") {
        return None;
    }
    let is_value = is_computed(argument) && matches!(given.ty, Type::Value(_));
    // Of filter functions some take tables beside columns.
    let is_table = function.category == Category::Aggregation
        && matches!(unwrapped(argument).kind, ExprKind::Name(_))
        && matches!(given.ty, Type::Table(_));
    let what = match (given.is_measure, is_table) {
        (true, _) => "a measure",
        (_, true) => "a table",
        _ if is_value => "a computed value",
        _ => return None,
    };
    let message = format!("`{}` wants a column as its `{}`, not {what}", function.name, parameter.name);
    let fault = Fault::new(&NOT_A_COLUMN, argument.span.clone(), message);
    let iterator = format!("{}X", function.name);
    Some(match lookup(&iterator) {
        Some(_) if !given.is_measure => fault.help(format!("`{iterator}` takes an expression for each row of a table")),
        _ => fault,
    })
}

fn text(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let wants_number = parameter.kinds.contains(&Kind::Column(Scalar::Number))
        || matches!(function.name, "SUMX" | "AVERAGEX" | "PRODUCTX")
            && parameter.kinds.contains(&Kind::Scalar(Scalar::Number));
    if !wants_number || given.ty.value() != Value::Text {
        return None;
    }
    let message = format!("`{}` cannot compute with texts", function.name);
    let fault = Fault::new(&TEXT_AGGREGATE, argument.span.clone(), message);
    Some(fault.help("count them with `COUNTA` or `DISTINCTCOUNT`, or convert them with `VALUE`"))
}

/// What is a value by its form: no name, no block, no call of something that may give a table.
fn is_computed(argument: &Expr) -> bool {
    match &unwrapped(argument).kind {
        ExprKind::Literal(_)
        | ExprKind::Chain(_)
        | ExprKind::Unary(_)
        | ExprKind::Column(_)
        | ExprKind::Filtered(_) => true,
        ExprKind::Call(call) => lookup(&call.function.text).is_some_and(|function| {
            function.signature.gives_value()
                && !function.signature.gives_table()
                && function.category != Category::VisualCalculation
                && function.category != Category::Logical
        }),
        _ => false,
    }
}

/// A name where one of a few words is wanted.
pub fn word(binder: &Binder, function: &Function, parameter: &Parameter, name: &Name) -> Option<Fault> {
    parameter.words().next()?;
    if name.quoted || binder.has_variable(&name.text) || binder.index.table(&name.text).is_some() {
        return None;
    }
    let message = format!("`{}` cannot take `{}` as its `{}`", function.name, name.text, parameter.name);
    let fault = Fault::new(&NOT_A_WORD, name.span.clone(), message);
    Some(match nearest(&name.text, parameter.words()) {
        Some(near) => fault
            .help(format!("did you mean `{near}`?"))
            .fix(format!("write `{near}`"), vec![(name.span.clone(), near.to_owned())]),
        None => {
            let words: Vec<String> = parameter.words().map(|word| format!("`{word}`")).collect();
            fault.help(format!("it takes {}", words.join(", ")))
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_value_is_no_table() {
        for dax in ["COUNTROWS(Sales[Amount])", "COUNTROWS([Revenue])", "SUMX(1, 2)", "ISEMPTY(MAX(Sales[Amount]))"] {
            assert_eq!(faults(dax), ["DX111"], "{dax}");
        }
        assert_eq!(faults("COUNTROWS(VALUES(Sales[Amount])) + SUMX({ 1 }, 2) + COUNTROWS(Sales)"), [""; 0]);
    }

    #[test]
    fn a_measure_or_a_product_is_no_column() {
        assert_eq!(faults("SUM([Revenue])"), ["DX112"]);
        assert_eq!(faults("SUM(Sales[Quantity] + 1)"), ["DX112"]);
        assert_eq!(faults("SELECTEDVALUE([Revenue])"), ["DX112"]);
        assert_eq!(faults("SUM(Sales)"), ["DX112"]);
        assert_eq!(faults("VAR t = Sales RETURN DISTINCTCOUNT(t)"), ["DX112"]);
        assert_eq!(faults("MAX([Revenue], 1) + SUM([Amount])"), [""; 0]);
    }

    #[test]
    fn a_word_is_one_of_those_known() {
        assert_eq!(faults("CALCULATE([Revenue], DATEADD('Date'[Date], -1, MONTHS))"), ["DX113"]);
        assert_eq!(faults("RANKX(ALL(Product), [Revenue], , DSC)"), ["DX113"]);
        assert_eq!(faults("CALCULATE([Revenue], DATEADD('Date'[Date], -1, month))"), [""; 0]);
        assert_eq!(faults("RANKX(ALL(Product), [Revenue], , 0, DENSE)"), [""; 0]);
    }

    #[test]
    fn texts_are_not_added() {
        assert_eq!(faults("SUM(Sales[Note])"), ["DX114"]);
        assert_eq!(faults("AVERAGEX(Sales, Sales[Note] & \"\")"), ["DX114"]);
        assert_eq!(faults("SUM(Sales[Amount]) + COUNT(Sales[Note])"), [""; 0]);
    }
}
