//! A frame has exactly the columns of its catalog table, in that order, with the types of their kinds.

use polars_core::frame::DataFrame;

use super::ticked;
use crate::catalog::Table;
use crate::diag::{Code, Diagnostic, Severity};
use crate::etl::type_in_frame;

pub const WRONG_COLUMNS: Code = Code {
    id: "SC020",
    name: "wrong-columns",
    severity: Severity::Error,
    explanation: "A table that was to be published lacks a column of its catalog, has one more, or has them in \
                  another order. The Power BI model is made from the catalog and would fail to load the table.",
};

pub const WRONG_TYPE: Code = Code {
    id: "SC021",
    name: "wrong-type",
    severity: Severity::Error,
    explanation: "A column that was to be published has another type than its catalog says.",
};

pub fn check(table: &Table, frame: &DataFrame) -> Vec<Diagnostic> {
    let expected: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let found: Vec<&str> = frame.columns().iter().map(|column| column.name().as_str()).collect();
    if expected != found {
        return vec![wrong_columns(table, &expected, &found)];
    }
    let pairs = table.columns.iter().zip(frame.columns());
    let wrong = pairs.filter(|(column, values)| *values.dtype() != type_in_frame(column.kind));
    wrong
        .map(|(column, values)| {
            let (kind, expected, found) = (column.kind.as_str(), type_in_frame(column.kind), values.dtype());
            let message = format!("`{}.{}` is {found}, not {expected} ({kind})", table.name, column.name);
            Diagnostic::new(&WRONG_TYPE, message)
        })
        .collect()
}

fn wrong_columns(table: &Table, expected: &[&str], found: &[&str]) -> Diagnostic {
    let lacking: Vec<&str> = expected.iter().filter(|name| !found.contains(name)).copied().collect();
    let surplus: Vec<&str> = found.iter().filter(|name| !expected.contains(name)).copied().collect();
    let mut diagnostic =
        Diagnostic::new(&WRONG_COLUMNS, format!("`{}` has not the columns of its catalog", table.name));
    if !lacking.is_empty() {
        diagnostic = diagnostic.note(format!("missing: {}", ticked(lacking.iter().copied())));
    }
    if !surplus.is_empty() {
        diagnostic = diagnostic.note(format!("unknown: {}", ticked(surplus.iter().copied())));
    }
    if lacking.is_empty() && surplus.is_empty() {
        diagnostic = diagnostic.note(format!("in this order: {}", ticked(found.iter().copied())));
        diagnostic = diagnostic.note(format!("expected: {}", ticked(expected.iter().copied())));
    }
    diagnostic
}
