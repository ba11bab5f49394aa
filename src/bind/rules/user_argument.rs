//! DX167: what a function of the model takes.

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::binder::Binder;
use crate::bind::index;
use crate::bind::rules::kinds::is_computed;
use crate::bind::shapes::unwrapped;
use crate::bind::types::Type;
use crate::dax::tree::query::{FunctionParameter, ParameterKind, ScalarType};
use crate::dax::tree::{Expr, ExprKind, Literal};
use crate::diag::{Code, Severity};

pub static WRONG_KIND: Code = Code {
    id: "DX167",
    name: "wrong-kind-of-argument",
    severity: Severity::Error,
    explanation: "A parameter of a function of the model says what it takes: one value (`SCALAR`), a table (`TABLE`), \
or the name of a column, a measure, a table or a calendar (`COLUMNREF`, `MEASUREREF`, `TABLEREF`, `CALENDARREF`, any \
of them `ANYREF`), which is no expression. The call gives it something else.

Wrong: `Top(10, [Revenue])`, where the function is `Top = (n : SCALAR, t : TABLE) => …`
Right: `Top(10, Product)`",
};

pub fn check(
    binder: &Binder,
    function: &index::Function,
    parameter: &FunctionParameter,
    given: &Given,
    argument: &Expr,
) -> Option<Fault> {
    if let Some(fault) = other_type(function, parameter, argument) {
        return Some(fault);
    }
    let form = Form::of(binder, given, argument)?;
    // A type alone is one of a value.
    let kind = parameter.kind.or_else(|| parameter.subtype.map(|_| ParameterKind::Scalar))?;
    let (wanted, fits) = match kind {
        ParameterKind::AnyVal => return None,
        ParameterKind::Scalar => ("one value", form != Form::SeveralColumns && form != Form::Table),
        ParameterKind::Table => ("a table", !matches!(form, Form::Value | Form::Column | Form::Measure)),
        ParameterKind::AnyRef => ("a name", matches!(form, Form::Column | Form::Measure | Form::Table)),
        ParameterKind::ColumnRef => ("the name of a column", form == Form::Column),
        ParameterKind::MeasureRef => ("the name of a measure", form == Form::Measure),
        ParameterKind::TableRef => ("the name of a table", form == Form::Table),
        ParameterKind::CalendarRef => ("the name of a calendar", false),
    };
    if fits {
        return None;
    }
    let name = &parameter.name.text;
    let message = format!("`{}` wants {wanted} as its `{name}`, not {}", function.name, form.described());
    Some(Fault::new(&WRONG_KIND, argument.span.clone(), message))
}

/// A text that is no number where the parameter takes numbers.
fn other_type(function: &index::Function, parameter: &FunctionParameter, argument: &Expr) -> Option<Fault> {
    use ScalarType::{Decimal, Double, Int64, Numeric};
    let ExprKind::Literal(Literal::Text(text)) = &unwrapped(argument).kind else { return None };
    let is_numeric = matches!(parameter.subtype?, Int64 | Decimal | Double | Numeric);
    let is_number = text.chars().any(|c| c.is_ascii_digit());
    let message = format!("`{}` wants a number as its `{}`, not a text", function.name, parameter.name.text);
    (is_numeric && !is_number).then(|| Fault::new(&WRONG_KIND, argument.span.clone(), message))
}

/// What an argument is, where its form tells.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Value,
    Column,
    Measure,
    /// The name of one.
    Table,
    /// An expression that gives one of one column.
    OneColumn,
    SeveralColumns,
}

impl Form {
    fn of(binder: &Binder, given: &Given, argument: &Expr) -> Option<Self> {
        Some(match (&unwrapped(argument).kind, &given.ty) {
            // What a function gets it may hand on.
            (ExprKind::Name(name), _) if !name.quoted && binder.has_variable(&name.text) => return None,
            (ExprKind::Name(name), _) if binder.index.table(&name.text).is_some() => Form::Table,
            (ExprKind::Column(_), _) if given.is_measure => Form::Measure,
            (ExprKind::Column(_), _) if given.column.is_some() => Form::Column,
            (ExprKind::Call(_) | ExprKind::Table(_), Type::Table(relation)) if !relation.open => {
                if relation.columns().nth(1).is_some() { Form::SeveralColumns } else { Form::OneColumn }
            }
            (_, Type::Value(_)) if is_computed(argument) => Form::Value,
            _ => return None,
        })
    }

    fn described(self) -> &'static str {
        match self {
            Form::Value => "a value",
            Form::Column => "a column",
            Form::Measure => "a measure",
            Form::Table => "a table",
            Form::OneColumn => "a table that is computed",
            Form::SeveralColumns => "a table of several columns",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::{bind_query, testing};
    use crate::dax::parse_query;

    fn faults(parameter: &str, argument: &str) -> Vec<&'static str> {
        let query = format!("DEFINE FUNCTION F = ({parameter}) => 1 EVALUATE ROW(\"f\", F({argument}))");
        let parsed = parse_query(&query);
        assert_eq!(parsed.errors, [], "{query}");
        let index = testing::index().with_query(&parsed.tree);
        bind_query(&index, &parsed.tree).faults.iter().map(|fault| fault.code.id).collect()
    }

    #[test]
    fn an_argument_is_what_the_parameter_takes() {
        for (parameter, wrong, right) in [
            ("a : SCALAR", "Sales", "[Revenue]"),
            ("a : SCALAR INT64", "FILTER(Sales, TRUE())", "MAX(Sales[Quantity])"),
            ("a : NUMERIC", "Sales", "[Revenue]"),
            ("a : INT64", "\"a\"", "\"1\""),
            ("a : TABLE", "[Revenue]", "Sales"),
            ("a : TABLE", "1 + 1", "VALUES(Sales[Note])"),
            ("a : ANYREF", "[Revenue] + 1", "Sales[Note]"),
            ("a : COLUMNREF", "[Revenue]", "Sales[Note]"),
            ("a : COLUMNREF", "Sales", "Product[Color]"),
            ("a : MEASUREREF", "Sales[Note]", "[Revenue]"),
            ("a : TABLEREF", "FILTER(Sales, TRUE())", "Sales"),
            ("a : TABLEREF", "Sales[Note]", "'Date'"),
            ("a : CALENDARREF", "'Date'[Date]", "Unknowable()"),
        ] {
            assert_eq!(faults(parameter, wrong), ["DX167"], "{parameter}: {wrong}");
            let right = faults(parameter, right);
            assert!(!right.contains(&"DX167"), "{parameter}: {right:?}");
        }
        for argument in ["[Revenue]", "1", "Sales", "FILTER(Sales, TRUE())"] {
            assert_eq!(faults("a", argument), [""; 0], "{argument}");
            assert_eq!(faults("a : ANYVAL", argument), [""; 0], "{argument}");
        }
    }
}
