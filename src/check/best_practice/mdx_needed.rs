//! MD244: columns that must be ready for MDX and are not.

use super::columns;
use crate::check::carried::text;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Table};
use crate::name::same;

pub static MDX_NEEDED: Code = Code {
    id: "MD244",
    name: "mdx-needed",
    severity: Severity::Warning,
    explanation: "`isAvailableInMdx: false` saves memory for columns that stand alone. One that another is sorted by, or that is the \
level of a hierarchy, is needed: Excel shows the hierarchy empty or unsorted.

Wrong: `isAvailableInMdx: false` on the level of a hierarchy.
Right: the column without this line.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, column, path) in columns(context) {
        if !is_available(column) && (serves(table, column) || column.sort_by_column.is_some()) {
            found.push(
                Diagnostic::new(
                    &MDX_NEEDED,
                    format!("`{}` is needed by what it serves, and not available to MDX", column.name),
                )
                .at(context.place(&path, "isAvailableInMdx"), "")
                .help("remove the line"),
            );
        }
    }
}

pub fn is_available(column: &Column) -> bool {
    text(&column.more, "isAvailableInMdx") != Some("false")
}

/// Whether another column is sorted by it, or it is the level of a hierarchy or has a variation.
pub fn serves(table: &Table, column: &Column) -> bool {
    let name = column.name.as_str();
    let sorts = table.columns.iter().filter_map(|one| one.sort_by_column.as_ref());
    let levels = table.hierarchies.iter().flat_map(|hierarchy| &hierarchy.levels).map(|level| &level.column);
    let has_variation = column.more.iter().any(|one| one.name.starts_with("variation"));
    has_variation || sorts.chain(levels).any(|other| same(other.as_str(), name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        let model = |column: &str| format!("table T\n    column C\n{column}    partition P = m\n        source = 1\n");
        assert_eq!(lines(&MDX_NEEDED, &model("        dataType: int64\n        isAvailableInMdx: false\n        sortByColumn: D\n    column D\n        dataType: int64\n")).len(), 1);
        assert!(
            lines(
                &MDX_NEEDED,
                &model("        dataType: int64\n        sortByColumn: D\n    column D\n        dataType: int64\n")
            )
            .is_empty()
        );
    }
}
