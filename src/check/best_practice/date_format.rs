//! MD259: dates without a format.

use super::columns;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

pub static DATE_FORMAT: Code = Code {
    id: "MD259",
    name: "date-format",
    severity: Severity::Note,
    explanation: "A visible date without a format is shown in the long form of whoever looks, the time of day included.

Wrong: a `dateTime` column without `formatString`.
Right: `formatString: Short Date`, or `yyyy-mm-dd`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, column, path) in columns(context) {
        if column.data_type.as_deref() == Some("dateTime")
            && column.format_string.is_none()
            && !column.is_hidden
            && !table.is_hidden
        {
            found.push(
                Diagnostic::new(&DATE_FORMAT, format!("the date `{}` has no format", column.name))
                    .at(context.origins.place(&path), "")
                    .help("add a `formatString`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        let model = |column: &str| format!("table T\n    column C\n{column}    partition P = m\n        source = 1\n");
        assert_eq!(lines(&DATE_FORMAT, &model("        dataType: dateTime\n")).len(), 1);
        assert!(
            lines(&DATE_FORMAT, &model("        dataType: dateTime\n        formatString: Short Date\n")).is_empty()
        );
    }
}
