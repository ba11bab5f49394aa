//! MD262: visible numbers that Power BI sums by itself.

use super::columns;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Column;

pub static SUMMED_COLUMN: Code = Code {
    id: "MD262",
    name: "summed-column",
    severity: Severity::Note,
    explanation: "A visible number whose `summarizeBy` is not `none` is summed as soon as somebody drags it into a visual, years and \
keys included.

Wrong: `summarizeBy: sum` on Year.
Right: `summarizeBy: none`, and a measure where a sum makes sense.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, column, path) in columns(context) {
        if is_number(column) && column.summarize_by.as_deref() != Some("none") && !column.is_hidden && !table.is_hidden
        {
            found.push(
                Diagnostic::new(&SUMMED_COLUMN, format!("`{}` is summed as soon as it is used", column.name))
                    .at(context.place(&path, "summarizeBy"), "")
                    .help("write `summarizeBy: none`"),
            );
        }
    }
}

pub fn is_number(column: &Column) -> bool {
    matches!(column.data_type.as_deref(), Some("int64" | "double" | "decimal"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        let model = |column: &str| format!("table T\n    column C\n{column}    partition P = m\n        source = 1\n");
        assert_eq!(lines(&SUMMED_COLUMN, &model("        dataType: int64\n        summarizeBy: sum\n")).len(), 1);
        assert!(lines(&SUMMED_COLUMN, &model("        dataType: int64\n        summarizeBy: none\n")).is_empty());
    }
}
