//! DX110, DX154, DX170: tables whose columns and rows are spelled out.

use super::arity::WRONG_NUMBER;
use super::empty_argument::EMPTY_ARGUMENT;
use super::widths::OTHER_WIDTH;
use crate::bind::Fault;
use crate::bind::shapes::unwrapped;
use crate::dax::functions::Function;
use crate::dax::tree::{Call, Expr, ExprKind, Literal, Name};
use crate::diag::{Code, Severity};

pub static OTHER_CELL: Code = Code {
    id: "DX170",
    name: "cell-of-another-type",
    severity: Severity::Error,
    explanation:
        "A column of `DATATABLE` has the type that stands behind its name. A text that is no number cannot stand in \
a column of numbers, and what is computed in none.

Wrong: `DATATABLE(\"Age\", INTEGER, { { \"old\" } })`
Right: `DATATABLE(\"Age\", INTEGER, { { 60 } })`",
};

pub static NO_ROW: Code = Code {
    id: "DX181",
    name: "datatable-row",
    severity: Severity::Warning,
    explanation: "The rows of `DATATABLE` are lists within a list, each in braces, even where they have one value only.

Wrong: `DATATABLE(\"Size\", INTEGER, { 1, 2 })`
Right: `DATATABLE(\"Size\", INTEGER, { { 1 }, { 2 } })`",
};

pub fn check(function: &Function, call: &Call) -> Option<Fault> {
    match function.name {
        "SUMMARIZE" | "SUMMARIZECOLUMNS" => last_name(function, call),
        "SELECTCOLUMNS" => last_name(function, call).or_else(|| unnamed(call)),
        "DATATABLE" => cells(call),
        _ => None,
    }
}

/// `SUMMARIZE(Sales, Product[Color], "Total")`: a name with nothing behind it.
fn last_name(function: &Function, call: &Call) -> Option<Fault> {
    let last = call.arguments.last().filter(|_| call.arguments.len() > 1)?;
    // A name behind a name: the former is the expression of the latter, and neither is a group.
    let before = call.arguments.iter().rev().skip(1).take_while(|argument| is_text(argument)).count();
    (is_text(last) && before % 2 == 0).then(|| {
        let message =
            format!("`{}` takes a name and what it stands for, and this name stands for nothing", function.name);
        // A text alone may be what is computed.
        let code = if function.name == "SELECTCOLUMNS" { &EMPTY_ARGUMENT } else { &WRONG_NUMBER };
        Fault::new(code, last.span.clone(), message).help("write an expression behind the name")
    })
}

/// `SELECTCOLUMNS(Sales, Sales[Quantity] * 2)`: only a column brings its name along.
fn unnamed(call: &Call) -> Option<Fault> {
    let mut rest = call.arguments.iter().skip(1);
    while let Some(one) = rest.next() {
        match unwrapped(one).kind {
            // A name, and what it stands for.
            ExprKind::Literal(Literal::Text(_)) => drop(rest.next()),
            ExprKind::Chain(_) | ExprKind::Unary(_) => {
                let message = "`SELECTCOLUMNS` needs a name for what is computed";
                let fault = Fault::new(&EMPTY_ARGUMENT, one.span.clone(), message);
                return Some(fault.help("write the name in quotes before it"));
            }
            _ => {}
        }
    }
    None
}

fn is_text(expression: &Expr) -> bool {
    matches!(unwrapped(expression).kind, ExprKind::Literal(Literal::Text(_)))
}

fn cells(call: &Call) -> Option<Fault> {
    let (rows, columns) = call.arguments.split_last()?;
    let ExprKind::Table(rows) = &unwrapped(rows).kind else { return None };
    let types: Vec<Option<&Name>> = columns
        .chunks(2)
        .map(|pair| match pair.get(1).map(|ty| &unwrapped(ty).kind) {
            Some(ExprKind::Name(name)) => Some(name),
            _ => None,
        })
        .collect();
    rows.iter().find_map(|row| {
        let ExprKind::Table(cells) = &unwrapped(row).kind else {
            let fault = Fault::new(&NO_ROW, row.span.clone(), "a row of `DATATABLE` stands in braces of its own");
            return Some(fault.help("write `{ { 1 }, { 2 } }`"));
        };
        // An empty row is one of blanks.
        if !cells.is_empty() && cells.len() != types.len() {
            let message = format!("a row of {} in a table of {} columns", cells.len(), types.len());
            return Some(Fault::new(&OTHER_WIDTH, row.span.clone(), message));
        }
        if let Some(cell) = cells.iter().find(|cell| is_computed(cell)) {
            let message = "`DATATABLE` takes constants, and nothing that is computed";
            let fault = Fault::new(&OTHER_CELL, cell.span.clone(), message);
            return Some(fault.help("`SELECTCOLUMNS`, `ROW` and braces make tables of what is computed"));
        }
        cells.iter().zip(&types).find_map(|(cell, ty)| of_another_type(cell, (*ty)?))
    })
}

