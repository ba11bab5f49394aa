//! DX111 to DX114: arguments of the wrong kind.

use super::{condition, dates, number};
use crate::bind::arguments::Given;
use crate::bind::binder::Binder;
use crate::bind::shapes::unwrapped;
use crate::bind::types::{Type, Value};
use crate::bind::{Fault, SitePlace};
use crate::dax::functions::{Category, Context, Function, Kind, Parameter, Scalar, lookup};
use crate::dax::tree::{Expr, ExprKind, Literal, Name};
use crate::diag::suggest::nearest;
use crate::diag::{Code, Severity};

pub static NOT_A_TABLE: Code = Code {
    id: "DX111",
    name: "not-a-table",
    severity: Severity::Error,
    explanation: "A function, or a calculated table, wants a table and is given one value or a column. `VALUES`, `DISTINCT` and `ALL` make a \
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

pub static NOT_A_MEASURE: Code = Code {
    id: "DX185",
    name: "not-a-measure",
    severity: Severity::Error,
    explanation: "A function speaks of a measure, and is given a column or a table.

Wrong: `ISSELECTEDMEASURE(Sales[Amount])`
Right: `ISSELECTEDMEASURE([Revenue])`",
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
    let value = given.ty.value();
    not_a_table(function, parameter, given, argument)
        .or_else(|| not_a_measure(function, parameter, given, argument))
        .or_else(|| not_a_column(function, parameter, given, argument))
        .or_else(|| text(function, parameter, given, argument))
        .or_else(|| text_for_word(function, parameter, argument))
        .or_else(|| number::argument(function, parameter, value, argument))
        .or_else(|| condition::argument(function, parameter, value, argument))
        .or_else(|| dates::check(function, parameter, given, argument))
}

/// What a calculated table is computed by gives rows.
pub fn of_site(place: SitePlace, ty: &Type, expression: &Expr) -> Option<Fault> {
    let what = match place {
        SitePlace::CalculatedTable => "a calculated table is",
        SitePlace::DetailRows => "detail rows are",
        _ => return None,
    };
    let is_wrong = matches!(ty, Type::Value(_)) && is_value(expression);
    let message = format!("{what} computed from a table, not from a value");
    is_wrong.then(|| {
        let fault = Fault::new(&NOT_A_TABLE, expression.span.clone(), message);
        fault.help("`ROW` makes a table of values, and so do braces: `{ 1 }`")
    })
}

/// Of a block what it returns; a column without a row has been said.
fn is_value(expression: &Expr) -> bool {
    match &unwrapped(expression).kind {
        ExprKind::Block(block) => is_value(&block.body),
        ExprKind::Column(column) => column.table.is_none(),
        _ => is_computed(expression) || is_call_of(expression, |function| TRUE_OR_FALSE.contains(&function.name)),
    }
}

/// Of the logical functions those that never give a table.
const TRUE_OR_FALSE: &[&str] = &["TRUE", "FALSE", "NOT", "AND", "OR"];

fn is_call_of(argument: &Expr, is_it: impl Fn(&Function) -> bool) -> bool {
    let ExprKind::Call(call) = &unwrapped(argument).kind else { return false };
    lookup(&call.function.text).is_some_and(is_it)
}

/// A variable that has one value.
fn is_variable(given: &Given, argument: &Expr) -> bool {
    let ExprKind::Name(name) = &unwrapped(argument).kind else { return false };
    let is_known = |value: &Value| !matches!(value, Value::Unknown | Value::Blank | Value::Variant);
    !name.quoted && matches!(&given.ty, Type::Value(value) if is_known(value))
}

/// What a function of the model gives that computes a value.
fn is_of_user(given: &Given, argument: &Expr) -> bool {
    let ExprKind::Call(call) = &unwrapped(argument).kind else { return false };
    lookup(&call.function.text).is_none() && matches!(given.ty, Type::Value(_))
}

fn not_a_table(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let wants_table = parameter.kinds.iter().all(|kind| matches!(kind, Kind::Table | Kind::BaseTable | Kind::Axis));
    if parameter.kinds.iter().all(|kind| *kind == Kind::BaseTable) && makes_table(argument) {
        let message =
            format!("`{}` wants the name of a table as its `{}`, no expression", function.name, parameter.name);
        return Some(Fault::new(&NOT_A_TABLE, argument.span.clone(), message));
    }
    if wants_table && let Some(condition) = kept_condition(argument) {
        let message = format!("`{}` wants a table as its `{}`, not a condition", function.name, parameter.name);
        return Some(Fault::new(&NOT_A_TABLE, condition.span.clone(), message));
    }
    // A column may be what a list of holidays is given as.
    let is_value = is_computed(argument) || is_variable(given, argument) || is_of_user(given, argument);
    if !wants_table || function.name == "NETWORKDAYS" || !is_value && given.column.is_none() {
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

/// `KEEPFILTERS('Date'[Year] = 2026)`: among filters a condition is a table, elsewhere it is not.
fn kept_condition(argument: &Expr) -> Option<&Expr> {
    let ExprKind::Call(call) = &unwrapped(argument).kind else { return None };
    let condition = call.arguments.first().filter(|_| call.function.text.eq_ignore_ascii_case("KEEPFILTERS"))?;
    matches!(unwrapped(condition).kind, ExprKind::Chain(_) | ExprKind::Unary(_)).then_some(condition)
}

fn not_a_measure(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let wants_measure = !parameter.kinds.is_empty() && parameter.kinds.iter().all(|kind| *kind == Kind::Measure);
    let what = match (&given.column, &given.ty) {
        (Some(_), _) => "a column",
        (None, Type::Table(_)) => "a table",
        _ => return None,
    };
    let message = format!("`{}` wants a measure, not {what}", function.name);
    wants_measure.then(|| Fault::new(&NOT_A_MEASURE, argument.span.clone(), message))
}

fn not_a_column(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let takes = |kind: &Kind| matches!(kind, Kind::Column(_) | Kind::BaseTable | Kind::Clause(_) | Kind::Related);
    let wants_name = !parameter.kinds.is_empty() && parameter.kinds.iter().all(takes);
    let wants_column = parameter.is_column() && parameter.context == Context::Outer;
    let is_rows = wants_name && matches!(given.ty, Type::Table(_));
    let wants_columns = parameter.kinds.iter().all(|kind| takes(kind) || *kind == Kind::Table)
        && parameter.kinds.iter().any(|kind| matches!(kind, Kind::Column(_)));
    let is_wanted = wants_column
        || is_rows
        || (wants_name || wants_columns) && given.is_measure
        || is_never_named(function, parameter, argument);
    if !is_wanted || given.column.is_some() || matches!(function.name, "EARLIER" | "EARLIEST") {
        return None;
    }
    let is_value = (is_computed(argument)
        || wants_column && is_call_of(argument, |function| function.category == Category::Logical))
        && matches!(given.ty, Type::Value(_))
        || wants_column && is_variable(given, argument);
    let takes_table = function.signature.parameters().any(|parameter| parameter.kinds.contains(&Kind::BaseTable));
    let is_table = matches!(given.ty, Type::Table(_))
        && (matches!(unwrapped(argument).kind, ExprKind::Name(_)) && !takes_table || makes_table(argument));
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

/// An operation, a constant or a call that gives a value where only names stand, whatever they name.
fn is_never_named(function: &Function, parameter: &Parameter, argument: &Expr) -> bool {
    use Kind::{BaseTable, Calendar, Clause, Column, Measure};
    let is_name = |kind: &Kind| matches!(kind, Column(_) | Measure | BaseTable | Calendar | Clause(_));
    // A text among groups is the name of a new column.
    let makes = function.signature.parameters().any(|parameter| parameter.kinds.contains(&Kind::Name));
    let is_made = match &unwrapped(argument).kind {
        ExprKind::Literal(Literal::Text(_)) => !makes,
        ExprKind::Column(_) | ExprKind::Filtered(_) => false,
        _ => is_computed(argument),
    };
    is_made && !parameter.kinds.is_empty() && parameter.kinds.iter().all(is_name)
}

fn text(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let wants_number = parameter.kinds.contains(&Kind::Column(Scalar::Number))
        || matches!(function.name, "SUMX" | "AVERAGEX" | "PRODUCTX")
            && parameter.kinds.contains(&Kind::Scalar(Scalar::Number));
    let (what, help) = match given.ty.value() {
        Value::Text if wants_number => {
            ("texts", "count them with `COUNTA` or `DISTINCTCOUNT`, or convert them with `VALUE`")
        }
        // An iterator converts what it is given.
        Value::Boolean if given.column.is_some() && matches!(function.name, "SUM" | "AVERAGE" | "COUNT") => {
            ("what is true or false", "count with `CALCULATE(COUNTROWS(…), … = TRUE())`")
        }
        _ => return None,
    };
    let message = format!("`{}` cannot compute with {what}", function.name);
    let fault = Fault::new(&TEXT_AGGREGATE, argument.span.clone(), message);
    Some(fault.help(help))
}

/// `"MONTH"` where `MONTH` is wanted.
fn text_for_word(function: &Function, parameter: &Parameter, argument: &Expr) -> Option<Fault> {
    let ExprKind::Literal(Literal::Text(text)) = &unwrapped(argument).kind else { return None };
    let is_order = ["ASC", "DESC"].iter().any(|order| order.eq_ignore_ascii_case(text));
    let is_for_order = is_order && matches!(parameter.context, Context::Row(_)) && has_order(function);
    if parameter.words().next().is_none() && !is_for_order {
        return None;
    }
    let message = format!("`{}` wants a word as its `{}`, not a text", function.name, parameter.name);
    let fault = Fault::new(&NOT_A_WORD, argument.span.clone(), message);
    Some(match parameter.words().find(|word| word.eq_ignore_ascii_case(text)) {
        Some(word) => fault.help(format!("write `{word}` without quotes")),
        None => fault,
    })
}

/// Whether it sorts: a text where the direction is wanted is taken for a second key.
fn has_order(function: &Function) -> bool {
    function.signature.parameters().any(|parameter| parameter.name == "order")
}

/// A value behind `IN`.
pub fn no_table_behind_in(argument: &Expr) -> Fault {
    let fault = Fault::new(&NOT_A_TABLE, argument.span.clone(), "behind `IN` stands a table, not a value");
    fault.help("a list of values stands in braces: `{ 1, 2 }`")
}

/// What gives rows by its form, and is not the name of a table.
fn makes_table(argument: &Expr) -> bool {
    match &unwrapped(argument).kind {
        ExprKind::Table(_) => true,
        ExprKind::Call(call) => lookup(&call.function.text).is_some_and(|function| {
            let signature = &function.signature;
            signature.gives_table() && !signature.gives_value() && function.name != "TABLEOF"
        }),
        _ => false,
    }
}

/// What is a value by its form: no name, no block, no call of something that may give a table.
pub fn is_computed(argument: &Expr) -> bool {
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
    use crate::bind::SitePlace;
    use crate::bind::testing::{at, faults};

    #[test]
    fn a_value_is_no_table() {
        for dax in ["COUNTROWS(Sales[Amount])", "COUNTROWS([Revenue])", "SUMX(1, 2)", "ISEMPTY(MAX(Sales[Amount]))"] {
            assert_eq!(faults(dax), ["DX111"], "{dax}");
        }
        assert_eq!(faults("VAR v = SUM(Sales[Amount]) + 1 RETURN SUMX(v, 1)"), ["DX111"]);
        for dax in ["1 + 1", "TODAY()", "[Revenue]", "VAR v = 1 RETURN v + 1", "TRUE()"] {
            assert_eq!(at(SitePlace::CalculatedTable, dax), ["DX111"], "{dax}");
        }
        for dax in ["Sales", "{ 1 }", "VAR v = Sales RETURN v", "VALUES(Sales[Note])", "IF(TRUE(), Sales)"] {
            assert!(!at(SitePlace::CalculatedTable, dax).contains(&"DX111"), "{dax}");
        }
        assert_eq!(faults("COUNTROWS(VALUES(Sales[Amount])) + SUMX({ 1 }, 2) + COUNTROWS(Sales)"), [""; 0]);
        assert_eq!(faults("COUNTROWS(ALL(FILTER(Sales, TRUE())))"), ["DX111"]);
        assert_eq!(faults("SUMX(KEEPFILTERS(Product[Active] = TRUE()), 1)"), ["DX111"]);
        assert_eq!(faults("IF(\"a\" IN \"abc\", 1)"), ["DX111"]);
        assert_eq!(faults("SUMX(Sales, IF(Sales[Note] IN Product[Color], 1))"), ["DX111"]);
    }

    #[test]
    fn a_measure_or_a_product_is_no_column() {
        assert_eq!(faults("SUM([Revenue])"), ["DX112"]);
        assert_eq!(faults("SUM(Sales[Quantity] + 1)"), ["DX112"]);
        assert_eq!(faults("SELECTEDVALUE([Revenue])"), ["DX112"]);
        assert_eq!(faults("SUM(Sales)"), ["DX112"]);
        assert_eq!(faults("AVERAGE(IF([Orders] > 0, 1))"), ["DX112"]);
        assert_eq!(faults("NAMEOF([Revenue] + 1)"), ["DX112"]);
        assert_eq!(faults("NAMEOF(SUM(Sales[Amount]))"), ["DX112"]);
        assert_eq!(faults("COUNTROWS(DETAILROWS(Sales))"), ["DX185"]);
        assert_eq!(faults("VAR x = 1 RETURN SUM(x)"), ["DX112"]);
        assert_eq!(faults("FIRSTNONBLANKVALUE([Revenue], 1)"), ["DX112"]);
        assert_eq!(faults("COUNTROWS(SUMMARIZE(Sales, 'Date'))"), ["DX112"]);
        let parted = "INDEX(1, ALL('Date'[Year]), ORDERBY('Date'[Year]), PARTITIONBY([Revenue]))";
        assert_eq!(faults(&format!("CALCULATE([Revenue], {parted})")), ["DX112"]);
        assert_eq!(faults("IF(ISFILTERED(VALUES(Sales[Note])), 1)"), ["DX112"]);
        assert_eq!(faults("IF(ISFILTERED(Sales), 1)"), [""; 0]);
        assert_eq!(faults("COUNTROWS(SUMMARIZE(Sales, Sales[Amount] * 2))"), ["DX112"]);
        assert_eq!(faults("COUNTROWS(SUMMARIZE(Sales, Sales[Note], \"n\", [Revenue] * 2, \"m\", 1))"), [""; 0]);
        assert_eq!(faults("VAR t = Sales RETURN DISTINCTCOUNT(t)"), ["DX112"]);
        assert_eq!(faults("DISTINCTCOUNT(VALUES(Sales[Note]))"), ["DX112"]);
        assert_eq!(faults("IF(ISFILTERED([Revenue]), COUNTROWS(SUMMARIZE(Sales, [Orders])))"), ["DX112", "DX112"]);
        assert_eq!(faults("MAX([Revenue], 1) + SUM([Amount])"), [""; 0]);
    }

    #[test]
    fn a_word_is_one_of_those_known() {
        assert_eq!(faults("CALCULATE([Revenue], DATEADD('Date'[Date], -1, MONTHS))"), ["DX113"]);
        assert_eq!(faults("RANKX(ALL(Product), [Revenue], , DSC)"), ["DX113"]);
        assert_eq!(faults("RANKX(ALL(Product), [Revenue], , \"DESC\")"), ["DX113"]);
        assert_eq!(faults("DATEDIFF(TODAY(), NOW(), \"DAY\")"), ["DX113"]);
        assert_eq!(faults("CALCULATE([Revenue], DATEADD('Date'[Date], -1, month))"), [""; 0]);
        assert_eq!(faults("RANKX(ALL(Product), [Revenue], , 0, DENSE)"), [""; 0]);
    }

    #[test]
    fn texts_are_not_added() {
        assert_eq!(faults("SUM(Sales[Note])"), ["DX114"]);
        assert_eq!(faults("AVERAGEX(Sales, Sales[Note] & \"\")"), ["DX114"]);
        assert_eq!(faults("SUM(Product[Active]) + COUNT(Product[Active])"), ["DX114", "DX114"]);
        assert_eq!(faults("SUM(Sales[Amount]) + COUNT(Sales[Note]) + SUMX(Product, Product[Active])"), [""; 0]);
    }
}
