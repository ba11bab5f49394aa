//! MD217: a column for each month.

use super::summed_column::is_number;
use super::words;
use crate::check::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static PIVOTED_MONTHS: Code = Code {
    id: "MD217",
    name: "pivoted-months",
    severity: Severity::Note,
    explanation: "A number for each month in a column of its own cannot be filtered by a date or summed over a quarter. As rows, a \
month and its number, it can.

Wrong: columns Jan, Feb, Mar, Apr, …
Right: `Table.UnpivotOtherColumns` in the query: a column Month and a column Amount.",
};

const MONTHS: [&str; 6] = ["jan", "feb", "mar", "apr", "may", "jun"];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let has = |month: &str| {
            let starts = |word: &String| word.starts_with(month);
            table.columns.iter().any(|column| is_number(column) && words(column.name.as_str()).iter().any(starts))
        };
        if MONTHS.into_iter().all(has) {
            found.push(
                Diagnostic::new(&PIVOTED_MONTHS, format!("`{}` has a column for each month", table.name))
                    .at(context.origins.place(&table_path(table)), "")
                    .help("unpivot the months into rows"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn six_months_are_enough() {
        let model = |names: &[&str]| {
            format!(
                "table T\n{}    partition P = m\n        source = 1\n",
                names.iter().map(|name| format!("    column {name}\n        dataType: int64\n")).collect::<String>()
            )
        };
        assert_eq!(lines(&PIVOTED_MONTHS, &model(&["Jan", "Feb", "March", "Apr", "May", "June"])), [1]);
        assert!(lines(&PIVOTED_MONTHS, &model(&["Jan", "Feb", "Mar"])).is_empty());
    }
}
