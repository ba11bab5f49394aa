//! MD219: tables that DAX computes.

use super::is_automatic;
use crate::check::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;

pub static CALCULATED_TABLE: Code = Code {
    id: "MD219",
    name: "calculated-table",
    severity: Severity::Note,
    explanation: "A calculated table is computed after every refresh and kept without the compression that loading finds. What the \
query or the source can do belongs there.

Wrong: `partition Months = calculated`.
Right: a query in M, or a table of the source.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in context.model.tables.iter().filter(|table| !is_automatic(table)) {
        if table.partitions.iter().any(|one| one.kind.eq_ignore_ascii_case("calculated")) && !is_parameter(table) {
            found.push(
                Diagnostic::new(&CALCULATED_TABLE, format!("`{}` is computed at every refresh", table.name))
                    .at(context.origins.place(&table_path(table)), "")
                    .help("make it where the data is loaded"),
            );
        }
    }
}

/// Parameters of fields and of numbers are calculated by nature.
fn is_parameter(table: &Table) -> bool {
    let is_marked = |name: &str| name.contains("ParameterMetadata");
    table.columns.iter().any(|column| column.more.iter().any(|one| is_marked(&one.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        assert_eq!(
            lines(&CALCULATED_TABLE, "table T\n    partition P = calculated\n        source = ROW(\"a\", 1)\n").len(),
            1
        );
        assert!(
            lines(
                &CALCULATED_TABLE,
                "table T\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\n"
            )
            .is_empty()
        );
    }
}
