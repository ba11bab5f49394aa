//! DX140, DX141: functions where they may not stand.

use crate::bind::arguments::Given;
use crate::bind::binder::Binder;
use crate::bind::shapes::unwrapped;
use crate::bind::types::Type;
use crate::bind::{Fault, SitePlace};
use crate::dax::Span;
use crate::dax::functions::{Clause, Function, Kind, Parameter, Standing, lookup};
use crate::dax::tree::{Expr, ExprKind};
use crate::diag::{Code, Severity};

pub static REFUSED_HERE: Code = Code {
    id: "DX140",
    name: "function-refused-here",
    severity: Severity::Error,
    explanation: "Some functions work only in queries, in calculation items or in visual calculations, and those that \
tell who asks not in a calculated table.

Wrong: `column Name = SELECTEDMEASURENAME()`
Right: `calculationItem Name = SELECTEDMEASURENAME()`",
};

pub static OUTSIDE: Code = Code {
    id: "DX141",
    name: "function-outside-its-place",
    severity: Severity::Error,
    explanation:
        "Some functions speak only to the function around them: `CURRENTGROUP` to `GROUPBY`, `ORDERBY` to the \
window functions, `ROLLUP` to `SUMMARIZE`.

Wrong: `SUMX(CURRENTGROUP(), Sales[Amount])`
Right: `GROUPBY(Sales, Sales[Product], \"Total\", SUMX(CURRENTGROUP(), Sales[Amount]))`",
};

pub static NO_GROUP: Code = Code {
    id: "DX186",
    name: "no-calculation-group",
    severity: Severity::Warning,
    explanation:
        "`SELECTEDMEASURE` and its like tell a calculation item, or a measure that one calls, which measure is \
at hand. The model has no calculation group.

Wrong: `measure Growth = SELECTEDMEASURE() - [Revenue]` in a model without a calculation group
Right: `measure Growth = [Orders] - [Revenue]`",
};

pub fn check(binder: &Binder, function: &Function, span: &Span) -> Option<Fault> {
    let standing = binder.place.usage().map(|usage| function.notes.standing(usage));
    if standing == Some(Standing::Refused) {
        let message = format!("`{}` cannot be used in {}", function.name, described(binder.place));
        return Some(Fault::new(&REFUSED_HERE, span.clone(), message));
    }
    let of_items = ["SELECTEDMEASURE", "SELECTEDMEASURENAME", "SELECTEDMEASUREFORMATSTRING", "ISSELECTEDMEASURE"];
    if standing.is_some() && of_items.contains(&function.name) && !has_items(binder) {
        let message =
            format!("`{}` speaks of the measure of a calculation item, and the model has none", function.name);
        return Some(Fault::new(&NO_GROUP, span.clone(), message));
    }
    let inside = function.notes.inside;
    if inside.is_empty() || binder.place == SitePlace::Function || binder.is_in_argument_of_user() {
        return None;
    }
    if binder.around.iter().any(|around| inside.contains(around)) {
        return None;
    }
    let names: Vec<String> = inside.iter().take(3).map(|name| format!("`{name}`")).collect();
    let message = format!("`{}` stands only inside {}", function.name, names.join(", "));
    Some(Fault::new(&OUTSIDE, span.clone(), message))
}

/// A query may stand on any model.
fn has_items(binder: &Binder) -> bool {
    binder.index.has_calculation_group || !matches!(binder.place, SitePlace::Measure | SitePlace::Indicator)
}

/// What changes filters, or speaks to the function around it, where a value is wanted.
pub fn clause(place: SitePlace, ty: &Type, expression: &Expr) -> Option<Fault> {
    let ExprKind::Call(call) = &unwrapped(expression).kind else { return None };
    let function = lookup(&call.function.text)?;
    // Of others it was said that they stand only inside certain functions.
    let is_filter = matches!(ty, Type::Clause(Clause::Modifier, _)) || function.name == "KEEPFILTERS";
    if !is_filter || !function.notes.inside.is_empty() || place == SitePlace::Function {
        return None;
    }
    let what = if place == SitePlace::CalculatedTable { "table" } else { "value" };
    let message = format!("`{}` is no {what}: it stands among the filters of `CALCULATE`", function.name);
    Some(Fault::new(&OUTSIDE, expression.span.clone(), message))
}

/// The same as an argument that is no filter.
pub fn clause_argument(place: SitePlace, parameter: &Parameter, given: &Given, argument: &Expr) -> Option<Fault> {
    let takes = |kind: &Kind| matches!(kind, Kind::Filter | Kind::Clause(_) | Kind::Axis);
    let is_value = !parameter.kinds.is_empty() && parameter.is_scalar();
    let is_clause = matches!(given.ty, Type::Clause(Clause::Modifier, _)) || is_value;
    if !is_clause || parameter.kinds.iter().any(takes) {
        return None;
    }
    clause(place, &given.ty, argument)
}

fn described(place: SitePlace) -> &'static str {
    match place {
        SitePlace::Measure => "a measure",
        SitePlace::CalculatedColumn => "a calculated column",
        SitePlace::CalculatedTable => "a calculated table",
        SitePlace::RowFilter => "the filter of a role",
        SitePlace::CalculationItem => "a calculation item",
        SitePlace::FormatString => "a format string",
        SitePlace::DetailRows => "detail rows",
        SitePlace::Indicator => "a key performance indicator",
        SitePlace::Function => "a function",
        SitePlace::Query => "a query",
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::SitePlace;
    use crate::bind::testing::{at, faults};

    #[test]
    fn a_function_has_its_place() {
        assert_eq!(at(SitePlace::CalculatedColumn, "SELECTEDMEASURE()"), ["DX140"]);
        assert_eq!(at(SitePlace::RowFilter, "SELECTEDMEASURENAME() = \"a\""), ["DX140"]);
        assert_eq!(at(SitePlace::CalculationItem, "SELECTEDMEASURE()"), [""; 0]);
        assert_eq!(faults("SUMX(CURRENTGROUP(), 1)"), ["DX141"]);
        assert_eq!(faults("SUMX(GROUPBY(Sales, Sales[Note], \"n\", SUMX(CURRENTGROUP(), 1)), [n])"), [""; 0]);
        assert_eq!(faults("USERPRINCIPALNAME() & TODAY()"), [""; 0]);
        assert_eq!(faults("USERELATIONSHIP(Sales[Shipped], 'Date'[Date])"), ["DX141"]);
        assert_eq!(faults("KEEPFILTERS(Product[Active])"), ["DX141"]);
        assert_eq!(faults("IF(KEEPFILTERS(Product[Active] = TRUE()), 1)"), ["DX141"]);
        for dax in ["KEEPFILTERS(Sales)", "REMOVEFILTERS(Sales)", "ALLSELECTED()"] {
            assert_eq!(at(SitePlace::CalculatedTable, dax), ["DX141"], "{dax}");
        }
        assert_eq!(faults("COUNTROWS(REMOVEFILTERS(Sales))"), ["DX141"]);
        assert_eq!(faults("VAR f = REMOVEFILTERS(Sales) RETURN CALCULATE([Revenue], f)"), ["DX141"]);
        assert_eq!(faults("VAR f = ALLSELECTED(Sales) RETURN CALCULATE([Revenue], f)"), [""; 0]);
        assert_eq!(faults("SUMX(KEEPFILTERS(VALUES(Sales[Note])), [Revenue])"), [""; 0]);
    }
}
