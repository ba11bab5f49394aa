//! MD257: flags as numbers.

use super::columns;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Column;

pub static FLAG_COLUMN: Code = Code {
    id: "MD257",
    name: "flag-column",
    severity: Severity::Note,
    explanation:
        "A visible column that says yes or no as 1 or 0 shows people numbers to guess at, and offers them for summing.

Wrong: `column 'Is Active'` with `dataType: int64`.
Right: a text `Yes` or `No`, or `dataType: boolean`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, column, path) in columns(context) {
        if is_flag(column) && !column.is_hidden && !table.is_hidden {
            found.push(
                Diagnostic::new(&FLAG_COLUMN, format!("`{}` is a flag and a number", column.name))
                    .at(context.place(&path, "dataType"), "")
                    .help("make it a text or a boolean"),
            );
        }
    }
}

/// `IsActive`, `Is Active` or `Active Flag`, as a number.
fn is_flag(column: &Column) -> bool {
    let name = column.name.as_str();
    let is_whole_word = |rest: &str| rest.starts_with(|c: char| c.is_uppercase() || matches!(c, ' ' | '_'));
    let is_named = name.strip_prefix("Is").is_some_and(is_whole_word) || name.ends_with(" Flag");
    is_named && matches!(column.data_type.as_deref(), Some("int64" | "double" | "decimal"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        let model =
            |column: &str| format!("table T\n    column IsActive\n{column}    partition P = m\n        source = 1\n");
        assert_eq!(lines(&FLAG_COLUMN, &model("        dataType: int64\n")).len(), 1);
        assert!(lines(&FLAG_COLUMN, &model("        dataType: string\n")).is_empty());
    }
}
