//! MD201: hidden columns that are kept ready for MDX.

use super::columns;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

use super::mdx_needed::{is_available, serves};

pub static MDX_ATTRIBUTE: Code = Code {
    id: "MD201",
    name: "mdx-attribute",
    severity: Severity::Note,
    explanation: "For every column the engine builds a hierarchy that only MDX clients such as Excel use. For a hidden column that \
nothing is sorted by it is memory and time at refresh for nothing.

Wrong: a hidden key without `isAvailableInMdx: false`.
Right: `isAvailableInMdx: false`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, column, path) in columns(context) {
        if (column.is_hidden || table.is_hidden)
            && is_available(column)
            && column.sort_by_column.is_none()
            && !serves(table, column)
        {
            found.push(
                Diagnostic::new(&MDX_ATTRIBUTE, format!("`{}` is hidden, and kept ready for MDX", column.name))
                    .at(context.origins.place(&path), "")
                    .help("add `isAvailableInMdx: false`"),
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
        assert_eq!(lines(&MDX_ATTRIBUTE, &model("        dataType: int64\n        isHidden\n")).len(), 1);
        assert!(
            lines(
                &MDX_ATTRIBUTE,
                &model("        dataType: int64\n        isHidden\n        isAvailableInMdx: false\n")
            )
            .is_empty()
        );
    }
}
