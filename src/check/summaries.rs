//! MD114: columns that are summarised in a way that their values do not have.

use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static IMPOSSIBLE_SUMMARY: Code = Code {
    id: "MD114",
    name: "impossible-summary",
    severity: Severity::Warning,
    explanation:
        "`summarizeBy` says how a visual sums a column up by itself. Texts and truth values can be counted, and \
not added up; nor can dates.

Wrong: `summarizeBy: sum` of a column with `dataType: string`.
Right: `summarizeBy: none`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        for column in &table.columns {
            let (Some(ty), Some(summary)) = (column.data_type.as_deref(), column.summarize_by.as_deref()) else {
                continue;
            };
            let is = |one: &str| summary.eq_ignore_ascii_case(one);
            let kind = match ty.to_ascii_lowercase().as_str() {
                "string" if ["sum", "average", "min", "max"].into_iter().any(is) => "text",
                "datetime" if ["sum", "average"].into_iter().any(is) => "date",
                "boolean" if ["sum", "average", "min", "max"].into_iter().any(is) => "truth value",
                _ => continue,
            };
            let path = path_in(table, "column", column.name.as_str());
            let message = format!("the column `{}` has {kind}s, which have no `{summary}`", column.name);
            let fault = Diagnostic::new(&IMPOSSIBLE_SUMMARY, message).at(context.place(&path, "summarizeBy"), "");
            found.push(fault.help("write `summarizeBy: none`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn only_numbers_are_added_up() {
        let text = |ty: &str, summary: &str| {
            format!(
                "table T\n    column A\n        dataType: {ty}\n        summarizeBy: {summary}\n        sourceColumn: a\n    \
                 partition P = m\n        source = 1\n"
            )
        };
        for (ty, summary) in [("string", "sum"), ("dateTime", "Average"), ("boolean", "max")] {
            assert_eq!(lines(&IMPOSSIBLE_SUMMARY, &text(ty, summary)), [4], "{ty} {summary}");
        }
        for (ty, summary) in [("string", "count"), ("dateTime", "max"), ("int64", "sum"), ("string", "none")] {
            assert_eq!(lines(&IMPOSSIBLE_SUMMARY, &text(ty, summary)), [0; 0], "{ty} {summary}");
        }
    }
}