fn is_computed(cell: &Expr) -> bool {
    match &unwrapped(cell).kind {
        ExprKind::Column(_) | ExprKind::Chain(_) => true,
        ExprKind::Call(call) => {
            !["BLANK", "TRUE", "FALSE"].iter().any(|constant| call.function.text.eq_ignore_ascii_case(constant))
        }
        _ => false,
    }
}

fn of_another_type(cell: &Expr, ty: &Name) -> Option<Fault> {
    let ExprKind::Literal(Literal::Text(text)) = &unwrapped(cell).kind else { return None };
    let is_numeric = ["INTEGER", "DOUBLE", "CURRENCY"].iter().any(|one| ty.text.eq_ignore_ascii_case(one));
    let message = format!("a text stands in a column of the type {}", ty.text.to_uppercase());
    // What a text may be converted to depends on the language of the model.
    let is_number = text.chars().any(|c| c.is_ascii_digit()) || text.trim().is_empty();
    (is_numeric && !is_number).then(|| Fault::new(&OTHER_CELL, cell.span.clone(), message))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_name_stands_for_something() {
        assert_eq!(faults("COUNTROWS(SUMMARIZE(Sales, Product[Color], \"x\"))"), ["DX110"]);
        assert_eq!(faults("COUNTROWS(SUMMARIZE(Sales, Product[Color], \"x\", 1, \"y\"))"), ["DX110"]);
        assert_eq!(faults("COUNTROWS(SUMMARIZECOLUMNS(Product[Color], \"x\"))"), ["DX110"]);
        assert_eq!(faults("COUNTROWS(SELECTCOLUMNS(Product, \"x\"))"), ["DX162"]);
        assert_eq!(faults("COUNTROWS(SELECTCOLUMNS(Product, Product[Price] * 2))"), ["DX162"]);
        assert_eq!(faults("COUNTROWS(SELECTCOLUMNS(Product, \"x\", Product[Price] * 2, [Color]))"), [""; 0]);
        assert_eq!(faults("COUNTROWS(SELECTCOLUMNS(Product, Product[Color], \"x\", \"y\"))"), [""; 0]);
        for dax in
            ["COUNTROWS(SUMMARIZE(Sales, Product[Color], \"x\", 1))", "COUNTROWS(SUMMARIZE(Sales, \"x\", \"y\"))"]
        {
            assert!(!faults(dax).contains(&"DX110"), "{dax}");
        }
    }

    #[test]
    fn cells_are_as_many_and_of_the_type() {
        assert_eq!(faults("COUNTROWS(DATATABLE(\"a\", INTEGER, { { 1, 2 } }))"), ["DX154"]);
        assert_eq!(faults("COUNTROWS(DATATABLE(\"a\", INTEGER, { { \"x\" } }))"), ["DX170"]);
        assert_eq!(faults("COUNTROWS(DATATABLE(\"a\", INTEGER, { { [Revenue] } }))"), ["DX170"]);
        assert_eq!(faults("COUNTROWS(DATATABLE(\"a\", DATETIME, { { TODAY() } }))"), ["DX170"]);
        assert_eq!(faults("COUNTROWS(DATATABLE(\"a\", INTEGER, { { BLANK() }, { -1 } }))"), [""; 0]);
        assert_eq!(faults("COUNTROWS(DATATABLE(\"a\", INTEGER, { { 1 + 1 } }))"), ["DX170"]);
        assert_eq!(faults("COUNTROWS(DATATABLE(\"a\", INTEGER, { 1, 2 }))"), ["DX181"]);
        for dax in [
            "COUNTROWS(DATATABLE(\"a\", INTEGER, \"b\", STRING, { { 1, \"x\" }, { BLANK(), \"\" } }))",
            "COUNTROWS(DATATABLE(\"a\", STRING, { {} }))",
            "COUNTROWS(DATATABLE(\"a\", DOUBLE, { { \"1.5\" } }))",
        ] {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
