//! MD092, MD093: what a column is filled from.

use std::collections::BTreeMap;

use super::carried::text;
use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Table};

pub static COMPUTED_AND_LOADED: Code = Code {
    id: "MD092",
    name: "computed-and-loaded",
    severity: Severity::Error,
    explanation:
        "The column has DAX behind its equals sign and a `sourceColumn` as well. It is either computed or loaded, \
and Power BI Desktop refuses the property of the other kind, as it does a `type` that it is not of.

Wrong:
    column Margin = Sales[Revenue] - Sales[Cost]
    <tab>sourceColumn: margin
Right:
    column Margin = Sales[Revenue] - Sales[Cost]",
};

pub static REPEATED_SOURCE_COLUMN: Code = Code {
    id: "MD093",
    name: "repeated-source-column",
    severity: Severity::Warning,
    explanation:
        "Two columns of a table are filled from the same column of its source: one of them was most often copied \
and left half changed. If both are wanted, one computes nothing and takes the memory of both.

Wrong: `Net` and `Gross`, both with `sourceColumn: gross`.
Right: `Net` with `sourceColumn: net`.",
};

/// `type: calculated` of a column that is loaded, and `type: data` of one that DAX computes.
fn of_another_type(context: &Context, table: &Table, column: &Column) -> Option<Diagnostic> {
    let written = text(&column.more, "type")?;
    let is_computed = column.expression.is_some();
    let message = match written.to_ascii_lowercase().as_str() {
        // Power BI Desktop writes it where the DAX is empty.
        "calculated" if !is_computed && column.source_column.is_some() => {
            format!("the column `{}` is loaded, and is said to be calculated", column.name)
        }
        "data" | "calculatedtablecolumn" if is_computed => {
            format!("the column `{}` is computed by DAX, and is said to be another", column.name)
        }
        _ => return None,
    };
    let place = context.place(&path_in(table, "column", column.name.as_str()), "type");
    Some(Diagnostic::new(&COMPUTED_AND_LOADED, message).at(place, "").help("remove the line: the type tells itself"))
}

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let mut seen: BTreeMap<&str, String> = BTreeMap::new();
        for column in &table.columns {
            found.extend(of_another_type(context, table, column));
            let Some(source) = column.source_column.as_deref().filter(|source| !source.is_empty()) else { continue };
            let path = path_in(table, "column", column.name.as_str());
            let place = context.place(&path, "sourceColumn");
            if column.expression.as_ref().is_some_and(|dax| !dax.trim().is_empty()) {
                found.push(
                    Diagnostic::new(
                        &COMPUTED_AND_LOADED,
                        format!("the column `{}` is computed and loaded", column.name),
                    )
                    .at(place, "")
                    .help("remove the `sourceColumn`, or the expression"),
                );
            } else if let Some(first) = seen.get(source) {
                found.push(
                    Diagnostic::new(
                        &REPEATED_SOURCE_COLUMN,
                        format!("two columns of `{}` are filled from `{source}`", table.name),
                    )
                    .at(place, "again here")
                    .at(context.place(first, "sourceColumn"), "first here")
                    .help("write the column that is meant, or remove one of the two"),
                );
            } else {
                seen.insert(source, path);
            }
        }
    }
}
