//! MD271: names of months in the order of the alphabet.

use super::columns;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

use super::words;

pub static UNSORTED_MONTH: Code = Code {
    id: "MD271",
    name: "unsorted-month",
    severity: Severity::Note,
    explanation: "The name of a month is a text, and texts are sorted by the alphabet: April comes first.

Wrong: `column 'Month Name'` without `sortByColumn`.
Right: `sortByColumn: 'Month Number'`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (_, column, path) in columns(context) {
        if column.data_type.as_deref() == Some("string")
            && column.sort_by_column.is_none()
            && is_month(column.name.as_str())
        {
            found.push(
                Diagnostic::new(&UNSORTED_MONTH, format!("`{}` is sorted by the alphabet", column.name))
                    .at(context.origins.place(&path), "")
                    .help("add `sortByColumn` with the number of the month"),
            );
        }
    }
}

/// `Year Month` is most often written so that the alphabet sorts it.
fn is_month(name: &str) -> bool {
    let words = words(name);
    let month = words.iter().position(|word| word == "month");
    month.is_some_and(|month| words[..month].iter().all(|word| word != "year"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        let model =
            |column: &str| format!("table T\n    column Month\n{column}    partition P = m\n        source = 1\n");
        assert_eq!(lines(&UNSORTED_MONTH, &model("        dataType: string\n")).len(), 1);
        assert!(
            lines(
                &UNSORTED_MONTH,
                &model("        dataType: string\n        sortByColumn: D\n    column D\n        dataType: int64\n")
            )
            .is_empty()
        );
    }
}
