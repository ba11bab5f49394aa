//! DX154: tables that ought to have as many columns as others.

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::shapes::unwrapped;
use crate::bind::types::Type;
use crate::dax::Span;
use crate::dax::functions::{Function, Placement};
use crate::dax::tree::{Call, Expr, ExprKind};
use crate::diag::{Code, Severity};

pub static OTHER_WIDTH: Code = Code {
    id: "DX154",
    name: "other-number-of-columns",
    severity: Severity::Error,
    explanation: "Rows are put together or compared that do not have the same number of columns.

Wrong: `UNION(VALUES(Sales[Product]), { (\"a\", 1) })`
Right: `UNION(VALUES(Sales[Product]), { \"a\" })`",
};

pub fn check(function: &Function, placement: &Placement, given: &[Given], call: &Call) -> Option<Fault> {
    let width_at = |at: usize| given.get(at).and_then(|given| width(&given.ty));
    match function.name {
        "UNION" | "EXCEPT" | "INTERSECT" => {
            let first = width_at(0)?;
            let other = (1..given.len()).find(|at| width_at(*at).is_some_and(|width| width != first))?;
            let message = format!("{} here, {} in the table before", columns(width_at(other)?), first);
            Some(Fault::new(&OTHER_WIDTH, call.arguments.get(other)?.span.clone(), message))
        }
        "TREATAS" => {
            let (width, named) = (width_at(0)?, given.len() - 1);
            let message = format!("the table has {}, and {named} are named for it", columns(width));
            (width != named).then(|| Fault::new(&OTHER_WIDTH, spans(call, 1), message))
        }
        "CONTAINSROW" => {
            let values = placement.form.position("value").map_or(0, |value| placement.arguments(value).count());
            mismatch(values, width_at(0)?, spans(call, 1))
        }
        _ => None,
    }
}

/// `row IN table`
pub fn of_in(row: &Expr, ty: &Type, span: &Span) -> Option<Fault> {
    let values = match &unwrapped(row).kind {
        ExprKind::Row(cells) => cells.len(),
        ExprKind::Column(_) | ExprKind::Literal(_) | ExprKind::Call(_) => 1,
        _ => return None,
    };
    mismatch(values, width(ty)?, span.clone())
}

/// A row of a table in braces.
pub fn of_row(first: usize, cells: usize, span: &Span) -> Option<Fault> {
    let message = || format!("a row of {cells} in a table whose first row has {first}");
    (cells != first).then(|| Fault::new(&OTHER_WIDTH, span.clone(), message()))
}

fn mismatch(values: usize, width: usize, span: Span) -> Option<Fault> {
    let what = if values == 1 { "1 value".to_owned() } else { format!("{values} values") };
    let message = format!("{what} cannot be found in a table of {}", columns(width));
    (values != width && values > 0).then(|| Fault::new(&OTHER_WIDTH, span, message))
}

fn columns(count: usize) -> String {
    if count == 1 { "1 column".to_owned() } else { format!("{count} columns") }
}

fn spans(call: &Call, from: usize) -> Span {
    let rest = call.arguments.get(from..).unwrap_or_default();
    match (rest.first(), rest.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => call.function.span.clone(),
    }
}

/// How many columns it has, where they are all known.
fn width(ty: &Type) -> Option<usize> {
    match ty {
        Type::Table(relation) if !relation.open => Some(relation.columns().count()).filter(|width| *width > 0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn rows_that_are_put_together_are_of_one_width() {
        for dax in [
            "COUNTROWS(UNION({ (1, 2) }, { 1 }))",
            "COUNTROWS(EXCEPT(Product, VALUES(Product[Color])))",
            "CALCULATE([Revenue], TREATAS({ \"a\" }, Product[Color], Product[Price]))",
            "CALCULATE([Revenue], TREATAS({ (\"a\", 1) }, Product[Color]))",
            "IF((1, 2) IN { 1 }, 1)",
            "IF(1 IN { (1, 2) }, 1)",
            "IF(CONTAINSROW({ (1, 2) }, 1), 1)",
            "COUNTROWS({ (1, 2), (3, 4, 5) })",
            "COUNTROWS({ (1, 2), (3) })",
            "CALCULATE([Revenue], 'Date'[Year] IN VALUES('Date'))",
        ] {
            assert_eq!(faults(dax), ["DX154"], "{dax}");
        }
        for dax in [
            "COUNTROWS(UNION({ (1, 2) }, ROW(\"a\", 1, \"b\", 2)))",
            "CALCULATE([Revenue], TREATAS({ (\"a\", 1) }, Product[Color], Product[Price]))",
            "IF(CONTAINSROW({ (1, 2) }, 1, 2) && (1, 2) IN { (1, 2) } && NOT 1 IN { 1 }, 1)",
        ] {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
