//! DX152, DX163: what time intelligence moves along, and dates and numbers in one another's place.

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::shapes::{is_read, unwrapped};
use crate::bind::types::{Type, Value};
use crate::dax::functions::{Function, Kind, Parameter, Scalar, lookup};
use crate::dax::tree::{Expr, ExprKind};
use crate::diag::{Code, Severity};

pub static NOT_DATES: Code = Code {
    id: "DX152",
    name: "not-a-date-column",
    severity: Severity::Error,
    explanation: "Time intelligence moves along a column of dates, or a table of one such column, and is given \
something else.

Wrong: `CALCULATE([Revenue], DATEADD('Date'[Year], -1, YEAR))`, where `Year` is a whole number.
Right: `CALCULATE([Revenue], DATEADD('Date'[Date], -1, YEAR))`",
};

pub static DATE_AND_NUMBER: Code = Code {
    id: "DX163",
    name: "date-and-number-exchanged",
    severity: Severity::Warning,
    explanation: "A function wants a date and is given a column of numbers, or wants a whole number and is given a \
date. DAX converts one to the other as days since the end of 1899, which is hardly ever meant: `YEAR(2026)` is 1905.

Wrong: `SUMX(Sales, YEAR(Sales[Year Number]))`
Right: `SUMX(Sales, YEAR(Sales[Order Date]))`",
};

pub fn check(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    if parameter.kinds.contains(&Kind::Dates) {
        return not_dates(function, parameter, given, argument);
    }
    exchanged(function, parameter, given.ty.value(), argument)
}

fn not_dates(function: &Function, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let is_other = |value: Value| value.is_number() || matches!(value, Value::Text | Value::Boolean);
    let what = match (&given.column, &given.ty) {
        (Some(column), _) if is_other(column.value) => {
            format!("a column of which each value is {}", column.value.described())
        }
        (Some(_), _) => return None,
        _ if given.is_measure => "a measure".to_owned(),
        (None, Type::Table(relation)) if !relation.open => {
            let mut columns = relation.columns();
            match (columns.next(), columns.next()) {
                (Some(_), Some(_)) => "a table of several columns".to_owned(),
                (Some(column), None) if is_other(column.value) => {
                    format!("a table whose column is of values that are {}", column.value.described())
                }
                _ => return None,
            }
        }
        (None, Type::Value(value)) if *value != Value::Boolean && is_value(*value, argument) => "a value".to_owned(),
        _ => return None,
    };
    let message = format!("`{}` wants a column of dates as its `{}`, not {what}", function.name, parameter.name);
    Some(Fault::new(&NOT_DATES, argument.span.clone(), message))
}

/// What is one value by its form.
fn is_value(value: Value, argument: &Expr) -> bool {
    match &unwrapped(argument).kind {
        ExprKind::Name(name) => !name.quoted && (value.is_number() || matches!(value, Value::Text | Value::DateTime)),
        ExprKind::Literal(_) | ExprKind::Unary(_) | ExprKind::Chain(_) => true,
        ExprKind::Call(call) => lookup(&call.function.text)
            .is_some_and(|function| function.signature.gives_value() && !function.signature.gives_table()),
        _ => false,
    }
}

fn exchanged(function: &Function, parameter: &Parameter, value: Value, argument: &Expr) -> Option<Fault> {
    let wants = |scalar: Scalar| parameter.kinds.iter().all(|kind| *kind == Kind::Scalar(scalar));
    let (wanted, given) = if wants(Scalar::DateTime) && value.is_number() && is_read(argument) {
        ("a date", "a column of numbers")
    } else if wants(Scalar::Integer) && value == Value::DateTime && function.name != "RANDBETWEEN" {
        ("a whole number", "a date")
    } else {
        return None;
    };
    let message = format!("`{}` wants {wanted} as its `{}`, not {given}", function.name, parameter.name);
    Some(Fault::new(&DATE_AND_NUMBER, argument.span.clone(), message))
}

/// A column of whole numbers that is compared with a date: of years, or of days in digits.
pub fn compared(left: (Value, &Expr), right: (Value, &Expr)) -> Option<Fault> {
    let is_number = |(value, expression): (Value, &Expr)| value == Value::Integer && is_read(expression);
    let other = match (is_number(left), is_number(right)) {
        (true, false) if right.0 == Value::DateTime => right.1,
        (false, true) if left.0 == Value::DateTime => left.1,
        _ => return None,
    };
    Some(Fault::new(&DATE_AND_NUMBER, other.span.clone(), "a column of numbers is compared with a date"))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn time_is_moved_along_dates() {
        for dates in
            ["'Date'[Year]", "'Date'[Month]", "-1", "[Revenue]", "MAX('Date'[Date])", "'Date'", "VALUES('Date'[Year])"]
        {
            let dax = format!("CALCULATE([Revenue], DATEADD({dates}, -1, MONTH))");
            assert_eq!(faults(&dax), ["DX152"], "{dax}");
        }
        for dates in
            ["'Date'[Date]", "VALUES('Date'[Date])", "Sales[Shipped]", "'Date'[Date] > 40000", "DATESYTD('Date'[Date])"]
        {
            let dax = format!("CALCULATE([Revenue], DATEADD({dates}, -1, MONTH))");
            assert_eq!(faults(&dax), [""; 0], "{dax}");
        }
    }

    #[test]
    fn a_number_is_no_date_and_a_date_no_number_of_months() {
        assert_eq!(faults("SUMX(Sales, YEAR(Sales[Quantity]))"), ["DX163"]);
        assert_eq!(faults("EDATE(-12, MIN('Date'[Date]))"), ["DX163"]);
        assert_eq!(faults("CALCULATE([Revenue], 'Date'[Year] = DATE(2026, 1, 1))"), ["DX163"]);
        assert_eq!(faults("IF(TODAY() > SELECTEDVALUE('Date'[Year]), 1)"), ["DX163"]);
        assert_eq!(faults("EDATE(MIN('Date'[Date]), -12) + YEAR([Revenue]) + RANDBETWEEN(TODAY(), NOW())"), [""; 0]);
    }
}
