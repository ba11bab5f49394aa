//! Values that a column must not hold: nulls where it has none, numbers that are none.

use polars_core::chunked_array::ChunkedArray;
use polars_core::datatypes::BooleanType;
use polars_core::frame::DataFrame;

use super::super::Error;
use super::{Key, counted, unreadable};
use crate::catalog::{Column, DataType, Table};
use crate::diag::{Code, Diagnostic, Severity};

pub const NULL_VALUE: Code = Code {
    id: "SC022",
    name: "null-value",
    severity: Severity::Error,
    explanation: "A column that is declared not nullable, or is part of the primary key, holds nulls.",
};

pub const NOT_FINITE: Code = Code {
    id: "SC023",
    name: "not-finite",
    severity: Severity::Error,
    explanation: "A number is infinite or not a number. SQL Server cannot store it, and one of them makes every sum \
                  and mean of its column in Power BI meaningless; a value that does not exist is null.",
};

pub fn check(table: &Table, frame: &DataFrame) -> Result<Vec<Diagnostic>, Error> {
    let mut wrong = Vec::new();
    for (column, values) in table.columns.iter().zip(frame.columns()) {
        if values.null_count() > 0 && (!column.nullable || table.primary_key.contains(&column.name)) {
            wrong.push(null_value(table, frame, column, &values.is_null())?);
        }
        if column.kind == DataType::Number {
            let numbers = values.f64().map_err(unreadable(table))?;
            let infinite = numbers.iter().flatten().filter(|value| !value.is_finite()).count();
            if infinite > 0 {
                let message =
                    format!("`{}.{}` is not a finite number in {}", table.name, column.name, counted(infinite, "row"));
                wrong.push(Diagnostic::new(&NOT_FINITE, message).help("store null where there is no value"));
            }
        }
    }
    Ok(wrong)
}

fn null_value(
    table: &Table,
    frame: &DataFrame,
    column: &Column,
    nulls: &ChunkedArray<BooleanType>,
) -> Result<Diagnostic, Error> {
    let nulls: Vec<usize> =
        nulls.iter().enumerate().filter(|(_, null)| *null == Some(true)).map(|(row, _)| row).collect();
    let message = format!("`{}.{}` is null in {}", table.name, column.name, counted(nulls.len(), "row"));
    let diagnostic = Diagnostic::new(&NULL_VALUE, message);
    if table.primary_key.is_empty() {
        return Ok(diagnostic);
    }
    let key = Key::new(table, &table.primary_key, frame)?;
    let examples = key.examples(nulls.iter().map(|row| (*row, 1)));
    Ok(diagnostic.note(examples))
}
