//! MD237: columns that come from nowhere.

use crate::check::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static MISSING_SOURCE: Code = Code {
    id: "MD237",
    name: "column-without-source",
    severity: Severity::Warning,
    explanation:
        "A column is either computed, or it has `sourceColumn`: the column of the query that fills it. This one has \
neither, and the refresh fails. Where no column of a table has one, nothing is said.

Wrong:
    column Revenue
    <tab>dataType: decimal
Right:
    column Revenue
    <tab>dataType: decimal
    <tab>sourceColumn: revenue",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let is_read =
            |kind: &str| ["m", "query", "entity", "policyRange"].iter().any(|read| read.eq_ignore_ascii_case(kind));
        let is_loaded = !table.partitions.is_empty() && table.partitions.iter().all(|one| is_read(&one.kind));
        if !is_loaded || table.columns.iter().all(|column| column.source_column.is_none()) {
            continue;
        }
        for column in table.columns.iter().filter(|column| column.source_column.is_none()) {
            let path = path_in(table, "column", column.name.as_str());
            let is_written = column.expression.is_some() || context.origins.part(&path, "sourceColumn").is_some();
            if is_written || column.more.iter().any(|one| one.name == "type") || context.is_broken(&path) {
                continue;
            }
            found.push(
                Diagnostic::new(&MISSING_SOURCE, format!("the column `{}` has no `sourceColumn`", column.name))
                    .at(context.origins.place(&path), "")
                    .help("add `sourceColumn:` with the column of the query"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_column_beside_others_wants_its_source() {
        let model = |more: &str| {
            format!(
                "table T\n    column A\n        sourceColumn: a\n    column B\n        dataType: int64\n{more}    partition P = m\n        source = 1\n"
            )
        };
        assert_eq!(lines(&MISSING_SOURCE, &model("")), [4]);
        assert!(lines(&MISSING_SOURCE, &model("        sourceColumn: b\n")).is_empty());
    }
}
