//! MD200: columns of type `double`.

use super::columns;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

pub static FLOATING_POINT: Code = Code {
    id: "MD200",
    name: "floating-point",
    severity: Severity::Note,
    explanation: "A `double` is rounded: sums of it differ in the last digits with the order of the rows, and it compresses badly. A \
`decimal` is exact to four digits.

Wrong: `dataType: double` for an amount of money.
Right: `dataType: decimal`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (_, column, path) in columns(context) {
        if column.data_type.as_deref() == Some("double") {
            found.push(
                Diagnostic::new(&FLOATING_POINT, format!("`{}` is a floating-point number", column.name))
                    .at(context.place(&path, "dataType"), "")
                    .help("give it `dataType: decimal`, or `int64` for whole numbers"),
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
        assert_eq!(lines(&FLOATING_POINT, &model("        dataType: double\n")).len(), 1);
        assert!(lines(&FLOATING_POINT, &model("        dataType: decimal\n")).is_empty());
    }
}
